//! The order in which publications and entries are shown.

use crate::{
    content::{Content, Date, ListItem, Publication, PublicationStatus, Relation},
    util::{interner::inverse, ready::run_ready, sort},
};

impl Content {
    /// Sorts the publications into the order in which they are shown.
    pub(super) fn sort_publications(&mut self) {
        let keys: Vec<OrderKey> = self.publications.iter().map(OrderKey::of).collect();
        run_ready(sort_publications(&mut self.publications, &keys, async || {}));
    }

    /// Sorts every list of entries: those with a date are newest first. An entry without a date keeps its place.
    pub(super) fn sort_entries(&mut self) {
        fn sort(entries: &mut [ListItem]) {
            sort_known(entries, &|entry| entry.date.map(Date::order));
            entries.iter_mut().for_each(|entry| sort(&mut entry.entries));
        }
        self.pages.iter_mut().flat_map(|page| &mut page.sections).for_each(|section| sort(&mut section.entries));
    }

    /// Lists a folded publication on its own if the publication into which it is folded does not exist or is folded, so
    /// that nothing disappears. The check reports it.
    pub(crate) fn unfold_invalid(&mut self) {
        let is_valid = |relation: &Relation| {
            self.publication(&relation.publication).is_some_and(|main| !main.is_folded()) || !relation.folded
        };
        let invalid: Vec<usize> = (0..self.publications.len())
            .filter(|place| !self.publications[*place].relations.iter().all(is_valid))
            .collect();
        for place in invalid {
            self.publications[place].relations.iter_mut().for_each(|relation| relation.folded = false);
        }
    }
}

/// The number of publications that are moved between two pauses, which takes some milliseconds on a slow phone.
const MOVES_PER_PAUSE: usize = 50;

/// Sorts the publications into the order in which they are shown, given their keys. In between it awaits `pause`.
pub(super) async fn sort_publications(
    publications: &mut [Publication],
    keys: &[OrderKey],
    mut pause: impl AsyncFnMut(),
) {
    // Each step takes up to 30 ms on a slow phone for 100,000 publications.
    let mut places = by_year(keys);
    pause().await;
    for year in places.chunk_by_mut(|a, b| keys[*a as usize].group == keys[*b as usize].group) {
        sort_by_month(year, keys);
        pause().await;
    }
    let places = folded_last(places, keys);
    pause().await;
    let mut targets = inverse(&places);
    drop(places);
    pause().await;
    let mut moves = 0_usize;
    for place in 0..targets.len() {
        // Each swap moves a publication to its target.
        while targets[place] as usize != place {
            let target = targets[place] as usize;
            publications.swap(place, target);
            targets.swap(place, target);
            moves += 1;
            if moves.is_multiple_of(MOVES_PER_PAUSE) {
                pause().await;
            }
        }
    }
}

/// Returns the places of the publications by status and year: first those that are not published yet, by their status, then the
/// others. Within these groups, the newest year is first, and then the order of the file.
fn by_year(keys: &[OrderKey]) -> Vec<u32> {
    let places: Vec<u32> = (0..keys.len() as u32).collect();
    sort::counting_sort_desc(&places, &|place| keys[place as usize].group)
}

/// Sorts the places of the publications of a year. Known months determine the order, then the order of the file: a publication
/// without a month keeps its place.
fn sort_by_month(year: &mut [u32], keys: &[OrderKey]) {
    let month = |place: u32| keys[place as usize].month;
    let dated: Vec<u32> = year.iter().copied().filter(|place| month(*place) > 0).collect();
    let sorted = sort::counting_sort_desc(&dated, &month);
    year.iter_mut().filter(|place| month(**place) > 0).zip(sorted).for_each(|(place, sorted)| *place = sorted);
}

/// Returns the places of the publications in the same order, but with folded publications last.
fn folded_last(places: Vec<u32>, keys: &[OrderKey]) -> Vec<u32> {
    sort::counting_sort_desc(&places, &|place| u32::from(!keys[place as usize].is_folded))
}

/// The properties of a publication that determine its place.
pub(super) struct OrderKey {
    /// A number by which groups of publications are sorted, greatest first: those with a status by their status, then the
    /// others. Those with the same status, or without one, are sorted by year, and those without a date are last.
    group: u32,
    /// The order of its month within the year, or 0 if the month is not known.
    month: u32,
    is_folded: bool,
}

impl OrderKey {
    pub fn of(publication: &Publication) -> OrderKey {
        let year = publication.year().map_or(0, |year| u32::from(year) + 1);
        let status = publication.status.map_or(0, |status| PublicationStatus::ALL.len() as u32 - status as u32);
        let group = status * (MAX_YEAR + 2) + year;
        let month = publication.date.and_then(Date::month_order).map_or(0, u32::from);
        OrderKey { group, month, is_folded: publication.is_folded() }
    }
}

/// The last year that a date can have.
const MAX_YEAR: u32 = 9999;

/// Sorts the values that have a key, greatest first, among their own places. The sort is stable.
fn sort_known<T>(values: &mut [T], key: &dyn Fn(&T) -> Option<u32>) {
    let order = greatest_first(&values.iter().map(key).collect::<Vec<_>>());
    sort::permute(values, order);
}

/// Returns the indices of values in the order of their keys, greatest first. A value without a key keeps its place. The
/// sort is stable.
pub(super) fn greatest_first(keys: &[Option<u32>]) -> Vec<usize> {
    let places: Vec<usize> = (0..keys.len()).filter(|place| keys[*place].is_some()).collect();
    let order = sort::argsort(places.len(), &|a, b| keys[places[b]].cmp(&keys[places[a]]));
    let mut indices: Vec<usize> = (0..keys.len()).collect();
    for (place, index) in places.iter().zip(order) {
        indices[*place] = places[index];
    }
    indices
}

#[cfg(test)]
mod tests {
    use crate::content::read;

    #[track_caller]
    fn check(publications: &[(&str, &str)], expected: &[&str]) {
        let publication = |(id, fields): &(&str, &str)| {
            format!(r#"{{ "id": "{id}", "title": "A", "type": "journal", "authors": ["Ada"], {fields} }}"#)
        };
        let publications = publications.iter().map(publication).collect::<Vec<_>>().join(",");
        let text = format!(r#"{{ "person": {{ "name": "Ada" }}, "pages": [], "publications": [{publications}] }}"#);
        let content = read(&text).unwrap().content;
        assert_eq!(content.publications.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn months_determine_the_order_within_a_year() {
        check(
            &[
                ("feb", r#""date": "2024-02""#),
                ("nov", r#""date": "2024-11""#),
                ("y1", r#""date": "2023""#),
                ("jun", r#""date": "2024-06-02""#),
                ("spring", r#""date": "2024-21""#),
            ],
            &["nov", "jun", "spring", "feb", "y1"],
        );
    }

    #[test]
    fn a_publication_without_a_month_keeps_its_place() {
        check(
            &[
                ("first", r#""date": "2024""#),
                ("jan", r#""date": "2024-01""#),
                ("middle", r#""date": "2024""#),
                ("may", r#""date": "2024-05""#),
                ("may2", r#""date": "2024-05""#),
            ],
            &["first", "may", "middle", "may2", "jan"],
        );
    }

    #[test]
    fn folded_publications_are_last_and_not_listed() {
        let of = |id: &str| {
            format!(
                r#""date": "2025", "relations": [{{ "kind": "preprint-of", "publication": "{id}", "folded": true }}]"#
            )
        };
        let (of_b, of_a, of_x) = (of("b"), of("a"), of("x"));
        check(&[("a", &of_b), ("b", r#""date": "2024""#), ("c", r#""date": "2023""#)], &["b", "c", "a"]);
        // A chain and an unknown publication: nothing disappears.
        check(&[("c", &of_a), ("a", &of_b), ("b", r#""date": "2024""#)], &["c", "b", "a"]);
        check(&[("a", &of_b), ("b", &of_a), ("x", &of_x), ("y", &of("z"))], &["a", "b", "x", "y"]);
    }

    #[test]
    fn publications_with_a_status_precede_the_newest_year() {
        check(
            &[
                ("old", r#""date": "2020""#),
                ("old-sent", r#""status": "submitted", "date": "2024""#),
                ("sent", r#""status": "submitted""#),
                ("new-sent", r#""status": "submitted", "date": "2025-03""#),
                ("undated", r#""volume": "1""#),
                ("press", r#""status": "in press", "date": "2019""#),
                ("new", r#""date": "2025""#),
            ],
            &["press", "new-sent", "old-sent", "sent", "new", "old", "undated"],
        );
    }
}
