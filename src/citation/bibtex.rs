//! BibTeX entries (Patashnik, "BibTeXing", 1988; `eprint` fields as arXiv's help pages give them).

use std::fmt::Write;

use crate::content::{Content, Date, Publication, PublicationType};

/// The BibTeX entry of a publication: its own `bibtex` where the content gives one, or else one made from
/// its fields. Unicode is kept, as biber and current BibTeX read it; what TeX would take for a command is
/// escaped, and words with capitals are protected from styles that lower titles.
///
/// ```
/// let text = r#"{ "person": { "name": "Ada Lovelace" }, "pages": [], "publications": [
///     { "id": "ada1843", "title": "Notes on the AE", "type": "report", "authors": ["Ada Lovelace"], "date": "1843" }
/// ] }"#;
/// let content = frontispiece::content::read(text).unwrap().content;
/// let entry = frontispiece::citation::bibtex::entry(&content.publications[0], &content);
/// assert_eq!(
///     entry,
///     "@techreport{ada1843,\n  title = {{Notes} on the {AE}},\n  author = {Lovelace, Ada},\n  year = {1843},\n}",
/// );
/// ```
pub fn entry(publication: &Publication, content: &Content) -> String {
    if let Some(own) = &publication.bibtex {
        return own.trim().to_owned();
    }
    let venue = publication.venue.as_ref().map(|key| content.venues.get(key).map_or(key.as_str(), |venue| &venue.name));
    let kind = publication.kind.unwrap_or(PublicationType::Preprint);
    let (entry_type, venue_field) = match kind {
        PublicationType::Conference | PublicationType::Workshop => ("inproceedings", "booktitle"),
        PublicationType::Journal => ("article", "journal"),
        PublicationType::Thesis => ("phdthesis", "school"),
        PublicationType::Book => ("book", "series"),
        PublicationType::Chapter => ("incollection", "booktitle"),
        PublicationType::Report => ("techreport", "institution"),
        PublicationType::Preprint | PublicationType::Software | PublicationType::Dataset | PublicationType::Patent => {
            ("misc", "howpublished")
        }
    };
    let names: Vec<String> = publication.authors.iter().map(|author| name(&author.name, content)).collect();

    let mut entry = format!("@{entry_type}{{{}", publication.id);
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(entry, ",\n  {name} = {{{value}}}");
        }
    };
    let plain = |text: &Option<String>| text.as_deref().map(escaped);
    let publisher = match kind {
        // The institution has a field of its own there.
        PublicationType::Thesis | PublicationType::Report if venue.is_none() => venue_field,
        _ => "publisher",
    };
    field("title", Some(protected(&publication.title)));
    field("author", (!names.is_empty()).then(|| names.join(" and ")));
    field(venue_field, venue.map(escaped));
    field("volume", plain(&publication.volume));
    field("number", plain(&publication.issue));
    // A range of pages has an en dash, which BibTeX writes as two hyphens.
    field(
        "pages",
        plain(&publication.pages).map(|pages| pages.replace('–', "-").replace("--", "-").replace('-', "--")),
    );
    field(publisher, plain(&publication.publisher));
    field("year", publication.year().map(|year| year.to_string()));
    field("month", publication.date.and_then(Date::month).map(|month| month.to_string()));
    field("doi", publication.doi.clone());
    field("eprint", publication.arxiv.clone());
    field("archiveprefix", publication.arxiv.as_ref().map(|_| "arXiv".to_owned()));
    entry.push_str(",\n}");
    entry
}

/// "Family, Given", which leaves nothing to guess; a name of one word stands in braces.
fn name(name: &str, content: &Content) -> String {
    let known = content.people.get(name);
    let given = known.and_then(|known| known.given.as_deref());
    let family = known.and_then(|known| known.family.as_deref());
    let (given, family) = match (given, family) {
        (Some(given), Some(family)) => (given, family),
        _ => match name.trim().rsplit_once(char::is_whitespace) {
            Some((given, family)) => split_particles(name.trim(), given, family),
            None => return format!("{{{}}}", escaped(name.trim())),
        },
    };
    format!("{}, {}", escaped(family), escaped(given))
}

/// Lower-case words before the family name belong to it: "Ludwig van Beethoven".
fn split_particles<'n>(name: &'n str, given: &'n str, family: &'n str) -> (&'n str, &'n str) {
    let mut at = given.len();
    for word in given.split_whitespace().rev() {
        if !word.starts_with(char::is_lowercase) {
            break;
        }
        at = given[..at].rfind(word).unwrap_or(at);
    }
    // All words in lower case: nothing tells particles from given names.
    let start = given[..at].trim_end();
    if start.is_empty() { (given, family) } else { (start, name[at..].trim_start()) }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Words with a capital in braces, so that no style lowers them.
fn protected(title: &str) -> String {
    let word = |word: &str| {
        let escaped = escaped(word);
        if word.contains(char::is_uppercase) { format!("{{{escaped}}}") } else { escaped }
    };
    title.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_as_bibtex_expects() {
        let mut content = Content::default();
        fn check(content: &Content, text: &str, expected: &str) {
            assert_eq!(name(text, content), expected);
        }
        check(&content, "Ada Lovelace", "Lovelace, Ada");
        check(&content, "Ludwig van Beethoven", "van Beethoven, Ludwig");
        check(&content, "Maria de la Cruz", "de la Cruz, Maria");
        check(&content, "Francis Y. Yan", "Yan, Francis Y.");
        check(&content, "Plato", "{Plato}");
        check(&content, "bell hooks", "hooks, bell");
        check(&content, "van van Loon", "Loon, van van");
        check(&content, "王小明", "{王小明}");
        check(&content, "A_B C&D", "C\\&D, A\\_B");
        let known = crate::content::Colleague {
            given: Some("Gabriel".to_owned()),
            family: Some("García Márquez".to_owned()),
            ..Default::default()
        };
        content.people = [("Gabriel García Márquez".to_owned(), known)].into_iter().collect();
        check(&content, "Gabriel García Márquez", "García Márquez, Gabriel");
    }

    #[test]
    fn titles_keep_their_capitals_and_specials() {
        assert_eq!(protected("CacheGen: KV cache"), "{CacheGen:} {KV} cache");
        assert_eq!(protected("100% of $x_i$ & more"), "100\\% of \\$x\\_i\\$ \\& more");
        assert_eq!(protected("a\\b {c}\n~^"), "a\\textbackslash{}b \\{c\\} \\textasciitilde{}\\textasciicircum{}");
    }
}
