//! The command line, with a file for each command.

mod bench;
mod build;
mod check;
mod import;
pub mod old_site;
mod schema;

use std::{path::Path, process::ExitCode};

const HELP: &str = "\
frontispiece check [DIR] [--json]          print errors and warnings of DIR/content.json (public/content.json); the exit
                                           status is 0 without errors, 1 with errors, 2 for wrong arguments
    --json                                 print them as a JSON list for programs: severity, file, line, column, path,
                                           found, expected, suggestion (null if absent)
frontispiece import FILE_OR_FOLDER…         add the publications of BibTeX, CSL-JSON, RIS, ORCID and dblp files to the
                                           profile, or everything of an old site (academicpages, al-folio, Hugo Blox),
                                           and report what became of each entry; the exit status is 0 if every entry
                                           found a place, 1 if some were skipped, 2 if nothing could be imported
    --site DIR                             the folder of the profile (public, or the current folder)
    --me NAME                              your name as printed on papers, if it is not found by itself
    --orcid ID                             fetch the works of an ORCID iD, and their metadata from Crossref
    --dry-run                              write nothing, only report
    --json                                 print the report as JSON
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
        ["check", arguments @ ..] => match check::arguments(arguments) {
            Some((file, format)) => check::run(&file, format),
            None => return wrong_usage("check", arguments),
        },
        ["import", arguments @ ..] => match import::arguments(arguments) {
            Some(parsed) => return import::run(&parsed),
            None => return wrong_usage("import", arguments),
        },
        ["schema"] => {
            schema::run();
            Ok(true)
        }
        ["prerender", dist, base, options @ ..] if options.iter().all(|option| option.starts_with("--no-")) => {
            build::run(Path::new(dist), base, options).map(|()| true)
        }
        ["bench", dist] => bench::run(Path::new(dist)).map(|()| true),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(true)
        }
        [command, arguments @ ..] => return wrong_usage(command, arguments),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Reports arguments that no command has, or that name no profile. The exit status is 2.
fn wrong_usage(command: &str, arguments: &[&str]) -> ExitCode {
    let arguments = [&[command], arguments].concat().join(" ");
    eprint!("found the command \"{arguments}\"; expected one of these, with files that exist:\n{HELP}");
    ExitCode::from(2)
}
