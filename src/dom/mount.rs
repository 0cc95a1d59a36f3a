//! Elements as DOM nodes: created, or hydrated from the HTML that the host has rendered.

use leptos::{
    tachys::renderer::{CastFrom, Rndr, types},
    wasm_bindgen::{JsCast, closure::Closure},
};

use super::{
    attribute::Text,
    effects::{Effects, render_effect},
    element::{Binding, Child, Content, Element, ElementKind, ItemKind},
    hydration::add_step,
    keyed::{self, Mode},
    template::Template,
};

const SVG: &str = "http://www.w3.org/2000/svg";

impl Element {
    /// Creates the element.
    pub(super) fn create(self, effects: &mut Effects) -> types::Element {
        if !self.is_reactive() {
            return self.create_static();
        }
        let namespace = (self.parts.kind == ElementKind::Svg).then_some(SVG);
        let element = Rndr::create_element(self.parts.tag, namespace);
        for (name, value) in &self.parts.attributes {
            Rndr::set_attribute(&element, name, value);
        }
        self.parts.content.attach(&element, Mode::Create, effects);
        // Bindings follow the content, because the value of a `select` depends on its options.
        self.parts.bindings.into_iter().for_each(|binding| binding.attach(&element, Mode::Create, effects));
        element
    }

    fn create_static(&self) -> types::Element {
        let created = Rndr::first_child(&Template::new(std::slice::from_ref(self)).create());
        created.expect("an element").unchecked_into()
    }

    /// Hydrates an element that the host has rendered from an equal value.
    ///
    /// # Panics
    /// If the node is a different element, because something has changed the page. `boot.js` then starts the page
    /// again.
    pub(super) fn hydrate_node(self, node: Option<types::Node>, effects: &mut Effects) -> types::Element {
        let name = self.parts.tag;
        let element = node.and_then(types::Element::cast_from);
        let element = expect_rendered(element.filter(|element| element.local_name() == name), name);
        if self.is_reactive() {
            self.parts.content.attach(&element, Mode::Hydrate, effects);
            self.parts.bindings.into_iter().for_each(|binding| binding.attach(&element, Mode::Hydrate, effects));
        }
        element
    }
}

/// Returns the node that the host has rendered.
///
/// # Panics
/// If there is none.
#[inline(never)]
fn expect_rendered(element: Option<types::Element>, name: &str) -> types::Element {
    element.unwrap_or_else(|| {
        panic!("the page was changed before it was taken over: found no <{name}> where it was written")
    })
}

impl Binding {
    /// Keeps a part of an element up to date. A hydrated element already has the first value.
    fn attach(self, element: &types::Element, mode: Mode, effects: &mut Effects) {
        let element = element.clone();
        let mut is_rendered = mode == Mode::Hydrate;
        match self {
            Binding::Attribute(name, value) => {
                let mut last = None;
                effects.add(Box::new(move || {
                    let value = value();
                    if !std::mem::take(&mut is_rendered) && value != last {
                        match &value {
                            Some(value) => Rndr::set_attribute(&element, name, value),
                            None => Rndr::remove_attribute(&element, name),
                        }
                    }
                    last = value;
                }));
            }
            Binding::Property(name, value) => effects.add(Box::new(move || {
                let value = value();
                // Keeps anything that the visitor has typed or selected before hydration.
                if !std::mem::take(&mut is_rendered) {
                    Rndr::set_property(&element, name, &value);
                }
            })),
            Binding::Listener(event, listener) => {
                // The browser frees the listener together with the element.
                let listener: Box<dyn FnMut(_)> = listener;
                let listener = Closure::wrap(listener).into_js_value();
                let _ = element.add_event_listener_with_callback(&event, listener.unchecked_ref());
            }
        }
    }
}

impl Content {
    /// Fills an element, or hydrates its rendered content.
    fn attach(self, element: &types::Element, mode: Mode, effects: &mut Effects) {
        match self {
            Content::Static(children) => attach_children(children, element, mode, effects),
            Content::Text(text) => attach_text(text, element.clone(), mode, effects),
            Content::Children(children) => attach_replaced(children, element.clone(), mode),
            Content::Keyed(keys, item, kind) => {
                let item = move |key, mode, node: Option<types::Node>, effects: &mut Effects| match (mode, kind) {
                    (Mode::Hydrate, ItemKind::Static) => {
                        expect_rendered(node.and_then(types::Element::cast_from), "item")
                    }
                    (Mode::Hydrate, ItemKind::Reactive) => item(key).hydrate_node(node, effects),
                    (Mode::Create, _) => {
                        let item = item(key);
                        debug_assert!(kind == ItemKind::Reactive || !item.is_reactive(), "item {key} is reactive");
                        item.create(effects)
                    }
                };
                keyed::attach(keys, Box::new(item), element.clone(), mode);
            }
        }
    }
}

fn attach_children(children: Vec<Child>, parent: &types::Element, mode: Mode, effects: &mut Effects) {
    let is_rendered = mode == Mode::Hydrate;
    let mut next = Rndr::first_child(parent).filter(|_| is_rendered);
    for child in children {
        let following = next.as_ref().and_then(Rndr::next_sibling);
        match child {
            // The text stays as it is, because it may have been translated. Only its node must exist.
            Child::Text(_) if is_rendered => {}
            Child::Element(child) if is_rendered => {
                let node = next.take();
                if effects.start_at_once() && child.is_reactive() {
                    add_step(Box::new(move || drop(child.hydrate_node(node, &mut Effects::default()))));
                } else {
                    child.hydrate_node(node, effects);
                }
            }
            Child::Text(text) => append(parent, Rndr::create_text_node(&text).as_ref()),
            Child::Element(child) => append(parent, child.create(effects).as_ref()),
        }
        next = following;
    }
}

fn attach_text(text: Box<dyn Fn() -> Text + Send>, parent: types::Element, mode: Mode, effects: &mut Effects) {
    let mut is_rendered = mode == Mode::Hydrate;
    let mut last = None;
    effects.add(Box::new(move || {
        let text = text();
        // Screen readers would announce a status again, even if its text is the same.
        if !std::mem::take(&mut is_rendered) && last.as_ref() != Some(&text) {
            parent.set_text_content(Some(&text));
        }
        last = Some(text);
    }));
}

fn attach_replaced(children: Box<dyn Fn() -> Vec<Element> + Send>, parent: types::Element, mode: Mode) {
    let mut is_rendered = mode == Mode::Hydrate;
    // The template of the current children, if none of them is reactive.
    let mut last = None;
    // A separate effect, even in a keyed list: its owner disposes the effects of the previous children.
    render_effect(Box::new(move || {
        let children = children();
        let is_static = !is_rendered && !children.iter().any(Element::is_reactive);
        let template = is_static.then(|| Template::new(&children));
        let previous = std::mem::replace(&mut last, template);
        let effects = &mut Effects::default();
        if std::mem::take(&mut is_rendered) {
            attach_children(children.into_iter().map(Child::Element).collect(), &parent, Mode::Hydrate, effects);
        } else if let Some(template) = &last {
            if last != previous {
                parent.replace_children_with_node_1(&template.create());
            }
        } else {
            // The children are created outside the page. If this panics, the previous children stay.
            let children: Vec<types::Element> = children.into_iter().map(|child| child.create(effects)).collect();
            parent.set_text_content(None);
            children.iter().for_each(|child| append(&parent, child.as_ref()));
        }
    }));
}

fn append(parent: &types::Element, node: &types::Node) {
    Rndr::insert_node(parent, node, None);
}
