//! Renders elements as HTML text on the host.

use super::element::{Binding, Child, Content, Element, ElementKind};

impl Element {
    /// Appends the HTML of the element. Reactive parts have their current values. The browser adds properties and
    /// listeners later.
    pub(super) fn render_html(&self, html: &mut String) {
        let name = self.parts.tag;
        html.push('<');
        html.push_str(name);
        for (name, value) in &self.parts.attributes {
            push_attribute(name, value, html);
        }
        for binding in &self.parts.bindings {
            if let Binding::Attribute(name, value) = binding
                && let Some(value) = value()
            {
                push_attribute(name, &value, html);
            }
        }
        html.push('>');
        // Void elements have no end tag (HTML, section 13.1.2).
        if self.parts.kind == ElementKind::Void {
            return;
        }
        match &self.parts.content {
            Content::Static(children) => {
                for child in children {
                    match child {
                        Child::Text(text) => push_escaped(text, html),
                        Child::Element(element) => element.render_html(html),
                    }
                }
            }
            Content::Text(text) => push_escaped(&text(), html),
            Content::Children(children) => children().iter().for_each(|child| child.render_html(html)),
            Content::Keyed(keys, item, _) => keys().into_iter().for_each(|key| item(key).render_html(html)),
        }
        html.push_str("</");
        html.push_str(name);
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
