//! `frontispiece completions`: prints a script that completes commands and options in a shell.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::arguments::Arguments;

const PROGRAM: &str = "frontispiece";

/// Prints the script for a shell.
pub fn run(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut script_command(), PROGRAM, &mut script);
    print!("{}", String::from_utf8_lossy(&script));
}

/// Returns the commands and options that the help shows. The generator would offer hidden ones, too.
fn script_command() -> Command {
    let all = Arguments::command();
    let commands = all.get_subcommands().filter(|command| !command.is_hide_set());
    // The names are from static texts, of which clap gives only short-lived borrows.
    let commands = commands.map(|command| visible(command, command.get_name().to_owned().leak()));
    visible(&all, PROGRAM).version(env!("CARGO_PKG_VERSION")).subcommands(commands)
}

fn visible(command: &Command, name: &'static str) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    let arguments = command.get_arguments().filter(|argument| !argument.is_hide_set()).cloned();
    Command::new(name).about(about).args(arguments)
}
