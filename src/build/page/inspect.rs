//! Inspects `index.html`: the elements that every page needs, and the elements that the author has added.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
    collections::HashSet,
    rc::Rc,
};

use anyhow::{Context, Result, bail};
use lol_html::{
    ElementContentHandlers, HandlerResult, RewriteStrSettings, Selector, element, html_content::Element, rewrite_str,
    text,
};

use crate::build::output::GENERATED;

/// The attribute of the link to the program's style sheet.
pub const STYLES: &str = "data-styles";

/// The start of the names of the attributes with the URLs of chunks.
pub const CHUNK: &str = "data-chunk-";

/// The elements of a page outside its root element.
#[derive(Default)]
pub struct Inspection {
    roots: usize,
    /// Those before the root element.
    banners: usize,
    charsets: usize,
    titles: usize,
    boot: Option<BootScript>,
    /// The texts of inline scripts, without data blocks.
    pub scripts: Vec<String>,
    /// The texts of inline style sheets.
    pub styles: Vec<String>,
    /// The texts of `<noscript>`, which browsers without scripts parse as HTML.
    noscripts: Vec<String>,
    /// The URLs of the style sheets in separate files.
    pub style_sheets: Vec<String>,
    /// The URL of the program's style sheet, which is one of them.
    pub styles_url: Option<String>,
    /// The names of its `<meta>` elements and the kinds of its `<link>` elements.
    pub own_tags: HashSet<String>,
    /// The URL of the icon, if it is an SVG.
    pub icon: Option<String>,
    /// Whether the text that follows belongs to the last item of its list.
    is_open: bool,
}

impl Inspection {
    /// Inspects a page.
    ///
    /// # Errors
    /// Fails if the page contains something that is not allowed. The error names it.
    pub fn of(page: &str) -> Result<Inspection> {
        if page.contains('\0') {
            bail!("found a NUL character, which HTML forbids; remove it from index.html");
        }
        let inspection = Rc::new(RefCell::new(Inspection::default()));
        rewrite_str(page, Inspection::settings(&inspection))?;
        let mut inspection = inspection.take();
        for text in std::mem::take(&mut inspection.noscripts) {
            let within = Inspection::of(&text)?;
            inspection.styles.extend(within.styles);
            inspection.style_sheets.extend(within.style_sheets);
        }
        Ok(inspection)
    }

    fn settings(inspection: &Rc<RefCell<Inspection>>) -> RewriteStrSettings<'static, 'static> {
        let outside = OutsideRoot::default();
        let on = |selector: &str, record: fn(&mut Inspection, &mut Element)| {
            let inspection = inspection.clone();
            outside.on(selector, move |element| {
                record(&mut inspection.borrow_mut(), element);
                Ok(())
            })
        };
        let text_of = |selector: &str, list: fn(&mut Inspection) -> &mut Vec<String>| {
            let inspection = inspection.clone();
            text!(selector, move |chunk| {
                let inspection = &mut *inspection.borrow_mut();
                if inspection.is_open
                    && let Some(last) = list(inspection).last_mut()
                {
                    last.push_str(chunk.as_str());
                }
                Ok(())
            })
        };
        let elements = vec![
            on("#fp\\:app", |inspection, _| inspection.roots += 1),
            outside.track(),
            on("#fp\\:banner", |inspection, _| inspection.banners += usize::from(inspection.roots == 0)),
            on("meta[charset]", |inspection, _| inspection.charsets += 1),
            on("title", |inspection, _| inspection.titles += 1),
            on("link[rel~=stylesheet]", |inspection, link| {
                let url = link.get_attribute("href").unwrap_or_default();
                inspection.style_sheets.push(url.clone());
                if link.has_attribute(STYLES) {
                    inspection.styles_url = Some(url);
                }
            }),
            on("meta, link", |inspection, element| {
                let name = ["name", "property", "rel"].iter().find_map(|name| element.get_attribute(name));
                inspection.own_tags.extend(name.filter(|_| !is_ours(element)).map(|name| name.to_ascii_lowercase()));
            }),
            on("link[rel~=icon]", |inspection, icon| {
                let is_svg = |href: &String| href.ends_with(".svg");
                inspection.icon = inspection.icon.take().or(icon.get_attribute("href").filter(is_svg));
            }),
            on("script#fp\\:boot", |inspection, script| {
                let attribute = |name| script.get_attribute(name).unwrap_or_default();
                let chunks = script.attributes().iter().filter(|attribute| attribute.name().starts_with(CHUNK));
                inspection.boot = Some(BootScript {
                    base: attribute("data-base"),
                    module: attribute("data-module"),
                    wasm: attribute("data-wasm"),
                    chunks: chunks.map(|attribute| (attribute.name(), attribute.value())).collect(),
                });
            }),
            on("script", |inspection, script| {
                inspection.is_open = !script.has_attribute("src") && !is_data(script) && !is_ours(script);
                inspection.scripts.extend(inspection.is_open.then(String::new));
            }),
            on("style", |inspection, style| {
                inspection.is_open = !is_ours(style);
                inspection.styles.extend(inspection.is_open.then(String::new));
            }),
            on("noscript", |inspection, noscript| {
                inspection.is_open = !noscript.has_attribute("data-unrendered");
                inspection.noscripts.extend(inspection.is_open.then(String::new));
            }),
            text_of("script", |inspection| &mut inspection.scripts),
            text_of("style", |inspection| &mut inspection.styles),
            text_of("noscript", |inspection| &mut inspection.noscripts),
        ];
        elements.into_iter().fold(RewriteStrSettings::new(), RewriteStrSettings::append_element_content_handler)
    }

    /// Checks that the page has each required element, and returns its boot script.
    ///
    /// # Errors
    /// Fails if an element is missing or repeated. The error says what was found, what was expected and how to fix it.
    pub fn check(&self) -> Result<&BootScript> {
        let expect = |count: usize, what: &str, what_to_do: &str| match count {
            1 => Ok(()),
            0 => bail!("found no {what}; expected one; {what_to_do}"),
            _ => bail!("found {count} of {what}; expected one; {what_to_do}"),
        };
        expect(
            self.roots,
            "element with the id \"fp:app\"",
            "write <div id=\"fp:app\"></div> in the <body> of index.html",
        )?;
        expect(
            self.banners,
            "element with the id \"fp:banner\" before that with the id \"fp:app\"",
            "write <div id=\"fp:banner\"></div> there in index.html",
        )?;
        expect(self.charsets, "<meta charset=\"utf-8\">", "write it first in the <head> of index.html")?;
        expect(self.titles, "<title>", "write <title>Homepage</title> in the <head> of index.html")?;
        self.boot.as_ref().context(
            "found no <script id=\"fp:boot\">; expected the one that pattern_script in Trunk.toml writes; build with \
             that Trunk.toml",
        )
    }
}

/// The URLs of the app's module in `script#fp:boot`.
#[derive(Clone, Default)]
pub struct BootScript {
    /// The path under which the site is served.
    pub base: String,
    /// The URL of the JavaScript.
    pub module: String,
    /// The URL of the WebAssembly.
    pub wasm: String,
    /// The attributes with the URLs of its chunks, and these URLs. A release has chunks.
    pub chunks: Vec<(String, String)>,
}

/// A tracker of the root element, for handlers of elements outside it. The build replaces the whole content of the root
/// element.
#[derive(Default)]
pub struct OutsideRoot {
    is_inside: Rc<Cell<bool>>,
}

/// A handler for the elements that a selector matches.
pub type Handler = (Cow<'static, Selector>, ElementContentHandlers<'static>);

impl OutsideRoot {
    /// Returns a handler for the elements outside the root element that a selector matches.
    pub fn on(&self, selector: &str, mut handle: impl FnMut(&mut Element) -> HandlerResult + 'static) -> Handler {
        let is_inside = self.is_inside.clone();
        element!(selector, move |element| if is_inside.get() { Ok(()) } else { handle(element) })
    }

    /// Returns the handler that records where the root element begins and ends. Register it after the other handlers
    /// for that element.
    pub fn track(&self) -> Handler {
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

/// Returns `true` if an earlier run added the element.
fn is_ours(element: &Element) -> bool {
    element.has_attribute(GENERATED)
}

/// Returns `true` for a data block: a script that never runs and needs no permission (HTML, section 4.12.1).
fn is_data(script: &Element) -> bool {
    let kind = script.get_attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let runs = ["", "module", "importmap", "speculationrules"].contains(&kind.as_str())
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript");
    !runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_with_nul_characters_is_refused() {
        assert!(Inspection::of("<p>\0 1\0</p>").is_err_and(|error| error.to_string().contains("NUL")));
    }
}
