//! The types of the profile, `content.json`.
//!
//! These doc comments are the descriptions in `public/content.schema.json`, so they are written for the scholar who edits
//! the file. The terms are those of CSL-JSON, BibTeX and biblatex, EDTF and DataCite. Almost every field may be absent. An
//! absent field shows nothing.

mod page;
mod person;
mod publication;
mod vocabulary;

pub use page::*;
pub use person::*;
pub use publication::*;
pub use vocabulary::*;

use crate::{
    content::{Date, OrderedMap, macros::model},
    url::SafeUrl,
};

/// The newest version of the format of `content.json`. A change after which an older program misreads a file increases it.
pub(crate) const SCHEMA_VERSION: u32 = 1;

model! {
    /// The profile of a scholar. This file is the only content of the site.
    pub struct Content {
        /// The JSON Schema of this file ("content.schema.json"), with which an editor completes and checks it.
        optional schema as "$schema": Option<String>,
        /// The version of the format of this file. Default: 1.
        optional schema_version as "schemaVersion": Option<u32> where { "minimum": 1, "maximum": SCHEMA_VERSION },
        /// Settings of the whole site.
        optional site: SiteSettings,
        /// The scholar.
        required person: Person,
        /// Co-authors by a key of your choice, or by their name as printed on papers.
        optional people: OrderedMap<Coauthor>,
        /// Venues by key. `publications[].venue` and the query `?venue=` use the key.
        optional venues: OrderedMap<Venue>,
        /// Topic areas by key. `publications[].topics` and the query `?topic=` use the key.
        optional topics: OrderedMap<Topic>,
        /// The publications. They are shown by year, newest first. Within a year, known months determine the order, then
        /// the order of this list.
        optional publications: Vec<Publication>,
        /// The pages in the order of the menu. The first one, with the slug "", is the home page.
        required pages: Vec<ContentPage>,
    }
}

model! {
    /// Settings of the whole site.
    pub struct SiteSettings {
        /// The URL of the site, such as "https://ada.example/". Absolute URLs need it.
        optional url: Option<SafeUrl>,
        /// The language of the profile as a BCP 47 tag. Default: "en".
        optional language: Option<String>,
        /// One sentence about the site for search engines.
        optional description: Option<String>,
        /// The date of the last update of the profile: YYYY, YYYY-MM or YYYY-MM-DD.
        optional updated: Option<Date>,
        /// Old paths and the pages that replace them: { "/about/": "/" }.
        optional redirects: OrderedMap<String>,
        /// Whether returning visitors see the site without a connection. Default: true.
        optional offline: Option<bool>,
        /// Whether the home page lists the topics with the number of publications of each. Default: true.
        optional home_topics as "homeTopics": Option<bool>,
        /// The look of the site: "plain", "book", "compact" or "night".
        optional look: Option<Look>,
        /// The color of links and buttons in the light theme, such as "#0b4a6b". The build derives the color for the dark
        /// theme.
        optional accent: Option<String> where { "pattern": "^#([0-9a-fA-F]{3}){1,2}$" },
    }
}
