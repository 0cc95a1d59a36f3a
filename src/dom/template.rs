//! Creates static elements in one call of JavaScript. One call for each node and attribute takes three times as long.

use leptos::{
    tachys::renderer::types,
    wasm_bindgen::{self, prelude::wasm_bindgen},
};

use super::element::{Child, Content, Element, ElementKind};

/// Instructions to create elements: the joined texts, and for each instruction an operation and the length of its text
/// in UTF-16 code units.
#[derive(Default, PartialEq)]
pub(super) struct Template {
    texts: String,
    operations: Vec<u32>,
}

/// An operation on the tree. `template.js` has the same numbers.
#[derive(Clone, Copy)]
enum Op {
    End,
    Element,
    Svg,
    Attribute,
    Value,
    Text,
    MathMl,
}

impl Template {
    /// Returns the template of elements that are not reactive.
    #[inline(never)]
    pub fn new(elements: &[Element]) -> Template {
        let mut template = Template::default();
        elements.iter().for_each(|element| template.emit_element(element));
        template
    }

    /// Creates the elements and returns a fragment that contains them.
    #[inline(never)]
    pub fn create(&self) -> types::Node {
        create(&self.texts, &self.operations)
    }

    fn emit_element(&mut self, element: &Element) {
        let op = match element.parts.kind {
            ElementKind::Svg => Op::Svg,
            ElementKind::MathMl => Op::MathMl,
            ElementKind::Html | ElementKind::Void => Op::Element,
        };
        self.emit(op, element.parts.tag);
        for (name, value) in &element.parts.attributes {
            self.emit(Op::Attribute, name);
            self.emit(Op::Value, value);
        }
        if let Content::Static(children) = &element.parts.content {
            for child in children {
                match child {
                    Child::Text(text) => self.emit(Op::Text, text),
                    Child::Element(child) => self.emit_element(child),
                }
            }
        }
        self.emit(Op::End, "");
    }

    #[inline(never)]
    fn emit(&mut self, op: Op, text: &str) {
        self.texts.push_str(text);
        self.operations.extend([op as u32, text.encode_utf16().count() as u32]);
    }
}

#[wasm_bindgen(wasm_bindgen = wasm_bindgen, module = "/src/dom/template.js")]
extern "C" {
    fn create(texts: &str, operations: &[u32]) -> types::Node;
}
