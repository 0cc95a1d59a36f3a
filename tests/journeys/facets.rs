//! Filters the list of publications by year, venue and topic.

use frontispiece::content::{Content, Publication};
use serde_json::json;

use crate::{
    profile::{self, venue_value},
    visitor::{ADDRESS, FOCUS, HEADING, STATUS, Visitor, journey_in_every_browser},
};

/// The values that a visitor has selected: a simple model of the filter, which computes the expected results.
#[derive(Clone, Default)]
struct Selection {
    years: Vec<String>,
    venues: Vec<String>,
    topics: Vec<String>,
}

impl Selection {
    fn shows(&self, content: &Content, publication: &Publication) -> bool {
        let year = publication.year().map(|year| year.to_string());
        let any = |selected: &[String], has: &dyn Fn(&String) -> bool| selected.is_empty() || selected.iter().any(has);
        any(&self.years, &|selected| year.as_ref() == Some(selected))
            && any(&self.venues, &|selected| venue_value(content, publication).as_ref() == Some(selected))
            && any(&self.topics, &|selected| publication.topics.contains(selected))
    }

    fn titles(&self, content: &Content) -> Vec<String> {
        content.publications.iter().filter(|one| self.shows(content, one)).map(|one| one.title.to_string()).collect()
    }

    /// Returns the selection with this value as the only one of its facet. Its results are the expected count of the
    /// value.
    fn with_only(&self, facet: &str, value: &str) -> Selection {
        let mut other = self.clone();
        let values = match facet {
            "year" => &mut other.years,
            "venue" => &mut other.venues,
            _ => &mut other.topics,
        };
        *values = vec![value.to_owned()];
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

/// Clicks the bar of a year, or the label of another value.
async fn toggles(visitor: &Visitor, facet: &str, value: &str) {
    match facet {
        "year" => visitor.clicks(&control(facet, value)).await,
        _ => visitor.clicks(&format!("label:has({}) .value", control(facet, value))).await,
    }
}

/// Checks that the list, the status, the check boxes, the counts and the URL agree with a selection.
async fn sees_selection(visitor: &Visitor, content: &Content, selection: &Selection) {
    let titles = selection.titles(content);
    let all = content.publications.len();
    let query = selection.query();
    let mark = if query.is_empty() { "" } else { "?" };
    let address = format!("{}{mark}{query}", visitor.path("/publications/"));
    let status = if titles.len() == all {
        format!("Showing all {all} publications")
    } else {
        format!("Showing {} of {all} publications", titles.len())
    };
    let mut checked: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).collect();
    checked.sort_unstable();
    let seen = format!(
        "[{ADDRESS}, {STATUS}, document.querySelectorAll('[role=status]').length,
            [...document.querySelectorAll('.results article h3')].map(title => title.textContent),
            [...document.querySelectorAll('.facet :checked, .year-chart [aria-pressed=true]')]
                .map(one => (one.name || 'year') + '=' + one.value).sort(),
            document.querySelectorAll('.chip').length]"
    );
    visitor.sees(&seen, json!([address, status, 1, titles, checked, checked.len()])).await;

    let counts = "[...document.querySelectorAll('.facet li label')]
        .map(label => [label.control.name, label.control.value, label.querySelector('.count').textContent])
        .filter(([facet]) => ['venue', 'topic'].includes(facet))
        .concat([...document.querySelectorAll('.year-chart button')]
            .map(year => ['year', year.value, year.ariaLabel.split(', ')[1].split(' ')[0]]))";
    let counts: Vec<(String, String, String)> = serde_json::from_value(visitor.value(counts).await).expect("counts");
    assert!(!counts.is_empty());
    for (facet, value, count) in counts {
        let expected = selection.with_only(&facet, &value).titles(content).len();
        assert_eq!(count, expected.to_string(), "{facet}={value} after {query}");
    }
}

/// Returns a publication with a year, a topic and a venue that other publications have too.
fn typical(content: &Content) -> &Publication {
    let of_venue = |venue: &Option<String>| content.publications.iter().filter(|other| other.venue == *venue).count();
    let typical = |one: &&Publication| {
        one.venue.is_some() && of_venue(&one.venue) > 1 && one.date.is_some() && !one.topics.is_empty()
    };
    content.publications.iter().rfind(typical).expect("a publication with year, venue and topic")
}

#[test]
fn filters_work_in_every_browser() {
    journey_in_every_browser(async |visitor| {
        year_venue_and_topic_filter_the_list_and_back_undoes_this(visitor).await;
        chips_remove_selected_values_and_one_link_removes_all(visitor).await;
        publications_are_grouped_by_year_newest_first(visitor).await;
        a_filtered_list_can_be_shared_and_left_and_found_again(visitor).await;
        an_unknown_value_has_a_chip_that_says_that_it_matches_nothing(visitor).await;
        values_with_results_come_first(visitor).await;
        a_check_box_that_moves_keeps_the_focus(visitor).await;
    });
}

async fn year_venue_and_topic_filter_the_list_and_back_undoes_this(visitor: &Visitor) {
    let content = visitor.content();
    let typical = typical(&content);
    let year = typical.year().expect("it has a date").to_string();
    let other_year = content.publications[0].year().expect("the first has a date").to_string();
    let venue = venue_value(&content, typical).expect("it has a venue");
    let topic = typical.topics[0].clone();
    assert_ne!(year, other_year, "the profile spans more than a year");

    visitor.opens("/").await;
    visitor.follows_menu(profile::list(&content)).await;
    visitor.until(STATUS).await;
    visitor.marks_document().await;
    let entries = visitor.value("history.length").await.as_u64().expect("a number");
    sees_selection(visitor, &content, &Selection::default()).await;

    let mut selection = Selection::default();
    let mut walk = vec![selection.clone()];
    for (facet, value) in [("year", &year), ("year", &other_year), ("venue", &venue), ("topic", &topic)] {
        toggles(visitor, facet, value).await;
        match facet {
            "year" => selection.years.push(value.clone()),
            "venue" => selection.venues.push(value.clone()),
            _ => selection.topics.push(value.clone()),
        }
        sees_selection(visitor, &content, &selection).await;
        visitor.until(&format!("document.activeElement.matches(\"{}\")", control(facet, value))).await;
        walk.push(selection.clone());
        visitor.sees("history.length", entries + walk.len() as u64 - 1).await;
    }
    assert!(!selection.titles(&content).is_empty());

    for earlier in walk.iter().rev().skip(1) {
        visitor.goes_back().await;
        sees_selection(visitor, &content, earlier).await;
    }
    for later in walk.iter().skip(1) {
        visitor.goes_forward().await;
        sees_selection(visitor, &content, later).await;
    }
    visitor.is_in_marked_document().await;

    visitor.reloads().await;
    sees_selection(visitor, &content, &selection).await;
    // A reload adds no history entry, and the earlier entries still work.
    visitor.goes_back().await;
    selection.topics.clear();
    sees_selection(visitor, &content, &selection).await;
    // A second click deselects the value.
    toggles(visitor, "venue", &venue).await;
    selection.venues.clear();
    sees_selection(visitor, &content, &selection).await;
}

async fn chips_remove_selected_values_and_one_link_removes_all(visitor: &Visitor) {
    let content = visitor.content();
    let typical = typical(&content);
    let venue = venue_value(&content, typical).expect("it has a venue");
    let mut selection =
        Selection { venues: vec![venue], topics: vec![typical.topics[0].clone()], ..Selection::default() };
    visitor.reaches(&format!("/publications/?{}", selection.query())).await;
    sees_selection(visitor, &content, &selection).await;
    visitor.marks_document().await;

    let label = &content.topics.get(&typical.topics[0]).expect("it is declared").label;
    visitor.reads(".chip", &format!("Topic: {label}")).await;
    visitor.clicks(".chips li:first-child .chip").await;
    selection.venues.clear();
    sees_selection(visitor, &content, &selection).await;
    visitor.until(&format!("document.activeElement.textContent.includes({})", json!(format!("Topic: {label}")))).await;

    visitor.clicks(".clear").await;
    sees_selection(visitor, &content, &Selection::default()).await;
    visitor.sees(FOCUS, "status").await;
    visitor.sees("document.querySelectorAll('.chips').length", 0).await;
    visitor.goes_back().await;
    sees_selection(visitor, &content, &selection).await;
    visitor.is_in_marked_document().await;
}

/// Returns the heading of a publication's year.
fn heading_of(publication: &Publication) -> String {
    publication.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string())
}

async fn publications_are_grouped_by_year_newest_first(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reaches("/publications/").await;
    // The content is sorted in the same way.
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
}

async fn a_filtered_list_can_be_shared_and_left_and_found_again(visitor: &Visitor) {
    let content = visitor.content();
    let typical = typical(&content);
    let selection = Selection { topics: vec![typical.topics[0].clone()], ..Selection::default() };
    // Without the slash, which the host adds. The query must be kept.
    visitor.opens(&format!("/publications?{}", selection.query())).await;
    sees_selection(visitor, &content, &selection).await;
    visitor.clicks(".results article h3 a").await;
    visitor.sees(HEADING, selection.titles(&content)[0].as_str()).await;
    // The page of a publication links its topics to the list.
    let label = &content.topics.get(&typical.topics[0]).expect("it is declared").label;
    visitor.follows(".topics a", label).await;
    visitor.sees(HEADING, profile::list(&content)).await;
    visitor.sees(FOCUS, "h1").await;
    sees_selection(visitor, &content, &selection).await;
    visitor.goes_back().await;
    visitor.goes_back().await;
    sees_selection(visitor, &content, &selection).await;
    // The visitor may leave the tab before the next paint, after which the URL is usually written.
    let check_box = control("topic", &typical.topics[0]);
    let query = visitor
        .value(&format!(
            "(() => {{ document.querySelector(\"{check_box}\").click();
                document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}));
                return location.search; }})()"
        ))
        .await;
    assert_eq!(query, "", "the URL of the list without a filter is written");
    sees_selection(visitor, &content, &Selection::default()).await;
}

async fn an_unknown_value_has_a_chip_that_says_that_it_matches_nothing(visitor: &Visitor) {
    let content = visitor.content();
    let all = content.publications.len();
    for (query, shown) in [
        ("venue=nonesuch", "Venue: nonesuch"),
        ("year=1066", "Year: 1066"),
        ("topic=a%2541+%2B%20b", "Topic: a%41 + b"),
        ("author=%E7%8E%8B%22%3Cb%3E", "Author: 王\"<b>"),
        ("type=100%", "Type: 100%"),
    ] {
        visitor.reaches(&format!("/publications/?{query}")).await;
        visitor.sees(STATUS, format!("Showing 0 of {all} publications")).await;
        visitor.sees("document.querySelectorAll('.results article').length", 0).await;
        visitor.sees("document.querySelector('.chip.unknown bdi').textContent", shown).await;
        visitor.reads(".chip.unknown", "matches nothing").await;
        visitor.clicks(".chip.unknown").await;
        sees_selection(visitor, &content, &Selection::default()).await;
        visitor.sees(FOCUS, "status").await;
    }
    // Unknown keys and invalid values are ignored.
    visitor.opens("/publications/?utm_source=mail&&=&year&q").await;
    visitor.sees(STATUS, format!("Showing all {all} publications")).await;
}

/// The values of the check boxes for venues, in the order of the page.
const VENUES: &str = "[...document.querySelectorAll('.facet [name=venue]')].map(box => box.value)";

/// Whether in each facet the selected values and those with results precede the others.
const RESULTS_FIRST: &str = "[...document.querySelectorAll('.facet ul')].every(list => {
    const first = [...list.children].map(item => Boolean(item.querySelector(':checked')) || !item.matches('.is-empty'));
    return first.lastIndexOf(true) === first.filter(Boolean).length - 1;
})";

async fn venues(visitor: &Visitor) -> Vec<String> {
    serde_json::from_value(visitor.value(VENUES).await).expect("values")
}

async fn values_with_results_come_first(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reaches("/publications/").await;
    let usual = venues(visitor).await;
    let is_hidden = |one: &&Publication| {
        one.year().is_some() && venue_value(&content, one).is_some_and(|venue| !usual.contains(&venue))
    };
    let hidden = content.publications.iter().find(is_hidden).expect("not every venue is shown at first");
    let year = hidden.year().expect("it has one").to_string();
    let venue = venue_value(&content, hidden).expect("it has one");

    toggles(visitor, "year", &year).await;
    visitor.until(&format!("document.querySelector(\"{}\")", control("venue", &venue))).await;
    visitor.sees(RESULTS_FIRST, true).await;
    visitor.until("document.querySelector('.facet .is-empty')").await;
    visitor.sees(&format!("{VENUES}.length"), usual.len()).await;

    // The check boxes of a facet do not move when one of them is clicked.
    let filtered = venues(visitor).await;
    toggles(visitor, "venue", &venue).await;
    visitor.sees("location.search", format!("?year={year}&venue={venue}")).await;
    visitor.sees(VENUES, filtered.clone()).await;
    toggles(visitor, "venue", &venue).await;
    visitor.sees("location.search", format!("?year={year}")).await;
    visitor.sees(VENUES, filtered).await;

    // The expanded facet has the same order.
    visitor.clicks(".facet:has([name=venue]) .show-all").await;
    visitor.until(&format!("{VENUES}.length > {}", usual.len())).await;
    visitor.sees(RESULTS_FIRST, true).await;
    visitor.clicks(".facet:has([name=venue]) .show-all").await;

    toggles(visitor, "year", &year).await;
    visitor.sees("location.search", "").await;
    visitor.sees(VENUES, usual).await;
}

async fn a_check_box_that_moves_keeps_the_focus(visitor: &Visitor) {
    let content = visitor.content();
    visitor.reaches("/publications/").await;
    let usual = venues(visitor).await;
    let held = |venue: &str, year: u16| {
        let is_held =
            |one: &Publication| venue_value(&content, one).as_deref() == Some(venue) && one.year() == Some(year);
        content.publications.iter().any(is_held)
    };
    // A venue with results in a year in which a preceding venue has none. It moves up when the year is selected.
    let moves = |one: &Publication| {
        let (year, venue) = (one.year()?, venue_value(&content, one)?);
        let place = usual.iter().position(|other| *other == venue)?;
        usual[..place].iter().any(|other| !held(other, year)).then_some((year.to_string(), venue))
    };
    let (year, venue) = content.publications.iter().find_map(moves).expect("not every venue is held every year");

    toggles(visitor, "year", &year).await;
    visitor.sees(RESULTS_FIRST, true).await;
    let filtered = venues(visitor).await;
    assert_ne!(filtered, usual);
    visitor.goes_back().await;
    visitor.sees(VENUES, usual).await;
    visitor.run(&format!("document.querySelector(\"{}\").focus()", control("venue", &venue))).await;
    visitor.goes_forward().await;
    visitor.sees(VENUES, filtered).await;
    visitor.sees("document.activeElement.value", venue).await;
}
