//! The page as Trunk wrote it, turned once into a template that is filled in for every address.
//!
//! Everything that a scholar has added to `index.html` stays. A page that an earlier run has filled in gives the
//! same template one that Trunk wrote: all that is put in is marked by [`MARK`] or replaced.

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    fs,
    path::Path,
    rc::Rc,
};

use anyhow::{Context, Result, anyhow, bail};
use lol_html::{
    ElementContentHandlers, HandlerResult, RewriteStrSettings, Selector, doc_comments, element,
    html_content::{ContentType, Element},
    rewrite_str, text,
};

use crate::{
    build::{
        output::MARK,
        page::{
            csp::{Policy, integrity},
            html::escaped,
            language::direction,
        },
    },
    route::Base,
};

/// A template of every page.
pub struct Shell {
    /// Texts that stand as they are, and between them the places to fill in.
    pieces: Vec<Piece>,
    /// What comes behind the `<meta charset>`.
    head: String,
    /// Names of `<meta>` and kinds of `<link>` that `index.html` has itself.
    pub own: HashSet<String>,
    /// The address of the icon, where it is an SVG.
    pub icon: Option<String>,
    /// The addresses of the module: its JavaScript …
    pub module: String,
    /// … and its WebAssembly.
    pub wasm: String,
    /// The colour `--accent` of the style sheet, in the light theme.
    pub accent: Option<String>,
}

enum Piece {
    Text(String),
    Slot(Slot),
}

/// A place to fill in.
#[derive(Clone, Copy)]
enum Slot {
    Head,
    Title,
    Meta,
    Path,
    Content,
}

impl Slot {
    const ALL: [Slot; 5] = [Slot::Head, Slot::Title, Slot::Meta, Slot::Path, Slot::Content];

    /// Stands for the place while the page is rewritten: a character that HTML forbids, so no page holds it.
    fn mark(self) -> String {
        format!("\0{}\0", self as usize)
    }
}

/// What is the same on every page of a build.
pub struct Build<'b> {
    /// The folder that holds `index.html` and the modules that it names.
    pub folder: &'b Path,
    /// The path under which the site stands.
    pub base: &'b Base,
    /// The language of the profile (BCP 47), where it names one.
    pub language: Option<&'b str>,
    /// Tells for which content the pages are.
    pub fingerprint: &'b str,
    /// The address of the prepared Markdown; empty where the browser must read the profile by itself.
    pub markdown: &'b str,
    /// The address of the service worker; empty where there is none.
    pub worker: &'b str,
}

/// What differs from page to page.
pub struct Filling<'f> {
    /// The text of `<title>`.
    pub title: &'f str,
    /// What else stands in the head, as HTML; each element of it has [`MARK`].
    pub meta: &'f str,
    /// The path below the base.
    pub path: &'f str,
    /// The HTML of the page.
    pub html: &'f str,
}

impl Shell {
    /// Reads `index.html`, and the modules that it names for their integrity.
    ///
    /// # Errors
    /// The file, what was found in it, what was expected, and what to do.
    pub fn read(build: &Build) -> Result<Shell> {
        let file = build.folder.join("index.html");
        // So does every HTML parser (HTML, section 13.2.3.5), before it hashes a script for the policy.
        let page = crate::build::text_file::read(&file)?.replace("\r\n", "\n").replace('\r', "\n");
        let name = || file.display().to_string();
        let survey = Survey::of(&page).with_context(name)?;
        let boot = survey.check().with_context(name)?;
        let module = integrity(&read_module(build, "data-module", &boot.module)?);
        let hash = integrity(&read_module(build, "data-wasm", &boot.wasm)?);
        let page = rewritten(&page, build, boot, &hash).with_context(name)?;
        let Boot { module: address, wasm } = boot.clone();
        Ok(Shell {
            pieces: pieces(&page),
            head: survey.head(boot, &module, !build.worker.is_empty()),
            accent: survey.styles.iter().find_map(|style| accent(style)),
            icon: survey.icon.clone(),
            module: address,
            wasm,
            own: survey.own,
        })
    }

    /// The page for an address.
    pub fn fill(&self, filling: &Filling) -> String {
        let mut page = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => page.push_str(text),
                Piece::Slot(Slot::Head) => page.push_str(&self.head),
                Piece::Slot(Slot::Title) => page.push_str(&escaped(filling.title)),
                Piece::Slot(Slot::Meta) => page.push_str(filling.meta),
                Piece::Slot(Slot::Path) => page.push_str(&escaped(filling.path)),
                Piece::Slot(Slot::Content) => page.push_str(filling.html),
            }
        }
        page
    }
}

/// The value of `--accent`, or the first one of `light-dark()`.
fn accent(style: &str) -> Option<String> {
    let (_, value) = style.split_once("--accent:")?;
    let (value, _) = value.split_once([';', '}'])?;
    let value = value.trim();
    let light = value.strip_prefix("light-dark(").and_then(|pair| pair.split(',').next());
    Some(light.unwrap_or(value).trim().to_owned())
}

/// What `script#fp:boot` says of the module.
#[derive(Clone, Default)]
struct Boot {
    module: String,
    wasm: String,
}

/// What is found in the page outside the root element.
#[derive(Default)]
struct Survey {
    roots: usize,
    charsets: usize,
    titles: usize,
    boot: Option<Boot>,
    /// Inline scripts, but for those that hold data.
    scripts: Vec<String>,
    styles: Vec<String>,
    /// Texts of `<noscript>`, which browsers without scripts parse as HTML.
    without_scripts: Vec<String>,
    has_style_sheet: bool,
    own: HashSet<String>,
    icon: Option<String>,
    /// Whether the text that follows belongs to the last one of its list.
    is_open: bool,
}

impl Survey {
    fn of(page: &str) -> Result<Survey> {
        if page.contains('\0') {
            bail!("found a NUL character, which HTML forbids; remove it from index.html");
        }
        let survey = Rc::new(RefCell::new(Survey::default()));
        rewrite_str(page, Survey::settings(&survey))?;
        let mut survey = survey.take();
        for text in std::mem::take(&mut survey.without_scripts) {
            let within = Survey::of(&text)?;
            survey.styles.extend(within.styles);
            survey.has_style_sheet |= within.has_style_sheet;
        }
        Ok(survey)
    }

    fn settings(survey: &Rc<RefCell<Survey>>) -> RewriteStrSettings<'static, 'static> {
        let outside = Outside::default();
        let on = |selector: &str, note: fn(&mut Survey, &mut Element)| {
            let survey = survey.clone();
            outside.on(selector, move |element| {
                note(&mut survey.borrow_mut(), element);
                Ok(())
            })
        };
        let text_of = |selector: &str, list: fn(&mut Survey) -> &mut Vec<String>| {
            let survey = survey.clone();
            text!(selector, move |chunk| {
                let survey = &mut *survey.borrow_mut();
                if survey.is_open
                    && let Some(last) = list(survey).last_mut()
                {
                    last.push_str(chunk.as_str());
                }
                Ok(())
            })
        };
        let elements = vec![
            on("#fp\\:app", |survey, _| survey.roots += 1),
            outside.root(),
            on("meta[charset]", |survey, _| survey.charsets += 1),
            on("title", |survey, _| survey.titles += 1),
            on("link[rel~=stylesheet]", |survey, _| survey.has_style_sheet = true),
            on("meta, link", |survey, element| {
                let name = ["name", "property", "rel"].iter().find_map(|name| element.get_attribute(name));
                survey.own.extend(name.filter(|_| !is_ours(element)).map(|name| name.to_ascii_lowercase()));
            }),
            on("link[rel~=icon]", |survey, icon| {
                let is_svg = |href: &String| href.ends_with(".svg");
                survey.icon = survey.icon.take().or(icon.get_attribute("href").filter(is_svg));
            }),
            on("script#fp\\:boot", |survey, script| {
                let attribute = |name| script.get_attribute(name).unwrap_or_default();
                survey.boot = Some(Boot { module: attribute("data-module"), wasm: attribute("data-wasm") });
            }),
            on("script", |survey, script| {
                survey.is_open = !script.has_attribute("src") && !is_data(script) && !is_ours(script);
                survey.scripts.extend(survey.is_open.then(String::new));
            }),
            on("style", |survey, _| {
                survey.is_open = true;
                survey.styles.push(String::new());
            }),
            on("noscript", |survey, noscript| {
                survey.is_open = !noscript.has_attribute("data-unrendered");
                survey.without_scripts.extend(survey.is_open.then(String::new));
            }),
            text_of("script", |survey| &mut survey.scripts),
            text_of("style", |survey| &mut survey.styles),
            text_of("noscript", |survey| &mut survey.without_scripts),
        ];
        elements.into_iter().fold(RewriteStrSettings::new(), RewriteStrSettings::append_element_content_handler)
    }

    /// That everything is there which a page is made of.
    fn check(&self) -> Result<&Boot> {
        let expect = |count: usize, what: &str, what_to_do: &str| match count {
            1 => Ok(()),
            0 => bail!("found no {what}; expected one: {what_to_do}"),
            _ => bail!("found {count} of {what}; expected one: {what_to_do}"),
        };
        expect(
            self.roots,
            "element with the id \"fp:app\"",
            "write <div id=\"fp:app\"></div> in the <body> of index.html",
        )?;
        expect(self.charsets, "<meta charset=\"utf-8\">", "write it first in the <head> of index.html")?;
        expect(self.titles, "<title>", "write <title>Homepage</title> in the <head> of index.html")?;
        self.boot.as_ref().context(
            "found no <script id=\"fp:boot\">; expected what pattern_script in Trunk.toml writes: build with that Trunk.toml",
        )
    }

    /// What comes behind the `<meta charset>`.
    fn head(&self, boot: &Boot, integrity: &str, has_worker: bool) -> String {
        let map = import_map(&boot.module, integrity);
        let own = self.scripts.iter().map(String::as_str);
        let scripts: Vec<&str> = [map.as_str()].into_iter().chain(own).collect();
        let styles: Vec<&str> = self.styles.iter().map(String::as_str).collect();
        let policy = Policy::of_page(&scripts, &styles, self.has_style_sheet, has_worker).to_string();
        format!(
            "<meta {MARK} http-equiv=\"Content-Security-Policy\" content=\"{}\">\
             <script {MARK} type=\"importmap\">{map}</script>",
            escaped(&policy),
        )
    }
}

/// What the module must be under every name by which `boot.js` asks for it (HTML, section 8.1.5.2, "import maps").
fn import_map(module: &str, integrity: &str) -> String {
    let names = ["", "?again", "#anew", "?again#anew"].map(|end| (format!("{module}{end}"), integrity.into()));
    let names = serde_json::Map::from_iter(names);
    serde_json::json!({ "integrity": names }).to_string().replace('<', "\\u003c")
}

/// Whether an earlier run has put the element in.
fn is_ours(element: &Element) -> bool {
    element.has_attribute(MARK)
}

/// Whether a script is a data block, which never runs and needs no permission (HTML, section 4.12.1).
fn is_data(script: &Element) -> bool {
    let kind = script.get_attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let runs = ["", "module", "importmap", "speculationrules"].contains(&kind.as_str())
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript");
    !runs
}

/// A file that an attribute of `script#fp:boot` names.
fn read_module(build: &Build, attribute: &str, address: &str) -> Result<Vec<u8>> {
    let index = build.folder.join("index.html");
    let base = build.base.as_str();
    let Some(path) = address.strip_prefix(base).filter(|path| !path.is_empty()) else {
        bail!(
            "{}: found {attribute}=\"{address}\" on <script id=\"fp:boot\">; expected an address below \"{base}\": \
             give the base that the site was built for (Trunk's --public-url)",
            index.display()
        );
    };
    let file = build.folder.join(path);
    fs::read(&file).map_err(|error| {
        anyhow!(
            "{}: {error}; expected the file that {attribute} names on <script id=\"fp:boot\"> of {}: build the site again",
            file.display(),
            index.display()
        )
    })
}

/// The page with marks in the places to fill in, and with all that is the same on every page.
fn rewritten(
    page: &str,
    build: &Build,
    boot: &Boot,
    wasm: &str,
) -> std::result::Result<String, lol_html::errors::RewritingError> {
    let outside = Outside::default();
    let language = build.language.map(str::to_owned);
    let fingerprint = build.fingerprint.to_owned();
    let (module, markdown, wasm) = (boot.clone(), build.markdown.to_owned(), wasm.to_owned());
    let worker = build.worker.to_owned();
    let elements = vec![
        outside.on("html", move |html| set_language(html, language.as_deref())),
        outside.on(&format!("[{MARK}]"), |element| {
            element.remove();
            Ok(())
        }),
        outside.on("meta[charset]", |charset| {
            charset.after(&Slot::Head.mark(), ContentType::Html);
            Ok(())
        }),
        outside.on("title", |title| {
            title.set_inner_content(&Slot::Title.mark(), ContentType::Html);
            // A page may leave out the tags of the head itself (HTML, section 13.1.2.4).
            title.after(&Slot::Meta.mark(), ContentType::Html);
            Ok(())
        }),
        // boot.js asks for both when the page has been painted: a preload would hold that up. What they import is in
        // them by then (Trunk.toml).
        outside.on("link[rel=preload], link[rel=modulepreload]", move |link| {
            let is_in = |href: String| href == module.module || href == module.wasm || href.contains("/snippets/");
            if link.get_attribute("href").is_some_and(is_in) {
                link.remove();
            }
            Ok(())
        }),
        // HTML, section 4.2.4: an icon has no integrity.
        outside.on("link[rel~=icon]", |link| {
            link.remove_attribute("integrity");
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
            root.set_attribute("data-page", &Slot::Path.mark())?;
            root.set_attribute("data-content", &fingerprint)?;
            root.set_inner_content(&Slot::Content.mark(), ContentType::Html);
            Ok(())
        }),
        outside.root(),
    ];
    let settings = RewriteStrSettings::new().append_document_content_handler(doc_comments!(|comment| {
        // Comments are for those who edit index.html.
        comment.remove();
        Ok(())
    }));
    let settings = elements.into_iter().fold(settings, RewriteStrSettings::append_element_content_handler);
    rewrite_str(page, settings)
}

/// Names the language of the profile, and its direction where that is from right to left. The language that
/// `index.html` names is kept beside it, for a later profile that names none.
fn set_language(html: &mut Element, language: Option<&str>) -> HandlerResult {
    const KEPT: &str = "data-lang";
    let own = html.get_attribute(KEPT).or_else(|| html.get_attribute("lang"));
    html.remove_attribute(KEPT);
    match language.map(direction) {
        Some("rtl") => html.set_attribute("dir", "rtl")?,
        _ => html.remove_attribute("dir"),
    }
    match (language, own) {
        (Some(language), own) if own.as_deref() != Some(language) => {
            html.set_attribute("lang", &escaped(language))?;
            html.set_attribute(KEPT, &own.unwrap_or_default())?;
        }
        (_, Some(own)) if !own.is_empty() => html.set_attribute("lang", &own)?,
        _ => html.remove_attribute("lang"),
    }
    Ok(())
}

/// Handles elements that are not in the root element: what an earlier run has put in there is replaced whole.
#[derive(Default)]
struct Outside {
    is_inside: Rc<Cell<bool>>,
}

type Handler = (std::borrow::Cow<'static, Selector>, ElementContentHandlers<'static>);

impl Outside {
    fn on(&self, selector: &str, mut handle: impl FnMut(&mut Element) -> HandlerResult + 'static) -> Handler {
        let is_inside = self.is_inside.clone();
        element!(selector, move |element| if is_inside.get() { Ok(()) } else { handle(element) })
    }

    /// Notes where the root element begins and ends; it comes behind the other handlers of that element.
    fn root(&self) -> Handler {
        let is_inside = self.is_inside.clone();
        self.on("#fp\\:app", move |root| {
            is_inside.set(true);
            let is_inside = is_inside.clone();
            root.on_end_tag(Box::new(move |_| {
                is_inside.set(false);
                Ok(())
            }))
        })
    }
}

/// Splits a page at the marks.
fn pieces(page: &str) -> Vec<Piece> {
    let piece = |(position, part): (usize, &str)| {
        // Every second part stood between two NULs.
        let slot = (position % 2 == 1).then(|| part.parse::<usize>().ok()).flatten();
        match slot.and_then(|slot| Slot::ALL.get(slot)) {
            Some(slot) => Piece::Slot(*slot),
            None => Piece::Text(part.to_owned()),
        }
    };
    page.split('\0').enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_look_like_marks_are_texts() {
        let page = format!("<title>{}</title>{}", Slot::Title.mark(), Slot::Content.mark());
        let shell = Shell {
            pieces: pieces(&page),
            head: String::new(),
            own: Default::default(),
            icon: None,
            module: String::new(),
            wasm: String::new(),
            accent: None,
        };
        let mark = Slot::Content.mark();
        let filling = Filling { title: &mark, meta: "", path: "/", html: &Slot::Title.mark() };
        assert_eq!(shell.fill(&filling), format!("<title>{mark}</title>{}", Slot::Title.mark()));
    }

    #[test]
    fn a_page_with_marks_is_refused() {
        assert!(Survey::of("<p>\0 1\0</p>").is_err_and(|error| error.to_string().contains("NUL")));
    }
}
