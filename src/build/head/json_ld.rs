//! Describes a page as linked data: JSON-LD that uses only terms of [schema.org](https://schema.org).

use serde_json::{Map, Value, json};

use crate::{
    citation::{Details, is_group, thesis_type},
    components::links::profile_links,
    content::{Author, Content, LinkKind, Markdown, Publication, PublicationType, RelationKind},
    context::AppContext,
    markdown::plain_text,
    route::{Route, absolute, absolute_address},
    url::{arxiv_url, doi_url},
};

/// Returns the JSON-LD of the home page, of a publication's page or of a page with a date, and `None` for other pages.
///
/// `pdf` and `image` are absolute URLs.
pub fn of(
    page: &Route,
    context: AppContext,
    pdf: Option<String>,
    image: Option<String>,
    description: Option<&str>,
) -> Option<Value> {
    match page {
        Route::Publication(id) => {
            let publication = context.publication(id)?;
            Some(whole(article(publication, context, pdf, image)))
        }
        page if *page == Route::home() => Some(whole(profile_page(context))),
        page => Some(whole(post(page, context, image, description)?)),
    }
}

/// Returns the schema.org type of a publication.
pub fn type_of(publication: &Publication) -> &'static str {
    match publication.kind {
        Some(PublicationType::Thesis) => "Thesis",
        Some(PublicationType::Book) => "Book",
        Some(PublicationType::Chapter) => "Chapter",
        Some(PublicationType::Report) => "Report",
        Some(PublicationType::Software) => "SoftwareSourceCode",
        Some(PublicationType::Dataset) => "Dataset",
        Some(PublicationType::Patent | PublicationType::Other) => "CreativeWork",
        _ => "ScholarlyArticle",
    }
}

fn whole(thing: Value) -> Value {
    let mut whole = Map::from_iter([("@context".to_owned(), "https://schema.org".into())]);
    if let Value::Object(thing) = thing {
        whole.extend(thing);
    }
    Value::Object(whole)
}

/// Returns an object of a type, without its empty fields.
fn object(kind: &str, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    let fields = fields.into_iter().filter(|(_, value)| !is_empty(value)).map(|(name, value)| (name.to_owned(), value));
    Value::Object([("@type".to_owned(), kind.into())].into_iter().chain(fields).collect())
}

fn profile_page(context: AppContext) -> Value {
    let AppContext { content, .. } = context;
    object(
        "ProfilePage",
        [
            ("url", json!(absolute("/", content))),
            ("name", json!(Route::home().heading(content))),
            ("inLanguage", json!(content.site.language)),
            ("dateModified", json!(content.site.updated.map(|date| date.datetime()))),
            ("mainEntity", scholar(content)),
        ],
    )
}

/// Returns a page with a date.
fn post(page: &Route, context: AppContext, image: Option<String>, description: Option<&str>) -> Option<Value> {
    let content = context.content;
    let date = page.content(content)?.date?;
    let home = absolute("/", content);
    let author = object(
        "Person",
        [
            ("@id", json!(home.as_ref().map(|home| format!("{home}#person")))),
            ("name", json!(content.person.name)),
            ("url", json!(home)),
        ],
    );
    let fields = [
        ("url", json!(absolute(&page.path(), content))),
        ("headline", json!(page.heading(content))),
        ("description", json!(description)),
        ("datePublished", json!(date.datetime())),
        ("inLanguage", json!(content.site.language)),
        ("image", json!(image)),
        ("author", author),
    ];
    Some(object("BlogPosting", fields))
}

fn scholar(content: &Content) -> Value {
    let person = &content.person;
    let also: Vec<&String> = person.known_as.iter().chain(&person.aliases).collect();
    let affiliations = person.affiliations.iter().map(|affiliation| {
        let url = affiliation.url.as_ref().and_then(|url| absolute_address(url, content));
        object("Organization", [("name", json!(affiliation.name)), ("url", json!(url))])
    });
    let elsewhere = profile_links(person).into_iter().map(|link| link.url);
    let elsewhere: Vec<String> = elsewhere
        .filter_map(|address| absolute_address(&address, content))
        .filter(|address| address.starts_with("http"))
        .collect();
    object(
        "Person",
        [
            ("@id", json!(absolute("/", content).map(|url| url + "#person"))),
            ("name", json!(person.name)),
            ("alternateName", json!(also)),
            ("description", json!(person.headline)),
            ("url", json!(absolute("/", content))),
            ("image", json!(person.image.as_ref().and_then(|image| absolute_address(&image.src, content)))),
            ("email", json!(person.email)),
            ("affiliation", Value::Array(affiliations.collect())),
            (
                "workLocation",
                person.location.as_ref().map_or(Value::Null, |place| object("Place", [("name", json!(place))])),
            ),
            ("sameAs", json!(elsewhere)),
        ],
    )
}

fn author(author: &Author, content: &Content) -> Value {
    let known = content.coauthor(author);
    let orcid = content.orcid(author);
    let url = known.and_then(|known| known.url.as_ref()).and_then(|url| absolute_address(url, content));
    let home = absolute("/", content).filter(|_| author.is_owner());
    let given = author.given.as_ref().or_else(|| known?.given.as_ref());
    let family = author.family.as_ref().or_else(|| known?.family.as_ref());
    object(
        if is_group(author, content) { "Organization" } else { "Person" },
        [
            ("@id", json!(home.as_ref().map(|home| format!("{home}#person")))),
            ("name", json!(author.name)),
            ("givenName", json!(given)),
            ("familyName", json!(family)),
            ("url", json!(url.or(home))),
            ("sameAs", json!(orcid)),
        ],
    )
}

fn article(publication: &Publication, context: AppContext, pdf: Option<String>, image: Option<String>) -> Value {
    use RelationKind::{ErratumTo, NewVersionOf, PartOf, PreprintOf, ReplyTo, SupplementTo, TranslationOf};
    let content = context.content;
    let url = absolute(&Route::of(publication).path(), content);
    let plain = |text: &Option<Markdown>| text.as_ref().map(|text| plain_text(&context.documents.get(text)));
    let doi = publication.doi.as_deref().map(doi_url);
    let arxiv = publication.arxiv.as_deref().map(arxiv_url);
    let cited = publication.url.as_ref().and_then(|url| absolute_address(url, content));
    let mut same: Vec<&String> = doi.iter().chain(&arxiv).chain(&cited).collect();
    same.dedup();
    let identifier = |name: &str, value: &Option<String>| {
        let value = value.as_ref()?;
        Some(object("PropertyValue", [("propertyID", json!(name)), ("value", json!(value))]))
    };
    let identifiers: Vec<Value> =
        [identifier("DOI", &publication.doi), identifier("arXiv", &publication.arxiv)].into_iter().flatten().collect();
    let awards: Vec<&str> = publication.awards.iter().map(|award| award.name.as_str()).collect();
    let topics: Vec<&str> = publication.topics.iter().map(|key| content.topic_label(key)).collect();
    let people = |people: &[Author]| {
        Value::Array(people.iter().filter(|one| !one.is_others()).map(|one| author(one, content)).collect())
    };
    let page_of = |other: &Publication| {
        let url = absolute(&Route::of(other).path(), content);
        object("CreativeWork", [("@id", json!(url)), ("name", json!(&*other.title))])
    };
    let relations = content.relations(publication);
    let related = |is_inverse: bool, kinds: &[RelationKind]| {
        let chosen = relations.iter().filter(|one| one.is_inverse == is_inverse && kinds.contains(&one.kind));
        Value::Array(chosen.map(|one| page_of(one.other)).collect())
    };
    let is_software = publication.kind == Some(PublicationType::Software);
    let details = Details::of(publication, content);
    let publisher =
        (!details.publisher.is_empty()).then(|| object("Organization", [("name", json!(details.publisher))]));
    let code = publication.links.iter().find(|link| link.kind == Some(LinkKind::Code));
    let code = code.filter(|_| is_software);
    // Only the article and chapter types have this property.
    let has_pages = matches!(type_of(publication), "ScholarlyArticle" | "Report" | "Chapter");
    let encoding = pdf
        .map(|pdf| object("MediaObject", [("contentUrl", json!(pdf)), ("encodingFormat", json!("application/pdf"))]));
    object(
        type_of(publication),
        [
            ("@id", json!(url)),
            ("url", json!(url)),
            ("name", json!(&*publication.title)),
            ("headline", json!(&*publication.title)),
            ("author", people(&publication.authors)),
            ("editor", people(&publication.editors)),
            ("translator", people(&publication.translators)),
            ("datePublished", json!(publication.date.map(|date| date.datetime()))),
            ("inLanguage", json!(publication.language)),
            ("isPartOf", is_part_of(publication, &details, content).unwrap_or_default()),
            ("publisher", publisher.unwrap_or_default()),
            ("creativeWorkStatus", json!(publication.status.map(|status| status.label()))),
            ("bookEdition", json!(publication.edition)),
            ("isbn", json!(publication.isbn.as_ref().filter(|_| type_of(publication) == "Book"))),
            ("version", json!(publication.version)),
            ("inSupportOf", json!(thesis_type(publication).filter(|_| type_of(publication) == "Thesis"))),
            ("pagination", json!(publication.pages.as_ref().filter(|_| has_pages))),
            ("abstract", json!(plain(&publication.r#abstract))),
            ("description", json!(plain(&publication.tldr))),
            ("award", json!(awards)),
            ("keywords", json!(topics)),
            ("identifier", Value::Array(identifiers)),
            ("sameAs", json!(same)),
            ("codeRepository", json!(code.and_then(|link| absolute_address(&link.url, content)))),
            ("encoding", encoding.unwrap_or_default()),
            ("reportNumber", json!(publication.number.as_ref().filter(|_| type_of(publication) == "Report"))),
            ("translationOfWork", related(false, &[TranslationOf])),
            ("isBasedOn", related(false, &[NewVersionOf, ReplyTo, SupplementTo])),
            ("workTranslation", related(true, &[TranslationOf])),
            ("correction", related(true, &[ErratumTo])),
            ("workExample", related(true, &[PreprintOf])),
            ("exampleOfWork", related(false, &[PreprintOf])),
            ("hasPart", related(true, &[PartOf])),
            ("image", json!(image)),
        ],
    )
}

/// Returns the venue with its volume and issue, from the inside out.
fn is_part_of(publication: &Publication, details: &Details, content: &Content) -> Option<Value> {
    // Archives, publishers and universities publish a work; it is no part of them.
    let venue = publication.venue.as_ref().filter(|_| !details.venue.is_empty()).map(|key| {
        let known = content.venues.get(key);
        let name = known.map_or(key.as_str(), |venue| &venue.name);
        let short = known.and_then(|venue| venue.short.as_ref()).filter(|short| *short != name);
        let url = known.and_then(|venue| venue.url.as_ref()).and_then(|url| absolute_address(url, content));
        let kind = match publication.kind {
            Some(PublicationType::Journal) => "Periodical",
            Some(PublicationType::Chapter) => "Book",
            _ => "CreativeWorkSeries",
        };
        object(
            kind,
            [
                ("name", json!(name)),
                ("alternateName", json!(short)),
                ("url", json!(url)),
                ("issn", json!(publication.issn.as_ref().filter(|_| kind != "Book" && details.series.is_empty()))),
                ("isbn", json!(publication.isbn.as_ref().filter(|_| kind == "Book"))),
            ],
        )
    });
    let series = (!details.series.is_empty())
        .then(|| object("CreativeWorkSeries", [("name", json!(details.series)), ("issn", json!(publication.issn))]));
    // The volume of a journal is part of the journal; any other volume is part of its series if there is one.
    let (venue, around) = match series {
        Some(series) if publication.kind != Some(PublicationType::Journal) => (venue, Some(series)),
        series => (series, venue),
    };
    let volume = publication.volume.as_ref().map(|volume| {
        let around = around.clone().unwrap_or_default();
        object("PublicationVolume", [("volumeNumber", json!(volume)), ("isPartOf", around)])
    });
    let around = volume.or(around);
    let around = match &publication.issue {
        Some(issue) => {
            let around = around.unwrap_or_default();
            Some(object("PublicationIssue", [("issueNumber", json!(issue)), ("isPartOf", around)]))
        }
        None => around,
    };
    match (venue, around) {
        (Some(venue), Some(around)) => Some(json!([venue, around])),
        (venue, around) => venue.or(around),
    }
}
