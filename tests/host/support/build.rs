//! A build as Trunk leaves it, prerendered in a separate folder, and its pages parsed again.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
};

use frontispiece::{
    build::{shell::Shell, site::Prerender},
    math,
};
use scraper::{ElementRef, Html, Node, Selector};

/// The icon of every build.
const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8"/></svg>"##;

/// An `index.html` as Trunk leaves it, with additions of an author, and markup that a careless rewriter would break.
pub const SHELL: &str = r#"<!doctype html>
<html lang="en" class="mine">
  <head>
    <meta charset="utf-8">
    <title>Homepage</title>
    <link rel="icon" href="BASEicon.svg" integrity="sha384-icon"/>
    <link rel="preload" href="BASEsite_bg.wasm" as="fetch" type="application/wasm" crossorigin="anonymous">
    <link rel="modulepreload" href="BASEsite.js" crossorigin="anonymous" integrity="sha384-trunk">
    <link rel="preload" href="BASEfont.woff2" as="font" crossorigin>
    <style>a > b, [data-prerendered] { content: "</"; }</style>
    <style></style>
    <noscript><style>.needs-scripts { display: none; }</style></noscript>
    <script>const mine = "$1 {title} &amp; <b>";</script>
    <script type="application/ld+json">{ "@type": "Person" }</script>
  </head>
  <body>
    <!-- <div id="fp:app"> -->
    <div id="fp:banner"></div>
    <div class="root" id="fp:app"><p id="fp:app">Loading <title>…</title></p></div>
    <noscript data-unrendered><p>Not drawn</p></noscript>
    <noscript><p>Drawn, without scripts</p></noscript>
    <script id="fp:boot" type="module" data-base="BASE" data-module="BASEsite.js" data-wasm="BASEsite_bg.wasm" data-chunk-list="BASElist.wasm">start("<div>")</script>
    <p>Added by the scholar</p>
  </body>
</html>
"#;

/// A folder as Trunk leaves it, and next to it a folder that is not deployed.
pub struct Build {
    pub folder: PathBuf,
    pub base: &'static str,
}

impl Build {
    pub fn new(name: &str, base: &'static str, content: &str) -> Build {
        // Tests run in parallel, and two of them may choose the same name.
        static BUILDS: AtomicUsize = AtomicUsize::new(0);
        let number = BUILDS.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}-{number}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("dist/files")).unwrap();
        let build = Build { folder, base };
        build.write("index.html", &SHELL.replace("BASE", base));
        build.write("content.json", content);
        build.write("icon.svg", ICON);
        build.write("site.js", &"export default function start() {}\n".repeat(20));
        build.write("site_bg.wasm", "\0asm");
        build.write("list.wasm", "\0asm list");
        build.write("files/paper.txt", &"A paper. ".repeat(100));
        build
    }

    pub fn dist(&self) -> PathBuf {
        self.folder.join("dist")
    }

    pub fn write(&self, path: &str, text: &str) {
        fs::write(self.dist().join(path), text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dist().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }

    pub fn run(&self) -> Result<(), String> {
        self.build(false, false)
    }

    pub fn prerender(&self, compress: bool) -> Result<(), String> {
        self.build(false, compress)
    }

    /// Runs the build with social cards.
    pub fn draw(&self) -> Result<(), String> {
        self.build(true, false)
    }

    /// Runs the complete build.
    pub fn draw_and_compress(&self) -> Result<(), String> {
        self.build(true, true)
    }

    fn build(&self, social_cards: bool, compress: bool) -> Result<(), String> {
        let folder = &*self.dist();
        Prerender { folder, base: self.base, social_cards, compress, precompressed: &HashMap::new() }
            .run()
            .map_err(|error| format!("{error:#}"))
    }

    /// Packs the shell of this build, with a small second module, and returns the file.
    pub fn pack_shell(&self) -> PathBuf {
        self.write("tools.js", "export const read = () => [];\n");
        self.write("tools_bg.wasm", "\0asm\0");
        let file = self.folder.join("shell.tar");
        fs::write(&file, Shell::of(&self.dist()).unwrap().pack().unwrap()).unwrap();
        file
    }

    /// Returns every file of the build by its path.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn list(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
                match path.is_dir() {
                    true => list(&path, &format!("{name}/"), files),
                    false => drop(files.insert(name, fs::read(&path).unwrap())),
                }
            }
        }
        let mut files = BTreeMap::new();
        list(&self.dist(), "", &mut files);
        files
    }
}

impl Drop for Build {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

pub fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

pub fn one<'h>(html: &'h Html, selector: &str) -> ElementRef<'h> {
    let found = all(html, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

pub fn attribute<'h>(html: &'h Html, selector: &str, name: &str) -> &'h str {
    one(html, selector).attr(name).unwrap_or_else(|| panic!("{selector} has no {name}"))
}

/// Returns the text of an element, with formulas as plain text.
pub fn text_of(element: ElementRef) -> String {
    let is_formula = |node: &Node| node.as_element().is_some_and(|element| element.name() == "math");
    let mut text = String::new();
    for node in element.descendants() {
        match ElementRef::wrap(node).filter(|_| is_formula(node.value())) {
            Some(formula) => text.push_str(&mathml(formula).plain_text()),
            None if node.ancestors().any(|above| is_formula(above.value())) => {}
            None => text.extend(node.value().as_text().map(|part| &**part)),
        }
    }
    text
}

/// Returns an element of MathML as the tree that the build has made.
pub fn mathml(element: ElementRef) -> math::Element {
    let known = |name: &str| math::known(name).expect("it is allowed");
    let attributes = element.value().attrs().map(|(name, value)| (known(name), value.to_owned()));
    let children = element.children().filter_map(|node| match ElementRef::wrap(node) {
        Some(element) => Some(math::Node::Element(mathml(element))),
        None => node.value().as_text().map(|text| math::Node::Text(text.to_string())),
    });
    math::Element {
        name: known(element.value().name()),
        attributes: attributes.collect(),
        children: children.collect(),
    }
}

/// Parses a page, which must be HTML without parse errors.
pub fn valid(text: &str, name: &str) -> Html {
    let html = Html::parse_document(text);
    assert!(html.errors.is_empty(), "{name}: {:?}", html.errors);
    html
}
