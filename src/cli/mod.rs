//! The command line: check the content, print its schema, finish a release.

mod bench;
mod check;

use std::{path::Path, process::ExitCode};

use anyhow::{Result, anyhow, bail};

use crate::build::site::Prerender;

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
        other => Err(anyhow!("found the command \"{}\"; expected one of these:\n{HELP}", other.join(" "))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn prerender(folder: &str, base: &str, options: &[&str]) -> Result<()> {
    if let Some(unknown) = options.iter().find(|option| !["--no-compression", "--no-pictures"].contains(option)) {
        bail!("found {unknown}; expected --no-compression or --no-pictures");
    }
    let with = |what: &str| !options.contains(&what);
    let (compresses, draws) = (with("--no-compression"), with("--no-pictures"));
    Prerender { folder: Path::new(folder), base, target: Path::new("target"), draws, compresses }.run()
}
