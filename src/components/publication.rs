//! A publication in a list, and the parts that the page of a publication has too.

use std::ops::Range;

use crate::{
    citation,
    components::{
        action_button::action_button,
        links::{anchor, link_list, maybe_link, publication_links},
        markdown::{markdown, with_title},
        reference::reference_details,
        teaser::teaser,
    },
    content::{Author, Award, Content, Date, MAX_LISTED_AUTHORS, Publication, PublicationType, RelationKind},
    context::AppContext,
    dom::{
        Element,
        tags::{a, article, b, bdi, code, details, div, h3, li, p, pre, span, strong, summary, sup, time, ul},
    },
    route::{Base, Route},
    search::{
        facet::{Facet, author_key},
        filter::Filter,
    },
};

/// Whether a fragment of the URL leads to a publication in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The element has the id of the publication.
    Id,
    /// The element has no id, because the same publication precedes it on the page.
    None,
}

/// Returns a publication in a list. `disclosures` are the parts that open on a click.
pub fn publication_item(
    publication: &Publication,
    anchor: Anchor,
    disclosures: Option<Element>,
    context: AppContext,
) -> Element {
    let AppContext { content, base, .. } = context;
    let title = with_title(a().attr("href", base.href(&Route::of(publication))), &publication.title, base);
    let reference = reference_details(publication);
    article()
        .attr("id", (anchor == Anchor::Id).then(|| publication.id.clone()))
        .class("publication")
        // `print.css` prints it after the publication.
        .attr("data-print-address", citation::citation_url(publication, content))
        .child((
            h3().attr("dir", "auto").attr("lang", publication.language.clone()).child(title),
            authors(publication, AuthorLinks::Filters, context),
            margin_note(publication, VenueLabel::ShortAndFull, teaser(publication, context), content),
            (!reference.is_empty()).then(|| p().class("reference-details").child(bdi().child(reference))),
            awards(&publication.awards, base),
            div().class("actions").child((link_list(publication_links(publication), "Links", base), disclosures)),
            publication.note.as_ref().map(|text| markdown(text, 3, context)),
            content
                .folded_into(publication)
                .into_iter()
                .map(|(kind, other)| folded(kind, other, anchor, context))
                .collect::<Vec<_>>(),
        ))
}

/// Returns the line of a publication that is folded into another one: "Preprint: arXiv, 2023", and its links.
fn folded(kind: RelationKind, other: &Publication, anchor: Anchor, context: AppContext) -> Element {
    let AppContext { content, base, .. } = context;
    let name = other.venue.as_deref().map_or(other.title.as_str(), |venue| content.venue_label(venue)).to_owned();
    let link = a().attr("href", base.href(&Route::of(other))).child(bdi().child(name));
    let year = other.year().map(|year| [", ", &year.to_string()].concat());
    div().attr("id", (anchor == Anchor::Id).then(|| other.id.clone())).class("actions").child((
        p().child((kind.inverse_label(), ": ", link, year)),
        link_list(publication_links(other), "Links", base),
    ))
}

/// Returns the parts of a publication that open on a click: its abstract or else its short summary, and its BibTeX
/// entry.
pub fn disclosures(publication: &Publication, context: AppContext) -> Element {
    let texts = [("Abstract", &publication.r#abstract), ("In short", &publication.tldr)];
    let text = texts.into_iter().find_map(|(title, text)| Some((title, text.as_ref()?)));
    let language = &publication.language;
    let text = text.map(|(title, text)| {
        let text = markdown(text, 3, context).attr("lang", language.clone());
        details().child((summary().child(title), text))
    });
    let bibtex = details()
        .attr("data-bibtex", publication.id.clone())
        .child((summary().child("BibTeX"), copy_block(publication, MAX_LISTED_AUTHORS, context)));
    div().class("disclosures").child((text, bibtex))
}

/// Returns the BibTeX of a publication, and a button that copies it. In the browser, and if there are more authors than
/// `max_authors`, `references.js` writes the text.
pub fn copy_block(publication: &Publication, max_authors: usize, context: AppContext) -> Vec<Element> {
    let references = context.references.filter(|_| publication.authors.len() <= max_authors);
    let bibtex = references.map(|references| (references.bibtex)(publication, context.content));
    let copy = action_button("copy-bibtex", context).child("Copy BibTeX");
    vec![pre().attr("tabindex", "0").child(code().child(bibtex)), p().class("copy").child((copy, " "))]
}

/// The targets of the links on the names of authors.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AuthorLinks {
    /// The list of the author's publications. Used in lists, where long lists of authors are collapsed.
    Filters,
    /// The author's own page if it is known, and otherwise the list of the author's publications. Used on the page of a
    /// publication, which names all authors.
    OwnPages,
}

/// Returns the authors in order, or the editors of a publication without authors. The scholar's name is emphasized. Marks
/// for equal contribution, joint supervision and the corresponding author have a text for screen readers.
pub fn authors(publication: &Publication, links: AuthorLinks, context: AppContext) -> Element {
    let AppContext { content, base, normalize, .. } = context;
    let authors = publication.creators();
    let owner = authors.iter().position(Author::is_owner);
    let collapsed_ranges = match links {
        AuthorLinks::Filters => collapsed_ranges(authors.len(), owner),
        AuthorLinks::OwnPages => Vec::new(),
    };
    let omits_names = authors.len() > MAX_LISTED_AUTHORS;
    // The commas before and after a collapsed range are outside of it, so that no line begins with a comma.
    let starts: Vec<usize> = collapsed_ranges.iter().flat_map(|range| [range.start, range.end]).chain([0]).collect();
    let names = |line: Element, indices: Range<usize>| {
        indices.fold(line, |line, index| {
            let author = &authors[index];
            let is_owner = author.is_owner();
            let comma = (!starts.contains(&index)).then_some(", ");
            if author.is_others() {
                return line.child((comma, author.name.clone()));
            }
            let coauthor = content.coauthor(author).filter(|_| links == AuthorLinks::OwnPages && !is_owner);
            let name = match coauthor.and_then(|coauthor| coauthor.url.as_ref()) {
                Some(url) => anchor(url, base),
                None => {
                    let key = author_key(author, content, normalize);
                    a().attr("href", base.filtered(&Filter::default().toggled(Facet::Author, &key)))
                }
            };
            let name = name.child(bdi().child(author.name.clone()));
            let name = if is_owner { strong().child(name) } else { name };
            let mut line = line.child((comma, name));
            if let Some(group) = author.equal {
                line = append_mark(line, equal_mark(group), " (equal contribution)");
            }
            if author.senior {
                line = append_mark(line, SENIOR_MARK, " (joint supervision)");
            }
            if author.corresponding {
                line = append_mark(line, CORRESPONDING_MARK, " (corresponding author)");
            }
            line
        })
    };
    let mut line = p().class("authors");
    let mut next = 0;
    for range in collapsed_ranges {
        let more = format!("and {} more,", range.len());
        line = names(line, next..range.start).child(", ");
        line = if omits_names {
            line.child((a().attr("href", base.href(&Route::of(publication))).child(more), " "))
        } else {
            let more =
                action_button("show-authors", context).class("more-authors").attr("aria-expanded", "false").child(more);
            line.child((more, names(span(), range.clone()).child(","), " "))
        };
        next = range.end;
    }
    names(line, next..authors.len()).child(publication.creators_role())
}

/// The number of authors up to which a list shows all of them.
const MAX_AUTHORS: usize = 10;

/// Returns the ranges of authors that a list collapses. The first three authors, the last one, the scholar (at index
/// `owner`) and the scholar's neighbors stay visible. A range of one author stays visible too, because the button would
/// be as long as the name.
fn collapsed_ranges(count: usize, owner: Option<usize>) -> Vec<Range<usize>> {
    if count <= MAX_AUTHORS {
        return Vec::new();
    }
    let is_visible =
        |index: &usize| *index < 3 || *index + 1 == count || owner.is_some_and(|owner| index.abs_diff(owner) <= 1);
    let visible: Vec<usize> = (0..count).filter(is_visible).collect();
    visible.windows(2).map(|pair| pair[0] + 1..pair[1]).filter(|range| range.len() > 1).collect()
}

/// Appends a mark, and a text that replaces it for screen readers.
fn append_mark(line: Element, mark: &'static str, text: &'static str) -> Element {
    line.child((sup().attr("aria-hidden", "true").child(mark), span().class("visually-hidden").child(text)))
}

const CORRESPONDING_MARK: &str = "✉";

/// The mark of joint supervision. It differs from the marks of equal contribution.
const SENIOR_MARK: &str = "◊";

/// Returns the mark of a group of equal contributors, in the order of footnote marks (Chicago Manual of Style, 14.20).
fn equal_mark(group: u8) -> &'static str {
    const MARKS: [&str; 6] = ["*", "†", "‡", "§", "‖", "#"];
    MARKS[usize::from(group.saturating_sub(1)) % MARKS.len()]
}

/// Returns the legend of the marks in a list of publications, or `None` if there are no marks.
pub fn mark_legend<'p>(publications: impl Iterator<Item = &'p Publication>) -> Option<Element> {
    let mut marks = [false; u8::MAX as usize + 1];
    let (mut corresponding, mut senior) = (false, false);
    for author in publications.flat_map(Publication::creators) {
        corresponding |= author.corresponding;
        senior |= author.senior;
        if let Some(group) = author.equal {
            marks[usize::from(group)] = true;
        }
    }
    let mut equal = String::new();
    for group in 0..=u8::MAX {
        if marks[usize::from(group)] && !equal.contains(equal_mark(group)) {
            equal.push_str(equal_mark(group));
            equal.push(' ');
        }
    }
    let equal = (!equal.is_empty()).then(|| span().child((equal, "Equal contribution")));
    let senior = senior.then(|| span().child((SENIOR_MARK, " Joint supervision")));
    let corresponding = corresponding.then(|| span().child((CORRESPONDING_MARK, " Corresponding author")));
    (equal.is_some() || senior.is_some() || corresponding.is_some())
        .then(|| p().class("mark-legend").child((equal, senior, corresponding)))
}

/// Returns the awards of a publication, or `None` if there are none.
pub fn awards(awards: &[Award], base: &Base) -> Option<Element> {
    let item = |award: &Award| li().child(maybe_link(&award.name, award.url.as_ref(), base));
    let items: Vec<Element> = awards.iter().map(item).collect();
    (!items.is_empty()).then(|| ul().class("awards").attr("aria-label", "Awards").child(items))
}

/// The texts of a margin note.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum VenueLabel {
    /// The short name of the venue and the year, hidden from screen readers. The page of a publication has the full name
    /// in another line.
    Short,
    /// The same, and the full name and date for screen readers and print.
    ShortAndFull,
}

/// Returns the note in the margin beside a publication, with its image. Returns `None` if there is none, and neither the
/// venue nor the year is known.
pub fn margin_note(
    publication: &Publication,
    label: VenueLabel,
    teaser: Option<Element>,
    content: &Content,
) -> Option<Element> {
    let venue = publication.venue.as_deref().map(|key| match content.venues.get(key).map(|venue| &venue.short) {
        Some(Some(short)) => b().child(short.clone()),
        _ => span().child(venue_name(key, content)),
    });
    let venue = venue.map(|venue| venue.attr("dir", "auto"));
    let status = publication.status.map(|status| span().class("date").child(status.label()));
    let year = status.or_else(|| publication.year().map(|year| span().class("date").child(year.to_string())));
    if venue.is_none() && year.is_none() && teaser.is_none() {
        return None;
    }
    let short = span().class("venue-label").attr("aria-hidden", "true").child((venue, " ", year));
    let full = (label == VenueLabel::ShortAndFull).then(|| {
        let line = span().class("venue-full visually-hidden");
        venue_and_date(line, publication.venue.as_ref(), publication.date, content)
    });
    Some(div().class("margin-note").child((p().class("venue").child((short, full)), teaser)))
}

/// Appends the full name of a venue and a date to an element, as far as they are known:
/// "ACM Symposium on Cloud Computing (SoCC), 2023". The venue is isolated (`bdi`), so that an Arabic name leaves the year
/// in its place.
pub fn venue_and_date(line: Element, venue: Option<&String>, date: Option<Date>, content: &Content) -> Element {
    let venue = venue.map(|key| bdi().child(venue_name(key, content)));
    let comma = (venue.is_some() && date.is_some()).then_some(", ");
    let date = date.map(date_element);
    line.child((venue, comma, date))
}

/// Returns the type of a publication, and its title as a link to its page.
pub fn labeled_link(publication: &Publication, context: AppContext) -> Vec<Element> {
    let kind = publication.kind.map_or("Publication", PublicationType::label);
    let link = a().attr("href", context.base.href(&Route::of(publication))).attr("dir", "auto");
    let link = with_title(link, &publication.title, context.base).attr("lang", publication.language.clone());
    vec![span().child((kind, ": ")), link]
}

/// Returns a date for readers and for programs.
pub fn date_element(date: Date) -> Element {
    time().attr("datetime", date.datetime()).child(date.to_string())
}

/// Returns the full name of a venue, followed by its short name in parentheses. Returns the text itself if it is the name
/// of a venue.
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
    fn long_lists_collapse_around_the_scholar() {
        #[track_caller]
        fn check(count: usize, owner: Option<usize>, expected: &str) {
            assert_eq!(format!("{:?}", collapsed_ranges(count, owner)), expected, "{count} {owner:?}");
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
    fn collapsed_ranges_contain_neither_the_ends_nor_the_scholar() {
        for count in 0..40 {
            for owner in (0..count).map(Some).chain([None]) {
                let collapsed_ranges = collapsed_ranges(count, owner);
                assert!(collapsed_ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{count} {owner:?}");
                for range in collapsed_ranges {
                    assert!(count > MAX_AUTHORS && range.len() > 1 && range.start >= 3 && range.end < count);
                    assert!(owner.is_none_or(|owner| !range.contains(&owner)));
                }
            }
        }
    }
}
