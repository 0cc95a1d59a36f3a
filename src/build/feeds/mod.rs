//! Files for crawlers and feed readers: `sitemap.xml`, `robots.txt` and an Atom feed.

mod page_feed;
mod xml;

pub use crate::build::feeds::page_feed::{FEED, of_page, path_of};
use crate::{
    build::feeds::{
        page_feed::{head, moment},
        xml::{Xml, xml},
    },
    content::{Date, MAX_LISTED_AUTHORS, Markdown, Publication},
    context::AppContext,
    markdown::plain_text,
    route::{Route, absolute},
};

/// The maximum number of URLs in a sitemap (<https://www.sitemaps.org/protocol.html>).
const ADDRESSES: usize = 50_000;

/// The maximum number of publications in the feed. The feed holds the newest ones.
const ENTRIES: usize = 100;

/// Returns the sitemap as one or more files, each with its name. Returns no files if the content has no `site.url`,
/// because a sitemap holds absolute URLs.
pub fn sitemap(context: AppContext) -> Vec<(String, Vec<u8>)> {
    const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
    let content = context.content;
    let modified = || content.site.updated.map(|date| xml("lastmod").text(&date.datetime()));
    let pages = Route::all(content);
    let addresses: Vec<String> = pages.iter().filter_map(|page| absolute(&page.path(), content)).collect();
    let file = |addresses: &[String]| {
        let urls = addresses.iter().map(|address| xml("url").with([xml("loc").text(address)]).with(modified()));
        xml("urlset").attr("xmlns", NAMESPACE).with(urls).document()
    };
    match addresses.chunks(ADDRESSES).collect::<Vec<_>>().as_slice() {
        [] => Vec::new(),
        [all] => vec![(SITEMAP.to_owned(), file(all))],
        parts => {
            let name = |part: usize| format!("sitemap-{}.xml", part + 1);
            let files = parts.iter().enumerate().map(|(part, addresses)| (name(part), file(addresses)));
            let listed = (0..parts.len()).filter_map(|part| absolute(&name(part), content));
            let sitemaps = listed.map(|address| xml("sitemap").with([xml("loc").text(&address)]));
            let index = xml("sitemapindex").attr("xmlns", NAMESPACE).with(sitemaps).document();
            files.chain([(SITEMAP.to_owned(), index)]).collect()
        }
    }
}

const SITEMAP: &str = "sitemap.xml";

/// Returns `robots.txt` (RFC 9309), which allows everything. Crawlers look for it only at the root of a host, so a site
/// below a path has none.
pub fn robots(context: AppContext) -> Option<String> {
    let sitemap = absolute(SITEMAP, context.content).map(|address| format!("\nSitemap: {address}\n"));
    (context.base.as_str() == "/").then(|| format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default()))
}

/// Returns the newest publications as an Atom feed (RFC 4287). Returns `None` if the content has no `site.url`, because
/// feed entries are identified by absolute URLs, or if no publication has a date.
pub fn atom(context: AppContext) -> Option<Vec<u8>> {
    let content = context.content;
    let (home, own) = (absolute("/", content)?, absolute(FEED, content)?);
    let mut dated: Vec<(Date, &Publication)> =
        content.publications.iter().filter_map(|publication| Some((publication.date?, publication))).collect();
    dated.sort_by_key(|(date, _)| std::cmp::Reverse(moment(*date)));
    let newest = dated.iter().map(|(date, _)| *date).chain(content.site.updated).map(moment).max()?;
    let entries = dated.iter().take(ENTRIES).filter_map(|(date, publication)| entry(*date, publication, context));
    let title = format!("Publications of {}", content.person.name);
    let feed = head(&home, &own, &title, &newest, content).with(entries);
    Some(feed.document())
}

fn entry(date: Date, publication: &Publication, context: AppContext) -> Option<Xml> {
    let content = context.content;
    let url = absolute(&Route::of(publication).path(), content)?;
    let plain = |text: &Option<Markdown>| Some(plain_text(&context.documents.get(text.as_ref()?)));
    let summary = plain(&publication.r#abstract).or_else(|| plain(&publication.tldr));
    let entry = xml("entry")
        .with([
            xml("id").text(&url),
            xml("title").text(&publication.title),
            xml("updated").text(&moment(date)),
            xml("link").attr("rel", "alternate").attr("type", "text/html").attr("href", &url),
        ])
        .with(
            publication
                .creators()
                .iter()
                .filter(|one| !one.is_others())
                .take(MAX_LISTED_AUTHORS)
                .map(|author| xml("author").with([xml("name").text(&author.name)])),
        )
        .with(
            publication
                .topics
                .iter()
                .map(|key| xml("category").attr("term", key).attr("label", content.topic_label(key))),
        )
        .with(summary.map(|summary| xml("summary").text(&summary)));
    Some(entry)
}
