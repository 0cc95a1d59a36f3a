//! A text, its JSON tree and its diagnostics.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    fmt::Write,
    ops::Range,
};

use crate::{
    content::{
        Diagnostic, MarkdownFiles, Message, Position, Severity,
        lenient::{
            syntax,
            syntax::{Document, Field, Kind, Object, SyntaxError, Value},
        },
    },
    util::{json, sort},
};

/// The maximum nesting depth of lists and objects. It is one less than that of the trusted parser, because a value that
/// is written as a string may be encoded as an object with one field.
const MAX_DEPTH: usize = json::MAX_DEPTH - 1;

/// A segment of the path from the root of the profile to a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PathSegment<'a> {
    Field(&'a str),
    /// The index among the elements that are not skipped.
    Index(usize),
    /// A byte offset in the text of a Markdown file. It ends the path.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "only the strict check uses it"))]
    TextOffset(usize),
}

/// A value that names a Markdown file: `{ "file": "about.md" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileValue {
    /// The bytes of the value, counted after a byte order mark.
    pub range: Range<usize>,
    /// The path of the file below the site folder.
    pub path: String,
}

/// A text, its JSON tree and its diagnostics.
pub(crate) struct SourceTree<'t> {
    pub(super) text: &'t str,
    /// The offset of the root.
    pub(super) start: usize,
    pub(super) root: Object<'t>,
    /// Whether the text has no syntax error.
    pub(crate) is_valid_json: bool,
    /// The offsets of skipped values, sorted. An offset identifies a value.
    skipped: RefCell<Vec<usize>>,
    found: RefCell<Vec<Finding>>,
    /// The offsets of numbers that have been reported because text was expected.
    pub(super) numbers: RefCell<HashSet<usize>>,
    /// The indices of the elements that are not skipped, by the offset of their list.
    remaining: RefCell<HashMap<usize, Vec<usize>>>,
    /// The Markdown files that the profile names.
    pub(super) files: &'t MarkdownFiles,
    /// The values whose text is that of a file, in the order of the text.
    pub(super) file_values: RefCell<Vec<FileValue>>,
}

struct Finding {
    offset: usize,
    /// The path of a Markdown file and the position in it, if the finding is about its text.
    in_file: Option<(String, Position)>,
    severity: Severity,
    message: Message,
    /// Whether the path of the value is meaningful. It is not if the structure of the text is broken.
    has_path: bool,
}

/// The reason why a text is not a profile.
pub(crate) struct Unreadable {
    pub(crate) diagnostic: Box<Diagnostic>,
    /// The syntax errors before that position, if the text is cut off.
    pub(crate) syntax_errors: Vec<Diagnostic>,
}

impl Unreadable {
    /// Returns all diagnostics in the order of the file.
    pub(crate) fn diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.syntax_errors;
        let place = diagnostics.partition_point(|diagnostic| diagnostic.position <= self.diagnostic.position);
        diagnostics.insert(place, *self.diagnostic);
        diagnostics
    }
}

/// Returns `true` if a text ends before the end of the profile. One missing bracket at the end is allowed.
fn is_cut_off(document: &Document) -> bool {
    let has_pages = match &document.root {
        Some(Value { kind: Kind::Object(root), .. }) => root.get("pages").is_some(),
        _ => false,
    };
    match document.unclosed.len() {
        0 => false,
        1 => document.ends_inside || !has_pages,
        _ => true,
    }
}

impl<'t> SourceTree<'t> {
    /// Parses strict JSON (RFC 8259) whose root is an object. Reports syntax errors.
    ///
    /// # Errors
    /// Fails if the text has no object at its root, or is cut off.
    pub(crate) fn parse(text: &'t str, files: &'t MarkdownFiles) -> Result<SourceTree<'t>, Unreadable> {
        const EXPECTED: &str = "an object: { \"person\": …, \"pages\": … }";
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let whole = |offset: usize, message: Message| Diagnostic {
            severity: Severity::Error,
            file: None,
            position: Position::of(offset, text),
            path: String::new(),
            message,
        };
        let alone = |diagnostic| Unreadable { diagnostic: Box::new(diagnostic), syntax_errors: Vec::new() };
        if text.trim_start().starts_with('<') {
            return Err(alone(whole(0, Message::found("HTML").expected("JSON"))));
        }
        if text.trim().is_empty() {
            return Err(alone(whole(0, Message::problem("the file is empty").expected(EXPECTED))));
        }
        let document = syntax::parse(text, MAX_DEPTH);
        if let Some(offset) = document.too_deep {
            let message = Message::found(format!("lists and objects nested more than {MAX_DEPTH} levels deep"))
                .suggest("is a bracket repeated?");
            return Err(alone(whole(offset, message)));
        }
        let is_cut_off = is_cut_off(&document);
        let open_brackets = document.unclosed;
        let ends_between = !document.ends_inside && open_brackets.len() > 1;
        let end = text.trim_end().len();
        let (start, root) = match document.root {
            Some(Value { start, kind: Kind::Object(root), .. }) => (start, root),
            Some(other) if document.errors.is_empty() => {
                return Err(alone(whole(other.start, Message::found(describe(&other)).expected(EXPECTED))));
            }
            _ => {
                let (offset, why) = match document.errors.into_iter().next() {
                    Some(SyntaxError { offset, message, .. }) => (offset, message),
                    None => (0, Message::found("no value")),
                };
                let found = why.before_expectation();
                return Err(alone(whole(
                    offset,
                    Message::problem(format!("not valid JSON: {found}")).expected(EXPECTED),
                )));
            }
        };
        let source = SourceTree {
            text,
            start,
            root,
            is_valid_json: document.errors.is_empty(),
            skipped: RefCell::default(),
            found: RefCell::default(),
            numbers: RefCell::default(),
            remaining: RefCell::default(),
            files,
            file_values: RefCell::default(),
        };
        for SyntaxError { offset, message, is_in_text } in document.errors {
            if is_cut_off && offset >= end {
                continue;
            }
            source.found.borrow_mut().push(Finding {
                offset,
                in_file: None,
                severity: Severity::Error,
                message,
                has_path: is_in_text,
            });
        }
        if is_cut_off {
            let mut advice = "was it cut off?".to_owned();
            if ends_between {
                let lines = open_brackets.iter().map(|offset| Position::of(*offset, text).line.to_string());
                let lines = lines.collect::<Vec<_>>().join(", ");
                let _ = write!(advice, " If not, close the brackets that are opened in lines {lines}");
            }
            let message = Message::problem("the file ends in the middle of the profile").suggest(advice);
            let diagnostic = Box::new(whole(end, message));
            return Err(Unreadable { diagnostic, syntax_errors: source.diagnostics() });
        }
        Ok(source)
    }

    /// Returns the diagnostics in the order of the file.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let found = self.found.borrow();
        let place = |finding: &Finding| (finding.offset, finding.in_file.as_ref().map(|(_, position)| *position));
        let by_place = sort::argsort(found.len(), &|a, b| place(&found[a]).cmp(&place(&found[b])));
        // A single pass over the text computes all positions.
        let (mut position, mut at) = (Position { line: 1, column: 1 }, 0);
        let diagnostic = |place: usize| {
            let Finding { offset, in_file, severity, message, has_path } = &found[place];
            position = position.after(&self.text[at..*offset]);
            at = *offset;
            let path = if *has_path { self.path_of(*offset) } else { String::new() };
            let (file, position) = match in_file.clone() {
                Some((file, position)) => (Some(file), position),
                None => (None, position),
            };
            Diagnostic { severity: *severity, file, position, path, message: message.clone() }
        };
        by_place.into_iter().map(diagnostic).collect()
    }

    /// Reports an error of the value at a path. If there is no value, the error is at the innermost value on the way to
    /// it. If the text of the value is that of a Markdown file, the error is in that file.
    pub(crate) fn report_at(&self, path: &[PathSegment], message: Message) {
        self.find_at(path, Severity::Error, message);
    }

    /// Reports a warning in the same way.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn warn_at(&self, path: &[PathSegment], message: Message) {
        self.find_at(path, Severity::Warning, message);
    }

    fn find_at(&self, path: &[PathSegment], severity: Severity, message: Message) {
        let offset = self.locate(path);
        let values = self.file_values.borrow();
        let value = values.binary_search_by_key(&offset, |value| value.range.start).ok().map(|place| &values[place]);
        let in_file = value.map(|value| {
            let at = match path.last() {
                Some(PathSegment::TextOffset(at)) => *at,
                _ => 0,
            };
            (value.path.clone(), Position::of(at, self.files.get(&value.path).unwrap_or_default()))
        });
        self.found.borrow_mut().push(Finding { offset, in_file, severity, message, has_path: true });
    }

    pub(super) fn report(&self, offset: usize, message: Message) {
        let severity = Severity::Error;
        self.found.borrow_mut().push(Finding { offset, in_file: None, severity, message, has_path: true });
    }

    /// Reports an error in a Markdown file that the value at an offset names.
    pub(super) fn report_in_file(&self, offset: usize, path: &str, position: Position, message: Message) {
        let (in_file, severity) = (Some((path.to_owned(), position)), Severity::Error);
        self.found.borrow_mut().push(Finding { offset, in_file, severity, message, has_path: true });
    }

    /// Records a value whose text is that of a file. It may be recorded already.
    pub(super) fn add_file_value(&self, value: FileValue) {
        let mut values = self.file_values.borrow_mut();
        if let Err(place) = values.binary_search_by_key(&value.range.start, |value| value.range.start) {
            values.insert(place, value);
        }
    }

    /// Marks a value as skipped. Returns `false` if it already was.
    pub(super) fn skip(&self, offset: usize) -> bool {
        let mut skipped = self.skipped.borrow_mut();
        match skipped.binary_search(&offset) {
            Ok(_) => false,
            Err(place) => {
                skipped.insert(place, offset);
                self.remaining.borrow_mut().clear();
                true
            }
        }
    }

    pub(super) fn is_skipped(&self, value: &Value) -> bool {
        self.skipped.borrow().binary_search(&value.start).is_ok()
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value<'t>> {
        self.root.get(name).map(|field| &field.value)
    }

    /// Returns the offset of the value at a path, or of the innermost value on the way to it.
    pub(crate) fn locate(&self, path: &[PathSegment]) -> usize {
        let mut offset = self.start;
        let mut here: Option<&Value> = None;
        for step in path {
            let next = match (step, here.map(|value| &value.kind)) {
                (PathSegment::Field(name), None) => self.value(name),
                (PathSegment::Field(name), Some(Kind::Object(object))) => object.get(name).map(|field| &field.value),
                (PathSegment::Index(index), Some(Kind::Array(elements))) => {
                    self.remaining_element(offset, elements, *index)
                }
                _ => None,
            };
            let Some(value) = next else { break };
            offset = value.start;
            here = Some(value);
        }
        offset
    }

    /// Returns `true` if the value at a path is null.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn is_null(&self, path: &[PathSegment]) -> bool {
        self.text[self.locate(path)..].starts_with("null")
    }

    /// Returns an element of the list at an offset, by its index among the elements that are not skipped.
    pub(super) fn remaining_element<'s>(
        &'s self,
        list: usize,
        elements: &'s [Value<'t>],
        index: usize,
    ) -> Option<&'s Value<'t>> {
        let mut remaining = self.remaining.borrow_mut();
        let places = remaining.entry(list).or_insert_with(|| {
            let elements = elements.iter().enumerate();
            elements.filter(|(_, element)| !self.is_skipped(element)).map(|(place, _)| place).collect()
        });
        places.get(index).map(|place| &elements[*place])
    }

    /// Returns the path of the innermost value or field name at an offset.
    pub(super) fn path_of(&self, offset: usize) -> String {
        let mut path = String::new();
        let mut object = Some(&self.root);
        while let Some(here) = object.take() {
            let span = |field: &Field| (field.start, field.value.end);
            let Some(place) = index_at(&here.fields, span, offset) else { break };
            let field = &here.fields[place];
            push_field(&mut path, &field.name);
            let mut value = &field.value;
            while value.start < offset {
                match &value.kind {
                    Kind::Object(inner) => {
                        object = Some(inner);
                        break;
                    }
                    Kind::Array(elements) => {
                        let Some(index) = index_at(elements, |value| (value.start, value.end), offset) else { break };
                        let _ = write!(path, "[{index}]");
                        value = &elements[index];
                    }
                    _ => break,
                }
            }
        }
        path
    }
}

/// Returns the index of the node at an offset, among nodes in the order of the text.
pub(super) fn index_at<N>(nodes: &[N], span: impl Fn(&N) -> (usize, usize), offset: usize) -> Option<usize> {
    let place = nodes.partition_point(|node| span(node).1 <= offset);
    nodes.get(place).is_some_and(|node| span(node).0 <= offset).then_some(place)
}

fn push_field(path: &mut String, name: &str) {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"$_-".contains(&byte)) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    } else {
        let _ = write!(path, "[\"{name}\"]");
    }
}

/// Returns a description of a value, for a message.
pub(super) fn describe(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) if text.chars().count() > 60 => {
            format!("\"{}…\"", text.chars().take(60).collect::<String>())
        }
        Kind::String(text) => format!("\"{text}\""),
        Kind::Number(number) => format!("the number {number}"),
        Kind::Boolean(boolean) => boolean.to_string(),
        Kind::Object(_) => "an object".to_owned(),
        Kind::Array(_) => "a list".to_owned(),
        Kind::Null => "null".to_owned(),
    }
}
