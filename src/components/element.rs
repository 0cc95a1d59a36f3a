//! Elements that never change once they are shown: all that the content alone decides.
//!
//! Leptos's `view!` gives each element a type of its own, and with it code to build, hydrate and update it.
//! For the reactive parts that is its strength. For a profile's text, which never changes, it made the
//! module twice as large (see ARCHITECTURE.md). These elements are plain values of one type, written out
//! on the host, built in the browser, and hydrated without a walk through what is inside.

use std::{borrow::Cow, future::Future};

use leptos::tachys::{
    html::attribute::any_attribute::AnyAttribute,
    hydration::Cursor,
    no_attrs,
    renderer::{CastFrom, Rndr, types},
    view::{Mountable, Position, PositionState, Render, RenderHtml},
};

type Text = Cow<'static, str>;

/// An element with its attributes and children.
///
/// ```
/// use frontispiece::components::element::el;
/// use leptos::prelude::RenderHtml;
/// let link = el("a").attr("href", "/?a&b").with("1 < ").with(el("em").with("2".to_owned()));
/// assert_eq!(link.to_html(), r#"<a href="/?a&amp;b">1 &lt; <em>2</em></a>"#);
/// ```
#[derive(Clone, Debug)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Text)>,
    children: Vec<Child>,
}

#[derive(Clone, Debug)]
enum Child {
    Text(Text),
    Element(Element),
}

/// An element by its name: `el("p")`.
#[inline(never)]
pub fn el(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), children: Vec::new() }
}

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

    /// Adds a text, an element, or several.
    #[inline(never)]
    pub fn with<C: Children>(mut self, children: C) -> Element {
        children.push_into(&mut self);
        self
    }

    #[inline(never)]
    fn push_text(&mut self, text: Text) {
        // A browser that reads the HTML makes one text of two neighbours, and so must we.
        match self.children.last_mut() {
            Some(Child::Text(last)) => last.to_mut().push_str(&text),
            _ if text.is_empty() => {}
            _ => self.children.push(Child::Text(text)),
        }
    }

    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(self.name);
        for (name, value) in &self.attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            push_escaped(value, html);
            html.push('"');
        }
        html.push('>');
        // HTML, section 13.1.2: void elements have no end tag.
        if matches!(self.name, "br" | "hr" | "img" | "input") {
            return;
        }
        for child in &self.children {
            match child {
                Child::Text(text) => push_escaped(text, html),
                Child::Element(element) => element.write(html),
            }
        }
        html.push_str("</");
        html.push_str(self.name);
        html.push('>');
    }

    fn create(&self) -> types::Element {
        let element = Rndr::create_element(self.name, None);
        for (name, value) in &self.attributes {
            Rndr::set_attribute(&element, name, value);
        }
        for child in &self.children {
            match child {
                Child::Text(text) => Rndr::insert_node(&element, Rndr::create_text_node(text).as_ref(), None),
                Child::Element(child) => Rndr::insert_node(&element, child.create().as_ref(), None),
            }
        }
        element
    }
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
        element.children.push(Child::Element(self));
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
        // What the prerendered page holds here was written from an equal value.
        types::Element::cast_from(cursor.current())
            .expect("the prerendered page holds the elements that this content gives; it was compared before")
    }

    fn into_owned(self) -> Element {
        self
    }
}
