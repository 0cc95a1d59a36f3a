//! The BibTeX files, which a page fetches when a visitor wants to see an entry.

use serde_json::json;

use super::{CONTENT, TOOLS, TOOLS_WASM, common_faults, journey_through, starts};
use crate::{
    host::Fault,
    visitor::{Visitor, journey},
};

/// Opens the list by client-side navigation, so that it has no BibTeX yet.
async fn opens_list(visitor: &Visitor) {
    visitor.goto("/").await;
    starts(visitor).await;
    visitor.follows("nav a", "Publications").await;
    visitor
        .sees("document.querySelectorAll('.publications > article').length", visitor.content().publications.len())
        .await;
}

#[test]
fn the_second_module_makes_bibtex_that_cannot_be_fetched() {
    journey_through(
        &common_faults(),
        async |_| {},
        async |visitor, fault| {
            let id = &visitor.content().publications[1].id;
            let file = format!("/{id}.bib");
            visitor.host.breaks(&file, fault.clone());
            opens_list(visitor).await;
            visitor.clicks(&format!("[id='{id}'] [data-bibtex] summary")).await;
            visitor.reads(&format!("[id='{id}'] [data-bibtex] code"), &format!("{{{id},")).await;
            visitor.host.repairs(&file);
        },
    );
}

#[test]
fn bibtex_that_cannot_be_made_either_is_reported_and_the_button_tries_again() {
    journey(async |visitor| {
        let id = &visitor.content().publications[1].id;
        let file = format!("/{id}.bib");
        let details = format!("[id='{id}'] [data-bibtex]");
        for parser in [TOOLS, TOOLS_WASM] {
            visitor.devtools("Network.clearBrowserCache", json!({})).await;
            visitor.host.breaks(&file, Fault::Status(404));
            visitor.host.breaks(parser, Fault::Status(404));
            opens_list(visitor).await;
            visitor.clicks(&format!("{details} summary")).await;
            let failure = "The BibTeX could not be fetched; press the button to try again";
            visitor.reads(&format!("{details} [role=status]"), failure).await;
            visitor.host.repairs(&file);
            visitor.host.repairs(parser);
            visitor.clicks(&format!("{details} button")).await;
            visitor.reads(&format!("{details} code"), &format!("{{{id},")).await;
        }
    });
}

/// A profile that was changed since the build has other entries than the files.
#[test]
fn bibtex_is_that_of_the_changed_profile() {
    journey(async |visitor| {
        let content = visitor.content();
        let id = &content.publications[1].id;
        let text = crate::profile::text_of_build(visitor.host.build);
        let title = &content.publications[1].title;
        visitor.host.breaks(CONTENT, Fault::Text(text.replace(title.as_str(), "A Changed Title")));
        visitor.goto("/publications/").await;
        starts(visitor).await;
        visitor.clicks(&format!("[id='{id}'] [data-bibtex] summary")).await;
        visitor.reads(&format!("[id='{id}'] [data-bibtex] code"), "A Changed Title").await;
    });
}
