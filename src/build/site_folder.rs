//! Reads the content of a site folder, `content.json` and the Markdown files that it names, and publishes it.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::{
    build::{local_file, public, text_file},
    check::{Files, similar_file},
    content::{self, Content, Diagnostic, MarkdownFiles, Reading, decode, markdown_paths, plain_json, with_file_texts},
    markdown::{each_target, parse, title_document},
    url::SafeUrl,
    util::{json, text},
};

/// The content of a site folder.
pub struct SiteContent {
    /// The path of `content.json`.
    pub file: PathBuf,
    /// The text of `content.json`.
    pub text: String,
    /// The Markdown files that it names.
    pub markdown: MarkdownFiles,
}

impl SiteContent {
    /// Reads `content.json` and the Markdown files that it names. A Markdown file that cannot be read becomes an error of
    /// the value that names it. The inner result is an error if `content.json` is not UTF-8.
    ///
    /// # Errors
    /// Fails if `content.json` or the list of the folder's files cannot be read. The error names the file.
    pub fn read(file: &Path) -> Result<Result<SiteContent, Diagnostic>> {
        let bytes = crate::build::file::read(file).with_context(|| file.display().to_string())?;
        let text = match decode(bytes) {
            Ok(text) => text,
            Err(diagnostic) => return Ok(Err(diagnostic)),
        };
        let markdown = markdown_files(folder_of(file), &text)?;
        Ok(Ok(SiteContent { file: file.to_owned(), text, markdown }))
    }

    /// Returns the folder.
    pub fn folder(&self) -> &Path {
        folder_of(&self.file)
    }

    /// Returns the paths of `content.json` and of all files that it names, also of those that do not exist. A change of one
    /// of them changes the content.
    pub fn files(&self) -> Vec<PathBuf> {
        let markdown = self.markdown.paths().map(|path| self.file.with_file_name(path));
        [self.file.clone()].into_iter().chain(markdown).collect()
    }
}

/// Returns the site folder of a `content.json`.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the path of the file that a diagnostic is about, given the path of `content.json`.
pub fn file_of(diagnostic: &Diagnostic, content_file: &Path) -> PathBuf {
    match &diagnostic.file {
        Some(path) => content_file.with_file_name(path),
        None => content_file.to_owned(),
    }
}

/// Reads the Markdown files that a profile names, from its site folder.
///
/// # Errors
/// Fails if a folder cannot be listed. The error names it.
pub fn markdown_files(folder: &Path, profile: &str) -> Result<MarkdownFiles> {
    let mut markdown = MarkdownFiles::default();
    let paths = markdown_paths(profile);
    if paths.is_empty() {
        return Ok(markdown);
    }
    // The list distinguishes upper and lower case on every system.
    let listed = public::files(folder)?;
    for path in paths {
        match read_markdown(folder, &path, &listed) {
            Ok(bytes) => markdown.insert(path, bytes),
            Err(Unavailable { reason, remedy }) => markdown.insert_unavailable(path, &reason, &remedy),
        }
    }
    Ok(markdown)
}

/// Why a file cannot be read.
struct Unavailable {
    reason: String,
    remedy: String,
}

fn read_markdown(folder: &Path, path: &str, listed: &Files) -> Result<Vec<u8>, Unavailable> {
    let because = |reason: &str, remedy: &str| Unavailable { reason: reason.to_owned(), remedy: remedy.to_owned() };
    let unreadable =
        |error: std::io::Error| because(&format!("which cannot be read ({error})"), "check its permissions");
    let file = folder.join(path);
    if let Some(reason) = listed.why_unpublished(path) {
        return Err(because(&reason, "put the text into a published file"));
    }
    if !listed.has(path) {
        let remedy = match similar_file(listed, path, text::normalize) {
            Some(similar) => format!("did you mean \"{similar}\"?"),
            None => "create the file, or correct its path".to_owned(),
        };
        let reason = if file.is_dir() { "which is a folder" } else { "which does not exist" };
        return Err(because(reason, &remedy));
    }
    // To read a pipe or a device may take forever.
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(because("which is not a regular file", "replace it with a text file"));
    }
    fs::read(file).map_err(unreadable)
}

/// Returns the content as visitors download it, and what can be read of it: without comments, and with the texts of the
/// Markdown files that it names. A text that is not valid JSON stays as it is.
///
/// # Errors
/// Fails if nothing of the content is readable.
pub fn published(site: &SiteContent) -> Result<(String, Reading)> {
    let is_valid = content::syntax_errors(&site.text).is_empty();
    // The trusted reader of the visitor's module knows neither comments nor files.
    let plain = if is_valid { plain_json(&site.text) } else { (&*site.text).into() };
    let reading = content::read_with_files(&plain, &site.markdown)
        .map_err(|diagnostic| anyhow!("{}:{diagnostic}", site.file.display()))?;
    match is_valid && !reading.file_values.is_empty() {
        true => Ok((with_file_texts(&plain, &reading.file_values, &site.markdown), reading)),
        false => Ok((plain.into_owned(), reading)),
    }
}

/// Writes the `content.json` of a build as visitors download it, and removes the Markdown files whose texts it has, unless
/// the content links to them. Returns the text, and what can be read of it.
///
/// # Errors
/// Fails if the content is not valid JSON, or if a file cannot be read, written or removed. The error names the file.
pub fn publish(folder: &Path) -> Result<(String, Reading)> {
    let file = folder.join("content.json");
    let site = SiteContent::read(&file)?.map_err(|diagnostic| anyhow!("{}:{diagnostic}", file.display()))?;
    text_file::refuse_syntax_errors(&file, &site.text)?;
    let (text, reading) = published(&site)?;
    if text != site.text {
        fs::write(&file, &text).with_context(|| file.display().to_string())?;
    }
    let named: BTreeSet<&str> = reading.file_values.iter().map(|value| value.path.as_str()).collect();
    let omitted = unlinked(named.into_iter(), &reading.content);
    public::remove(folder, &omitted)?;
    if !omitted.is_empty() {
        println!("omitted from the site, because their texts are in content.json: {}", omitted.join(", "));
    }
    Ok((text, reading))
}

/// Returns those of these files that the content does not link to. Their texts are part of the published `content.json`.
fn unlinked<'p>(paths: impl Iterator<Item = &'p str>, content: &Content) -> Vec<String> {
    // Every text counts that is the URL of a file, whatever its field. In a doubtful case the file is published.
    let profile: Value = serde_json::from_str(&json::encode(content)).unwrap_or_default();
    let mut urls = Vec::new();
    collect_urls(&profile, &mut urls);
    for (text, _) in content.markdown_texts() {
        each_target(&parse(text).blocks, &mut |target| urls.push(target.url().clone()));
    }
    for (title, links) in content.titles_with_markup() {
        each_target(&title_document(title, links).blocks, &mut |target| urls.push(target.url().clone()));
    }
    let linked: BTreeSet<String> = urls.iter().filter_map(|url| local_file::own_path(url, content)).collect();
    paths.filter(|path| !linked.contains(*path)).map(str::to_owned).collect()
}

fn collect_urls(value: &Value, urls: &mut Vec<SafeUrl>) {
    match value {
        Value::String(text) => urls.extend(SafeUrl::link(text)),
        Value::Array(elements) => elements.iter().for_each(|element| collect_urls(element, urls)),
        Value::Object(fields) => fields.values().for_each(|value| collect_urls(value, urls)),
        _ => {}
    }
}
