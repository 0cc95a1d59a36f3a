//! Faults of the Markdown files that `content.json` names. Only a development server and a replaced `content.json` have any.

use super::{CONTENT, LIST, journey_through, reads_the_list};
use crate::{
    host::Fault,
    profile,
    visitor::{Visitor, journey},
};

const ABOUT: &str = "/texts/about%20me.md";

/// Returns the profile with a file in place of the first text of the home page.
fn with_file(visitor: &Visitor) -> String {
    let text = profile::text_of_build(visitor.host.build);
    let start = text.find("\"sections\"").expect("a page has sections");
    let start = start + text[start..].find("\"text\": \"").expect("a section has a text") + "\"text\": ".len();
    let end = text[start + 1..].replace("\\\"", "__").find('"').expect("the text ends") + start + 2;
    format!("{}{{ \"file\": \"texts/about me.md\" }}{}", &text[..start], &text[end..])
}

#[test]
fn a_text_in_a_file_is_shown() {
    journey(async |visitor| {
        visitor.host.breaks(CONTENT, Fault::Text(with_file(visitor)));
        visitor.host.breaks(ABOUT, Fault::Bytes(b"\xef\xbb\xbfI *write*\r\nfiles.\r\n".to_vec()));
        visitor.goto("/").await;
        visitor.starts().await;
        visitor.reads("main .markdown p", "I write files.").await;
        visitor.reads("main .markdown em", "write").await;
        assert_eq!(visitor.count(".diagnostics").await, 0);
    });
}

#[test]
fn a_file_without_a_text_is_named_and_the_rest_is_shown() {
    let rows = [
        (Fault::Status(404), "found \"texts/about me.md\", which does not exist; expected a Markdown file"),
        // A development server sends the page for unknown files.
        (Fault::Html, "found \"texts/about me.md\", which does not exist; expected a Markdown file"),
        (Fault::Status(500), "found \"texts/about me.md\", for which the server answered 500; expected"),
        (Fault::Closed, "found \"texts/about me.md\", which could not be fetched; expected"),
        (Fault::Bytes(b"One\nRen\xe9".to_vec()), "texts/about me.md:2:4: pages[0].sections[0].text: found the byte E9"),
    ];
    journey_through(
        &rows,
        async |_| {},
        async |visitor, (fault, words)| {
            visitor.host.breaks(CONTENT, Fault::Text(with_file(visitor)));
            visitor.host.breaks(ABOUT, fault.clone());
            visitor.goto(LIST).await;
            visitor.starts().await;
            visitor.reads(".diagnostics", "The content has 1 error").await;
            visitor.reads(".diagnostics li", words).await;
            reads_the_list(visitor).await;
            visitor.host.repairs(ABOUT);
            visitor.host.repairs(CONTENT);
        },
    );
}
