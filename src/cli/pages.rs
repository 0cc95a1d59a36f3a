//! `frontispiece pages`: a file for every address, since a static host answers only for files.

use std::{fs, path::Path};

use crate::{
    content::{self, Content},
    markdown::Prepared,
    page::{Base, Page},
};

/// Copies the built `index.html` to every address of the content, to every old one, and to `404.html`,
/// each with its own title.
///
/// # Errors
/// The file that could not be read or written, and why.
pub fn run(dist: &Path, base: &str) -> Result<(), String> {
    let base = Base::new(base);
    let shell = super::read(&dist.join("index.html"))?;
    let file = dist.join("content.json");
    let text = super::read(&file)?;
    let reading = content::read(&text).map_err(|problem| format!("{}:{problem}", file.display()))?;
    let content = &reading.content;
    let shell = with_markdown(&shell, content, dist, &base)?;
    let write = |path: &str, page: &Page| {
        let titled = with_title(&shell, &page.title(content))?;
        let target = dist.join(path.trim_start_matches('/'));
        let target = if path.ends_with('/') { target.join("index.html") } else { target };
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        fs::write(&target, titled).map_err(|error| format!("{}: {error}", target.display()))
    };
    let pages = Page::all(content);
    for page in &pages {
        write(&page.path(), page)?;
    }
    for (from, to) in content.site.redirects.iter() {
        write(from, &Page::parse(to, content))?;
    }
    write("/404.html", &Page::NotFound)?;
    println!("{} pages at {}", pages.len(), base.as_str());
    Ok(())
}

/// Writes the content's Markdown, parsed, to a file, and its address into the page.
fn with_markdown(page: &str, content: &Content, dist: &Path, base: &Base) -> Result<String, String> {
    let prepared = Prepared::new(&content.markdown_texts());
    let name = format!("markdown-{}.json", prepared.of());
    let json = serde_json::to_string(&prepared).map_err(|error| format!("{name}: {error}"))?;
    let file = dist.join(&name);
    fs::write(&file, json).map_err(|error| format!("{}: {error}", file.display()))?;
    const BOOT: &str = "<script id=\"boot\"";
    if !page.contains(BOOT) {
        return Err(format!("index.html: found no {BOOT}, which Trunk.toml's pattern_script writes"));
    }
    Ok(page.replacen(BOOT, &format!("{BOOT} data-markdown=\"{}{name}\"", base.as_str()), 1))
}

/// The page with another text in its `<title>`.
fn with_title(page: &str, title: &str) -> Result<String, String> {
    let missing = "index.html: found no <title>…</title>, which the title of each page takes the place of";
    let (before, rest) = page.split_once("<title>").ok_or(missing)?;
    let (_, after) = rest.split_once("</title>").ok_or(missing)?;
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    Ok(format!("{before}<title>{title}</title>{after}"))
}
