//! The list of publications, narrowed by year, venue and topic.

use frontispiece::content::{Content, Publication};
use serde_json::json;

use crate::{
    profile,
    visitor::{ADDRESS, FOCUS, HEADING, STATUS, Visitor, journey_in_every_browser},
};

/// What a visitor chose; the plainest way to say what must then be shown.
#[derive(Clone, Default)]
struct Chosen {
    years: Vec<String>,
    venues: Vec<String>,
    topics: Vec<String>,
}

impl Chosen {
    fn shows(&self, publication: &Publication) -> bool {
        let year = publication.year().map(|year| year.to_string());
        let any = |chosen: &[String], has: &dyn Fn(&String) -> bool| chosen.is_empty() || chosen.iter().any(has);
        any(&self.years, &|chosen| year.as_ref() == Some(chosen))
            && any(&self.venues, &|chosen| publication.venue.as_ref() == Some(chosen))
            && any(&self.topics, &|chosen| publication.topics.contains(chosen))
    }

    fn titles(&self, content: &Content) -> Vec<String> {
        content.publications.iter().filter(|one| self.shows(one)).map(|one| one.title.clone()).collect()
    }

    /// The choices of each facet replaced by one value: what its count must say.
    fn with_only(&self, facet: &str, value: &str) -> Chosen {
        let mut other = self.clone();
        let chosen = match facet {
            "year" => &mut other.years,
            "venue" => &mut other.venues,
            _ => &mut other.topics,
        };
        *chosen = vec![value.to_owned()];
        other
    }

    fn query(&self) -> String {
        let part =
            |key: &'static str, values: &[String]| values.iter().map(move |value| format!("{key}={value}")).collect();
        let parts: [Vec<String>; 3] =
            [part("year", &self.years), part("venue", &self.venues), part("topic", &self.topics)];
        parts.concat().join("&")
    }
}

fn control(facet: &str, value: &str) -> String {
    match facet {
        "year" => format!(".year-chart button[value='{value}']"),
        _ => format!("input[name={facet}][value='{value}']"),
    }
}

/// Clicks the bar of a year; else the label, as people do, not the box.
async fn chooses(visitor: &Visitor, facet: &str, value: &str) {
    match facet {
        "year" => visitor.clicks(&control(facet, value)).await,
        _ => visitor.clicks(&format!("label:has({}) .value", control(facet, value))).await,
    }
}

/// The list, the words about it, the checkboxes, their counts and the address say the same.
async fn sees_the_choice(visitor: &Visitor, content: &Content, chosen: &Chosen) {
    let titles = chosen.titles(content);
    let all = content.publications.len();
    let query = chosen.query();
    let mark = if query.is_empty() { "" } else { "?" };
    visitor.sees(ADDRESS, format!("{}{mark}{query}", visitor.path("/publications/"))).await;
    let words = if titles.len() == all {
        format!("Showing all {all} publications")
    } else {
        format!("Showing {} of {all} publications", titles.len())
    };
    visitor.sees(STATUS, words).await;
    visitor.sees("document.querySelectorAll('[role=status]').length", 1).await;
    visitor.sees("[...document.querySelectorAll('.results article h3')].map(title => title.textContent)", titles).await;

    let checked = "[...document.querySelectorAll('.facet :checked, .year-chart [aria-pressed=true]')]
        .map(one => (one.name || 'year') + '=' + one.value).sort()";
    let mut expected: Vec<String> = query.split('&').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    expected.sort();
    visitor.sees(checked, expected.clone()).await;
    visitor.sees("document.querySelectorAll('.chip').length", expected.len()).await;

    let counts = "[...document.querySelectorAll('.facet li label')]
        .map(label => [label.control.name, label.control.value, label.querySelector('.count').textContent])
        .filter(([facet]) => ['venue', 'topic'].includes(facet))
        .concat([...document.querySelectorAll('.year-chart button')]
            .map(year => ['year', year.value, year.ariaLabel.split(', ')[1].split(' ')[0]]))";
    let counts: Vec<(String, String, String)> = serde_json::from_value(visitor.value(counts).await).expect("counts");
    assert!(!counts.is_empty());
    for (facet, value, count) in counts {
        let expected = chosen.with_only(&facet, &value).titles(content).len();
        assert_eq!(count, expected.to_string(), "{facet}={value} after {query}");
    }
}

/// A publication whose venue is not the only thing that tells it from the others.
fn typical(content: &Content) -> &Publication {
    let of_venue = |venue: &Option<String>| content.publications.iter().filter(|other| other.venue == *venue).count();
    let typical = |one: &&Publication| {
        one.venue.is_some() && of_venue(&one.venue) > 1 && one.date.is_some() && !one.topics.is_empty()
    };
    content.publications.iter().rfind(typical).expect("a publication with year, venue and topic")
}

#[test]
fn year_venue_and_topic_narrow_the_list_and_back_widens_it() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        let typical = typical(&content);
        let year = typical.year().expect("it has a date").to_string();
        let other_year = content.publications[0].year().expect("the first has a date").to_string();
        let venue = typical.venue.clone().expect("it has a venue");
        let topic = typical.topics[0].clone();
        assert_ne!(year, other_year, "the profile spans more than a year");

        visitor.opens("/").await;
        visitor.picks_from_menu(profile::list(&content)).await;
        visitor.until(STATUS).await;
        visitor.marks_the_page().await;
        let entries = visitor.value("history.length").await.as_u64().expect("a number");
        sees_the_choice(visitor, &content, &Chosen::default()).await;

        let mut chosen = Chosen::default();
        let mut walk = vec![chosen.clone()];
        for (facet, value) in [("year", &year), ("year", &other_year), ("venue", &venue), ("topic", &topic)] {
            chooses(visitor, facet, value).await;
            match facet {
                "year" => chosen.years.push(value.clone()),
                "venue" => chosen.venues.push(value.clone()),
                _ => chosen.topics.push(value.clone()),
            }
            sees_the_choice(visitor, &content, &chosen).await;
            visitor.until(&format!("document.activeElement.matches(\"{}\")", control(facet, value))).await;
            walk.push(chosen.clone());
            visitor.sees("history.length", entries + walk.len() as u64 - 1).await;
        }
        assert!(!chosen.titles(&content).is_empty());

        for earlier in walk.iter().rev().skip(1) {
            visitor.goes_back().await;
            sees_the_choice(visitor, &content, earlier).await;
        }
        for later in walk.iter().skip(1) {
            visitor.goes_forward().await;
            sees_the_choice(visitor, &content, later).await;
        }
        visitor.still_sees_the_mark().await;

        visitor.reloads().await;
        sees_the_choice(visitor, &content, &chosen).await;
        // A reload adds no entry, and the earlier ones still answer.
        visitor.goes_back().await;
        chosen.topics.clear();
        sees_the_choice(visitor, &content, &chosen).await;
        // The same box takes its choice away.
        chooses(visitor, "venue", &venue).await;
        chosen.venues.clear();
        sees_the_choice(visitor, &content, &chosen).await;
    });
}

#[test]
fn chips_take_choices_away_and_one_clears_all() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        let typical = typical(&content);
        let venue = typical.venue.clone().expect("it has a venue");
        let mut chosen = Chosen { venues: vec![venue], topics: vec![typical.topics[0].clone()], ..Chosen::default() };
        visitor.opens(&format!("/publications/?{}", chosen.query())).await;
        sees_the_choice(visitor, &content, &chosen).await;
        visitor.marks_the_page().await;

        let label = &content.topics.get(&typical.topics[0]).expect("it is declared").label;
        visitor.reads(".chip", &format!("Topic: {label}")).await;
        visitor.clicks(".chips li:first-child .chip").await;
        chosen.venues.clear();
        sees_the_choice(visitor, &content, &chosen).await;
        visitor
            .until(&format!("document.activeElement.textContent.includes({})", json!(format!("Topic: {label}"))))
            .await;

        visitor.clicks(".clear").await;
        sees_the_choice(visitor, &content, &Chosen::default()).await;
        visitor.sees(FOCUS, "status").await;
        visitor.sees("document.querySelectorAll('.chips').length", 0).await;
        visitor.goes_back().await;
        sees_the_choice(visitor, &content, &chosen).await;
        visitor.still_sees_the_mark().await;
    });
}

/// The heading under which the list has a publication.
fn heading_of(publication: &Publication) -> String {
    publication.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string())
}

#[test]
fn publications_stand_under_their_years_newest_first() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/").await;
        // The content has them in this order.
        let mut expected: Vec<String> = content.publications.iter().map(heading_of).collect();
        expected.dedup();
        assert_eq!(visitor.texts("h2.year").await, expected);
        let under = "[...document.querySelectorAll('.publications > *')].reduce((lines, line) =>
            (line.matches('.year') ? lines.push([line.textContent]) : lines.at(-1).push(line.id), lines), [])";
        let expected: Vec<Vec<String>> = expected
            .into_iter()
            .map(|year| {
                let of_year = content.publications.iter().filter(|one| heading_of(one) == year);
                let ids: Vec<String> = of_year.map(|one| one.id.clone()).collect();
                [vec![year.clone()], ids].concat()
            })
            .collect();
        visitor.sees(under, expected).await;
    });
}

#[test]
fn a_filtered_list_can_be_shared_and_left_and_found_again() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        let typical = typical(&content);
        let chosen = Chosen { topics: vec![typical.topics[0].clone()], ..Chosen::default() };
        // Without the slash, which the host puts in, and without losing the query.
        visitor.opens(&format!("/publications?{}", chosen.query())).await;
        sees_the_choice(visitor, &content, &chosen).await;
        visitor.clicks(".results article h3 a").await;
        visitor.sees(HEADING, chosen.titles(&content)[0].as_str()).await;
        // The publication names its topics, and each leads to the list.
        let label = &content.topics.get(&typical.topics[0]).expect("it is declared").label;
        visitor.follows(".topics a", label).await;
        visitor.sees(HEADING, profile::list(&content)).await;
        visitor.sees(FOCUS, "h1").await;
        sees_the_choice(visitor, &content, &chosen).await;
        visitor.goes_back().await;
        visitor.goes_back().await;
        sees_the_choice(visitor, &content, &chosen).await;
    });
}

#[test]
fn an_unknown_value_is_a_chip_that_says_that_it_matches_nothing() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        let all = content.publications.len();
        for (query, shown) in [
            ("venue=nonesuch", "Venue: nonesuch"),
            ("year=1066", "Year: 1066"),
            ("topic=a%2541+%2B%20b", "Topic: a%41 + b"),
            ("author=%E7%8E%8B%22%3Cb%3E", "Author: 王\"<b>"),
            ("type=100%", "Type: 100%"),
        ] {
            visitor.opens(&format!("/publications/?{query}")).await;
            visitor.sees(STATUS, format!("Showing 0 of {all} publications")).await;
            visitor.sees("document.querySelectorAll('.results article').length", 0).await;
            visitor.sees("document.querySelector('.chip.unknown bdi').textContent", shown).await;
            visitor.reads(".chip.unknown", "matches nothing").await;
            visitor.clicks(".chip.unknown").await;
            sees_the_choice(visitor, &content, &Chosen::default()).await;
            visitor.sees(FOCUS, "status").await;
        }
        // Keys that nobody knows, and nonsense, do no harm.
        visitor.opens("/publications/?utm_source=mail&&=&year&q").await;
        visitor.sees(STATUS, format!("Showing all {all} publications")).await;
    });
}

/// The values of the venues' boxes, in the order of the page.
const VENUES: &str = "[...document.querySelectorAll('.facet [name=venue]')].map(box => box.value)";

/// Whether in each facet the values that are chosen or have results precede the others.
const RESULTS_FIRST: &str = "[...document.querySelectorAll('.facet ul')].every(list => {
    const first = [...list.children].map(item => Boolean(item.querySelector(':checked')) || !item.matches('.is-empty'));
    return first.lastIndexOf(true) === first.filter(Boolean).length - 1;
})";

async fn venues(visitor: &Visitor) -> Vec<String> {
    serde_json::from_value(visitor.value(VENUES).await).expect("values")
}

#[test]
fn values_with_results_come_first() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/").await;
        let usual = venues(visitor).await;
        let is_hidden =
            |one: &&Publication| one.year().is_some() && one.venue.as_ref().is_some_and(|venue| !usual.contains(venue));
        let hidden = content.publications.iter().find(is_hidden).expect("not every venue is shown at first");
        let (year, venue) = (hidden.year().expect("it has one").to_string(), hidden.venue.clone().expect("it has one"));

        chooses(visitor, "year", &year).await;
        visitor.until(&format!("document.querySelector(\"{}\")", control("venue", &venue))).await;
        visitor.sees(RESULTS_FIRST, true).await;
        visitor.until("document.querySelector('.facet .is-empty')").await;
        visitor.sees(&format!("{VENUES}.length"), usual.len()).await;

        // The boxes stay where they are when one of them is ticked.
        let filtered = venues(visitor).await;
        chooses(visitor, "venue", &venue).await;
        visitor.sees("location.search", format!("?year={year}&venue={venue}")).await;
        visitor.sees(VENUES, filtered.clone()).await;
        chooses(visitor, "venue", &venue).await;
        visitor.sees("location.search", format!("?year={year}")).await;
        visitor.sees(VENUES, filtered).await;

        // The whole list has the same order.
        visitor.clicks(".facet:has([name=venue]) .show-all").await;
        visitor.until(&format!("{VENUES}.length > {}", usual.len())).await;
        visitor.sees(RESULTS_FIRST, true).await;
        visitor.clicks(".facet:has([name=venue]) .show-all").await;

        chooses(visitor, "year", &year).await;
        visitor.sees("location.search", "").await;
        visitor.sees(VENUES, usual).await;
    });
}

#[test]
fn a_box_that_moves_keeps_the_focus() {
    journey_in_every_browser(async |visitor| {
        let content = visitor.content();
        visitor.opens("/publications/").await;
        let usual = venues(visitor).await;
        let held = |venue: &str, year: u16| {
            content.publications.iter().any(|one| one.venue.as_deref() == Some(venue) && one.year() == Some(year))
        };
        // A venue with results in a year in which an earlier one has none: it moves up when the year is chosen.
        let moves = |one: &Publication| {
            let (year, venue) = (one.year()?, one.venue.clone()?);
            let place = usual.iter().position(|other| *other == venue)?;
            usual[..place].iter().any(|other| !held(other, year)).then_some((year.to_string(), venue))
        };
        let (year, venue) = content.publications.iter().find_map(moves).expect("not every venue is held every year");

        chooses(visitor, "year", &year).await;
        visitor.sees(RESULTS_FIRST, true).await;
        let filtered = venues(visitor).await;
        assert_ne!(filtered, usual);
        visitor.goes_back().await;
        visitor.sees(VENUES, usual).await;
        visitor.run(&format!("document.querySelector(\"{}\").focus()", control("venue", &venue))).await;
        visitor.goes_forward().await;
        visitor.sees(VENUES, filtered).await;
        visitor.sees("document.activeElement.value", venue).await;
    });
}
