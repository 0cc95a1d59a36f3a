//! The template of every page, made once from the `index.html` that Trunk wrote.
//!
//! The template keeps everything that an author has added to `index.html`. It is the same for an `index.html` that an
//! earlier run has rendered, because everything that the build adds is marked by [`GENERATED`] or replaced.

use std::collections::HashSet;

use anyhow::{Context, Result, anyhow, bail};
use lol_html::{
    HandlerResult, RewriteStrSettings, doc_comments,
    html_content::{ContentType, Element},
    rewrite_str,
};

use crate::{
    build::{
        output::{GENERATED, Output},
        page::{
            csp::{Csp, STYLE_NONCE, integrity},
            html::escaped,
            inspect::{BootScript, Inspection, OutsideRoot, STYLES},
            language::direction,
            styles::Styles,
        },
    },
    check::accent::dark_variant,
    content::Look,
    route::Base,
    util::{color::Color, hash::content_hash},
};

/// The template of every page.
pub struct Template {
    segments: Vec<Segment>,
    /// The HTML that follows the `<meta charset>`.
    head: String,
    /// The program's style sheet. `None` if `index.html` has no link to it.
    styles: Option<Styles>,
    /// The names of `<meta>` elements and the kinds of `<link>` elements that `index.html` has itself.
    pub own_tags: HashSet<String>,
    /// The URL of the icon, if it is an SVG.
    pub icon: Option<String>,
    /// The URL of the icon of `index.html` that the author's icon replaces.
    pub unused_icon: Option<String>,
    /// The URLs of the app's module.
    pub boot: BootScript,
    /// The accent color of the profile, otherwise `--accent` of the style sheet, in the light theme.
    pub accent: Option<String>,
}

/// A part of a template: text that is the same on every page, or a placeholder.
enum Segment {
    Text(String),
    Placeholder(Placeholder),
}

/// A placeholder for a part that differs from page to page.
#[derive(Clone, Copy)]
enum Placeholder {
    Head,
    Title,
    Meta,
    Styles,
    Path,
    Content,
}

impl Placeholder {
    const ALL: [Placeholder; 6] = [
        Placeholder::Head,
        Placeholder::Title,
        Placeholder::Meta,
        Placeholder::Styles,
        Placeholder::Path,
        Placeholder::Content,
    ];

    /// Returns the text that marks the placeholder while the page is rewritten. It contains NUL characters, which HTML
    /// forbids, so no page contains it.
    fn marker(self) -> String {
        format!("\0{}\0", self as usize)
    }
}

/// The values that are the same on every page of a build.
pub struct Options<'b> {
    /// The output, which has `index.html` and the modules that it names.
    pub output: &'b Output<'b>,
    /// The path under which the site is served.
    pub base: &'b Base,
    /// The language of the profile (BCP 47), if it names one.
    pub language: Option<&'b str>,
    /// The look that the profile names.
    pub look: Option<Look>,
    /// The accent color that the profile gives, for the light theme.
    pub accent: Option<Color>,
    /// The author's style sheet.
    pub theme: Option<&'b str>,
    /// The URL of the author's icon, which replaces that of `index.html`.
    pub icon: Option<&'b str>,
    /// The text of the published `content.json`, which the pages show.
    pub text: &'b str,
    /// The URL of the parsed Markdown, or an empty text if the browser must parse the profile itself.
    pub markdown: &'b str,
    /// The URL of the service worker, or an empty text if there is none.
    pub worker: &'b str,
}

/// The values of the placeholders, which differ from page to page.
pub struct PageParts<'f> {
    /// The text of `<title>`.
    pub title: &'f str,
    /// The other elements of the head, as HTML. Each of them has [`GENERATED`].
    pub meta: &'f str,
    /// The path below the base.
    pub path: &'f str,
    /// The HTML of the root element's content.
    pub html: &'f str,
}

impl Template {
    /// Loads `index.html`, and the files of the module to compute their integrity.
    ///
    /// # Errors
    /// Fails if a file cannot be read or used. The error names the file, and says what was found, what was expected and
    /// how to fix it.
    pub fn load(options: &Options) -> Result<Template> {
        let file = options.output.folder.join("index.html");
        // Every HTML parser normalizes line ends like this (HTML, section 13.2.3.5) before it hashes a script for the
        // policy.
        let page = options.output.read_text("index.html")?.replace("\r\n", "\n").replace('\r', "\n");
        let name = || file.display().to_string();
        let inspection = Inspection::of(&page).with_context(name)?;
        let boot = inspection.check().with_context(name)?;
        let module = integrity(&read_module(options, "data-module", &boot.module)?);
        let hash = integrity(&read_module(options, "data-wasm", &boot.wasm)?);
        for (attribute, chunk) in &boot.chunks {
            read_module(options, attribute, chunk)?;
        }
        let styles = inspection.styles_url.as_deref().map(|url| read_styles(options, url)).transpose()?;
        let styles_hash = styles.as_ref().map(|styles| integrity(styles.as_bytes()));
        let page = rewrite(&page, options, boot, &hash, styles_hash).with_context(name)?;
        let all_styles = styles.iter().chain(&inspection.styles);
        Ok(Template {
            segments: segments(&page),
            head: head(&inspection, boot, &module, styles.as_deref(), options),
            accent: match options.accent {
                Some(accent) => Some(accent.to_string()),
                None => all_styles.into_iter().find_map(|style| accent_color(style)),
            },
            styles: styles.map(|styles| Styles::parse(&styles, &page)).transpose().with_context(name)?,
            icon: options.icon.map(str::to_owned).or_else(|| inspection.icon.clone()),
            unused_icon: inspection.icon.clone().filter(|own| options.icon.is_some_and(|icon| icon != own)),
            boot: boot.clone(),
            own_tags: inspection.own_tags,
        })
    }

    /// Returns a page as HTML.
    pub fn render(&self, parts: &PageParts) -> String {
        let styles = self.styles.as_ref().map(|styles| page_styles(styles, parts.html));
        let mut page = String::new();
        for segment in &self.segments {
            match segment {
                Segment::Text(text) => page.push_str(text),
                Segment::Placeholder(Placeholder::Head) => page.push_str(&self.head),
                Segment::Placeholder(Placeholder::Styles) => page.push_str(styles.as_deref().unwrap_or_default()),
                Segment::Placeholder(Placeholder::Title) => page.push_str(&escaped(parts.title)),
                Segment::Placeholder(Placeholder::Meta) => page.push_str(parts.meta),
                Segment::Placeholder(Placeholder::Path) => page.push_str(&escaped(parts.path)),
                Segment::Placeholder(Placeholder::Content) => page.push_str(parts.html),
            }
        }
        page
    }
}

/// Returns the style element of a page with this content.
fn page_styles(styles: &Styles, html: &str) -> String {
    let (rules, is_whole) = styles.of_page(html);
    let whole = if is_whole { " data-whole" } else { "" };
    format!("<style {GENERATED} id=\"fp:page-styles\" nonce=\"{STYLE_NONCE}\"{whole}>{rules}</style>")
}

/// Returns the value of `--accent`. If it is a `light-dark()`, returns its first value.
fn accent_color(style: &str) -> Option<String> {
    let (_, value) = style.split_once("--accent:")?;
    let (value, _) = value.split_once([';', '}'])?;
    let value = value.trim();
    let light = value.strip_prefix("light-dark(").and_then(|pair| pair.split(',').next());
    Some(light.unwrap_or(value).trim().to_owned())
}

/// Returns the HTML that follows the `<meta charset>`: the policy, the import map, the accent color of the profile, and the
/// author's style sheet. `whole` is the program's style sheet.
fn head(inspection: &Inspection, boot: &BootScript, integrity: &str, whole: Option<&str>, options: &Options) -> String {
    let map = import_map(&boot.module, integrity);
    let own = inspection.scripts.iter().map(String::as_str);
    let scripts: Vec<&str> = [map.as_str()].into_iter().chain(own).collect();
    // Neither style is in a layer, so both precede the rules of the program's style sheets.
    let accent = options.accent.map(|accent| accent_style(accent, options.look));
    let added: Vec<&str> = accent.as_deref().into_iter().chain(options.theme).collect();
    let styles: Vec<&str> = inspection.styles.iter().map(String::as_str).chain(added.iter().copied()).collect();
    let has_worker = !options.worker.is_empty();
    let has_style_sheet = !inspection.style_sheets.is_empty();
    let policy = Csp::of_page(&scripts, &styles, whole, has_style_sheet, has_worker).to_string();
    let added: String = added.iter().map(|style| format!("<style {GENERATED}>{style}</style>")).collect();
    format!(
        "<meta {GENERATED} http-equiv=\"Content-Security-Policy\" content=\"{}\">\
         <script {GENERATED} type=\"importmap\">{map}</script>{added}",
        escaped(&policy),
    )
}

/// Returns the rule that sets the accent color. It
/// does not apply to print, where links are black.
fn accent_style(accent: Color, look: Option<Look>) -> String {
    let dark = dark_variant(accent, look);
    format!("@media screen{{:root{{--accent:light-dark({accent},{dark})}}}}")
}

/// Returns an import map with the integrity of the module, under every name that `boot.js` requests (HTML, section
/// 8.1.5.2, "import maps").
fn import_map(module: &str, integrity: &str) -> String {
    let names = ["", "?again", "#again", "?again#again"].map(|end| (format!("{module}{end}"), integrity.into()));
    let names = serde_json::Map::from_iter(names);
    serde_json::json!({ "integrity": names }).to_string().replace('<', "\\u003c")
}

/// Reads a file that an attribute of `script#fp:boot` names.
fn read_module(options: &Options, attribute: &str, address: &str) -> Result<Vec<u8>> {
    read_named(options, "script id=\"fp:boot\"", attribute, address)
}

/// Reads the program's style sheet.
fn read_styles(options: &Options, address: &str) -> Result<String> {
    let styles = read_named(options, &format!("link {STYLES}"), "href", address)?;
    String::from_utf8(styles).with_context(|| address.to_owned())
}

/// Reads a file that an attribute of an element in `index.html` names.
fn read_named(options: &Options, element: &str, attribute: &str, address: &str) -> Result<Vec<u8>> {
    let index = options.output.folder.join("index.html");
    let base = options.base.as_str();
    let Some(path) = address.strip_prefix(base).filter(|path| !path.is_empty()) else {
        bail!(
            "{}: found {attribute}=\"{address}\" on <{element}>; expected a URL below \"{base}\"; pass the base that the \
             site was built for (Trunk's --public-url)",
            index.display()
        );
    };
    options.output.read(path).map_err(|error| {
        anyhow!(
            "{error:#}; expected the file that {attribute} of <{element}> in {} names; build the site again",
            index.display()
        )
    })
}

/// Returns the page with markers at the placeholders and with everything that is the same on every page.
fn rewrite(
    page: &str,
    options: &Options,
    boot: &BootScript,
    wasm: &str,
    styles: Option<String>,
) -> std::result::Result<String, lol_html::errors::RewritingError> {
    let outside = OutsideRoot::default();
    let language = options.language.map(str::to_owned);
    let look = options.look;
    let (hash, length) = (content_hash(options.text), options.text.len().to_string());
    let (module, markdown, wasm) = (boot.clone(), options.markdown.to_owned(), wasm.to_owned());
    let worker = options.worker.to_owned();
    let icon = options.icon.map(str::to_owned);
    let elements = vec![
        outside.on("html", move |html| {
            match look {
                Some(look) => html.set_attribute("data-look", look.as_str())?,
                None => html.remove_attribute("data-look"),
            }
            set_language(html, language.as_deref())
        }),
        outside.on(&format!("[{GENERATED}]"), |element| {
            element.remove();
            Ok(())
        }),
        outside.on("meta[charset]", |charset| {
            charset.after(&Placeholder::Head.marker(), ContentType::Html);
            Ok(())
        }),
        outside.on("title", |title| {
            title.set_inner_content(&Placeholder::Title.marker(), ContentType::Html);
            // A page may omit the tags of the head itself (HTML, section 13.1.2.4).
            title.after(&Placeholder::Meta.marker(), ContentType::Html);
            Ok(())
        }),
        // boot.js requests both after the first paint, and a preload would delay that paint. Trunk.toml has already
        // bundled their imports into them.
        outside.on("link[rel=preload], link[rel=modulepreload]", move |link| {
            let exists_in = |href: String| href == module.module || href == module.wasm || href.contains("/snippets/");
            if link.get_attribute("href").is_some_and(exists_in) {
                link.remove();
            }
            Ok(())
        }),
        // An icon has no integrity (HTML, section 4.2.4).
        outside.on("link[rel~=icon]", move |link| {
            link.remove_attribute("integrity");
            if let Some(icon) = &icon {
                link.set_attribute("href", &escaped(icon))?;
            }
            Ok(())
        }),
        // boot.js loads the whole style sheet when another page is shown, unless the page has it.
        outside.on(&format!("link[{STYLES}]"), move |link| {
            link.before(&Placeholder::Styles.marker(), ContentType::Html);
            link.set_attribute("disabled", "")?;
            link.set_attribute("integrity", styles.as_deref().unwrap_or_default())?;
            Ok(())
        }),
        outside.on("script#fp\\:boot", move |script| {
            script.set_attribute("data-markdown", &escaped(&markdown))?;
            script.set_attribute("data-integrity", &wasm)?;
            script.set_attribute("data-worker", &escaped(&worker))?;
            Ok(())
        }),
        outside.on("body > noscript[data-unrendered]", |noscript| {
            noscript.remove();
            Ok(())
        }),
        outside.on("#fp\\:app", move |root| {
            root.set_attribute("data-path", &Placeholder::Path.marker())?;
            root.set_attribute("data-content-hash", &hash)?;
            root.set_attribute("data-content-length", &length)?;
            root.set_inner_content(&Placeholder::Content.marker(), ContentType::Html);
            Ok(())
        }),
        outside.track(),
    ];
    let settings = RewriteStrSettings::new().append_document_content_handler(doc_comments!(|comment| {
        // Comments in index.html are only for its editors.
        comment.remove();
        Ok(())
    }));
    let settings = elements.into_iter().fold(settings, RewriteStrSettings::append_element_content_handler);
    rewrite_str(page, settings)
}

/// Sets the language of the profile, and the direction if it is right-to-left. Another attribute keeps the language of
/// `index.html`, for a later profile that names none.
fn set_language(html: &mut Element, language: Option<&str>) -> HandlerResult {
    const ORIGINAL_LANGUAGE: &str = "data-original-lang";
    let own = html.get_attribute(ORIGINAL_LANGUAGE).or_else(|| html.get_attribute("lang"));
    html.remove_attribute(ORIGINAL_LANGUAGE);
    match language.map(direction) {
        Some("rtl") => html.set_attribute("dir", "rtl")?,
        _ => html.remove_attribute("dir"),
    }
    match (language, own) {
        (Some(language), own) if own.as_deref() != Some(language) => {
            html.set_attribute("lang", &escaped(language))?;
            html.set_attribute(ORIGINAL_LANGUAGE, &own.unwrap_or_default())?;
        }
        (_, Some(own)) if !own.is_empty() => html.set_attribute("lang", &own)?,
        _ => html.remove_attribute("lang"),
    }
    Ok(())
}

/// Splits a page at its markers.
fn segments(page: &str) -> Vec<Segment> {
    let segment = |(position, part): (usize, &str)| {
        // Every second part is the number between two NUL characters.
        let placeholder = (position % 2 == 1).then(|| part.parse::<usize>().ok()).flatten();
        match placeholder.and_then(|placeholder| Placeholder::ALL.get(placeholder)) {
            Some(placeholder) => Segment::Placeholder(*placeholder),
            None => Segment::Text(part.to_owned()),
        }
    };
    page.split('\0').enumerate().map(segment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_markers_are_kept() {
        let page = format!("<title>{}</title>{}", Placeholder::Title.marker(), Placeholder::Content.marker());
        let template = Template {
            segments: segments(&page),
            head: String::new(),
            styles: None,
            own_tags: Default::default(),
            icon: None,
            unused_icon: None,
            boot: BootScript::default(),
            accent: None,
        };
        let marker = Placeholder::Content.marker();
        let parts = PageParts { title: &marker, meta: "", path: "/", html: &Placeholder::Title.marker() };
        assert_eq!(template.render(&parts), format!("<title>{marker}</title>{}", Placeholder::Title.marker()));
    }
}
