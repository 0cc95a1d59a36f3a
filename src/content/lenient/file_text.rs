//! Reads the Markdown files that a profile names in place of texts: `{ "file": "about.md" }`.

use crate::content::{
    Message,
    diagnostic::did_you_mean,
    lenient::{
        deserializer::Error,
        source::{FileValue, SourceTree, describe},
        syntax::{Field, Kind, Object, Value},
    },
    markdown_files::{FileError, MARKDOWN_FORMS, MarkdownFiles, path_error},
};

/// The field that names a file.
const FILE: &str = "file";

impl<'t> SourceTree<'t> {
    /// Returns the text of the file that an object names, and reports superfluous fields.
    pub(super) fn file_text(&self, value: &Value<'t>, object: &Object<'t>) -> Result<&'t str, Error> {
        let file = object.get(FILE).map(|field| &field.value);
        for field in object.fields.iter().filter(|field| field.name != FILE) {
            if self.skip(field.value.start) {
                self.report(field.start, unknown_field(field, file.is_some()));
            }
        }
        let Some(file) = file else {
            let message = Message::found("an object without the field \"file\"").expected(MARKDOWN_FORMS);
            return Err(Error::new(value.start, object.fields.is_empty().then_some(message)));
        };
        // Its error is reported already.
        if self.is_skipped(file) {
            return Err(Error::new(value.start, None));
        }
        let Kind::String(path) = &file.kind else {
            let expected = "the path of a Markdown file, such as \"about.md\"";
            return Err(Error::new(file.start, Some(Message::found(describe(file)).expected(expected))));
        };
        if let Some(message) = path_error(path) {
            return Err(Error::new(file.start, Some(message)));
        }
        let (start, end) = (value.start, value.end);
        match self.files.get(path) {
            Ok(text) => {
                self.add_file_value(FileValue { range: start..end, path: path.to_string() });
                Ok(text)
            }
            Err(FileError::Unavailable(message)) => Err(Error::new(file.start, Some(message))),
            Err(FileError::Encoding(position, message)) => {
                self.report_in_file(start, path, position, message);
                Err(Error::new(start, None))
            }
        }
    }
}

fn unknown_field(field: &Field, has_file: bool) -> Message {
    let name = &*field.name;
    let message = Message::found(format!("the unknown field \"{name}\""));
    if has_file {
        return message.expected("only \"file\"").instead("remove it");
    }
    match did_you_mean(name, [FILE]) {
        hint if hint.is_empty() => message.expected(MARKDOWN_FORMS),
        hint => message.suggest(hint),
    }
}

/// Returns the paths of the Markdown files that a profile names, sorted. There may be more of them than the reader uses, because
/// every object with the field "file" counts.
pub fn markdown_paths(text: &str) -> Vec<String> {
    fn collect(value: &Value, paths: &mut Vec<String>) {
        match &value.kind {
            Kind::Object(object) => of_object(object, paths),
            Kind::Array(elements) => elements.iter().for_each(|element| collect(element, paths)),
            _ => {}
        }
    }
    fn of_object(object: &Object, paths: &mut Vec<String>) {
        for Field { name, value, .. } in &object.fields {
            match &value.kind {
                Kind::String(path) if name == FILE && path_error(path).is_none() => {
                    if let Err(place) = paths.binary_search_by(|known| known.as_str().cmp(path)) {
                        paths.insert(place, path.to_string());
                    }
                }
                _ => collect(value, paths),
            }
        }
    }
    let files = MarkdownFiles::default();
    let mut paths = Vec::new();
    // Parsing takes 10 ms for 300 publications, and most profiles name no file. JSON may write letters as escapes.
    let may_name = |(place, _)| !text[place + FILE.len()..].starts_with(|next: char| next.is_alphanumeric());
    if !text.match_indices(FILE).any(may_name) && !text.contains("\\u") {
        return paths;
    }
    if let Ok(source) = SourceTree::parse(text, &files) {
        of_object(&source.root, &mut paths);
    }
    paths
}
