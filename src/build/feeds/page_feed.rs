//! The Atom feed of a page (RFC 4287): its entries with a date, and the pages below it that have one.

use std::collections::HashMap;

use crate::{
    build::feeds::xml::{Xml, xml},
    content::{Content, ContentPage, Date, Line, ListItem},
    context::AppContext,
    markdown::{Target, TitleLinks, each_target, plain_text, title_document},
    route::{Route, absolute, absolute_address},
};

/// The path of the publication feed below the base, and the name of every other feed.
pub const FEED: &str = "feed.atom";

/// The maximum number of entries in a feed.
const ENTRIES: usize = 100;

/// Returns the path of the feed of a page below the base.
pub fn path_of(page: &ContentPage) -> String {
    [&page.slug, "/", FEED].concat()
}

/// Returns the feed of a page. Returns `None` if the page has none, if the content has no `site.url`, because feed entries
/// are identified by absolute URLs, or if no line of its list has a date.
pub fn of_page(page: &ContentPage, context: AppContext) -> Option<Vec<u8>> {
    let content = context.content;
    if !page.has_feed() {
        return None;
    }
    let url = absolute(&Route::from_content_page(page).path(), content)?;
    let own = absolute(&path_of(page), content)?;
    let lines: Vec<(Date, Line)> =
        content.lines_of(page).into_iter().filter_map(|line| Some((line.date()?, line))).collect();
    let newest = moment(lines.first()?.0);
    let title = format!("{} · {}", page.title, content.person.name);
    // The number of entries with the same date, counted from the end of the list, because new ones are at its start.
    let mut same_date: HashMap<String, usize> = HashMap::new();
    let mut entries: Vec<Xml> = Vec::new();
    for (date, line) in lines.iter().rev() {
        let number = same_date.entry(date.iso()).or_default();
        *number += 1;
        entries.extend(match line {
            Line::Entry(entry) => Some(of_entry(entry, *date, *number, &url, context)),
            Line::Page(page) => of_page_below(page, *date, content),
        });
    }
    entries.reverse();
    entries.truncate(ENTRIES);
    Some(head(&url, &own, &title, &newest, content).with(entries).document())
}

/// Returns a feed without entries. `url` is the URL of its page, and `own` its own.
pub(super) fn head(url: &str, own: &str, title: &str, updated: &str, content: &Content) -> Xml {
    let home = absolute("/", content).unwrap_or_default();
    xml("feed").attr("xmlns", "http://www.w3.org/2005/Atom").with([
        xml("id").text(url),
        xml("title").text(title),
        xml("updated").text(updated),
        xml("author").with([xml("name").text(&content.person.name), xml("uri").text(&home)]),
        xml("link").attr("rel", "alternate").attr("type", "text/html").attr("href", url),
        xml("link").attr("rel", "self").attr("type", "application/atom+xml").attr("href", own),
    ])
}

/// Returns an entry of a list. Its id stays the same if its title changes. It leads to its first link, or else to its page.
fn of_entry(entry: &ListItem, date: Date, number: usize, url: &str, context: AppContext) -> Xml {
    let content = context.content;
    let mut targets: Vec<String> = Vec::new();
    each_target(&title_document(entry.title.source(), TitleLinks::Kept).blocks, &mut |target: Target| {
        targets.extend(absolute_address(target.url(), content));
    });
    targets.extend(entry.links.iter().filter_map(|link| absolute_address(&link.url, content)));
    let link = targets.first().map_or(url, String::as_str);
    let about = [&entry.role, &entry.place].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
    let note = entry.note.as_ref().map(|note| plain_text(&context.documents.get(note)));
    let summary = [Some(about), note].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let summary = summary.join("\n");
    feed_entry(&format!("{url}#{}-{number}", date.iso()), &entry.title, date, link, &summary)
}

fn of_page_below(page: &ContentPage, date: Date, content: &Content) -> Option<Xml> {
    let url = absolute(&Route::from_content_page(page).path(), content)?;
    Some(feed_entry(&url, &page.title, date, &url, page.description.as_deref().unwrap_or_default()))
}

fn feed_entry(id: &str, title: &str, date: Date, link: &str, summary: &str) -> Xml {
    xml("entry")
        .with([
            xml("id").text(id),
            xml("title").text(title),
            xml("updated").text(&moment(date)),
            xml("link").attr("rel", "alternate").attr("href", link),
        ])
        .with((!summary.is_empty()).then(|| xml("summary").text(summary)))
}

/// Returns a date in the format that Atom requires (RFC 3339). A missing month or day becomes the first one.
pub(super) fn moment(date: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00Z", date.year(), date.month().unwrap_or(1), date.day().unwrap_or(1))
}
