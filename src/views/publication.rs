//! The page of one publication, with everything that the content says about it.

use crate::{
    citation::degree,
    components::{
        icon::icon,
        links::{LabeledLink, anchor, links, page_link, publication_links},
        markdown::{markdown, with_title},
        publication::{
            Anchor, AuthorLinks, VenueLabel, authors, awards, copy_block, margin_note, mark_legend, publication_item,
            venue_and_date,
        },
        teaser::publication_figure,
    },
    content::{Author, ContentPage, ListItem, Markdown, Publication, Related, Version},
    context::AppContext,
    dom::{
        Element,
        tags::{a, article, bdi, dd, div, dl, dt, h1, h2, li, noscript, p, section, span, ul},
    },
    route::{Base, Route},
    search::{facet::Facet, filter::Filter},
    url::{SafeUrl, arxiv_url, doi_url},
};

/// The maximal number of related publications on a page.
const MAX_RELATED: usize = 4;

/// Returns the page of a publication.
pub fn publication_page(publication: &Publication, context: AppContext) -> Vec<Element> {
    let AppContext { content, base, .. } = context;
    let titled_section = |title: &'static str, body: Element| section().child((h2().child(title), body));
    let language = &publication.language;
    let text_section = |title: &'static str, text: &Option<Markdown>| {
        text.as_ref().map(|text| titled_section(title, markdown(text, 2, context).attr("lang", language.clone())))
    };
    let article = article().class("publication-page").child((
        with_title(
            h1().attr("tabindex", "-1").attr("dir", "auto").attr("lang", language.clone()),
            &publication.title,
            context.base,
        ),
        margin_note(publication, VenueLabel::Short, None, content),
        authors(publication, AuthorLinks::OwnPages, context),
        (publication.venue.is_some() || publication.date.is_some()).then(|| {
            let line = p().class("venue-and-date");
            venue_and_date(line, publication.venue.as_ref(), publication.date, content)
        }),
        mark_legend(std::iter::once(publication)),
        awards(&publication.awards, base),
        buttons(publication, base),
        publication.note.as_ref().map(|text| markdown(text, 1, context)),
        (
            publication_figure(publication, context),
            text_section("In short", &publication.tldr),
            text_section("Abstract", &publication.r#abstract),
        ),
        rail(metadata(publication, base), topics(publication, context)),
        relations(publication, context).map(|list| titled_section("Related versions and works", list)),
        (
            versions(&publication.versions, context).map(|list| titled_section("Other versions", list)),
            mentions(publication, context).map(|list| titled_section("Mentioned in", list)),
        ),
    ));

    let related = content.related(publication, MAX_RELATED);
    let related: Vec<Element> =
        related.into_iter().map(|other| publication_item(other, Anchor::Id, None, context)).collect();
    let related = (!related.is_empty()).then(|| {
        let heading = h2().child("Related publications");
        section().class("related").child((heading, div().class("publications").child(related)))
    });
    let all = p()
        .class("all-publications")
        .child(a().attr("href", base.href(&Route::Publications)).child("All publications"));
    let note = noscript().child(span().child("Copying needs JavaScript and WebAssembly."));
    let children = (h2().child("BibTeX"), copy_block(publication, usize::MAX, context), note);
    let bibtex =
        section().class("bibtex").attr("id", BIBTEX_ID).attr("data-bibtex", publication.id.clone()).child(children);
    let mut view = vec![article, bibtex];
    view.extend(related);
    view.push(all);
    view
}

/// The id of the section with the BibTeX entry.
const BIBTEX_ID: &str = "fp:bibtex";

/// Returns the links of the publication and a link to its BibTeX entry, each with an icon.
fn buttons(publication: &Publication, base: &Base) -> Element {
    let button = |link: LabeledLink| {
        li().child(anchor(&link.url, base).class(link.class).child((icon_of(link.class), link.text)))
    };
    let cite = a().class("cite").attr("href", ["#", BIBTEX_ID].concat()).child((icon_of("cite"), "BibTeX"));
    let mut items: Vec<Element> = publication_links(publication).into_iter().map(button).collect();
    items.push(li().child(cite));
    ul().class("links").attr("aria-label", "Links").child(items)
}

/// Returns the icon of a kind of link.
fn icon_of(kind: &str) -> Element {
    icon(match kind {
        "paper" => "M4 1.5h5.5L12.5 4.5V14.5H4zM9.5 1.5v3h3M6 8h4.5M6 10.5h4.5",
        "code" => "M5 4 1.5 8 5 12M11 4l3.5 4L11 12M9.3 3 6.7 13",
        "slides" => "M1.5 2.5h13M2.5 2.5v7.5h11V2.5M8 10v2M5.5 14.5 8 12l2.5 2.5",
        "talk" => {
            "M8 1.5a2 2 0 0 1 2 2V7.5a2 2 0 0 1-4 0V3.5a2 2 0 0 1 2-2zM3.5 7.5a4.5 4.5 0 0 0 9 0M8 12v2.5M5.5 14.5h5"
        }
        "video" | "demo" => "M1.5 3.5h13v9h-13zM6.5 6v4L10 8z",
        "poster" => "M3 1.5h10v13H3zM5 4h6M5 6.5h2.5v5H5zM9.5 6.5H11M9.5 9H11M9.5 11.5H11",
        "website" => "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM1.5 8h13M8 1.5c4 3.5 4 9.5 0 13-4-3.5-4-9.5 0-13z",
        "data" => "M2.5 3.5c0-2.7 11-2.7 11 0v9c0 2.7-11 2.7-11 0zM2.5 3.5c0 2.7 11 2.7 11 0M2.5 8c0 2.7 11 2.7 11 0",
        "artifact" => "M8 1.5 14 4.5v7L8 14.5 2 11.5v-7zM2 4.5l6 3 6-3M8 7.5v7",
        "blog" => "M10.5 2.5l3 3L5 14l-3.5.5L2 11zM8.5 4.5l3 3",
        "supplement" => "M13 7 7.5 12.5a3 3 0 0 1-4.3-4.3L9 2.5a2 2 0 0 1 3 3L6.5 11a1 1 0 0 1-1.5-1.5L10 4.5",
        "cite" => {
            "M6 2.5H5a1.5 1.5 0 0 0-1.5 1.5v2.5L2 8l1.5 1.5V12A1.5 1.5 0 0 0 5 13.5h1M10 2.5h1A1.5 1.5 0 0 1 12.5 4v2.5L14 8l-1.5 1.5V12a1.5 1.5 0 0 1-1.5 1.5h-1"
        }
        _ => "M6.5 9.5l3-3M7.5 4.5 9.5 2.5a2.8 2.8 0 0 1 4 4l-2 2M8.5 11.5l-2 2a2.8 2.8 0 0 1-4-4l2-2",
    })
}

/// Returns the column beside the publication on a wide screen, with its metadata and its topics.
fn rail(metadata: Option<Element>, topics: Option<Element>) -> Option<Element> {
    let topics = topics.map(|list| section().child((h2().child("Topics"), list)));
    (metadata.is_some() || topics.is_some()).then(|| div().class("rail").child((metadata, topics)))
}

/// Returns the bibliographic metadata: type, status, people, numbers, publisher, identifiers.
fn metadata(publication: &Publication, base: &Base) -> Option<Element> {
    let row = |name: &'static str, value: Element| div().child((dt().child(name), value));
    let people = |people: &[Author]| Some(Author::names(people)).filter(|names| !names.is_empty());
    let (editors, translators) = (people(&publication.editors), people(&publication.translators));
    let plain = [
        ("Type", publication.kind.map(|kind| kind.label())),
        ("Degree", degree(publication)),
        ("Status", publication.status.map(|status| status.label())),
        ("Editors", editors.as_deref().filter(|_| !publication.authors.is_empty())),
        ("Translators", translators.as_deref()),
        ("Series", publication.series.as_deref()),
        ("Edition", publication.edition.as_deref()),
        ("Version", publication.version.as_deref()),
        ("Volume", publication.volume.as_deref()),
        ("Issue", publication.issue.as_deref()),
        ("Number", publication.number.as_deref()),
        ("Pages", publication.pages.as_deref()),
        ("Publisher", publication.publisher.as_deref()),
        ("Place", publication.place.as_deref()),
        ("ISBN", publication.isbn.as_deref()),
        ("ISSN", publication.issn.as_deref()),
    ];
    let mut rows = Vec::new();
    for (name, value) in plain {
        rows.extend(value.map(|value| row(name, dd().child(bdi().child(value.to_owned())))));
    }
    let doi = publication.doi.as_ref().map(|id| ("DOI", doi_url(id), id));
    let arxiv = publication.arxiv.as_ref().map(|id| ("arXiv", arxiv_url(id), id));
    for (name, url, id) in [doi, arxiv].into_iter().flatten() {
        let link = SafeUrl::link(&url).map(|url| anchor(&url, base).child(id.clone()));
        rows.extend(link.map(|link| row(name, dd().child(link))));
    }
    (!rows.is_empty()).then(|| dl().class("metadata").child(rows))
}

/// Returns the publications that are related to this one, in both directions.
fn relations(publication: &Publication, context: AppContext) -> Option<Element> {
    let item = |related: Related| {
        let other = related.other;
        let link = a().attr("href", context.base.href(&Route::of(other))).attr("dir", "auto");
        let link = with_title(link, &other.title, context.base);
        let year = other.year().map(|year| [" (", &year.to_string(), ")"].concat());
        li().child((related.label(), ": ", link.attr("lang", other.language.clone()), year))
    };
    let items: Vec<Element> = context.content.relations(publication).into_iter().map(item).collect();
    (!items.is_empty()).then(|| ul().class("relations").child(items))
}

/// Returns the entries that name a publication, such as talks: "Talks: Ink at Sea, Turin, May 2024".
fn mentions(publication: &Publication, context: AppContext) -> Option<Element> {
    let item = |(page, entry): (&ContentPage, &ListItem)| {
        li().child((page_link(page, context.base), ": ", bdi().child(entry.line()), links(&entry.links, context.base)))
    };
    let items: Vec<Element> = context.content.mentions(&publication.id).into_iter().map(item).collect();
    (!items.is_empty()).then(|| ul().class("relations").child(items))
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
