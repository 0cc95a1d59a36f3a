//! What only some visits need, as a second module: the lenient reader and the Markdown parser, for a page whose
//! content was changed after the site was built, or has mistakes; and the writers of files to take away.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a profile. Gives why it cannot be read, or an empty text, the profile as [`frontispiece::content::TrustedReader`]
/// reads it, its Markdown as [`frontispiece::markdown::MarkdownStore`], and the mistakes found.
///
/// In the development server, which writes no pages, the last profile that was valid JSON takes the place of an
/// unreadable one, so that the page stays while the file is edited.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn read(text: &str) -> Vec<String> {
    use frontispiece::{content, markdown::MarkdownStore};
    let storage = last::storage();
    let last = storage.as_ref().and_then(last::text);
    match content::read_or_last(text, last.as_deref()) {
        Ok(reading) => {
            if reading.is_valid_json
                && let Some(storage) = storage
            {
                last::keep(&storage, text);
            }
            let documents = MarkdownStore::parse_all(&reading.content.markdown_texts(), &|_| None);
            let parts = [String::new(), content::to_json(&reading.content), documents.as_str().to_owned()];
            parts.into_iter().chain(reading.diagnostics.iter().map(ToString::to_string)).collect()
        }
        Err(diagnostic) => vec![diagnostic.to_string()],
    }
}

/// The last profile that was valid JSON, kept for the tab.
#[cfg(target_arch = "wasm32")]
mod last {
    use web_sys::{Storage, window};

    const KEY: &str = "frontispiece.content";

    /// Returns the storage of the tab, if there is one and the page was not written by a build.
    pub fn storage() -> Option<Storage> {
        let app = window()?.document()?.get_element_by_id("fp:app")?;
        let is_written = app.get_attribute("data-content").is_some_and(|hash| !hash.is_empty());
        if is_written { None } else { window()?.session_storage().ok()? }
    }

    /// Returns the text that was kept.
    pub fn text(storage: &Storage) -> Option<String> {
        storage.get_item(KEY).ok()?
    }

    /// Keeps a text. A storage that is full or refuses keeps none.
    pub fn keep(storage: &Storage, text: &str) {
        if storage.set_item(KEY, text).is_err() {
            let _ = storage.remove_item(KEY);
        }
    }
}

/// The publications with these ids, of the `content.json` with this text, as a file: its name and its text. The
/// query is what the visitor chose them by; the format is named by the ending of its files.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn exported(text: &str, ids: Vec<String>, query: &str, format: &str) -> Vec<String> {
    use frontispiece::{
        browser::NORMALIZE,
        citation::export::{Format, export, file_name},
        content::read_or_last,
        markdown::{parse, plain_text},
        search::filter::Filter,
    };
    let last = last::storage().as_ref().and_then(last::text);
    let Ok(reading) = read_or_last(text, last.as_deref()) else { return Vec::new() };
    let Some(format) = Format::ALL.into_iter().find(|known| known.extension() == format) else { return Vec::new() };
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let plain = |text: &str| plain_text(&parse(text).blocks);
    let name = file_name(&Filter::parse(query), &reading.content, format, NORMALIZE);
    vec![name, export(&reading.content, &ids, format, &plain)]
}

fn main() {}
