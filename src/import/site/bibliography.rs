//! Bibliographies of a site, and the co-authors of al-folio.

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization;

use crate::{
    import::{
        ReadFile, Warning, Work, read,
        site::{
            addresses::Place,
            context::Context,
            document::{left_out, read_value, scalar},
            folder::Folder,
            notes::Notes,
        },
    },
    util::text::fold,
};

/// Reads the files of `_bibliography`. Their links get the new URLs of the files.
pub(super) fn bibliographies(site: &Context, notes: &mut Notes) -> Vec<(String, ReadFile)> {
    let paths: Vec<&str> = site.folder.below("_bibliography/").filter(|path| path.ends_with(".bib")).collect();
    let mut files = Vec::new();
    for path in paths {
        let Some(bytes) = site.folder.bytes(path) else { continue };
        match read(path, bytes) {
            Ok(mut file) => {
                rewrite_links(&mut file, path, site);
                files.push((path.to_owned(), file));
            }
            Err(reason) => notes.add(path, 0, "", format!("the file cannot be read: {reason}")),
        }
    }
    files
}

/// Gives the links of a bibliography their new URLs. al-folio looks for files in `assets/pdf/`.
pub(super) fn rewrite_links(file: &mut ReadFile, path: &str, site: &Context) {
    for work in &mut file.works {
        if let Some(message) = rewrite_image(work, path, site) {
            file.warnings.push(Warning { line: work.line, path: format!("{}.image", work.key), message });
        }
        let Some(Value::Array(links)) = work.fields.get_mut("links") else { continue };
        let mut missing = Vec::new();
        links.retain_mut(|link| {
            let Some(url) = link.get("url").and_then(Value::as_str).map(str::to_owned) else { return true };
            if url.contains("://") && !url.contains("{{") {
                if let Ok(new) = site.addresses.rewrite(&url, Place { file: path, path: "/" }) {
                    link["url"] = new.into();
                }
                return true;
            }
            let url = url.replace("{{ site.baseurl }}", "").replace("{{site.baseurl}}", "");
            let bare = url.trim_start_matches('/');
            let new = ["assets/pdf/", "assets/img/publication_preview/", "assets/", ""]
                .iter()
                .find_map(|folder| site.addresses.file(&format!("{folder}{bare}")))
                .or_else(|| site.addresses.rewrite(&url, Place { file: path, path: "/publications/" }).ok());
            match new {
                Some(new) => {
                    link["url"] = new.into();
                    true
                }
                None => {
                    missing.push(url);
                    false
                }
            }
        });
        if links.is_empty() {
            work.fields.remove("links");
        }
        for url in missing {
            let message = format!("the link \"{url}\" is left out: the old site has no such file");
            file.warnings.push(Warning { line: work.line, path: format!("{}.links", work.key), message });
        }
    }
}

/// Gives the image of a publication its new URL. Removes it and returns a message if the old site has no such file.
fn rewrite_image(work: &mut Work, path: &str, site: &Context) -> Option<String> {
    let image = work.fields.get_mut("image")?;
    let src = image.get("src").and_then(Value::as_str)?.to_owned();
    if src.contains("://") {
        return None;
    }
    let found =
        site.addresses.file(&src).or_else(|| site.addresses.rewrite(&src, Place { file: path, path: "/" }).ok());
    match found {
        Some(new) => {
            image["src"] = new.into();
            None
        }
        None => {
            work.fields.remove("image");
            Some(format!("the image \"{src}\" is left out: the old site has no such file"))
        }
    }
}

/// Returns `people` with the URLs of `_data/coauthors.yml`, for the authors whose names are known exactly.
pub(super) fn coauthors(files: &[(String, ReadFile)], folder: &Folder, notes: &mut Notes) -> Map<String, Value> {
    let mut people = Map::new();
    let path = "_data/coauthors.yml";
    let Some(Value::Object(entries)) = read_value(path, folder, notes) else { return people };
    let mut names: Vec<String> = Vec::new();
    for work in files.iter().flat_map(|(_, file)| &file.works) {
        let authors = work.fields.get("authors").and_then(Value::as_array).into_iter().flatten();
        for name in authors.filter_map(|author| author.as_str().or_else(|| author.get("name")?.as_str())) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    let folded = |text: &str| fold(text, |text| text.nfkd().collect::<String>().to_lowercase());
    for (family, value) in &entries {
        let list = match value {
            Value::Array(items) => items.clone(),
            other => vec![other.clone()],
        };
        for person in list {
            let Some(url) = person.get("url").and_then(scalar).filter(|url| crate::url::SafeUrl::link(url).is_ok())
            else {
                continue;
            };
            let first = match person.get("firstname") {
                Some(Value::Array(names)) => names.iter().filter_map(scalar).collect(),
                Some(name) => scalar(name).into_iter().collect::<Vec<String>>(),
                None => vec![String::new()],
            };
            let wanted: Vec<String> = first.iter().map(|first| folded(format!("{first} {family}").trim())).collect();
            let found: Vec<&String> = names.iter().filter(|name| wanted.contains(&folded(name))).collect();
            match found.split_first() {
                Some((name, aliases)) => {
                    let mut person = Map::new();
                    if !aliases.is_empty() {
                        person.insert("aliases".to_owned(), json!(aliases));
                    }
                    person.insert("url".to_owned(), url.into());
                    people.insert((*name).clone(), Value::Object(person));
                }
                None => notes.add(path, 0, family, left_out(&person)),
            }
        }
    }
    people
}
