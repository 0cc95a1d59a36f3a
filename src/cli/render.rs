//! The site's pages as HTML, by the same views as in the browser.

use leptos::prelude::*;

use crate::{
    app::App,
    content::Reading,
    page::{Base, Location},
    text,
};

/// The HTML of [`App`] for an address below the base, such as "/publications/?year=2024".
///
/// ```
/// use frontispiece::{cli::render::render, content::read, page::Base};
/// let reading = read(r#"{ "person": { "name": "Ada" }, "pages": [{ "slug": "", "title": "Welcome" }] }"#).unwrap();
/// assert!(render(&reading, &Base::new("/"), "/").contains("Welcome</h1>"));
/// ```
pub fn render(reading: &Reading, base: &Base, address: &str) -> String {
    let (reading, base, location) = (reading.clone(), base.clone(), Location::parse(address));
    let view = move || {
        let location = Signal::stored(location);
        view! { <App reading base location decompose=text::decompose /> }.to_html()
    };
    Owner::new().with(view)
}
