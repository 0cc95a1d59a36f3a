//! Writes a generated profile:
//!
//!     cargo run --example generate -- <papers> [seed] > profile.json
//!     cargo run --example generate -- library <papers> [seed] > profile.json

use std::io::{self, Write};

use fixtures::generate::{generate, library, to_text};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (is_library, numbers) = match arguments.split_first() {
        Some((word, numbers)) if word == "library" => (true, numbers),
        _ => (false, &arguments[..]),
    };
    let numbers: Option<Vec<u64>> = numbers.iter().map(|text| text.parse().ok()).collect();
    let (papers, seed) = match numbers.as_deref() {
        Some([papers]) => (*papers, 7),
        Some([papers, seed]) => (*papers, *seed),
        _ => return Err(io::Error::other("expected: [library] <papers> [seed]")),
    };
    let profile = if is_library { library(papers as usize, seed) } else { generate(papers as usize, seed) };
    let text = to_text(&profile);
    eprintln!("{} bytes, {} a paper", text.len(), text.len() as u64 / papers.max(1));
    io::stdout().write_all(text.as_bytes())
}
