//! A publication's own page: everything known of it.

use crate::{
    citation::bibtex,
    components::{
        links::{anchor, links},
        markdown::markdown,
        publication::{authors, awards, copyable, legend, publication_item, venue_and_date, venue_name},
    },
    content::{Publication, Version},
    context::AppContext,
    dom::element::{Element, el},
    route::{Base, Page},
    search::{facet::Facet, filter::Filter},
    url::{SafeUrl, doi_url},
};

/// How many related publications are offered at most.
const RELATED: usize = 4;

/// A publication's own page.
pub fn publication_page(publication: &Publication, site: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = site;
    let titled = |title: &'static str, body: Element| el("section").with(el("h2").with(title)).with(body);
    let language = &publication.language;
    let text = |title: &'static str, text: &Option<String>| {
        text.as_ref().map(|text| titled(title, markdown(text, 2, site).maybe("lang", language.clone())))
    };
    let article = el("article")
        .class("paper")
        .with(
            el("h1")
                .attr("tabindex", "-1")
                .attr("dir", "auto")
                .maybe("lang", language.clone())
                .with(publication.title.clone()),
        )
        .with(authors(&publication.authors, true, site))
        .with(venue_and_date(publication, content))
        .with(legend(std::iter::once(publication)))
        .with(awards(&publication.awards, base))
        .with(links(&publication.links, base))
        .with(publication.note.as_ref().map(|text| markdown(text, 1, site)))
        .with(text("In short", &publication.tldr))
        .with(text("Abstract", &publication.r#abstract))
        .with(facts(publication, base))
        .with(topics(publication, site).map(|list| titled("Topics", list)))
        .with(versions(&publication.versions, site).map(|list| titled("Other versions", list)));

    let bibtex = bibtex::entry(publication, content);
    let related = content.related(publication, RELATED);
    let related: Vec<Element> = related.into_iter().map(|other| publication_item(other, false, None, site)).collect();
    let related = (!related.is_empty()).then(|| {
        let heading = el("h2").with("Related publications");
        el("section").class("related").with(heading).with(el("div").class("publications").with(related))
    });
    let all = el("p").class("all").with(el("a").attr("href", base.href(&Page::Publications)).with("All publications"));
    let note = el("noscript").with(el("span").with("Copying needs JavaScript and WebAssembly."));
    let bibtex = el("section").class("bibtex").with(el("h2").with("BibTeX")).with(copyable(bibtex, site)).with(note);
    [article, bibtex].into_iter().chain(related).chain([all]).collect()
}

/// What a library catalogue would say: type, volume, pages, publisher, identifiers.
fn facts(publication: &Publication, base: &Base) -> Option<Element> {
    let fact = |name: &'static str, value: Element| el("div").with(el("dt").with(name)).with(value);
    let plain = [
        ("Type", publication.kind.map(|kind| kind.label())),
        ("Volume", publication.volume.as_deref()),
        ("Issue", publication.issue.as_deref()),
        ("Pages", publication.pages.as_deref()),
        ("Publisher", publication.publisher.as_deref()),
    ];
    let plain = plain.into_iter().filter_map(|(name, value)| Some(fact(name, el("dd").with(value?.to_owned()))));
    let doi = publication.doi.as_ref().map(|id| ("DOI", doi_url(id), id));
    let arxiv = publication.arxiv.as_ref().map(|id| ("arXiv", ["https://arxiv.org/abs/", id].concat(), id));
    let ids = [doi, arxiv].into_iter().flatten().filter_map(|(name, address, id)| {
        Some(fact(name, el("dd").with(anchor(&SafeUrl::link(&address).ok()?, base).with(id.clone()))))
    });
    let facts: Vec<Element> = plain.chain(ids).collect();
    (!facts.is_empty()).then(|| el("dl").class("facts").with(facts))
}

fn topics(publication: &Publication, site: AppContext) -> Option<Element> {
    let topic = |key: &String| {
        let href = site.base.filtered(&Filter::default().toggled(Facet::Topic, key));
        el("li").with(el("a").attr("href", href).with(site.content.topic_label(key).to_owned()))
    };
    let topics: Vec<Element> = publication.topics.iter().map(topic).collect();
    (!topics.is_empty()).then(|| el("ul").class("topics").with(topics))
}

fn versions(versions: &[Version], site: AppContext) -> Option<Element> {
    let AppContext { content, base, .. } = site;
    let version = |version: &Version| {
        let venue = version.venue.as_deref().map(|key| venue_name(key, content));
        let date = version.date.map(|date| date.to_string());
        let about = [venue, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
        el("li")
            .with((!about.is_empty()).then(|| el("p").with(about)))
            .with(version.note.as_ref().map(|text| markdown(text, 2, site)))
            .with(links(&version.links, base))
    };
    let versions: Vec<Element> = versions.iter().map(version).collect();
    (!versions.is_empty()).then(|| el("ul").class("versions").with(versions))
}
