//! The arguments of every command.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell as CommandShell;

use crate::{
    cli::{import, new::arguments::Arguments as NewArguments},
    util::percent::decode_path,
};

const EXAMPLES: &str = "\
Examples:
  frontispiece new me --bib papers.bib     a new site in the folder me, with the publications of papers.bib
  frontispiece serve me                    show it at http://127.0.0.1:8080 while you edit me/content.json
  frontispiece import new.bib --site me    add what is new in a list of publications
  frontispiece check me                    find mistakes
  frontispiece build me --out public_html  write the static files for a web server

Exit status: 0 success, 1 errors in the site, skipped entries, or a file that cannot be written, 2 wrong usage or an
unreadable file to import.";

/// An academic homepage from one JSON file.
#[derive(Debug, Parser)]
#[command(name = "frontispiece", version, about, after_help = EXAMPLES, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

/// A command and its arguments.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create the folder of a site
    New(NewArguments),
    /// Add publications from BibTeX, CSL-JSON, RIS, ORCID or dblp, or everything of an old site
    Import(import::Arguments),
    /// Print errors and warnings
    Check(CheckArguments),
    /// Show the site in a browser while you edit it
    Serve(ServeArguments),
    /// Write the site as static files
    Build(BuildArguments),
    /// Print the JSON Schema of content.json, with which editors complete field names
    Schema,
    /// Print a script that completes commands and options in a shell
    #[command(
        after_help = "Example:\n  frontispiece completions bash > ~/.local/share/bash-completion/completions/frontispiece"
    )]
    Completions {
        /// The shell
        shell: CommandShell,
    },
    /// Write every page into a folder that Trunk has built (used by Trunk.toml)
    #[command(hide = true)]
    Prerender {
        /// The folder
        dist: PathBuf,
        /// The path under which the site will be served
        base: String,
        /// Skip the compressed copies
        #[arg(long)]
        no_compression: bool,
        /// Skip the social cards
        #[arg(long)]
        no_pictures: bool,
    },
    /// Write the generated files of a site to the standard output (used by serve)
    #[command(hide = true)]
    Preview(PreviewArguments),
    /// Print the file sizes of a release build, and timings on this host
    #[command(hide = true)]
    Bench {
        /// The release build
        dist: PathBuf,
    },
    /// Pack the files of a release build that do not depend on the content (used by make package)
    #[command(hide = true)]
    PackShell {
        /// The release build
        dist: PathBuf,
        /// The file to write
        file: PathBuf,
    },
}

const DIRECTORY: &str =
    "The folder of the site, with content.json [default: the current folder, or public/ in a checkout]";

/// The arguments of `frontispiece check`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 no errors (warnings are allowed), 1 errors, 2 wrong usage.")]
pub struct CheckArguments {
    #[arg(value_name = "DIR", help = DIRECTORY)]
    pub site: Option<PathBuf>,
    /// Print a JSON list for programs: severity, file, line, column, path, found, expected, suggestion
    #[arg(long)]
    pub json: bool,
}

/// The arguments of `frontispiece serve`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  frontispiece serve               show the site of the current folder at http://127.0.0.1:8080/
  frontispiece serve me --open     show another site and open it in the browser
  frontispiece serve --port 3000

A saved change appears in the browser at once. The page and the terminal list errors, warnings and what is still to do.
Other machines cannot connect. To end the program, press Ctrl-C.

Exit status: 0 ended by Ctrl-C, 1 the content is unreadable or the port is in use, 2 wrong usage.")]
pub struct ServeArguments {
    #[arg(value_name = "DIR", help = DIRECTORY)]
    pub site: Option<PathBuf>,
    /// The port, or 0 for any free port [default: the first free one from 8080 to 8090]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Use the shell in this file (for the tests of the program)
    #[arg(long, value_name = "FILE", hide = true)]
    pub shell: Option<PathBuf>,
}

/// The arguments of `frontispiece preview`.
#[derive(Args, Debug)]
pub struct PreviewArguments {
    /// The content.json of the site
    pub file: PathBuf,
    /// Use the shell in this file
    #[arg(long, value_name = "FILE")]
    pub shell: Option<PathBuf>,
}

/// The arguments of `frontispiece build`.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  frontispiece build                      write the site of the current folder to dist/
  frontispiece build me --out ~/public_html
  frontispiece build --base /~ada/        for https://example.org/~ada/

The site is checked first. Exit status: 0 the site was written, 1 it was not, 2 wrong usage.")]
pub struct BuildArguments {
    #[arg(value_name = "DIR", help = DIRECTORY)]
    pub site: Option<PathBuf>,
    /// The folder to write. Its earlier content must come from this program
    #[arg(long, value_name = "DIR", default_value = "dist")]
    pub out: PathBuf,
    /// The path under which the site will be served [default: the path of site.url, or /]
    #[arg(long, value_name = "PATH", value_parser = parse_base)]
    pub base: Option<String>,
    /// Use the shell in this file (for the tests of the program)
    #[arg(long, value_name = "FILE", hide = true)]
    pub shell: Option<PathBuf>,
}

/// Parses the path under which a site will be served. It may lack the first and the last slash.
fn parse_base(text: &str) -> Result<String, String> {
    let path = text.trim_matches('/');
    let is_name = |name: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~%+@,=".contains(c);
        // A percent sign encodes a letter, and not a slash or dots.
        let plain = decode_path(name);
        let is_encoded = !plain.contains(['%', '/', '\\']) && ![".", ".."].contains(&&*plain);
        !name.is_empty() && name.chars().all(is_plain) && is_encoded
    };
    match path.is_empty() || path.split('/').all(is_name) {
        true if path.is_empty() => Ok("/".to_owned()),
        true => Ok(format!("/{path}/")),
        false => Err("expected a path such as /homepage/, without a host, spaces, ?, # and ..".to_owned()),
    }
}

#[cfg(test)]
mod base_tests {
    use super::*;

    #[test]
    fn a_base_is_a_path() {
        for (text, base) in
            [("/", "/"), ("", "/"), ("homepage", "/homepage/"), ("/~ada/a", "/~ada/a/"), ("/a%20b/", "/a%20b/")]
        {
            assert_eq!(parse_base(text).as_deref(), Ok(base));
        }
        for text in [
            "https://a.example/x/",
            "/%zz/",
            "/a%2Fb/",
            "/%2e%2E/",
            "/a b/",
            "/../",
            "/a?b#c/",
            "\\x\\",
            "/a\"b/",
            "/a//b/",
            "/é/",
        ] {
            assert!(parse_base(text).is_err(), "{text}");
        }
    }
}
