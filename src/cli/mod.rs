//! The command line, with a file for each command.

mod bench;
mod build;
mod check;
mod schema;

use std::{path::Path, process::ExitCode};

use anyhow::anyhow;

const HELP: &str = "\
frontispiece check [public/content.json]   print errors and warnings; the exit status is 1 if there is an error
frontispiece schema                        print the JSON Schema of content.json
frontispiece prerender DIST BASE           write every page as HTML into a release build, with host configuration and
                                           compressed copies
    --no-compression                       skip the compressed copies
    --no-pictures                          skip the social cards
frontispiece bench DIST                    print the file sizes of a release build, and timings on this host
";

/// Runs the command in the arguments.
pub fn run(arguments: impl Iterator<Item = String>) -> ExitCode {
    let arguments: Vec<String> = arguments.collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["check"] => check::run(Path::new("public/content.json")),
        ["check", file] => check::run(Path::new(file)),
        ["schema"] => {
            schema::run();
            Ok(())
        }
        ["prerender", dist, base, options @ ..] if options.iter().all(|option| option.starts_with("--no-")) => {
            build::run(Path::new(dist), base, options)
        }
        ["bench", dist] => bench::run(Path::new(dist)),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(anyhow!("found the command \"{}\"; expected one of these:\n{HELP}", other.join(" "))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
