//! The page of a publication.

use serde_json::json;

use crate::visitor::{FOCUS, HEADING, TITLE, Visitor, journey};

pub async fn a_paper_leads_to_a_related_one_and_back(visitor: &Visitor) {
    let content = visitor.content();
    let name = &content.person.name;
    let first = content.publications.iter().find(|one| {
        content
            .publications
            .iter()
            .any(|other| other.id != one.id && other.topics.iter().any(|topic| one.topics.contains(topic)))
    });
    let first = first.expect("two publications on one topic");
    visitor.reaches(&format!("/publications/{}/", first.id)).await;
    visitor.marks_document().await;
    let related = visitor.texts(".related article h3").await.swap_remove(0);
    let second =
        content.publications.iter().find(|one| one.title.as_str() == related).expect("it is one of the publications");
    assert!(second.topics.iter().any(|topic| first.topics.contains(topic)), "related by a topic");

    visitor.clicks(".related article h3 a").await;
    visitor.sees(HEADING, second.title.as_str()).await;
    visitor.sees(TITLE, format!("{} · {name}", second.title)).await;
    visitor.sees("location.pathname", visitor.path(&format!("/publications/{}/", second.id))).await;
    visitor.sees(FOCUS, "h1").await;
    visitor.goes_back().await;
    visitor.sees(HEADING, first.title.as_str()).await;
    visitor.sees(FOCUS, "h1").await;
    visitor.is_in_marked_document().await;
}

#[test]
fn a_button_copies_the_bibtex() {
    journey(async |visitor| {
        let content = visitor.content();
        let paper = &content.publications[0];
        let permissions =
            json!({ "origin": visitor.host.origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        visitor.devtools("Browser.grantPermissions", permissions).await;
        visitor.opens(&format!("/publications/{}/", paper.id)).await;
        visitor.clicks(".copy button").await;
        visitor.reads(".copy [role=status]", &format!("Copied the BibTeX of {}", paper.title)).await;
        let shown = visitor.texts("pre code").await.concat();
        assert!(shown.contains(&format!("{{{},", paper.id)), "it is the entry of {}: {shown}", paper.id);
        assert_eq!(visitor.resolved("navigator.clipboard.readText()").await, shown);
    });
}

#[test]
fn a_publication_opened_from_a_list_shows_its_bibtex_and_its_tags() {
    journey(async |visitor| {
        let content = visitor.content();
        let paper = &content.publications[1];
        let tags = "[...document.head.querySelectorAll('[data-prerendered=page]')].map(tag => tag.outerHTML).sort()";
        visitor.opens(&format!("/publications/{}/", paper.id)).await;
        let (entry, written) = (visitor.texts("pre code").await.concat(), visitor.value(tags).await);
        assert!(entry.contains(&format!("{{{},", paper.id)), "it is the entry of {}: {entry}", paper.id);
        visitor.opens("/publications/").await;
        visitor.marks_document().await;
        visitor.follows(".publication h3 a", &paper.title).await;
        visitor.sees(HEADING, paper.title.as_str()).await;
        visitor.reads("pre code", &entry).await;
        visitor.sees(tags, written).await;
        visitor.is_in_marked_document().await;
    });
}

#[test]
fn a_refused_copy_is_reported() {
    journey(async |visitor| {
        let denied = json!({ "permission": { "name": "clipboard-write" }, "setting": "denied" });
        visitor.opens(&format!("/publications/{}/", visitor.content().publications[0].id)).await;
        visitor.devtools("Browser.setPermission", denied).await;
        visitor.clicks(".copy button").await;
        visitor.reads(".copy [role=status]", "Copying failed; the text is selected instead").await;
        visitor.sees("getSelection().toString() === document.querySelector('pre').innerText", true).await;
    });
}
