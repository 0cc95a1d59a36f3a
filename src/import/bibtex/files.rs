//! Fields with links and files: those of reference managers, and the custom fields of al-folio and Hugo.

use serde_json::json;

use crate::{
    import::{draft::Draft, identifiers::is_web_url, latex::verbatim, work::preview_description},
    url::SafeUrl,
};

/// The fields that name a link: the field, the kind of link, and the folder of al-folio in which a file without a folder is.
const FIELDS: [(&str, &str, &str); 47] = [
    ("pdf", "paper", "assets/pdf/"),
    ("paper", "paper", "assets/pdf/"),
    ("url_pdf", "paper", ""),
    ("url_paper", "paper", ""),
    ("pdf_url", "paper", ""),
    ("preprint", "paper", "assets/pdf/"),
    ("url_preprint", "paper", ""),
    ("html", "", "assets/html/"),
    ("url_html", "", ""),
    ("code", "code", ""),
    ("url_code", "code", ""),
    ("github", "code", ""),
    ("source_code", "code", ""),
    ("url_source", "code", ""),
    ("software_url", "code", ""),
    ("slides", "slides", "assets/pdf/"),
    ("url_slides", "slides", ""),
    ("presentation", "slides", "assets/pdf/"),
    ("talk", "talk", ""),
    ("url_talk", "talk", ""),
    ("video", "video", "assets/video/"),
    ("url_video", "video", ""),
    ("youtube", "video", ""),
    ("poster", "poster", "assets/pdf/"),
    ("url_poster", "poster", ""),
    ("website", "website", ""),
    ("webpage", "website", ""),
    ("web", "website", ""),
    ("project", "website", ""),
    ("projectpage", "website", ""),
    ("project_page", "website", ""),
    ("url_project", "website", ""),
    ("homepage", "website", ""),
    ("url_link", "website", ""),
    ("presentation-video", "video", ""),
    ("urlsuppl1", "supplement", ""),
    ("urlsuppl2", "supplement", ""),
    ("urlsuppl3", "supplement", ""),
    ("blog", "blog", ""),
    ("demo", "demo", ""),
    ("data", "data", ""),
    ("dataset", "data", ""),
    ("url_dataset", "data", ""),
    ("artifact", "artifact", ""),
    ("supp", "supplement", "assets/pdf/"),
    ("supplement", "supplement", "assets/pdf/"),
    ("appendix", "supplement", "assets/pdf/"),
];

/// Returns `true` for a field that names a link.
pub(super) fn is_link(field: &str) -> bool {
    FIELDS.iter().any(|(name, ..)| *name == field)
}

/// Adds the image of a publication, al-folio's `preview`.
pub(super) fn add_preview(draft: &mut Draft, value: &str) {
    let value = verbatim(value);
    let folder = if value.contains('/') { "" } else { "assets/img/publication_preview/" };
    let src = [folder, &value].concat();
    match SafeUrl::image(&src) {
        _ if value.is_empty() => {}
        Ok(_) => {
            let alt = preview_description(draft.text("title"));
            draft.work.fields.insert("image".to_owned(), json!({ "src": src, "alt": alt }));
        }
        Err(_) => draft.no_place("preview", &value),
    }
}

/// Adds the link of a field.
pub(super) fn add_link(draft: &mut Draft, field: &str, value: &str) {
    let Some((_, kind, folder)) = FIELDS.iter().find(|(name, ..)| *name == field) else { return };
    let value = verbatim(value);
    if value.is_empty() || matches!(&*value, "true" | "false") {
        return;
    }
    let label = if kind.is_empty() { "HTML" } else { "" };
    if is_web_url(&value) || value.starts_with("www.") {
        draft.link(field, kind, &value, label);
    } else if value.contains(char::is_whitespace) && !looks_like_file(&value) {
        draft.no_place(field, &value);
    } else if is_local(&value) {
        local(draft, field, &value);
    } else if value.contains('/') || folder.is_empty() {
        // A path of the old site, or a host without a scheme.
        let is_host = value.split('/').next().is_some_and(is_host);
        let url = if is_host { ["https://", &value].concat() } else { value.trim_start_matches('/').to_owned() };
        draft.link(field, kind, &url.replace(' ', "%20"), label);
    } else {
        draft.link(field, kind, &[folder, &*value].concat().replace(' ', "%20"), label);
    }
}

/// Returns `true` for a host such as "github.com".
fn is_host(text: &str) -> bool {
    let mut labels = text.rsplit('.');
    let is_top = labels.next().is_some_and(|label| {
        matches!(
            label,
            "com" | "org" | "net" | "edu" | "io" | "gov" | "ai" | "be" | "uk" | "de" | "fr" | "eu" | "ch" | "jp"
        )
    });
    is_top && labels.next().is_some() && !text.starts_with('.')
}

fn looks_like_file(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(_, ending)| (2..=4).contains(&ending.len()) && !ending.contains(' '))
}

/// Returns `true` for a path on the scholar's computer.
fn is_local(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':') && path.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let home = ["/Users/", "/home/", "Users/", "home/", "~", "file:", "\\\\", "/Volumes/", "/media/", "/mnt/"];
    drive || home.iter().any(|start| path.starts_with(start))
}

fn local(draft: &mut Draft, field: &str, path: &str) {
    let message = format!(
        "found the file \"{path}\" on a computer, which visitors cannot open; it is left out; copy the file to the folder of \
         the site and link it"
    );
    draft.warn(field, message);
}

/// Adds the files of a reference manager: "description:path:type", separated by semicolons, with a backslash before a colon
/// or a semicolon of a path (JabRef, Zotero, Mendeley), or only a path.
pub(super) fn add_files(draft: &mut Draft, value: &str) {
    // Mendeley writes the backslash of Windows as a formula.
    let value =
        value.replace("{\\$}\\backslash{\\$}", "\\").replace("$\\backslash$", "\\").replace("\\textbackslash{}", "\\");
    for file in split_escaped(&value, ';') {
        let parts: Vec<String> = split_escaped(&file, ':').into_iter().map(|part| unescaped(&part)).collect();
        let is_url = is_web_url(&file);
        let (path, kind) = match parts.as_slice() {
            _ if is_url => (unescaped(&file), String::new()),
            // The path of Windows has a colon that Mendeley does not escape.
            [_, drive, path, kind] if drive.len() == 1 => ([&**drive, ":", path].concat(), kind.clone()),
            [_, path, kind] => (path.clone(), kind.clone()),
            [path, kind] if !kind.contains(['/', '\\']) => (path.clone(), kind.clone()),
            _ => (unescaped(&file), String::new()),
        };
        let path = path.trim();
        if path.is_empty() {
            continue;
        }
        let is_paper = kind.to_lowercase().contains("pdf") || path.to_lowercase().ends_with(".pdf");
        if is_web_url(path) {
            draft.link("file", if is_paper { "paper" } else { "" }, path, "");
        } else if is_local(path) || path.starts_with('/') {
            local(draft, "file", path);
        } else if is_paper {
            draft.link("file", "paper", &path.replace('\\', "/").replace(' ', "%20"), "");
        } else {
            draft.no_place("file", path);
        }
    }
}

/// Splits a text at a sign that no backslash precedes. The backslashes are kept.
fn split_escaped(text: &str, sign: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_escaped = false;
    for letter in text.chars() {
        if letter == sign && !is_escaped {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    parts
}

fn unescaped(text: &str) -> String {
    let mut plain = text.trim().to_owned();
    for (escaped, sign) in [("\\:", ":"), ("\\;", ";"), ("\\_", "_"), ("\\&", "&"), ("\\%", "%"), ("{\\_}", "_")] {
        plain = plain.replace(escaped, sign);
    }
    plain
}
