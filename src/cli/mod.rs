//! The command line, with a file for each command.

mod arguments;
mod bench;
mod build;
mod check;
mod import;
mod new;
pub mod old_site;
mod pack_shell;
mod prerender;
mod schema;
mod serve;
mod site_folder;

use std::{ffi::OsString, io, process::ExitCode};

use clap::{CommandFactory, Parser};

use crate::cli::arguments::{Arguments, Command};

/// Runs the command in the arguments, of which the first is the name of the program. Wrong arguments are reported, with
/// exit status 2.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let result = match Arguments::parse_from(arguments).command {
        Command::New(arguments) => new::run(&arguments).map(|()| true),
        Command::Import(arguments) => return import::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Build(arguments) => build::run(&arguments).map(|()| true),
        Command::Serve(arguments) => serve::run(&arguments).map(|()| true),
        Command::Preview(arguments) => serve::preview::run(&arguments).map(|()| true),
        Command::Schema => {
            schema::run();
            Ok(true)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "frontispiece", &mut io::stdout());
            Ok(true)
        }
        Command::Prerender { dist, base, no_compression, no_pictures } => {
            prerender::run(&dist, &base, !no_pictures, !no_compression).map(|()| true)
        }
        Command::Bench { dist } => bench::run(&dist).map(|()| true),
        Command::PackShell { dist, file } => pack_shell::run(&dist, &file).map(|()| true),
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
