//! A machine without the tools of a checkout.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::support::{build::Build, scratch::Scratch};

/// The programs that the steps and the commands may use.
const TOOLS: [&str; 11] = ["bash", "cat", "curl", "git", "grep", "gzip", "mkdir", "mv", "sha256sum", "sh", "tar"];

/// The programs of a checkout, which a site must not need.
const FORBIDDEN: [&str; 6] = ["cargo", "node", "npm", "rustc", "trunk", "wasm-bindgen"];

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Returns the file of a program on PATH.
fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Returns the artifact of `make package` with an extension, if there are artifacts.
pub fn artifact(extension: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("FRONTISPIECE_ARTIFACTS")?);
    let mut files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|file| file.extension() == Some(OsStr::new(extension)));
    Some(fs::canonicalize(file.unwrap_or_else(|| panic!("{}: found no .{extension}", folder.display()))).unwrap())
}

/// A machine without the tools of a checkout: a folder with the programs on its PATH, and the program itself.
pub struct Machine {
    pub scratch: Scratch,
    /// The release build whose shell the program uses.
    _release: Build,
}

impl Machine {
    pub fn new(name: &str) -> Machine {
        let scratch = Scratch::new(name);
        let release = Build::new(name, "/", "{}");
        let program = scratch.path().join("program/frontispiece");
        fs::create_dir_all(program.parent().unwrap()).unwrap();
        match artifact("gz") {
            Some(archive) => {
                let mut tar = Command::new("tar");
                tar.args(["--strip-components", "1", "-xzf"]).arg(archive).current_dir(program.parent().unwrap());
                assert!(tar.status().unwrap().success());
            }
            None => {
                // The program of this build has no shell.
                let (own, shell) = (env!("CARGO_BIN_EXE_frontispiece"), release.pack_shell());
                let script = format!(
                    "#!/bin/sh\ncase $1 in build|serve) exec '{own}' \"$@\" --shell '{}';; esac\nexec '{own}' \"$@\"\n",
                    shell.display()
                );
                executable(&program, &script);
            }
        }
        fs::create_dir(scratch.path().join("tools")).unwrap();
        for tool in TOOLS {
            let file = find(tool).unwrap_or_else(|| panic!("{tool} is not on PATH"));
            std::os::unix::fs::symlink(file, scratch.path().join("tools").join(tool)).unwrap();
        }
        Machine { scratch, _release: release }
    }

    /// Returns a PATH with these folders and the tools.
    fn path(&self, folders: &[PathBuf]) -> OsString {
        let path: Vec<PathBuf> = folders.iter().cloned().chain([self.scratch.path().join("tools")]).collect();
        for program in FORBIDDEN {
            assert!(!path.iter().any(|folder| folder.join(program).exists()), "{program} is on PATH");
        }
        env::join_paths(path).unwrap()
    }

    /// Returns a command in a folder, with nothing of this machine but the tools.
    pub fn command(&self, program: &Path, folder: &Path, path: &[PathBuf]) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder).env_clear().env("HOME", self.scratch.path()).env("PATH", self.path(path));
        for (name, value) in [("NAME", "Noor Tessel"), ("EMAIL", "noor@noor.example")] {
            command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
        }
        command
    }

    pub fn program(&self) -> PathBuf {
        self.scratch.path().join("program")
    }

    /// Creates a site with the program and returns its folder.
    pub fn new_site(&self) -> PathBuf {
        let site = self.scratch.path().join("me");
        let mut command = self.command(&self.program().join("frontispiece"), self.scratch.path(), &[]);
        succeeds(command.arg("new").arg("me"));
        site
    }
}

pub fn executable(file: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(file, text).unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Returns what a command prints on both streams.
pub fn printed(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned()).concat()
}

pub fn succeeds(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", printed(&output));
    printed(&output)
}
