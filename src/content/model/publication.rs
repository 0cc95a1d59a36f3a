//! Publications and what they refer to.

use crate::{
    content::{
        Date,
        macros::model,
        model::vocabulary::{LinkKind, PublicationType, VenueKind},
    },
    url::SafeUrl,
};

model! {
    /// A conference, workshop, journal, preprint server, …
    pub struct Venue {
        /// The name by which the field knows it: "SIGCOMM".
        optional short: Option<String>,
        /// The full name.
        required name: String,
        /// What kind of venue it is.
        optional kind: Option<VenueKind>,
        /// Its address.
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
        /// Its name for a reader.
        required label: String,
        /// One sentence on it.
        optional description: Option<String>,
    }
}

model! {
    /// A publication.
    pub struct Publication {
        /// Cite key and last part of the address: ASCII letters, digits, "-" and "_"; unique, ignoring case;
        /// not "page" or "index".
        expected id: String where { "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$" },
        /// The title, plain text.
        required title: String,
        /// What kind of publication it is.
        expected kind as "type": Option<PublicationType>,
        /// The authors in order: each a name, or an object with the name and marks.
        expected authors: Vec<Author>,
        /// A key of `venues`.
        optional venue: Option<String>,
        /// When it was published: YYYY, YYYY-MM or YYYY-MM-DD.
        expected date: Option<Date>,
        /// Keys of `topics`.
        optional topics: Vec<String>,
        /// Paper, code, slides, … in the order in which they are shown.
        optional links: Vec<Link>,
        /// Awards that this publication won.
        optional awards: Vec<Award>,
        /// The abstract. Markdown.
        optional r#abstract as "abstract": Option<String>,
        /// The gist in one or two sentences. Markdown.
        optional tldr: Option<String>,
        /// A remark shown under the publication. Markdown.
        optional note: Option<String>,
        /// Earlier or other versions: the workshop paper, the preprint, …
        optional versions: Vec<Version>,
        /// Whether it is one of the scholar's selected publications.
        optional selected: bool,
        /// DOI without an address: "10.1145/3651890.3672274".
        optional doi: Option<String>,
        /// arXiv identifier: "2310.07240".
        optional arxiv: Option<String>,
        /// Volume of a journal or series.
        optional volume: Option<String>,
        /// Issue of a journal.
        optional issue: Option<String>,
        /// Pages: "1-15".
        optional pages: Option<String>,
        /// Publisher; for a thesis or a report, the institution.
        optional publisher: Option<String>,
        /// The language of the title and the abstract as a BCP 47 tag ("de"), where it is not that of the site.
        optional language: Option<String> where { "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" },
        /// A BibTeX entry to offer in place of the one made from these fields.
        optional bibtex: Option<String>,
    }
}

impl Publication {
    /// Returns the year, if the date is known.
    pub fn year(&self) -> Option<u16> {
        self.date.map(Date::year)
    }
}

model! {
    /// An author of a publication.
    pub struct Author or String as name {
        /// The name as printed on the paper.
        required name: String,
        /// Authors of this publication with the same number contributed equally.
        optional equal: Option<u8>,
        /// Whether they are a corresponding author.
        optional corresponding: bool,
    }
}

model! {
    /// A link of a publication or an entry.
    pub struct Link {
        /// What it leads to.
        optional kind: Option<LinkKind>,
        /// A file under `public/` ("files/paper.pdf") or an http, https or mailto address.
        required url: SafeUrl,
        /// The text of the link, where the kind does not say enough.
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
        /// Where it was announced.
        optional url: Option<SafeUrl>,
    }
}

model! {
    /// An earlier or other version of a publication.
    pub struct Version {
        /// A key of `venues`.
        optional venue: Option<String>,
        /// When it appeared: YYYY, YYYY-MM or YYYY-MM-DD.
        optional date: Option<Date>,
        /// Paper, slides, …
        optional links: Vec<Link>,
        /// A remark. Markdown.
        optional note: Option<String>,
    }
}
