//! A second WebAssembly module that only some visits need: the lenient parser and the Markdown parser, for content that
//! was changed after the build or has mistakes, and the writers of export files.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Parses a profile. If it cannot be parsed, returns only the reason. Otherwise returns an empty text, the profile as
/// JSON for [`frontispiece::content::TrustedReader`], its Markdown as JSON for
/// [`frontispiece::markdown::MarkdownStore`], and the diagnostics with their files.
///
/// In the development server, which writes no pages, the last profile that was valid JSON replaces an unreadable one.
/// So the page stays visible while the author edits the file.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub async fn read(text: String) -> Vec<String> {
    use frontispiece::{
        browser::{NORMALIZE, markdown_files},
        content::{self, Diagnostic},
        markdown::MarkdownStore,
        util::json,
    };
    let storage = last::storage();
    let last = storage.as_ref().and_then(last::text);
    let files = markdown_files::fetch(&[&text, last.as_deref().unwrap_or_default()]).await;
    match content::read_or_last(&text, last.as_deref(), &files, NORMALIZE) {
        Ok(reading) => {
            if reading.is_valid_json
                && let Some(storage) = storage
            {
                last::keep(&storage, &text);
            }
            let documents = MarkdownStore::parse_all(
                &reading.content.markdown_texts(),
                &reading.content.titles_with_markup(),
                &[],
                &|_| {},
            );
            let parts = [String::new(), json::encode(&reading.content), documents.as_str().to_owned()];
            parts.into_iter().chain(reading.diagnostics.iter().map(Diagnostic::with_file)).collect()
        }
        Err(diagnostic) => vec![diagnostic.to_string()],
    }
}

/// The last profile that was valid JSON, stored for the tab.
#[cfg(target_arch = "wasm32")]
mod last {
    use web_sys::{Storage, window};

    const KEY: &str = "frontispiece.content";

    /// Returns the storage of the tab. Returns `None` if there is none, or if a build has written the page.
    pub fn storage() -> Option<Storage> {
        let app = window()?.document()?.get_element_by_id("fp:app")?;
        let is_written = app.get_attribute("data-content-hash").is_some_and(|hash| !hash.is_empty());
        if is_written { None } else { window()?.session_storage().ok()? }
    }

    /// Returns the stored text.
    pub fn text(storage: &Storage) -> Option<String> {
        storage.get_item(KEY).ok()?
    }

    /// Stores a text. Does nothing if the storage is full or refuses.
    pub fn keep(storage: &Storage, text: &str) {
        if storage.set_item(KEY, text).is_err() {
            let _ = storage.remove_item(KEY);
        }
    }
}

/// Returns publications of the profile `text` as an export file: its name and its text. `query` is the query of the
/// filter that selected them, `format` is the file extension, and `markdown` is the JSON of the Markdown that the build has
/// parsed, or an empty text. It has the plain text of formulas, which this module cannot make.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub async fn exported(text: String, ids: Vec<String>, query: String, format: String, markdown: String) -> Vec<String> {
    use frontispiece::{
        browser::{NORMALIZE, markdown_files},
        citation::export::{Format, export, file_name},
        content::read_or_last,
        markdown::{MarkdownStore, parse, parse_title, plain_text},
        search::filter::Filter,
    };
    let last = last::storage().as_ref().and_then(last::text);
    let files = markdown_files::fetch(&[&text, last.as_deref().unwrap_or_default()]).await;
    let Ok(mut reading) = read_or_last(&text, last.as_deref(), &files, NORMALIZE) else { return Vec::new() };
    let documents = MarkdownStore::from_json(markdown);
    reading.content.complete_titles(&|title, links| match documents.title(title, links) {
        unknown if unknown.is_empty() => parse_title(title, links),
        known => known,
    });
    let Some(format) = Format::ALL.into_iter().find(|known| known.extension() == format) else { return Vec::new() };
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let plain =
        |text: &str| plain_text(&if documents.contains(text) { documents.get(text) } else { parse(text).blocks });
    let name = file_name(&Filter::parse(&query), &reading.content, format, NORMALIZE);
    vec![name, export(&reading.content, &ids, format, &plain)]
}

fn main() {}
