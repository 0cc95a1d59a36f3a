//! History: one signal of where the visitor is, one listener for clicks, one for Back and Forward.
//!
//! It takes over a click only when the link leads to a page of this content under this base; every other
//! link is the browser's. A history call that the browser refuses becomes an ordinary navigation.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{
    Element, HtmlAnchorElement, HtmlElement, MouseEvent, PageTransitionEvent, PopStateEvent, ScrollRestoration,
};

use crate::{
    browser::head,
    context::{AppContext, Navigation},
    dom::effects::after_paint,
    route::{Location, Route, redirect},
};

/// Follows the visitor through the site.
pub struct Router {
    /// What is ours: the addresses of this content under this base.
    context: AppContext,
    location: RwSignal<Location>,
    /// The number of the current history entry, kept in `history.state`.
    entry: Cell<u32>,
    /// The highest number given so far.
    last_entry: Cell<u32>,
    /// Scroll positions of entries that were left, in CSS pixels.
    positions: RefCell<Vec<(u32, f64)>>,
    /// The address of the current entry, where it is not written yet, and whether the entry is new.
    late: RefCell<Option<(String, bool)>>,
    /// When one of an entry that is not new was written, in milliseconds.
    written: Cell<f64>,
}

thread_local! {
    static ROUTER: RefCell<Option<&'static Router>> = const { RefCell::new(None) };
}

/// How long to wait between writing addresses while the visitor types, in milliseconds.
const PAUSE: f64 = 350.0;

/// Where `pagehide` leaves the scroll positions for a reload.
const POSITIONS: &str = "frontispiece-scroll";

impl Router {
    /// The router, at the address where the visitor is. It is made for the life of the page: the browser's
    /// listeners point to it.
    pub fn new(context: AppContext) -> &'static Router {
        let AppContext { content, base, .. } = context;
        let window = window();
        let address = window.location();
        let path = address.pathname().unwrap_or_default();
        let query = address.search().unwrap_or_default();
        let below = base.strip(&path).unwrap_or("/").to_owned();
        let mut location = Location::parse(&format!("{below}{query}"));
        if let Some(target) = redirect(&location.path, content) {
            location.path = target.to_owned();
            let href =
                base.as_str().trim_end_matches('/').to_owned() + target + &query + &address.hash().unwrap_or_default();
            let _ =
                window.history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&href)));
        }
        let entry = window.history().ok().and_then(|history| history.state().ok()).and_then(|state| state.as_f64());
        let positions = entry.map(|_| stored_positions()).unwrap_or_default();
        let entry = entry.map_or(0, |entry| entry as u32);
        let last_entry = positions.iter().map(|(entry, _)| *entry).max().unwrap_or(0).max(entry);
        Box::leak(Box::new(Router {
            context,
            location: RwSignal::new(location),
            entry: Cell::new(entry),
            last_entry: Cell::new(last_entry),
            positions: RefCell::new(positions),
            late: RefCell::default(),
            written: Cell::default(),
        }))
    }

    /// Where the visitor is; follows them once the router listens.
    pub fn location(&self) -> RwSignal<Location> {
        self.location
    }

    /// Begins to listen, when the page is there. The visitor gets back to where a reload left off, or to the target
    /// of the fragment; in a page that stayed the browser has mostly seen to that.
    pub fn listen(&'static self, built: bool) {
        ROUTER.set(Some(self));
        listen("click", move |event| click(self, event.unchecked_ref()));
        listen("popstate", move |event| pop(self, event.unchecked_ref()));
        listen("pageshow", move |event| {
            restore_scrolling(ScrollRestoration::Manual);
            // A page that was left since the browser refused to write an address (`write_late`) shows that one already.
            if let Some(here) = self.here()
                && event.unchecked_ref::<PageTransitionEvent>().persisted()
            {
                self.location.set(here);
            }
        });
        listen("pagehide", move |_| {
            self.write_late();
            // For the next load, the browser is faster than the module.
            restore_scrolling(ScrollRestoration::Auto);
            store_positions(self);
        });
        restore_scrolling(ScrollRestoration::Manual);
        if let Ok(history) = window().history() {
            let _ = history.replace_state(&self.entry.get().into(), "");
        }
        // Unless they have scrolled meanwhile.
        let unmoved = window().scroll_y().is_ok_and(|top| top == 0.0);
        match self.position() {
            Some(top) if unmoved => scroll_to(top),
            Some(_) => {}
            // Someone who has begun to use the page stays where they are.
            None if has_focus() => {}
            None if go_to_fragment(built && unmoved) => {}
            None => await_fragment(FRAMES),
        }
    }
}

/// Who scrolls after Back, Forward and a reload.
fn restore_scrolling(who: ScrollRestoration) {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(who);
    }
}

fn listen(name: &str, handler: impl Fn(&JsValue) + 'static) {
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| handler(&event));
    let _ = window().add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Goes to an address of this site.
pub fn navigate(href: &str, entry: Navigation) {
    let Some(router) = ROUTER.with_borrow(|router| *router) else { return };
    router.go(href, entry);
}

impl Router {
    /// Where an address of this site leads below the base; nothing where it is not a page of it.
    fn target(&self, path: &str, query: &str) -> Option<Location> {
        let below = self.context.base.strip(path)?;
        let page = Route::parse(below, self.context.content);
        (page != Route::NotFound).then(|| Location::parse(&format!("{below}{query}")))
    }

    fn go(&'static self, href: &str, entry: Navigation) {
        let window = window();
        let path_and_query = href.split('#').next().unwrap_or("");
        let (path, query) = path_and_query.split_at(path_and_query.find('?').unwrap_or(path_and_query.len()));
        let Some(target) = self.target(path, query) else {
            let _ = window.location().assign(href);
            return;
        };
        let before = self.location.get_untracked();
        if entry == Navigation::Replace {
            self.write_soon(href);
            return self.location.set(target);
        }
        self.write_late();
        let same = target == before && !href.contains('#');
        self.remember_position();
        let number = if same { self.entry.get() } else { self.last_entry.get() + 1 };
        self.entry.set(number);
        self.last_entry.set(self.last_entry.get().max(number));
        self.late.replace(Some((href.to_owned(), !same)));
        if before.path != target.path || same {
            // Before the title, which would be that of the entry that is left.
            if !self.write_late() {
                return;
            }
        } else {
            // A tenth of what a choice takes is this call.
            after_paint(|| _ = self.write_late());
        }
        let focused = FocusSnapshot::now();
        let stays = self.stays(&before, &target) && !same;
        let turned = stays && self.turned(&before, &target);
        let path = target.path.clone();
        self.location.set(target);
        let context = self.context;
        after_render(move || {
            if path != before.path {
                head::renew(&path, context);
            }
            if turned {
                focus("#fp\\:status");
                scroll_to_status();
            } else if stays {
                focused.keep();
            } else if !go_to_fragment(true) {
                scroll_to(0.0);
                focus("h1");
                await_fragment(FRAMES);
            }
        });
    }

    /// Writes the address of the current entry, at once or so late that a visitor who types never comes to the limit
    /// of Safari.
    fn write_soon(&'static self, href: &str) {
        let waiting = self.late.take();
        let is_new = waiting.as_ref().is_some_and(|(_, is_new)| *is_new);
        self.late.replace(Some((href.to_owned(), is_new)));
        let pause = self.written.get() + PAUSE - Date::now();
        if pause <= 0.0 {
            after_paint(|| _ = self.write_late());
        } else if waiting.is_none() {
            set_timeout(|| _ = self.write_late(), Duration::from_millis(pause as u64));
        }
    }

    /// Gives the current entry its address; false where the browser refuses, and the page is loaded instead.
    fn write_late(&self) -> bool {
        let Some((href, is_new)) = self.late.take() else { return true };
        let entry = self.entry.get().into();
        let written = window().history().and_then(|history| match is_new {
            true => history.push_state_with_url(&entry, "", Some(&href)),
            false => history.replace_state_with_url(&entry, "", Some(&href)),
        });
        if !is_new {
            // Where the browser refuses, the next one is as good.
            self.written.set(Date::now());
        } else if written.is_err() {
            // Safari refuses after 100 calls in 30 seconds.
            let _ = window().location().assign(&href);
            return false;
        }
        true
    }

    /// What the address of the browser leads to.
    fn here(&self) -> Option<Location> {
        let address = window().location();
        let path = address.pathname().unwrap_or_default();
        let query = address.search().unwrap_or_default();
        Some(Location::parse(&format!("{}{query}", self.context.base.strip(&path)?)))
    }

    /// Whether one view shows both.
    fn stays(&self, before: &Location, after: &Location) -> bool {
        let page = |location: &Location| Route::parse(&location.path, self.context.content);
        before.path == after.path || page(before).is_list() && page(after).is_list()
    }

    /// Whether another part of the same list is shown.
    fn turned(&self, before: &Location, after: &Location) -> bool {
        let (before, after) = (before.filter(self.context.content), after.filter(self.context.content));
        before.page != after.page && before == after.with_page(before.page)
    }

    fn position(&self) -> Option<f64> {
        let positions = self.positions.borrow();
        positions.iter().find(|(entry, _)| *entry == self.entry.get()).map(|(_, top)| *top)
    }

    fn remember_position(&self) {
        let top = window().scroll_y().unwrap_or(0.0);
        let mut positions = self.positions.borrow_mut();
        positions.retain(|(entry, _)| *entry != self.entry.get());
        positions.push((self.entry.get(), top));
    }
}

fn click(router: &'static Router, event: &MouseEvent) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented();
    let anchor = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlAnchorElement>().ok());
    let Some(anchor) = anchor.filter(|_| plain) else { return };
    let here = window().location();
    let elsewhere = anchor.origin() != here.origin().unwrap_or_default()
        || !matches!(anchor.target().as_str(), "" | "_self")
        || anchor.has_attribute("download");
    if elsewhere {
        return;
    }
    let Some(target) = router.target(&anchor.pathname(), &anchor.search()) else { return };
    // A fragment of this very page is the browser's: it scrolls and moves the focus.
    if !anchor.hash().is_empty() && target == router.location.get_untracked() {
        return;
    }
    event.prevent_default();
    router.go(&[anchor.pathname(), anchor.search(), anchor.hash()].concat(), Navigation::Push);
}

fn pop(router: &'static Router, event: &PopStateEvent) {
    let Some(target) = router.here() else { return };
    let before = router.location.get_untracked();
    let number = event.state().as_f64();
    if number.is_none() && (target == before || router.late.borrow().is_some()) {
        // A new entry, made by the browser for a fragment: it has scrolled already.
        let number = router.last_entry.get() + 1;
        router.entry.set(number);
        router.last_entry.set(number);
        let _ = window().history().and_then(|history| history.replace_state(&number.into(), ""));
        return;
    }
    router.late.take();
    router.remember_position();
    // The first entry has no number where the browser refused to write it.
    router.entry.set(number.unwrap_or_default() as u32);
    let stays = router.stays(&before, &target);
    let top = router.position().unwrap_or(0.0);
    let focused = FocusSnapshot::now();
    let path = target.path.clone();
    router.location.set(target);
    after_render(move || {
        if path != before.path {
            head::renew(&path, router.context);
        }
        if stays {
            focused.keep();
        } else {
            focus("h1");
        }
        restore(top, FRAMES);
    });
}

/// For how many frames a page may grow until it is long enough for where the visitor was.
const FRAMES: u32 = 60;

/// Scrolls back to where the visitor was; a long list is filled piece by piece.
fn restore(top: f64, frames: u32) {
    scroll_to(top);
    let reached = || window().scroll_y().map_or(0.0, f64::floor);
    let here = reached();
    if here + 1.0 < top && frames > 0 {
        // Unless the visitor scrolls meanwhile.
        after_render(move || {
            if reached() == here {
                restore(top, frames - 1);
            }
        });
    }
}

fn scroll_to_status() {
    if let Some(status) = document().get_element_by_id("fp:status") {
        status.scroll_into_view();
    }
}

/// Runs when the view has followed the signals, before the browser paints.
fn after_render(run: impl FnOnce() + 'static) {
    request_animation_frame(run);
}

fn scroll_to(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}

fn focus(selector: &str) {
    let element = document().query_selector(selector).ok().flatten();
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        take_focus(&element);
    }
}

fn has_focus() -> bool {
    let document = document();
    document.active_element().is_some_and(|active| document.body().is_none_or(|body| *active != **body))
}

/// What had the focus before the page changed.
enum FocusSnapshot {
    Nothing,
    Something,
    /// A chip, by its place among them, from 1.
    Chip(usize),
}

impl FocusSnapshot {
    /// What has it now. Where that will be made anew, it gives the focus up.
    fn now() -> FocusSnapshot {
        if !has_focus() {
            return FocusSnapshot::Nothing;
        }
        let active = document().active_element();
        let within = |selector| active.as_ref().and_then(|active| active.closest(selector).ok().flatten());
        let chip = within(".chips li");
        // A browser that takes out what has the focus lays out the page at once, half changed.
        if within(".chips, .instead, .pager").is_some()
            && let Some(active) = active.as_ref().and_then(JsCast::dyn_ref::<HtmlElement>)
        {
            let _ = active.blur();
        }
        let places = std::iter::successors(chip, Element::previous_element_sibling);
        match places.count() {
            0 => FocusSnapshot::Something,
            place => FocusSnapshot::Chip(place),
        }
    }

    /// Where a choice took it away: of a chip the next one takes the focus, or else the last; else the number of
    /// results does.
    fn keep(self) {
        self.restore();
        // Beside a long list the choices follow when it has been painted, and one of them may have had the focus.
        after_paint(move || self.restore());
    }

    fn restore(&self) {
        if matches!(self, FocusSnapshot::Nothing) || has_focus() {
            return;
        }
        if let FocusSnapshot::Chip(place) = self {
            focus(&format!(".chips li:nth-child({place}) .chip"));
            if !has_focus() {
                // The very last one clears all.
                focus(".chips li:nth-last-child(2) .chip");
            }
        }
        if !has_focus() {
            focus("#fp\\:status");
        }
    }
}

/// Goes to the target of the fragment when it is there: a long list is filled piece by piece. Who scrolls or uses the
/// page meanwhile stays.
fn await_fragment(frames: u32) {
    let top = window().scroll_y();
    if frames == 0 || window().location().hash().is_ok_and(|hash| hash.len() < 2) {
        return;
    }
    after_render(move || {
        if window().scroll_y() == top && !go_to_fragment(true) {
            await_fragment(frames - 1);
        }
    });
}

/// Moves the focus, and on request scrolls, to the element that the fragment names; tells whether there is one.
fn go_to_fragment(scrolls: bool) -> bool {
    let hash = window().location().hash().unwrap_or_default();
    let Some(id) = hash.strip_prefix('#').filter(|id| !id.is_empty()) else { return false };
    let id = crate::util::percent::decode_path(id);
    let Some(element) = document().get_element_by_id(&id) else { return false };
    if scrolls {
        element.scroll_into_view();
    }
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        if element.tab_index() < 0 && !element.has_attribute("tabindex") {
            let _ = element.set_attribute("tabindex", "-1");
        }
        take_focus(&element);
    }
    true
}

fn take_focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn stored_positions() -> Vec<(u32, f64)> {
    let storage = window().session_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(POSITIONS).ok().flatten()).unwrap_or_default();
    let entry = |entry: &str| {
        let (number, top) = entry.split_once('=')?;
        Some((number.parse().ok()?, f64::from(top.parse::<u32>().ok()?)))
    };
    text.split(';').filter_map(entry).collect()
}

fn store_positions(router: &Router) {
    router.remember_position();
    let positions = router.positions.borrow();
    let text = positions.iter().map(|(entry, top)| format!("{entry}={}", *top as u32)).collect::<Vec<_>>().join(";");
    if let Ok(Some(storage)) = window().session_storage() {
        let _ = storage.set_item(POSITIONS, &text);
    }
}
