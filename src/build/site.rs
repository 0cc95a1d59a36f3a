//! `frontispiece prerender`: every page of the site as a file that can be read before, and without, the module.

use std::path::Path;

use crate::{
    build::{
        assets,
        head::tags::Heads,
        hosting::{compress, headers, service_worker},
        images::{portrait, social_card::Cards},
        local_file, output,
        output::Output,
        page::{
            redirect::redirects,
            template::{Build, Filling, Shell},
        },
        parallel, public,
        render::{render, site_with},
    },
    content,
    content::{Content, Reading},
    context::AppContext,
    markdown::MarkdownStore,
    route::{Base, Page},
    util::hash::content_hash,
};

/// Where static hosts look for what they answer when they have no file for an address.
const NOT_FOUND: &str = "/404.html";

/// What to prerender, and how.
pub struct Prerender<'p> {
    /// The folder that Trunk has built: `index.html`, `content.json` and the module.
    pub folder: &'p Path,
    /// The path under which the site will stand.
    pub base: &'p str,
    /// A folder that is not deployed, for what the next run can use.
    pub target: &'p Path,
    /// Whether to draw pictures for previews.
    pub draws: bool,
    /// Whether to write compressed copies, too.
    pub compresses: bool,
}

impl Prerender<'_> {
    /// Writes a page for every address of the content, for every old one, and `404.html`. What an earlier run has
    /// written into the folder and this one has not is removed.
    ///
    /// # Errors
    /// The file that could not be read or written, or what is wrong with it, and what to do.
    pub fn run(&self) -> Result<(), String> {
        let base = Base::new(self.base);
        let junk = public::remove_junk(self.folder)?;
        if !junk.is_empty() {
            println!("left out of the site, since systems and editors make them for themselves: {}", junk.join(", "));
        }
        let output = Output::open(self.folder)?;
        let file = self.folder.join("content.json");
        let text = crate::build::text_file::read(&file)?;
        crate::build::text_file::refuse_syntax_errors(&file, &text)?;
        let Reading { content, problems, .. } =
            content::read(&text).map_err(|problem| format!("{}:{problem}", file.display()))?;
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let markdown =
            MarkdownStore::parse_all(&content.markdown_texts(), &|image| local_file::image_size(self.folder, image));
        // A profile with mistakes is for the lenient reader, which reads the Markdown too.
        let address = match problems.is_empty() {
            true => write_markdown(&markdown, &base, &output)?,
            false => String::new(),
        };
        let shell = Shell::read(&Build {
            folder: self.folder,
            base: &base,
            language: content.site.language.as_deref(),
            fingerprint: &content_hash(&text),
            markdown: &address,
            worker: &if service_worker::is_wanted(&content) {
                format!("{}{}", base.as_str(), service_worker::WORKER)
            } else {
                String::new()
            },
        })?;
        let addresses = addresses(&content);
        let has_file = |path: &str| output::is_foreign(&self.folder.join(path));
        let (redirects, left_out) = redirects(&content, &base, &has_file);
        left_out.iter().for_each(|line| eprintln!("{line}"));
        let pages = Page::all(&content).len();
        let portrait = portrait::write(&content, &base, &output)?;
        let site =
            AppContext { portrait: Box::leak(portrait.into_boxed_str()), ..site_with(content, markdown, base.clone()) };
        for redirect in &redirects {
            output.write_page(&redirect.file, &redirect.html)?;
        }
        assets::note_address(site);
        let pdfs = assets::write(site, &shell, &output)?;
        let cards = match self.draws && site.content.site.url.is_some() {
            true => Cards::draw(site, shell.accent.as_deref().unwrap_or("#000"), &output, self.target)?,
            false => Cards::default(),
        };
        let heads = Heads { site, cards: &cards, pdfs: &pdfs, own: &shell.own, has_icons: shell.icon.is_some() };
        parallel::each(&addresses, "pages", |address| address.write(site, &problems, &shell, &heads, &output))?;
        output.remove_stale();
        service_worker::write(site.content, &base, &shell, &output)?;
        headers::write(&redirects, &base, &output)?;
        if self.compresses {
            compress::run(&output, self.target)?;
        }
        output.finish()?;
        println!("{} pages at {}", parallel::grouped(pages), base.as_str());
        Ok(())
    }
}

/// Writes the content's Markdown, parsed, to a file that is named by what is in it, and gives its address.
fn write_markdown(markdown: &MarkdownStore, base: &Base, output: &Output) -> Result<String, String> {
    let json = markdown.as_str();
    let name = format!("markdown-{}.json", content_hash(json));
    output.write(&name, json.as_bytes())?;
    Ok(format!("{}{name}", base.as_str()))
}

/// An address of the site and what stands there.
struct Address {
    page: Page,
    /// Below the base.
    path: String,
    /// Below the folder of the build.
    file: String,
}

impl Address {
    /// The reader has given every page a slug or an id that can stand in a path.
    fn new(page: Page, path: &str) -> Address {
        let below = path.trim_start_matches('/');
        let file = if path.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
        Address { page, path: path.to_owned(), file }
    }

    fn write(
        &self,
        site: AppContext,
        problems: &[String],
        shell: &Shell,
        heads: &Heads,
        output: &Output,
    ) -> Result<(), String> {
        let html = render(site, problems, &self.path);
        let page = shell.fill(&Filling {
            title: &self.page.title(site.content),
            meta: &heads.of(&self.page),
            path: &self.path,
            html: &html,
        });
        output.write_page(&self.file, &page)
    }
}

/// Every address of the site. Without a home page there is still something at "/", which says so.
fn addresses(content: &Content) -> Vec<Address> {
    let pages = Page::all(content).into_iter().map(|page| {
        let path = page.path();
        Address::new(page, &path)
    });
    let home = content.page("").is_none().then(|| Address::new(Page::NotFound, "/"));
    pages.chain(home).chain([Address::new(Page::NotFound, NOT_FOUND)]).collect()
}
