//! Elements: all that the pages are made of.
//!
//! Leptos's `view!` gives each element a type of its own, and with it code to build, hydrate (twice: there is an
//! asynchronous variant) and update it; the module was twice as large (see ARCHITECTURE.md). Here an element is a
//! plain value of one type. Most of them never change. What follows a signal is a whole attribute, a whole
//! property, or all that is inside an element, so that no markers stand between nodes; Leptos's render effects
//! keep it up to date, and end with the owner under which the element was made.
//!
//! Elements are written out on the host, built in the browser, or hydrated: then only the way to what is alive is
//! walked.

use std::{borrow::Cow, cell::RefCell, future::Future, rc::Rc, time::Duration};

use leptos::{
    ev::Event,
    prelude::{
        Notify, Owner, RenderEffect, StoredValue, Track, Trigger, on_cleanup, request_animation_frame, set_timeout,
    },
    reactive::graph::{Subscriber, ToAnySubscriber},
    tachys::{
        html::attribute::any_attribute::AnyAttribute,
        hydration::Cursor,
        no_attrs,
        renderer::{CastFrom, Rndr, types},
        view::{Mountable, Position, PositionState, Render, RenderHtml},
    },
    wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen},
};

use crate::util::sort;

type Text = Cow<'static, str>;

/// An element with its attributes and children.
///
/// ```
/// use frontispiece::dom::element::el;
/// use leptos::prelude::RenderHtml;
/// let link = el("a").attr("href", "/?a&b").with("1 < ").with(el("em").with("2".to_owned()));
/// assert_eq!(link.to_html(), r#"<a href="/?a&amp;b">1 &lt; <em>2</em></a>"#);
/// ```
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Text)>,
    live: Vec<Live>,
    content: Content,
}

/// What follows signals or listens.
enum Live {
    Attribute(&'static str, Box<dyn Fn() -> Option<Text> + Send>),
    Property(&'static str, Box<dyn Fn() -> JsValue + Send>),
    Listener(&'static str, Box<dyn FnMut(JsValue) + Send>),
}

enum Content {
    Fixed(Vec<Child>),
    Text(Box<dyn Fn() -> Text + Send>),
    Children(Box<dyn Fn() -> Vec<Element> + Send>),
    Keyed(Keyed),
}

enum Child {
    Text(Text),
    Element(Element),
}

struct Keyed {
    keys: Box<dyn Fn() -> Vec<usize> + Send>,
    view: Box<dyn Fn(usize) -> Element + Send>,
}

/// An element by its name: `el("p")`.
#[inline(never)]
pub fn el(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), live: Vec::new(), content: Content::Fixed(Vec::new()) }
}

// What never changes.
impl Element {
    /// Adds a class; an element has one class attribute.
    pub fn class(self, class: &'static str) -> Element {
        self.attr("class", class)
    }

    /// Adds an attribute.
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Element {
        self.attribute(name, value.into())
    }

    // Views are long chains of these: written out at each call they would be most of the module.
    #[inline(never)]
    fn attribute(mut self, name: &'static str, value: Text) -> Element {
        self.attributes.push((name, value));
        self
    }

    /// Adds an attribute where there is a value for it.
    pub fn maybe<T: Into<Text>>(self, name: &'static str, value: Option<T>) -> Element {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Disables a control, or all controls in a `fieldset`.
    pub fn inert(self, inert: bool) -> Element {
        self.maybe("disabled", inert.then_some(""))
    }

    /// Adds a text, an element, or several. An element whose content follows a signal takes none.
    #[inline(never)]
    pub fn with<C: Children>(mut self, children: C) -> Element {
        children.push_into(&mut self);
        self
    }

    #[inline(never)]
    fn push_text(&mut self, text: Text) {
        let Content::Fixed(children) = &mut self.content else { return };
        // A browser that reads the HTML makes one text of two neighbours, and so must we.
        match children.last_mut() {
            Some(Child::Text(last)) => last.to_mut().push_str(&text),
            _ if text.is_empty() => {}
            _ => children.push(Child::Text(text)),
        }
    }

    #[inline(never)]
    fn push_element(&mut self, element: Element) {
        if let Content::Fixed(children) = &mut self.content {
            children.push(Child::Element(element));
        }
    }
}

// What follows signals.
impl Element {
    /// Lets an attribute follow signals; without a value it is not there.
    pub fn attr_by<T: Into<Text>>(self, name: &'static str, value: impl Fn() -> Option<T> + Send + 'static) -> Element {
        self.alive(Live::Attribute(name, Box::new(move || value().map(Into::into))))
    }

    /// Lets a property of the DOM follow signals. The HTML of the host does not have it.
    pub fn prop_by<T: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> T + Send + 'static) -> Element {
        self.alive(Live::Property(name, Box::new(move || value().into())))
    }

    /// Listens to an event.
    pub fn on(self, event: &'static str, mut listener: impl FnMut(Event) + Send + 'static) -> Element {
        self.alive(Live::Listener(event, Box::new(move |event| listener(event.unchecked_into()))))
    }

    /// Lets the text follow signals; there is nothing else in the element.
    pub fn text_by<T: Into<Text>>(self, text: impl Fn() -> T + Send + 'static) -> Element {
        self.containing(Content::Text(Box::new(move || text().into())))
    }

    /// Lets the children follow signals; all are made anew. There is nothing else in the element.
    pub fn children_by(self, children: impl Fn() -> Vec<Element> + Send + 'static) -> Element {
        self.containing(Content::Children(Box::new(children)))
    }

    /// Lets the children follow signals; the child of a key that stays, or comes back soon, remains the same node. A
    /// long list is filled piece by piece. There is nothing else in the element, and no key stands twice.
    pub fn keyed_by(
        self,
        keys: impl Fn() -> Vec<usize> + Send + 'static,
        view: impl Fn(usize) -> Element + Send + 'static,
    ) -> Element {
        self.containing(Content::Keyed(Keyed { keys: Box::new(keys), view: Box::new(view) }))
    }

    #[inline(never)]
    fn alive(mut self, live: Live) -> Element {
        self.live.push(live);
        self
    }

    #[inline(never)]
    fn containing(mut self, content: Content) -> Element {
        self.content = content;
        self
    }

    /// Whether something in it follows a signal or listens.
    fn is_alive(&self) -> bool {
        let inside = match &self.content {
            Content::Fixed(children) => {
                children.iter().any(|child| matches!(child, Child::Element(child) if child.is_alive()))
            }
            _ => true,
        };
        inside || !self.live.is_empty()
    }
}

// On the host.
impl Element {
    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.name);
        for (name, value) in &self.attributes {
            push_attribute(name, value, html);
        }
        for live in &self.live {
            if let Live::Attribute(name, value) = live
                && let Some(value) = value()
            {
                push_attribute(name, &value, html);
            }
        }
        html.push('>');
        // HTML, section 13.1.2: void elements have no end tag.
        if matches!(self.name, "br" | "hr" | "img" | "input") {
            return;
        }
        match &self.content {
            Content::Fixed(children) => {
                for child in children {
                    match child {
                        Child::Text(text) => push_escaped(text, html),
                        Child::Element(element) => element.write(html),
                    }
                }
            }
            Content::Text(text) => push_escaped(&text(), html),
            Content::Children(children) => children().iter().for_each(|child| child.write(html)),
            Content::Keyed(Keyed { keys, view }) => keys().into_iter().for_each(|key| view(key).write(html)),
        }
        html.push_str("</");
        html.push_str(self.name);
        html.push('>');
    }
}

fn push_attribute(name: &str, value: &str, html: &mut String) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    push_escaped(value, html);
    html.push('"');
}

fn push_escaped(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '"' => html.push_str("&quot;"),
            letter => html.push(letter),
        }
    }
}

// In the browser.
impl Element {
    /// Builds the element.
    fn create(self) -> types::Element {
        if !self.is_alive() {
            return self.create_fixed();
        }
        let namespace = is_svg(self.name).then_some(SVG);
        let element = Rndr::create_element(self.name, namespace);
        for (name, value) in &self.attributes {
            Rndr::set_attribute(&element, name, value);
        }
        self.content.enter(&element, false);
        // After the content: a `select` knows its value only with its options.
        self.live.into_iter().for_each(|live| live.enter(&element, false));
        element
    }

    /// Builds what never changes, in one call: one for each node and attribute takes three times as long.
    fn create_fixed(&self) -> types::Element {
        let built = Rndr::first_child(&Plan::of(std::slice::from_ref(self)).build());
        built.expect("an element").unchecked_into()
    }

    fn plan(&self, plan: &mut Plan) {
        plan.step(if is_svg(self.name) { Step::Svg } else { Step::Element }, self.name);
        for (name, value) in &self.attributes {
            plan.step(Step::Attribute, name);
            plan.step(Step::Value, value);
        }
        if let Content::Fixed(children) = &self.content {
            for child in children {
                match child {
                    Child::Text(text) => plan.step(Step::Text, text),
                    Child::Element(child) => child.plan(plan),
                }
            }
        }
        plan.step(Step::End, "");
    }

    /// Takes over an element that the host wrote from an equal value.
    ///
    /// # Panics
    /// Where it is another one: something changed the page meanwhile. The page then starts afresh (`boot.js`).
    fn adopt(self, node: Option<types::Node>) -> types::Element {
        let element = node.and_then(types::Element::cast_from);
        let Some(element) = element.filter(|element| element.local_name() == self.name) else {
            panic!("the page was changed before it was taken over: found no <{}> where it was written", self.name)
        };
        if self.is_alive() {
            self.content.enter(&element, true);
            self.live.into_iter().for_each(|live| live.enter(&element, true));
        }
        element
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

fn is_svg(name: &str) -> bool {
    matches!(name, "svg" | "rect" | "path" | "use")
}

/// What is to be built: each step is a kind, and the length of its text in UTF-16 code units.
#[derive(Default, PartialEq)]
struct Plan {
    texts: String,
    steps: Vec<u32>,
}

/// `build.js` has the same numbers.
#[derive(Clone, Copy)]
enum Step {
    End,
    Element,
    Svg,
    Attribute,
    Value,
    Text,
}

impl Plan {
    /// Of elements that do not change.
    #[inline(never)]
    fn of(elements: &[Element]) -> Plan {
        let mut plan = Plan::default();
        elements.iter().for_each(|element| element.plan(&mut plan));
        plan
    }

    /// Gives a fragment that holds the elements.
    #[inline(never)]
    fn build(&self) -> types::Node {
        build(&self.texts, &self.steps)
    }

    #[inline(never)]
    fn step(&mut self, step: Step, text: &str) {
        self.texts.push_str(text);
        self.steps.extend([step as u32, text.encode_utf16().count() as u32]);
    }
}

#[wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen, module = "/src/dom/template.js")]
extern "C" {
    fn build(texts: &str, steps: &[u32]) -> types::Node;
}

/// Runs now and whenever a signal changes that was read, until the current owner ends.
pub fn follow(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| {
        let together = TOGETHER.take();
        run();
        TOGETHER.set(together);
    });
    // The signals would keep a note of it otherwise, and those of the page are never dropped.
    let subscriber = effect.to_any_subscriber();
    on_cleanup(move || subscriber.clear_sources(&subscriber));
    StoredValue::new_local(effect);
}

/// What follows signals in a child of a list.
type Runs = Vec<Box<dyn FnMut()>>;

thread_local! {
    /// Where the child of a list that is being made leaves what it follows: one effect of the list runs all of it, since
    /// hundreds of effects cost far more than what they do.
    static TOGETHER: RefCell<Option<Runs>> = const { RefCell::new(None) };
}

/// Like `follow`, in the child of a list together with the other children.
fn follow_together(run: Box<dyn FnMut()>) {
    let alone = TOGETHER.with_borrow_mut(|runs| match runs {
        Some(runs) => {
            runs.push(run);
            None
        }
        None => Some(run),
    });
    alone.into_iter().for_each(follow);
}

impl Live {
    /// Begins to follow on an element; a written one has the first value already.
    fn enter(self, element: &types::Element, mut written: bool) {
        let element = element.clone();
        match self {
            Live::Attribute(name, value) => {
                let mut last = None;
                follow_together(Box::new(move || {
                    let value = value();
                    if !std::mem::take(&mut written) && value != last {
                        match &value {
                            Some(value) => Rndr::set_attribute(&element, name, value),
                            None => Rndr::remove_attribute(&element, name),
                        }
                    }
                    last = value;
                }));
            }
            Live::Property(name, value) => follow_together(Box::new(move || {
                let value = value();
                // What the visitor has typed or ticked since then stays.
                if !std::mem::take(&mut written) {
                    Rndr::set_property(&element, name, &value);
                }
            })),
            Live::Listener(event, listener) => {
                StoredValue::new_local(Rndr::add_event_listener(&element, event, listener));
            }
        }
    }
}

impl Content {
    /// Fills an element, or takes over what is written in it.
    fn enter(self, element: &types::Element, mut written: bool) {
        match self {
            Content::Fixed(children) => {
                let mut next = Rndr::first_child(element).filter(|_| written);
                for child in children {
                    let following = next.as_ref().and_then(Rndr::next_sibling);
                    match child {
                        // A text stays as it is, translated perhaps; but there must be one node for it.
                        Child::Text(_) if written => {}
                        Child::Element(child) if written => drop(child.adopt(next.take())),
                        Child::Text(text) => append(element, Rndr::create_text_node(&text).as_ref()),
                        Child::Element(child) => append(element, child.create().as_ref()),
                    }
                    next = following;
                }
            }
            Content::Text(text) => {
                let element = element.clone();
                let mut last = None;
                follow_together(Box::new(move || {
                    let text = text();
                    // The same text again would be said again where it is a status.
                    if !std::mem::take(&mut written) && last.as_ref() != Some(&text) {
                        element.set_text_content(Some(&text));
                    }
                    last = Some(text);
                }));
            }
            Content::Children(children) => {
                let element = element.clone();
                // What was built there, where none of it follows anything.
                let mut last = None;
                // The effect's owner ends what the last children followed.
                follow(Box::new(move || {
                    let children = children();
                    let is_fixed = !written && !children.iter().any(Element::is_alive);
                    let plan = is_fixed.then(|| Plan::of(&children));
                    let was = std::mem::replace(&mut last, plan);
                    if std::mem::take(&mut written) {
                        Content::Fixed(children.into_iter().map(Child::Element).collect()).enter(&element, true);
                    } else if let Some(plan) = &last {
                        if last != was {
                            element.replace_children_with_node_1(&plan.build());
                        }
                    } else {
                        // Where this panics, what stands there stays.
                        let children: Vec<types::Element> = children.into_iter().map(Element::create).collect();
                        element.set_text_content(None);
                        children.iter().for_each(|child| append(&element, child.as_ref()));
                    }
                }));
            }
            Content::Keyed(keyed) => keyed.enter(element.clone(), written),
        }
    }
}

fn append(parent: &types::Element, node: &types::Node) {
    Rndr::insert_node(parent, node, None);
}

impl Keyed {
    fn enter(self, parent: types::Element, mut written: bool) {
        let Keyed { keys, view } = self;
        // Not the effect's own owner, which ends at each of its runs.
        let owner = Owner::current().unwrap_or_default();
        let changed = Trigger::new();
        let list = List { parent, view, owner, keys: Vec::new(), made: Vec::new(), changed, goes_on: false };
        let list = Rc::new(RefCell::new(list));
        let children = list.clone();
        follow(Box::new(move || {
            let keys = keys();
            let goes_on = {
                let list = &mut *list.borrow_mut();
                list.keys = keys;
                let most = if written || list.keys.len() <= FEW { usize::MAX } else { FIRST };
                list.advance(most, 1, std::mem::take(&mut written)) && !std::mem::replace(&mut list.goes_on, true)
            };
            if goes_on {
                go_on(list.clone());
            }
        }));
        follow(Box::new(move || {
            changed.track();
            let made = &mut children.borrow_mut().made;
            // Not those that are kept for later: there may be a thousand.
            let shown = made.iter_mut().filter(|made| made.is_shown);
            shown.flat_map(|made| &mut made.runs).for_each(|run| run());
        }));
    }
}

/// How many children are put in at first where there are many, so that they are painted soon: a window holds no more of
/// the larger ones. `style/components.css` has the same number.
const FIRST: usize = 6;

/// How much is done at a time from then on: to put a child in that was made before is 1, to make one is `MAKING`.
const PIECE: usize = 48;
const MAKING: usize = 3;

/// Up to how many children are not many.
const FEW: usize = 24;

/// How many children are kept that are not shown any more: they may come back, as they were left.
const KEPT: usize = 1000;

/// The children of an element that changes.
struct List {
    parent: types::Element,
    view: Box<dyn Fn(usize) -> Element + Send>,
    owner: Owner,
    /// Those to be shown, in order.
    keys: Vec<usize>,
    /// Those that were made, sorted by key.
    made: Vec<Made>,
    /// Told when more are shown that follow something.
    changed: Trigger,
    /// Whether more of them will be put in in a moment.
    goes_on: bool,
}

/// A child, and what it follows.
struct Made {
    key: usize,
    element: types::Element,
    owner: Owner,
    runs: Runs,
    is_shown: bool,
}

impl List {
    /// Brings the children nearer to the keys, doing so much at most, of which to make a child is `making`; tells whether
    /// some are still to be put in.
    fn advance(&mut self, mut most: usize, making: usize, written: bool) -> bool {
        let List { parent, view, owner, keys, made, changed, .. } = self;
        let sorted = sort::argsort(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
        let forgets = made.len() > keys.len() + KEPT;
        let stays = |key: usize| sorted.binary_search_by(|index| keys[*index].cmp(&key)).is_ok();
        // Those that go, go first: then what stays is mostly in its place. All at once where none stays.
        if !written && !made.iter().any(|old| old.is_shown && stays(old.key)) {
            parent.set_text_content(None);
            made.iter_mut().for_each(|old| old.is_shown = false);
        }
        made.retain_mut(|old| {
            let stays = stays(old.key);
            if !stays && old.is_shown {
                old.is_shown = false;
                old.element.remove();
            }
            if !stays && forgets {
                old.owner.cleanup();
            }
            stays || !forgets
        });
        let has_focus = is_focused(parent);
        let mut next = Rndr::first_child(parent);
        let mut new = Vec::new();
        let (mut is_left, mut follows) = (false, false);
        for key in keys.iter().copied() {
            let element = match made.binary_search_by(|old| old.key.cmp(&key)) {
                Ok(index) if made[index].is_shown => made[index].element.clone(),
                _ if most == 0 => {
                    is_left = true;
                    continue;
                }
                Ok(index) => {
                    most -= 1;
                    let back = &mut made[index];
                    back.is_shown = true;
                    follows |= !back.runs.is_empty();
                    back.element.clone()
                }
                Err(_) => {
                    most = most.saturating_sub(making);
                    let owner = owner.child();
                    TOGETHER.set(Some(Vec::new()));
                    let element = owner.with(|| match written {
                        true => view(key).adopt(next.clone()),
                        false => view(key).create(),
                    });
                    let runs = TOGETHER.take().unwrap_or_default();
                    follows |= !runs.is_empty();
                    new.push(Made { key, element: element.clone(), owner, runs, is_shown: true });
                    element
                }
            };
            let node: &types::Node = element.as_ref();
            // A browser takes the focus from an element that moves, so its siblings move behind it instead.
            if has_focus && next.as_ref() != Some(node) && is_focused(&element) {
                let behind = Rndr::next_sibling(node);
                while let Some(other) = next.take_if(|other| *other != *node) {
                    next = Rndr::next_sibling(&other);
                    Rndr::insert_node(parent, &other, behind.as_ref());
                }
            }
            if next.as_ref() == Some(node) {
                next = Rndr::next_sibling(node);
            } else {
                Rndr::insert_node(parent, node, next.as_ref());
            }
        }
        if follows {
            changed.notify();
        }
        made.append(&mut new);
        *made = sort::stable_sort(std::mem::take(made), &|a, b| a.key.cmp(&b.key));
        is_left
    }
}

/// Returns whether an element, or an element within it, has the focus.
#[inline(never)]
fn is_focused(element: &types::Element) -> bool {
    element.matches(":focus-within").unwrap_or_default()
}

/// Puts in more children when the page has been painted.
fn go_on(list: Rc<RefCell<List>>) {
    let run = move || {
        let goes_on = {
            let list = &mut *list.borrow_mut();
            // Not where the visitor has gone to another page.
            list.goes_on = list.parent.is_connected() && list.advance(PIECE, MAKING, false);
            list.goes_on
        };
        if goes_on {
            go_on(list);
        }
    };
    after_paint(run);
}

/// Runs when the browser has painted what was changed until now.
pub fn after_paint(run: impl FnOnce() + 'static) {
    after_paint_boxed(Box::new(run));
}

// One instance for all: to ask the browser takes much code.
#[inline(never)]
fn after_paint_boxed(run: Box<dyn FnOnce()>) {
    request_animation_frame(move || set_timeout(run, Duration::ZERO));
}

/// What can stand in an element.
pub trait Children {
    /// Adds itself at the end of an element.
    fn push_into(self, element: &mut Element);
}

impl Children for &'static str {
    fn push_into(self, element: &mut Element) {
        element.push_text(self.into());
    }
}

impl Children for String {
    fn push_into(self, element: &mut Element) {
        element.push_text(self.into());
    }
}

impl Children for Element {
    fn push_into(self, element: &mut Element) {
        element.push_element(self);
    }
}

impl<C: Children> Children for Option<C> {
    fn push_into(self, element: &mut Element) {
        if let Some(child) = self {
            child.push_into(element);
        }
    }
}

impl<C: Children> Children for Vec<C> {
    fn push_into(self, element: &mut Element) {
        self.into_iter().for_each(|child| child.push_into(element));
    }
}

no_attrs!(Element);

impl Render for Element {
    type State = types::Element;

    fn build(self) -> types::Element {
        self.create()
    }

    fn rebuild(self, state: &mut types::Element) {
        let mut new = self.create();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl RenderHtml for Element {
    type AsyncOutput = Element;
    type Owned = Element;

    const MIN_LENGTH: usize = 64;

    fn dry_resolve(&mut self) {}

    fn resolve(self) -> impl Future<Output = Element> + Send {
        std::future::ready(self)
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        self.write(html);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> types::Element {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        self.adopt(Some(cursor.current()))
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> types::Element {
        self.hydrate::<true>(cursor, position)
    }

    fn into_owned(self) -> Element {
        self
    }
}
