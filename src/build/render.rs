//! Renders the pages of the site as HTML with the views that the browser uses.

use leptos::prelude::*;

use crate::{
    app::app,
    citation::{bibtex, coins},
    content::Content,
    context::{Actions, AppContext, References},
    markdown::MarkdownStore,
    route::{Base, Location},
    search::catalog::Catalog,
    util::text,
};

/// Returns the context of a profile on the host.
pub fn context(content: Content, base: Base) -> AppContext {
    let documents = MarkdownStore::parse_all(&content.markdown_texts(), &content.titles_with_markup(), &[], &|_| {});
    context_with_markdown(content, documents, base)
}

/// Returns the context of a profile whose Markdown is already parsed.
pub fn context_with_markdown(content: Content, documents: MarkdownStore, base: Base) -> AppContext {
    let catalog = Catalog::new(&content, text::normalize);
    let references = Some(References { bibtex: bibtex::entry, coins: coins::context_object });
    let context = AppContext::new(content, documents, base, text::normalize, Actions::default());
    AppContext { references, catalog: Box::leak(Box::new(catalog.into())), ..context }
}

/// Returns the HTML of [`app`] for a URL below the base, such as "/publications/?year=2024".
///
/// ```
/// use frontispiece::{build::render::{context, render}, content::read, route::Base};
/// let reading = read(r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Welcome" }] }"#).unwrap();
/// let context = context(reading.content, Base::new("/"));
/// assert!(render(context, &[], "/").contains("Welcome</h1>"));
/// ```
pub fn render(context: AppContext, diagnostics: &[String], address: &str) -> String {
    let (diagnostics, location) = (diagnostics.to_vec(), Location::parse(address));
    let view = move || {
        let location = Signal::stored(location);
        app(context, diagnostics, location).to_html()
    };
    Owner::new().with(view)
}
