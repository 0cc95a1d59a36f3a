//! Writes JSON values in the layout of the text around them.

use serde_json::Value;

use crate::import::edit::{
    tree::{Kind, Node},
    trivia::indentation,
};

/// The number of columns up to which a value is written on one line.
const WIDTH: usize = 120;

/// The layout of a text.
pub(super) struct Layout<'t> {
    /// One level of indentation.
    unit: &'t str,
    /// The end of a line.
    newline: &'static str,
    /// Whether spaces follow colons and commas and are within braces.
    is_spaced: bool,
}

/// The way in which a value is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shape {
    /// On one line if there is room.
    IfItFits,
    /// An object with each field on a line of its own.
    FieldPerLine,
    /// On one line, however long it is.
    OneLine,
}

impl<'t> Layout<'t> {
    /// Returns the layout of a text with this root.
    pub fn of(text: &'t str, root: &Node) -> Layout<'t> {
        let first = match &root.kind {
            Kind::Object(fields) => fields.first().map(|field| field.start),
            Kind::Array(elements) => elements.first().map(|element| element.start),
            Kind::Scalar(_) => None,
        };
        let base = indentation(text, root.start);
        let unit = first
            .filter(|first| text[root.start..*first].contains('\n'))
            .and_then(|first| indentation(text, first).strip_prefix(base))
            .filter(|unit| !unit.is_empty())
            .unwrap_or("  ");
        Layout {
            unit,
            newline: if text.contains("\r\n") { "\r\n" } else { "\n" },
            is_spaced: text.contains('\n') || !text.contains("\":") || text.contains("\": "),
        }
    }

    /// Returns the start of a line with an indentation.
    pub fn line(&self, indent: &str) -> String {
        [self.newline, indent].concat()
    }

    /// Returns an indentation that is one level deeper.
    pub fn deeper(&self, indent: &str) -> String {
        [indent, self.unit].concat()
    }

    /// Returns the separator of values on one line.
    pub fn comma(&self) -> &'static str {
        if self.is_spaced { ", " } else { "," }
    }

    /// Returns a field.
    pub fn field(&self, name: &str, value: &Value, indent: &str, shape: Shape) -> String {
        let name = [quoted(name).as_str(), if self.is_spaced { ": " } else { ":" }].concat();
        let value = self.value_at(value, indent, indent.len() + name.chars().count() + 1, shape);
        [name, value].concat()
    }

    /// Returns a value that starts a line.
    pub fn value(&self, value: &Value, indent: &str, shape: Shape) -> String {
        self.value_at(value, indent, indent.len() + 1, shape)
    }

    /// Returns a value that starts at a column.
    fn value_at(&self, value: &Value, indent: &str, column: usize, shape: Shape) -> String {
        let is_simple = match value {
            Value::Object(fields) => fields.is_empty(),
            Value::Array(elements) => elements.is_empty(),
            _ => true,
        };
        let is_per_line = shape == Shape::FieldPerLine && value.is_object();
        if is_simple || !is_per_line {
            let line = self.one_line(value);
            if is_simple || shape == Shape::OneLine || column + line.chars().count() <= WIDTH {
                return line;
            }
        }
        let inner = self.deeper(indent);
        match value {
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| self.field(name, value, &inner, Shape::IfItFits));
                self.lines('{', fields, '}', indent, &inner)
            }
            Value::Array(elements) => {
                // Small objects are on one line each; publications are not.
                let is_large = |element: &Value| element.as_object().is_some_and(|fields| fields.len() > 3);
                let shape = if elements.iter().any(is_large) { Shape::FieldPerLine } else { Shape::IfItFits };
                let elements: Vec<String> = elements.iter().map(|element| self.value(element, &inner, shape)).collect();
                self.lines('[', self.filled(&elements, inner.len()).into_iter(), ']', indent, &inner)
            }
            scalar => self.one_line(scalar),
        }
    }

    /// Returns lines with as many elements as there is room for.
    fn filled(&self, elements: &[String], indent: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut width = WIDTH;
        for element in elements {
            let length = element.chars().count() + 2;
            match lines.last_mut() {
                Some(line) if width + length <= WIDTH && !element.contains('\n') && !line.contains('\n') => {
                    line.push_str(self.comma());
                    line.push_str(element);
                    width += length;
                }
                _ => {
                    lines.push(element.clone());
                    width = indent + length;
                }
            }
        }
        lines
    }

    /// Returns a list or an object with its items on separate lines.
    pub fn lines(
        &self,
        open: char,
        items: impl Iterator<Item = String>,
        close: char,
        indent: &str,
        inner: &str,
    ) -> String {
        let separator = [",", &self.line(inner)].concat();
        let items = items.collect::<Vec<_>>().join(&separator);
        [open.to_string(), self.line(inner), items, self.line(indent), close.to_string()].concat()
    }

    fn one_line(&self, value: &Value) -> String {
        match value {
            Value::String(text) => quoted(text),
            Value::Array(elements) => {
                let elements: Vec<String> = elements.iter().map(|element| self.one_line(element)).collect();
                ["[", &elements.join(self.comma()), "]"].concat()
            }
            Value::Object(fields) if fields.is_empty() => "{}".to_owned(),
            Value::Object(fields) => {
                let (colon, space) = if self.is_spaced { (": ", " ") } else { (":", "") };
                let field = |(name, value): (&String, &Value)| [&quoted(name), colon, &self.one_line(value)].concat();
                let fields: Vec<String> = fields.iter().map(field).collect();
                ["{", space, &fields.join(self.comma()), space, "}"].concat()
            }
            scalar => scalar.to_string(),
        }
    }
}

/// Returns a value as a text file with two spaces of indentation: short values are on one line.
pub fn pretty(value: &Value) -> String {
    let layout = Layout { unit: "  ", newline: "\n", is_spaced: true };
    let mut text = layout.value(value, "", Shape::FieldPerLine);
    text.push('\n');
    text
}

/// Returns a JSON string.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
