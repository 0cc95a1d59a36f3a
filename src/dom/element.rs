//! An element as a plain value, and its builder methods.

use leptos::{
    ev::EventDescriptor,
    wasm_bindgen::{JsCast, JsValue},
};

use super::attribute::{Attribute, AttributeValue, ReactiveText, Text};

/// An element with its attributes and children.
///
/// ```
/// use frontispiece::dom::tags::{a, em};
/// use leptos::prelude::RenderHtml;
///
/// let link = a().attr("href", "/?a&b").child(("1 < ", em().child("2")));
/// assert_eq!(link.to_html(), r#"<a href="/?a&amp;b">1 &lt; <em>2</em></a>"#);
/// ```
pub struct Element {
    // A box, because views move elements often, and moving a pointer takes less code.
    pub(super) parts: Box<Parts>,
}

// Views are long chains of these methods. The code that is the same for all types of values is in methods that are
// never inlined. Inlined at each call, it would be most of the WebAssembly module.
impl Element {
    /// Sets an attribute. The value is a text, a `bool` or an `Option` for an attribute that may be absent, or a
    /// closure that returns one of these reactively.
    ///
    /// ```
    /// # use frontispiece::dom::tags::{a, ol};
    /// # use leptos::prelude::RenderHtml;
    /// let link = a().attr("href", "/").attr("rel", None::<String>).attr("aria-current", || Some("page"));
    /// assert_eq!(link.to_html(), r#"<a href="/" aria-current="page"></a>"#);
    /// assert_eq!(ol().attr("reversed", true).attr("hidden", false).to_html(), r#"<ol reversed=""></ol>"#);
    /// ```
    pub fn attr(self, name: &'static str, value: impl AttributeValue) -> Element {
        self.set_attribute(name, value.into_attribute())
    }

    /// Sets the `class` attribute: all classes, separated by spaces.
    pub fn class(self, value: impl AttributeValue) -> Element {
        self.attr("class", value)
    }

    /// Disables a control, or all controls in a `fieldset`.
    pub fn disabled(self, value: impl AttributeValue) -> Element {
        self.attr("disabled", value)
    }

    /// Sets a property of the DOM element reactively. The HTML of the host does not contain it.
    pub fn prop<T: Into<JsValue>>(self, name: &'static str, value: impl Fn() -> T + Send + 'static) -> Element {
        self.bind(Binding::Property(name, Box::new(move || value().into())))
    }

    /// Listens to an event: one of [`leptos::ev`].
    pub fn on<E>(self, event: E, mut listener: impl FnMut(E::EventType) + Send + 'static) -> Element
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.bind(Binding::Listener(event.name(), Box::new(move |event| listener(event.unchecked_into()))))
    }

    /// Appends a child: a text, an element, an `Option`, a `Vec` or a tuple of children.
    ///
    /// ```
    /// # use frontispiece::dom::tags::{br, p};
    /// # use leptos::prelude::RenderHtml;
    /// let lines = p().child(("1", None::<String>, br(), vec!["2", "3"]));
    /// assert_eq!(lines.to_html(), "<p>1<br>23</p>");
    /// ```
    ///
    /// # Panics
    /// With debug assertions, if the content of the element is reactive: the child would be lost.
    #[inline(never)]
    pub fn child<C: IntoChild>(mut self, child: C) -> Element {
        child.append_to(&mut self);
        self
    }

    /// Sets the text reactively. The element has no other content.
    ///
    /// ```
    /// # use frontispiece::dom::tags::p;
    /// # use leptos::prelude::RenderHtml;
    /// assert_eq!(p().text_content(|| format!("{} items", 3)).to_html(), "<p>3 items</p>");
    /// ```
    pub fn text_content<T: Into<Text>>(self, text: impl Fn() -> T + Send + 'static) -> Element {
        self.set_content(Content::Text(Box::new(move || text().into())))
    }

    /// Sets the children reactively. Each change creates all of them again. The element has no other content.
    ///
    /// ```
    /// # use frontispiece::dom::tags::{li, ul};
    /// # use leptos::prelude::RenderHtml;
    /// let list = ul().replace_children(|| vec![li().child("1"), li().child("2")]);
    /// assert_eq!(list.to_html(), "<ul><li>1</li><li>2</li></ul>");
    /// ```
    pub fn replace_children(self, children: impl Fn() -> Vec<Element> + Send + 'static) -> Element {
        self.set_content(Content::Children(Box::new(children)))
    }

    /// Sets the children reactively, one for each key. The child of a key that stays, or returns soon, remains the same
    /// node. A long list is filled in batches. The element has no other content, and the keys are distinct.
    ///
    /// ```
    /// # use frontispiece::dom::tags::{li, ol};
    /// # use leptos::prelude::RenderHtml;
    /// let list = ol().keyed(|| vec![1, 2], |key| li().child(key.to_string()));
    /// assert_eq!(list.to_html(), "<ol><li>1</li><li>2</li></ol>");
    /// ```
    pub fn keyed(
        self,
        keys: impl Fn() -> Vec<usize> + Send + 'static,
        item: impl Fn(usize) -> Element + Send + 'static,
    ) -> Element {
        self.set_content(Content::Keyed(Box::new(keys), Box::new(item), ItemKind::Reactive))
    }

    /// Sets the children like [`keyed`](Element::keyed). They are not reactive, so hydration takes over their nodes without
    /// calling `item`.
    ///
    /// # Panics
    /// With debug assertions, if an item is reactive or has a listener.
    pub fn keyed_static(
        self,
        keys: impl Fn() -> Vec<usize> + Send + 'static,
        item: impl Fn(usize) -> Element + Send + 'static,
    ) -> Element {
        self.set_content(Content::Keyed(Box::new(keys), Box::new(item), ItemKind::Static))
    }

    #[inline(never)]
    pub(super) fn new(tag: &'static str, kind: ElementKind) -> Element {
        let content = Content::Static(Vec::new());
        Element { parts: Box::new(Parts { tag, kind, attributes: Vec::new(), bindings: Vec::new(), content }) }
    }

    /// Returns `true` if the element or one within it is reactive or has a listener.
    pub(super) fn is_reactive(&self) -> bool {
        let inside = match &self.parts.content {
            Content::Static(children) => {
                children.iter().any(|child| matches!(child, Child::Element(child) if child.is_reactive()))
            }
            _ => true,
        };
        inside || !self.parts.bindings.is_empty()
    }

    #[inline(never)]
    fn set_attribute(mut self, name: &'static str, value: Attribute) -> Element {
        debug_assert!(!self.has_attribute(name), "<{}> has two attributes {name}", self.parts.tag);
        match value {
            Attribute::Static(Some(text)) => self.parts.attributes.push((name, text)),
            Attribute::Static(None) => {}
            Attribute::Reactive(text) => self.parts.bindings.push(Binding::Attribute(name, text)),
        }
        self
    }

    fn has_attribute(&self, name: &str) -> bool {
        self.parts.attributes.iter().any(|(other, _)| *other == name)
            || self
                .parts
                .bindings
                .iter()
                .any(|binding| matches!(binding, Binding::Attribute(other, _) if *other == name))
    }

    #[inline(never)]
    fn bind(mut self, binding: Binding) -> Element {
        self.parts.bindings.push(binding);
        self
    }

    #[inline(never)]
    fn set_content(mut self, content: Content) -> Element {
        let is_empty = matches!(&self.parts.content, Content::Static(children) if children.is_empty());
        debug_assert!(is_empty, "<{}> has other content than the reactive one", self.parts.tag);
        self.parts.content = content;
        self
    }

    #[inline(never)]
    fn append_text(&mut self, text: Text) {
        let Some(children) = self.static_children() else { return };
        // A browser that parses the HTML makes one text node of adjacent texts, so this code does too.
        match children.last_mut() {
            Some(Child::Text(last)) => last.to_mut().push_str(&text),
            _ if text.is_empty() => {}
            _ => children.push(Child::Text(text)),
        }
    }

    #[inline(never)]
    fn append_element(&mut self, element: Element) {
        if let Some(children) = self.static_children() {
            children.push(Child::Element(element));
        }
    }

    fn static_children(&mut self) -> Option<&mut Vec<Child>> {
        debug_assert!(self.parts.kind != ElementKind::Void, "<{}> cannot have children", self.parts.tag);
        match &mut self.parts.content {
            Content::Static(children) => Some(children),
            _ => {
                debug_assert!(false, "<{}> has reactive content, so it takes no child", self.parts.tag);
                None
            }
        }
    }
}

/// A value that can be the child of an element.
pub trait IntoChild {
    /// Appends the value to an element.
    fn append_to(self, parent: &mut Element);
}

// These implementations are shared by all tuples.
impl IntoChild for &'static str {
    #[inline(never)]
    fn append_to(self, parent: &mut Element) {
        parent.append_text(self.into());
    }
}

impl IntoChild for String {
    #[inline(never)]
    fn append_to(self, parent: &mut Element) {
        parent.append_text(self.into());
    }
}

impl IntoChild for Element {
    #[inline(never)]
    fn append_to(self, parent: &mut Element) {
        parent.append_element(self);
    }
}

impl<C: IntoChild> IntoChild for Option<C> {
    #[inline(never)]
    fn append_to(self, parent: &mut Element) {
        if let Some(child) = self {
            child.append_to(parent);
        }
    }
}

impl<C: IntoChild> IntoChild for Vec<C> {
    #[inline(never)]
    fn append_to(self, parent: &mut Element) {
        self.into_iter().for_each(|child| child.append_to(parent));
    }
}

macro_rules! tuples {
    ($(($($child:ident)*))*) => {
        $(
            impl<$($child: IntoChild),*> IntoChild for ($($child,)*) {
                fn append_to(self, parent: &mut Element) {
                    #[expect(non_snake_case, reason = "the names of the types serve for the values too")]
                    let ($($child,)*) = self;
                    $($child.append_to(parent);)*
                }
            }
        )*
    };
}

tuples! {
    (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) (A B C D E F G H I)
    (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}

/// The parts of an element.
pub(super) struct Parts {
    pub tag: &'static str,
    pub kind: ElementKind,
    pub attributes: Vec<(&'static str, Text)>,
    pub bindings: Vec<Binding>,
    pub content: Content,
}

/// The kind of an element, from the table of [`tags`](super::tags).
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ElementKind {
    Html,
    /// An HTML element without content and end tag.
    Void,
    /// An element in the namespace of SVG.
    Svg,
    /// An element in the namespace of MathML. It is never reactive.
    MathMl,
}

/// A part of an element that is reactive or listens to an event.
pub(super) enum Binding {
    Attribute(&'static str, ReactiveText),
    Property(&'static str, Box<dyn Fn() -> JsValue + Send>),
    Listener(Text, Box<dyn FnMut(JsValue) + Send>),
}

pub(super) enum Content {
    Static(Vec<Child>),
    Text(Box<dyn Fn() -> Text + Send>),
    Children(Box<dyn Fn() -> Vec<Element> + Send>),
    Keyed(Keys, Item, ItemKind),
}

/// Whether the items of a keyed list may be reactive.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ItemKind {
    Reactive,
    Static,
}

/// A function that returns the keys of a keyed list, in order.
pub(super) type Keys = Box<dyn Fn() -> Vec<usize> + Send>;

/// A function that returns the element for a key.
pub(super) type Item = Box<dyn Fn(usize) -> Element + Send>;

pub(super) enum Child {
    Text(Text),
    Element(Element),
}

#[cfg(test)]
mod tests {
    use crate::dom::tags::{br, p};

    #[test]
    #[should_panic(expected = "takes no child")]
    fn a_child_beside_reactive_content_panics() {
        p().text_content(|| "reactive").child("lost");
    }

    #[test]
    #[should_panic(expected = "has other content")]
    fn reactive_content_beside_a_child_panics() {
        p().child("lost").text_content(|| "reactive");
    }

    #[test]
    #[should_panic(expected = "cannot have children")]
    fn a_child_of_a_void_element_panics() {
        br().child("lost");
    }

    #[test]
    #[should_panic(expected = "two attributes class")]
    fn an_attribute_given_twice_panics() {
        p().class("first").attr("class", "second");
    }
}
