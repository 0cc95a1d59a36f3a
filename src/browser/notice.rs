//! A message above the page with a button to try again.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// A message above the page; shown when there is something to say.
pub struct Notice {
    element: Option<Element>,
    words: Option<Element>,
    /// What a press of the button does.
    on_retry: Rc<RefCell<Option<Function>>>,
}

impl Notice {
    /// Puts the notice, still hidden, at the start of the page.
    pub fn new() -> Notice {
        let on_retry: Rc<RefCell<Option<Function>>> = Rc::default();
        let pressed = on_retry.clone();
        let press = Closure::<dyn Fn()>::new(move || {
            if let Some(action) = pressed.borrow_mut().take() {
                let _ = action.call0(&JsValue::UNDEFINED);
            }
        });
        let build = || -> Result<(Element, Element), JsValue> {
            let document = document();
            let notice = document.create_element("div")?;
            notice.set_class_name("banner");
            notice.set_attribute("role", "alert")?;
            notice.set_attribute("hidden", "")?;
            let words = document.create_element("p")?;
            let button = document.create_element("button")?;
            button.set_attribute("type", "button")?;
            button.set_text_content(Some("Retry"));
            button.add_event_listener_with_callback("click", press.as_ref().unchecked_ref())?;
            notice.append_with_node_2(&words, &button)?;
            document.body().ok_or(JsValue::NULL)?.prepend_with_node_1(&notice)?;
            Ok((notice, words))
        };
        let (element, words) = build().ok().unzip();
        // The button lives as long as the page may need it.
        press.forget();
        Notice { element, words, on_retry }
    }

    /// Says something; a press of the button runs `action`, once.
    pub fn show(&self, words: &str, action: Function) {
        self.on_retry.replace(Some(action));
        if let (Some(element), Some(shown)) = (&self.element, &self.words) {
            shown.set_text_content(Some(words));
            let _ = element.remove_attribute("hidden");
        }
    }

    /// Takes the notice away.
    pub fn hide(&self) {
        if let Some(element) = &self.element {
            let _ = element.set_attribute("hidden", "");
        }
    }

    /// Says something and waits for a press of the button, or for so many milliseconds where they are
    /// given. Tells whether it was the button.
    pub async fn wait(&self, words: &str, milliseconds: Option<i32>) -> bool {
        let promise = Promise::new(&mut |resolve, _| {
            if let Some(milliseconds) = milliseconds {
                let expired: Function = resolve.bind1(&JsValue::UNDEFINED, &JsValue::FALSE).unchecked_into();
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&expired, milliseconds);
            }
            self.show(words, resolve.bind1(&JsValue::UNDEFINED, &JsValue::TRUE).unchecked_into());
        });
        JsFuture::from(promise).await.is_ok_and(|pressed| pressed.is_truthy())
    }
}
