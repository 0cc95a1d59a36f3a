//! The command line: check the content, print its schema, finish a release.

mod bench;
mod check;
mod pages;
pub mod render;

use std::{path::Path, process::ExitCode};

const HELP: &str = "\
frontispiece check [public/content.json]   look for mistakes; exit status 1 if there are any
frontispiece schema                        print the JSON Schema of content.json
frontispiece pages DIST BASE               write a page for every address into a release build
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
        ["pages", dist, base] => pages::run(Path::new(dist), base),
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

/// Reads a file; the error names it.
fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
