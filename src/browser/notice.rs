//! A message above the page with a Retry button.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// A message above the page with a Retry button. It is hidden at first.
pub struct Notice {
    element: Option<Element>,
    message: Option<Element>,
    /// The action of the button.
    on_retry: Rc<RefCell<Option<Function>>>,
}

impl Notice {
    /// Adds the hidden notice at the start of the page.
    pub fn new() -> Notice {
        let on_retry: Rc<RefCell<Option<Function>>> = Rc::default();
        let action = on_retry.clone();
        let on_press = Closure::<dyn Fn()>::new(move || {
            if let Some(action) = action.borrow_mut().take() {
                let _ = action.call0(&JsValue::UNDEFINED);
            }
        });
        let build = || -> Result<(Element, Element), JsValue> {
            let document = document();
            let notice = document.create_element("div")?;
            notice.set_class_name("banner");
            notice.set_attribute("role", "alert")?;
            notice.set_attribute("hidden", "")?;
            let message = document.create_element("p")?;
            let button = document.create_element("button")?;
            button.set_attribute("type", "button")?;
            button.set_text_content(Some("Retry"));
            button.add_event_listener_with_callback("click", on_press.as_ref().unchecked_ref())?;
            notice.append_with_node_2(&message, &button)?;
            document.body().ok_or(JsValue::NULL)?.prepend_with_node_1(&notice)?;
            Ok((notice, message))
        };
        let (element, message) = build().ok().unzip();
        // The button is needed for the lifetime of the page.
        on_press.forget();
        Notice { element, message, on_retry }
    }

    /// Shows a message. The button calls `action` once.
    pub fn show(&self, message: &str, action: Function) {
        self.on_retry.replace(Some(action));
        if let (Some(element), Some(paragraph)) = (&self.element, &self.message) {
            paragraph.set_text_content(Some(message));
            let _ = element.remove_attribute("hidden");
        }
    }

    /// Hides the notice.
    pub fn hide(&self) {
        if let Some(element) = &self.element {
            let _ = element.set_attribute("hidden", "");
        }
    }

    /// Shows a message and waits until the visitor presses the button, at most for some milliseconds if they are given.
    /// Returns `true` if the visitor pressed the button.
    pub async fn wait(&self, message: &str, milliseconds: Option<i32>) -> bool {
        let promise = Promise::new(&mut |resolve, _| {
            if let Some(milliseconds) = milliseconds {
                let expired: Function = resolve.bind1(&JsValue::UNDEFINED, &JsValue::FALSE).unchecked_into();
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&expired, milliseconds);
            }
            self.show(message, resolve.bind1(&JsValue::UNDEFINED, &JsValue::TRUE).unchecked_into());
        });
        JsFuture::from(promise).await.is_ok_and(|pressed| pressed.is_truthy())
    }
}
