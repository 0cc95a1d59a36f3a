//! A publication in a list, and the parts that its own page shows too.

use super::{
    element::{Element, el},
    links::{anchor, linked, links},
    markdown::markdown,
};
use crate::{
    app::Site,
    content::{Author, Award, Content, Publication},
    page::{Base, Page},
};

/// A publication in a list. Where it stands on the page before, a fragment leads there, not here.
pub fn publication_item(publication: &Publication, repeated: bool, site: Site) -> Element {
    let Site { content, base, .. } = site;
    let title = el("a").attr("href", base.href(&Page::of(publication))).with(publication.title.clone());
    el("article")
        .maybe("id", (!repeated).then(|| publication.id.clone()))
        .class("publication")
        .with(el("h3").attr("dir", "auto").with(title))
        .with(authors(&publication.authors, false, site))
        .with(venue_and_date(publication, content))
        .with(awards(&publication.awards, base))
        .with(publication.note.as_ref().map(|text| markdown(text, 3, site)))
        .with(links(&publication.links, base))
}

/// The authors in order, the scholar set off, with marks and the words for them. On request names lead to the
/// authors' own pages, where these are known.
pub fn authors(authors: &[Author], lead_on: bool, site: Site) -> Element {
    let Site { content, base, .. } = site;
    let mut line = el("p").class("authors");
    for (position, author) in authors.iter().enumerate() {
        let comma = (position > 0).then_some(", ");
        let name = el("bdi").with(author.name.clone());
        let url = content.people.get(&author.name).and_then(|known| known.url.as_ref()).filter(|_| lead_on);
        let name = match url {
            Some(url) => anchor(url, base).with(name),
            None if content.is_scholar(&author.name) => el("strong").with(name),
            None => name,
        };
        line = line.with(comma).with(name);
        if let Some(group) = author.equal {
            line = marked(line, mark(group), " (equal contribution)");
        }
        if author.corresponding {
            line = marked(line, CORRESPONDING, " (corresponding author)");
        }
    }
    line
}

fn marked(line: Element, mark: &'static str, words: &'static str) -> Element {
    line.with(el("sup").attr("aria-hidden", "true").with(mark)).with(el("span").class("visually-hidden").with(words))
}

const CORRESPONDING: &str = "✉";

/// The mark of a group of equal contributors, in the order of footnote marks (Chicago Manual of Style, 14.20).
fn mark(group: u8) -> &'static str {
    const MARKS: [&str; 6] = ["*", "†", "‡", "§", "‖", "#"];
    MARKS[usize::from(group.saturating_sub(1)) % MARKS.len()]
}

/// What the marks mean that stand in a list of publications; nothing where none stands.
pub fn legend<'p>(publications: impl Iterator<Item = &'p Publication>) -> Option<Element> {
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
    let equal = (!equal.is_empty()).then(|| el("span").with(equal).with("Equal contribution"));
    let corresponding = corresponding.then(|| el("span").with(CORRESPONDING).with(" Corresponding author"));
    (equal.is_some() || corresponding.is_some()).then(|| el("p").class("legend").with(equal).with(corresponding))
}

/// The awards of a publication.
pub fn awards(awards: &[Award], base: &Base) -> Option<Element> {
    let item = |award: &Award| el("li").with(linked(&award.name, award.url.as_ref(), base));
    let items: Vec<Element> = awards.iter().map(item).collect();
    (!items.is_empty()).then(|| el("ul").class("awards").attr("aria-label", "Awards").with(items))
}

/// "ACM Symposium on Cloud Computing (SoCC), 2023", as far as it is known.
pub fn venue_and_date(publication: &Publication, content: &Content) -> Option<Element> {
    let venue = publication.venue.as_ref().map(|key| venue_name(key, content));
    let comma = (venue.is_some() && publication.date.is_some()).then_some(", ");
    let date = publication.date.map(|date| el("time").attr("datetime", date.iso()).with(date.to_string()));
    (venue.is_some() || date.is_some()).then(|| el("p").class("venue").with(venue).with(comma).with(date))
}

/// The full name of a venue, and its short name in brackets.
pub fn venue_name(key: &str, content: &Content) -> String {
    match content.venues.get(key) {
        Some(venue) => match &venue.short {
            Some(short) if *short != venue.name => format!("{} ({short})", venue.name),
            _ => venue.name.clone(),
        },
        None => key.to_owned(),
    }
}
