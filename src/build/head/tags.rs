//! What stands in the head of a page for programs: search engines, previews of links, Zotero, Google Scholar.

use std::collections::{HashMap, HashSet};

use crate::{
    build::{
        head::json_ld,
        images::{icons, social_card::Cards},
        local_file,
        output::MARK,
        page::html::escaped,
    },
    citation::highwire,
    content::{ContentPage, Entry, Publication},
    context::AppContext,
    markdown::plain_text,
    route::{Page, absolute, absolute_address},
    url::doi_url,
};

/// How long a description is at most, in characters: what search engines show of it.
const DESCRIPTION: usize = 200;

/// What the heads of all pages need to know.
pub struct Heads<'h> {
    /// The profile.
    pub site: AppContext,
    /// The pictures of the pages.
    pub cards: &'h Cards,
    /// Publications whose PDF was copied into their own folder, by id: its path below the base.
    pub pdfs: &'h HashMap<String, String>,
    /// Names of `<meta>` and kinds of `<link>` that `index.html` has itself: these stay as the scholar wrote them.
    pub own: &'h HashSet<String>,
    /// Whether the icons were made.
    pub has_icons: bool,
}

/// Tags being written.
struct Tags<'h> {
    own: &'h HashSet<String>,
    html: String,
    /// The value of [`MARK`]: what is of this page only goes when the visitor goes on to another one.
    of: &'static str,
}

/// Also known to `boot.js`.
const OF_PAGE: &str = "=page";

impl Tags<'_> {
    fn add(&mut self, element: &str, key: &str, name: &str, rest: &[(&str, &str)]) {
        if self.own.contains(name) {
            return;
        }
        self.html.push_str(&format!("<{element} {MARK}{} {key}=\"{name}\"", self.of));
        for (attribute, value) in rest {
            self.html.push_str(&format!(" {attribute}=\"{}\"", escaped(value)));
        }
        self.html.push('>');
    }

    fn meta(&mut self, name: &str, content: Option<&str>) {
        if let Some(content) = content {
            self.add("meta", "name", name, &[("content", content)]);
        }
    }

    /// The Open Graph protocol (<https://ogp.me>) has properties, in RDFa's manner.
    fn property(&mut self, property: &str, content: Option<&str>) {
        if let Some(content) = content {
            self.add("meta", "property", property, &[("content", content)]);
        }
    }

    fn link(&mut self, rel: &str, href: Option<&str>, rest: &[(&str, &str)]) {
        if let Some(href) = href {
            self.add("link", "rel", rel, &[&[("href", href)], rest].concat());
        }
    }
}

impl Heads<'_> {
    /// The tags of a page, as HTML. What needs the site's own address is left out where the content has none.
    pub fn of(&self, page: &Page) -> String {
        let mut tags = Tags { own: self.own, html: String::new(), of: "" };
        let AppContext { content, base, .. } = self.site;
        let file = |name: &str| format!("{}{name}", base.as_str());
        tags.link("manifest", Some(&file(icons::MANIFEST)), &[]);
        if self.has_icons {
            tags.link("apple-touch-icon", Some(&file(icons::TOUCH)), &[]);
        }
        if content.site.url.is_some() {
            let title = format!("Publications of {}", content.person.name);
            tags.link(
                "alternate",
                Some(&file(crate::build::feeds::FEED)),
                &[("type", "application/atom+xml"), ("title", &title)],
            );
        }
        tags.of = OF_PAGE;
        if *page == Page::NotFound {
            tags.meta("robots", Some("noindex"));
            return tags.html;
        }
        let publication = match page {
            Page::Publication(id) => self.site.publication(id),
            _ => None,
        };
        let url = absolute(&page.path(), content);
        let description = description(page, self.site);
        tags.meta("description", description.as_deref());
        tags.link("canonical", url.as_deref(), &[]);
        let image = self.cards.path(page).and_then(|path| absolute(path, content));
        self.share(page, url.as_deref(), description.as_deref(), image.as_deref(), &mut tags);
        let pdf = publication.and_then(|publication| self.pdf(publication));
        if let Some(publication) = publication {
            self.relate(publication, pdf.as_deref(), &mut tags);
            for (name, value) in highwire::tags(publication, pdf.clone(), content) {
                tags.meta(name, Some(&value));
            }
        }
        if let Some(json) = json_ld::of(page, self.site, pdf, image) {
            // Nothing in it can end the element, or start a comment (HTML, section 4.12.1.3).
            let json = json.to_string().replace('<', "\\u003c");
            tags.html.push_str(&format!("<script {MARK}{OF_PAGE} type=\"application/ld+json\">{json}</script>"));
        }
        tags.html
    }

    /// For previews where the address is shared: Open Graph, and what X asks for beside it.
    fn share(&self, page: &Page, url: Option<&str>, description: Option<&str>, image: Option<&str>, tags: &mut Tags) {
        let content = self.site.content;
        let kind = match page {
            Page::Publication(_) => "article",
            page if *page == Page::home() => "profile",
            _ => "website",
        };
        let title = match page {
            page if *page == Page::home() => content.person.name.clone(),
            page => page.heading(content),
        };
        tags.property("og:type", Some(kind));
        tags.property("og:title", Some(&title));
        tags.property("og:description", description);
        tags.property("og:site_name", Some(&content.person.name));
        tags.property("og:url", url);
        tags.property("og:image", image);
        if image.is_some() {
            let (width, height) = crate::build::images::social_card::SIZE;
            tags.property("og:image:type", Some("image/png"));
            tags.property("og:image:width", Some(&width.to_string()));
            tags.property("og:image:height", Some(&height.to_string()));
            tags.property("og:image:alt", Some(&page.title(content)));
        }
        tags.meta("twitter:card", Some(if image.is_some() { "summary_large_image" } else { "summary" }));
    }

    /// FAIR Signposting (<https://signposting.org/FAIR/>) of a paper's page.
    fn relate(&self, publication: &Publication, pdf: Option<&str>, tags: &mut Tags) {
        let AppContext { content, base, .. } = self.site;
        for author in &publication.authors {
            let known = content.people.get(&author.name);
            let url = known.and_then(|known| absolute_address(known.url.as_ref()?, content));
            tags.link("author", content.orcid(&author.name).or(url).as_deref(), &[]);
        }
        let doi = publication.doi.as_deref().map(doi_url);
        tags.link("cite-as", doi.as_deref(), &[]);
        let bibtex = format!("{}{}", base.as_str(), bibtex_file(publication));
        tags.link("describedby", Some(&bibtex), &[("type", "application/x-bibtex"), ("title", "BibTeX")]);
        tags.link("item", pdf, &[("type", "application/pdf")]);
        let kind = format!("https://schema.org/{}", json_ld::type_of(publication));
        tags.link("type", Some(&kind), &[]);
        tags.link("type", Some("https://schema.org/AboutPage"), &[]);
    }

    /// The PDF: Google Scholar wants it in the folder of the paper's page.
    fn pdf(&self, publication: &Publication) -> Option<String> {
        match self.pdfs.get(&publication.id) {
            Some(path) => absolute(path, self.site.content),
            None => highwire::pdf(publication, self.site.content),
        }
    }
}

/// The path below the base of a publication's BibTeX.
pub fn bibtex_file(publication: &Publication) -> String {
    beside(publication, "bib")
}

/// The path below the base of a file in the folder of a publication's page.
fn beside(publication: &Publication, end: &str) -> String {
    format!("{}{}.{end}", Page::of(publication).path().trim_start_matches('/'), publication.id)
}

/// A publication's PDF that lies in the build, and where Google Scholar wants it: both below the base.
pub fn own_pdf(publication: &Publication, site: AppContext) -> Option<(String, String)> {
    let own = highwire::pdf_links(publication).find_map(|address| local_file::own_path(address, site.content));
    own.map(|path| (path, beside(publication, "pdf")))
}

/// What a page is about, in a sentence or two, from what the content says.
pub fn description(page: &Page, site: AppContext) -> Option<String> {
    let content = site.content;
    let plain = |text: &String| Some(plain_text(&site.documents.get(text)));
    let text = match page {
        Page::Publication(id) => {
            let publication = site.publication(id)?;
            let text = publication.tldr.as_ref().or(publication.r#abstract.as_ref());
            text.and_then(plain).filter(|text| !text.is_empty()).or_else(|| Some(credits(publication, site)))
        }
        Page::Cv => Some(format!("CV of {}", content.person.name)),
        Page::NotFound => None,
        page if *page == Page::home() && content.site.description.is_some() => content.site.description.clone(),
        page => page.content(content).and_then(|page| first_words(page, &plain)),
    };
    let text = match (text, page) {
        (None, page) if page.is_list() => format!("Publications of {}", content.person.name),
        (text, _) => text?,
    };
    let text = shortened(&text, DESCRIPTION);
    (!text.is_empty()).then_some(text)
}

/// "Ada Lovelace, Charles Babbage. Notes on Engines, 1843."
fn credits(publication: &Publication, site: AppContext) -> String {
    let authors = publication.authors.iter().map(|author| author.name.as_str()).collect::<Vec<_>>().join(", ");
    let venue = publication.venue.as_deref().map(|key| site.content.venue_label(key).to_owned());
    let date = publication.date.map(|date| date.to_string());
    let place = [venue, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
    [authors, place].into_iter().filter(|part| !part.is_empty()).map(|part| part + ".").collect::<Vec<_>>().join(" ")
}

/// The start of what a page says.
fn first_words(page: &ContentPage, plain: &impl Fn(&String) -> Option<String>) -> Option<String> {
    let entry = |entry: &Entry| {
        let parts = [Some(&entry.title), entry.role.as_ref(), entry.place.as_ref(), entry.when.as_ref()];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    let of_section = |section: &crate::content::Section| {
        let text = section.text.as_ref().and_then(plain);
        let entries = section.entries.iter().map(entry).collect::<Vec<_>>().join("; ");
        let entries = (!entries.is_empty()).then_some(entries);
        text.filter(|text| !text.is_empty()).or(match (&section.title, entries) {
            (Some(title), Some(entries)) => Some(format!("{title}: {entries}")),
            (_, entries) => entries,
        })
    };
    let texts = page.sections.iter().filter_map(of_section).collect::<Vec<_>>();
    (!texts.is_empty()).then(|| texts.join(". "))
}

/// A text on one line that ends with a word, or with an ellipsis in place of more.
pub fn shortened(text: &str, length: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        let space = usize::from(!short.is_empty());
        if short.chars().count() + space + word.chars().count() > length {
            // A word that is longer than all that may be there, or a text without spaces.
            if short.is_empty() {
                short.extend(word.chars().take(length));
            }
            short.push('…');
            break;
        }
        if space > 0 {
            short.push(' ');
        }
        short.push_str(word);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_end_with_a_word() {
        let check = |text, length, expected: &str| assert_eq!(shortened(text, length), expected);
        check("a  b\nc", 5, "a b c");
        check("alpha beta", 9, "alpha…");
        check("alpha beta", 10, "alpha beta");
        check("王小明的主页", 3, "王小明…");
        check("", 3, "");
    }
}
