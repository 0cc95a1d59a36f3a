//! A publication's own page: everything known of it.

use leptos::prelude::*;

use crate::{
    address::Address,
    app::Site,
    citation::bibtex,
    components::{
        links::{LinkList, ShownLink, rel},
        markdown::Markdown,
        publication::{Authors, Awards, Legend, PublicationItem, venue_and_date, venue_name},
    },
    content::{Publication, Version},
    filter::{Facet, Filter},
    page::Page,
};

/// How many related publications are offered at most.
const RELATED: usize = 4;

/// A publication's own page.
#[component]
pub fn PublicationView(publication: Publication) -> impl IntoView {
    let Site { content, base, .. } = Site::expect();
    let bibtex = bibtex::entry(&publication, &content);
    let related = content
        .related(&publication, RELATED)
        .into_iter()
        .cloned()
        .map(|publication| view! { <PublicationItem publication /> })
        .collect_view();
    let topics = publication
        .topics
        .iter()
        .map(|key| {
            let href = base.filtered(&Filter::default().toggled(Facet::Topic, key));
            view! { <li><a href=href>{content.topic_label(key).to_owned()}</a></li> }
        })
        .collect_view();
    let text = |title: &'static str, text: &Option<String>| {
        text.clone().map(|text| view! { <section><h2>{title}</h2><Markdown text level=2 /></section> })
    };
    let links = publication.links.iter().map(ShownLink::from).collect();
    view! {
        <article class="paper">
            <h1 tabindex="-1" dir="auto">{publication.title.clone()}</h1>
            <Authors authors=publication.authors.clone() linked=true />
            <Legend publications=vec![publication.clone()] />
            <p class="venue">{venue_and_date(&publication, &content)}</p>
            <Awards awards=publication.awards.clone() />
            <LinkList links label="Links" />
            {publication.note.clone().map(|text| view! { <Markdown text level=1 /> })}
            {text("In short", &publication.tldr)}
            {text("Abstract", &publication.r#abstract)}
            <Facts publication=publication.clone() />
            {(!publication.topics.is_empty())
                .then(|| view! { <section><h2>"Topics"</h2><ul class="topics">{topics}</ul></section> })}
            <Versions versions=publication.versions.clone() />
            <section><h2>"BibTeX"</h2><Copyable text=bibtex /></section>
        </article>
        {(!related.is_empty())
            .then(|| view! { <section class="related"><h2>"Related publications"</h2>{related}</section> })}
        <p class="all"><a href=base.href(&Page::Publications)>"All publications"</a></p>
    }
}

/// What a library catalogue would say: type, volume, pages, publisher, identifiers.
#[component]
fn Facts(publication: Publication) -> AnyView {
    let plain = [
        ("Type", publication.kind.map(|kind| kind.label().to_owned())),
        ("Volume", publication.volume),
        ("Issue", publication.issue),
        ("Pages", publication.pages),
        ("Publisher", publication.publisher),
    ];
    let linked = [("DOI", "https://doi.org/", publication.doi), ("arXiv", "https://arxiv.org/abs/", publication.arxiv)];
    let plain = plain
        .into_iter()
        .filter_map(|(name, value)| Some(view! { <div><dt>{name}</dt><dd>{value?}</dd></div> }))
        .collect_view();
    let linked = linked
        .into_iter()
        .filter_map(|(name, start, id)| {
            let id = id?;
            let url = Address::link(&[start, &id].concat()).ok()?;
            Some(view! { <div><dt>{name}</dt><dd><a href=url.to_string() rel=rel(&url)>{id}</a></dd></div> })
        })
        .collect_view();
    (!plain.is_empty() || !linked.is_empty()).then(|| view! { <dl class="facts">{plain}{linked}</dl> }).into_any()
}

/// Earlier and other versions.
#[component]
fn Versions(versions: Vec<Version>) -> AnyView {
    let Site { content, .. } = Site::expect();
    (!versions.is_empty())
        .then(|| {
            let items = versions
                .into_iter()
                .map(|version| {
                    let venue = version.venue.as_deref().map(|key| venue_name(key, &content));
                    let date = version.date.map(|date| date.to_string());
                    let about = [venue, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
                    let links = version.links.iter().map(ShownLink::from).collect();
                    view! {
                        <li>
                            {(!about.is_empty()).then(|| view! { <p>{about}</p> })}
                            {version.note.map(|text| view! { <Markdown text level=2 /> })}
                            <LinkList links label="Links" />
                        </li>
                    }
                })
                .collect_view();
            view! { <section><h2>"Other versions"</h2><ul class="versions">{items}</ul></section> }
        })
        .into_any()
}

/// A text with a button that copies it.
#[component]
fn Copyable(text: String) -> AnyView {
    let Site { actions, .. } = Site::expect();
    let said = RwSignal::new("");
    let copied = text.clone();
    let copy = move |_| {
        let say = move |worked| said.set(if worked { "Copied" } else { "Copying failed; select the text instead" });
        (actions.copy)(copied.clone(), Box::new(say));
    };
    view! {
        <pre tabindex="0"><code>{text}</code></pre>
        <p class="copy">
            <button type="button" on:click=copy>"Copy BibTeX"</button>
            " "
            <span role="status">{said}</span>
        </p>
    }
    .into_any()
}
