//! Publications and what they refer to.

use crate::{
    content::{
        Date, Markdown, Title,
        keys::is_cite_key,
        macros::model,
        model::vocabulary::{LinkKind, PublicationStatus, PublicationType, RelationKind, VenueKind},
    },
    url::{ImageUrl, SafeUrl, VideoUrl},
};

model! {
    /// A conference, workshop, journal, preprint server, …
    pub struct Venue {
        /// The short name, such as "SIGCOMM".
        optional short: Option<String>,
        /// The full name.
        required name: String,
        /// The kind of venue. Default: the kind that the type of the publication implies.
        optional kind: Option<VenueKind>,
        /// Its URL.
        optional url: Option<SafeUrl>,
    }
}

impl Venue {
    /// Returns the short name, or the full name if there is none.
    pub fn label(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

model! {
    /// A topic area.
    pub struct Topic {
        /// Its name.
        required label: String,
        /// One sentence about it.
        optional description: Option<String>,
    }
}

model! {
    /// A publication.
    pub struct Publication {
        /// The last part of the URL of its page, and the cite key unless `key` is given: ASCII letters, digits, "-" and "_";
        /// unique, ignoring case; not "page" or "index".
        expected id: String where { "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$" },
        /// The key by which LaTeX users cite it, such as "tessel:2021" or "DBLP:conf/quill/Tessel21". Default: `id`.
        optional key: Option<String>,
        /// The title. Inline Markdown: `*emphasis*`, `**strong**`, `` `code` ``, `~subscript~`, `^superscript^` and `$math$`.
        required title: Title,
        /// The type of publication.
        expected kind as "type": Option<PublicationType>,
        /// The authors in order: each a name, or an object. The last one may be "et al.".
        optional authors: Vec<Author>,
        /// The editors of a book, of proceedings, or of the book that contains this chapter: each like an author.
        optional editors: Vec<Author>,
        /// The translators: each like an author.
        optional translators: Vec<Author>,
        /// A key of `venues`, or the name of a venue.
        optional venue: Option<String>,
        /// The date of publication: YYYY, YYYY-MM or YYYY-MM-DD; a season, such as 2024-21 (spring; summer, autumn and winter
        /// are 22 to 24); or an interval, such as 2023/2024 (EDTF, ISO 8601-2).
        optional date: Option<Date>,
        /// The state of a publication that is not published yet.
        optional status: Option<PublicationStatus>,
        /// Keys of `topics`.
        optional topics: Vec<String>,
        /// The paper, code, slides, … in the order in which they are shown.
        optional links: Vec<Link>,
        /// An image, such as the first figure. Lists show it beside the publication.
        optional image: Option<Figure>,
        /// A video without sound. Lists show it in place of the image, which it shows until it plays.
        optional video: Option<Video>,
        /// Awards that this publication won.
        optional awards: Vec<Award>,
        /// The abstract. Markdown.
        optional r#abstract as "abstract": Option<Markdown>,
        /// A summary in one or two sentences. Markdown.
        optional tldr: Option<Markdown>,
        /// A remark shown under the publication. Markdown.
        optional note: Option<Markdown>,
        /// Earlier or other versions that have no entry of their own: the workshop paper, the preprint, …
        optional versions: Vec<Version>,
        /// Relations to other publications of this list.
        optional relations: Vec<Relation>,
        /// Whether it is one of the scholar's selected publications.
        optional selected: bool,
        /// The URL to cite. Default: the URL of the DOI or of the arXiv page, or the link that fits the type.
        optional url: Option<SafeUrl>,
        /// DOI without "https://doi.org/": "10.1145/3651890.3672274".
        optional doi: Option<String>,
        /// arXiv identifier: "2310.07240".
        optional arxiv: Option<String>,
        /// Volume of a journal or series.
        optional volume: Option<String>,
        /// Issue of a journal.
        optional issue: Option<String>,
        /// Number of a report or patent, or the number of an article in a journal without pages.
        optional number: Option<String>,
        /// Pages: "1-15".
        optional pages: Option<String>,
        /// Series of the book or proceedings: "Lecture Notes in Quillwork".
        optional series: Option<String>,
        /// Edition of a book: "2" or "Second".
        optional edition: Option<String>,
        /// Publisher; for a thesis or a report, the institution.
        optional publisher: Option<String>,
        /// Place of the publisher, or of a conference.
        optional place: Option<String>,
        /// ISBN of the book or proceedings.
        optional isbn: Option<String>,
        /// ISSN of the journal or series.
        optional issn: Option<String>,
        /// Version of software or of a dataset: "2.1".
        optional version: Option<String>,
        /// Degree of a thesis: "phd", "master", "bachelor", or its name, such as "Habilitation".
        optional degree: Option<String>,
        /// The language of the title and the abstract as a BCP 47 tag ("de"), unless it is the language of the site.
        optional language: Option<String> where { "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
        /// A BibTeX entry that replaces the entry made from these fields.
        optional bibtex: Option<String>,
    }
}

impl Publication {
    /// Returns the year, if the date is known.
    pub fn year(&self) -> Option<u16> {
        self.date.map(Date::year)
    }

    /// Returns the cite key: `key`, or the id if BibTeX does not accept it.
    pub fn cite_key(&self) -> &str {
        self.key.as_deref().map(str::trim).filter(|key| is_cite_key(key)).unwrap_or(&self.id)
    }

    /// Returns `true` if lists show the publication within the entry of another one.
    pub fn is_folded(&self) -> bool {
        self.relations.iter().any(|relation| relation.folded)
    }

    /// Returns the people to whom the publication is attributed: the authors, or the editors if there are no authors.
    pub fn creators(&self) -> &[Author] {
        if self.authors.is_empty() { &self.editors } else { &self.authors }
    }

    /// Returns " (ed.)" or " (eds.)", to be written after the [`creators`](Publication::creators) if they are editors.
    pub fn creators_role(&self) -> Option<&'static str> {
        match (self.authors.is_empty(), self.editors.len()) {
            (false, _) | (true, 0) => None,
            (true, 1) => Some(" (ed.)"),
            (true, _) => Some(" (eds.)"),
        }
    }
}

model! {
    /// An image of a publication.
    pub struct Figure {
        /// A file next to content.json ("files/teaser.png") or an https URL.
        required src: ImageUrl,
        /// A description of the image for people who do not see it.
        required alt: String,
        /// A caption or a credit, which the page of the publication shows. Markdown.
        optional caption: Option<Markdown>,
    }
}

model! {
    /// A video of a publication. It plays without sound when a visitor points at it or presses it.
    pub struct Video {
        /// An MP4 or WebM file next to content.json: "files/demo.mp4".
        required src: VideoUrl,
        /// A description of the video for people who do not see it.
        required alt: String,
        /// A caption or a credit, which the page of the publication shows. Markdown.
        optional caption: Option<Markdown>,
    }
}

model! {
    /// An author or editor of a publication.
    pub struct Author or String as name {
        /// The name as printed on the paper: "Ada Lovelace", or "Lovelace, Ada" as in BibTeX. Default: made from the parts, or the name of the person.
        optional name: String,
        /// The family name, if it is not the last word of the name.
        optional family: Option<String>,
        /// The given names.
        optional given: Option<String>,
        /// A particle before the family name, which sorting ignores: "van der".
        optional particle: Option<String>,
        /// A suffix: "Jr.".
        optional suffix: Option<String>,
        /// The name of a group or an organization, instead of the other parts.
        optional literal: Option<String>,
        /// A key of `people`, or "me" for the owner of the site. Default: the person with this name, if there is only one.
        optional person: Option<String>,
        /// The number of a group. The members of a group contributed equally.
        optional equal: Option<u8>,
        /// Whether this is a corresponding author.
        optional corresponding: bool,
        /// Whether this author supervised the work jointly with the other senior authors.
        optional senior: bool,
    }
    /// The number of the name.
    computed name_number: NameNumber;
}

/// The number of an author's name among the different names of a profile, from 1, or 0 if the profile states the person.
/// Authors with the same number have the same name, so whatever depends on the name is computed once. It takes no part in
/// comparisons: two numbers are always equal.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NameNumber(pub u32);

impl PartialEq for NameNumber {
    fn eq(&self, _: &NameNumber) -> bool {
        true
    }
}

/// The number of authors up to which lists, feeds and descriptions contain all names. Of more authors, a list contains only
/// the names that it shows, and a link to the page of the publication, which has all of them. Otherwise a list of 100
/// publications with 2,900 authors each would have 40 MB.
pub const MAX_LISTED_AUTHORS: usize = 25;

/// The key by which [`Author::person`] refers to the owner of the site.
pub const OWNER: &str = "me";

/// The name of the last author of an incomplete list.
const OTHERS: &str = "et al.";

impl Author {
    /// Returns the printed names of authors, separated by commas.
    pub fn names(authors: &[Author]) -> String {
        authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Returns `true` for "et al.", which is no person.
    pub fn is_others(&self) -> bool {
        self.name == OTHERS
    }

    /// Returns `true` for the owner of the site.
    pub fn is_owner(&self) -> bool {
        self.person.as_deref() == Some(OWNER)
    }
}

model! {
    /// A link of a publication or an entry.
    pub struct Link {
        /// The kind of target.
        optional kind: Option<LinkKind>,
        /// A file next to content.json ("files/paper.pdf"), or an http, https or mailto URL.
        required url: SafeUrl,
        /// The text of the link, if the kind does not say enough.
        optional label: Option<String>,
    }
}

impl Link {
    /// Returns the text of the link: its label, or the label of its kind.
    pub fn text(&self) -> &str {
        self.label.as_deref().unwrap_or_else(|| self.kind.map_or("Link", LinkKind::label))
    }
}

model! {
    /// An award.
    pub struct Award {
        /// Its name.
        required name: String,
        /// The URL of its announcement.
        optional url: Option<SafeUrl>,
    }
}

model! {
    /// An earlier or other version of a publication.
    pub struct Version {
        /// A key of `venues`, or the name of a venue.
        optional venue: Option<String>,
        /// The date of publication, like that of a publication.
        optional date: Option<Date>,
        /// Paper, slides, …
        optional links: Vec<Link>,
        /// A remark. Markdown.
        optional note: Option<Markdown>,
    }
}

model! {
    /// A relation to another publication.
    pub struct Relation {
        /// The kind of relation, from this publication to the other one.
        required kind: Option<RelationKind>,
        /// The `id` of the other publication.
        required publication: String,
        /// Whether lists show this publication within the entry of the other one, instead of an entry of its own.
        optional folded: bool,
    }
}
