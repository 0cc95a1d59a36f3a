//! Finds the smallest changes of a text that give it a new value.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use serde_json::{Map, Value};

use crate::import::edit::{
    layout::{Layout, Shape},
    tree::{Field, Kind, Node},
    trivia::{after, indentation, skip_on_line},
};

/// Returns a JSON text with a new value. Everything that has the same value before and after keeps its bytes, as do
/// comments. What is new is written in the layout of its neighbors: an object on one line or on several lines, the
/// indentation, and trailing commas.
///
/// # Errors
/// Fails if the text is not valid JSON with comments, or if an object has two fields with the same name.
///
/// ```
/// use frontispiece::import::edit::edit;
/// let text = "{\n  // The owner\n  \"name\": \"Ada\",\n}\n";
/// let new = serde_json::json!({ "name": "Ada", "aliases": ["A. Byron"] });
/// assert_eq!(edit(text, &new).unwrap(), "{\n  // The owner\n  \"name\": \"Ada\",\n  \"aliases\": [\"A. Byron\"],\n}\n");
/// ```
pub fn edit(text: &str, new: &Value) -> Result<String, String> {
    let (mark, json) = match text.strip_prefix('\u{feff}') {
        Some(json) => ("\u{feff}", json),
        None => ("", text),
    };
    // Commas that become superfluous are removed before others are added.
    let root = Node::parse(json)?;
    let mut removals = Changes::new(json, &root, Phase::Remove);
    removals.change(&root, new);
    let json = removals.apply();
    let root = Node::parse(&json)?;
    let mut changes = Changes::new(&json, &root, Phase::Add);
    changes.change(&root, new);
    Ok([mark, &changes.apply()].concat())
}

/// The changes of one pass.
#[derive(Clone, Copy, PartialEq)]
enum Phase {
    /// Removes fields.
    Remove,
    /// Adds fields and elements, and replaces values.
    Add,
}

struct Changes<'t> {
    text: &'t str,
    layout: Layout<'t>,
    phase: Phase,
    /// The replaced bytes and the new ones.
    edits: Vec<(Range<usize>, String)>,
}

impl<'t> Changes<'t> {
    fn new(text: &'t str, root: &Node, phase: Phase) -> Changes<'t> {
        Changes { text, layout: Layout::of(text, root), phase, edits: Vec::new() }
    }

    fn apply(mut self) -> String {
        // The sort is stable: insertions at the same offset keep their order.
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut text = String::with_capacity(self.text.len());
        let mut at = 0;
        for (range, new) in &self.edits {
            text.push_str(&self.text[at..range.start.max(at)]);
            text.push_str(new);
            at = range.end.max(at);
        }
        text.push_str(&self.text[at..]);
        text
    }

    fn insert(&mut self, at: usize, new: String) {
        self.edits.push((at..at, new));
    }

    /// Gives a node a new value.
    fn change(&mut self, node: &Node, new: &Value) {
        if node.has_value(new) {
            return;
        }
        match (&node.kind, new) {
            (Kind::Object(fields), Value::Object(values)) => self.change_object(node, fields, values),
            (Kind::Array(elements), Value::Array(values)) if self.change_array(node, elements, values) => {}
            _ if self.phase == Phase::Add => self.replace(node, new),
            _ => {}
        }
    }

    fn replace(&mut self, node: &Node, new: &Value) {
        let indent = indentation(self.text, node.start);
        let column = self.text[..node.start].rfind('\n').map_or(node.start, |newline| node.start - newline - 1);
        let is_one_line = !self.text.contains('\n');
        let shape = if is_one_line { Shape::OneLine } else { Shape::IfItFits };
        // A value that starts in the middle of a line has less room.
        let new = match new {
            Value::Object(_) | Value::Array(_) if column > indent.len() => {
                let value = self.layout.field("", new, indent, shape);
                value[value.find(':').map_or(0, |colon| colon + 1)..].trim_start().to_owned()
            }
            _ => self.layout.value(new, indent, shape),
        };
        self.edits.push((node.start..node.end, new));
    }

    fn change_object(&mut self, node: &Node, fields: &[Field], values: &Map<String, Value>) {
        for field in fields {
            if let Some(new) = values.get(&field.name) {
                self.change(&field.value, new);
            }
        }
        if self.phase == Phase::Remove {
            return self.remove_fields(node, fields, values);
        }
        // New fields follow the field that precedes them in the new value.
        let mut groups: BTreeMap<Option<usize>, Vec<(&str, &Value)>> = BTreeMap::new();
        let mut anchor = None;
        for (name, value) in values {
            match fields.iter().position(|field| field.name == *name) {
                Some(place) => anchor = Some(place),
                None => groups.entry(anchor).or_default().push((name, value)),
            }
        }
        let spans: Vec<(usize, usize)> = fields.iter().map(|field| (field.start, field.value.end)).collect();
        for (anchor, new) in groups {
            let is_one_line = self.is_one_line(node, &spans);
            let indent = self.item_indent(node, &spans);
            let render = |changes: &Changes, (name, value): &(&str, &Value)| {
                changes.layout.field(name, value, &indent, if is_one_line { Shape::OneLine } else { Shape::IfItFits })
            };
            let items = new.iter().map(|field| render(self, field)).collect();
            self.insert_items(node, &spans, anchor, items, is_one_line, &indent);
        }
    }

    /// Changes a list if its old elements, or new versions of them with the same `id`, are in the new list in the same
    /// order. Otherwise returns `false`.
    fn change_array(&mut self, node: &Node, elements: &[Node], values: &[Value]) -> bool {
        let mut old = 0;
        let mut pairs = Vec::new();
        let mut groups: BTreeMap<Option<usize>, Vec<&Value>> = BTreeMap::new();
        for value in values {
            if elements.get(old).is_some_and(|element| is_same(element, value)) {
                pairs.push((old, value));
                old += 1;
            } else {
                groups.entry(old.checked_sub(1)).or_default().push(value);
            }
        }
        if old < elements.len() || elements.is_empty() && !self.has_comment(node) {
            return false;
        }
        for (index, value) in pairs {
            self.change(&elements[index], value);
        }
        if self.phase == Phase::Remove {
            return true;
        }
        let spans: Vec<(usize, usize)> = elements.iter().map(|element| (element.start, element.end)).collect();
        let is_one_line = self.is_one_line(node, &spans);
        let indent = self.item_indent(node, &spans);
        let neighbors_are_lines =
            elements.first().is_some_and(|element| !self.text[element.start..element.end].contains('\n'));
        let shape = match (is_one_line || neighbors_are_lines, elements.is_empty()) {
            (true, _) => Shape::OneLine,
            (false, true) => Shape::IfItFits,
            (false, false) => Shape::FieldPerLine,
        };
        for (anchor, new) in groups {
            let items = new.iter().map(|value| self.layout.value(value, &indent, shape)).collect();
            self.insert_items(node, &spans, anchor, items, is_one_line, &indent);
        }
        true
    }

    fn has_comment(&self, node: &Node) -> bool {
        let inner = &self.text[node.start + 1..node.end - 1];
        !inner.trim().is_empty()
    }

    /// Returns `true` if the items of a list or an object are on the line of its bracket.
    fn is_one_line(&self, node: &Node, spans: &[(usize, usize)]) -> bool {
        match spans.first() {
            Some((start, _)) => !self.text[node.start..*start].contains('\n'),
            None => !self.text.contains('\n') && !self.has_comment(node),
        }
    }

    fn item_indent(&self, node: &Node, spans: &[(usize, usize)]) -> String {
        match spans.last() {
            Some((start, _)) => indentation(self.text, *start).to_owned(),
            None => self.layout.deeper(indentation(self.text, node.start)),
        }
    }

    /// Inserts items after the item at an index, or at the start.
    fn insert_items(
        &mut self,
        node: &Node,
        spans: &[(usize, usize)],
        anchor: Option<usize>,
        items: Vec<String>,
        is_one_line: bool,
        indent: &str,
    ) {
        let line = self.layout.line(indent);
        let comma = self.layout.comma();
        match (anchor, spans.first()) {
            (Some(index), _) if is_one_line => {
                self.insert(spans[index].1, [comma, &items.join(comma)].concat());
            }
            (Some(index), _) => {
                let end = spans[index].1;
                let items = items.join(&[",", &line].concat());
                let after = after(self.text, end);
                match after.comma {
                    Some(_) if after.is_comma_below => self.insert(end, [",", &line, &items].concat()),
                    Some(_) => self.insert(after.line_end, [&line, &*items, ","].concat()),
                    None => {
                        self.insert(end, ",".to_owned());
                        self.insert(after.line_end, [&line, &*items].concat());
                    }
                }
            }
            (None, Some((first, _))) if is_one_line => self.insert(*first, [&items.join(comma), comma].concat()),
            (None, Some(_)) => {
                let at = skip_on_line(self.text, node.start + 1);
                self.insert(at, [&line, &*items.join(&[",", &line].concat()), ","].concat());
            }
            (None, None) if is_one_line => {
                let (open, close) = match node.kind {
                    Kind::Object(_) if comma == ", " => ("{ ", " }"),
                    Kind::Object(_) => ("{", "}"),
                    _ => ("[", "]"),
                };
                self.edits.push((node.start..node.end, [open, &items.join(comma), close].concat()));
            }
            (None, None) => {
                // Comments in an empty list or object precede the items.
                let close = node.end - 1;
                let end = node.start + self.text[node.start..close].trim_end().len();
                let base = self.layout.line(indentation(self.text, node.start));
                let items = items.join(&[",", &line].concat());
                self.edits.push((end..close, [&line, &*items, &base].concat()));
            }
        }
    }

    /// Removes the fields that have no new value.
    fn remove_fields(&mut self, node: &Node, fields: &[Field], values: &Map<String, Value>) {
        let mut names = BTreeSet::new();
        // A repeated field has no value of its own.
        let kept: Vec<bool> =
            fields.iter().map(|field| names.insert(field.name.as_str()) && values.contains_key(&field.name)).collect();
        let Some(last_kept) = kept.iter().rposition(|is_kept| *is_kept) else {
            if !fields.is_empty() {
                self.edits.retain(|(range, _)| range.start < node.start || range.end > node.end);
                self.edits.push((node.start..node.end, "{}".to_owned()));
            }
            return;
        };
        let comma_of = |index: usize| after(self.text, fields[index].value.end).comma;
        // Without a last field, the comma before it is superfluous, unless the object ends with a comma anyway.
        let has_last_comma = fields.len().checked_sub(1).and_then(comma_of).is_some();
        if last_kept + 1 < fields.len()
            && !has_last_comma
            && let Some(comma) = comma_of(last_kept)
        {
            self.edits.push((comma..comma + 1, String::new()));
        }
        for (index, field) in fields.iter().enumerate().filter(|(index, _)| !kept[*index]) {
            let end = comma_of(index).map_or(field.value.end, |comma| comma + 1);
            let line_start = self.text[..field.start].trim_end_matches([' ', '\t']).len();
            let rest = &self.text[end..];
            let spaces = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
            let is_whole_line = self.text[..line_start].ends_with('\n') && rest[spaces..].starts_with('\n');
            let range = match (is_whole_line, index < last_kept) {
                (true, _) => line_start..end + spaces + 1,
                (false, true) => field.start..end + spaces,
                (false, false) => line_start..end,
            };
            self.edits.push((range, String::new()));
        }
    }
}

/// Returns `true` if a new value continues an old element: it is equal, or it is an object with the same id.
fn is_same(element: &Node, value: &Value) -> bool {
    match (element.field("id").map(|field| &field.value.kind), value.get("id")) {
        (Some(Kind::Scalar(old)), Some(new)) => old == new,
        (None, None) => element.has_value(value),
        _ => false,
    }
}
