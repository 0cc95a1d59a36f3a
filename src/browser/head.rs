//! Keeps the attributes of the document and the tags in `<head>` up to date.

use leptos::prelude::document;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{content::Look, context::AppContext, route::Route};

#[wasm_bindgen(module = "/src/browser/js/references.js")]
extern "C" {
    #[wasm_bindgen(js_name = install)]
    fn install_references(built: bool);

    #[wasm_bindgen(js_name = renewHead)]
    fn renew_head(publication: bool);

    /// Tells `references.js` that a list may have new entries.
    #[wasm_bindgen(js_name = listChanged)]
    pub fn list_changed();
}

/// Prepares [`renew`]. `is_built` is true if the build has written the pages of the current profile.
pub fn install(is_built: bool) {
    install_references(is_built);
}

/// Sets the look of a profile that was changed since the build.
pub fn set_look(look: Option<Look>) {
    let Some(root) = document().document_element() else { return };
    let _ = match look {
        Some(look) => root.set_attribute("data-look", look.as_str()),
        None => root.remove_attribute("data-look"),
    };
}

/// Replaces the tags that the build has written for another route by those of the route at `path`, and shows the BibTeX of
/// a publication.
pub fn renew(path: &str, context: AppContext) {
    list_changed();
    renew_head(matches!(Route::parse(path, context.content), Route::Publication(_)));
}
