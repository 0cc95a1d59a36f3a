//! The values of attributes: text, presence or absence, or a closure that Leptos's signals drive.

use std::borrow::Cow;

/// Text that is either static or created at run time.
pub type Text = Cow<'static, str>;

/// A value for an attribute. [`Element::attr`](super::Element::attr) accepts it.
///
/// | value | attribute |
/// | --- | --- |
/// | `&'static str`, `String` | the text |
/// | `bool` | a boolean attribute (HTML, section 2.3.2): empty if `true`, absent if `false` |
/// | `Option` | the value, or absent |
/// | a closure that returns one of these | reactive |
pub trait AttributeValue: Sized {
    /// Returns the current text of the attribute, or `None` if the attribute is absent.
    fn text(self) -> Option<Text>;

    /// Converts the value to one type, so that the code of elements exists only once.
    fn into_attribute(self) -> Attribute {
        Attribute::Static(self.text())
    }
}

/// The value of an attribute. Without a text, the attribute is absent.
pub enum Attribute {
    /// A value that never changes.
    Static(Option<Text>),
    /// A value that may depend on signals.
    Reactive(ReactiveText),
}

/// A closure that returns the text of an attribute, or `None` if it is absent.
pub type ReactiveText = Box<dyn Fn() -> Option<Text> + Send>;

impl AttributeValue for &'static str {
    fn text(self) -> Option<Text> {
        Some(self.into())
    }
}

impl AttributeValue for String {
    fn text(self) -> Option<Text> {
        Some(self.into())
    }
}

impl AttributeValue for bool {
    fn text(self) -> Option<Text> {
        self.then_some("".into())
    }
}

impl<V: AttributeValue> AttributeValue for Option<V> {
    fn text(self) -> Option<Text> {
        self.and_then(V::text)
    }
}

impl<F, V> AttributeValue for F
where
    F: Fn() -> V + Send + 'static,
    V: AttributeValue,
{
    fn text(self) -> Option<Text> {
        self().text()
    }

    fn into_attribute(self) -> Attribute {
        Attribute::Reactive(Box::new(move || self().text()))
    }
}
