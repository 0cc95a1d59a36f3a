//! The standard output of the program, if it cannot be written.

use std::{
    fs::File,
    io,
    process::{Command, ExitStatus, Stdio},
};

use crate::support::{build::Build, scratch::Scratch};

fn program(scratch: &Scratch, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontispiece"));
    command.args(arguments).current_dir(scratch.path());
    command
}

/// Runs a command whose standard output goes to a pipe that nobody reads.
fn run_without_reader(scratch: &Scratch, arguments: &[&str]) -> (ExitStatus, String) {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    let output = program(scratch, arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
    (output.status, String::from_utf8(output.stderr).unwrap())
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_reported_after_the_work() {
    let scratch = Scratch::new("printing-full");
    for arguments in [&["new", "me"][..], &["check", "me"], &["schema"], &["completions", "bash"], &["--help"]] {
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let output = program(&scratch, arguments).stdout(full()).stderr(Stdio::piped()).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {errors}");
        assert_eq!(
            errors, "cannot write to the standard output: No space left on device (os error 28)\n",
            "{arguments:?}"
        );
        // A standard error stream that cannot be written changes nothing.
        let status = program(&scratch, &["check", "nowhere"]).stderr(full()).status().unwrap();
        assert_eq!(status.code(), Some(1), "{arguments:?}");
    }
    assert_eq!(program(&scratch, &["check", "me"]).output().unwrap().status.code(), Some(0));
}

#[test]
fn a_closed_pipe_stops_no_command() {
    let scratch = Scratch::new("printing-pipe");
    let release = Build::new("printing", "/", "{}");
    let shell = release.pack_shell();
    for arguments in
        [&["new", "me"][..], &["build", "me", "--shell", shell.to_str().unwrap()], &["schema"], &["--help"]]
    {
        let (status, errors) = run_without_reader(&scratch, arguments);
        assert_eq!((status.code(), &*errors), (Some(0), ""), "{arguments:?}");
    }
    assert!(scratch.path().join("dist/index.html").is_file());
}

#[test]
fn completions_offer_what_the_help_shows() {
    let scratch = Scratch::new("printing-completions");
    let output = program(&scratch, &["completions", "bash"]).output().unwrap();
    let script = String::from_utf8(output.stdout).unwrap();
    for offered in ["serve", "import", "--dry-run", "--orcid", "--version"] {
        assert!(script.contains(offered), "{offered}");
    }
    for hidden in ["prerender", "pack-shell", "bench", "preview", "--shell"] {
        assert!(!script.contains(hidden), "{hidden}");
    }
}
