//! The laws of filtering, on both profiles and on arbitrary choices.

use std::{collections::BTreeSet, sync::LazyLock};

use frontispiece::{
    content::{Content, Publication, read},
    filter::{Facet, Filter, Finder, author_key},
    text::{decompose, fold},
};
use proptest::{collection::vec, prelude::*, sample::select};

struct Profile {
    content: Content,
    finder: Finder,
    /// The keys of each publication's authors, and its searchable texts, folded once for all cases.
    keys: Vec<Vec<String>>,
    texts: Vec<Vec<String>>,
}

static PROFILES: LazyLock<[Profile; 2]> = LazyLock::new(|| {
    [include_str!("../public/content.json"), include_str!("fixtures/scholar-300.json")].map(|text| {
        let content = read(text).unwrap().content;
        let finder = Finder::new(&content, decompose);
        let keys = |publication: &Publication| {
            publication.authors.iter().map(|author| author_key(&author.name, &content, decompose)).collect()
        };
        let keys = content.publications.iter().map(keys).collect();
        let texts = content.publications.iter().map(|publication| texts(publication, &content)).collect();
        Profile { content, finder, keys, texts }
    })
});

fn texts(publication: &Publication, content: &Content) -> Vec<String> {
    let mut texts = vec![publication.title.clone()];
    texts.extend(publication.authors.iter().map(|author| author.name.clone()));
    if let Some(key) = &publication.venue {
        let venue = content.venues.get(key).unwrap();
        texts.push(venue.name.clone());
        texts.extend(venue.short.clone());
    }
    texts.iter().map(|text| fold(text, decompose)).collect()
}

/// Whether a publication has a value of a facet, told from the content alone.
fn has(profile: &Profile, row: usize, facet: Facet, value: &str) -> bool {
    let content = &profile.content;
    let publication = &content.publications[row];
    let scholar = |name: &str| name == content.person.name || content.person.aliases.iter().any(|alias| alias == name);
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
        Facet::Venue => publication.venue.as_deref() == Some(value),
        Facet::Topic => publication.topics.iter().any(|topic| topic == value),
        Facet::Author => profile.keys[row].iter().any(|key| key == value),
        Facet::Type => publication.kind.is_some_and(|kind| kind.word() == value),
        Facet::Has => {
            publication.links.iter().any(|link| link.kind.is_some_and(|kind| kind.word() == value))
                || value == "award" && !publication.awards.is_empty()
        }
        Facet::Role => {
            value == "first"
                && publication.authors.first().is_some_and(|first| {
                    publication.authors.iter().any(|author| {
                        scholar(&author.name)
                            && (author.name == first.name || author.equal.is_some() && author.equal == first.equal)
                    })
                })
        }
    }
}

/// Whether a publication passes a filter, told from the content alone.
fn passes(profile: &Profile, row: usize, filter: &Filter) -> bool {
    let facets = Facet::ALL.into_iter().all(|facet| {
        let chosen = filter.chosen(facet);
        chosen.is_empty() || chosen.iter().any(|value| has(profile, row, facet, value))
    });
    let query = fold(&filter.text, decompose);
    facets && query.split_whitespace().all(|word| profile.texts[row].iter().any(|text| text.contains(word)))
}

fn all_that_pass(profile: &Profile, filter: &Filter) -> Vec<usize> {
    (0..profile.content.publications.len()).filter(|row| passes(profile, *row, filter)).collect()
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let choice = (select(&Facet::ALL[..]), "\\PC{1,12}");
    (".{0,20}", vec(choice, 0..8)).prop_map(|(text, choices)| build(&text, &choices))
}

fn build(text: &str, choices: &[(Facet, String)]) -> Filter {
    choices.iter().fold(Filter::default().with_text(text), |filter, (facet, value)| {
        if filter.has(*facet, value) { filter } else { filter.toggled(*facet, value) }
    })
}

/// A filter of values that a profile has, with a word of it.
fn real_filter(profile: usize) -> impl Strategy<Value = Filter> {
    let Profile { content, finder, .. } = &PROFILES[profile];
    let mut choices: Vec<(Facet, String)> = Facet::ALL
        .into_iter()
        .flat_map(|facet| finder.choices(facet).iter().map(move |choice| (facet, choice.value.clone())))
        .collect();
    choices.extend(
        ["2019..2024", "2024..2019", "1990..3000", "nothing", "..", "2024.."]
            .map(|range| (Facet::Year, range.to_owned())),
    );
    let mut words: Vec<String> =
        content.publications.iter().flat_map(|publication| publication.title.split(' ')).map(str::to_owned).collect();
    words.extend(["", "", "", "a", "SCHOLKOPF", "zhang", "no such word"].map(str::to_owned));
    // Mostly years, venues and topics: random authors would leave nothing to compare.
    let broad: Vec<_> = choices.iter().filter(|(facet, _)| *facet != Facet::Author).cloned().collect();
    let choice = prop_oneof![4 => select(broad), 1 => select(choices)];
    (select(words), vec(choice, 0..5)).prop_map(|(text, choices)| build(&text, &choices))
}

fn profile_and_filter() -> impl Strategy<Value = (usize, Filter)> {
    (0..PROFILES.len()).prop_flat_map(|profile| (Just(profile), real_filter(profile)))
}

proptest! {
    #[test]
    fn a_filter_survives_its_address(filter in any_filter()) {
        let query = filter.query();
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{}", query);
        prop_assert_eq!(Filter::parse(&query), filter.clone());
        prop_assert_eq!(Filter::parse(&query).query(), query.clone());
        let spaces = query.replace('+', "%20");
        prop_assert_eq!(Filter::parse(&spaces), filter);
    }

    #[test]
    fn no_query_is_refused(query in "\\PC{0,40}") {
        let filter = Filter::parse(&query);
        prop_assert_eq!(Filter::parse(&filter.query()), filter);
    }

    #[test]
    fn toggling_twice_changes_nothing_chosen(filter in any_filter(), facet in select(&Facet::ALL[..]), value in "\\PC{1,8}") {
        let twice = filter.toggled(facet, &value).toggled(facet, &value);
        let chosen = |filter: &Filter| filter.choices().map(|(facet, value)| (facet, value.to_owned())).collect::<BTreeSet<_>>();
        prop_assert_eq!(chosen(&twice), chosen(&filter));
    }

    #[test]
    fn the_result_is_that_of_a_naive_predicate((profile, filter) in profile_and_filter()) {
        let profile = &PROFILES[profile];
        prop_assert_eq!(profile.finder.find(&filter).publications, all_that_pass(profile, &filter));
    }

    #[test]
    fn a_count_is_what_choosing_that_value_alone_gives(
        (profile, filter) in profile_and_filter(),
        picks in vec(any::<prop::sample::Index>(), 3),
    ) {
        let profile = &PROFILES[profile];
        let found = profile.finder.find(&filter);
        for facet in Facet::ALL {
            let others = filter.chosen(facet).iter().fold(filter.clone(), |filter, value| filter.toggled(facet, value));
            let choices = profile.finder.choices(facet);
            for pick in &picks {
                let pick = pick.index(choices.len());
                let recount = all_that_pass(profile, &others.toggled(facet, &choices[pick].value)).len();
                prop_assert_eq!(found.counts(facet)[pick], recount, "{:?} {}", facet, choices[pick].value);
            }
        }
    }

    #[test]
    fn a_further_facet_never_enlarges((profile, filter) in profile_and_filter(), pick in any::<prop::sample::Index>()) {
        let Profile { finder, .. } = &PROFILES[profile];
        let before: BTreeSet<usize> = finder.find(&filter).publications.into_iter().collect();
        let free: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| filter.chosen(*facet).is_empty()).collect();
        prop_assume!(!free.is_empty());
        let facet = free[pick.index(free.len())];
        let choice = &finder.choices(facet)[pick.index(finder.choices(facet).len())];
        let after: BTreeSet<usize> = finder.find(&filter.toggled(facet, &choice.value)).publications.into_iter().collect();
        prop_assert!(after.is_subset(&before));
    }

    #[test]
    fn a_further_value_of_the_same_facet_never_narrows((profile, filter) in profile_and_filter(), pick in any::<prop::sample::Index>()) {
        let Profile { finder, .. } = &PROFILES[profile];
        let chosen: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| !filter.chosen(*facet).is_empty()).collect();
        prop_assume!(!chosen.is_empty());
        let facet = chosen[pick.index(chosen.len())];
        let choice = &finder.choices(facet)[pick.index(finder.choices(facet).len())];
        prop_assume!(!filter.has(facet, &choice.value));
        let before: BTreeSet<usize> = finder.find(&filter).publications.into_iter().collect();
        let after: BTreeSet<usize> = finder.find(&filter.toggled(facet, &choice.value)).publications.into_iter().collect();
        prop_assert!(before.is_subset(&after));
    }
}

#[test]
fn queries_are_read_as_the_contract_says() {
    fn check(query: &str, text: &str, choices: &[(Facet, &str)]) {
        let filter = Filter::parse(query);
        assert_eq!(filter.text, text, "{query}");
        assert_eq!(filter.choices().collect::<Vec<_>>(), choices, "{query}");
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
fn every_publication_is_found_by_each_of_its_own_values() {
    for profile in PROFILES.iter() {
        let finder = &profile.finder;
        for facet in Facet::ALL {
            let counted: usize = finder.find(&Filter::default()).counts(facet).iter().sum();
            let mut seen = 0;
            for choice in finder.choices(facet) {
                let found = finder.find(&Filter::default().toggled(facet, &choice.value)).publications;
                assert!(!found.is_empty(), "{facet:?} {}", choice.value);
                assert!(found.iter().all(|row| has(profile, *row, facet, &choice.value)));
                seen += found.len();
            }
            assert_eq!(seen, counted, "{facet:?}");
        }
    }
}
