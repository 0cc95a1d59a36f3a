//! The command line, with a file for each command.

mod arguments;
mod bench;
mod build;
mod check;
mod completions;
mod failure;
mod import;
mod new;
pub mod old_site;
mod pack_shell;
mod prerender;
mod schema;
mod serve;
mod shell_word;
mod site_folder;
mod write;

use std::{ffi::OsString, io::ErrorKind, process::ExitCode};

use clap::Parser;

use crate::{
    cli::{
        arguments::{Arguments, Command},
        failure::Failure,
    },
    util::printing,
};

/// Runs the command in the arguments, of which the first is the name of the program. Returns the exit status: 2 for wrong
/// arguments, and 1 if the command has written everything but its report.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let status = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => match execute(arguments.command) {
            Ok(true) => 0,
            Ok(false) => 1,
            Err(Failure { error, status }) => {
                eprintln!("{error:#}");
                status
            }
        },
        // The help is such an error, too.
        Err(error) => match error.print() {
            Err(unwritable) if unwritable.kind() != ErrorKind::BrokenPipe => report_unwritable(&unwritable),
            _ => error.exit_code().try_into().unwrap_or(2),
        },
    };
    match printing::finish() {
        Err(unwritable) if status == 0 => report_unwritable(&unwritable).into(),
        _ => status.into(),
    }
}

fn report_unwritable(error: &std::io::Error) -> u8 {
    eprintln!("cannot write to the standard output: {error}");
    1
}

/// Runs a command. Returns `false` if it has found errors or has skipped something.
fn execute(command: Command) -> Result<bool, Failure> {
    match command {
        Command::New(arguments) => return new::run(&arguments),
        Command::Import(arguments) => return import::run(&arguments),
        Command::Check(arguments) => return Ok(check::run(&arguments)?),
        Command::Build(arguments) => build::run(&arguments)?,
        Command::Serve(arguments) => serve::run(&arguments)?,
        Command::Preview(arguments) => serve::preview::run(&arguments)?,
        Command::Schema => schema::run(),
        Command::Completions { shell } => completions::run(shell),
        Command::Prerender { dist, base, no_compression, no_pictures } => {
            prerender::run(&dist, &base, !no_pictures, !no_compression)?;
        }
        Command::Bench { dist } => bench::run(&dist)?,
        Command::PackShell { dist, file } => pack_shell::run(&dist, &file)?,
    }
    Ok(true)
}
