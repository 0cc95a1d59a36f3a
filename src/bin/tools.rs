//! What few visits need, as a module of its own: the forgiving reader and the Markdown parser, for a page whose
//! content was changed after the site was built, or has mistakes.

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

fn main() {}
