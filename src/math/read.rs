//! Reads the MathML of the converter into a tree, which can hold only allowed elements and attributes.

use quick_xml::{
    Reader,
    escape::resolve_xml_entity,
    events::{BytesStart, Event},
};

use crate::math::{
    Element, MAX_DEPTH, Node, is_attribute, is_element, known,
    styles::{class_of_html, class_of_notation, classes},
};

/// Reads a `math` element.
///
/// # Errors
/// Returns what is not allowed, or why the text is not well-formed.
pub(super) fn read(mathml: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(mathml);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                open.push(element(&tag)?);
                if open.len() > MAX_DEPTH {
                    return Err(format!("nested more than {MAX_DEPTH} levels deep"));
                }
            }
            Event::Empty(tag) => {
                let element = element(&tag)?;
                close(element, &mut open);
            }
            Event::End(_) => {
                let element = open.pop().ok_or("an end tag without its start tag")?;
                if open.is_empty() {
                    return Ok(element);
                }
                close(element, &mut open);
            }
            Event::Text(text) => push_text(&text.decode().map_err(|error| error.to_string())?, &mut open),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| error.to_string())?;
                let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                match (character, resolve_xml_entity(&name)) {
                    (Some(character), _) => push_text(character.encode_utf8(&mut [0; 4]), &mut open),
                    (None, Some(text)) => push_text(text, &mut open),
                    (None, None) => return Err(format!("the unknown character &{name};")),
                }
            }
            Event::Eof => return Err("an element without its end".to_owned()),
            event => return Err(format!("{event:?}, which is no element")),
        }
    }
}

/// The elements of HTML that the converter writes into texts, and that of MathML 3. [`close`] replaces them.
const REPLACED: [&str; 4] = ["a", "code", "menclose", "span"];

fn element(tag: &BytesStart) -> Result<Element, String> {
    let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
    let allowed =
        known(&name).filter(|name| is_element(name)).or_else(|| REPLACED.into_iter().find(|known| **known == name));
    let name = allowed.ok_or_else(|| format!("<{name}>, which MathML Core does not have"))?;
    let mut attributes: Vec<(&'static str, String)> = Vec::new();
    let mut class = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = String::from_utf8_lossy(&attribute.value).into_owned();
        match attribute.key.as_ref() {
            b"style" => class.extend(classes(&value)),
            b"class" => class.extend(class_of_html(name, &value)),
            b"notation" => class.extend(class_of_notation(&value)),
            key => {
                let name = str::from_utf8(key).ok().and_then(known).filter(|name| is_attribute(name));
                attributes.extend(name.filter(|_| is_allowed_value(&value)).map(|name| (name, value)));
            }
        }
    }
    if name == "code" {
        class.extend(class_of_html(name, ""));
    }
    if !class.is_empty() {
        attributes.push(("class", class.join(" ")));
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// Returns `true` for a number, a length, or a word.
fn is_allowed_value(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'%'))
}

/// Adds an element to its parent. Elements that are not allowed become a part of it.
fn close(mut element: Element, open: &mut [Element]) {
    let Some(parent) = open.last_mut() else { return };
    match element.name {
        // In a text: the text, and the style for the whole of it.
        "a" | "code" | "span" => {
            for child in element.children {
                if let Node::Text(text) = child {
                    add_text(&text, parent);
                }
            }
            if !parent.attributes.iter().any(|(name, _)| *name == "class") {
                parent.attributes.append(&mut element.attributes);
            }
        }
        // The last child is a line over the others in browsers without this element.
        "menclose" => {
            element.name = "mrow";
            element.children.retain(|child| {
                *child != Node::Element(Element { name: "mrow", attributes: Vec::new(), children: Vec::new() })
            });
            parent.children.push(Node::Element(element));
        }
        _ => parent.children.push(Node::Element(element)),
    }
}

/// The elements that can contain text.
const TOKENS: [&str; 4] = ["mi", "mn", "mo", "mtext"];

fn push_text(text: &str, open: &mut [Element]) {
    if let Some(parent) =
        open.last_mut().filter(|parent| TOKENS.contains(&parent.name) || REPLACED.contains(&parent.name))
    {
        add_text(text, parent);
    }
}

fn add_text(text: &str, parent: &mut Element) {
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}
