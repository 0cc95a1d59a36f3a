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
use schemars::JsonSchema;
pub use vocabulary::*;

use crate::{
    content::{Date, OrderedMap, macros::json_object},
    url::SafeUrl,
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
    pub site: SiteSettings,
    /// The scholar.
    pub person: Person,
    /// What is known of co-authors, by their name exactly as it stands in `authors`.
    #[schemars(default)]
    pub people: OrderedMap<Coauthor>,
    /// Venues by key; `publications[].venue` and the address `?venue=` use the key.
    #[schemars(default)]
    pub venues: OrderedMap<Venue>,
    /// Topic areas by key; `publications[].topics` and the address `?topic=` use the key.
    #[schemars(default)]
    pub topics: OrderedMap<Topic>,
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
pub struct SiteSettings {
    /// The address at which the site will stand, such as "https://ada.example/". Absolute addresses need it.
    pub url: Option<SafeUrl>,
    /// The language of the profile as a BCP 47 tag; "en" where it is absent.
    pub language: Option<String>,
    /// One sentence on the site for search engines.
    pub description: Option<String>,
    /// When the profile was last brought up to date: YYYY, YYYY-MM or YYYY-MM-DD.
    pub updated: Option<Date>,
    /// Old addresses and where they lead now: { "/about/": "/" }.
    #[schemars(default)]
    pub redirects: OrderedMap<String>,
    /// Whether browsers that were there before show the site without a connection, too; false where they are not to.
    pub offline: Option<bool>,
    /// Whether the home page lists the topics with the number of publications of each; true where it is absent.
    pub home_topics: Option<bool>,
    /// How the site looks: "plain", "book", "compact" or "night"; the default look where it is absent.
    pub look: Option<Look>,
    /// The color of links and buttons in the light theme, such as "#0b4a6b"; the build derives that of the dark theme.
    #[schemars(regex(pattern = "^#([0-9a-fA-F]{3}){1,2}$"))]
    pub accent: Option<String>,
}

json_object!(SiteSettings {
    url "url",
    language "language",
    description "description",
    updated "updated",
    redirects "redirects",
    offline "offline",
    home_topics "homeTopics",
    look "look",
    accent "accent",
});
