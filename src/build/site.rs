//! The build. It writes every page of the site as a file that is readable before, and without, the WebAssembly module.

use std::{collections::HashMap, path::Path};

use anyhow::Result;

use crate::{
    build::{
        assets,
        head::tags::HeadBuilder,
        hosting::{compress, headers, service_worker},
        images::{copies, copies::Copies, portrait, social_card::SocialCards},
        output,
        output::Output,
        page::{
            redirect::{Redirect, redirects},
            template::{Options, PageParts, Template},
            theme::theme,
        },
        parallel, public,
        render::{context_with_markdown, render},
        site_files::ICON,
        site_folder,
    },
    content::{Content, Diagnostic, Reading},
    context::AppContext,
    markdown::MarkdownStore,
    route::{Base, Route},
    util::{color::Color, hash::content_hash},
};

/// The path at which static hosts look for the page that they serve for unknown URLs.
const NOT_FOUND: &str = "/404.html";

/// The path of the profile below the folder of the build.
pub const CONTENT: &str = "content.json";

/// The options of a build.
pub struct Prerender<'p> {
    /// The folder that Trunk has built, with `index.html`, `content.json` and the module.
    pub folder: &'p Path,
    /// The path under which the site will be served.
    pub base: &'p str,
    /// Whether to draw social cards for link previews.
    pub social_cards: bool,
    /// Whether to write compressed copies.
    pub compress: bool,
    /// Compressed copies that exist already.
    pub precompressed: &'p compress::Precompressed,
}

impl Prerender<'_> {
    /// Writes a page for every URL of the content, for every old URL, and `404.html`. Removes the files that an earlier
    /// run has written into the folder and this run has not.
    ///
    /// # Errors
    /// Fails if a file cannot be read or written, or is not valid. The error names the file, and says how to fix it.
    pub fn run(&self) -> Result<()> {
        let base = Base::new(self.base);
        let junk = public::remove_junk(self.folder)?;
        if !junk.is_empty() {
            println!("not published, because they are not for visitors: {}", junk.join(", "));
        }
        let output = Output::open(self.folder)?;
        let (text, reading) = site_folder::publish(self.folder)?;
        let worker = if service_worker::is_wanted(&reading.content) {
            format!("{}{}", base.as_str(), service_worker::WORKER)
        } else {
            String::new()
        };
        let options = PageOptions { base: &base, worker: &worker, cards: self.social_cards };
        let pages = Pages::prepare(&text, reading, &options, &output)?;
        parallel::each(&pages.files, "pages", |file| output.write_page(&file.file, &pages.html(file)))?;
        pages.left_out.iter().for_each(|line| eprintln!("{line}"));
        assets::report_site_url(pages.context);
        output.remove_stale();
        service_worker::write(pages.context.content, &base, &pages.template, &output)?;
        headers::write(&pages.redirects, &base, &output)?;
        if self.compress {
            compress::run(&output, self.precompressed)?;
        }
        output.finish()?;
        println!("{} pages at {}", parallel::with_thousands_separators(pages.count), base.as_str());
        Ok(())
    }
}

/// The options of the pages.
pub struct PageOptions<'p> {
    /// The path under which the site will be served.
    pub base: &'p Base,
    /// The URL of the service worker, or an empty text if there is none.
    pub worker: &'p str,
    /// Whether to draw social cards.
    pub cards: bool,
}

/// The pages of a site, and the files to which they refer.
pub struct Pages {
    /// The profile.
    context: AppContext,
    /// The template of the pages.
    template: Template,
    /// The pages at old URLs.
    redirects: Vec<Redirect>,
    /// A message for each old URL that cannot have a page.
    left_out: Vec<String>,
    /// The number of pages, without those at old URLs.
    count: usize,
    files: Vec<PageFile>,
    /// The errors of the content, as messages for the author.
    diagnostics: Vec<String>,
    cards: SocialCards,
    pdfs: HashMap<String, String>,
}

impl Pages {
    /// Prepares the pages of a profile, and writes the files to which they refer. `text` is the text of the profile that
    /// visitors download.
    ///
    /// # Errors
    /// Fails if a file cannot be read or written, or is not valid. The error names the file, and says how to fix it.
    pub fn prepare(text: &str, reading: Reading, options: &PageOptions, output: &Output) -> Result<Pages> {
        let PageOptions { base, worker, cards } = *options;
        let Reading { content, diagnostics, .. } = reading;
        let diagnostics: Vec<String> = diagnostics.iter().map(Diagnostic::with_file).collect();
        // To make them at each change of the content would delay a preview.
        let copies = if output.is_in_memory() { Copies::default() } else { Copies::write(&content, base, output)? };
        let markdown = MarkdownStore::parse_all(
            &content.markdown_texts(),
            &content.titles_with_markup(),
            &copies::publication_images(&content),
            &|image| copies.prepare(image, &content, output),
        );
        // In the browser, the lenient parser reads a profile with errors, and it parses the Markdown too.
        let markdown_url =
            if diagnostics.is_empty() { write_markdown(&markdown, base, output)? } else { String::new() };
        let own_icon = output.file(ICON).map(|_| format!("{}{ICON}", base.as_str()));
        let template = Template::load(&Options {
            output,
            base,
            language: content.site.language.as_deref(),
            look: content.site.look,
            accent: content.site.accent.as_deref().and_then(Color::parse),
            theme: theme(output, base)?.as_deref(),
            icon: own_icon.as_deref(),
            text,
            markdown: &markdown_url,
            worker,
        })?;
        if let Some(icon) = template.unused_icon.as_deref().and_then(|icon| icon.strip_prefix(base.as_str())) {
            output.remove(icon);
        }
        let files = page_files(&content);
        let has_file = |path: &str| output.file(path).is_some_and(|file| output::is_foreign(&file));
        let (redirects, left_out) = redirects(&content, base, &has_file);
        let count = Route::all(&content).len();
        let portrait = portrait::write(&content, base, output)?;
        let context = AppContext {
            portrait: Box::leak(portrait.into_boxed_str()),
            ..context_with_markdown(content, markdown, base.clone())
        };
        for redirect in &redirects {
            output.write_page(&redirect.file, &redirect.html)?;
        }
        let pdfs = assets::write(context, &template, output)?;
        let cards = match cards && context.content.site.url.is_some() {
            true => SocialCards::draw(context, template.accent.as_deref().unwrap_or("#000"), output)?,
            false => SocialCards::default(),
        };
        Ok(Pages { context, template, redirects, left_out, count, files, diagnostics, cards, pdfs })
    }

    /// Returns the paths of the files of all pages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| &*file.file)
    }

    /// Returns the page in a file.
    pub fn page(&self, path: &str) -> Option<String> {
        self.files.iter().find(|file| file.file == path).map(|file| self.html(file))
    }

    fn html(&self, file: &PageFile) -> String {
        let Pages { context, template, .. } = self;
        let head = HeadBuilder {
            context: *context,
            cards: &self.cards,
            pdfs: &self.pdfs,
            own_tags: &template.own_tags,
            has_icons: template.icon.is_some(),
        };
        let html = render(*context, &self.diagnostics, &file.path);
        template.render(&PageParts {
            title: &file.page.title(context.content),
            meta: &head.tags(&file.page),
            path: &file.path,
            html: &html,
        })
    }
}

/// Writes the parsed Markdown of the content to a file with a hash in its name, and returns its URL.
fn write_markdown(markdown: &MarkdownStore, base: &Base, output: &Output) -> Result<String> {
    let json = markdown.as_str();
    let name = format!("markdown-{}.json", content_hash(json));
    output.write(&name, json.as_bytes())?;
    Ok(format!("{}{name}", base.as_str()))
}

/// A page and its file.
struct PageFile {
    page: Route,
    /// The path below the base.
    path: String,
    /// The path of the file below the folder of the build.
    file: String,
}

impl PageFile {
    /// Every page has a slug or an id that is valid in a path, because the parser has checked it.
    fn new(page: Route, path: &str) -> PageFile {
        let below = path.trim_start_matches('/');
        let file = if path.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
        PageFile { page, path: path.to_owned(), file }
    }
}

/// Returns every page of the site with its file. Without a home page, "/" has a page that says so.
fn page_files(content: &Content) -> Vec<PageFile> {
    let pages = Route::all(content).into_iter().map(|page| {
        let path = page.path();
        PageFile::new(page, &path)
    });
    let home = content.page("").is_none().then(|| PageFile::new(Route::NotFound, "/"));
    pages.chain(home).chain([PageFile::new(Route::NotFound, NOT_FOUND)]).collect()
}
