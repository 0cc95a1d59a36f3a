//! Writes XML documents with quick-xml.

use std::io;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};

/// An element of an XML document.
pub struct Xml {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Xml>,
}

/// Returns an element without content.
pub fn xml(name: &'static str) -> Xml {
    Xml { name, attributes: Vec::new(), text: String::new(), children: Vec::new() }
}

impl Xml {
    /// Adds an attribute.
    pub fn attr(mut self, name: &'static str, value: &str) -> Xml {
        self.attributes.push((name, allowed(value)));
        self
    }

    /// Sets the text before the children.
    pub fn text(mut self, text: &str) -> Xml {
        self.text.push_str(&allowed(text));
        self
    }

    /// Adds children.
    pub fn with(mut self, children: impl IntoIterator<Item = Xml>) -> Xml {
        self.children.extend(children);
        self
    }

    /// Returns the whole document in UTF-8.
    pub fn document(&self) -> Vec<u8> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        // Writing to memory cannot fail.
        let _ = writer
            .write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))
            .and_then(|()| self.write(&mut writer));
        let mut bytes = writer.into_inner();
        bytes.push(b'\n');
        bytes
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes = self.attributes.iter().map(|(name, value)| (*name, value.as_str()));
        let element = writer.create_element(self.name).with_attributes(attributes);
        if self.children.is_empty() {
            element.write_text_content(BytesText::new(&self.text))?;
        } else {
            element.write_inner_content(|writer| self.children.iter().try_for_each(|child| child.write(writer)))?;
        }
        Ok(())
    }
}

/// Returns a text without the characters that XML cannot represent (XML 1.0, section 2.2).
fn allowed(text: &str) -> String {
    let is_allowed = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().filter(is_allowed).collect()
}
