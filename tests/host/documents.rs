//! Checks that every file that the documents name or link to exists.

use std::{fs, path::Path};

/// The folders whose files the documents name.
const FOLDERS: [&str; 10] =
    ["src/", "tests/", "style/", "hosting/", "docs/", "tools/", "template/", "packaging/", ".github/", ".cargo/"];

fn documents() -> Vec<String> {
    let root = ["README.md", "AGENTS.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    let decisions = fs::read_dir("docs/decisions").unwrap().map(|entry| entry.unwrap().path());
    let decisions = decisions.map(|path| path.to_str().unwrap().replace('\\', "/"));
    root.into_iter().map(str::to_owned).chain(decisions).collect()
}

#[test]
fn every_file_named_in_a_document_exists() {
    let mut missing = Vec::new();
    let mut count = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let named = text
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)) && !span.contains([' ', '\n']));
        for path in named {
            count += 1;
            if !Path::new(path).exists() {
                missing.push(format!("{document} names {path}"));
            }
        }
        let folder = Path::new(&document).parent().unwrap();
        // Code may contain examples of Markdown.
        let prose: String = text.split('`').step_by(2).collect();
        let links = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.starts_with("https:")) {
            count += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target =
                if file.is_empty() { text.clone() } else { fs::read_to_string(folder.join(file)).unwrap_or_default() };
            let exists = (file.is_empty() || folder.join(file).exists())
                && (anchor.is_empty() || anchors(&target).any(|heading| heading == anchor));
            if !exists {
                missing.push(format!("{document} links to {link}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(count > 80, "{count}");
}

/// Returns the anchors of the headings of a Markdown document, as GitHub makes them: in lower case, with hyphens.
fn anchors(text: &str) -> impl Iterator<Item = String> {
    let headings = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    headings.map(|heading| {
        let letters = heading.to_lowercase();
        letters.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).collect::<String>().replace(' ', "-")
    })
}
