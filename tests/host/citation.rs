//! Reads the exported citations with the parsers of other projects: BibTeX with the biblatex crate, RIS with the biblib
//! crate, CSL-JSON with serde_json and the schema of CSL, COinS with the url crate.
//!
//! `fixtures/csl-data.json` is `schemas/input/csl-data.json` of <https://github.com/citation-style-language/schema>
//! for CSL 1.0, commit 40b3ce0bbbda517ad14b98c93a2c65ab4cde56a9, unchanged (MIT license).

use std::{collections::HashSet, sync::LazyLock};

use biblatex::{Bibliography, ChunksExt, Entry, Pair, PermissiveType, RawBibliography, RawChunk, RawEntry};
use biblib::{Citation, CitationParser, RisParser};
use frontispiece::{
    citation::{bibtex, coins, csl_json, ris},
    content::{
        Author, Coauthor, Content, Date, Link, LinkKind, Publication, PublicationType, Title, Topic, Venue, VenueKind,
        read,
    },
    markdown::{Inline, parse, plain_text},
    url::{SafeUrl, doi_url},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use regex::Regex;
use serde_json::Value;

use crate::support::json_schema::JsonSchema;

/// A name with the parts that a reader must find.
#[derive(Clone, Debug)]
struct Person {
    printed: String,
    given: String,
    /// The family name with its particles, or the whole name if there is no given name.
    family: String,
    suffix: String,
    known: Option<Coauthor>,
}

/// A publication with the values from which it was generated.
#[derive(Clone, Debug)]
struct Work {
    publication: Publication,
    authors: Vec<Person>,
    venue: Option<usize>,
    pages: (String, String),
}

#[derive(Clone, Debug)]
struct Profile {
    content: Content,
    works: Vec<Work>,
}

/// Texts that cause errors in parsers: unbalanced braces, commands, comments, line breaks, direction marks.
const SIGNS: &[&str] = &[
    "{", "}", "}}", "\\", "\\\\", "\\}", "\"", "%", "@", "$", "$$", "&", "#", "_", "^", "~", "~^", "<b>", "|", "-",
    "--", "---", "''", "``", "'", ",", ";", "+", "*", "%41", "&amp;", "\\\"{o}", "\n", "\r\n", "\t", "\0", "\u{85}",
    "\u{2028}", "\u{200F}", "\u{202E}", "\u{FEFF}", "e\u{301}", "ÉTÉ", "ǆ", "ß", "mRNA", "and", "others", "word", "42",
];

/// Texts in other scripts or with unusual capitals.
const WRITINGS: &[&str] = &["日本語", "한국", "😀", "👩‍🔬", "עברית", "العربية", "Straße", "CacheGen", "O(n²)"];

/// Texts that begin a new entry, command or tag.
const STARTS: &[&str] =
    &["@article{x,", "\\textbf{", "\\begin{x}", "TY  - ", "\r\nER  - \r\nTY  - BOOK\r\n", "</span>"];

/// Such texts inside a word of a name, so without any that would split it.
const IN_A_WORD: &[&str] = &[
    "{", "}", "\\", "\"", "%", "@", "$", "&", "#", "_", "^", "~", "<", "|", "--", "-", "'", "x,y", ";", "+",
    "\u{200F}", "e\u{301}", "😀", "é", "Ñ", "b.",
];

fn hostile() -> impl Strategy<Value = String> {
    let listed = prop_oneof![6 => select(SIGNS), 2 => select(WRITINGS), 1 => select(STARTS)].prop_map(str::to_owned);
    let piece = prop_oneof![9 => listed, 2 => "\\PC{0,4}", 4 => "[A-Za-z]{1,6}"];
    let spaced = (piece, select(&["", " ", "  "][..])).prop_map(|(piece, space)| piece + space);
    vec(spaced, 1..8).prop_map(|pieces| pieces.concat())
}

/// Generates a word that begins like a name.
fn word() -> impl Strategy<Value = String> {
    let start = select(&["A", "Bo", "É", "Ж", "Ø", "ا", "{X", "\\L"][..]);
    (start, vec(select(IN_A_WORD), 0..4)).prop_map(|(start, rest)| format!("{start}{}", rest.concat()))
}

fn person() -> impl Strategy<Value = Person> {
    let given = vec(prop_oneof![word(), Just("And".to_owned()), Just("and Co".to_owned())], 1..3);
    let particles = select(&["", "", "", "van ", "de la ", "von {", "d'", "al-"][..]);
    let suffix = select(&["", "", "", "Jr.", "Sr", "III"][..]);
    let split =
        (given, particles, word(), suffix, any::<bool>()).prop_map(|(given, particles, last, suffix, comma)| {
            let family = particles.to_owned() + &last;
            let given = given.join(" ");
            let space = match suffix {
                "" => "",
                _ if comma => ", ",
                _ => " ",
            };
            let printed = format!("{given} {family}{space}{suffix}");
            Person { printed, given, family, suffix: suffix.to_owned(), known: None }
        });
    // The content may define the parts of a name independently of its printed form.
    let told = (hostile(), hostile(), word()).prop_map(|(given, family, printed)| {
        let (given, family) = (words(&given.replace('=', "")), words(&family.replace('=', "")));
        let (given, family) = (format!("Ann {given}").trim().to_owned(), format!("{family} Zed").trim().to_owned());
        let known = Coauthor { given: Some(given.clone()), family: Some(family.clone()), ..Default::default() };
        Person { printed, given, family, suffix: String::new(), known: Some(known) }
    });
    let whole = prop_oneof![word(), word().prop_map(|word| format!("{word} 王 and 小明")), Just("others".to_owned())];
    let whole = whole.prop_map(|name| Person {
        printed: name.clone(),
        given: String::new(),
        family: name,
        suffix: String::new(),
        known: None,
    });
    // The biblatex crate parses every name with an equals sign in its extended format.
    prop_oneof![4 => split, 2 => told, 1 => whole].prop_filter("an equals sign", |person| {
        ![&person.printed, &person.given, &person.family].iter().any(|part| part.contains('='))
    })
}

fn pages() -> impl Strategy<Value = (String, String, String)> {
    let page = "[A-Z]?[0-9]{1,4}|[0-9]{1,3}:[0-9]{1,2}";
    let range = ("[A-Z]?|[0-9]{1,3}:", 0..9999_u32, 0..99_u32, select(&["-", "–", "--", " - ", "—"][..])).prop_map(
        |(prefix, first, length, dash)| {
            let (first, last) = (format!("{prefix}{first}"), format!("{prefix}{}", first + length));
            (format!("{first}{dash}{last}"), first, last)
        },
    );
    let single = prop_oneof![page.prop_map(String::from), word().prop_map(|word| word.replace(['-', ','], ""))];
    prop_oneof![range, single.prop_map(|page| (page.clone(), page, String::new()))]
}

fn work() -> impl Strategy<Value = Work> {
    let date = (1000_u16..=9999, option::of(1_u8..=12), option::of(1_u8..=28)).prop_map(|(year, month, day)| {
        let text = match (month, day) {
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year}-{month:02}"),
            _ => year.to_string(),
        };
        Date::parse(&text).unwrap()
    });
    // Only the biblatex crate reads two hyphens in an identifier as a dash.
    let doi = "10\\.[0-9]{4}/[-._;()/:A-Za-z0-9<>#%&_~$@+*=]{1,12}".prop_filter("", |doi: &String| !doi.contains("--"));
    let address = select(&["https://a.example/p.pdf?x=1&y=2%20", "http://b.example/é", "files/p.pdf", "#p"][..]);
    let link = (option::of(select(LinkKind::ALL)), address).prop_map(|(kind, address)| Link {
        kind,
        url: SafeUrl::link(address).unwrap(),
        label: None,
    });
    let bibtex = prop_oneof![
        12 => Just(None),
        1 => "@(misc|Article) ?\\{ ?(a|A|b|b-2), title = \\{\\{X\\} \\\\& \\{\\\\\"o\\}\\}, year = 1999\n?\\}".prop_map(Some),
        1 => "@string\\{s = \\{\\\\&\\}\\} \\} @book\\{(a|c),\n title = s\\}\n\n@misc\\{(a|B), note = \"@book\\{a,\\}\"\\}".prop_map(Some),
        1 => select(&["no entry", "  ", "@misc{a, title = {x}", "@misc{a, title = {\\}}", "}@misc{a,t={", "@", "@misc{}"][..])
            .prop_map(|text| Some(text.to_owned())),
    ];
    let kind = prop_oneof![11 => select(PublicationType::ALL).prop_map(Some), 1 => Just(None)];
    (
        (hostile(), kind, vec(person(), 0..4), option::of(0_usize..3), option::of(date)),
        (option::of(hostile()), option::of(hostile()), option::of(pages()), option::of(hostile()), option::of(doi)),
        (
            option::of("[0-9]{4}\\.[0-9]{5}|math/[0-9]{7}"),
            vec(link, 0..3),
            option::of(hostile()),
            bibtex,
            vec(0_usize..3, 0..3),
        ),
    )
        .prop_map(|((title, kind, authors, venue, date), (volume, issue, pages, publisher, doi), rest)| {
            let (arxiv, links, r#abstract, bibtex, topics) = rest;
            let (printed, first, last) = pages.unwrap_or_default();
            let publication = Publication {
                title: title.into(),
                kind,
                authors: authors.iter().map(|author| Author::from(author.printed.clone())).collect(),
                // The content does not define the third venue.
                venue: venue.map(|venue| format!("venue-{venue}")),
                date,
                topics: topics.into_iter().map(|topic| format!("topic-{topic}")).collect(),
                links,
                r#abstract: r#abstract.map(Into::into),
                language: doi.as_ref().map(|_| "de-CH".to_owned()),
                doi,
                arxiv,
                volume,
                issue,
                pages: (!printed.is_empty()).then_some(printed),
                publisher,
                bibtex,
                ..Default::default()
            };
            Work { publication, authors, venue, pages: (first, last) }
        })
}

fn profile() -> impl Strategy<Value = Profile> {
    let venue = (option::of(hostile()), hostile(), option::of(select(VenueKind::ALL)))
        .prop_map(|(short, name, kind)| Venue { short, name, kind, url: None });
    let id = prop_oneof![select(&["a", "A-2", "b", "c", "B-2"][..]).prop_map(str::to_owned), "[A-Za-z0-9_-]{1,5}"];
    (vec((id, work()), 1..6), vec(venue, 2), vec(hostile(), 2), any::<bool>()).prop_map(
        |(works, venues, topics, site)| {
            let mut content = Content::default();
            content.site.url = site.then(|| SafeUrl::link("https://ada.example/sub/").unwrap());
            content.venues = venues.into_iter().enumerate().map(|(at, venue)| (format!("venue-{at}"), venue)).collect();
            let topic = |(at, label)| (format!("topic-{at}"), Topic { label, description: None });
            content.topics = topics.into_iter().enumerate().map(topic).collect();

            let mut works: Vec<Work> = works
                .into_iter()
                .map(|(id, mut work)| {
                    work.publication.id = id;
                    work
                })
                .collect();
            // Ids are unique, as after parsing.
            let mut ids = HashSet::new();
            for Work { publication, .. } in &mut works {
                while !ids.insert(publication.id.to_ascii_lowercase()) {
                    publication.id.push('_');
                }
            }
            // Each name belongs to one person.
            let mut names = HashSet::new();
            for person in works.iter_mut().flat_map(|work| &mut work.authors) {
                let old = person.printed.clone();
                while !names.insert(person.printed.clone()) {
                    person.printed = format!("B. {}", person.printed);
                }
                if person.known.is_none() && old != person.printed {
                    let repeated = person.printed.len() - old.len();
                    match person.given.as_str() {
                        // Whole names of several words stay whole. Those of one word now have several words.
                        "" if old.contains(' ') => person.family = person.printed.clone(),
                        "" => person.given = person.printed[..repeated].trim().to_owned(),
                        given => person.given = format!("{}{given}", &person.printed[..repeated]),
                    }
                }
            }
            for work in &mut works {
                work.publication.authors = work.authors.iter().map(|author| author.printed.clone().into()).collect();
            }
            let people = works.iter().flat_map(|work| &work.authors);
            content.people =
                people.filter_map(|person| Some((person.printed.clone(), person.known.clone()?))).collect();
            for author in works.iter_mut().flat_map(|work| &mut work.publication.authors) {
                author.person = content.people.get(&author.name).map(|_| author.name.clone());
            }
            Profile { content, works }
        },
    )
}

/// Returns a text on one line, with single spaces between words.
fn words(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn some_words(text: &Option<String>) -> String {
    text.as_deref().map(words).unwrap_or_default()
}

fn plain(markdown: &str) -> String {
    plain_text(&parse(markdown).blocks)
}

/// Joins the parts that are not empty.
fn joined(parts: &[&str], with: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(with)
}

/// Returns the venue and the publisher of a work.
fn venue_and_publisher(work: &Work, content: &Content) -> (String, String) {
    use PublicationType::*;
    let publisher = some_words(&work.publication.publisher);
    let known = work.venue.and_then(|venue| content.venues.get(&format!("venue-{venue}")));
    let venue = known.map_or_else(|| some_words(&work.publication.venue), |venue| words(&venue.name));
    let appears = matches!(work.publication.kind, Some(Conference | Workshop | Journal | Chapter | Book));
    let kind = known.and_then(|venue| venue.kind);
    let publishes = match kind {
        Some(VenueKind::Publisher) if publisher.is_empty() || publisher == venue => true,
        // Without a kind, the venue of a book is its publisher, and that of a thesis its university.
        None if work.publication.kind == Some(Book) && (publisher.is_empty() || publisher == venue) => true,
        None if work.publication.kind == Some(Thesis) => !venue.is_empty(),
        Some(VenueKind::University) if !appears => !venue.is_empty(),
        _ => !appears && (publisher.is_empty() || publisher == venue),
    };
    if publishes { (String::new(), venue) } else { (venue, publisher) }
}

/// Returns the short name of the venue, if it differs from the venue.
fn short_venue(work: &Work, content: &Content, venue: &str) -> String {
    let known = work.venue.filter(|_| !venue.is_empty()).and_then(|at| content.venues.get(&format!("venue-{at}")));
    known.map(|known| some_words(&known.short)).filter(|short| short != venue).unwrap_or_default()
}

fn url(publication: &Publication, content: &Content) -> String {
    if let Some(doi) = &publication.doi {
        return doi_url(doi);
    }
    if let Some(id) = &publication.arxiv {
        return format!("https://arxiv.org/abs/{id}");
    }
    let site = content.site.url.as_ref();
    let rank = |link: &&Link| match (publication.kind, link.kind?) {
        (Some(PublicationType::Software), LinkKind::Code) | (Some(PublicationType::Dataset), LinkKind::Data) => Some(0),
        (Some(PublicationType::Software | PublicationType::Dataset), LinkKind::Website) => Some(1),
        (Some(PublicationType::Software | PublicationType::Dataset), LinkKind::Paper) => Some(2),
        (_, LinkKind::Paper) => Some(0),
        (_, LinkKind::Website) => Some(1),
        _ => None,
    };
    let absolute = |link: &Link| match link.url.as_str() {
        "files/p.pdf" => site.map(|site| format!("{site}files/p.pdf")),
        "#p" => None,
        url => Some(url.to_owned()),
    };
    let mut urls: Vec<(i32, String)> =
        publication.links.iter().filter_map(|link| Some((rank(&link)?, absolute(link)?))).collect();
    urls.sort_by_key(|(rank, _)| *rank);
    urls.into_iter().next().map(|(_, url)| url).unwrap_or_default()
}

/// Returns a field of an entry as a reader sees it.
fn shown(entry: &Entry, field: &str) -> String {
    entry.get(field).map(|chunks| chunks.format_verbatim()).unwrap_or_default()
}

/// Returns the text of a title with its formulas in TeX.
fn with_tex(title: &Title) -> String {
    fn push(content: &[Inline], text: &mut String) {
        for inline in content {
            match inline {
                Inline::Text(part) | Inline::Code(part) => text.push_str(part),
                Inline::Math(formula) => text.extend(["$", formula.source.trim_matches('$'), "$"]),
                Inline::Styled(_, content) => push(content, text),
                Inline::Link { .. } | Inline::Image(_) | Inline::Break => panic!("{inline:?}"),
            }
        }
    }
    let mut text = String::new();
    push(title.markup(), &mut text);
    if text.is_empty() { title.to_string() } else { text }
}

/// Returns a title without the commands and tags of its markup. An argument can contain other commands and formulas.
fn unstyled(title: &str) -> String {
    static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\\(?:emph|textbf|texttt|textsubscript|textsuperscript)\{|</?(?:i|b|sub|sup)>").unwrap()
    });
    let Some(command) = COMMAND.find(title) else { return title.to_owned() };
    let (before, after) = (&title[..command.start()], &title[command.end()..]);
    if command.as_str().starts_with('<') {
        return before.to_owned() + &unstyled(after);
    }
    let mut depth = 1;
    let is_end = |(_, letter): &(usize, char)| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth == 0
    };
    let (end, _) = after.char_indices().find(is_end).unwrap_or_else(|| panic!("{title}"));
    [before, &unstyled(&after[..end]), &unstyled(&after[end + 1..])].concat()
}

fn check_bibtex(entry: &Entry, work: &Work, content: &Content) {
    use PublicationType::*;
    let Work { publication, authors, pages, .. } = work;
    assert_eq!(shown(entry, "title"), words(&with_tex(&publication.title)));
    let read: Vec<[String; 3]> = entry
        .author()
        .unwrap_or_default()
        .into_iter()
        .map(|person| [joined(&[&person.prefix, &person.name], " "), person.given_name, person.suffix])
        .collect();
    let expected: Vec<[String; 3]> =
        authors.iter().map(|person| [person.family.clone(), person.given.clone(), person.suffix.clone()]).collect();
    assert_eq!(read, expected);
    let date = publication.date;
    assert_eq!(shown(entry, "year"), date.map(|date| date.year().to_string()).unwrap_or_default());
    if let Some(date) = date {
        let PermissiveType::Typed(read) = entry.date().unwrap() else { panic!("{:?}", entry.date()) };
        let biblatex::DateValue::At(read) = read.value else { panic!("{:?}", read.value) };
        // biblatex counts months from zero.
        let expected = (i32::from(date.year()), date.month().map(|month| month - 1));
        assert_eq!((read.year, read.month), expected);
    }

    let (venue, publisher) = venue_and_publisher(work, content);
    let known = publication.venue.as_ref().and_then(|key| content.venues.get(key));
    let is_of_meeting =
        known.is_some_and(|venue| matches!(venue.kind, Some(VenueKind::Conference | VenueKind::Workshop)));
    let (kind, venue_field, publisher_field) = match publication.kind {
        Some(Conference | Workshop) => ("inproceedings", "booktitle", "publisher"),
        Some(Journal) => ("article", "journaltitle", "publisher"),
        Some(Chapter) if venue.is_empty() => ("inbook", "booktitle", "publisher"),
        Some(Chapter) => ("incollection", "booktitle", "publisher"),
        Some(Book) if work.authors.is_empty() && is_of_meeting => ("proceedings", "series", "publisher"),
        Some(Book) => ("book", "series", "publisher"),
        Some(Thesis) => ("phdthesis", "series", "school"),
        Some(Report) => ("techreport", "series", "institution"),
        _ if venue.is_empty() => ("misc", "howpublished", "howpublished"),
        _ => ("misc", "howpublished", "publisher"),
    };
    assert_eq!(entry.entry_type.to_string(), kind);
    // biblatex treats BibTeX's names of these fields as aliases.
    let field = |name: &str| {
        let aliases: &[&str] = match name {
            "journaltitle" => &["journaltitle", "journal"],
            "school" | "institution" => &["institution", "school"],
            _ => &[name],
        };
        aliases.iter().map(|name| shown(entry, name)).find(|value| !value.is_empty()).unwrap_or_default()
    };
    if venue_field == publisher_field {
        assert_eq!(field(venue_field), publisher);
    } else {
        assert_eq!(field(venue_field), venue);
        assert_eq!(field(publisher_field), publisher);
    }
    // The publisher is kept if it differs from the institution.
    if publisher_field != "publisher" {
        let printer = some_words(&publication.publisher);
        assert_eq!(field("publisher"), if printer == publisher { "" } else { &*printer });
    }
    assert_eq!(shown(entry, "volume"), some_words(&publication.volume));
    assert_eq!(shown(entry, "number"), some_words(&publication.issue));
    assert_eq!(shown(entry, "pages"), joined(&[&pages.0, &pages.1], "–"));
    assert_eq!(shown(entry, "doi"), some_words(&publication.doi));
    assert_eq!(shown(entry, "url"), url(publication, content));
    assert_eq!(shown(entry, "eprint"), some_words(&publication.arxiv));
    let archive = [shown(entry, "archiveprefix"), shown(entry, "eprinttype")].concat();
    assert_eq!(archive, if publication.arxiv.is_some() { "arXiv" } else { "" });
}

/// Returns `true` if braces balance for BibTeX, which also counts those after a backslash.
fn balances(text: &str) -> bool {
    let depth = text.chars().try_fold(0_i32, |depth, letter| match letter {
        '{' => Some(depth + 1),
        '}' => Some(depth - 1).filter(|depth| *depth >= 0),
        _ => Some(depth),
    });
    depth == Some(0)
}

/// Checks the rules in which BibTeX and TeX differ from the biblatex crate: "and" in any case separates names, and
/// special characters of TeX need a backslash except in identifiers.
fn check_for_tex(entry: &str, authors: usize) {
    for line in
        entry.lines().skip(1).filter(|line| !["  doi", "  eprint", "  url"].iter().any(|field| line.starts_with(field)))
    {
        let bare = |sign| line.match_indices(sign).any(|(at, _)| !line[..at].ends_with('\\'));
        assert!(!["%", "$", "#", "&", "_"].into_iter().any(bare), "{line}");
        assert!(!line.contains(['~', '^', '<', '>', '|']), "{line}");
    }
    let names = entry.lines().find_map(|line| line.strip_prefix("  author = {")?.strip_suffix("},"));
    let mut depth = 0;
    let outside = names.unwrap_or("").chars().filter(|letter| {
        depth += i32::from(*letter == '{') - i32::from(*letter == '}');
        depth == 0
    });
    let outside: String = outside.collect();
    let parted = outside.split(' ').filter(|word| word.eq_ignore_ascii_case("and")).count();
    assert_eq!(parted, authors.saturating_sub(1), "{names:?}");
}

/// A parsed entry: its kind, its key, and its fields with their source.
type Written<'s> = (&'s str, &'s str, Vec<(&'s str, Vec<RawChunk<'s>>)>);

fn written<'s>(entry: &RawEntry<'s>) -> Written<'s> {
    let field = |field: &Pair<'s>| (field.key.v, field.value.v.iter().map(|chunk| chunk.v.clone()).collect());
    (entry.kind.v, entry.key.v, entry.fields.iter().map(field).collect())
}

/// Returns the entries of a publication's own `bibtex`, if it can be parsed.
fn own_entries(publication: &Publication) -> Option<Vec<Written<'_>>> {
    let entries = RawBibliography::parse(publication.bibtex.as_deref()?).ok()?.entries;
    (!entries.is_empty()).then(|| entries.iter().map(|entry| written(&entry.v)).collect())
}

type Record = Vec<(String, String)>;

/// The exported tags. biblib also reads others for the same fields.
const RIS_TAGS: &[&str] = &[
    "TY", "LA", "AU", "A2", "A3", "A4", "PY", "DA", "TI", "T2", "T3", "JF", "J2", "ET", "M1", "M3", "C7", "VL", "IS",
    "SN", "SP", "EP", "PB", "CY", "DO", "AN", "UR", "N1", "AB", "KW", "ID",
];

/// Returns the citations that biblib parses, each with its lines. The lines are needed because biblib joins broken
/// lines, skips malformed ones, and merges or rewrites several fields.
fn read_ris(text: &str) -> Vec<(Citation, Record)> {
    let field = |line: &str| {
        let (tag, value) = line.split_once("  - ").unwrap_or_else(|| panic!("{line:?}"));
        assert!(RIS_TAGS.contains(&tag) && !value.is_empty() && !value.contains(char::is_control), "{line:?}");
        (tag.to_owned(), value.to_owned())
    };
    let records = text.split_inclusive("ER  - \r\n").map(|record| {
        let lines = record.strip_suffix("\r\nER  - \r\n").unwrap_or_else(|| panic!("{record:?}"));
        lines.split("\r\n").map(field).collect()
    });
    let records: Vec<Record> = records.collect();
    let citations = RisParser::new().parse(text).unwrap();
    assert_eq!(citations.len(), records.len(), "{text}");
    citations.into_iter().zip(records).collect()
}

/// Returns the authors of a line as biblib parses them, by family and given name. biblib also separates authors at
/// these words and characters, and treats the first word of a name without commas as the family name.
fn biblib_authors(line: &str) -> Vec<[String; 2]> {
    let names = line.split(';').map(str::trim).flat_map(|part| part.split(" & ")).flat_map(|part| part.split(" and "));
    let parted = |name: &str| {
        let (family, given) = name.split_once(',').or(name.split_once(' ')).unwrap_or((name, ""));
        [words(family), words(&given.replace(',', " "))]
    };
    names.map(str::trim).filter(|name| !name.is_empty()).map(parted).collect()
}

fn all<'r>(record: &'r Record, tag: &str) -> Vec<&'r str> {
    record.iter().filter(|(name, _)| name == tag).map(|(_, value)| value.as_str()).collect()
}

fn only<'r>(record: &'r Record, tag: &str) -> &'r str {
    match all(record, tag).as_slice() {
        [] => "",
        [value] => value,
        values => panic!("{tag}: {values:?}"),
    }
}

fn check_ris(citation: &Citation, record: &Record, work: &Work, content: &Content) {
    use PublicationType::*;
    let Work { publication, authors, pages: (first, last), .. } = work;
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let kind = match publication.kind {
        Some(Conference | Workshop) => "Conference Proceeding",
        Some(Journal) => "Journal Article",
        Some(Preprint) => "Unpublished Work",
        Some(Thesis) => "Thesis/Dissertation",
        Some(Book) => "Book",
        Some(Chapter) => "Book Chapter",
        Some(Report) => "Report",
        Some(Software) => "Computer Program",
        Some(Dataset) => "Data File",
        Some(Patent) => "Patent",
        Some(Other) | None => "Generic",
    };
    assert_eq!(citation.citation_type, [kind]);
    assert_eq!(citation.title, words(&publication.title));
    // "Family, Given, Suffix", without further commas.
    let part = |text: &str| words(&text.replace(',', " "));
    let lines: Vec<String> = authors
        .iter()
        .map(|person| joined(&[&part(&person.family), &part(&person.given), &person.suffix], ", "))
        .collect();
    assert_eq!(all(record, "AU"), lines);
    let given = |author: &biblib::Author| joined(&[&text(&author.given_name), &text(&author.middle_name)], " ");
    let read: Vec<[String; 2]> = citation.authors.iter().map(|author| [author.name.clone(), given(author)]).collect();
    assert_eq!(read, lines.iter().flat_map(|line| biblib_authors(line)).collect::<Vec<_>>());
    // biblib combines both fields into one date.
    let date = publication.date;
    assert_eq!(only(record, "PY"), date.map(|date| date.year().to_string()).unwrap_or_default());
    let date = date.map(|date| biblib::Date { year: date.year().into(), month: date.month(), day: date.day() });
    assert_eq!(citation.date, date);
    let (venue, publisher) = venue_and_publisher(work, content);
    assert_eq!(text(&citation.journal), venue);
    assert_eq!(only(record, "T2"), venue);
    assert_eq!(only(record, "JF"), if publication.kind == Some(Journal) { &*venue } else { "" });
    assert_eq!(text(&citation.journal_abbr), short_venue(work, content, &venue));
    assert_eq!(text(&citation.publisher), publisher);
    assert_eq!(text(&citation.volume), some_words(&publication.volume));
    let issue = some_words(&publication.issue);
    let (issue, number) = match publication.kind {
        Some(Report | Patent) => (String::new(), issue),
        _ => (issue, String::new()),
    };
    assert_eq!((text(&citation.issue), citation.issn.concat()), (issue, number));
    // biblib completes last pages: "120-5" becomes "120-125".
    assert_eq!((only(record, "SP"), only(record, "EP")), (&**first, &**last));
    let pages = text(&citation.pages);
    assert!(pages.starts_with(first) && pages.ends_with(last.trim_start_matches(char::is_alphabetic)), "{pages}");
    // biblib decodes DOIs, changes them to lower case and removes punctuation from their end.
    let doi = some_words(&publication.doi);
    assert_eq!(only(record, "DO"), doi);
    assert!(doi.contains('%') || doi.to_lowercase().starts_with(&text(&citation.doi)), "{:?}", citation.doi);
    assert_eq!(citation.doi.is_some(), publication.doi.is_some());
    let arxiv = publication.arxiv.as_ref().map(|id| format!("arXiv:{id}"));
    assert_eq!(citation.accession_number, arxiv);
    assert_eq!(citation.urls.concat(), url(publication, content));
    assert_eq!(citation.language, publication.language);
    assert_eq!(text(&citation.abstract_text), words(&publication.r#abstract.as_deref().map(plain).unwrap_or_default()));
    let topics = publication.topics.iter().map(|key| words(content.topic_label(key)));
    assert_eq!(citation.keywords, topics.filter(|label| !label.is_empty()).collect::<Vec<_>>());
    assert_eq!(citation.extra_fields, [("ID".to_owned(), vec![publication.id.clone()])].into());
}

static CSL: LazyLock<JsonSchema> = LazyLock::new(|| JsonSchema::parse(include_str!("../fixtures/csl-data.json")));

fn read_csl(text: &str) -> Vec<Value> {
    let items: Value = serde_json::from_str(text).unwrap();
    CSL.assert_valid(&items);
    items.as_array().unwrap().clone()
}

fn check_csl(item: &Value, work: &Work, content: &Content) {
    use PublicationType::*;
    let Work { publication, authors, pages, .. } = work;
    let text = |name: &str| match &item[name] {
        Value::Null => String::new(),
        value => {
            let text = value.as_str().unwrap_or_else(|| panic!("{name}: {value}"));
            assert!(!text.is_empty(), "{name}");
            text.to_owned()
        }
    };
    let kind = match publication.kind {
        Some(Conference | Workshop) => "paper-conference",
        Some(Journal) => "article-journal",
        Some(Preprint) => "article",
        Some(Thesis) => "thesis",
        Some(Book) => "book",
        Some(Chapter) => "chapter",
        Some(Report) => "report",
        Some(Software) => "software",
        Some(Dataset) => "dataset",
        Some(Patent) => "patent",
        Some(Other) | None => "document",
    };
    assert_eq!(text("type"), kind);
    assert_eq!(text("id"), publication.id);
    assert_eq!(text("title"), words(&publication.title));
    let read: Vec<[String; 3]> = item["author"]
        .as_array()
        .unwrap_or(&Vec::new())
        .iter()
        .map(|person| {
            let part = |name: &str| person[name].as_str().unwrap_or("");
            assert_eq!(person["literal"].is_null(), !person["family"].is_null(), "{person}");
            assert_eq!(person["literal"].is_null(), !person["given"].is_null(), "{person}");
            let family = joined(&[part("non-dropping-particle"), part("family"), part("literal")], " ");
            [family, part("given").to_owned(), part("suffix").to_owned()]
        })
        .collect();
    let expected: Vec<[String; 3]> =
        authors.iter().map(|person| [person.family.clone(), person.given.clone(), person.suffix.clone()]).collect();
    assert_eq!(read, expected);
    let parts = publication.date.map(|date| {
        let parts = [Some(i64::from(date.year())), date.month().map(i64::from), date.day().map(i64::from)];
        serde_json::json!([parts.into_iter().flatten().collect::<Vec<_>>()])
    });
    assert_eq!(item["issued"].get("date-parts").cloned(), parts);
    let (venue, publisher) = venue_and_publisher(work, content);
    let (container, series) = (text("container-title"), text("collection-title"));
    let in_series = matches!(kind, "book" | "report" | "thesis");
    assert_eq!((&*container, &*series), if in_series { ("", &*venue) } else { (&*venue, "") });
    assert_eq!(text("container-title-short"), short_venue(work, content, &container));
    assert_eq!(text("publisher"), publisher);
    assert_eq!(text("volume"), some_words(&publication.volume));
    let arxiv = publication.arxiv.as_ref().map(|id| format!("arXiv:{id}")).unwrap_or_default();
    let issue = some_words(&publication.issue);
    let expected = match kind {
        "article" => [arxiv, issue, String::new()],
        "report" | "patent" => [issue, String::new(), arxiv],
        _ => [String::new(), issue, arxiv],
    };
    assert_eq!([text("number"), text("issue"), text("note")], expected);
    assert_eq!(text("page"), joined(&[&pages.0, &pages.1], "-"));
    assert_eq!(text("DOI"), some_words(&publication.doi));
    assert_eq!(item["language"].as_str(), publication.language.as_deref());
    assert_eq!(text("URL"), url(publication, content));
    assert_eq!(text("abstract"), publication.r#abstract.as_deref().map(plain).unwrap_or_default().trim());
    let topics: Vec<&str> = publication.topics.iter().map(|key| content.topic_label(key)).collect();
    assert_eq!(text("keyword"), topics.join(", "));
}

fn check_coins(object: &str, work: &Work, content: &Content) {
    use PublicationType::*;
    assert!(object.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"'".contains(&byte)), "{object}");
    let Work { publication, authors, pages, .. } = work;
    let pairs: Record = url::form_urlencoded::parse(object.as_bytes()).into_owned().collect();
    let (format, genre, title_key, venue_key, publisher_key) = match publication.kind {
        Some(Journal) => ("journal", "article", "rft.atitle", "rft.jtitle", ""),
        Some(Conference | Workshop) => ("book", "proceeding", "rft.atitle", "rft.btitle", "rft.pub"),
        Some(Chapter) => ("book", "bookitem", "rft.atitle", "rft.btitle", "rft.pub"),
        Some(Book) => ("book", "book", "rft.btitle", "rft.series", "rft.pub"),
        Some(Report) => ("book", "report", "rft.btitle", "rft.series", "rft.pub"),
        Some(Thesis) => ("dissertation", "", "rft.title", "", "rft.inst"),
        Some(Patent) => ("patent", "", "rft.title", "", "rft.assignee"),
        Some(Preprint) => ("dc", "preprint", "rft.title", "rft.source", "rft.publisher"),
        Some(Software) => ("dc", "computerProgram", "rft.title", "rft.source", "rft.publisher"),
        Some(Dataset) => ("dc", "dataset", "rft.title", "rft.source", "rft.publisher"),
        Some(Other) | None => ("dc", "document", "rft.title", "rft.source", "rft.publisher"),
    };
    assert_eq!(pairs[0], ("ctx_ver".to_owned(), "Z39.88-2004".to_owned()));
    assert_eq!(only(&pairs, "rft_val_fmt"), format!("info:ofi/fmt:kev:mtx:{format}"));
    assert_eq!([only(&pairs, "rft.genre"), only(&pairs, "rft.type")].concat(), genre);
    assert_eq!(only(&pairs, title_key), words(&publication.title));
    let (venue, publisher) = venue_and_publisher(work, content);
    if !venue_key.is_empty() {
        assert_eq!(only(&pairs, venue_key), venue);
    }
    if !publisher_key.is_empty() {
        assert_eq!(only(&pairs, publisher_key), publisher);
    }
    if format == "journal" {
        assert_eq!(only(&pairs, "rft.volume"), some_words(&publication.volume));
        assert_eq!(only(&pairs, "rft.issue"), some_words(&publication.issue));
    }
    if title_key == "rft.atitle" {
        assert_eq!(only(&pairs, "rft.pages"), joined(&[&pages.0, &pages.1], "-"));
        assert_eq!((only(&pairs, "rft.spage"), only(&pairs, "rft.epage")), (&*pages.0, &*pages.1));
    }
    let author_key = match format {
        "patent" => "rft.inventor",
        "dc" => "rft.creator",
        _ => "rft.au",
    };
    let whole = |person: &Person| joined(&[&person.family, &person.given, &person.suffix], ", ");
    assert_eq!(all(&pairs, author_key), authors.iter().map(whole).collect::<Vec<_>>());
    let prefix = if format == "patent" { "rft.inv" } else { "rft.au" };
    let first = authors.first().filter(|person| format != "dc" && !person.given.is_empty());
    let first = first.map_or(("", ""), |person| (&*person.family, &*person.given));
    assert_eq!((only(&pairs, &format!("{prefix}last")), only(&pairs, &format!("{prefix}first"))), first);
    assert_eq!(only(&pairs, "rft.date"), publication.date.map(Date::iso).unwrap_or_default());
    let ids = [("info:doi/", &publication.doi), ("info:arxiv/", &publication.arxiv)];
    let ids = ids.into_iter().filter_map(|(scheme, id)| Some(format!("{scheme}{}", id.as_ref()?)));
    let ids = ids.chain([url(publication, content)]).filter(|id| !id.is_empty());
    assert_eq!(all(&pairs, "rft_id"), ids.collect::<Vec<_>>());
}

proptest! {
    #[test]
    fn bibtex_is_parsed_unchanged(profile in profile()) {
        for work in profile.works {
            let mut work = work;
            work.publication.bibtex = None;
            let entry = bibtex::entry(&work.publication, &profile.content);
            prop_assert!(balances(&entry), "{}", entry);
            check_for_tex(&entry, work.authors.len());
            let read = Bibliography::parse(&entry).unwrap_or_else(|fault| panic!("{fault}: {entry}"));
            prop_assert_eq!(read.len(), 1, "{}", entry);
            let read = read.get(&work.publication.id).unwrap_or_else(|| panic!("{entry}"));
            check_bibtex(read, &work, &profile.content);
        }
    }

    #[test]
    fn a_bibtex_file_has_every_publication_and_no_duplicate_key(profile in profile()) {
        let Profile { content, works } = profile;
        let file = bibtex::file(works.iter().map(|work| &work.publication), &content);
        let read = Bibliography::parse(&file).unwrap_or_else(|fault| panic!("{fault}: {file}")).into_vec();
        let mut keys = HashSet::new();
        prop_assert!(read.iter().all(|entry| keys.insert(entry.key.to_lowercase())), "{}", file);
        // A key is the original key, or this key with a number.
        let is_key_of = |key: &str, written: &str| {
            let number = key.strip_prefix(written).and_then(|rest| rest.strip_prefix('-'));
            key == written || number.is_some_and(|number| number.parse::<u32>().is_ok_and(|number| number > 1))
        };
        let raw = RawBibliography::parse(&file).unwrap().entries;
        let mut read = read.iter().zip(&raw);
        let mut seen = HashSet::new();
        for work in &works {
            let Some(own) = own_entries(&work.publication) else {
                let (entry, _) = read.next().unwrap_or_else(|| panic!("{file}"));
                prop_assert!(is_key_of(&entry.key, &work.publication.id), "{}", file);
                check_bibtex(entry, work, &content);
                continue;
            };
            for (kind, key, fields) in own {
                let (_, raw) = read.next().unwrap_or_else(|| panic!("{file}"));
                let (its_kind, its_key, its_fields) = written(&raw.v);
                prop_assert_eq!((its_kind, its_fields), (kind, fields));
                // The first entry with a key keeps it.
                let first = seen.insert(key.to_lowercase());
                prop_assert!(if first { its_key == key } else { is_key_of(its_key, key) }, "{}", file);
            }
        }
        prop_assert!(read.next().is_none(), "{}", file);
    }

    #[test]
    fn ris_is_parsed_unchanged(profile in profile()) {
        let Profile { content, works } = profile;
        let records = read_ris(&ris::file(works.iter().map(|work| &work.publication), &content, &plain));
        prop_assert_eq!(records.len(), works.len());
        for ((citation, record), work) in records.iter().zip(&works) {
            check_ris(citation, record, work, &content);
        }
    }

    #[test]
    fn csl_json_matches_its_schema_and_is_parsed_unchanged(profile in profile()) {
        let Profile { content, works } = profile;
        let items = read_csl(&csl_json::file(works.iter().map(|work| &work.publication), &content, &plain));
        prop_assert_eq!(items.len(), works.len());
        for (item, work) in items.iter().zip(&works) {
            check_csl(item, work, &content);
        }
    }

    #[test]
    fn coins_are_parsed_unchanged(profile in profile()) {
        for work in &profile.works {
            check_coins(&coins::context_object(&work.publication, &profile.content), work, &profile.content);
        }
    }
}

#[test]
fn both_profiles_are_exported_in_every_format() {
    for text in [include_str!("../../public/content.json"), include_str!("../fixtures/scholar-300.json")] {
        let content = read(text).unwrap().content;
        let publications = &content.publications;
        let titles: Vec<String> = publications.iter().map(|publication| words(&publication.title)).collect();
        let unstyled_titles: Vec<String> = titles.iter().map(|title| unstyled(title)).collect();

        let read = Bibliography::parse(&bibtex::file(publications, &content)).unwrap().into_vec();
        assert_eq!(read.len(), publications.len());
        for (entry, publication) in read.iter().zip(publications) {
            match own_entries(publication).as_deref() {
                Some([(_, key, _)]) => assert_eq!(entry.key, *key),
                Some(own) => panic!("{own:?}"),
                None => {
                    assert_eq!(entry.key, publication.cite_key());
                    assert_eq!(unstyled(&shown(entry, "title")), unstyled(&words(&with_tex(&publication.title))));
                    assert_eq!(entry.author().unwrap_or_default().len(), publication.authors.len());
                    let editors = entry.editors().unwrap_or_default();
                    let editors: usize = editors.iter().map(|(people, _)| people.len()).sum();
                    assert_eq!(editors, publication.editors.len(), "{}", publication.id);
                }
            }
        }

        let records = read_ris(&ris::file(publications, &content, &plain));
        assert_eq!(records.iter().map(|(citation, _)| &*citation.title).collect::<Vec<_>>(), titles);
        let items = read_csl(&csl_json::file(publications, &content, &plain));
        assert_eq!(
            items.iter().map(|item| unstyled(item["title"].as_str().unwrap())).collect::<Vec<_>>(),
            unstyled_titles
        );
        for ((((_, record), item), publication), title) in records.iter().zip(&items).zip(publications).zip(&titles) {
            let people = |name: &str| item[name].as_array().map_or(0, Vec::len);
            let [authors, editors, translators] =
                [&publication.authors, &publication.editors, &publication.translators].map(|people| people.len());
            assert_eq!(all(record, "AU").len(), publication.creators().len(), "{}", publication.id);
            let others = [all(record, "A2"), all(record, "A3")].concat();
            assert_eq!(others.len(), if authors == 0 { 0 } else { editors }, "{}", publication.id);
            assert_eq!(all(record, "A4").len(), translators);
            assert_eq!(["author", "editor", "translator"].map(people), [authors, editors, translators]);
            assert_eq!(only(record, "ID"), publication.cite_key());
            assert_eq!(item["id"], *publication.cite_key());
            assert_eq!(only(record, "DO"), publication.doi.as_deref().unwrap_or_default());
            let object = coins::context_object(publication, &content);
            let pairs: Record = url::form_urlencoded::parse(object.as_bytes()).into_owned().collect();
            assert!(pairs.iter().any(|(key, value)| key.ends_with("title") && value == title), "{object}");
            assert_eq!(only(&pairs, "rft.date"), publication.date.map(|date| date.datetime()).unwrap_or_default());
        }
    }
}

#[test]
fn no_publications_give_an_empty_file() {
    let content = Content::default();
    assert_eq!(bibtex::file([], &content), "");
    assert_eq!(ris::file([], &content, &plain), "");
    assert_eq!(csl_json::file([], &content, &plain), "[]\n");
}
