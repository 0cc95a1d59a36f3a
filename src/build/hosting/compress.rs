//! Compressed copies of text and WebAssembly, for hosts that serve `x.br` or `x.gz` in place of `x`.
//!
//! The formats are Brotli ([RFC 7932](https://www.rfc-editor.org/rfc/rfc7932)) and gzip
//! ([RFC 1952](https://www.rfc-editor.org/rfc/rfc1952)). Browsers accept Brotli only over HTTPS.

use std::{
    collections::HashMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::build::{
    output::{Output, hash},
    parallel,
};

/// The extensions of files that are worth compressing. Images and PDFs are already compressed.
const COMPRESSIBLE: [&str; 14] =
    ["atom", "bib", "css", "html", "ico", "js", "json", "map", "ris", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The minimum size in bytes. A smaller file fits in one TCP segment with the headers of the response, so a compressed
/// copy does not arrive earlier.
const MIN_SIZE: u64 = 1000;

/// Compressed copies ([`Format::BEST`]) that exist already, by the SHA-256 of the file.
pub type Precompressed = HashMap<String, Vec<u8>>;

/// The maximum size in bytes of a module for the best quality. Compressing this much takes several seconds.
const MAX_AT_BEST_QUALITY: usize = 2_000_000;

/// Writes compressed copies next to every file of the folder if they are smaller than the file.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names the file.
pub fn run(output: &Output, precompressed: &Precompressed) -> Result<()> {
    let mut files = compressible_files(output.folder)?;
    // The largest file goes first, so that no core has to work on it alone at the end.
    files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    parallel::each(&files, "files compressed", |(_, file)| {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let Some(path) = file.strip_prefix(output.folder).ok().and_then(Path::to_str) else { return Ok(()) };
        let name = hash(&bytes);
        for format in Format::of(file, bytes.len()) {
            let compressed = match precompressed.get(&name) {
                Some(copy) if format == Format::BEST => Ok(copy.clone()),
                _ => format.compress(&bytes).with_context(|| file.display().to_string()),
            }?;
            if compressed.len() < bytes.len() {
                output.write(&format!("{path}.{}", format.extension()), &compressed)?;
            }
        }
        Ok(())
    })
}

/// Returns the length and the path of every file below the folder that is worth compressing.
fn compressible_files(folder: &Path) -> Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() && has_extension(entry.path(), &COMPRESSIBLE) {
            let length = entry.metadata()?.len();
            if length >= MIN_SIZE {
                files.push((length, entry.into_path()));
            }
        }
    }
    Ok(files)
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension().is_some_and(|ending| extensions.iter().any(|extension| ending == *extension))
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

    /// Returns both formats, with the quality for a file of this name and length.
    fn of(file: &Path, length: usize) -> [Format; 2] {
        // The modules are the largest download of a first visit, and they are few. There may be thousands of pages.
        // Quality 6 is 40 times as fast as 11, and the copies are 10 % larger.
        let is_module = has_extension(file, &["js", "wasm"]) && length <= MAX_AT_BEST_QUALITY;
        [Format::Brotli { quality: if is_module { 11 } else { 6 } }, Format::Gzip { level: 6 }]
    }

    fn extension(self) -> &'static str {
        match self {
            Format::Brotli { .. } => "br",
            Format::Gzip { .. } => "gz",
        }
    }

    /// Returns compressed bytes.
    ///
    /// # Errors
    /// Does not fail for any bytes.
    pub fn compress(self, mut bytes: &[u8]) -> io::Result<Vec<u8>> {
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
