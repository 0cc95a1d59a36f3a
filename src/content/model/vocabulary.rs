//! The words for looks, and for kinds of links, venues and publications.

use crate::content::macros::string_enum;

string_enum! {
    /// A look of the site.
    Look {
        Plain "plain" "Plain",
        Book "book" "Book",
        Compact "compact" "Compact",
        Night "night" "Night",
    }
}

string_enum! {
    /// What a link in `person.links` leads to.
    ProfileKind {
        Website "website" "Website",
        Cv "cv" "CV",
        GitHub "github" "GitHub",
        GitLab "gitlab" "GitLab",
        GoogleScholar "google-scholar" "Google Scholar",
        LinkedIn "linkedin" "LinkedIn",
        Mastodon "mastodon" "Mastodon",
        Bluesky "bluesky" "Bluesky",
        X "x" "X",
        YouTube "youtube" "YouTube",
        ResearchGate "researchgate" "ResearchGate",
        HuggingFace "huggingface" "Hugging Face",
        Blog "blog" "Blog",
    }
}

string_enum! {
    /// What kind of venue it is.
    VenueKind {
        Conference "conference" "Conference",
        Workshop "workshop" "Workshop",
        Journal "journal" "Journal",
        PreprintServer "preprint server" "Preprint server",
        Publisher "publisher" "Publisher",
        University "university" "University",
        Repository "repository" "Repository",
        Other "other" "Other",
    }
}

string_enum! {
    /// What kind of publication it is.
    PublicationType {
        Conference "conference" "Conference paper",
        Workshop "workshop" "Workshop paper",
        Journal "journal" "Journal article",
        Preprint "preprint" "Preprint",
        Thesis "thesis" "Thesis",
        Book "book" "Book",
        Chapter "chapter" "Book chapter",
        Report "report" "Report",
        Software "software" "Software",
        Dataset "dataset" "Dataset",
        Patent "patent" "Patent",
    }
}

string_enum! {
    /// What a publication's link leads to.
    LinkKind {
        Paper "paper" "Paper",
        Code "code" "Code",
        Slides "slides" "Slides",
        Talk "talk" "Talk",
        Video "video" "Video",
        Poster "poster" "Poster",
        Website "website" "Website",
        Data "data" "Data",
        Artifact "artifact" "Artifact",
        Demo "demo" "Demo",
        Blog "blog" "Blog",
        Supplement "supplement" "Supplement",
    }
}
