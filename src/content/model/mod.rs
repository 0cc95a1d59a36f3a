//! The profile: what `content.json` may hold, type by type.
//!
//! These doc comments are the descriptions in `public/content.schema.json`, so they are written for
//! the scholar who fills the file in. Terms are those of CSL-JSON and BibTeX where these have one.
//! Almost every field may be absent; an absent field shows nothing.

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

model! {
    /// A scholar's profile, whole. This file is the only content of the site.
    pub struct Content {
        /// The JSON Schema of this file ("content.schema.json"), by which an editor completes and checks it.
        optional schema as "$schema": Option<String>,
        /// What concerns the site as a whole.
        optional site: SiteSettings,
        /// The scholar.
        required person: Person,
        /// What is known of co-authors, by their name exactly as it stands in `authors`.
        optional people: OrderedMap<Coauthor>,
        /// Venues by key; `publications[].venue` and the address `?venue=` use the key.
        optional venues: OrderedMap<Venue>,
        /// Topic areas by key; `publications[].topics` and the address `?topic=` use the key.
        optional topics: OrderedMap<Topic>,
        /// The publications. They are shown by year, newest first, and within a year in this order.
        optional publications: Vec<Publication>,
        /// The pages in the order of the menu. The first one, with the slug "", is the home page.
        required pages: Vec<ContentPage>,
    }
}

model! {
    /// What concerns the site as a whole.
    pub struct SiteSettings {
        /// The address at which the site will stand, such as "https://ada.example/". Absolute addresses need it.
        optional url: Option<SafeUrl>,
        /// The language of the profile as a BCP 47 tag; "en" where it is absent.
        optional language: Option<String>,
        /// One sentence on the site for search engines.
        optional description: Option<String>,
        /// When the profile was last brought up to date: YYYY, YYYY-MM or YYYY-MM-DD.
        optional updated: Option<Date>,
        /// Old addresses and where they lead now: { "/about/": "/" }.
        optional redirects: OrderedMap<String>,
        /// Whether browsers that were there before show the site without a connection, too; false where they are not to.
        optional offline: Option<bool>,
        /// Whether the home page lists the topics with the number of publications of each; true where it is absent.
        optional home_topics as "homeTopics": Option<bool>,
        /// How the site looks: "plain", "book", "compact" or "night"; the default look where it is absent.
        optional look: Option<Look>,
        /// The color of links and buttons in the light theme, such as "#0b4a6b"; the build derives that of the dark theme.
        optional accent: Option<String> where { "pattern": "^#([0-9a-fA-F]{3}){1,2}$" },
    }
}
