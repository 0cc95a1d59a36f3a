//! Compressed copies of text and WebAssembly, for hosts that serve `x.br` or `x.gz` in place of `x`.
//!
//! The formats are Brotli ([RFC 7932](https://www.rfc-editor.org/rfc/rfc7932)) and gzip
//! ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)). Compressing takes longer than all else in a build, so
//! what was compressed once is kept, by the hash of the file.

use std::{
    cmp::Reverse,
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

/// The endings of files that are worth compressing. Images and PDFs are compressed in themselves.
const COMPRESSIBLE: [&str; 14] =
    ["atom", "bib", "css", "html", "ico", "js", "json", "map", "ris", "svg", "txt", "wasm", "webmanifest", "xml"];

/// How many bytes of pages, or of another file, are compressed at the best quality: some seconds' work.
const MAX_AT_BEST_QUALITY: u64 = 2_000_000;

/// How long the cache keeps a file that no build has used.
const MAX_UNUSED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// The maximum size of a cache in bytes. The oldest files are removed first.
const MAX_CACHE_SIZE: u64 = 1 << 29;

/// Writes the compressed copies beside every file of the folder, where they are smaller than the file.
///
/// # Errors
/// The file that could not be read or written, and why.
pub fn run(output: &Output, target: &Path) -> Result<()> {
    let cache = target.join("compressed");
    let mut files = compressible_files(output.folder)?;
    // The largest first, so that no core is left with it at the end; by name, so that every run is the same.
    files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let pages = files.iter().filter(|(_, file)| is_page(file)).map(|(length, _)| length).sum();
    parallel::each(&files, "files compressed", |(_, file)| {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let Some(path) = file.strip_prefix(output.folder).ok().and_then(Path::to_str) else { return Ok(()) };
        let name = hash(&bytes);
        for format in Format::of(path, bytes.len(), pages) {
            let compressed = cached(&cache.join(format!("{name}.{}", format.key())), || format.compress(&bytes))?;
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

/// How a file is compressed.
#[derive(Clone, Copy)]
enum Format {
    Brotli { quality: i32 },
    Gzip { level: u32 },
}

impl Format {
    /// Both formats, at the quality for a file of this name and length in a site with so many bytes of pages.
    fn of(path: &str, length: usize, pages: u64) -> [Format; 2] {
        let quality = match is_page(Path::new(path)) {
            // There may be thousands, and all are compressed again whenever the content changes. At 6 that is forty
            // times as fast as at 11, and the copies are a tenth larger.
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

    /// Tells results of the same file apart.
    fn key(self) -> String {
        match self {
            Format::Brotli { quality } => format!("{quality}.br"),
            Format::Gzip { level } => format!("{level}.gz"),
        }
    }

    fn compress(self, mut bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            Format::Brotli { quality } => {
                // 24 is the largest window of RFC 7932, but costs the visitor's browser memory.
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

/// Returns a file of the cache. If there is none, it is made and stored.
fn cached(file: &Path, make: impl FnOnce() -> std::io::Result<Vec<u8>>) -> Result<Vec<u8>> {
    if let Ok(bytes) = fs::read(file) {
        let _ = fs::File::options().append(true).open(file).and_then(|file| file.set_modified(SystemTime::now()));
        return Ok(bytes);
    }
    let bytes = make().with_context(|| file.display().to_string())?;
    // Under a name of its own first: a run that is stopped here must not leave a part.
    static PARTS: AtomicUsize = AtomicUsize::new(0);
    let part = file.with_extension(format!("{}-{}.part", std::process::id(), PARTS.fetch_add(1, Relaxed)));
    write(&part, &bytes)?;
    fs::rename(&part, file).with_context(|| file.display().to_string())?;
    Ok(bytes)
}

/// Removes files from a cache that no run has used for long, and the oldest ones if it is too large.
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
