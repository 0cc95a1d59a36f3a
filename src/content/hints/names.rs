//! Suggests fields and values of the model for those of other formats.

/// The names of a field in other formats, folded, and the advice for each.
type Names = &'static [(&'static [&'static str], &'static str)];

/// Returns advice for an unknown field. `fields` are the fields of its object.
pub(in crate::content) fn field(name: &str, fields: &[&str]) -> Option<String> {
    let names = [
        ("authors", PUBLICATION),
        ("affiliations", PERSON),
        ("orcid", COLLEAGUE_OR_IDS),
        ("short", VENUE),
        ("redirects", SITE),
        ("src", IMAGE),
        ("equal", AUTHOR),
        ("slug", PAGE),
        ("where", ENTRY),
        ("text", SECTION),
        ("newest", SELECTION),
        ("kind", LINK),
        ("person", ROOT),
        ("links", VERSION),
        ("label", TOPIC),
        ("name", NAMED),
    ];
    let (_, names) = names.into_iter().find(|(field, _)| fields.contains(field))?;
    let folded = folded(name);
    let (_, advice) = names.iter().find(|(names, _)| names.contains(&folded.as_str()))?;
    Some((*advice).to_owned())
}

#[rustfmt::skip]
const PUBLICATION: Names = &[
    (&["journal", "journaltitle", "fulljournal", "booktitle", "containertitle", "eventtitle", "event", "conference", "proceedings", "publication", "venuename"],
     "write \"venue\" with the name or with a key of \"venues\""),
    (&["abbr", "shortjournal", "shortvenue", "venueshort"], "write \"short\" for that venue in \"venues\""),
    (&["year", "month", "day", "issued", "published", "publishdate", "publicationdate", "pubdate", "accessed"],
     "write \"date\": \"YYYY\", \"YYYY-MM\" or \"YYYY-MM-DD\""),
    (&["issuenumber", "no"], "write \"issue\""),
    (&["author", "authorlist", "creator", "creators"], "write \"authors\" with a list of names"),
    (&["keywords", "keyword", "tags", "tag", "categories", "category", "subject", "subjects", "topic", "areas"],
     "write \"topics\" with a list of keys of \"topics\""),
    (&["pdf", "html", "urls", "uri", "link", "paper", "paperurl", "urlpdf", "pdfurl", "file", "fulltext", "publisherurl", "preprint", "urlpreprint", "doiurl"],
     "write \"links\": [{ \"kind\": \"paper\", \"url\": … }]"),
    (&["code", "codeurl", "urlcode", "urlsource", "github", "git", "repository", "repo"],
     "write \"links\": [{ \"kind\": \"code\", \"url\": … }]"),
    (&["slides", "slidesurl", "urlslides", "presentation"], "write \"links\": [{ \"kind\": \"slides\", \"url\": … }]"),
    (&["talk"], "write \"links\": [{ \"kind\": \"talk\", \"url\": … }]"),
    (&["video", "videourl", "urlvideo", "youtube"], "write \"links\": [{ \"kind\": \"video\", \"url\": … }]"),
    (&["poster", "posterurl", "urlposter"], "write \"links\": [{ \"kind\": \"poster\", \"url\": … }]"),
    (&["website", "webpage", "homepage", "project", "projectpage", "projecturl", "urlproject"],
     "write \"links\": [{ \"kind\": \"website\", \"url\": … }]"),
    (&["data", "dataset", "dataurl", "urldataset", "datasets"], "write \"links\": [{ \"kind\": \"data\", \"url\": … }]"),
    (&["artifact", "artifacts", "artefact"], "write \"links\": [{ \"kind\": \"artifact\", \"url\": … }]"),
    (&["demo"], "write \"links\": [{ \"kind\": \"demo\", \"url\": … }]"),
    (&["blog", "blogpost"], "write \"links\": [{ \"kind\": \"blog\", \"url\": … }]"),
    (&["supp", "supplement", "supplementary", "appendix"], "write \"links\": [{ \"kind\": \"supplement\", \"url\": … }]"),
    (&["award", "awardname", "honor", "honors", "prize"], "write \"awards\": [{ \"name\": … }]"),
    (&["citekey", "citationkey", "citationlabel", "bibkey"], "write \"key\""),
    (&["slug", "permalink"], "write \"id\""),
    (&["name", "heading"], "write \"title\""),
    (&["kind", "entrytype", "bibtype", "pubtype", "publicationtype", "publicationtypes", "genre"], "write \"type\""),
    (&["summary", "excerpt", "description", "gist"], "write \"tldr\""),
    (&["annotation", "annote", "comment", "remark", "remarks", "notes", "extra"], "write \"note\""),
    (&["school", "institution", "organization", "organisation", "university"], "write \"publisher\""),
    (&["eprint", "arxivid", "archiveprefix", "eprinttype"], "write only the identifier as \"arxiv\""),
    (&["featured", "highlight", "important"], "write \"selected\": true"),
    (&["lang", "langid"], "write \"language\""),
    (&["page", "pagerange", "numpages"], "write \"pages\""),
    (&["img", "picture", "thumbnail", "cover", "teaser", "preview", "figure"],
     "write \"image\": { \"src\": \"files/teaser.png\", \"alt\": … }"),
    (&["movie", "animation"], "write \"video\": { \"src\": \"files/demo.mp4\", \"alt\": … }"),
    (&["editor", "editedby", "bookeditor"], "write \"editors\" with a list of names"),
    (&["translator"], "write \"translators\" with a list of names"),
    (&["address", "location", "publisherplace", "eventplace"], "write \"place\""),
    (&["pubstate", "state"], "write \"status\": \"in press\", \"submitted\", …"),
    (&["eid", "articlenumber", "reportnumber"], "write \"number\""),
    (&["collectiontitle", "seriestitle", "bookseries"], "write \"series\""),
    (&["thesistype", "diploma"], "write \"degree\""),
    (&["howpublished", "pmid", "chapter"],
     "there is no field for it; to include it in the BibTeX entry, write the whole entry as \"bibtex\""),
];

#[rustfmt::skip]
const PERSON: Names = &[
    (&["firstname", "lastname", "given", "family", "givenname", "familyname", "surname", "fullname", "author", "title"],
     "write the whole name as \"name\""),
    (&["nickname", "preferredname", "calledname"], "write \"knownAs\""),
    (&["othernames", "alternatename", "alternatenames", "alias", "variants", "spellings"],
     "write \"aliases\" with a list of names"),
    (&["position", "jobtitle", "role", "tagline", "subtitle", "job", "bio"], "write one line as \"headline\""),
    (&["affiliation", "employer", "institution", "institutions", "organization", "organizations", "university", "department", "lab", "group"],
     "write \"affiliations\": [{ \"name\": … }]"),
    (&["mail", "emailaddress", "contact"], "write \"email\""),
    (&["avatar", "photo", "picture", "portrait", "img", "profilepicture"],
     "write \"image\": { \"src\": \"files/portrait.jpg\", \"alt\": … }"),
    (&["address", "city", "country", "place"], "write \"location\""),
    (&["homepage", "website", "url", "web"], "write \"links\": [{ \"kind\": \"website\", \"url\": … }]"),
    (&["github", "gitlab", "linkedin", "mastodon", "bluesky", "youtube", "researchgate", "huggingface", "cv", "blog", "social", "profiles", "link"],
     "write \"links\": [{ \"kind\": …, \"url\": … }], with the kind \"github\", \"linkedin\", \"cv\", …"),
    (&["twitter", "x"], "write \"links\": [{ \"kind\": \"x\", \"url\": … }]"),
    (&["orcid", "orcidid"], "write \"ids\": { \"orcid\": … }"),
    (&["dblp"], "write \"ids\": { \"dblp\": … }"),
    (&["googlescholar", "scholar", "scholarid"], "write \"ids\": { \"googleScholar\": … }"),
    (&["semanticscholar"], "write \"ids\": { \"semanticScholar\": … }"),
    (&["openreview"], "write \"ids\": { \"openreview\": … }"),
    (&["about", "biography", "description", "interests", "education", "news"],
     "write it as a section of the first page: \"pages\": [{ \"slug\": \"\", \"sections\": [{ \"text\": … }] }]"),
];

#[rustfmt::skip]
const COLLEAGUE_OR_IDS: Names = &[
    (&["website", "homepage", "web", "link", "page"], "write \"url\""),
    (&["first", "firstname", "givenname"], "write \"given\""),
    (&["last", "lastname", "familyname", "surname"], "write \"family\""),
    (&["name", "fullname"], "the name is the key of the object; write \"given\" and \"family\" for its parts"),
    (&["orcidid"], "write \"orcid\""),
    (&["scholar", "scholarid", "googlescholarid", "google"], "write \"googleScholar\""),
    (&["s2", "semanticscholarid"], "write \"semanticScholar\""),
];

#[rustfmt::skip]
const VENUE: Names = &[
    (&["title", "fullname", "longname", "long", "full"], "write \"name\""),
    (&["abbr", "acronym", "abbreviation", "shortname", "shorttitle"], "write \"short\""),
    (&["type"], "write \"kind\""),
    (&["website", "homepage", "link", "web"], "write \"url\""),
];

const TOPIC: Names = &[(&["name", "title", "text"], "write \"label\""), (&["summary"], "write \"description\"")];

#[rustfmt::skip]
const SITE: Names = &[
    (&["baseurl", "base", "address", "link", "domain", "homepage"], "write \"url\""),
    (&["lang", "locale"], "write \"language\""),
    (&["lastupdated", "lastmodified", "modified", "date"], "write \"updated\""),
    (&["title", "name", "author"], "the site uses the name of the person; write \"person\": { \"name\": … }"),
    (&["redirect", "redirectfrom", "aliases"], "write \"redirects\": { \"/old/\": \"/\" }"),
];

#[rustfmt::skip]
const IMAGE: Names = &[
    (&["url", "file", "path", "source", "href"], "write \"src\""),
    (&["caption", "description", "title", "text", "alttext"], "write \"alt\""),
];

#[rustfmt::skip]
const AUTHOR: Names = &[
    (&["author", "fullname", "literal", "given", "family", "first", "last", "firstname", "lastname"],
     "write the whole name as \"name\""),
    (&["equalcontribution", "equally", "cofirst"], "write the number of the group as \"equal\""),
    (&["correspondence", "contact"], "write \"corresponding\": true"),
    (&["orcid", "url", "homepage"], "write it under \"people\", with the name of the author as the key"),
];

#[rustfmt::skip]
const PAGE: Names = &[
    (&["name", "heading"], "write \"title\""),
    (&["url", "path", "permalink", "id", "key"], "write \"slug\""),
    (&["content", "body", "markdown"], "write \"text\""),
    (&["section", "entries"], "write \"sections\": [{ \"entries\": … }]"),
    (&["summary", "excerpt", "subtitle"], "write \"description\""),
    (&["parent"], "write the slug of the other page before that of this one: \"projects/terns\""),
    (&["hidden", "nav", "inmenu"], "write \"menu\": false"),
];

#[rustfmt::skip]
const ENTRY: Names = &[
    (&["name", "what", "heading", "course"], "write \"title\""),
    (&["location", "place", "venue", "institution", "organization", "school"], "write \"where\""),
    (&["dates", "year", "years", "published"], "write \"date\""),
    (&["period", "time", "term", "semester"], "write \"date\", or \"when\" for a time in words"),
    (&["description", "text", "details", "summary", "body", "content"], "write \"note\""),
    (&["position", "job"], "write \"role\""),
    (&["papers", "paper", "publication", "relatedpublications"], "write \"publications\" with ids of publications"),
    (&["url", "link", "href"], "write \"links\": [{ \"url\": … }]"),
    (&["items", "children", "list"], "write \"entries\""),
];

#[rustfmt::skip]
const SECTION: Names = &[
    (&["heading", "name"], "write \"title\""),
    (&["content", "body", "markdown", "description"], "write \"text\""),
    (&["items", "list", "entry"], "write \"entries\""),
    (&["latest", "recent", "count", "limit"], "write \"newest\", with the slug of a page as \"from\""),
    (&["source", "page"], "write the slug of a page as \"from\""),
    (&["selected", "topic", "papers"], "write \"publications\": { \"selected\": true }"),
];

const SELECTION: Names = &[
    (&["topics", "tag", "keyword"], "write \"topic\" with one key of \"topics\""),
    (&["latest", "recent", "count", "limit", "number"], "write \"newest\""),
    (&["featured", "highlight"], "write \"selected\": true"),
];

const LINK: Names = &[
    (&["href", "link", "uri", "file", "path", "src", "address"], "write \"url\""),
    (&["text", "title", "name", "caption"], "write \"label\""),
    (&["type", "icon"], "write \"kind\""),
];

#[rustfmt::skip]
const VERSION: Names = &[
    (&["journal", "booktitle", "conference"], "write \"venue\" with the name or with a key of \"venues\""),
    (&["year", "month"], "write \"date\""),
    (&["url", "pdf", "link"], "write \"links\": [{ \"kind\": \"paper\", \"url\": … }]"),
];

/// The advice for an affiliation or an award.
const NAMED: Names = &[
    (&["title", "label", "institution", "organization", "award", "text"], "write \"name\""),
    (&["link", "website", "homepage", "href"], "write \"url\""),
];

#[rustfmt::skip]
const ROOT: Names = &[
    (&["papers", "articles", "works", "bibliography", "references", "pubs", "publication"], "write \"publications\""),
    (&["me", "scholar", "author", "profile", "bio", "basics", "about"], "write \"person\""),
    (&["coauthors", "authors", "colleagues", "collaborators"], "write \"people\""),
    (&["journals", "conferences", "venue"], "write \"venues\""),
    (&["tags", "keywords", "areas", "categories", "topic"], "write \"topics\""),
    (&["menu", "sections", "navigation", "page"], "write \"pages\""),
    (&["config", "settings", "meta"], "write \"site\""),
    (&["redirects"], "write it under \"site\""),
    (&["news", "teaching", "service", "talks", "awards", "projects", "students"],
     "write a page for it: \"pages\": [{ \"slug\": …, \"title\": …, \"sections\": … }]"),
];

/// Returns the value that corresponds to a value of another format, if it is one of those expected.
pub(in crate::content) fn word(found: &str, expected: &[&str]) -> Option<&'static str> {
    let folded = folded(found);
    let words = [TYPES, LINK_KINDS, VENUE_KINDS, PROFILE_KINDS].into_iter();
    let mut words = words.filter(|words| words.iter().all(|(_, word)| expected.contains(word))).flatten();
    words.find(|(names, _)| names.contains(&folded.as_str())).map(|(_, word)| *word)
}

#[rustfmt::skip]
const TYPES: Names = &[
    (&["article", "journalarticle", "articlejournal", "journalpaper", "review", "magazine", "letter"], "journal"),
    (&["inproceedings", "proceedings", "conferencepaper", "paperconference", "confpaper"], "conference"),
    (&["workshoppaper"], "workshop"),
    (&["unpublished", "manuscript", "workingpaper", "arxiv", "misc", "eprint", "submitted"], "preprint"),
    (&["phdthesis", "mastersthesis", "masterthesis", "dissertation", "phd", "doctoralthesis", "bachelorthesis", "habilitation"], "thesis"),
    (&["monograph", "mvbook", "booklet", "collection"], "book"),
    (&["incollection", "inbook", "bookchapter", "bookitem", "entry"], "chapter"),
    (&["techreport", "technicalreport", "whitepaper", "manual", "standard"], "report"),
    (&["code", "program", "tool", "computerprogram"], "software"),
    (&["data", "database", "datapaper"], "dataset"),
];

#[rustfmt::skip]
const LINK_KINDS: Names = &[
    (&["pdf", "html", "fulltext", "article", "preprint", "arxiv", "doi", "publisher", "ps", "document"], "paper"),
    (&["github", "gitlab", "git", "source", "sourcecode", "repo", "repository", "software", "implementation"], "code"),
    (&["presentation", "ppt", "pptx", "keynote", "deck"], "slides"),
    (&["recording", "lecture"], "talk"),
    (&["youtube", "vimeo", "movie", "film"], "video"),
    (&["project", "projectpage", "page", "homepage", "site", "web", "url", "link"], "website"),
    (&["dataset", "datasets"], "data"),
    (&["artefact", "artifacts"], "artifact"),
    (&["appendix", "supp", "supplementary", "supplemental", "supplementarymaterial", "si"], "supplement"),
    (&["post", "blogpost", "news"], "blog"),
];

#[rustfmt::skip]
const VENUE_KINDS: Names = &[
    (&["proceedings", "inproceedings", "symposium", "meeting"], "conference"),
    (&["magazine", "article", "periodical", "transactions"], "journal"),
    (&["preprint", "preprints", "arxiv", "archive", "preprintserver"], "preprint server"),
    (&["book", "press"], "publisher"),
    (&["school", "institution"], "university"),
];

#[rustfmt::skip]
const PROFILE_KINDS: Names = &[
    (&["home", "homepage", "web", "url", "link"], "website"),
    (&["resume", "curriculumvitae", "vita"], "cv"),
    (&["twitter"], "x"),
    (&["scholar"], "google-scholar"),
];

/// Returns a name without case and separators.
fn folded(name: &str) -> String {
    name.chars().filter(|letter| !matches!(letter, '-' | '_' | ' ' | '.')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Advice exists only for names that the model does not have.
    #[test]
    fn advice_never_names_an_existing_field() {
        use crate::content::{
            Affiliation, Author, Award, Coauthor, Content, ContentPage, Identifiers, Image, Link, Person, ProfileLink,
            Publication, PublicationQuery, Section, SiteSettings, Topic, Venue, Version, macros::object::Object,
        };
        let types: [&[&str]; 18] = [
            Content::FIELDS,
            SiteSettings::FIELDS,
            Person::FIELDS,
            Affiliation::FIELDS,
            Image::FIELDS,
            ProfileLink::FIELDS,
            Identifiers::FIELDS,
            Coauthor::FIELDS,
            Venue::FIELDS,
            Topic::FIELDS,
            Publication::FIELDS,
            Link::FIELDS,
            Award::FIELDS,
            Version::FIELDS,
            ContentPage::FIELDS,
            Section::FIELDS,
            PublicationQuery::FIELDS,
            Author::FIELDS,
        ];
        for fields in types {
            // Every type has its own advice.
            let known = ["author", "title", "name", "website", "year", "url", "url", "content", "latest"];
            assert!(
                known.iter().chain(&["papers", "href", "scholar"]).any(|name| field(name, fields).is_some()),
                "{fields:?}"
            );
        }
        assert_eq!(
            field("journal", Publication::FIELDS).as_deref(),
            Some("write \"venue\" with the name or with a key of \"venues\"")
        );
        assert_eq!(field("Book-Title", Publication::FIELDS), field("journal", Publication::FIELDS));
        assert_eq!(field("name", Topic::FIELDS).as_deref(), Some("write \"label\""));
        assert_eq!(
            field("journal", Version::FIELDS).as_deref(),
            Some("write \"venue\" with the name or with a key of \"venues\"")
        );
        assert_eq!(field("href", Link::FIELDS).as_deref(), Some("write \"url\""));
        assert_eq!(field("title", Award::FIELDS).as_deref(), Some("write \"name\""));
    }
}
