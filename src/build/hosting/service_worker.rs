//! Writes `sw.js`, a service worker ([W3C](https://www.w3.org/TR/service-workers/)) with which returning visitors can
//! read the site offline, and `offline.html`, over which the app then builds every page.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    build::{
        file::hash,
        hosting::headers,
        output::{GENERATED, Output},
        page::{
            csp::integrity,
            template::{PageParts, Template},
        },
    },
    content::Content,
    route::Base,
    util::percent::encode_path,
};

/// The name of the worker. It is at the top of the site, because a worker controls only the folder that contains it.
pub const WORKER: &str = "sw.js";

/// The page over which the app builds all other pages.
const PAGE: &str = "offline.html";

const CONTENT: &str = "content.json";

/// The source of the worker.
const PROGRAM: &str = include_str!("service_worker.js");

/// The worker of a site that disables offline visits. It deletes the caches of earlier visits and unregisters itself.
const UNREGISTER_SCRIPT: &str = r#"// No page of this site registers this service worker anymore.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  const forget = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith(site.kind));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await registration.unregister();
  };
  event.waitUntil(forget());
});
"#;

/// Returns `true` if browsers are to store the site for offline visits.
pub fn is_wanted(content: &Content) -> bool {
    content.site.offline != Some(false)
}

/// Writes a worker that deletes the caches of earlier visits and unregisters itself. It does not replace a file of the
/// author.
///
/// # Errors
/// Fails if the file cannot be written. The error names it.
pub fn write_unregistering(base: &Base, output: &Output) -> Result<()> {
    write_worker(&json!({ "kind": kind(base) }), UNREGISTER_SCRIPT, output)
}

/// Returns the start of the names of the site's caches. Two sites on one host share one cache storage.
fn kind(base: &Base) -> String {
    format!("frontispiece {} ", base.as_str())
}

/// Writes the worker and its page. It must run after all other files are written. It does not replace files of the
/// author.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names the file.
pub fn write(content: &Content, base: &Base, template: &Template, output: &Output) -> Result<()> {
    let at = base.as_str();
    if !is_wanted(content) {
        return write_unregistering(base, output);
    }
    let title = &content.person.name;
    let html = "<p class=\"banner\">You are offline. Loading this page from your browser's saved copy…</p>";
    let meta = format!("<meta {} name=\"robots\" content=\"noindex\">", GENERATED);
    output.write_page(PAGE, &template.render(&PageParts { title, meta: &meta, path: "", html }))?;
    // The worker compares paths in their URL form. None of the generated names needs an escape there.
    let is_kept = |name: &String| headers::is_hashed(name) && encode_path(name) == *name;
    let hashed = headers::top_level_files(output)?.into_iter().filter(is_kept);
    let hashed: Vec<String> = hashed.map(|name| format!("{at}{name}")).collect();
    let page = format!("{at}{PAGE}");
    let others = [&template.boot.module, &template.boot.wasm, &page, &format!("{at}{CONTENT}")].map(String::clone);
    let chunks = template.boot.chunks.iter().map(|(_, address)| address.clone());
    let files = hashed.iter().cloned().chain(others).chain(chunks).map(|address| {
        let bytes = read(address.strip_prefix(at).unwrap_or(&address), output)?;
        Ok((address, integrity(&bytes)))
    });
    let files = files.collect::<Result<BTreeMap<String, String>>>()?;
    let kind = kind(base);
    let name = format!("{kind}{}", hash(format!("{}{PROGRAM}", json!(files)).as_bytes()));
    let site = json!({ "kind": kind, "name": name, "page": page, "files": files, "hashed": hashed });
    write_worker(&site, PROGRAM, output)
}

fn read(name: &str, output: &Output) -> Result<Vec<u8>> {
    let file = output.folder.join(name);
    fs::read(&file).with_context(|| file.display().to_string())
}

/// Writes the worker without the comments of its source.
fn write_worker(site: &serde_json::Value, program: &str, output: &Output) -> Result<()> {
    let code = program.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.flat_map(|line| [line, "\n"]).collect();
    output.write_signed(WORKER, "//", &format!("const site = {site};\n{code}"))
}
