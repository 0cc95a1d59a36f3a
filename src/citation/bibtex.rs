//! BibTeX entries (Patashnik, "BibTeXing", 1988; `eprint` fields as in arXiv's help pages).

use std::{collections::HashSet, fmt::Write, ops::Range};

use crate::{
    citation::{
        latex::{braced, escaped},
        person_name::Name,
        reference::{Details, thesis_type},
        text::line,
        title,
    },
    content::{Content, Date, Publication, PublicationStatus, PublicationType, VenueKind},
};

/// Returns the BibTeX entry of a publication: its own `bibtex` if the content has one, otherwise an entry made from its
/// fields. Unicode is kept, because biber and current BibTeX read it. Text that TeX would read as a command is escaped.
/// Braces protect words with capitals from styles that change titles to lower case.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "Notes on the AE", "type": "report", "authors": ["Ada Lovelace"], "date": "1843" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// let entry = frontispiece::citation::bibtex::entry(&content.publications[0], &content);
/// assert_eq!(
///     entry,
///     "@techreport{ada1843,\n  title = {Notes on the {AE}},\n  author = {Lovelace, Ada},\n  year = {1843},\n}",
/// );
/// ```
pub fn entry(publication: &Publication, content: &Content) -> String {
    match own(publication) {
        Some(own) => own.to_owned(),
        None => generated(publication, content, publication.cite_key()),
    }
}

/// Returns a file with the entries of these publications in their order, separated by blank lines.
///
/// No two entries have the same key, ignoring case. Entries from `bibtex` fields keep their keys, except for a key that
/// repeats an earlier one. Such a key, and the key of an entry made from fields, gets a number if it is taken
/// ("ada1843-2"). Nothing else in a `bibtex` is changed. A `bibtex` that has no entry or that no program could parse to
/// its end would swallow the entries after it, so an entry made from fields replaces it.
pub fn file<'c>(publications: impl IntoIterator<Item = &'c Publication>, content: &Content) -> String {
    entries(&publications.into_iter().collect::<Vec<_>>(), content)
}

/// A function separate from the generic [`file`], so that it is compiled once.
fn entries(publications: &[&Publication], content: &Content) -> String {
    let own: Vec<_> =
        publications.iter().map(|publication| own(publication).and_then(|own| Some((own, keys(own)?)))).collect();
    let mut taken = HashSet::new();
    let mut repeated = HashSet::new();
    for (place, (text, keys)) in own.iter().enumerate().filter_map(|(place, own)| Some((place, own.as_ref()?))) {
        for key in keys {
            if !taken.insert(text[key.clone()].to_ascii_lowercase()) {
                repeated.insert((place, key.start));
            }
        }
    }

    let mut unique = |key: &str| {
        let mut unique = key.to_owned();
        let mut number = 2;
        while !taken.insert(unique.to_ascii_lowercase()) {
            unique.truncate(key.len());
            let _ = write!(unique, "-{number}");
            number += 1;
        }
        unique
    };
    let mut file = String::new();
    for (place, (publication, own)) in publications.iter().zip(&own).enumerate() {
        if !file.is_empty() {
            file.push('\n');
        }
        match own {
            Some((text, keys)) => {
                let mut written = 0;
                for key in keys.iter().filter(|key| repeated.contains(&(place, key.start))) {
                    file.push_str(&text[written..key.start]);
                    file.push_str(&unique(&text[key.clone()]));
                    written = key.end;
                }
                file.push_str(&text[written..]);
            }
            None => file.push_str(&generated(publication, content, &unique(publication.cite_key()))),
        }
        file.push('\n');
    }
    file
}

/// Returns the entry in the content.
fn own(publication: &Publication) -> Option<&str> {
    publication.bibtex.as_deref().map(str::trim).filter(|own| !own.is_empty())
}

/// Returns the ranges of the keys of a BibTeX text, if it has any and its braces balance. As in BibTeX, text between
/// entries is a comment.
fn keys(text: &str) -> Option<Vec<Range<usize>>> {
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some(sign) = text[at..].find('@') {
        let kind = at + sign + 1;
        let opening = kind + text[kind..].find(['{', '('])?;
        at = kind;
        let word = text[kind..opening].trim();
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            continue;
        }
        let end = opening + closing(&text[opening..])?;
        at = end + 1;
        if ["comment", "preamble", "string"].iter().any(|command| word.eq_ignore_ascii_case(command)) {
            continue;
        }
        let inside = &text[opening + 1..end];
        let key = inside.split(',').next().unwrap_or("").trim();
        if key.is_empty() || key.contains(char::is_whitespace) {
            return None;
        }
        let start = opening + 1 + inside.find(key)?;
        keys.push(start..start + key.len());
    }
    (!keys.is_empty()).then_some(keys)
}

/// Returns the offset at which the bracket at the start of the text is closed: a brace by a brace, a parenthesis by one
/// outside of braces. BibTeX also counts a brace after a backslash and other programs do not, so both ways must agree.
fn closing(text: &str) -> Option<usize> {
    let end = |skips_escaped: bool| {
        let mut depth = 0_usize;
        let mut bytes = text.bytes().enumerate();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' if skips_escaped => {
                    bytes.next();
                }
                b'{' => depth += 1,
                b'}' => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 && text.starts_with('{') {
                        return Some(at);
                    }
                }
                b')' if depth == 0 => return Some(at),
                _ => {}
            }
        }
        None
    };
    end(true).filter(|at| end(false) == Some(*at))
}

fn generated(publication: &Publication, content: &Content, key: &str) -> String {
    use PublicationType::{Book, Chapter, Conference, Journal, Report, Thesis, Workshop};
    let details = Details::of(publication, content);
    let venue = publication.venue.as_ref().and_then(|key| content.venues.get(key));
    let is_of_meeting =
        venue.is_some_and(|venue| matches!(venue.kind, Some(VenueKind::Conference | VenueKind::Workshop)));
    let degree = publication.degree.as_deref().map(str::to_ascii_lowercase).unwrap_or_default();
    let (entry_type, venue_field, publisher_field) = match publication.kind {
        Some(Conference | Workshop) => ("inproceedings", "booktitle", "publisher"),
        Some(Journal) => ("article", "journal", "publisher"),
        Some(Thesis)
            if ["master", "msc", "m.sc", "m.a", "magister", "diplom", "bachelor", "bsc", "b.sc", "b.a"]
                .iter()
                .any(|word| degree.contains(word)) =>
        {
            ("mastersthesis", "series", "school")
        }
        Some(Thesis) => ("phdthesis", "series", "school"),
        Some(Book) if is_of_meeting && details.authors.is_empty() => ("proceedings", "series", "publisher"),
        Some(Book) => ("book", "series", "publisher"),
        // A part of a book by the same authors.
        Some(Chapter) if details.venue.is_empty() => ("inbook", "booktitle", "publisher"),
        Some(Chapter) => ("incollection", "booktitle", "publisher"),
        Some(Report) => ("techreport", "series", "institution"),
        // For `misc` entries, styles print only `howpublished`.
        _ if details.venue.is_empty() => ("misc", "howpublished", "howpublished"),
        _ => ("misc", "howpublished", "publisher"),
    };
    // A style prints "Master's thesis" or "PhD thesis" unless the entry says otherwise.
    let own_type = thesis_type(publication).filter(|_| !matches!(&*degree, "phd" | "master"));
    let own_type = own_type.filter(|_| publication.kind == Some(Thesis));
    let mut authors = people(&details.authors);
    if details.has_more_authors {
        authors.push_str(if authors.is_empty() { "others" } else { " and others" });
    }
    let mut editors = people(&details.editors);
    if details.has_more_editors {
        editors.push_str(" and others");
    }
    let is_article = publication.kind == Some(Journal);
    let status = publication.status.map(|status| (status.label().to_owned(), pubstate(status).to_owned()));
    let (note, pubstate) = status.unwrap_or_default();
    // biblatex reads days, seasons and intervals from its own field.
    let date = publication.date.filter(|date| date.day().is_some() || date.season().is_some() || date.end().is_some());
    // The publisher of a thesis, in addition to its school.
    let printer = publication.publisher.as_deref().map(line).filter(|printer| *printer != details.publisher);

    let fields = [
        ("title", title::latex(&publication.title)),
        ("author", authors),
        ("editor", editors),
        ("translator", people(&details.translators)),
        ("type", own_type.map(|own_type| escaped(&own_type)).unwrap_or_default()),
        // The venue of a book is its series, unless it has another one.
        (
            if venue_field == "series" && !details.series.is_empty() { "organization" } else { venue_field },
            escaped(&details.venue),
        ),
        ("series", escaped(&details.series)),
        ("edition", escaped(&details.edition)),
        ("volume", escaped(&details.volume)),
        ("number", escaped(if is_article { &details.issue } else { either(&details.number, &details.issue) })),
        ("eid", if is_article { escaped(&details.number) } else { String::new() }),
        ("pages", pages(&details)),
        ("pagetotal", escaped(&details.pages.total)),
        (publisher_field, escaped(&details.publisher)),
        ("publisher", printer.map(|printer| escaped(&printer)).unwrap_or_default()),
        ("address", escaped(&details.place)),
        ("version", escaped(&details.version)),
        ("isbn", escaped(&details.isbn)),
        ("issn", escaped(&details.issn)),
        ("year", publication.year().map(|year| year.to_string()).unwrap_or_default()),
        ("month", publication.date.and_then(Date::month).map(month).unwrap_or_default()),
        ("date", date.map(Date::iso).unwrap_or_default()),
        ("note", note),
        ("pubstate", pubstate),
        ("doi", verbatim(&details.doi)),
        ("url", verbatim(&details.url)),
        ("eprint", verbatim(&details.arxiv)),
        ("langid", publication.language.as_deref().map(langid).unwrap_or_default()),
        ("archiveprefix", if details.arxiv.is_empty() { String::new() } else { "arXiv".to_owned() }),
    ];
    let mut entry = ["@", entry_type, "{", key].concat();
    let mut written = HashSet::new();
    // A field is written once: the publisher and the series have two sources.
    for (name, value) in fields.into_iter().filter(|(name, value)| !value.is_empty() && written.insert(*name)) {
        // A month is a macro for a word in the style's language, so it has no braces.
        let (open, close) = if name == "month" { ("", "") } else { ("{", "}") };
        entry.extend([",\n  ", name, " = ", open, &value, close]);
    }
    entry.push_str(",\n}");
    entry
}

/// Returns the first text that is not empty.
fn either<'t>(first: &'t str, second: &'t str) -> &'t str {
    if first.is_empty() { second } else { first }
}

/// Returns the names of people, separated as BibTeX expects.
fn people(names: &[Name]) -> String {
    names.iter().map(person).collect::<Vec<_>>().join(" and ")
}

/// Returns the value of biblatex's field "pubstate" (biblatex manual, section 2.2.2).
fn pubstate(status: PublicationStatus) -> &'static str {
    match status {
        PublicationStatus::InPress => "inpress",
        PublicationStatus::Forthcoming | PublicationStatus::Accepted => "forthcoming",
        PublicationStatus::UnderReview | PublicationStatus::Submitted => "submitted",
        PublicationStatus::InPreparation => "inpreparation",
    }
}

/// Returns the name of a language in babel and biblatex (biblatex manual, table 2), or the tag itself if it has none.
fn langid(tag: &str) -> String {
    let name = match tag.split('-').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "ca" => "catalan",
        "cs" => "czech",
        "da" => "danish",
        "de" => "ngerman",
        "el" => "greek",
        "en" => "english",
        "es" => "spanish",
        "et" => "estonian",
        "fi" => "finnish",
        "fr" => "french",
        "hu" => "magyar",
        "it" => "italian",
        "lt" => "lithuanian",
        "lv" => "latvian",
        "nb" | "no" => "norsk",
        "nl" => "dutch",
        "nn" => "nynorsk",
        "pl" => "polish",
        "pt" => "portuguese",
        "ro" => "romanian",
        "ru" => "russian",
        "sk" => "slovak",
        "sl" => "slovene",
        "sv" => "swedish",
        "tr" => "turkish",
        "uk" => "ukrainian",
        _ => return escaped(tag),
    };
    name.to_owned()
}

/// Returns the macro of a month, which every style defines. A style would print a number unchanged.
fn month(number: u8) -> String {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS[usize::from(number) - 1].to_owned()
}

/// Returns "Family, Given" or "Family, Jr., Given", which are unambiguous. A name without known parts is in braces.
fn person(name: &Name) -> String {
    if name.is_literal() {
        return braced(&name.whole_family());
    }
    let family = part(&name.whole_family());
    let given = part(&name.given);
    if name.suffix.is_empty() {
        [&family, ", ", &given].concat()
    } else {
        [&family, ", ", &part(&name.suffix), ", ", &given].concat()
    }
}

/// Returns a part of a name. It is in braces if it has a comma or the word "and", which separate names.
fn part(text: &str) -> String {
    let parts_names = text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    if parts_names { braced(text) } else { escaped(text) }
}

/// Returns the pages. BibTeX writes the en dash of a range as two hyphens.
fn pages(details: &Details) -> String {
    let range = |(first, last): &(String, String)| match last.as_str() {
        "" => escaped(first),
        last => [&escaped(first), "--", &escaped(last)].concat(),
    };
    details.pages.ranges.iter().map(range).collect::<Vec<_>>().join(", ")
}

/// Returns an identifier unchanged, because programs expect it so. Only characters that would end the field or the
/// entry are percent-encoded, as in the identifier's URL.
fn verbatim(id: &str) -> String {
    id.replace('\\', "%5C").replace('{', "%7B").replace('}', "%7D")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Author;

    #[test]
    fn names_are_unambiguous() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let author = Author::from(text.to_owned());
            assert_eq!(person(&Name::of(&author, &Content::default()).unwrap()), expected);
        }
        check("Ada Lovelace", "Lovelace, Ada");
        check("Ludwig van Beethoven", "van Beethoven, Ludwig");
        check("Martin Luther King, Jr.", "King, Jr., Martin Luther");
        check("Plato", "{Plato}");
        check("王小明", "{王小明}");
        check("A_B C&D", "C\\&D, A\\_B");
        check("Rock And Roll", "Roll, {Rock And}");
        check("Ada, Lovelace", "Lovelace, {Ada,}");
        check("others", "{others}");
        check("The HALO Collaboration", "{The HALO Collaboration}");
    }

    #[test]
    fn identifiers_are_not_escaped() {
        assert_eq!(verbatim("10.1000/a_b(1)#%25<c>"), "10.1000/a_b(1)#%25<c>");
        assert_eq!(verbatim("10.1000/{a}\\"), "10.1000/%7Ba%7D%5C");
    }

    #[test]
    fn keys_are_found_as_programs_find_them() {
        #[track_caller]
        fn check(text: &str, expected: Option<&[&str]>) {
            let keys = keys(text).map(|keys| keys.into_iter().map(|key| &text[key]).collect::<Vec<_>>());
            assert_eq!(keys.as_deref(), expected, "{text}");
        }
        check("@misc{a, title = {b}}", Some(&["a"]));
        check("@Misc ( a , title = {b} )", Some(&["a"]));
        check("@misc{a,\n note = {@misc{b, c}}}", Some(&["a"]));
        check("mail a@b.c {d} @misc{a, note = {e@f}} % @misc{g,}", Some(&["a", "g"]));
        check(
            "@string{acm = {ACM}} @comment{@misc{x,}} @misc{ü:1+/, publisher = acm}\n@book{c,}",
            Some(&["ü:1+/", "c"]),
        );
        check("@misc{a}", Some(&["a"]));
        check("", None);
        check("@", None);
        check("no entry", None);
        check("@string{a = {b}}", None);
        check("@misc{, title = {b}}", None);
        check("@misc{title = {b}}", None);
        check("@misc{a, title = {b}", None);
        check("@misc{a, title = {\\}}", None);
        check("@misc{a, title = {\\}}}", None);
        check("@misc{a, title = {\\{\\}}}", Some(&["a"]));
        check("@misc{a, title = {b}} @misc{c, title = {", None);
    }

    #[test]
    fn a_file_never_repeats_a_key() {
        #[track_caller]
        fn check(entries: [(&str, &str); 4], expected: &str) {
            let publication = |(id, bibtex): (&str, &str)| Publication {
                id: id.to_owned(),
                bibtex: Some(bibtex.to_owned()),
                ..Default::default()
            };
            assert_eq!(file(&entries.map(publication), &Content::default()), expected);
        }
        check(
            [("a", ""), ("b", "@book{A, x = 1}"), ("c", "@book{a, y = {@book{a,}}}\n@book{A-2,}"), ("A-2", "{")],
            "@misc{a-3,\n}\n\n@book{A, x = 1}\n\n@book{a-4, y = {@book{a,}}}\n@book{A-2,}\n\n@misc{A-2-2,\n}\n",
        );
    }
}
