//! A publication in a list, and the parts that its own page shows too.

use std::ops::Range;

use crate::{
    citation,
    citation::bibtex,
    components::{
        links::{anchor, linked, links},
        markdown::markdown,
    },
    content::{Author, Award, Content, Date, Publication},
    context::AppContext,
    dom::{
        Element,
        tags::{a, article, b, bdi, button, code, details, div, h3, li, p, pre, span, strong, summary, sup, time, ul},
    },
    route::{Base, Route},
    search::{
        facet::{Facet, author_key},
        filter::Filter,
    },
};

/// A publication in a list, with what is shown on request. Where it stands on the page before, a fragment leads there,
/// not here.
pub fn publication_item(
    publication: &Publication,
    repeated: bool,
    on_request: Option<Element>,
    context: AppContext,
) -> Element {
    let AppContext { content, base, .. } = context;
    let title = a().attr("href", base.href(&Route::of(publication))).child(publication.title.clone());
    article()
        .attr("id", (!repeated).then(|| publication.id.clone()))
        .class("publication")
        // Printed after it.
        .attr("data-address", citation::citation_url(publication, content))
        .child((
            h3().attr("dir", "auto").attr("lang", publication.language.clone()).child(title),
            authors(&publication.authors, false, context),
            margin(publication, true, content),
            awards(&publication.awards, base),
            div().class("foot").child((links(&publication.links, base), on_request)),
            publication.note.as_ref().map(|text| markdown(text, 3, context)),
        ))
}

/// What a list shows of a publication on request: its abstract and its BibTeX.
pub fn disclosures(publication: &Publication, context: AppContext) -> Element {
    let words = [("Abstract", &publication.r#abstract), ("In short", &publication.tldr)];
    let words = words.into_iter().find_map(|(name, text)| Some((name, text.as_ref()?)));
    let language = &publication.language;
    let words = words.map(|(name, text)| {
        let text = markdown(text, 3, context).attr("lang", language.clone());
        details().child((summary().child(name), text))
    });
    // In the browser it is written when it is asked for, so that a long list is made quickly.
    let text = if context.actions.live { String::new() } else { bibtex::entry(publication, context.content) };
    let bibtex = details()
        .attr("data-bibtex", publication.id.clone())
        .child((summary().child("BibTeX"), copy_block(text, context)));
    div().class("disclosures").child((words, bibtex))
}

/// A BibTeX text with a button that copies it.
pub fn copy_block(bibtex: String, context: AppContext) -> Vec<Element> {
    let copy = action_button("copy", context).child("Copy BibTeX");
    vec![pre().attr("tabindex", "0").child(code().child(bibtex)), p().class("copy").child((copy, " "))]
}

/// A button for something that `browser/page.js` does.
pub fn action_button(action: &'static str, context: AppContext) -> Element {
    button().attr("type", "button").attr("data-do", action).disabled(!context.actions.live)
}

/// The authors in order, the scholar set off, with marks and the words for them. Names lead to what they have written
/// with the scholar, or on request to the authors' own pages, where these are known. A long list folds around the
/// scholar where it is one of many.
pub fn authors(authors: &[Author], is_whole: bool, context: AppContext) -> Element {
    let AppContext { content, catalog, base, .. } = context;
    let scholar = authors.iter().position(|author| content.is_owner(&author.name));
    let collapsed_ranges = if is_whole { Vec::new() } else { collapsed_ranges(authors.len(), scholar) };
    // The commas before and behind a fold stand outside of it, so that no line begins with one.
    let starts: Vec<usize> = collapsed_ranges.iter().flat_map(|fold| [fold.start, fold.end]).chain([0]).collect();
    let names = |line: Element, places: Range<usize>| {
        places.fold(line, |line, place| {
            let author = &authors[place];
            let is_owner = content.is_owner(&author.name);
            let known = content.people.get(&author.name).filter(|_| is_whole && !is_owner);
            let name = match known.and_then(|known| known.url.as_ref()) {
                Some(url) => anchor(url, base),
                None => {
                    let key = author_key(&author.name, content, catalog.normalizer());
                    a().attr("href", base.filtered(&Filter::default().toggled(Facet::Author, &key)))
                }
            };
            let name = name.child(bdi().child(author.name.clone()));
            let name = if is_owner { strong().child(name) } else { name };
            let mut line = line.child(((!starts.contains(&place)).then_some(", "), name));
            if let Some(group) = author.equal {
                line = marked(line, mark(group), " (equal contribution)");
            }
            if author.corresponding {
                line = marked(line, CORRESPONDING, " (corresponding author)");
            }
            line
        })
    };
    let mut line = p().class("authors");
    let mut next = 0;
    for fold in collapsed_ranges {
        let more = format!("and {} more,", fold.len());
        let more = action_button("unfold", context).class("more").attr("aria-expanded", "false").child(more);
        line = names(line, next..fold.start).child((", ", more, names(span(), fold.clone()).child(","), " "));
        next = fold.end;
    }
    names(line, next..authors.len())
}

/// How many authors are shown in full.
const MOST: usize = 10;

/// Which of so many authors are folded away: neither the first three, nor the last, nor the scholar and those beside
/// them. One alone is as short as the words for it.
fn collapsed_ranges(count: usize, scholar: Option<usize>) -> Vec<Range<usize>> {
    if count <= MOST {
        return Vec::new();
    }
    let stays = |place: &usize| {
        *place < 3 || *place + 1 == count || scholar.is_some_and(|scholar| place.abs_diff(scholar) <= 1)
    };
    let kept: Vec<usize> = (0..count).filter(stays).collect();
    kept.windows(2).map(|pair| pair[0] + 1..pair[1]).filter(|fold| fold.len() > 1).collect()
}

fn marked(line: Element, mark: &'static str, words: &'static str) -> Element {
    line.child((sup().attr("aria-hidden", "true").child(mark), span().class("visually-hidden").child(words)))
}

const CORRESPONDING: &str = "✉";

/// The mark of a group of equal contributors, in the order of footnote marks (Chicago Manual of Style, 14.20).
fn mark(group: u8) -> &'static str {
    const MARKS: [&str; 6] = ["*", "†", "‡", "§", "‖", "#"];
    MARKS[usize::from(group.saturating_sub(1)) % MARKS.len()]
}

/// What the marks mean that stand in a list of publications; nothing where none stands.
pub fn mark_legend<'p>(publications: impl Iterator<Item = &'p Publication>) -> Option<Element> {
    let mut marks = [false; u8::MAX as usize + 1];
    let mut corresponding = false;
    for author in publications.flat_map(|publication| &publication.authors) {
        corresponding |= author.corresponding;
        if let Some(group) = author.equal {
            marks[usize::from(group)] = true;
        }
    }
    let mut equal = String::new();
    for group in 0..=u8::MAX {
        if marks[usize::from(group)] && !equal.contains(mark(group)) {
            equal.push_str(mark(group));
            equal.push(' ');
        }
    }
    let equal = (!equal.is_empty()).then(|| span().child((equal, "Equal contribution")));
    let corresponding = corresponding.then(|| span().child((CORRESPONDING, " Corresponding author")));
    (equal.is_some() || corresponding.is_some()).then(|| p().class("legend").child((equal, corresponding)))
}

/// The awards of a publication.
pub fn awards(awards: &[Award], base: &Base) -> Option<Element> {
    let item = |award: &Award| li().child(linked(&award.name, award.url.as_ref(), base));
    let items: Vec<Element> = awards.iter().map(item).collect();
    (!items.is_empty()).then(|| ul().class("awards").attr("aria-label", "Awards").child(items))
}

/// Returns what stands in the margin beside a publication: the venue in short and the year. In a list (`is_listed`),
/// screen readers and paper get the whole words instead; on its own page a publication has these in another line.
pub fn margin(publication: &Publication, is_listed: bool, content: &Content) -> Option<Element> {
    let venue = publication.venue.as_deref().map(|key| match content.venues.get(key).map(|venue| &venue.short) {
        Some(Some(short)) => b().child(short.clone()),
        _ => span().child(venue_name(key, content)),
    });
    let venue = venue.map(|venue| venue.attr("dir", "auto"));
    let year = publication.year().map(|year| span().class("when").child(year.to_string()));
    if venue.is_none() && year.is_none() {
        return None;
    }
    let label = span().class("label").attr("aria-hidden", "true").child((venue, " ", year));
    let full = is_listed.then(|| {
        let line = span().class("full visually-hidden");
        venue_and_date(line, publication.venue.as_ref(), publication.date, content)
    });
    Some(div().class("margin").child(p().class("venue").child((label, full))))
}

/// Appends "ACM Symposium on Cloud Computing (SoCC), 2023" to an element, as far as it is known. The venue is isolated
/// (`bdi`), so that an Arabic name leaves the year in its place.
pub fn venue_and_date(line: Element, venue: Option<&String>, date: Option<Date>, content: &Content) -> Element {
    let venue = venue.map(|key| bdi().child(venue_name(key, content)));
    let comma = (venue.is_some() && date.is_some()).then_some(", ");
    let date = date.map(|date| time().attr("datetime", date.iso()).child(date.to_string()));
    line.child((venue, comma, date))
}

/// The full name of a venue, and its short name in brackets.
fn venue_name(key: &str, content: &Content) -> String {
    match content.venues.get(key) {
        Some(venue) => match &venue.short {
            Some(short) if *short != venue.name => format!("{} ({short})", venue.name),
            _ => venue.name.clone(),
        },
        None => key.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_fold_around_the_scholar() {
        #[track_caller]
        fn check(count: usize, scholar: Option<usize>, expected: &str) {
            assert_eq!(format!("{:?}", collapsed_ranges(count, scholar)), expected, "{count} {scholar:?}");
        }
        check(10, Some(5), "[]");
        check(11, Some(0), "[3..10]");
        check(11, None, "[3..10]");
        check(13, Some(4), "[6..12]");
        check(14, Some(5), "[7..13]");
        check(20, Some(10), "[3..9, 12..19]");
        check(20, Some(19), "[3..18]");
        check(60, Some(57), "[3..56]");
    }

    #[test]
    fn what_is_folded_is_never_at_an_end_or_the_scholar() {
        for count in 0..40 {
            for scholar in (0..count).map(Some).chain([None]) {
                let collapsed_ranges = collapsed_ranges(count, scholar);
                assert!(collapsed_ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{count} {scholar:?}");
                for fold in collapsed_ranges {
                    assert!(count > MOST && fold.len() > 1 && fold.start >= 3 && fold.end < count);
                    assert!(scholar.is_none_or(|scholar| !fold.contains(&scholar)));
                }
            }
        }
    }
}
