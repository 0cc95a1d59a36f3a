//! Recognizes the system of an old site.

use crate::import::site::{folder::Folder, old_site::System};

/// Returns the system that builds a folder, or `None` if it is no site of a known system.
pub fn detect(folder: &Folder) -> Option<System> {
    if folder.has("_config.yml") || folder.has("_config.yaml") {
        return jekyll(folder);
    }
    let has_config = folder.paths().any(|path| {
        path.starts_with("config/_default/")
            || matches!(path, "config.toml" | "config.yaml" | "config.yml" | "hugo.toml" | "hugo.yaml" | "hugo.yml")
    });
    let has_profile = folder.has_folder("content/authors")
        || folder.has_folder("data/authors")
        || folder.has_folder("content/home")
        || folder.has_folder("content/publication")
        || folder.has_folder("content/publications");
    (has_config && has_profile).then_some(System::HugoBlox)
}

fn jekyll(folder: &Folder) -> Option<System> {
    let config = folder.text("_config.yml").or_else(|| folder.text("_config.yaml"))?;
    let has_key = |key: &str| config.lines().any(|line| line.trim_start().starts_with(key));
    if folder.has_folder("_bibliography") || has_key("scholar:") || config.contains("al-folio") {
        return Some(System::AlFolio);
    }
    let is_academic =
        folder.has_folder("_publications") || folder.has_folder("_talks") || folder.has_folder("_teaching");
    (is_academic || config.contains("academicpages") || has_key("author:")).then_some(System::AcademicPages)
}
