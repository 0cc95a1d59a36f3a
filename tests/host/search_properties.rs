//! Properties of filtering and searching on both profiles and on random filters. The expected results come from a naive
//! implementation of the same rules, without an index, which splits and compares words one by one.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use frontispiece::{
    content::{Author, Content, Publication, PublicationType, VenueKind, read},
    search::{
        catalog::Catalog,
        facet::{Facet, Sort, author_key},
        filter::Filter,
        query::{Query, Quotes, Term},
        spelling::Correction,
    },
    util::{
        ready::run_ready,
        text::{fold, normalize, slugify},
    },
};
use proptest::{collection::vec, prelude::*, sample::select};
use unicode_normalization::char::is_combining_mark;

struct Profile {
    content: Content,
    catalog: Catalog,
    /// The keys of each publication's authors.
    keys: Vec<Vec<String>>,
    documents: Vec<Document>,
    /// The words to search for: every word as it is written.
    words: Vec<String>,
}

/// Texts that belong together, and the publications that they describe.
#[derive(Default)]
struct Document {
    /// The facet and the value that it describes.
    value: Option<(Facet, String)>,
    /// Whether it is searched only if its facet is named.
    is_key: bool,
    worth: u32,
    texts: Vec<Vec<String>>,
    rows: Vec<usize>,
}

static PROFILES: LazyLock<[Profile; 2]> = LazyLock::new(|| {
    [include_str!("../../public/content.json"), include_str!("../fixtures/scholar-300.json")].map(|text| {
        let content = read(text).unwrap().content;
        let catalog = Catalog::new(&content, normalize);
        let keys = |publication: &Publication| {
            let named = publication.creators().iter().filter(|author| !author.is_others());
            named.map(|author| author_key(author, &content, normalize)).collect()
        };
        let keys: Vec<Vec<String>> = content.publications.iter().map(keys).collect();
        let mut profile = Profile { content, catalog, keys, documents: Vec::new(), words: Vec::new() };
        let (documents, words) = documents(&profile);
        (profile.documents, profile.words) = (documents, words);
        profile
    })
});

/// Returns all searchable documents, and their words as they are written.
fn documents(profile: &Profile) -> (Vec<Document>, Vec<String>) {
    let content = &profile.content;
    let mut raw = Vec::new();
    let mut split = |texts: Vec<String>| -> Vec<Vec<String>> {
        raw.extend(texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned));
        texts.iter().map(|text| words(&fold(text, normalize))).collect()
    };
    let mut documents = Vec::new();
    let mut values = BTreeMap::new();
    for (row, publication) in content.publications.iter().enumerate() {
        documents.push(Document {
            worth: 14,
            texts: split(vec![publication.title.to_string()]),
            rows: vec![row],
            ..Default::default()
        });
        let versions = publication.versions.iter().filter_map(|version| version.venue.as_ref());
        let names = versions.flat_map(|key| match content.venues.get(key) {
            Some(venue) => [venue.short.clone(), Some(venue.name.clone())],
            None => [None, Some(key.clone())],
        });
        let mut texts: Vec<String> = names.flatten().collect();
        let markdown = [&publication.tldr, &publication.r#abstract, &publication.note];
        texts.extend(markdown.into_iter().flatten().map(|text| text.to_string()));
        // A name that the paper prints in another spelling.
        let known = publication.creators().iter().filter(|author| author.person.is_some());
        texts.extend(known.filter(|author| listed_name(content, author) != author.name).map(|one| one.name.clone()));
        documents.push(Document { worth: 5, texts: split(texts), rows: vec![row], ..Default::default() });

        let mut value = |facet, value: &str, label: &str| {
            values.entry((facet, value.to_owned())).or_insert(label.to_owned());
        };
        publication
            .date
            .iter()
            .for_each(|date| value(Facet::Year, &format!("{:04}", date.year()), &date.year().to_string()));
        publication
            .venue
            .iter()
            .for_each(|key| value(Facet::Venue, &venue_key(content, key), content.venue_label(key)));
        publication.topics.iter().for_each(|key| value(Facet::Topic, key, content.topic_label(key)));
        let named = publication.creators().iter().filter(|author| !author.is_others());
        for (author, key) in named.zip(&profile.keys[row]) {
            value(Facet::Author, key, listed_name(content, author));
        }
        publication.kind.iter().for_each(|kind| value(Facet::Type, kind.as_str(), kind.label()));
        publication
            .links
            .iter()
            .filter_map(|link| link.kind)
            .for_each(|kind| value(Facet::Has, kind.as_str(), kind.label()));
        publication.awards.iter().for_each(|_| value(Facet::Has, "award", "Award"));
        if has(profile, row, Facet::Role, "first") {
            value(Facet::Role, "first", "First author");
        }
    }
    for ((facet, value), label) in values {
        let rows: Vec<usize> =
            (0..content.publications.len()).filter(|row| has(profile, *row, facet, &value)).collect();
        let mut names = vec![label];
        match facet {
            Facet::Venue => names.extend(content.venues.get(&value).map(|venue| venue.name.clone())),
            Facet::Author if value == slugify(&content.person.name, normalize) => {
                let person = &content.person;
                names = [&person.name].into_iter().chain(&person.aliases).chain(&person.known_as).cloned().collect();
            }
            _ => {}
        }
        documents.push(Document {
            value: Some((facet, value.clone())),
            is_key: matches!(facet, Facet::Type | Facet::Has | Facet::Role),
            worth: if facet == Facet::Author { 11 } else { 8 },
            texts: split(names),
            rows: rows.clone(),
        });
        if !matches!(facet, Facet::Year | Facet::Author) {
            let texts = split(vec![value.clone()]);
            documents.push(Document { value: Some((facet, value)), is_key: true, worth: 8, texts, rows });
        }
    }
    (documents, raw)
}

/// Returns the key of a venue in filters. A venue without an entry has its name in the form of a key.
fn venue_key(content: &Content, venue: &str) -> String {
    if content.venues.get(venue).is_some() { venue.to_owned() } else { slugify(venue, normalize) }
}

/// Returns the name of an author in the list of all authors.
fn listed_name<'c>(content: &'c Content, author: &'c Author) -> &'c str {
    match author.person.as_deref() {
        Some("me") => &content.person.name,
        Some(key) => content.people.get(key).and_then(|person| person.name.as_deref()).unwrap_or(key),
        None => &author.name,
    }
}

/// Returns the words of a folded text, split character by character.
fn words(folded: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut is_open = false;
    let mut before = ' ';
    // Whether the last letter ended a word or a sign.
    let mut is_after_word = false;
    let mut letters = folded.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_sign = match letter {
            '+' | '#' | '*' => is_after_word,
            '.' => !is_after_word && before != '.' && letters.peek().is_some_and(char::is_ascii_alphanumeric),
            _ => false,
        };
        before = letter;
        if is_sign {
            words.push(letter.to_string());
            is_open = false;
            is_after_word = true;
            continue;
        }
        let is_punctuation = letter.is_ascii() && !letter.is_ascii_alphanumeric()
            || letter.is_whitespace()
            // General punctuation, and the blocks of arrows and mathematical signs.
            || matches!(letter, '\u{2000}'..='\u{206F}' | '\u{2190}'..='\u{2BFF}')
            || "·¿¡«»־、。・「」《》".contains(letter);
        let is_alone = matches!(letter, 'ก'..='๛' | '々' | '\u{3041}'..='ヿ' | '一'..='鿿');
        is_after_word = !is_punctuation;
        match words.last_mut() {
            _ if is_punctuation => is_open = false,
            Some(word) if is_open && !is_alone => String::push(word, letter),
            _ => {
                words.push(letter.to_string());
                is_open = !is_alone;
            }
        }
    }
    words
}

/// Returns `true` if a publication has a value of a facet, determined from the content alone.
fn has(profile: &Profile, row: usize, facet: Facet, value: &str) -> bool {
    let content = &profile.content;
    let publication = &content.publications[row];
    let is_scholar = |author: &Author| author.person.as_deref() == Some("me");
    match facet {
        Facet::Year => {
            let Some(year) = publication.date.map(|date| date.year()) else { return false };
            match value.split_once("..") {
                Some((from, to)) => match (from.parse::<u16>(), to.parse::<u16>()) {
                    (Ok(from), Ok(to)) => from.min(to) <= year && year <= from.max(to),
                    _ => false,
                },
                None => format!("{year:04}") == value,
            }
        }
        Facet::Venue => publication.venue.as_ref().is_some_and(|venue| venue_key(content, venue) == value),
        Facet::Topic => publication.topics.iter().any(|topic| topic == value),
        Facet::Author => profile.keys[row].iter().any(|key| key == value),
        Facet::Type => publication.kind.is_some_and(|kind| kind.as_str() == value),
        Facet::Has => {
            publication.links.iter().any(|link| link.kind.is_some_and(|kind| kind.as_str() == value))
                || value == "award" && !publication.awards.is_empty()
        }
        Facet::Role => {
            value == "first"
                && publication.authors.first().is_some_and(|first| {
                    publication.authors.iter().any(|author| {
                        is_scholar(author)
                            && (author.name == first.name || author.equal.is_some() && author.equal == first.equal)
                    })
                })
        }
    }
}

fn is_sign(word: &str) -> bool {
    ["+", "#", "*", "."].contains(&word)
}

fn without_signs(words: &[String]) -> Vec<String> {
    words.iter().filter(|word| !is_sign(word)).cloned().collect()
}

/// Returns the best match of a text with the words of a term: 0 for whole words, 1 if the last one is a prefix. A term
/// without signs ignores those of the text.
fn meets(text: &[String], parts: &[String], form: Quotes) -> Option<u32> {
    let text = if parts.iter().any(|part| is_sign(part)) { text.to_vec() } else { without_signs(text) };
    let last = parts.len() - 1;
    let here = |at: usize| {
        let here = text.get(at..at + parts.len())?;
        let is_whole = here == parts;
        let is_begun = form != Quotes::Closed && here[..last] == parts[..last] && here[last].starts_with(&parts[last]);
        (is_whole || is_begun).then_some(u32::from(!is_whole))
    };
    (0..text.len()).filter_map(here).min()
}

fn range(text: &str) -> Option<(u16, u16)> {
    let (from, to) = text.split_once("..")?;
    let (from, to): (u16, u16) = (from.parse().ok()?, to.parse().ok()?);
    Some((from.min(to), from.max(to)))
}

/// Returns the optimal string alignment distance by its definition.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let other = usize::from(a[i - 1] != b[j - 1]);
                let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + other);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}

fn is_near(word: &str, typed: &str) -> bool {
    let (word, typed): (Vec<char>, Vec<char>) = (word.chars().collect(), typed.chars().collect());
    let lengths = typed.len() - 1..=typed.len() + 1;
    lengths.filter(|length| *length <= word.len()).any(|length| distance(&word[..length], &typed) <= 1)
}

/// The matches of a term: the quality for each document, and the replacements of the word.
struct Met {
    /// The searched words.
    parts: Vec<String>,
    worths: Vec<Option<u32>>,
    read_as: Vec<String>,
}

fn meet(profile: &Profile, term: &Term) -> Option<Met> {
    let parts = words(&fold(&term.text, normalize));
    let met = meet_parts(profile, term, &parts)?;
    // Signs without a match are dropped.
    let is_dropped = parts.iter().any(|part| is_sign(part)) && met.worths.iter().all(Option::is_none);
    if is_dropped { meet_parts(profile, term, &without_signs(&parts)) } else { Some(met) }
}

fn meet_parts(profile: &Profile, term: &Term, parts: &[String]) -> Option<Met> {
    if parts.is_empty() {
        return None;
    }
    let is_searched = |document: &Document| match (&document.value, term.field) {
        (value, None) => value.is_none() || !document.is_key,
        (value, Some(field)) => value.as_ref().is_some_and(|(facet, _)| *facet == field),
    };
    let loss = |document: &Document, how: &dyn Fn(&[String]) -> Option<u32>| {
        let least = document.texts.iter().filter_map(|text| how(text)).min();
        least.filter(|_| is_searched(document)).map(|loss| document.worth - loss)
    };
    let of_term = |document: &Document| match range(&term.text).filter(|_| term.field == Some(Facet::Year)) {
        Some((from, to)) => {
            let (facet, value) = document.value.as_ref()?;
            (*facet == Facet::Year && (from..=to).contains(&value.parse().unwrap())).then_some(document.worth)
        }
        None => loss(document, &|text| meets(text, parts, term.quotes)),
    };
    let worths: Vec<Option<u32>> = profile.documents.iter().map(of_term).collect();
    let typed = &parts[0];
    let is_word = term.quotes == Quotes::None && parts.len() == 1 && typed.chars().count() >= 4;
    if worths.iter().any(Option::is_some) || !is_word || typed.contains(|letter: char| letter.is_ascii_digit()) {
        return Some(Met { parts: parts.to_vec(), worths, read_as: Vec::new() });
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for document in profile.documents.iter().filter(|document| is_searched(document)) {
        let words: BTreeSet<&String> = document.texts.iter().flatten().collect();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    counts.retain(|word, _| is_near(word, typed));
    let mut read_as: Vec<&str> = counts.keys().copied().collect();
    read_as.sort_by_key(|word| Reverse(counts[word]));
    let respelled = |text: &[String]| text.iter().any(|word| counts.contains_key(&word[..])).then_some(2);
    let worths = profile.documents.iter().map(|document| loss(document, &respelled)).collect();
    Some(Met { parts: parts.to_vec(), worths, read_as: read_as.into_iter().map(str::to_owned).collect() })
}

/// Searches for a text. Returns the score of each matching publication, and the corrections.
fn search(profile: &Profile, text: &str) -> (Vec<Option<u32>>, Vec<Correction>) {
    let mut scores = vec![Some(0); profile.content.publications.len()];
    let mut respelled = Vec::new();
    let mut terms = Query::parse(text).terms;
    // A field whose value has not been typed yet.
    let is_field =
        |term: &Term| Facet::ALL.iter().any(|facet| term.text.eq_ignore_ascii_case(&format!("{}:", facet.key())));
    if terms.last().is_some_and(|term| is_field(term) && text.ends_with(&term.text)) {
        terms.pop();
    }
    for term in terms {
        let Some(Met { worths, mut read_as, .. }) = meet(profile, &term) else { continue };
        let mut best = vec![None; scores.len()];
        for (document, worth) in profile.documents.iter().zip(worths) {
            document.rows.iter().for_each(|row| best[*row] = best[*row].max(worth));
        }
        for (score, best) in scores.iter_mut().zip(best) {
            *score = score.zip(best).map(|(score, best)| score + best);
        }
        if !read_as.is_empty() {
            read_as.truncate(5);
            respelled.push(Correction { typed: term.text, replacements: read_as });
        }
    }
    (scores, respelled)
}

/// Returns `true` if a publication has the selected values, determined from the content alone.
fn is_chosen(profile: &Profile, row: usize, filter: &Filter) -> bool {
    Facet::ALL.into_iter().all(|facet| {
        let chosen = filter.selected(facet);
        chosen.is_empty() || chosen.iter().any(|value| has(profile, row, facet, value))
    })
}

fn all_that_pass(profile: &Profile, filter: &Filter) -> Vec<u32> {
    let (scores, _) = search(profile, &filter.text);
    let passes = |row: &u32| scores[*row as usize].is_some() && is_chosen(profile, *row as usize, filter);
    let mut rows: Vec<u32> = (0..scores.len() as u32).filter(passes).collect();
    match filter.sort {
        Some(Sort::Newest) => {}
        Some(Sort::Oldest) => rows.reverse(),
        None | Some(Sort::Best) => rows.sort_by_key(|row| Reverse(scores[*row as usize])),
    }
    rows
}

/// Returns the kind by which the year chart divides a publication's year.
fn kind(profile: &Profile, row: u32) -> VenueKind {
    let publication = &profile.content.publications[row as usize];
    let venue = publication.venue.as_ref().and_then(|key| profile.content.venues.get(key)?.kind);
    venue.unwrap_or(match publication.kind {
        Some(PublicationType::Conference) => VenueKind::Conference,
        Some(PublicationType::Workshop) => VenueKind::Workshop,
        Some(PublicationType::Journal) => VenueKind::Journal,
        Some(PublicationType::Preprint) => VenueKind::PreprintServer,
        Some(PublicationType::Thesis | PublicationType::Report) => VenueKind::University,
        Some(PublicationType::Book | PublicationType::Chapter) => VenueKind::Publisher,
        Some(PublicationType::Software | PublicationType::Dataset) => VenueKind::Repository,
        Some(PublicationType::Patent | PublicationType::Other) | None => VenueKind::Other,
    })
}

/// Returns the values that a completed term names.
fn named(profile: &Profile, term: &Term) -> Vec<String> {
    let Some(facet) = term.field else { return Vec::new() };
    let has_year = |(from, to)| {
        let years = profile.content.publications.iter().filter_map(|publication| publication.date);
        years.map(|date| date.year()).any(|year| (from..=to).contains(&year))
    };
    if facet == Facet::Year && range(&term.text).is_some_and(has_year) {
        return vec![term.text.clone()];
    }
    let choices = profile.catalog.values(facet);
    let typed = slugify(&term.text, normalize);
    let names = |text: &str| slugify(text, normalize) == typed;
    if choices.iter().any(|choice| choice.value == typed) {
        return vec![typed];
    }
    let folded = choices.iter().filter(|choice| names(&choice.value) || names(&choice.label));
    let folded: Vec<String> = folded.map(|choice| choice.value.clone()).collect();
    if !folded.is_empty() {
        return if folded.len() > 5 { Vec::new() } else { folded };
    }
    let Some(met) = meet(profile, term).filter(|met| met.read_as.is_empty()) else { return Vec::new() };
    let met: BTreeSet<&str> = met
        .worths
        .iter()
        .zip(&profile.documents)
        .filter(|(worth, _)| worth.is_some())
        .map(|(_, document)| &document.value.as_ref().unwrap().1[..])
        .collect();
    let named = choices.iter().map(|choice| choice.value.clone()).filter(|value| met.contains(&value[..]));
    let named: Vec<String> = named.collect();
    if named.len() > 5 { Vec::new() } else { named }
}

/// Returns the letters of a text, each with its combining marks.
fn letters(text: &str) -> Vec<String> {
    let mut letters: Vec<String> = Vec::new();
    for letter in text.chars() {
        match letters.last_mut() {
            Some(last) if is_combining_mark(letter) || fold(&letter.to_string(), normalize).is_empty() => {
                last.push(letter)
            }
            _ => letters.push(letter.to_string()),
        }
    }
    letters
}

/// Returns the ranges to highlight.
fn marks(profile: &Profile, text: &str, query: &str) -> Vec<(u32, u32)> {
    let letters = letters(text);
    let folded: Vec<(usize, char)> = letters
        .iter()
        .enumerate()
        .flat_map(|(at, letter)| fold(letter, normalize).chars().map(move |letter| (at, letter)).collect::<Vec<_>>())
        .collect();
    let whole: String = folded.iter().map(|(_, letter)| *letter).collect();
    let split = words(&whole);
    // The number of the first letter of each word.
    let mut at = 0;
    let starts: Vec<usize> = split
        .iter()
        .map(|word| {
            let length = word.chars().count();
            while folded[at..at + length].iter().map(|(_, letter)| *letter).collect::<String>() != *word {
                at += 1;
            }
            at += length;
            at - length
        })
        .collect();
    let mut marked = vec![false; letters.len()];
    for term in Query::parse(query).terms {
        let is_seen = matches!(term.field, None | Some(Facet::Author | Facet::Venue | Facet::Topic));
        let Some(met) = meet(profile, &term).filter(|_| is_seen) else { continue };
        let parts = met.parts;
        let has_signs = parts.iter().any(|part| is_sign(part));
        for at in (0..split.len()).filter(|at| has_signs || !is_sign(&split[*at])) {
            let end = if !met.read_as.is_empty() {
                is_near(&split[at], &parts[0]).then_some(starts[at] + split[at].chars().count())
            } else {
                let here: Vec<usize> =
                    (at..split.len()).filter(|at| has_signs || !is_sign(&split[*at])).take(parts.len()).collect();
                let words: Vec<String> = here.iter().map(|at| split[*at].clone()).collect();
                let is_met = here.len() == parts.len() && meets(&words, &parts, term.quotes).is_some();
                is_met.then(|| starts[here[parts.len() - 1]] + parts[parts.len() - 1].chars().count())
            };
            if let Some(end) = end {
                folded[starts[at]..end].iter().for_each(|(letter, _)| marked[*letter] = true);
                (folded[starts[at]].0..=folded[end - 1].0).for_each(|letter| marked[letter] = true);
            }
        }
    }
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let mut from = 0;
    for (letter, is_marked) in letters.iter().zip(marked) {
        let to = from + letter.encode_utf16().count() as u32;
        if is_marked {
            match ranges.last_mut() {
                Some(range) if range.1 == from => range.1 = to,
                _ => ranges.push((from, to)),
            }
        }
        from = to;
    }
    ranges
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let choice = (select(&Facet::ALL[..]), "\\PC{1,12}");
    let sort = proptest::option::of(select(&Sort::ALL[..]));
    (".{0,20}", vec(choice, 0..8), sort, prop_oneof![Just(1), any::<usize>()])
        .prop_map(|(text, choices, sort, page)| build(&text, &choices).with_sort(sort).with_page(page))
}

fn build(text: &str, choices: &[(Facet, String)]) -> Filter {
    choices.iter().fold(Filter::default().with_text(text), |filter, (facet, value)| {
        if filter.has(*facet, value) { filter } else { filter.toggled(*facet, value) }
    })
}

/// Generates a term from a profile: its words, prefixes of them, joined, quoted, misspelled, or in a field.
fn real_term(profile: usize) -> impl Strategy<Value = String> {
    let written = &PROFILES[profile].words;
    let word = (0..written.len(), 1..4_usize, 1..12_usize, "[a-z]", any::<prop::sample::Index>()).prop_flat_map(
        move |(at, count, length, other, place)| {
            let here = &written[at..written.len().min(at + count)];
            let bare = here[0].replace(['"', '“', '”', '„'], "");
            let letters: Vec<char> = bare.chars().collect();
            let at = place.index(letters.len().max(1)).min(letters.len());
            let (before, after): (String, String) = (letters[..at].iter().collect(), letters[at..].iter().collect());
            let without: String = after.chars().skip(1).collect();
            let exchanged: String =
                after.chars().skip(1).take(1).chain(after.chars().take(1)).chain(after.chars().skip(2)).collect();
            let joined = here.join(" ").replace(['"', '“', '”', '„'], "");
            let mut misspelled = select(vec![
                format!("{before}{other}{after}"),
                format!("{before}{without}"),
                format!("{before}{other}{without}"),
                format!("{before}{exchanged}"),
            ])
            .boxed();
            if bare.is_empty() {
                misspelled = Just(String::new()).boxed();
            }
            prop_oneof![
                4 => Just(letters.iter().take(length).collect::<String>()),
                2 => Just(bare.to_uppercase()),
                2 => Just(joined.replace(' ', "-")),
                2 => Just(format!("\"{joined}\"")),
                4 => misspelled,
            ]
        },
    );
    let fields: Vec<&str> = Facet::ALL.iter().map(|facet| facet.key()).collect();
    const VALUES: [&str; 11] =
        ["2024", "202", "2019..2023", "1999..1900", "code", "first", "workshop", "preprint", "a", "\"award\"", "net"];
    prop_oneof![
        4 => word.clone(),
        2 => (select(fields.clone()), word).prop_map(|(field, word)| format!("{field}:{word}")),
        1 => (select(fields), select(&VALUES[..])).prop_map(|(field, value)| format!("{field}:{value}")),
    ]
}

/// Generates a term from the value or the label of a facet value.
fn value_term(profile: usize) -> impl Strategy<Value = String> {
    let catalog = &PROFILES[profile].catalog;
    let choice = |facet: Facet| {
        let choices = catalog.values(facet);
        (0..choices.len(), any::<bool>(), 2..20_usize).prop_map(move |(at, is_label, length)| {
            let text = if is_label { &choices[at].label } else { &choices[at].value };
            let text: String = text.replace('"', "").chars().take(length).collect();
            if text.contains(' ') { format!("{}:\"{text}\"", facet.key()) } else { format!("{}:{text}", facet.key()) }
        })
    };
    select(&Facet::ALL[..]).prop_flat_map(choice)
}

/// Generates a filter from values and terms of a profile.
fn real_filter(profile: usize) -> impl Strategy<Value = Filter> {
    let Profile { catalog, .. } = &PROFILES[profile];
    let mut choices: Vec<(Facet, String)> = Facet::ALL
        .into_iter()
        .flat_map(|facet| catalog.values(facet).iter().map(move |choice| (facet, choice.value.clone())))
        .collect();
    choices.extend(
        ["2019..2024", "2024..2019", "1990..3000", "nothing", "..", "2024.."]
            .map(|range| (Facet::Year, range.to_owned())),
    );
    // Mostly years, venues and topics, because random authors would leave no results to compare.
    let broad: Vec<_> = choices.iter().filter(|(facet, _)| *facet != Facet::Author).cloned().collect();
    let choice = prop_oneof![4 => select(broad), 1 => select(choices)];
    let terms = prop_oneof![
        2 => Just(String::new()),
        4 => real_term(profile),
        2 => vec(real_term(profile), 2..4).prop_map(|terms| terms.join(" ")),
    ];
    (terms, vec(choice, 0..4), proptest::option::of(select(&Sort::ALL[..])))
        .prop_map(|(text, choices, sort)| build(&text, &choices).with_sort(sort))
}

fn profile_and_filter() -> impl Strategy<Value = (usize, Filter)> {
    (0..PROFILES.len()).prop_flat_map(|profile| (Just(profile), real_filter(profile)))
}

proptest! {
    #[test]
    fn a_filter_survives_its_url(filter in any_filter()) {
        let query = filter.query();
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{}", query);
        prop_assert_eq!(Filter::parse(&query), filter.clone());
        prop_assert_eq!(Filter::parse(&query).query(), query.clone());
        let spaces = query.replace('+', "%20");
        prop_assert_eq!(Filter::parse(&spaces), filter);
    }

    #[test]
    fn every_query_is_accepted(query in "\\PC{0,40}") {
        let filter = Filter::parse(&query);
        prop_assert_eq!(Filter::parse(&filter.query()), filter);
    }

    #[test]
    fn toggling_twice_restores_the_selection(filter in any_filter(), facet in select(&Facet::ALL[..]), value in "\\PC{1,8}") {
        let twice = filter.toggled(facet, &value).toggled(facet, &value);
        let chosen = |filter: &Filter| filter.selections().map(|(facet, value)| (facet, value.to_owned())).collect::<BTreeSet<_>>();
        prop_assert_eq!(chosen(&twice), chosen(&filter));
        prop_assert_eq!((twice.page, twice.sort, twice.text), (1, filter.sort, filter.text));
    }

    #[test]
    fn a_query_survives_printing(parts in vec(select(vec!["a", "B", "ö", "雾", "\"", "”", ":", " ", "\u{3000}", "..", "-", "author:", "Year:", "has:", "2024"]), 0..12)) {
        let query = Query::parse(&parts.concat());
        prop_assert_eq!(Query::parse(&query.print()), query);
    }

    #[test]
    fn results_and_their_order_match_the_naive_search((profile, filter) in profile_and_filter()) {
        let profile = &PROFILES[profile];
        let found = profile.catalog.search(&filter);
        let expected = all_that_pass(profile, &filter);
        prop_assert_eq!(profile.catalog.total(&filter), expected.len());
        prop_assert_eq!(found.publications, expected);
        prop_assert_eq!(found.corrections, search(profile, &filter.text).1);
    }

    #[test]
    fn a_count_is_the_number_of_results_for_that_value_alone(
        (profile, filter) in profile_and_filter(),
        picks in vec(any::<prop::sample::Index>(), 3),
    ) {
        let profile = &PROFILES[profile];
        let found = profile.catalog.search(&filter);
        let (scores, _) = search(profile, &filter.text);
        for facet in Facet::ALL {
            let others = filter.with_selected(facet, Vec::new());
            let choices = profile.catalog.values(facet);
            for pick in &picks {
                let pick = pick.index(choices.len());
                let value = &choices[pick].value;
                let others = |row: &u32| scores[*row as usize].is_some() && is_chosen(profile, *row as usize, &others);
                let rows = (0..scores.len() as u32).filter(others).filter(|row| has(profile, *row as usize, facet, value));
                let rows: Vec<u32> = rows.collect();
                prop_assert_eq!(found.counts(facet)[pick] as usize, rows.len(), "{:?} {}", facet, value);
                if facet == Facet::Year {
                    for (of_kind, expected) in found.year_kinds(pick).iter().zip(profile.catalog.venue_kinds()) {
                        prop_assert_eq!(*of_kind as usize, rows.iter().filter(|row| kind(profile, **row) == *expected).count());
                    }
                }
            }
        }
    }

    #[test]
    fn every_selection_that_excludes_results_is_suggested_for_removal((profile, filter) in profile_and_filter()) {
        let profile = &PROFILES[profile];
        let mut expected: Vec<_> = filter
            .selections()
            .map(|(facet, value)| (filter.toggled(facet, value), Some(facet), value.to_owned()))
            .chain((!filter.text.is_empty()).then(|| (filter.with_text(""), None, filter.text.clone())))
            .map(|(filter, facet, value)| (all_that_pass(profile, &filter).len(), filter, facet, value))
            .filter(|(count, ..)| *count > 0)
            .collect();
        expected.sort_by_key(|(count, ..)| Reverse(*count));
        let ways = profile.catalog.relaxations(&filter).into_iter();
        let ways: Vec<_> = ways.map(|way| (way.count, way.filter, way.facet, way.value)).collect();
        prop_assert_eq!(ways, expected);
    }

    #[test]
    fn a_completed_term_becomes_its_values_and_nothing_is_lost(
        (profile, terms) in (0..PROFILES.len()).prop_flat_map(|profile| {
            (Just(profile), vec(prop_oneof![3 => value_term(profile), 1 => real_term(profile)], 1..4))
        }),
        end in select(vec!["", " ", "  "]),
        is_done in any::<bool>(),
    ) {
        let profile = &PROFILES[profile];
        let text = terms.join("  ") + end;
        let filter = Filter::parse("year=2024&page=3").with_text(&text).with_page(2);
        let mut expected = filter.with_page(1);
        let mut left = Vec::new();
        let all = Query::parse(&text).terms;
        for (at, term) in all.iter().enumerate() {
            let is_completed = is_done || at + 1 < all.len() || term.quotes == Quotes::Closed || term.quotes == Quotes::None && text.ends_with(' ');
            let named = if is_completed { named(profile, term) } else { Vec::new() };
            if named.is_empty() {
                left.push(term.clone());
            }
            for value in named {
                if !expected.has(term.field.unwrap(), &value) {
                    expected = expected.toggled(term.field.unwrap(), &value);
                }
            }
        }
        match profile.catalog.promote_terms(&filter, is_done) {
            None => prop_assert_eq!(&left, &all),
            Some(completed) => {
                prop_assert!(left.len() < all.len());
                prop_assert_eq!(&Query::parse(&completed.text).terms, &left, "{:?}", completed.text);
                prop_assert_eq!(completed.with_text(""), expected.with_text(""));
            }
        }
    }

    #[test]
    fn highlighted_text_matches_the_query(
        (profile, text, query, other) in (0..PROFILES.len()).prop_flat_map(|profile| {
            let count = PROFILES[profile].content.publications.len();
            (Just(profile), 0..count, vec(real_term(profile), 1..4), any::<prop::sample::Index>())
        }),
    ) {
        let profile = &PROFILES[profile];
        let publication = &profile.content.publications[text];
        let authors = publication.authors.iter().map(|author| &author.name[..]).collect::<Vec<_>>().join(", ");
        let text = format!("{}, {authors}", publication.title);
        // Includes words of the text itself, because otherwise few words would match.
        let words: Vec<&str> = text.split(' ').collect();
        let word: String = words[other.index(words.len())].chars().take(3).collect();
        let query = query.join(" ") + " " + &word;
        let filter = Filter::default().with_text(&query);
        prop_assert_eq!(profile.catalog.highlights(&text, &filter), marks(profile, &text, &query), "{} in {}", query, text);
    }
}

#[test]
fn queries_are_parsed_as_documented() {
    fn check(query: &str, text: &str, choices: &[(Facet, &str)]) {
        let filter = Filter::parse(query);
        assert_eq!(filter.text, text, "{query}");
        assert_eq!(filter.selections().collect::<Vec<_>>(), choices, "{query}");
    }
    use Facet::{Author, Topic, Venue, Year};
    check("", "", &[]);
    check("q=online+learning", "online learning", &[]);
    check("q=online%20learning", "online learning", &[]);
    check("q=%2541", "%41", &[]);
    check("q=100%", "100%", &[]);
    check("q=%zz%4", "%zz%4", &[]);
    check("q=%FF+x", "%FF x", &[]);
    check("q=a=b", "a=b", &[]);
    check("year=2024&year=2020..2023", "", &[(Year, "2024"), (Year, "2020..2023")]);
    check("year=2024&year=2024", "", &[(Year, "2024")]);
    check("topic=b&venue=x&topic=a", "", &[(Venue, "x"), (Topic, "b"), (Topic, "a")]);
    check("author=sch%C3%B6n", "", &[(Author, "schön")]);
    check("utm_source=x&venue=&year&&", "", &[]);
    check("Venue=x", "", &[]);
}

#[test]
fn at_most_a_hundred_values_are_selected() {
    let query: String = (0..200).map(|number| format!("topic={number}&year={number}&topic=0&")).collect();
    let filter = Filter::parse(&(query + "q=a&page=2"));
    assert_eq!((filter.selections().count(), &filter.text[..], filter.page), (100, "a", 2));
    assert_eq!(Filter::parse(&filter.query()), filter);
    assert_eq!(filter.toggled(Facet::Venue, "x"), filter.with_page(1));
    assert_eq!(filter.toggled(Facet::Topic, "0").toggled(Facet::Venue, "x").selections().count(), 100);
}

#[test]
fn at_most_two_hundred_terms_are_searched() {
    let Profile { content, catalog, .. } = &PROFILES[1];
    let found = |text: &str| catalog.search(&Filter::default().with_text(text)).publications.len();
    let title = &content.publications[0].title;
    assert!(found(title) > 0);
    assert_eq!(found(&format!("{title} nowhereatall")), 0);
    assert_eq!(found(&(title.to_string() + &format!(" {title}").repeat(200) + " nowhereatall")), found(title));
}

#[test]
fn every_publication_is_found_by_each_of_its_values() {
    for profile in PROFILES.iter() {
        let catalog = &profile.catalog;
        for facet in Facet::ALL {
            let counted = catalog.search(&Filter::default()).counts(facet).iter().sum::<u32>() as usize;
            let mut seen = 0;
            for choice in catalog.values(facet) {
                let found = catalog.search(&Filter::default().toggled(facet, &choice.value)).publications;
                assert!(!found.is_empty(), "{facet:?} {}", choice.value);
                assert!(found.iter().all(|row| has(profile, *row as usize, facet, &choice.value)));
                seen += found.len();
            }
            assert_eq!(seen, counted, "{facet:?}");
        }
    }
}

#[test]
fn queries_with_order_and_page_are_parsed_as_documented() {
    fn check(query: &str, sort: Option<Sort>, page: usize, written: &str) {
        let filter = Filter::parse(query);
        assert_eq!((filter.sort, filter.page, &filter.query()[..]), (sort, page, written), "{query}");
    }
    check("page=2&sort=oldest&q=a", Some(Sort::Oldest), 2, "q=a&sort=oldest&page=2");
    check("sort=best&sort=newest", Some(Sort::Newest), 1, "sort=newest");
    check("sort=best&sort=worst&page=3&page=2", Some(Sort::Best), 2, "sort=best&page=2");
    check("sort=worst&sort=newest", Some(Sort::Newest), 1, "sort=newest");
    check("page=0&page=x&page=-1", None, 1, "");
    check("page=1", None, 1, "");
    check("page=4000000000", None, 4_000_000_000, "page=4000000000");
    let sorted = |query: &str| Filter::parse(query).effective_sort();
    assert_eq!(
        [sorted(""), sorted("q=a"), sorted("q=+-"), sorted("q=-&sort=best")],
        [Sort::Newest, Sort::Best, Sort::Newest, Sort::Newest]
    );
    assert_eq!([sorted("q=a&sort=newest"), sorted("sort=oldest")], [Sort::Newest, Sort::Oldest]);
}

#[test]
fn values_are_in_order_and_publications_are_found_by_id() {
    for Profile { catalog, content, .. } in PROFILES.iter() {
        for facet in Facet::ALL {
            let choices: Vec<_> = catalog.values(facet).iter().zip(catalog.totals(facet)).collect();
            let mut sorted = choices.clone();
            match facet {
                Facet::Year => sorted.sort_by_key(|(choice, _)| Reverse(&choice.value)),
                _ => sorted.sort_by_key(|(choice, total)| (Reverse(*total), &choice.value)),
            }
            assert!(choices == sorted, "{facet:?}");
            assert_eq!(catalog.search(&Filter::default()).counts(facet), catalog.totals(facet));
        }
        for (row, publication) in content.publications.iter().enumerate() {
            assert_eq!(catalog.publication_index(&publication.id), Some(row));
        }
        assert_eq!(catalog.publication_index("no such id"), None);
    }
}

#[test]
fn an_empty_catalog_finds_nothing() {
    let catalog = Catalog::new(&Content::default(), normalize);
    let found = catalog.search(&Filter::parse("q=word+%22two+words%22+author:nobody&year=2020..2024"));
    assert_eq!((found.publications.len(), found.corrections.len(), catalog.venue_kinds().len()), (0, 0, 0));
}

#[test]
fn highlights_are_whole_letters() {
    let catalog = &PROFILES[1].catalog;
    let check = |text: &str, query: &str, expected: &[&str]| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let marks = catalog.highlights(text, &Filter::default().with_text(query));
        let marked: Vec<String> =
            marks.iter().map(|(from, to)| String::from_utf16(&units[*from as usize..*to as usize]).unwrap()).collect();
        assert_eq!(marked, expected, "{query} in {text}");
    };
    check("🐋 Großstadt, GROSS", "gros", &["Groß", "GROS"]);
    check("ﬁle files", "f", &["ﬁ", "f"]);
    check("Cae\u{301}s", "cae", &["Cae\u{301}"]);
    check("안개 속의", "안ㄱ", &["안개"]);
    check("कि की", "क", &["कि", "की"]);
    check("In-network caching in networks", "in-network", &["In-network", "in network"]);
    check("In-network caching in networks", "\"in network\"", &["In-network"]);
    check("雾中寻路", "中寻", &["中寻"]);
    check("ガギグ", "カ", &["ガ"]);
    check("Fog, frog", "year:fog has:fog author:fo", &["Fo"]);
}

/// Cases that random inputs seldom contain.
#[test]
fn edge_cases_follow_the_documentation() {
    let text = r#"{
        "person": { "name": "Ada Fog" },
        "venues": { "v": { "name": "Alpha Beta Venue" } },
        "publications": [
            { "id": "venue", "title": "Gamma", "venue": "v", "date": "2024" },
            { "id": "author", "title": "Delta", "authors": ["Alpha Person", "Kim Zhang"], "date": "2024", "note": "beta" },
            { "id": "begun", "title": "Deep Fjords", "date": "2024" },
            { "id": "whole", "title": "Deep Fjor", "date": "2024" },
            { "id": "apart", "title": "Rivers, Rivers", "tldr": "It ends shallow", "note": "waters start", "date": "2024" },
            { "id": "one", "title": "Riverx", "date": "2024" },
            { "id": "two", "title": "Riverx Again", "date": "2024" }
        ],
        "pages": []
    }"#;
    let content = read(text).unwrap().content;
    let catalog = Catalog::new(&content, normalize);
    let found = |text: &str| -> Vec<&str> {
        let found = catalog.search(&Filter::default().with_text(text));
        found.publications.iter().map(|row| &content.publications[*row as usize].id[..]).collect()
    };
    // 8 + 8 and 11 + 5 are equal, so the order of the content decides.
    assert_eq!(found("alpha beta"), ["venue", "author"]);
    assert_eq!(found("deep-fjor"), ["whole", "begun"]);
    assert_eq!(found("\"ends shallow\""), ["apart"]);
    assert_eq!(found("\"shallow waters\""), [""; 0]);
    // A field without a value hides nothing. Further text makes it a word.
    assert_eq!(found("Venue:").len(), 7);
    assert_eq!(Filter::default().with_text("author:").effective_sort(), Sort::Newest);
    assert_eq!(found("venue: gamma"), ["venue"]);
    // Frequency counts the publications of a word, not its repetitions in one of them.
    let respelled = catalog.search(&Filter::default().with_text("Rivert")).corrections;
    assert_eq!(
        respelled,
        [Correction { typed: "Rivert".to_owned(), replacements: vec!["riverx".to_owned(), "rivers".to_owned()] }]
    );

    let completed = |text: &str, is_done| {
        catalog.promote_terms(&Filter::default().with_text(text), is_done).map(|filter| (filter.query(), filter.text))
    };
    let zhang = |text: &str, query: &str| Some((query.to_owned() + "author=kim-zhang", text.to_owned()));
    assert_eq!(completed("deep author:zhang  learning", false), zhang("deep learning", "q=deep+learning&"));
    assert_eq!(completed("deep  author:zhang ", false), zhang("deep  ", "q=deep++&"));
    assert_eq!(completed("author:\"Kim Zhang\"deep", false), zhang("deep", "q=deep&"));
    assert_eq!(completed("author:zhang", false), None);
    assert_eq!(completed("author:zhang", true), zhang("", ""));
    assert_eq!(completed("author:zhagn deep", true), None);
}

/// A name selects everyone who has exactly this name, and nobody whose name only begins with it.
#[test]
fn a_completed_name_selects_all_people_of_this_name() {
    let text = r#"{
        "profile": { "name": "X" },
        "people": {
            "kumo-law": { "name": "Yuki Kumo" },
            "kumo-weather": { "name": "Yuki Kumo" },
            "kumoda": { "name": "Yuki Kumoda" }
        },
        "publications": [
            { "id": "a", "title": "A", "authors": [{ "name": "Yuki Kumo", "person": "kumo-law" }] },
            { "id": "b", "title": "B", "authors": [{ "name": "Yuki Kumo", "person": "kumo-weather" }] },
            { "id": "c", "title": "C", "authors": [{ "name": "Yuki Kumoda", "person": "kumoda" }] }
        ],
        "pages": []
    }"#;
    let content = read(text).unwrap().content;
    let catalog = Catalog::new(&content, normalize);
    let completed = |text: &str| catalog.promote_terms(&Filter::default().with_text(text), true).unwrap().query();
    assert_eq!(completed("author:\"Yuki Kumo\""), "author=kumo-law&author=kumo-weather");
    assert_eq!(completed("author:kumo-law"), "author=kumo-law");
    assert_eq!(completed("author:yuki"), "author=kumo-law&author=kumo-weather&author=kumoda");
}

/// The parser gives each publication a unique id, but the catalog does not depend on it.
#[test]
fn duplicate_ids_are_tolerated() {
    let mut content = Content::default();
    for id in ["a", "a", "", "b"] {
        content.publications.push(Publication { id: id.to_owned(), ..Publication::default() });
    }
    let catalog = Catalog::new(&content, normalize);
    assert_eq!(["a", "", "b"].map(|id| catalog.publication_index(id)), [Some(0), Some(2), Some(3)]);
}

/// The construction pauses regularly, so that a page can paint in between.
#[test]
fn the_construction_of_a_catalog_pauses() {
    let Profile { content, catalog, .. } = &PROFILES[1];
    let mut pauses = 0;
    let built = run_ready(Catalog::build(content, normalize, async || pauses += 1));
    assert!(pauses > content.publications.len() / 100, "{pauses}");
    // Before the texts are indexed, the rest of a filter is applied.
    for (query, rest) in [("q=fog", ""), ("q=schedulng&year=2020", "year=2020"), ("q=year%3A2020", "")] {
        assert_eq!(
            built.search(&Filter::parse(query)).counts(Facet::Year),
            catalog.search(&Filter::parse(rest)).counts(Facet::Year)
        );
    }
    assert_eq!(built.promote_terms(&Filter::parse("q=venue%3Acloud+"), true), None);
    pauses = 0;
    run_ready(built.index_texts(content, async || pauses += 1));
    assert!(pauses > content.publications.len() / 100, "{pauses}");
    for query in ["", "q=fog", "q=%22in+the+cloud%22&year=2019..2026", "q=schedulng&has=code"] {
        let filter = Filter::parse(query);
        assert_eq!(built.search(&filter), catalog.search(&filter));
    }
}
