//! The words for looks, and for kinds of links, venues and publications.

use crate::content::macros::model;

model! {
    /// A look of the site.
    pub enum Look {
        Plain as "plain" => "Plain",
        Book as "book" => "Book",
        Compact as "compact" => "Compact",
        Night as "night" => "Night",
    }
}

model! {
    /// What a link in `person.links` leads to.
    pub enum ProfileKind {
        Website as "website" => "Website",
        Cv as "cv" => "CV",
        GitHub as "github" => "GitHub",
        GitLab as "gitlab" => "GitLab",
        GoogleScholar as "google-scholar" => "Google Scholar",
        LinkedIn as "linkedin" => "LinkedIn",
        Mastodon as "mastodon" => "Mastodon",
        Bluesky as "bluesky" => "Bluesky",
        X as "x" => "X",
        YouTube as "youtube" => "YouTube",
        ResearchGate as "researchgate" => "ResearchGate",
        HuggingFace as "huggingface" => "Hugging Face",
        Blog as "blog" => "Blog",
    }
}

model! {
    /// What kind of venue it is.
    pub enum VenueKind {
        Conference as "conference" => "Conference",
        Workshop as "workshop" => "Workshop",
        Journal as "journal" => "Journal",
        PreprintServer as "preprint server" => "Preprint server",
        Publisher as "publisher" => "Publisher",
        University as "university" => "University",
        Repository as "repository" => "Repository",
        Other as "other" => "Other",
    }
}

model! {
    /// What kind of publication it is.
    pub enum PublicationType {
        Conference as "conference" => "Conference paper",
        Workshop as "workshop" => "Workshop paper",
        Journal as "journal" => "Journal article",
        Preprint as "preprint" => "Preprint",
        Thesis as "thesis" => "Thesis",
        Book as "book" => "Book",
        Chapter as "chapter" => "Book chapter",
        Report as "report" => "Report",
        Software as "software" => "Software",
        Dataset as "dataset" => "Dataset",
        Patent as "patent" => "Patent",
        Other as "other" => "Other",
    }
}

model! {
    /// What a publication's link leads to.
    pub enum LinkKind {
        Paper as "paper" => "Paper",
        Code as "code" => "Code",
        Slides as "slides" => "Slides",
        Talk as "talk" => "Talk",
        Video as "video" => "Video",
        Poster as "poster" => "Poster",
        Website as "website" => "Website",
        Data as "data" => "Data",
        Artifact as "artifact" => "Artifact",
        Demo as "demo" => "Demo",
        Blog as "blog" => "Blog",
        Supplement as "supplement" => "Supplement",
    }
}

model! {
    /// How far a publication is from being published (CSL's "status", biblatex's "pubstate").
    pub enum PublicationStatus {
        InPress as "in press" => "In press",
        Forthcoming as "forthcoming" => "Forthcoming",
        Accepted as "accepted" => "Accepted",
        UnderReview as "under review" => "Under review",
        Submitted as "submitted" => "Submitted",
        InPreparation as "in preparation" => "In preparation",
    }
}

model! {
    /// How a publication relates to another one of the list (DataCite's "relationType").
    pub enum RelationKind {
        PreprintOf as "preprint-of" => "Preprint of",
        VersionOf as "version-of" => "Version of",
        NewVersionOf as "new-version-of" => "New version of",
        TranslationOf as "translation-of" => "Translation of",
        ErratumTo as "erratum-to" => "Erratum to",
        ReplyTo as "reply-to" => "Reply to",
        ReviewOf as "review-of" => "Review of",
        SupplementTo as "supplement-to" => "Supplement to",
        PartOf as "part-of" => "Part of",
    }
}

impl RelationKind {
    /// Returns the label of the relation on the page of the other publication.
    pub fn inverse_label(self) -> &'static str {
        match self {
            RelationKind::PreprintOf => "Preprint",
            RelationKind::VersionOf => "Other version",
            RelationKind::NewVersionOf => "Older version of",
            RelationKind::TranslationOf => "Translation",
            RelationKind::ErratumTo => "Erratum",
            RelationKind::ReplyTo => "Reply",
            RelationKind::ReviewOf => "Review",
            RelationKind::SupplementTo => "Supplement",
            RelationKind::PartOf => "Contains",
        }
    }
}
