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

use crate::build::{file::hash, output::Output, parallel};

/// The extensions of files that are worth compressing. Images and PDFs are already compressed.
const COMPRESSIBLE: [&str; 14] =
    ["atom", "bib", "css", "html", "ico", "js", "json", "map", "ris", "svg", "txt", "wasm", "webmanifest", "xml"];

/// The minimum size in bytes. A smaller file fits in one TCP segment with the headers of the response, so a compressed
/// copy does not arrive earlier.
const MIN_SIZE: u64 = 1000;

/// Compressed copies ([`Format::BEST`]) that exist already, by the SHA-256 of the file.
pub type Precompressed = HashMap<String, Vec<u8>>;

/// The maximum size in bytes of a module or a style sheet for the best quality. Compressing this much takes several seconds.
const MAX_AT_BEST_QUALITY: u64 = 2_000_000;

/// The maximum size of a page in bytes for the best quality of Brotli, which takes 0.2 s for it.
const MAX_PAGE_AT_BEST_QUALITY: u64 = 200_000;

/// The maximum size in bytes of all pages together for copies in both formats. The pages of a larger site are compressed
/// with gzip only: Brotli takes three times as long and saves 8 % of a page.
const MAX_PAGES_IN_BOTH: u64 = 30_000_000;

/// Writes compressed copies next to every file of the folder if they are smaller than the file.
///
/// # Errors
/// Fails if a file cannot be read or written. The error names the file.
pub fn run(output: &Output, precompressed: &Precompressed) -> Result<()> {
    let mut files = compressible_files(output.folder)?;
    // The largest file goes first, so that no core has to work on it alone at the end.
    files.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let pages = files.iter().filter(|(_, file)| is_page(file)).map(|(length, _)| length).sum();
    parallel::each(&files, "files compressed", |(length, file)| {
        let bytes = fs::read(file).with_context(|| file.display().to_string())?;
        let Some(path) = file.strip_prefix(output.folder).ok().and_then(Path::to_str) else { return Ok(()) };
        for format in Format::of(path, *length, pages) {
            let known = if *format == Format::BEST { precompressed.get(&hash(&bytes)).cloned() } else { None };
            let compressed = match known {
                Some(copy) => copy,
                None => format.compress(&bytes).with_context(|| file.display().to_string())?,
            };
            let copy = format!("{path}.{}", format.extension());
            if compressed.len() < bytes.len() && !output.write_unless_customized(&copy, &compressed)? {
                eprintln!("{copy}: your own file stays; some hosts send it in place of {path}");
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

fn is_page(file: &Path) -> bool {
    has_extension(file, &["html"])
}

/// A compression format and its quality.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Format {
    Brotli { quality: i32 },
    Gzip { level: u32 },
}

impl Format {
    /// The best quality of Brotli.
    pub const BEST: Format = Format::Brotli { quality: 11 };

    /// The formats of modules, of style sheets and of short pages of the menu. Most first visits download them, and they are few.
    /// A page has 8 % fewer bytes than in [`Format::OF_OTHERS`], and a style sheet 6 %.
    const OF_FIRST_VISITS: &[Format] = &[Format::BEST, Format::GZIP];

    /// The formats of other files. Quality 6 is 40 times as fast as 11, and the copies are 7 % larger.
    const OF_OTHERS: &[Format] = &[Format::Brotli { quality: 6 }, Format::GZIP];

    const GZIP: Format = Format::Gzip { level: 6 };

    /// Returns the formats for the file at a path below the folder, of this length. `pages` is the size of all pages in bytes.
    fn of(path: &str, length: u64, pages: u64) -> &'static [Format] {
        let file = Path::new(path);
        let is_part_of_pages = has_extension(file, &["css", "js", "wasm"]) && length <= MAX_AT_BEST_QUALITY;
        let is_short_page_of_menu =
            is_page(file) && path.matches('/').count() <= 1 && length <= MAX_PAGE_AT_BEST_QUALITY;
        if is_part_of_pages || is_short_page_of_menu {
            Format::OF_FIRST_VISITS
        } else if is_page(file) && pages > MAX_PAGES_IN_BOTH {
            &[Format::GZIP]
        } else {
            Format::OF_OTHERS
        }
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
                // The base-2 logarithm of the window, which holds the file. 24 is the largest of RFC 7932. Below 18, this
                // encoder is ten times as slow.
                let lgwin = bytes.len().next_power_of_two().ilog2().clamp(18, 24) as i32;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_depend_on_the_kind_and_size_of_a_file() {
        let of = Format::of;
        assert_eq!(of("a_bg.wasm", 600_000, 40_000_000), Format::OF_FIRST_VISITS);
        assert_eq!(of("index.html", 60_000, 40_000_000), Format::OF_FIRST_VISITS);
        assert_eq!(of("styles.css", 30_000, 40_000_000), Format::OF_FIRST_VISITS);
        assert_eq!(of("publications/index.html", 102_000, 0), Format::OF_FIRST_VISITS);
        assert_eq!(of("cv/index.html", 200_001, 0), Format::OF_OTHERS);
        assert_eq!(of("files/a.js", 2_000_001, 0), Format::OF_OTHERS);
        assert_eq!(of("a/b/index.html", 60_000, 30_000_000), Format::OF_OTHERS);
        assert_eq!(of("a/b/index.html", 60_000, 30_000_001), [Format::GZIP]);
        assert_eq!(of("content.json", 60_000, 30_000_001), Format::OF_OTHERS);
    }

    #[test]
    fn files_of_every_size_are_read_back() {
        for length in [0, 1, 1000, (1 << 18) - 1, (1 << 18) + 1, (1 << 22) + 1] {
            let bytes: Vec<u8> = (0..length).map(|place: u32| (place.wrapping_mul(place) >> 7) as u8 % 29).collect();
            let compressed = Format::Brotli { quality: 2 }.compress(&bytes).unwrap();
            let mut read = Vec::new();
            brotli::BrotliDecompress(&mut &*compressed, &mut read).unwrap();
            assert!(read == bytes, "{length}");
        }
    }
}
