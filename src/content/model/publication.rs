//! Publications and what they refer to.

use schemars::JsonSchema;

use crate::{
    content::{
        Date,
        macros::{json_object, string_or_object},
        model::vocabulary::{LinkKind, PublicationType, VenueKind},
    },
    url::SafeUrl,
};

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
    pub url: Option<SafeUrl>,
}

json_object!(Venue {
    short "short",
    name "name" required,
    kind "kind",
    url "url",
});

impl Venue {
    /// Returns the short name, or the full name if there is none.
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

json_object!(Topic {
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

json_object!(Publication {
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
    /// Returns the year, if the date is known.
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

json_object!(AuthorFields {
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

string_or_object!(Author, AuthorFields, "a name or an object with a name");

/// A link of a publication or an entry.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Link {
    /// What it leads to.
    pub kind: Option<LinkKind>,
    /// A file under `public/` ("files/paper.pdf") or an http, https or mailto address.
    pub url: SafeUrl,
    /// The text of the link, where the kind does not say enough.
    pub label: Option<String>,
}

json_object!(Link {
    kind "kind",
    url "url" required,
    label "label",
});

impl Link {
    /// Returns the text of the link: its label, or the label of its kind.
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
    pub url: Option<SafeUrl>,
}

json_object!(Award {
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

json_object!(Version {
    venue "venue",
    date "date",
    links "links",
    note "note",
});
