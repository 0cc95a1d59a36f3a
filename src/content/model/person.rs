//! The scholar and co-authors.

use crate::{
    content::{macros::model, model::vocabulary::ProfileKind},
    url::{ImageUrl, SafeUrl},
};

model! {
    /// The scholar.
    pub struct Person {
        /// The name as it is printed on papers.
        required name: String,
        /// Other spellings of this name on papers ("Q. Zhang"). Each must be the exact name of some author.
        optional aliases: Vec<String>,
        /// The name by which people call the scholar, where it is another one.
        optional known_as as "knownAs": Option<String>,
        /// One line under the name: position, institution.
        optional headline: Option<String>,
        /// Institutions, laboratories, groups.
        optional affiliations: Vec<Affiliation>,
        /// City, country.
        optional location: Option<String>,
        /// An e-mail address.
        optional email: Option<String>,
        /// A portrait. Initials stand in its place where it is absent.
        optional image: Option<Image>,
        /// Links to profiles elsewhere.
        optional links: Vec<ProfileLink>,
        /// Identifiers in scholarly databases; each becomes a link.
        optional ids: Identifiers,
    }
}

model! {
    /// An institution, a laboratory or a group.
    pub struct Affiliation {
        /// Its name.
        required name: String,
        /// Its address.
        optional url: Option<SafeUrl>,
    }
}

model! {
    /// A picture.
    pub struct Image {
        /// A file under `public/` ("files/portrait.jpg") or an https address.
        required src: ImageUrl,
        /// What the picture shows, for those who do not see it.
        required alt: String,
    }
}

model! {
    /// A link to a profile elsewhere.
    pub struct ProfileLink {
        /// What it leads to.
        optional kind: Option<ProfileKind>,
        /// Its address.
        required url: SafeUrl,
        /// The text of the link, where the kind does not say enough.
        optional label: Option<String>,
    }
}

model! {
    /// Identifiers in scholarly databases; each becomes a link.
    pub struct Identifiers {
        /// ORCID iD: "0000-0002-1825-0097".
        optional orcid: Option<String>,
        /// DBLP person key: "65/9612".
        optional dblp: Option<String>,
        /// Google Scholar's `user`.
        optional google_scholar as "googleScholar": Option<String>,
        /// Semantic Scholar's author number.
        optional semantic_scholar as "semanticScholar": Option<String>,
        /// OpenReview's profile id: "~Ada_Lovelace1".
        optional openreview: Option<String>,
    }
}

model! {
    /// What is known of a co-author.
    pub struct Coauthor {
        /// Their homepage.
        optional url: Option<SafeUrl>,
        /// Their ORCID iD.
        optional orcid: Option<String>,
        /// Given names, where the split of the name is not the usual one (last word = family name).
        optional given: Option<String>,
        /// Family name with its particles ("van der Berg").
        optional family: Option<String>,
    }
}
