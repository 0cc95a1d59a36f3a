//! Writes the tags in the head of a page that programs read: search engines, link previews, Zotero and Google Scholar.

use std::collections::{HashMap, HashSet};

use crate::{
    build::{
        head::json_ld,
        images::{icons, social_card::SocialCards},
        local_file,
        output::GENERATED,
        page::html::escaped,
    },
    citation::highwire,
    content::{ContentPage, Date, ListItem, MAX_LISTED_AUTHORS, Markdown, Publication},
    context::AppContext,
    markdown::plain_text,
    route::{Route, absolute, absolute_address},
    url::doi_url,
};

/// The maximum length of a description in characters. Search engines show about this many.
const MAX_DESCRIPTION: usize = 200;

/// A builder of the tags in the `<head>` of every page.
pub struct HeadBuilder<'h> {
    /// The profile.
    pub context: AppContext,
    /// The social cards of the pages.
    pub cards: &'h SocialCards,
    /// The PDFs that were copied into their publications' folders: paths below the base by publication id.
    pub pdfs: &'h HashMap<String, String>,
    /// The names of `<meta>` and kinds of `<link>` that `index.html` has itself. The build does not replace them.
    pub own_tags: &'h HashSet<String>,
    /// Whether the build has made the icons.
    pub has_icons: bool,
}

/// A list of tags under construction.
struct Tags<'h> {
    own: &'h HashSet<String>,
    html: String,
    /// The value of [`GENERATED`]. Client-side navigation removes the tags that describe a single page.
    of: &'static str,
}

/// The value of [`GENERATED`] on tags that describe a single page. `boot.js` uses it too.
const PAGE_ONLY: &str = "=page";

impl Tags<'_> {
    fn add(&mut self, element: &str, key: &str, name: &str, rest: &[(&str, &str)]) {
        if self.own.contains(name) {
            return;
        }
        self.html.push_str(&format!("<{element} {GENERATED}{} {key}=\"{name}\"", self.of));
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

    /// Adds a tag of the Open Graph protocol (<https://ogp.me>), which uses RDFa's `property` attribute.
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

impl HeadBuilder<'_> {
    /// Returns the tags of a page as HTML. Tags that need the site's own URL are omitted if the content has none.
    pub fn tags(&self, page: &Route) -> String {
        let mut tags = Tags { own: self.own_tags, html: String::new(), of: "" };
        let AppContext { content, base, .. } = self.context;
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
        tags.of = PAGE_ONLY;
        if *page == Route::NotFound {
            tags.meta("robots", Some("noindex"));
            return tags.html;
        }
        if content.site.url.is_some()
            && let Some(page) = page.content(content).filter(|page| page.has_feed())
        {
            let title = format!("{} · {}", page.title, content.person.name);
            let href = file(&crate::build::feeds::path_of(page));
            tags.link("alternate", Some(&href), &[("type", "application/atom+xml"), ("title", &title)]);
        }
        let publication = match page {
            Route::Publication(id) => self.context.publication(id),
            _ => None,
        };
        let url = absolute(&page.path(), content);
        let description = description(page, self.context);
        tags.meta("description", description.as_deref());
        tags.link("canonical", url.as_deref(), &[]);
        let image = self.cards.path(page).and_then(|path| absolute(path, content));
        self.add_open_graph(page, url.as_deref(), description.as_deref(), image.as_deref(), &mut tags);
        let pdf = publication.and_then(|publication| self.pdf(publication));
        if let Some(publication) = publication {
            self.add_signposting(publication, pdf.as_deref(), &mut tags);
            for (name, value) in highwire::tags(publication, pdf.clone(), content) {
                tags.meta(name, Some(&value));
            }
        }
        if let Some(json) = json_ld::of(page, self.context, pdf, image, description.as_deref()) {
            // The escape keeps the JSON from ending the element or starting a comment (HTML, section 4.12.1.3).
            let json = json.to_string().replace('<', "\\u003c");
            tags.html.push_str(&format!("<script {GENERATED}{PAGE_ONLY} type=\"application/ld+json\">{json}</script>"));
        }
        tags.html
    }

    /// Adds the tags for previews of shared links: Open Graph and X.
    fn add_open_graph(
        &self,
        page: &Route,
        url: Option<&str>,
        description: Option<&str>,
        image: Option<&str>,
        tags: &mut Tags,
    ) {
        let content = self.context.content;
        let kind = match page {
            Route::Publication(_) => "article",
            page if *page == Route::home() => "profile",
            page if page.content(content).is_some_and(|page| page.date.is_some()) => "article",
            _ => "website",
        };
        let title = match page {
            page if *page == Route::home() => content.person.name.clone(),
            page => page.heading(content),
        };
        tags.property("og:type", Some(kind));
        tags.property("og:title", Some(&title));
        let date = page.content(content).and_then(|page| page.date);
        tags.property("article:published_time", date.map(Date::datetime).as_deref());
        tags.property("og:description", description);
        tags.property("og:site_name", Some(&content.person.name));
        tags.property("og:url", url);
        tags.property("og:image", image);
        if image.is_some() {
            let (width, height) = crate::build::images::social_card::SIZE;
            let is_jpeg = image.is_some_and(|image| image.ends_with(".jpg"));
            tags.property("og:image:type", Some(if is_jpeg { "image/jpeg" } else { "image/png" }));
            tags.property("og:image:width", Some(&width.to_string()));
            tags.property("og:image:height", Some(&height.to_string()));
            tags.property("og:image:alt", Some(&page.title(content)));
        }
        tags.meta("twitter:card", Some(if image.is_some() { "summary_large_image" } else { "summary" }));
    }

    /// Adds FAIR Signposting (<https://signposting.org/FAIR/>) to the page of a publication.
    fn add_signposting(&self, publication: &Publication, pdf: Option<&str>, tags: &mut Tags) {
        let AppContext { content, base, .. } = self.context;
        for author in &publication.authors {
            let known = content.coauthor(author);
            let url = known.and_then(|known| absolute_address(known.url.as_ref()?, content));
            tags.link("author", content.orcid(author).or(url).as_deref(), &[]);
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

    /// Returns the URL of the PDF. Google Scholar requires it in the folder of the publication's page.
    fn pdf(&self, publication: &Publication) -> Option<String> {
        match self.pdfs.get(&publication.id) {
            Some(path) => absolute(path, self.context.content),
            None => highwire::pdf(publication, self.context.content),
        }
    }
}

/// Returns the path of a publication's BibTeX file below the base.
pub fn bibtex_file(publication: &Publication) -> String {
    beside(publication, "bib")
}

/// Returns the path below the base of a file in the folder of a publication's page.
fn beside(publication: &Publication, end: &str) -> String {
    format!("{}{}.{end}", Route::of(publication).path().trim_start_matches('/'), publication.id)
}

/// Returns the path of a publication's PDF in the build and the path at which Google Scholar expects it, both below the
/// base.
pub fn own_pdf(publication: &Publication, context: AppContext) -> Option<(String, String)> {
    let own = highwire::pdf_links(publication).find_map(|address| local_file::own_path(address, context.content));
    own.map(|path| (path, beside(publication, "pdf")))
}

/// Returns the description of a page: one or two sentences of its content.
pub fn description(page: &Route, context: AppContext) -> Option<String> {
    let content = context.content;
    let plain = |text: &Markdown| Some(plain_text(&context.documents.get(text)));
    let text = match page {
        Route::Publication(id) => {
            let publication = context.publication(id)?;
            let text = publication.tldr.as_ref().or(publication.r#abstract.as_ref());
            text.and_then(plain).filter(|text| !text.is_empty()).or_else(|| Some(credits(publication, context)))
        }
        Route::Cv => Some(format!("CV of {}", content.person.name)),
        Route::NotFound => None,
        page if *page == Route::home() && content.site.description.is_some() => content.site.description.clone(),
        page => page.content(content).and_then(|page| page.description.clone().or_else(|| first_words(page, &plain))),
    };
    let text = match (text, page) {
        (None, page) if page.is_list() => format!("Publications of {}", content.person.name),
        (text, _) => text?,
    };
    let text = truncate(&text, MAX_DESCRIPTION);
    (!text.is_empty()).then_some(text)
}

/// Returns the names of the authors, at most [`MAX_LISTED_AUTHORS`], with "et al." for the others.
fn listed_names(publication: &Publication) -> String {
    let creators = publication.creators();
    let mut names: Vec<&str> = creators.iter().take(MAX_LISTED_AUTHORS).map(|author| author.name.as_str()).collect();
    if creators.len() > MAX_LISTED_AUTHORS {
        names.push("et al.");
    }
    names.join(", ")
}

/// Returns authors, venue and date, such as "Ada Lovelace, Charles Babbage. Notes on Engines, 1843."
fn credits(publication: &Publication, context: AppContext) -> String {
    let authors = listed_names(publication);
    let venue = publication.venue.as_deref().map(|key| context.content.venue_label(key).to_owned());
    let date = publication.date.map(|date| date.to_string());
    let place = [venue, date].into_iter().flatten().collect::<Vec<_>>().join(", ");
    [authors, place].into_iter().filter(|part| !part.is_empty()).map(|part| part + ".").collect::<Vec<_>>().join(" ")
}

/// Returns the text of a page's sections.
fn first_words(page: &ContentPage, plain: &impl Fn(&Markdown) -> Option<String>) -> Option<String> {
    let of_section = |section: &crate::content::Section| {
        let text = section.text.as_ref().and_then(plain);
        let entries = section.entries.iter().map(ListItem::line).collect::<Vec<_>>().join("; ");
        let entries = (!entries.is_empty()).then_some(entries);
        text.filter(|text| !text.is_empty()).or(match (&section.title, entries) {
            (Some(title), Some(entries)) => Some(format!("{title}: {entries}")),
            (_, entries) => entries,
        })
    };
    let text = page.text.as_ref().and_then(plain);
    let texts = text.into_iter().chain(page.sections.iter().filter_map(of_section)).collect::<Vec<_>>();
    (!texts.is_empty()).then(|| texts.join(". "))
}

/// Returns a text on one line. A text longer than `length` is cut after a word and ends with an ellipsis.
pub fn truncate(text: &str, length: usize) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        let space = usize::from(!short.is_empty());
        if short.chars().count() + space + word.chars().count() > length {
            // The text has no spaces, or its first word is longer than `length`.
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
    fn descriptions_end_at_a_word_boundary() {
        let check = |text, length, expected: &str| assert_eq!(truncate(text, length), expected);
        check("a  b\nc", 5, "a b c");
        check("alpha beta", 9, "alpha…");
        check("alpha beta", 10, "alpha beta");
        check("王小明的主页", 3, "王小明…");
        check("", 3, "");
    }
}
