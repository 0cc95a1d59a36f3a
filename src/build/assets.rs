//! Writes the files of a site besides its pages: citation files, crawler and feed files, and icons.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use anyhow::Result;

use crate::{
    build::{feeds, head::tags, images::icons, output::Output, page::template::Template, parallel, parallel::lock},
    citation::bibtex,
    context::AppContext,
};

/// Writes all of these files. Returns the PDFs that were copied into their publications' folders: paths below the base
/// by publication id.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names the file.
pub fn write(context: AppContext, template: &Template, output: &Output) -> Result<HashMap<String, String>> {
    let content = context.content;
    let pdfs = Mutex::new(HashMap::new());
    parallel::each(&content.publications, "citation files", |publication| {
        let entry = bibtex::entry(publication, content) + "\n";
        output.write_unless_customized(&tags::bibtex_file(publication), entry.as_bytes())?;
        if let Some((from, to)) = tags::own_pdf(publication, context)
            && output.copy_unless_customized(&from, &to)?
        {
            lock(&pdfs).insert(publication.id.clone(), to);
        }
        Ok(())
    })?;
    output.write_unless_customized("publications.bib", bibtex::file(&content.publications, content).as_bytes())?;
    for (name, bytes) in feeds::sitemap(context) {
        output.write_unless_customized(&name, &bytes)?;
    }
    if let Some(robots) = feeds::robots(context) {
        output.write_unless_customized("robots.txt", robots.as_bytes())?;
    }
    if let Some(feed) = feeds::atom(context) {
        output.write_unless_customized(feeds::FEED, &feed)?;
    }
    for page in &content.pages {
        if let Some(feed) = feeds::of_page(page, context) {
            output.write_unless_customized(&feeds::path_of(page), &feed)?;
        }
    }
    output.write_unless_customized(icons::MANIFEST, icons::manifest(context).as_bytes())?;
    let icon = template.icon.as_deref().and_then(|icon| icon.strip_prefix(context.base.as_str()));
    for (name, bytes) in icon.map(|icon| icons::icons(icon, output)).transpose()?.unwrap_or_default() {
        output.write_unless_customized(&name, &bytes)?;
    }
    Ok(pdfs.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Prints a note if the content has no `site.url`, or if its path differs from the base of this build.
pub fn report_site_url(context: AppContext) {
    let base = context.base.as_str();
    match &context.content.site.url {
        None => println!(
            "content.json has no site.url, so canonical URLs, social cards, sitemap.xml and feed.atom are omitted; \
             write the public URL of the site"
        ),
        Some(url) => {
            let path = url.as_str().splitn(4, '/').nth(3).unwrap_or_default().trim_matches('/');
            if path != base.trim_matches('/') {
                println!(
                    "site.url in content.json is {}, but this build is for the path {base}; canonical URLs use \
                     site.url",
                    url.as_str()
                );
            }
        }
    }
}
