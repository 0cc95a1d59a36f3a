//! A publication's own page: everything known of it.

use crate::{
    citation::bibtex,
    components::{
        links::{anchor, links},
        markdown::markdown,
        publication::{authors, awards, copy_block, margin, mark_legend, publication_item, venue_and_date},
    },
    content::{Link, Publication, Version},
    context::AppContext,
    dom::{
        Element,
        tags::{a, article, bdi, dd, div, dl, dt, h1, h2, li, noscript, p, section, span, svg, ul, use_},
    },
    route::{Base, Route},
    search::{facet::Facet, filter::Filter},
    url::{SafeUrl, doi_url},
};

/// How many related publications are offered at most.
const RELATED: usize = 4;

/// A publication's own page.
pub fn publication_page(publication: &Publication, context: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = context;
    let titled = |title: &'static str, body: Element| section().child((h2().child(title), body));
    let language = &publication.language;
    let text = |title: &'static str, text: &Option<String>| {
        text.as_ref().map(|text| titled(title, markdown(text, 2, context).attr("lang", language.clone())))
    };
    let article = article().class("paper").child((
        h1().attr("tabindex", "-1").attr("dir", "auto").attr("lang", language.clone()).child(publication.title.clone()),
        margin(publication, false, content),
        authors(&publication.authors, true, context),
        (publication.venue.is_some() || publication.date.is_some())
            .then(|| venue_and_date(p().class("where"), publication.venue.as_ref(), publication.date, content)),
        mark_legend(std::iter::once(publication)),
        awards(&publication.awards, base),
        buttons(&publication.links, base),
        publication.note.as_ref().map(|text| markdown(text, 1, context)),
        text("In short", &publication.tldr),
        text("Abstract", &publication.r#abstract),
        rail(facts(publication, base), topics(publication, context)),
        versions(&publication.versions, context).map(|list| titled("Other versions", list)),
    ));

    let bibtex = bibtex::entry(publication, content);
    let related = content.related(publication, RELATED);
    let related: Vec<Element> =
        related.into_iter().map(|other| publication_item(other, false, None, context)).collect();
    let related = (!related.is_empty()).then(|| {
        let heading = h2().child("Related publications");
        section().class("related").child((heading, div().class("publications").child(related)))
    });
    let all = p().class("all").child(a().attr("href", base.href(&Route::Publications)).child("All publications"));
    let note = noscript().child(span().child("Copying needs JavaScript and WebAssembly."));
    let bibtex =
        section().class("bibtex").attr("id", BIBTEX).child((h2().child("BibTeX"), copy_block(bibtex, context), note));
    [article, bibtex].into_iter().chain(related).chain([all]).collect()
}

/// The id of the BibTeX, to which a button leads.
const BIBTEX: &str = "fp:bibtex";

/// Returns the links of the publication with an icon for each, and the one to its BibTeX.
fn buttons(links: &[Link], base: &Base) -> Element {
    let button = |link: &Link| {
        let kind = link.kind.map_or("link", |kind| kind.as_str());
        li().child(anchor(&link.url, base).class(kind).child((icon(kind), link.text().to_owned())))
    };
    let cite = a().class("cite").attr("href", ["#", BIBTEX].concat()).child((icon("cite"), "BibTeX"));
    let items: Vec<Element> = links.iter().map(button).chain([li().child(cite)]).collect();
    ul().class("links").attr("aria-label", "Links").child(items)
}

/// Returns the picture of a kind of link; `style/icons.svg` has them.
fn icon(kind: &str) -> Element {
    let picture = match kind {
        "paper" => "#icon-paper",
        "code" => "#icon-code",
        "slides" => "#icon-slides",
        "talk" => "#icon-talk",
        "video" | "demo" => "#icon-video",
        "poster" => "#icon-poster",
        "website" => "#icon-website",
        "data" => "#icon-data",
        "artifact" => "#icon-artifact",
        "blog" => "#icon-blog",
        "supplement" => "#icon-supplement",
        "cite" => "#icon-cite",
        _ => "#icon-link",
    };
    svg().class("icon").attr("aria-hidden", "true").child(use_().attr("href", picture))
}

/// Returns what stands beside the publication on a wide screen: its facts and its topics.
fn rail(facts: Option<Element>, topics: Option<Element>) -> Option<Element> {
    let topics = topics.map(|list| section().child((h2().child("Topics"), list)));
    (facts.is_some() || topics.is_some()).then(|| div().class("rail").child((facts, topics)))
}

/// What a library catalog would say: type, volume, pages, publisher, identifiers.
fn facts(publication: &Publication, base: &Base) -> Option<Element> {
    let fact = |name: &'static str, value: Element| div().child((dt().child(name), value));
    let plain = [
        ("Type", publication.kind.map(|kind| kind.label())),
        ("Volume", publication.volume.as_deref()),
        ("Issue", publication.issue.as_deref()),
        ("Pages", publication.pages.as_deref()),
        ("Publisher", publication.publisher.as_deref()),
    ];
    let plain =
        plain.into_iter().filter_map(|(name, value)| Some(fact(name, dd().child(bdi().child(value?.to_owned())))));
    let doi = publication.doi.as_ref().map(|id| ("DOI", doi_url(id), id));
    let arxiv = publication.arxiv.as_ref().map(|id| ("arXiv", ["https://arxiv.org/abs/", id].concat(), id));
    let ids = [doi, arxiv].into_iter().flatten().filter_map(|(name, address, id)| {
        Some(fact(name, dd().child(anchor(&SafeUrl::link(&address).ok()?, base).child(id.clone()))))
    });
    let facts: Vec<Element> = plain.chain(ids).collect();
    (!facts.is_empty()).then(|| dl().class("facts").child(facts))
}

fn topics(publication: &Publication, context: AppContext) -> Option<Element> {
    let topic = |key: &String| {
        let href = context.base.filtered(&Filter::default().toggled(Facet::Topic, key));
        li().child(a().attr("href", href).child(context.content.topic_label(key).to_owned()))
    };
    let topics: Vec<Element> = publication.topics.iter().map(topic).collect();
    (!topics.is_empty()).then(|| ul().class("topics").child(topics))
}

fn versions(versions: &[Version], context: AppContext) -> Option<Element> {
    let AppContext { content, base, .. } = context;
    let version = |version: &Version| {
        li().child((
            (version.venue.is_some() || version.date.is_some())
                .then(|| venue_and_date(p(), version.venue.as_ref(), version.date, content)),
            version.note.as_ref().map(|text| markdown(text, 2, context)),
            links(&version.links, base),
        ))
    };
    let versions: Vec<Element> = versions.iter().map(version).collect();
    (!versions.is_empty()).then(|| ul().class("versions").child(versions))
}
