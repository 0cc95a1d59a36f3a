//! Compressed copies of text and WebAssembly, for hosts that serve `x.br` or `x.gz` in place of `x`.
//!
//! The formats are Brotli ([RFC 7932](https://www.rfc-editor.org/rfc/rfc7932)) and gzip
//! ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)). Compression takes longer than the rest of a build, so a cache
//! keeps the results by the hash of the file.

use std::{
    cmp::Reverse,
    collections::HashMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::build::{
    output::{Output, hash, write},
    parallel,
};

/// The extensions of files that are worth compressing. Images and PDFs are already compressed.
const COMPRESSIBLE: [&str; 14] =
    ["atom", "bib", "css", "html", "ico", "js", "json", "map", "ris", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The maximum size in bytes of all pages together, or of one other file, for the best quality. Compressing this much
/// takes several seconds.
const MAX_AT_BEST_QUALITY: u64 = 2_000_000;

/// Compressed copies (Brotli, quality 11) that exist already, by the SHA-256 of the file.
pub type Precompressed = HashMap<String, Vec<u8>>;

/// How long the cache keeps a file that no build has used.
const MAX_UNUSED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The maximum size of a cache in bytes. The oldest files are removed first.
const MAX_CACHE_SIZE: u64 = 1 << 29;

/// Writes compressed copies next to every file of the folder if they are smaller than the file.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names the file.
pub fn run(output: &Output, target: &Path, precompressed: &Precompressed) -> Result<()> {
    let cache = target.join("compressed");
    let mut files = compressible_files(output.folder)?;
    // The largest file goes first, so that no core has to work on it alone at the end. Equal sizes are sorted by name,
    // so that every run is the same.
    files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let pages = files.iter().filter(|(_, file)| is_page(file)).map(|(length, _)| length).sum();
    parallel::each(&files, "files compressed", |(_, file)| {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let Some(path) = file.strip_prefix(output.folder).ok().and_then(Path::to_str) else { return Ok(()) };
        let name = hash(&bytes);
        for format in Format::of(path, bytes.len(), pages) {
            let compressed = match precompressed.get(&name) {
                Some(copy) if format == Format::BEST => Ok(copy.clone()),
                _ => cached(&cache.join(format!("{name}.{}", format.key())), || format.compress(&bytes)),
            }?;
            if compressed.len() < bytes.len() {
                output.write(&format!("{path}.{}", format.extension()), &compressed)?;
            }
        }
        Ok(())
    })?;
    prune(&cache);
    Ok(())
}

fn is_page(file: &Path) -> bool {
    file.extension().is_some_and(|end| end == "html")
}

/// Returns the length and the path of every file below the folder that is worth compressing.
fn compressible_files(folder: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        let is_compressible =
            entry.path().extension().is_some_and(|ending| COMPRESSIBLE.iter().any(|kind| ending == *kind));
        if entry.file_type().is_file() && is_compressible {
            files.push((entry.metadata()?.len(), entry.into_path()));
        }
    }
    Ok(files)
}

/// A compression format and its quality.
#[derive(Clone, Copy, PartialEq)]
pub enum Format {
    Brotli { quality: i32 },
    Gzip { level: u32 },
}

impl Format {
    /// The best quality of Brotli.
    pub const BEST: Format = Format::Brotli { quality: 11 };

    /// Returns both formats, with the quality for a file of this name and length. `pages` is the size of all pages in
    /// bytes.
    fn of(path: &str, length: usize, pages: u64) -> [Format; 2] {
        let quality = match is_page(Path::new(path)) {
            // There may be thousands of pages, and all are compressed again whenever the content changes. Quality 6 is
            // 40 times as fast as 11, and the copies are 10 % larger.
            true if pages > MAX_AT_BEST_QUALITY => 6,
            false if length as u64 > MAX_AT_BEST_QUALITY => 9,
            _ => 11,
        };
        [Format::Brotli { quality }, Format::Gzip { level: 9 }]
    }

    fn extension(self) -> &'static str {
        match self {
            Format::Brotli { .. } => "br",
            Format::Gzip { .. } => "gz",
        }
    }

    /// Returns a key that distinguishes the results for the same file.
    fn key(self) -> String {
        match self {
            Format::Brotli { quality } => format!("{quality}.br"),
            Format::Gzip { level } => format!("{level}.gz"),
        }
    }

    /// Returns compressed bytes.
    ///
    /// # Errors
    /// Does not fail for any bytes.
    pub fn compress(self, mut bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Format::Brotli { quality } => {
                // 24 is the largest window of RFC 7932, but it costs memory in the visitor's browser.
                let lgwin = if bytes.len() > 1 << 22 { 24 } else { 22 };
                let size_hint = bytes.len();
                let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin, size_hint, ..Default::default() };
                let mut compressed = Vec::new();
                brotli::BrotliCompress(&mut bytes, &mut compressed, &parameters)?;
                Ok(compressed)
            }
            Format::Gzip { level } => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
                encoder.write_all(bytes)?;
                encoder.finish()
            }
        }
    }
}

/// Returns a file of the cache. Makes and stores it if it is missing.
fn cached(file: &Path, make: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Result<Vec<u8>> {
    if let Ok(bytes) = fs::read(file) {
        let _ = fs::File::options().append(true).open(file).and_then(|file| file.set_modified(SystemTime::now()));
        return Ok(bytes);
    }
    let bytes = make().with_context(|| file.display().to_string())?;
    // The file is written under a temporary name first, so that an interrupted run leaves no incomplete file.
    static PARTS: AtomicUsize = AtomicUsize::new(0);
    let part = file.with_extension(format!("{}-{}.part", std::process::id(), PARTS.fetch_add(1, Relaxed)));
    write(&part, &bytes)?;
    fs::rename(&part, file).with_context(|| file.display().to_string())?;
    Ok(bytes)
}

/// Removes files that no run has used for [`MAX_UNUSED`], and the oldest files of a cache that is too large.
pub fn prune(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let about = |entry: fs::DirEntry| {
        let about = entry.metadata().ok()?;
        Some((about.modified().ok()?, about.len(), entry.path()))
    };
    let mut files: Vec<(SystemTime, u64, PathBuf)> = entries.flatten().filter_map(about).collect();
    files.sort_by_key(|(modified, _, _)| Reverse(*modified));
    let mut sum = 0;
    for (modified, length, file) in files {
        sum += length;
        if sum > MAX_CACHE_SIZE || modified.elapsed().is_ok_and(|age| age > MAX_UNUSED) {
            let _ = fs::remove_file(file);
        }
    }
}
