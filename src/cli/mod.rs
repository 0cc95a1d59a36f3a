//! The command line: check the content, print its schema, finish a release.

mod check;
mod encoding;

pub mod files;
pub mod prerender;
pub mod render;

mod card;
mod extras;
mod feeds;
mod head;
mod icons;
mod json_ld;
mod portrait;
mod public;

mod redirects;
mod shell;

pub mod policy;

mod compress;
mod hosting;
mod output;
mod parallel;
mod worker;
mod xml;

mod bench;

use std::{path::Path, process::ExitCode};

use self::prerender::Prerender;
use crate::content;

const HELP: &str = "\
frontispiece check [public/content.json]   look for mistakes; exit status 1 if one is an error
frontispiece schema                        print the JSON Schema of content.json
frontispiece prerender DIST BASE           write into a release build a page for every address, what hosts read, and
                                           compressed copies
    --no-compression, --no-pictures        without the copies; without the pictures for previews
frontispiece bench DIST                    print the sizes of a release build and the host's timings
";

/// Runs the command that the arguments name.
pub fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    let arguments: Vec<String> = arguments.collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["check"] => check::run(Path::new("public/content.json")),
        ["check", file] => check::run(Path::new(file)),
        ["schema"] => {
            print!("{}", crate::content::schema::schema());
            Ok(())
        }
        ["prerender", dist, base, options @ ..] if options.iter().all(|option| option.starts_with("--no-")) => {
            prerender(dist, base, options)
        }
        ["bench", dist] => bench::run(Path::new(dist)),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!("found the command \"{}\"; expected one of these:\n{HELP}", other.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn prerender(folder: &str, base: &str, options: &[&str]) -> Result<(), String> {
    if let Some(unknown) = options.iter().find(|option| !["--no-compression", "--no-pictures"].contains(option)) {
        return Err(format!("found {unknown}; expected --no-compression or --no-pictures"));
    }
    let with = |what: &str| !options.contains(&what);
    let (compresses, draws) = (with("--no-compression"), with("--no-pictures"));
    Prerender { folder: Path::new(folder), base, target: Path::new("target"), draws, compresses }.run()
}

/// Reads a file in UTF-8. The error names the file and, if it is in another encoding, the first wrong place.
fn read(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    encoding::decode(bytes).map_err(|error| format!("{}:{error}", path.display()))
}

/// Refuses a profile that is not valid JSON.
///
/// # Errors
/// All syntax errors, a line each.
fn refuse_syntax_errors(file: &Path, text: &str) -> Result<(), String> {
    let errors = content::syntax_errors(text);
    if errors.is_empty() {
        return Ok(());
    }
    let count = if errors.len() == 1 { "1 mistake".to_owned() } else { format!("{} mistakes", errors.len()) };
    let count = format!("{count} in the JSON; the rest of the profile is checked once the file is valid JSON");
    let lines = errors.iter().map(|error| format!("{}:{error}", file.display()));
    Err(lines.chain([count]).collect::<Vec<_>>().join("\n"))
}
