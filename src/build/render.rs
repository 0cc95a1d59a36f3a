//! The site's pages as HTML, by the same views as in the browser.

use leptos::prelude::*;

use crate::{
    app::App,
    content::Content,
    context::{Actions, AppContext},
    markdown::MarkdownStore,
    route::{Base, Location},
    search::catalog::Catalog,
    util::text,
};

/// A profile made ready on the host.
pub fn site(content: Content, base: Base) -> AppContext {
    let documents = MarkdownStore::parse_all(&content.markdown_texts(), &|_| None);
    site_with(content, documents, base)
}

/// The same, where its Markdown has been read.
pub fn site_with(content: Content, documents: MarkdownStore, base: Base) -> AppContext {
    let finder = Catalog::new(&content, text::normalize);
    AppContext::new(content, finder, documents, base, Actions::default())
}

/// The HTML of [`App`] for an address below the base, such as "/publications/?year=2024".
///
/// ```
/// use frontispiece::{build::render::{render, site}, content::read, route::Base};
/// let reading = read(r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Welcome" }] }"#).unwrap();
/// let site = site(reading.content, Base::new("/"));
/// assert!(render(site, &[], "/").contains("Welcome</h1>"));
/// ```
pub fn render(site: AppContext, problems: &[String], address: &str) -> String {
    let (problems, location) = (problems.to_vec(), Location::parse(address));
    let view = move || {
        let location = Signal::stored(location);
        view! { <App site problems location /> }.to_html()
    };
    Owner::new().with(view)
}
