//! Keeps the citation tags in `<head>` up to date after client-side navigation, for Zotero and similar tools.

use js_sys::Array;
use leptos::prelude::document;

use crate::{browser::bootstrap, citation::highwire, content::Look, context::AppContext, route::Route};

/// Sets the look of a profile that was changed since the build.
pub fn set_look(look: Option<Look>) {
    let Some(root) = document().document_element() else { return };
    let _ = match look {
        Some(look) => root.set_attribute("data-look", look.as_str()),
        None => root.remove_attribute("data-look"),
    };
}

/// Replaces the tags that the build has written for another route by the citation tags of the route at `path`.
pub fn renew(path: &str, context: AppContext) {
    let content = context.content;
    let tags = Array::new();
    if let Route::Publication(id) = Route::parse(path, content)
        && let Some(publication) = context.publication(&id)
    {
        for (name, value) in highwire::tags(publication, highwire::pdf(publication, content), content) {
            tags.push(&name.into());
            tags.push(&value.into());
        }
    }
    let _ = bootstrap::renew_head(tags);
}
