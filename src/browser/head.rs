//! What the head of the document says of the page, for Zotero and others who look at it later than the first page.

use js_sys::Array;

use crate::{browser::bootstrap, citation::highwire, context::AppContext, route::Route};

/// Takes away what the build has written for the page that was there before, and says anew what Zotero reads.
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
