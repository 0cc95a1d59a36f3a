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
        /// Other spellings of this name on papers ("Q. Zhang").
        optional aliases: Vec<String>,
        /// The name by which people call the scholar, if it is a different one.
        optional known_as as "knownAs": Option<String>,
        /// One line under the name: position, institution.
        optional headline: Option<String>,
        /// Institutions, laboratories, groups.
        optional affiliations: Vec<Affiliation>,
        /// City, country.
        optional location: Option<String>,
        /// The e-mail address.
        optional email: Option<String>,
        /// A portrait.
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
        /// Its URL.
        optional url: Option<SafeUrl>,
    }
}

model! {
    /// A picture.
    pub struct Image {
        /// A file next to content.json ("files/portrait.jpg") or an https URL.
        required src: ImageUrl,
        /// A description of the picture for people who do not see it.
        required alt: String,
    }
}

model! {
    /// A link to a profile elsewhere.
    pub struct ProfileLink {
        /// The kind of target.
        optional kind: Option<ProfileKind>,
        /// Its URL.
        required url: SafeUrl,
        /// The text of the link, if the kind does not say enough.
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
    /// A co-author, or the owner of the site.
    pub struct Coauthor {
        /// The name. Default: the key.
        optional name: Option<String>,
        /// Other spellings of the name on papers, and former names.
        optional aliases: Vec<String>,
        /// The homepage.
        optional url: Option<SafeUrl>,
        /// The ORCID iD: "0000-0002-1825-0097".
        optional orcid: Option<String>,
        /// The given names, if the family name is not the last word of the name.
        optional given: Option<String>,
        /// The family name with its particles: "van der Berg".
        optional family: Option<String>,
    }
}
