//! Reads a profile, and goes on after every mistake.
//!
//! The types say what is right by deriving serde's [`Deserialize`]; this module drives them over a JSON
//! tree that knows where in the text each value stands. serde gives up at the first mistake. So the place
//! of the mistake is noted and struck out of the tree, and the entry around it is read again, as if that
//! field had been absent; where the field is required, the next larger thing is struck out. Every mistake
//! of the file is found in one run, and the page loses no more than it must.

mod syntax;

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
    fmt::{self, Write},
};

use serde::{
    Deserialize,
    de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer},
    forward_to_deserialize_any,
};

use crate::{
    content::{
        Content, Keyed, Position, Problem, Severity,
        diagnostic::did_you_mean,
        hints,
        lenient::syntax::{Document, Field, Kind, Object, SyntaxError, Value},
    },
    util::{json, sort},
};

/// Ids that no publication can have, since they are parts of the site's own addresses. The ids of a page's own
/// elements begin with "fp:", which no publication's id can hold.
const RESERVED: [&str; 2] = ["page", "index"];

/// How many lists and objects may stand within each other. What is written as a text may be an object with one field,
/// as which `sound` writes it.
const MAX_DEPTH: usize = json::MAX_DEPTH - 1;

/// The length in bytes of the longest id or slug. A file name may have 255 bytes, and the build adds endings
/// (`<id>/<id>.bib.br`).
pub(crate) const MAX_NAME_LENGTH: usize = 200;

/// After so many mistakes an entry is left out: it is read again after each.
const MOST_FAULTS: usize = 1000;

/// The name under which a type asks to be read from a string or from an object.
pub(crate) const STRING_OR_OBJECT: &str = "string or object";

/// A profile as far as it could be read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The profile. Publications stand in the order in which they are shown: year descending, then the
    /// order of the file.
    pub content: Content,
    /// What could not be read, in the order of the file.
    pub problems: Vec<Problem>,
    /// Whether the text is valid JSON, so that none of the problems is a syntax error.
    pub is_valid_json: bool,
}

/// Reads `content.json`.
///
/// Mistakes cost no more than the smallest thing around them that may be absent; they are listed in
/// [`Reading::problems`], syntax errors among them.
///
/// # Errors
/// The text has no object at its root (it is empty, HTML, a list, …), is nested too deeply, or is cut off: it ends
/// within a text, after a comma or a colon, with two or more open brackets, or before the field `pages`. One closing
/// bracket that is missing at the end of the file, after `pages`, is an ordinary syntax error.
///
/// ```
/// let reading = frontispiece::content::read(
///     r#"{ "person": { "name": "Ada" }, "pages": [], "publications": [{ "id": "a", "title": "A", "date": "soon" }] }"#,
/// )
/// .unwrap();
/// assert_eq!(reading.content.publications[0].title, "A");
/// assert_eq!(
///     reading.problems[0].to_string(),
///     "1:97: publications[0].date: found \"soon\"; expected a date: a date is written YYYY, YYYY-MM or YYYY-MM-DD",
/// );
/// ```
pub fn read(text: &str) -> Result<Reading, Problem> {
    let source = Source::parse(text).map_err(|unreadable| unreadable.problem)?;
    let mut content = source.content();
    sort(&mut content);
    Ok(Reading { content, problems: source.problems(), is_valid_json: source.is_valid_json })
}

/// Reads `content.json`, or the last text that was valid JSON if it is unreadable. The reason is then the first problem.
///
/// # Errors
/// The text is unreadable, and so is the last one, or there is none.
pub fn read_or_last(text: &str, last: Option<&str>) -> Result<Reading, Problem> {
    let mut problem = match read(text) {
        Err(problem) => problem,
        readable => return readable,
    };
    let Some(Ok(mut reading)) = last.map(read) else { return Err(problem) };
    problem.message.push_str("; this page shows the content before that mistake");
    reading.problems.insert(0, problem);
    reading.is_valid_json = false;
    Ok(reading)
}

/// Returns the syntax errors of a text, or why it is no profile at all; nothing if it is valid JSON.
pub fn syntax_errors(text: &str) -> Vec<Problem> {
    match Source::parse(text) {
        Ok(source) => source.problems(),
        Err(unreadable) => unreadable.problems(),
    }
}

/// Puts the publications into the order in which they are shown.
pub(crate) fn sort(content: &mut Content) {
    let publications = std::mem::take(&mut content.publications);
    content.publications = sort::sort(publications, &|a, b| b.year().cmp(&a.year()));
}

/// A step on the way from the root of the profile to a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Field(&'a str),
    /// Counts the elements that were read; those struck out do not count.
    Index(usize),
}

/// A text, its tree, and what is wrong with it.
pub(crate) struct Source<'t> {
    text: &'t str,
    /// The offset of the root.
    start: usize,
    root: Object<'t>,
    /// Whether no syntax error was found.
    pub(crate) is_valid_json: bool,
    /// The offsets of values that are passed over, sorted; an offset tells one value from every other.
    struck: RefCell<Vec<usize>>,
    found: RefCell<Vec<Found>>,
    /// The offsets of numbers that were noted where text was expected.
    numbers: RefCell<HashSet<usize>>,
    /// Of lists, by where they start: the places of those elements that are not struck out.
    kept: RefCell<HashMap<usize, Vec<usize>>>,
}

/// Names in lower case, each with the last number that was put behind it.
type Taken = HashMap<String, usize>;

struct Found {
    offset: usize,
    severity: Severity,
    message: String,
    /// Whether the path of its place says something: not where the structure of the text is broken.
    has_path: bool,
}

/// Why a text is no profile.
pub(crate) struct Unreadable {
    pub(crate) problem: Problem,
    /// The syntax errors before that, if the text is cut off.
    pub(crate) syntax_errors: Vec<Problem>,
}

impl Unreadable {
    /// All that is known, in the order of the file.
    pub(crate) fn problems(self) -> Vec<Problem> {
        let mut problems = self.syntax_errors;
        let place = problems.partition_point(|problem| problem.position <= self.problem.position);
        problems.insert(place, self.problem);
        problems
    }
}

/// Whether a text ends before the profile does. A forgotten bracket at the end of a whole profile is none of these.
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

impl<'t> Source<'t> {
    /// Parses strict JSON (RFC 8259) whose root is an object. Syntax errors and repeated fields are noted.
    ///
    /// # Errors
    /// What is wrong with a text that has no object at its root, or is cut off, and the syntax errors found before.
    pub(crate) fn parse(text: &'t str) -> Result<Source<'t>, Unreadable> {
        const EXPECTED: &str = "expected an object: { \"person\": …, \"pages\": … }";
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let whole = |offset: usize, message: String| Problem {
            severity: Severity::Error,
            position: Position::of(offset, text),
            path: String::new(),
            message,
        };
        let alone = |problem: Problem| Unreadable { problem, syntax_errors: Vec::new() };
        if text.trim_start().starts_with('<') {
            return Err(alone(whole(0, "found HTML; expected JSON".to_owned())));
        }
        if text.trim().is_empty() {
            return Err(alone(whole(0, format!("the file is empty; {EXPECTED}"))));
        }
        let document = syntax::parse(text, MAX_DEPTH);
        if let Some(offset) = document.too_deep {
            let message = format!(
                "found lists and objects within each other, more than {MAX_DEPTH} levels deep; is a bracket repeated?"
            );
            return Err(alone(whole(offset, message)));
        }
        let is_cut_off = is_cut_off(&document);
        let open_brackets = document.unclosed;
        let ends_between = !document.ends_inside && open_brackets.len() > 1;
        let end = text.trim_end().len();
        let (start, root) = match document.root {
            Some(Value { start, kind: Kind::Object(root), .. }) => (start, root),
            Some(other) if document.errors.is_empty() => {
                return Err(alone(whole(other.start, format!("found {}; {EXPECTED}", describe(&other)))));
            }
            _ => {
                let (offset, why) = match document.errors.into_iter().next() {
                    Some(SyntaxError { offset, message, .. }) => (offset, message),
                    None => (0, "found no value".to_owned()),
                };
                let found = why.split("; expected").next().unwrap_or(&why);
                return Err(alone(whole(offset, format!("not valid JSON: {found}; {EXPECTED}"))));
            }
        };
        let source = Source {
            text,
            start,
            root,
            is_valid_json: document.errors.is_empty(),
            struck: RefCell::default(),
            found: RefCell::default(),
            numbers: RefCell::default(),
            kept: RefCell::default(),
        };
        for SyntaxError { offset, message, is_in_text } in document.errors {
            if is_cut_off && offset >= end {
                continue;
            }
            source.found.borrow_mut().push(Found { offset, severity: Severity::Error, message, has_path: is_in_text });
        }
        if is_cut_off {
            let mut message = "the file ends in the middle of the profile; was it cut off?".to_owned();
            if ends_between {
                let lines = open_brackets.iter().map(|offset| Position::of(*offset, text).line.to_string());
                let lines = lines.collect::<Vec<_>>().join(", ");
                let _ = write!(message, " If not, closing brackets are missing for those of the lines {lines}");
            }
            let problem = whole(end, message);
            return Err(Unreadable { problem, syntax_errors: source.problems() });
        }
        Ok(source)
    }

    /// Notes what is valid JSON, but no valid profile, whatever the types say.
    fn note_tree_problems(&self) {
        self.note_repeated_fields(&self.root);
        self.note_suspicious_escapes(&self.root);
    }

    /// Reads the profile, publications in the order of the file.
    pub(crate) fn content(&self) -> Content {
        self.note_tree_problems();
        for property in &self.root.fields {
            if !Content::FIELDS.contains(&&*property.name) {
                self.note_unknown_field(property, Content::FIELDS);
            }
        }
        let mut content = Content {
            schema: self.field("$schema"),
            site: self.field("site").unwrap_or_default(),
            person: self.field("person").unwrap_or_default(),
            people: self.keyed("people"),
            venues: self.keyed("venues"),
            topics: self.keyed("topics"),
            publications: self.list("publications"),
            pages: self.list("pages"),
        };
        for required in ["person", "pages"] {
            if self.root.get(required).is_none() {
                self.note(self.start, format!("the field \"{required}\" is missing"));
            }
        }
        self.mend_names(&mut content);
        content
    }

    /// What is wrong, in the order of the file.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let found = self.found.borrow();
        let by_place = sort::sorted(found.len(), &|a, b| found[a].offset.cmp(&found[b].offset));
        // One walk through the text for all of them.
        let (mut position, mut at) = (Position { line: 1, column: 1 }, 0);
        let problem = |place: usize| {
            let Found { offset, severity, message, has_path } = &found[place];
            position = position.after(&self.text[at..*offset]);
            at = *offset;
            let path = if *has_path { self.path_of(*offset) } else { String::new() };
            Problem { severity: *severity, position, path, message: message.clone() }
        };
        by_place.into_iter().map(problem).collect()
    }

    /// Notes a problem with the value at a path; where that is absent, at what would hold it.
    pub(crate) fn note_at(&self, path: &[Step], message: impl Into<String>) {
        self.note(self.locate(path), message.into());
    }

    /// The same for a warning.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn warn_at(&self, path: &[Step], message: impl Into<String>) {
        let (offset, severity, message) = (self.locate(path), Severity::Warning, message.into());
        self.found.borrow_mut().push(Found { offset, severity, message, has_path: true });
    }

    fn note(&self, offset: usize, message: String) {
        self.found.borrow_mut().push(Found { offset, severity: Severity::Error, message, has_path: true });
    }

    fn note_unknown_field(&self, property: &Field, fields: &[&str]) {
        if self.strike(property.value.start) {
            let name = &*property.name;
            let hint = did_you_mean(name, fields.iter().copied());
            let message = if let Some(advice) = hints::field(name, fields) {
                format!("found the unknown field \"{name}\"; {advice}")
            } else if hint.is_empty() {
                format!("found the unknown field \"{name}\"; expected one of {}", fields.join(", "))
            } else {
                format!("found the unknown field \"{name}\"{hint}")
            };
            self.note(property.start, message);
        }
    }

    fn note_repeated_fields(&self, object: &Object) {
        let mut seen = HashSet::new();
        for property in &object.fields {
            if seen.insert(&*property.name) {
                self.note_repeated_fields_within(&property.value);
            } else {
                self.strike(property.value.start);
                let message = format!("the field \"{}\" stands twice; keep one of them", &*property.name);
                self.note(property.start, message);
            }
        }
    }

    fn note_repeated_fields_within(&self, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.note_repeated_fields(object),
            Kind::Array(elements) => elements.iter().for_each(|element| self.note_repeated_fields_within(element)),
            _ => {}
        }
    }

    /// Notes escapes that are valid JSON, but were most likely meant as backslashes.
    fn note_suspicious_escapes(&self, object: &Object) {
        for Field { name, value, .. } in &object.fields {
            self.note_suspicious_escapes_within(name, value);
        }
    }

    fn note_suspicious_escapes_within(&self, name: &str, value: &Value) {
        match &value.kind {
            Kind::Object(object) => self.note_suspicious_escapes(object),
            Kind::Array(elements) => {
                elements.iter().for_each(|element| self.note_suspicious_escapes_within(name, element));
            }
            Kind::String(_) => {
                let is_address = matches!(name, "url" | "src");
                if let Some((offset, message)) = hints::escape(&self.text[value.start..value.end], is_address) {
                    self.note(value.start + offset, message);
                }
            }
            _ => {}
        }
    }

    /// Passes a value over from now on; false where it was already.
    fn strike(&self, offset: usize) -> bool {
        let mut struck = self.struck.borrow_mut();
        match struck.binary_search(&offset) {
            Ok(_) => false,
            Err(place) => {
                struck.insert(place, offset);
                self.kept.borrow_mut().clear();
                true
            }
        }
    }

    fn is_struck(&self, value: &Value) -> bool {
        self.struck.borrow().binary_search(&value.start).is_ok()
    }

    /// Reads one value, striking out what cannot be read until the rest can.
    fn read<T: for<'de> Deserialize<'de>>(&self, value: &Value<'t>) -> Option<T> {
        for _ in 0..MOST_FAULTS {
            if self.is_struck(value) {
                return None;
            }
            let fault = match T::deserialize(Node { value, source: self }) {
                Ok(read) => return Some(read),
                Err(fault) => fault,
            };
            let offset = fault.0.offset.unwrap_or(value.start);
            self.strike(offset);
            if let Some(message) = fault.0.message {
                self.note(offset, message);
            }
        }
        self.strike(value.start);
        self.note(value.start, format!("found {MOST_FAULTS} mistakes in it, and maybe more; it is left out"));
        None
    }

    fn value(&self, name: &str) -> Option<&Value<'t>> {
        self.root.get(name).map(|property| &property.value)
    }

    fn field<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Option<T> {
        self.read(self.value(name)?)
    }

    fn list<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Vec<T> {
        match self.value(name) {
            Some(Value { kind: Kind::Array(elements), .. }) => {
                elements.iter().filter_map(|value| self.read(value)).collect()
            }
            Some(other) => {
                self.note(other.start, format!("found {}; expected a list", describe(other)));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn keyed<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Keyed<T> {
        match self.value(name) {
            Some(Value { kind: Kind::Object(object), .. }) => object
                .fields
                .iter()
                .filter_map(|property| Some((property.name.clone().into_owned(), self.read(&property.value)?)))
                .collect(),
            Some(other) => {
                self.note(other.start, format!("found {}; expected an object", describe(other)));
                Keyed::default()
            }
            None => Keyed::default(),
        }
    }

    /// Gives every publication and every page an address of its own, whatever the file says, so that
    /// each can be shown; notes where it had none.
    fn mend_names(&self, content: &mut Content) {
        let mut taken: Taken = RESERVED.iter().map(|name| ((*name).to_owned(), 1)).collect();
        for (index, publication) in content.publications.iter_mut().enumerate() {
            let path = [Step::Field("publications"), Step::Index(index), Step::Field("id")];
            let expected = "ASCII letters, digits, \"-\" and \"_\"";
            if publication.id.is_empty() {
                self.note_at(&path, format!("the field \"id\" is missing; expected a cite key: {expected}"));
                publication.id = format!("publication-{}", index + 1);
            }
            self.mend_name(
                &mut publication.id,
                &path,
                expected,
                |byte| byte.is_ascii_alphanumeric() || byte == b'_',
                &mut taken,
            );
        }
        taken.clear();
        for (index, page) in content.pages.iter_mut().enumerate() {
            let path = [Step::Field("pages"), Step::Index(index), Step::Field("slug")];
            let expected = "lower-case ASCII letters, digits and \"-\"";
            let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            self.mend_name(&mut page.slug, &path, expected, allowed, &mut taken);
        }
    }

    fn mend_name(
        &self,
        name: &mut String,
        path: &[Step],
        expected: &str,
        allowed: impl Fn(u8) -> bool,
        taken: &mut Taken,
    ) {
        let mut mended: String =
            name.chars().map(|c| if u8::try_from(c).is_ok_and(&allowed) { c } else { '-' }).collect();
        if mended.len() > MAX_NAME_LENGTH {
            let length = mended.len();
            let message = format!("found {length} characters; expected at most {MAX_NAME_LENGTH}: shorten it");
            self.note_at(path, message);
            mended.truncate(MAX_NAME_LENGTH);
        } else if mended != *name {
            self.note_at(path, format!("found \"{name}\"; expected {expected}"));
        } else if taken.contains_key(&mended.to_ascii_lowercase()) {
            let message = match mended.as_str() {
                reserved if RESERVED.contains(&reserved) => {
                    format!("found \"{name}\"; the site needs that name itself, choose another one")
                }
                _ => format!(
                    "found \"{name}\", which stands before (upper and lower case count as the same); choose another one"
                ),
            };
            self.note_at(path, message);
        }
        let length = mended.len();
        let bare = mended.to_ascii_lowercase();
        while taken.contains_key(&mended.to_ascii_lowercase()) {
            let last = taken.get(&bare).copied().unwrap_or(1) + 1;
            taken.insert(bare.clone(), last);
            mended.truncate(length);
            let _ = write!(mended, "-{last}");
        }
        taken.insert(mended.to_ascii_lowercase(), 1);
        *name = mended;
    }

    /// The offset of the value at a path, or of the innermost value on the way to it.
    pub(crate) fn locate(&self, path: &[Step]) -> usize {
        let mut offset = self.start;
        let mut here: Option<&Value> = None;
        for step in path {
            let next = match (step, here.map(|value| &value.kind)) {
                (Step::Field(name), None) => self.value(name),
                (Step::Field(name), Some(Kind::Object(object))) => object.get(name).map(|property| &property.value),
                (Step::Index(index), Some(Kind::Array(elements))) => self.kept_element(offset, elements, *index),
                _ => None,
            };
            let Some(value) = next else { break };
            offset = value.start;
            here = Some(value);
        }
        offset
    }

    /// Whether the value at a path is null.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn is_null(&self, path: &[Step]) -> bool {
        self.text[self.locate(path)..].starts_with("null")
    }

    /// An element of the list that starts at an offset, by its place among those that are not struck out.
    fn kept_element<'s>(&'s self, list: usize, elements: &'s [Value<'t>], index: usize) -> Option<&'s Value<'t>> {
        let mut kept = self.kept.borrow_mut();
        let places = kept.entry(list).or_insert_with(|| {
            let elements = elements.iter().enumerate();
            elements.filter(|(_, element)| !self.is_struck(element)).map(|(place, _)| place).collect()
        });
        places.get(index).map(|place| &elements[*place])
    }

    /// The path of the innermost value, or the field's name, at an offset.
    fn path_of(&self, offset: usize) -> String {
        let mut path = String::new();
        let mut object = Some(&self.root);
        while let Some(here) = object.take() {
            let span = |field: &Field| (field.start, field.value.end);
            let Some(place) = place_of(&here.fields, span, offset) else { break };
            let property = &here.fields[place];
            push_field(&mut path, &property.name);
            let mut value = &property.value;
            while value.start < offset {
                match &value.kind {
                    Kind::Object(inner) => {
                        object = Some(inner);
                        break;
                    }
                    Kind::Array(elements) => {
                        let Some(index) = place_of(elements, |value| (value.start, value.end), offset) else { break };
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

/// The place of the node at an offset, among nodes in the order of the text.
fn place_of<N>(nodes: &[N], span: impl Fn(&N) -> (usize, usize), offset: usize) -> Option<usize> {
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

/// What a value is, for a message.
fn describe(value: &Value) -> String {
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

/// Why a value could not be read. Without a message it is the consequence of what is already noted.
///
/// Behind a pointer, since it passes through every function that serde writes.
#[derive(Debug)]
struct Fault(Box<Fields>);

#[derive(Debug, Default)]
struct Fields {
    offset: Option<usize>,
    message: Option<String>,
    expected: Option<String>,
    missing: Option<&'static str>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.message.as_deref().unwrap_or("unreadable"))
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Fault {
        Fault(Box::new(Fields { message: Some(message.to_string()), ..Fields::default() }))
    }

    fn invalid_type(_: de::Unexpected, expected: &dyn de::Expected) -> Fault {
        Fault(Box::new(Fields { expected: Some(expected.to_string()), ..Fields::default() }))
    }

    fn invalid_value(_: de::Unexpected, expected: &dyn de::Expected) -> Fault {
        Fault(Box::new(Fields { expected: Some(expected.to_string()), ..Fields::default() }))
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Fault {
        let hint = did_you_mean(found, expected.iter().copied());
        Fault::custom(format_args!("found \"{found}\"; expected one of {}{hint}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Fault {
        Fault(Box::new(Fields { missing: Some(field), ..Fields::default() }))
    }
}

impl Fault {
    /// The fault with its place, unless a value further in has claimed it.
    fn within(mut self, node: Node) -> Fault {
        let fault = &mut *self.0;
        if fault.offset.is_some() {
            return self;
        }
        fault.offset = Some(node.value.start);
        if let Some(field) = fault.missing {
            // A required field that is there was struck out, and why is noted.
            let noted = matches!(&node.value.kind, Kind::Object(object) if object.get(field).is_some());
            fault.message = (!noted).then(|| format!("the field \"{field}\" is missing"));
        } else if let Some(expected) = &fault.expected {
            let expected = match expected.as_str() {
                "a sequence" => "a list",
                "a boolean" => "true or false",
                "u8" => "a whole number from 0 to 255",
                "u16" | "u32" => "a whole number",
                other if other.starts_with("struct ") => "an object",
                other => other,
            };
            let mut message = format!("found {}; expected {expected}", describe(node.value));
            // A list of one element, or of names in one text.
            if expected == "a list"
                && let Kind::String(text) = &node.value.kind
                && let Some(example) = hints::list(&node.source.path_of(node.value.start), text)
            {
                let _ = write!(message, ": {example}");
            }
            fault.message = Some(message);
        }
        self
    }
}

/// A value to be read by serde.
#[derive(Clone, Copy)]
struct Node<'s, 't> {
    value: &'s Value<'t>,
    source: &'s Source<'t>,
}

impl<'s, 't> Node<'s, 't> {
    /// Reads a value; a fault of a type that checks what it read (a date, an address) gets its place here.
    fn read<'de, T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self).map_err(|fault| fault.within(self))
    }

    fn object<'de, V: Visitor<'de>>(
        self,
        object: &'s Object<'t>,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_map(Properties { rest: object.fields.iter(), value: None, fields, source: self.source })
    }
}

impl<'de> de::Deserializer<'de> for Node<'_, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match &self.value.kind {
            Kind::String(text) => visitor.visit_str(text),
            Kind::Number(number) => match number.parse() {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => Err(de::Error::invalid_type(de::Unexpected::Other("number"), &visitor)),
            },
            Kind::Boolean(boolean) => visitor.visit_bool(*boolean),
            Kind::Object(object) => self.object(object, None, visitor),
            Kind::Array(array) => visitor.visit_seq(Elements { rest: array.iter(), source: self.source }),
            Kind::Null => visitor.visit_unit(),
        }
        .map_err(|fault| fault.within(self))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        // A year or a volume without its quotes is plain enough to be shown, if not to pass the check.
        if let Kind::Number(number) = &self.value.kind {
            let offset = self.value.start;
            if self.source.numbers.borrow_mut().insert(offset) {
                let message = format!("found the number {number}; expected text: \"{number}\"");
                self.source.note(offset, message);
            }
            return visitor.visit_str(number).map_err(|fault: Fault| fault.within(self));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.value.kind {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match &self.value.kind {
            Kind::Object(object) => self.object(object, Some(fields), visitor),
            Kind::String(text) if name == STRING_OR_OBJECT => visitor.visit_str(text),
            _ => Err(de::Error::invalid_type(de::Unexpected::Other("value"), &visitor)),
        }
        .map_err(|fault| fault.within(self))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map enum identifier ignored_any
    }
}

struct Elements<'s, 't> {
    rest: std::slice::Iter<'s, Value<'t>>,
    source: &'s Source<'t>,
}

impl<'de> de::SeqAccess<'de> for Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let source = self.source;
        let next = self.rest.find(|value| !source.is_struck(value));
        next.map(|value| Node { value, source }.read(seed)).transpose()
    }
}

struct Properties<'s, 't> {
    rest: std::slice::Iter<'s, Field<'t>>,
    value: Option<&'s Value<'t>>,
    /// The fields there may be; where this is absent, any.
    fields: Option<&'static [&'static str]>,
    source: &'s Source<'t>,
}

impl<'de> de::MapAccess<'de> for Properties<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        for property in self.rest.by_ref() {
            let name = &*property.name;
            if self.source.is_struck(&property.value) {
                continue;
            }
            if let Some(fields) = self.fields
                && !fields.contains(&name)
            {
                self.source.note_unknown_field(property, fields);
                continue;
            }
            self.value = Some(&property.value);
            let name: StrDeserializer<Fault> = name.into_deserializer();
            return seed.deserialize(name).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let value = self.value.take().ok_or_else(|| de::Error::custom("a value was asked for before its key"))?;
        Node { value, source: self.source }.read(seed)
    }
}
