//! The metadata of an open page, which programs such as Zotero read.

use serde_json::json;

use crate::visitor::{HEADING, journey};

/// Returns an expression for the contents of all `<meta>` tags with a name.
fn tags(name: &str) -> String {
    format!("[...document.head.querySelectorAll('meta[name={name}]')].map(tag => tag.content)")
}

/// Records the metadata that Zotero would find at each of its update events.
const LISTENS: &str = "window.found = []; document.addEventListener('ZoteroItemUpdated', () => {
    const tag = document.querySelector('meta[name=citation_title]');
    found.push([location.pathname, tag ? tag.content : document.querySelectorAll('.Z3988').length]);
})";

#[test]
fn the_head_describes_the_publication_that_is_shown() {
    journey(async |visitor| {
        let content = visitor.content();
        let [first, second] = [&content.publications[0], &content.publications[3]];
        let path = |id: &str| visitor.path(&format!("/publications/{id}/"));
        visitor.opens(&format!("/publications/{}/", first.id)).await;
        visitor.run(LISTENS).await;
        visitor.sees(&tags("citation_title"), json!([first.title.as_str()])).await;

        visitor.follows(".all-publications a", "All publications").await;
        visitor.sees(HEADING, content.page("publications").map_or("Publications", |page| &page.title)).await;
        visitor.sees(&tags("citation_title"), json!([])).await;
        visitor.sees(&tags("citation_author"), json!([])).await;
        // Tags that describe the first page are gone.
        for gone in ["link[rel=canonical]", "meta[property^=og]", "script[type='application/ld+json']"] {
            visitor.sees(&format!("document.head.querySelectorAll(\"{gone}\").length"), 0).await;
        }
        visitor.sees("document.head.querySelectorAll('link[rel=manifest], link[rel=icon]').length", 2).await;

        visitor.follows(".publication h3 a", &second.title).await;
        visitor.sees(HEADING, second.title.as_str()).await;
        visitor.sees(&tags("citation_title"), json!([second.title.as_str()])).await;
        visitor.sees(&format!("{}.length", tags("citation_author")), second.authors.len()).await;
        visitor.goes_back().await;
        visitor.sees(&tags("citation_title"), json!([])).await;

        // At each event, the page was already rendered.
        let listed = content.publications.len();
        let list = visitor.path("/publications/");
        visitor
            .sees("window.found", json!([[list, listed], [path(&second.id), second.title.as_str()], [list, listed]]))
            .await;

        // Entries that the module has rendered get the COinS that the build has written.
        let coins = "[...document.querySelectorAll('.publications > article > .Z3988')].map(coins => coins.title)";
        visitor.opens("/publications/").await;
        let written = visitor.value(coins).await;
        visitor.opens("/").await;
        visitor.follows("nav a", "Publications").await;
        visitor.sees(coins, written).await;

        // A filtered list is still the same page.
        visitor.opens("/publications/").await;
        visitor.run(LISTENS).await;
        visitor.clicks(".facet input").await;
        visitor.until("location.search !== ''").await;
        visitor.sees("document.head.querySelectorAll('link[rel=canonical]').length", 1).await;
        visitor.sees("window.found", json!([])).await;
    });
}
