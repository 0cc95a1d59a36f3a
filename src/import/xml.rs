//! XML as a tree of elements.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use crate::import::{html, lines::Lines};

/// An element.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    /// The name without its prefix.
    pub name: String,
    /// The line of its start, from 1.
    pub line: usize,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Returns the child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
    }

    /// Returns the text of the element and of the elements in it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text.trim().to_owned()
    }

    fn push_text(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.push_text(text),
            }
        }
    }
}

/// The number of nested elements up to which a file is read.
const MAX_DEPTH: usize = 60;

/// Parses a document and returns its outermost element. The error describes what is wrong.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let lines = Lines::new(text);
    let mut reader = Reader::from_str(text);
    // The first element contains the outermost one.
    let mut open = vec![Element::default()];
    loop {
        let start = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(0);
            format!("malformed XML in line {}, column {}: {error}", lines.line(at), lines.column(at))
        })?;
        match event {
            Event::Start(tag) => {
                if open.len() > MAX_DEPTH {
                    return Err(format!(
                        "XML with more than {MAX_DEPTH} nested elements in line {}",
                        lines.line(start)
                    ));
                }
                open.push(element(&tag, lines.line(start)));
            }
            Event::Empty(tag) => push(&mut open, Node::Element(element(&tag, lines.line(start)))),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    push(&mut open, Node::Element(element));
                }
            }
            Event::Text(part) => push_text(&mut open, &part.xml10_content().unwrap_or_default()),
            Event::CData(part) => push_text(&mut open, &String::from_utf8_lossy(&part)),
            Event::GeneralRef(name) => {
                let entity = ["&", &String::from_utf8_lossy(&name), ";"].concat();
                let text = html::entity(&entity).map_or(entity, |(text, _)| text);
                push_text(&mut open, &text);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if open.len() > 1 {
        let unclosed = open.pop().map(|element| element.name).unwrap_or_default();
        return Err(format!("XML that ends within the element <{unclosed}>"));
    }
    let root = open.pop().and_then(|outer| {
        outer.children.into_iter().find_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    });
    root.ok_or_else(|| "XML without an element".to_owned())
}

fn element(tag: &BytesStart, line: usize) -> Element {
    let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
    let attributes = tag.attributes().flatten().map(|attribute| {
        let name = String::from_utf8_lossy(attribute.key.local_name().as_ref()).into_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default().into_owned();
        (name, value)
    });
    Element { name, line, attributes: attributes.collect(), children: Vec::new() }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(element) = open.last_mut() {
        element.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(element) = open.last_mut() else { return };
    match element.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => element.children.push(Node::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_become_trees() {
        let root = parse("<?xml version=\"1.0\"?>\n<a:r xmlns:a=\"x\" n=\"1&amp;2\">\n<t>On <i>Q</i>&#233;&eacute;<![CDATA[<]]></t></a:r>").unwrap();
        assert_eq!((&*root.name, root.attribute("n"), root.line), ("r", Some("1&2"), 2));
        let title = root.elements().next().unwrap();
        assert_eq!((title.text(), title.line), ("On Qéé<".to_owned(), 3));
        assert!(parse("<a>\n<b></a>").unwrap_err().starts_with("malformed XML in line 2"));
        assert_eq!(parse("<a>").unwrap_err(), "XML that ends within the element <a>");
        assert!(parse(&"<a>".repeat(100)).unwrap_err().contains("nested"));
        assert!(parse("").is_err());
    }
}
