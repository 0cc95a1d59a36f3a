//! The scholar and co-authors.

use schemars::JsonSchema;

use crate::{
    content::{macros::json_object, model::vocabulary::ProfileKind},
    url::{ImageUrl, SafeUrl},
};

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

json_object!(Person {
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
    pub url: Option<SafeUrl>,
}

json_object!(Affiliation {
    name "name" required,
    url "url",
});

/// A picture.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Image {
    /// A file under `public/` ("files/portrait.jpg") or an https address.
    pub src: SafeUrl,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
}

json_object!(Image {
    src "src" => ImageUrl required,
    alt "alt" required,
});

/// A link to a profile elsewhere.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ProfileLink {
    /// What it leads to.
    pub kind: Option<ProfileKind>,
    /// Its address.
    pub url: SafeUrl,
    /// The text of the link, where the kind does not say enough.
    pub label: Option<String>,
}

json_object!(ProfileLink {
    kind "kind",
    url "url" required,
    label "label",
});

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

json_object!(Identifiers {
    orcid "orcid",
    dblp "dblp",
    google_scholar "googleScholar",
    semantic_scholar "semanticScholar",
    openreview "openreview",
});

/// What is known of a co-author.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename = "Colleague", deny_unknown_fields)]
pub struct Coauthor {
    /// Their homepage.
    pub url: Option<SafeUrl>,
    /// Their ORCID iD.
    pub orcid: Option<String>,
    /// Given names, where the split of the name is not the usual one (last word = family name).
    pub given: Option<String>,
    /// Family name with its particles ("van der Berg").
    pub family: Option<String>,
}

json_object!(Coauthor {
    url "url",
    orcid "orcid",
    given "given",
    family "family",
});
