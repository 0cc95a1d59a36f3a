//! `frontispiece bench`: measures download sizes, and the time that the host needs.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result, anyhow};
use walkdir::WalkDir;

use crate::{
    build::render::{context, render},
    content,
    route::{Base, Route},
    util::chunk::Chunk,
};

const CHUNKS: [Chunk; 2] = [Chunk::List, Chunk::Publication];

/// Prints the size in bytes of each file of a release build, uncompressed and with Brotli (quality 11), and timings of
/// the host.
///
/// # Errors
/// Fails if a file cannot be read. The error names it.
pub fn run(dist: &Path) -> Result<()> {
    let files = files(dist)?;
    println!("{:>9} {:>9}  file", "raw", "brotli");
    let mut module = 0;
    let mut chunks = Vec::new();
    for file in &files {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let brotli = brotli_length(&bytes);
        let name = file.strip_prefix(dist).unwrap_or(file).display().to_string();
        println!("{:>9} {brotli:>9}  {name}", bytes.len());
        // The tools module is loaded only if the content has changed since the build or the visitor exports
        // publications.
        let own = !name.starts_with("tools") && (name.ends_with(".wasm") || name.ends_with(".js"));
        match CHUNKS.iter().find(|chunk| name.starts_with(&format!("{}-", chunk.name()))) {
            Some(chunk) if own => chunks.push((chunk.name(), brotli)),
            _ => module += if own { brotli } else { 0 },
        }
    }
    println!("{:>9} {module:>9}  wasm and JavaScript of a visit to the home page", "");
    for (chunk, size) in chunks {
        println!("{:>9} {:>9}  the same with the chunk of the {chunk}", "", module + size);
    }

    let file = dist.join("content.json");
    let text = crate::build::text_file::read(&file)?;
    let start = Instant::now();
    let reading = content::read(&text).map_err(|diagnostic| anyhow!("{}:{diagnostic}", file.display()))?;
    let read = start.elapsed();
    let start = Instant::now();
    let context = context(reading.content, Base::new("/"));
    let ready = start.elapsed();
    let start = Instant::now();
    let pages = Route::all(context.content);
    let length: usize = pages.iter().map(|page| render(context, &[], &page.path()).len()).sum();
    let rendered = start.elapsed();
    println!("on this host, without optimization: parsed in {read:.1?}, catalog built in {ready:.1?}");
    println!("{} pages of {length} bytes rendered in {rendered:.1?}", pages.len());
    Ok(())
}

/// Returns the files of a build sorted by name, without compressed copies.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true) {
        let path = entry.map_err(|error| anyhow!("{error}; run `make build` first"))?.into_path();
        if !path.is_dir() && path.extension().is_none_or(|ending| ending != "br" && ending != "gz") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn brotli_length(mut bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters).map_or(0, |_| compressed.len())
}
