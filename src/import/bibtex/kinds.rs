//! Types of entries (biblatex manual, section 2.1).

/// What the type of an entry says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Kind {
    /// The type of publication.
    pub publication: &'static str,
    /// The degree of a thesis.
    pub degree: Option<&'static str>,
    /// Whether the type says so little that other fields may say more.
    pub is_vague: bool,
}

/// Returns the type of publication of a type of entry, in lower case.
pub(super) fn kind(entry: &str) -> Option<Kind> {
    let kind = |publication| Kind { publication, degree: None, is_vague: false };
    let vague = |publication| Kind { publication, degree: None, is_vague: true };
    let thesis = |degree| Kind { publication: "thesis", degree: Some(degree), is_vague: false };
    Some(match entry {
        "article" | "review" | "journal" | "periodical" | "suppperiodical" | "magazine" | "magazine_article"
        | "newspaper_article" | "journal_article" => kind("journal"),
        "inproceedings" | "conference" | "paper" | "conference_proceedings" | "conference_paper" => kind("conference"),
        "workshop" => kind("workshop"),
        "book" | "mvbook" | "booklet" | "proceedings" | "mvproceedings" | "collection" | "mvcollection"
        | "reference" | "mvreference" => kind("book"),
        "incollection"
        | "inbook"
        | "suppbook"
        | "bookinbook"
        | "suppcollection"
        | "inreference"
        | "chapter"
        | "book_section"
        | "encyclopedia_article" => kind("chapter"),
        "phdthesis" | "doctoralthesis" | "dissertation" => thesis("phd"),
        "mastersthesis" | "masterthesis" | "mscthesis" | "diplomathesis" => thesis("master"),
        "bachelorsthesis" | "bachelorthesis" | "bscthesis" => thesis("bachelor"),
        "thesis" => kind("thesis"),
        "techreport" | "report" | "technicalreport" | "manual" | "standard" | "whitepaper" | "techrep"
        | "working_paper" => kind("report"),
        "software" | "softwareversion" | "softwaremodule" | "codefragment" | "program" | "code"
        | "computer_program" => kind("software"),
        "dataset" | "data" => kind("dataset"),
        "patent" => kind("patent"),
        "preprint" | "eprint" => kind("preprint"),
        "unpublished" => vague("preprint"),
        "misc" | "online" | "electronic" | "www" | "webpage" | "other" | "techmisc" | "web_page" | "generic" => {
            vague("other")
        }
        "talk"
        | "presentation"
        | "lecture"
        | "poster"
        | "movie"
        | "video"
        | "audio"
        | "music"
        | "image"
        | "artwork"
        | "performance"
        | "letter"
        | "legal"
        | "legislation"
        | "jurisdiction"
        | "commentary"
        | "newspaper"
        | "blog"
        | "podcast"
        | "film"
        | "television_broadcast"
        | "bill"
        | "case"
        | "statute"
        | "hearing"
        | "interview"
        | "speech"
        | "exhibition"
        | "press" => kind("other"),
        _ => return None,
    })
}
