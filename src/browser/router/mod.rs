//! The router: one signal with the visitor's location, one listener for clicks, and one for Back and Forward.
//!
//! The router handles a click only if the link leads to a route of this content below the base. The browser handles
//! every other link. If the browser refuses a call of the History API, the page at the URL is loaded.

mod focus;
mod history;
mod scroll;

use std::cell::Cell;

use leptos::prelude::{GetUntracked, RwSignal, Set, request_animation_frame, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlAnchorElement, MouseEvent, PageTransitionEvent, PopStateEvent, ScrollRestoration};

use crate::{
    browser::{
        bootstrap, head,
        prepare::{self, Failure},
        router::{
            focus::{FocusSnapshot, focus, has_focus},
            history::History,
            scroll::Position,
        },
    },
    context::{AppContext, Navigation},
    route::{Location, Route, redirect},
};

/// Keeps the location, the address bar, the focus and the scroll position in agreement.
pub struct Router {
    context: AppContext,
    location: RwSignal<Location>,
    history: History,
    /// The number of navigations so far. A navigation that waits for files is given up when another one begins.
    navigations: Cell<u32>,
    /// Whether the visitor has reached another entry of the history, whose view is not prepared yet.
    awaits_entry: Cell<bool>,
    /// Whether the browser is loading a page of the host, because its view could not be prepared.
    is_leaving: Cell<bool>,
}

thread_local! {
    static ROUTER: Cell<Option<&'static Router>> = const { Cell::new(None) };
}

impl Router {
    /// Returns a router at the address of the document. It is never freed, because listeners refer to it.
    pub fn new(context: AppContext) -> &'static Router {
        let AppContext { content, base, .. } = context;
        let address = window().location();
        let path = address.pathname().unwrap_or_default();
        let query = address.search().unwrap_or_default();
        let below = base.strip(&path).unwrap_or("/").to_owned();
        let mut location = Location::parse(&format!("{below}{query}"));
        if let Some(target) = redirect(&location.path, content) {
            location.path = target.to_owned();
            let hash = address.hash().unwrap_or_default();
            history::redirect_to(&[base.as_str().trim_end_matches('/'), target, &query, &hash].concat());
        }
        Box::leak(Box::new(Router {
            context,
            location: RwSignal::new(location),
            history: History::new(),
            navigations: Cell::new(0),
            awaits_entry: Cell::new(false),
            is_leaving: Cell::new(false),
        }))
    }

    /// Returns the visitor's location, which changes once the router listens.
    pub fn location(&self) -> RwSignal<Location> {
        self.location
    }

    /// Starts to listen once the page is complete. Restores the scroll position of a reload, or goes to the target of
    /// the fragment. With `is_new_document == false` the page was hydrated, and the browser has scrolled already.
    pub fn listen(&'static self, is_new_document: bool) {
        ROUTER.set(Some(self));
        listen("click", move |event| self.on_click(event.unchecked_ref()));
        listen("popstate", move |event| self.on_popstate(event.unchecked_ref()));
        listen("pageshow", move |event| {
            scroll::set_restoration(ScrollRestoration::Manual);
            // If the browser refused to write a URL, it has left this page, which shows that URL's content already.
            if let Some(here) = self.document_location()
                && event.unchecked_ref::<PageTransitionEvent>().persisted()
            {
                // The visitor may have left while this view was not prepared yet.
                let show = move |here| match self.awaits_entry.get() {
                    true => self.show_entry(here, history::entry_number().unwrap_or_default()),
                    false => self.location.set(here),
                };
                self.once_prepared(here, None, Box::new(show));
            }
        });
        // A hidden tab paints nothing, and a browser may discard it without `pagehide`.
        listen("visibilitychange", move |_| _ = self.history.flush());
        listen("pagehide", move |_| {
            self.history.flush();
            // At the next load the browser scrolls earlier than the module could.
            scroll::set_restoration(ScrollRestoration::Auto);
            self.history.store_positions();
        });
        for event_type in ["wheel", "touchmove", "pointerdown", "keydown"] {
            listen(event_type, |_| scroll::stop());
        }
        scroll::set_restoration(ScrollRestoration::Manual);
        self.history.write_entry_number();
        let is_at_top = window().scroll_y().is_ok_and(|top| top == 0.0);
        match self.history.position() {
            Some(position) if is_at_top => scroll::scroll_to(position.top()),
            // The visitor has scrolled meanwhile,
            Some(_) => {}
            // or has begun to use the page.
            None if has_focus() => {}
            None if scroll::go_to_fragment(is_new_document && is_at_top) => {}
            None => scroll::await_fragment(),
        }
    }

    /// Returns the location of a path and a query of this host, or `None` if it is no route of the site.
    fn target(&self, path: &str, query: &str) -> Option<Location> {
        let below = self.context.base.strip(path)?;
        let route = Route::parse(below, self.context.content);
        (route != Route::NotFound).then(|| Location::parse(&format!("{below}{query}")))
    }

    /// Calls a function with a location once its view is prepared, unless the visitor goes elsewhere meanwhile. If a file is
    /// missing, the browser loads the page of the host at `href`, or without one reloads the page.
    fn once_prepared(&'static self, target: Location, href: Option<&str>, then: Box<dyn FnOnce(Location)>) {
        let number = self.navigations.get() + 1;
        self.navigations.set(number);
        // That of a navigation that waits for a connection.
        let _ = bootstrap::hide_notice();
        if self.is_leaving.take() {
            let _ = window().stop();
        }
        if self.is_same_view(&self.location.get_untracked(), &target) || prepare::is_prepared(&target, self.context) {
            return then(target);
        }
        let href = href.map(str::to_owned);
        spawn_local(async move {
            let mut outcome = prepare::prepare(&target, false, self.context).await;
            while self.navigations.get() == number && matches!(outcome, Err(Failure::Connection)) {
                let message = "This page could not be fetched: the connection failed.";
                let Ok(retry) = bootstrap::wait_for_retry(message, None) else { return };
                let _ = JsFuture::from(retry).await;
                let _ = bootstrap::hide_notice();
                outcome = prepare::prepare(&target, false, self.context).await;
            }
            if self.navigations.get() == number {
                match outcome {
                    Ok(()) => then(target),
                    Err(_) => self.load_page(href.as_deref()),
                }
            }
            prepare::finish(self.context).await;
        });
    }

    /// Loads a page of the host, which works without the module, or reloads the current one.
    fn load_page(&self, href: Option<&str>) {
        self.is_leaving.set(true);
        let _ = match href {
            Some(href) => window().location().assign(href),
            None => window().location().reload(),
        };
    }

    fn go(&'static self, href: &str, navigation: Navigation) {
        let path_and_query = href.split('#').next().unwrap_or("");
        let (path, query) = path_and_query.split_at(path_and_query.find('?').unwrap_or(path_and_query.len()));
        let Some(target) = self.target(path, query) else {
            let _ = window().location().assign(href);
            return;
        };
        let url = href.to_owned();
        self.once_prepared(target, Some(href), Box::new(move |target| self.show(target, &url, navigation)));
    }

    /// Shows a location whose view is prepared.
    fn show(&'static self, target: Location, href: &str, navigation: Navigation) {
        scroll::stop();
        // If another entry is the current one, it keeps its URL.
        let is_at_other_entry = self.awaits_entry.take();
        if navigation == Navigation::Replace && !is_at_other_entry {
            self.history.replace(href);
            self.location.set(target);
            return head::list_changed();
        }
        let before = self.location.get_untracked();
        self.history.flush();
        let is_same = target == before && !href.contains('#') && !is_at_other_entry;
        self.history.push(href, !is_same);
        if before.path == target.path && !is_same {
            self.history.flush_after_paint();
        } else if !self.history.flush() {
            // Written before the title changes: the entry that the visitor leaves keeps its title.
            return;
        }
        let focused = FocusSnapshot::capture();
        let keeps_view = self.is_same_view(&before, &target) && !is_same;
        let is_page_turn = keeps_view && self.is_page_turn(&before, &target);
        let path = target.path.clone();
        self.location.set(target);
        let context = self.context;
        after_render(move || {
            if path != before.path {
                head::renew(&path, context);
            } else {
                head::list_changed();
            }
            if is_page_turn {
                focus("#fp\\:status");
                scroll::scroll_to_status();
            } else if keeps_view {
                focused.restore();
            } else if !scroll::go_to_fragment(true) {
                scroll::scroll_to(0.0);
                focus("h1");
                scroll::await_fragment();
            }
        });
    }

    /// Returns the location of the document, or `None` if it is not below the base.
    fn document_location(&self) -> Option<Location> {
        let address = window().location();
        let path = address.pathname().unwrap_or_default();
        let query = address.search().unwrap_or_default();
        Some(Location::parse(&format!("{}{query}", self.context.base.strip(&path)?)))
    }

    /// Returns `true` if one view shows both locations.
    fn is_same_view(&self, before: &Location, after: &Location) -> bool {
        let is_list = |location: &Location| Route::parse(&location.path, self.context.content).is_list();
        before.path == after.path || is_list(before) && is_list(after)
    }

    /// Returns `true` if the locations differ only in the page of the list.
    fn is_page_turn(&self, before: &Location, after: &Location) -> bool {
        let (before, after) = (before.filter(self.context.content), after.filter(self.context.content));
        before.page != after.page && before == after.with_page(before.page)
    }

    fn on_click(&'static self, event: &MouseEvent) {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
            && !event.default_prevented();
        let anchor = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
            .and_then(|element| element.closest("a[href]").ok().flatten())
            .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
        let Some(anchor) = anchor.filter(|_| is_plain) else { return };
        let leaves_document = anchor.origin() != window().location().origin().unwrap_or_default()
            || !matches!(anchor.target().as_str(), "" | "_self")
            || anchor.has_attribute("download");
        if leaves_document {
            return;
        }
        let Some(target) = self.target(&anchor.pathname(), &anchor.search()) else { return };
        // For a fragment of the current page, the browser scrolls and moves the focus.
        if !anchor.hash().is_empty() && target == self.location.get_untracked() {
            return;
        }
        event.prevent_default();
        self.go(&[anchor.pathname(), anchor.search(), anchor.hash()].concat(), Navigation::Push);
    }

    fn on_popstate(&'static self, event: &PopStateEvent) {
        scroll::stop();
        let Some(target) = self.document_location() else { return };
        let before = self.location.get_untracked();
        let number = event.state().as_f64();
        if number.is_none() && (target == before || self.history.has_pending_url()) {
            // The browser has created an entry for a fragment, and has scrolled.
            return self.history.adopt_entry();
        }
        // The first entry has no number if the browser refused to write it.
        let number = number.unwrap_or_default() as u32;
        self.history.leave_entry();
        self.awaits_entry.set(true);
        self.once_prepared(target, None, Box::new(move |target| self.show_entry(target, number)));
    }

    /// Shows the location of an entry of the history, whose view is prepared.
    fn show_entry(&'static self, target: Location, number: u32) {
        self.awaits_entry.set(false);
        self.history.continue_at(number);
        let before = self.location.get_untracked();
        let keeps_view = self.is_same_view(&before, &target);
        let position = self.history.position().unwrap_or(Position::from_top(0.0));
        let focused = FocusSnapshot::capture();
        let path = target.path.clone();
        self.location.set(target);
        after_render(move || {
            if path != before.path {
                head::renew(&path, self.context);
            } else {
                head::list_changed();
            }
            if keeps_view {
                focused.restore();
            } else {
                focus("h1");
            }
            scroll::restore(position);
        });
    }
}

/// Goes to a URL of this site.
pub fn navigate(href: &str, navigation: Navigation) {
    let Some(router) = ROUTER.get() else { return };
    router.go(href, navigation);
}

fn listen(event_type: &str, handler: impl Fn(&JsValue) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| handler(&event));
    let _ = window().add_event_listener_with_callback(event_type, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Runs a function after the view has reacted to its signals and before the browser paints.
fn after_render(run: impl FnOnce() + 'static) {
    request_animation_frame(run);
}
