//! The profile: what `content.json` may hold, type by type.
//!
//! These doc comments are the descriptions in `public/content.schema.json`, so they are written for
//! the scholar who fills the file in. Terms are those of CSL-JSON and BibTeX where these have one.
//! Almost every field may be absent; an absent field shows nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de};

use crate::{
    content::{
        Date, Keyed,
        macros::{Word, record},
    },
    url::{Address, ImageAddress},
    util::{
        json,
        json::{Plain, Source},
    },
};

/// A scholar's profile, whole. This file is the only content of the site.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Content {
    /// The JSON Schema of this file ("content.schema.json"), by which an editor completes and checks it.
    #[schemars(rename = "$schema")]
    pub schema: Option<String>,
    /// What concerns the site as a whole.
    #[schemars(default)]
    pub site: Site,
    /// The scholar.
    pub person: Person,
    /// What is known of co-authors, by their name exactly as it stands in `authors`.
    #[schemars(default)]
    pub people: Keyed<Colleague>,
    /// Venues by key; `publications[].venue` and the address `?venue=` use the key.
    #[schemars(default)]
    pub venues: Keyed<Venue>,
    /// Topic areas by key; `publications[].topics` and the address `?topic=` use the key.
    #[schemars(default)]
    pub topics: Keyed<Topic>,
    /// The publications. They are shown by year, newest first, and within a year in this order.
    #[schemars(default)]
    pub publications: Vec<Publication>,
    /// The pages in the order of the menu. The first one, with the slug "", is the home page.
    pub pages: Vec<ContentPage>,
}

impl Content {
    /// The names of the fields in the JSON, in the order of the type.
    pub(super) const FIELDS: &'static [&'static str] =
        &["$schema", "site", "person", "people", "venues", "topics", "publications", "pages"];
}

/// What concerns the site as a whole.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Site {
    /// The address at which the site will stand, such as "https://ada.example/". Absolute addresses need it.
    pub url: Option<Address>,
    /// The language of the profile as a BCP 47 tag; "en" where it is absent.
    pub language: Option<String>,
    /// One sentence on the site for search engines.
    pub description: Option<String>,
    /// When the profile was last brought up to date: YYYY, YYYY-MM or YYYY-MM-DD.
    pub updated: Option<Date>,
    /// Old addresses and where they lead now: { "/about/": "/" }.
    #[schemars(default)]
    pub redirects: Keyed<String>,
    /// Whether browsers that were there before show the site without a connection, too; false where they are not to.
    pub offline: Option<bool>,
    /// Whether the home page lists the topics with the number of publications of each; true where it is absent.
    pub home_topics: Option<bool>,
}

record!(Site {
    url "url",
    language "language",
    description "description",
    updated "updated",
    redirects "redirects",
    offline "offline",
    home_topics "homeTopics",
});

/// The scholar.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Person {
    /// The name as it is printed on papers.
    pub name: String,
    /// Other spellings of this name on papers ("Q. Zhang"). Each must be the exact name of some author.
    #[schemars(default)]
    pub aliases: Vec<String>,
    /// The name by which people call the scholar, where it is another one.
    pub known_as: Option<String>,
    /// One line under the name: position, institution.
    pub headline: Option<String>,
    /// Institutions, laboratories, groups.
    #[schemars(default)]
    pub affiliations: Vec<Affiliation>,
    /// City, country.
    pub location: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A portrait. Initials stand in its place where it is absent.
    pub image: Option<Image>,
    /// Links to profiles elsewhere.
    #[schemars(default)]
    pub links: Vec<ProfileLink>,
    /// Identifiers in scholarly databases; each becomes a link.
    #[schemars(default)]
    pub ids: Identifiers,
}

record!(Person {
    name "name" required,
    aliases "aliases",
    known_as "knownAs",
    headline "headline",
    affiliations "affiliations",
    location "location",
    email "email",
    image "image",
    links "links",
    ids "ids",
});

/// An institution, a laboratory or a group.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Affiliation {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: Option<Address>,
}

record!(Affiliation {
    name "name" required,
    url "url",
});

/// A picture.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Image {
    /// A file under `public/` ("files/portrait.jpg") or an https address.
    pub src: Address,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
}

record!(Image {
    src "src" => ImageAddress required,
    alt "alt" required,
});

/// A link to a profile elsewhere.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ProfileLink {
    /// What it leads to.
    pub kind: Option<ProfileKind>,
    /// Its address.
    pub url: Address,
    /// The text of the link, where the kind does not say enough.
    pub label: Option<String>,
}

record!(ProfileLink {
    kind "kind",
    url "url" required,
    label "label",
});

/// Declares an enum of words: its JSON spelling, its label for a reader, and the list of all values.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
        pub enum $name { $($(#[$doc])* #[schemars(rename = $word)] $variant,)+ }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                Word(&[$($word),+]).read(deserializer).map(|place| $name::ALL[place])
            }
        }

        impl Plain for $name {
            fn read(json: &mut Source) -> $name {
                $name::ALL[json.one_of(&[$($word),+])]
            }

            fn write(&self, json: &mut String) {
                json::write_string(self.word(), json);
            }
        }

        impl $name {
            /// Every value, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The word in `content.json` and in addresses.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// The word for a reader.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)+ }
            }
        }
    };
}

words! {
    /// What a link in `person.links` leads to.
    ProfileKind {
        Website "website" "Website",
        Cv "cv" "CV",
        GitHub "github" "GitHub",
        GitLab "gitlab" "GitLab",
        GoogleScholar "google-scholar" "Google Scholar",
        LinkedIn "linkedin" "LinkedIn",
        Mastodon "mastodon" "Mastodon",
        Bluesky "bluesky" "Bluesky",
        X "x" "X",
        YouTube "youtube" "YouTube",
        ResearchGate "researchgate" "ResearchGate",
        HuggingFace "huggingface" "Hugging Face",
        Blog "blog" "Blog",
    }
}

words! {
    /// What kind of venue it is.
    VenueKind {
        Conference "conference" "Conference",
        Workshop "workshop" "Workshop",
        Journal "journal" "Journal",
        PreprintServer "preprint server" "Preprint server",
        Publisher "publisher" "Publisher",
        University "university" "University",
        Repository "repository" "Repository",
        Other "other" "Other",
    }
}

words! {
    /// What kind of publication it is.
    PublicationType {
        Conference "conference" "Conference paper",
        Workshop "workshop" "Workshop paper",
        Journal "journal" "Journal article",
        Preprint "preprint" "Preprint",
        Thesis "thesis" "Thesis",
        Book "book" "Book",
        Chapter "chapter" "Book chapter",
        Report "report" "Report",
        Software "software" "Software",
        Dataset "dataset" "Dataset",
        Patent "patent" "Patent",
    }
}

words! {
    /// What a publication's link leads to.
    LinkKind {
        Paper "paper" "Paper",
        Code "code" "Code",
        Slides "slides" "Slides",
        Talk "talk" "Talk",
        Video "video" "Video",
        Poster "poster" "Poster",
        Website "website" "Website",
        Data "data" "Data",
        Artifact "artifact" "Artifact",
        Demo "demo" "Demo",
        Blog "blog" "Blog",
        Supplement "supplement" "Supplement",
    }
}

/// Identifiers in scholarly databases; each becomes a link.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct Identifiers {
    /// ORCID iD: "0000-0002-1825-0097".
    pub orcid: Option<String>,
    /// DBLP person key: "65/9612".
    pub dblp: Option<String>,
    /// Google Scholar's `user`.
    pub google_scholar: Option<String>,
    /// Semantic Scholar's author number.
    pub semantic_scholar: Option<String>,
    /// OpenReview's profile id: "~Ada_Lovelace1".
    pub openreview: Option<String>,
}

record!(Identifiers {
    orcid "orcid",
    dblp "dblp",
    google_scholar "googleScholar",
    semantic_scholar "semanticScholar",
    openreview "openreview",
});

/// What is known of a co-author.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Colleague {
    /// Their homepage.
    pub url: Option<Address>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// Given names, where the split of the name is not the usual one (last word = family name).
    pub given: Option<String>,
    /// Family name with its particles ("van der Berg").
    pub family: Option<String>,
}

record!(Colleague {
    url "url",
    orcid "orcid",
    given "given",
    family "family",
});

/// A conference, workshop, journal, preprint server, …
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Venue {
    /// The name by which the field knows it: "SIGCOMM".
    pub short: Option<String>,
    /// The full name.
    pub name: String,
    /// What kind of venue it is.
    pub kind: Option<VenueKind>,
    /// Its address.
    pub url: Option<Address>,
}

record!(Venue {
    short "short",
    name "name" required,
    kind "kind",
    url "url",
});

impl Venue {
    /// The short name, or the full one where there is none.
    pub fn label(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// A topic area.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Topic {
    /// Its name for a reader.
    pub label: String,
    /// One sentence on it.
    pub description: Option<String>,
}

record!(Topic {
    label "label" required,
    description "description",
});

/// A publication.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Publication {
    /// Cite key and last part of the address: ASCII letters, digits, "-" and "_"; unique, ignoring case;
    /// not "page" or "index".
    #[schemars(length(max = 200), regex(pattern = "^[A-Za-z0-9_-]+$"))]
    pub id: String,
    /// The title, plain text.
    pub title: String,
    /// What kind of publication it is.
    #[schemars(rename = "type")]
    #[schemars(required)]
    pub kind: Option<PublicationType>,
    /// The authors in order: each a name, or an object with the name and marks.
    pub authors: Vec<Author>,
    /// A key of `venues`.
    pub venue: Option<String>,
    /// When it was published: YYYY, YYYY-MM or YYYY-MM-DD.
    #[schemars(required)]
    pub date: Option<Date>,
    /// Keys of `topics`.
    #[schemars(default)]
    pub topics: Vec<String>,
    /// Paper, code, slides, … in the order in which they are shown.
    #[schemars(default)]
    pub links: Vec<Link>,
    /// Awards that this publication won.
    #[schemars(default)]
    pub awards: Vec<Award>,
    /// The abstract. Markdown.
    pub r#abstract: Option<String>,
    /// The gist in one or two sentences. Markdown.
    pub tldr: Option<String>,
    /// A remark shown under the publication. Markdown.
    pub note: Option<String>,
    /// Earlier or other versions: the workshop paper, the preprint, …
    #[schemars(default)]
    pub versions: Vec<Version>,
    /// Whether it is one of the scholar's selected publications.
    #[schemars(default)]
    pub selected: bool,
    /// DOI without an address: "10.1145/3651890.3672274".
    pub doi: Option<String>,
    /// arXiv identifier: "2310.07240".
    pub arxiv: Option<String>,
    /// Volume of a journal or series.
    pub volume: Option<String>,
    /// Issue of a journal.
    pub issue: Option<String>,
    /// Pages: "1-15".
    pub pages: Option<String>,
    /// Publisher; for a thesis or a report, the institution.
    pub publisher: Option<String>,
    /// The language of the title and the abstract as a BCP 47 tag ("de"), where it is not that of the site.
    #[schemars(regex(pattern = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"))]
    pub language: Option<String>,
    /// A BibTeX entry to offer in place of the one made from these fields.
    pub bibtex: Option<String>,
}

record!(Publication {
    id "id",
    title "title" required,
    kind "type",
    authors "authors",
    venue "venue",
    date "date",
    topics "topics",
    links "links",
    awards "awards",
    r#abstract "abstract",
    tldr "tldr",
    note "note",
    versions "versions",
    selected "selected",
    doi "doi",
    arxiv "arxiv",
    volume "volume",
    issue "issue",
    pages "pages",
    publisher "publisher",
    language "language",
    bibtex "bibtex",
});

impl Publication {
    /// The year, where the date is known.
    pub fn year(&self) -> Option<u16> {
        self.date.map(Date::year)
    }
}

/// An author of a publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Author {
    /// The name as printed on the paper.
    pub name: String,
    /// Authors with the same number contributed equally.
    pub equal: Option<u8>,
    /// Whether they are a corresponding author.
    pub corresponding: bool,
}

/// An author with marks.
#[derive(Default, JsonSchema)]
#[schemars(rename = "MarkedAuthor", deny_unknown_fields)]
struct AuthorFields {
    /// The name as printed on the paper.
    name: String,
    /// Authors of this publication with the same number contributed equally.
    equal: Option<u8>,
    /// Whether they are a corresponding author.
    #[schemars(default)]
    corresponding: bool,
}

record!(AuthorFields {
    name "name" required,
    equal "equal",
    corresponding "corresponding",
});

impl From<String> for Author {
    fn from(name: String) -> Author {
        Author { name, equal: None, corresponding: false }
    }
}

impl From<AuthorFields> for Author {
    fn from(fields: AuthorFields) -> Author {
        Author { name: fields.name, equal: fields.equal, corresponding: fields.corresponding }
    }
}

impl From<Author> for AuthorFields {
    fn from(author: Author) -> AuthorFields {
        AuthorFields { name: author.name, equal: author.equal, corresponding: author.corresponding }
    }
}

/// A link of a publication or an entry.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Link {
    /// What it leads to.
    pub kind: Option<LinkKind>,
    /// A file under `public/` ("files/paper.pdf") or an http, https or mailto address.
    pub url: Address,
    /// The text of the link, where the kind does not say enough.
    pub label: Option<String>,
}

record!(Link {
    kind "kind",
    url "url" required,
    label "label",
});

impl Link {
    /// The text of the link: its label, or its kind's.
    pub fn text(&self) -> &str {
        self.label.as_deref().unwrap_or_else(|| self.kind.map_or("Link", LinkKind::label))
    }
}

/// An award.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Award {
    /// Its name.
    pub name: String,
    /// Where it was announced.
    pub url: Option<Address>,
}

record!(Award {
    name "name" required,
    url "url",
});

/// An earlier or other version of a publication.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Version {
    /// A key of `venues`.
    pub venue: Option<String>,
    /// When it appeared: YYYY, YYYY-MM or YYYY-MM-DD.
    pub date: Option<Date>,
    /// Paper, slides, …
    #[schemars(default)]
    pub links: Vec<Link>,
    /// A remark. Markdown.
    pub note: Option<String>,
}

record!(Version {
    venue "venue",
    date "date",
    links "links",
    note "note",
});

/// A page of the menu.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Page", deny_unknown_fields)]
pub struct ContentPage {
    /// The page's address: "teaching" stands at /teaching/. "" is the home page; "publications" is the
    /// page on which visitors filter and search.
    #[schemars(length(max = 200), regex(pattern = "^[a-z0-9-]*$"))]
    pub slug: String,
    /// The page's heading and its name in the menu.
    pub title: String,
    /// What stands on the page, in order.
    #[schemars(default)]
    pub sections: Vec<Section>,
}

record!(ContentPage {
    slug "slug" required,
    title "title" required,
    sections "sections",
});

/// A part of a page: Markdown (`text`), a list (`entries`) or a choice of publications.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Section {
    /// The section's heading.
    pub title: Option<String>,
    /// Markdown; it stands first where the section has a list as well.
    pub text: Option<String>,
    /// A list: courses, committees, news, students, awards, …
    #[schemars(default)]
    pub entries: Vec<Entry>,
    /// A choice of publications.
    pub publications: Option<Selection>,
}

record!(Section {
    title "title",
    text "text",
    entries "entries",
    publications "publications",
});

/// A choice of publications; several conditions narrow it together.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Selection {
    /// Only those marked as selected.
    #[schemars(default)]
    pub selected: bool,
    /// Only those of this topic (a key of `topics`).
    pub topic: Option<String>,
    /// At most this many, the newest.
    pub newest: Option<u32>,
}

record!(Selection {
    selected "selected",
    topic "topic",
    newest "newest",
});

/// A line of a list; a line with nothing but a title may be written as a string.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What: a course, a committee, a piece of news.
    pub title: String,
    /// In what role.
    pub role: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// When, in words: "Spring 2024".
    pub when: Option<String>,
    /// A remark. Markdown.
    pub note: Option<String>,
    /// Links.
    pub links: Vec<Link>,
    /// Lines under this one, for a line that lists many venues.
    pub entries: Vec<Entry>,
}

/// A line of a list.
#[derive(Default, JsonSchema)]
#[schemars(rename = "EntryFields", deny_unknown_fields)]
struct EntryFields {
    /// What: a course, a committee, a piece of news.
    title: String,
    /// In what role.
    role: Option<String>,
    /// Where.
    #[schemars(rename = "where")]
    place: Option<String>,
    /// When, in words: "Spring 2024".
    when: Option<String>,
    /// A remark. Markdown.
    note: Option<String>,
    /// Links.
    #[schemars(default)]
    links: Vec<Link>,
    /// Lines under this one, for a line that lists many venues.
    #[schemars(default)]
    entries: Vec<Entry>,
}

record!(EntryFields {
    title "title" required,
    role "role",
    place "where",
    when "when",
    note "note",
    links "links",
    entries "entries",
});

impl From<String> for Entry {
    fn from(title: String) -> Entry {
        Entry { title, role: None, place: None, when: None, note: None, links: Vec::new(), entries: Vec::new() }
    }
}

impl From<EntryFields> for Entry {
    fn from(fields: EntryFields) -> Entry {
        let EntryFields { title, role, place, when, note, links, entries } = fields;
        Entry { title, role, place, when, note, links, entries }
    }
}

impl From<Entry> for EntryFields {
    fn from(entry: Entry) -> EntryFields {
        let Entry { title, role, place, when, note, links, entries } = entry;
        EntryFields { title, role, place, when, note, links, entries }
    }
}

/// Reads `$type` from a string or from the object `$fields`. serde's untagged enums would do, but they
/// answer every mistake inside the object with "did not match any variant".
macro_rules! string_or_object {
    ($type:ident, $fields:ident, $expected:literal) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                struct Visitor;
                impl<'de> de::Visitor<'de> for Visitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }

                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$type, E> {
                        Ok(text.to_owned().into())
                    }

                    fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<$type, A::Error> {
                        $fields::fill(map).map($type::from)
                    }
                }
                // The name and the fields let the reader of the file check the names of fields.
                deserializer.deserialize_struct(crate::content::lenient::STRING_OR_OBJECT, $fields::FIELDS, Visitor)
            }
        }

        impl Plain for $type {
            fn read(json: &mut Source) -> $type {
                match json.peek() {
                    b'"' => json.string().into(),
                    _ => $fields::read(json).into(),
                }
            }

            fn write(&self, json: &mut String) {
                $fields::from(self.clone()).write(json);
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let fields = generator.subschema_for::<$fields>();
                schemars::json_schema!({ "anyOf": [{ "type": "string" }, fields] })
            }
        }
    };
}

string_or_object!(Author, AuthorFields, "a name or an object with a name");
string_or_object!(Entry, EntryFields, "a title or an object with a title");
