//! Checks which files a file may import, and that no two files import each other.
//!
//! `src/lib.rs` and ARCHITECTURE.md describe the layers. This list is the authoritative one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Every file and folder of `src/`, from the bottom up. Each may use only the earlier ones and its own files.
const LAYERS: [&str; 18] = [
    "util",
    "url",
    "math",
    "markdown",
    "content",
    "search",
    "route",
    "check",
    "citation",
    "import",
    // From here on, the code uses Leptos.
    "dom",
    "context",
    "components",
    "views",
    "app",
    // The app in the browser and the command line.
    "browser",
    "build",
    "cli",
];

/// The first layer that uses Leptos and the browser.
const VIEW: &str = "dom";

/// Crates that only the view layers and the browser layer may use.
const BROWSER_CRATES: [&str; 6] = ["leptos", "tachys", "web_sys", "js_sys", "wasm_bindgen", "gloo_net"];

/// A file of `src/` and its code, without comments and unit tests.
struct Source {
    /// The path of its module, such as `content::date`. It is empty for `lib.rs`.
    module: String,
    file: String,
    code: String,
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, files: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path.to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut files = Vec::new();
    walk(Path::new("src"), &mut files);
    files.sort();
    let is_of_the_library = |file: &String| file != "src/main.rs" && !file.starts_with("src/bin/");
    let source = |file: String| {
        let path = file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod");
        let module = if path == "lib" { String::new() } else { path.replace('/', "::") };
        let code = without_tests_and_comments(&fs::read_to_string(&file).unwrap());
        Source { module, file, code }
    };
    files.into_iter().filter(is_of_the_library).filter(|file| !file.ends_with("/tests.rs")).map(source).collect()
}

fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    code.lines().filter(is_code).collect::<Vec<_>>().join("\n")
}

/// Returns the absolute paths of modules and items that a file uses, without `crate::`.
fn named(source: &Source) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let folder: Vec<&str> = source.module.split("::").filter(|part| !part.is_empty()).collect();
    for (root, base) in
        [("crate::", &folder[..0]), ("super::", &folder[..folder.len().saturating_sub(1)]), ("self::", &folder[..])]
    {
        for (at, _) in source.code.match_indices(root) {
            let before = source.code[..at].chars().next_back();
            if before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '_' | ':')) {
                continue;
            }
            expand(&source.code[at + root.len()..], &base.join("::"), &mut paths);
        }
    }
    paths
}

/// Adds the paths of a use tree such as `a::{b, c::d}`, which may be followed by other text.
fn expand(tree: &str, base: &str, paths: &mut BTreeSet<String>) {
    let end = tree.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':')).unwrap_or(tree.len());
    let head = tree[..end].trim_end_matches(':');
    let path = [base, head].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::");
    if !tree[end..].starts_with('{') {
        paths.insert(path);
        return;
    }
    let (mut depth, mut start) = (0, end + 1);
    for (at, letter) in tree[end..].char_indices().map(|(at, letter)| (end + at, letter)) {
        match letter {
            '{' => depth += 1,
            ',' | '}' if depth == 1 => {
                let part = tree[start..at].trim();
                if !part.is_empty() {
                    expand(part, &path, paths);
                }
                start = at + 1;
                if letter == '}' {
                    return;
                }
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
}

/// Returns the module that contains a path: the longest module path that is a prefix of it.
fn holder<'m>(path: &str, modules: &'m BTreeSet<String>) -> Option<&'m String> {
    let mut path = path;
    loop {
        if let Some(module) = modules.get(path) {
            return Some(module);
        }
        path = path.rsplit_once("::")?.0;
    }
}

fn layer(module: &str) -> usize {
    let first = module.split("::").next().unwrap();
    LAYERS
        .iter()
        .position(|layer| *layer == first)
        .unwrap_or_else(|| panic!("{module} is in no layer of tests/host/layers.rs"))
}

#[test]
fn a_file_uses_only_its_own_layer_and_lower_ones() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.module.is_empty()) {
        let own = layer(&source.module);
        for path in named(source) {
            let first = path.split("::").next().unwrap();
            // Macros are at the root of the crate.
            let Some(other) = LAYERS.iter().position(|layer| *layer == first) else { continue };
            if other > own {
                wrong.push(format!("{}: {path} is in a higher layer", source.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_views_and_the_browser_layer_use_leptos_and_the_browser() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.module.is_empty()) {
        if layer(&source.module) >= layer(VIEW) {
            continue;
        }
        for name in BROWSER_CRATES {
            if source.code.contains(&format!("{name}::")) || source.code.contains(&format!("use {name}")) {
                wrong.push(format!("{}: {name}", source.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_files_and_no_folders_import_each_other() {
    let sources = sources();
    let modules: BTreeSet<String> = sources.iter().map(|source| source.module.clone()).collect();
    let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in &sources {
        let is_folder = source.file.ends_with("/mod.rs") || source.module.is_empty();
        let used = files.entry(source.module.clone()).or_default();
        for path in named(source) {
            let Some(other) = holder(&path, &modules) else { continue };
            // A mod.rs is the table of contents of its folder. It does not count as an import if a file of the folder
            // names an item that mod.rs lists.
            let lists = is_folder && other.starts_with(&format!("{}::", source.module));
            if *other != source.module && !other.is_empty() && !lists {
                used.insert(other.clone());
            }
        }
    }
    assert_eq!(cycles(&files), Vec::<String>::new());
}

/// Returns each group of modules that import each other.
fn cycles(uses: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let reach = |start: &String| {
        let mut seen: BTreeSet<&String> = BTreeSet::new();
        let mut open: Vec<&String> = uses.get(start).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(uses.get(next).into_iter().flatten());
            }
        }
        seen
    };
    let mut groups = BTreeSet::new();
    for module in uses.keys() {
        let reached = reach(module);
        if reached.contains(module) {
            let group: Vec<&str> =
                reached.iter().filter(|other| reach(other).contains(module)).map(|other| other.as_str()).collect();
            groups.insert(group.join(" <-> "));
        }
    }
    groups.into_iter().collect()
}

#[test]
fn imports_and_cycles_are_found() {
    let source = |code: &str| Source { module: "a::b".into(), file: String::new(), code: code.into() };
    let paths = |code: &str| named(&source(code)).into_iter().collect::<Vec<_>>();
    assert_eq!(paths("use crate::{c::{D, e::F}, g};"), ["c::D", "c::e::F", "g"]);
    assert_eq!(paths("use super::h; fn f() { self::i::j() }"), ["a::b::i::j", "a::h"]);
    assert_eq!(paths("let x = crate::k::L::new();"), ["k::L::new"]);
    let uses = [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")];
    let uses = uses.into_iter().map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()]))).collect();
    assert_eq!(cycles(&uses), ["a <-> b <-> c"]);
}
