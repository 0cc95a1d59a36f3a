//! What only some visits need, as a second module: the forgiving reader and the Markdown parser, for a page whose
//! content was changed after the site was built, or has mistakes; and the writers of files to take away.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// Reads a profile. Gives why it cannot be read, or an empty text, the profile as [`frontispiece::content::Sound`]
/// reads it, its Markdown as [`frontispiece::markdown::Documents`], and the mistakes found.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn read(text: &str) -> Vec<String> {
    use frontispiece::{content, markdown::Documents};
    match content::read(text) {
        Ok(reading) => {
            let documents = Documents::read(&reading.content.markdown_texts(), &|_| None);
            let parts = [String::new(), content::write(&reading.content), documents.as_str().to_owned()];
            parts.into_iter().chain(reading.problems.iter().map(ToString::to_string)).collect()
        }
        Err(problem) => vec![problem.to_string()],
    }
}

/// The publications with these ids, of the `content.json` with this text, as a file: its name and its text. The
/// query is what the visitor chose them by; the format is named by the ending of its files.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen]
pub fn exported(text: &str, ids: Vec<String>, query: &str, format: &str) -> Vec<String> {
    use frontispiece::{
        browser::DECOMPOSE,
        citation::export::{Format, export, file_name},
        content::read,
        filter::Filter,
        markdown::{parse, plain_text},
    };
    let Ok(reading) = read(text) else { return Vec::new() };
    let Some(format) = Format::ALL.into_iter().find(|known| known.extension() == format) else { return Vec::new() };
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let plain = |text: &str| plain_text(&parse(text).blocks);
    let name = file_name(&Filter::parse(query), &reading.content, format, DECOMPOSE);
    vec![name, export(&reading.content, &ids, format, &plain)]
}

fn main() {}
