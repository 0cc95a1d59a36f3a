//! Runs `frontispiece preview` in a separate process.

use std::{
    env, fs,
    io::{self, BufReader, Read, Write},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::SystemTime,
};

use anyhow::{Context, Result, anyhow};

use crate::{
    build::shell::Shell,
    cli::serve::preview::{Built, read_frame},
};

/// The command that builds a site.
pub struct BuildCommand {
    /// The file of this program. In a checkout, Cargo replaces it.
    program: PathBuf,
    /// The `content.json` of the site.
    file: PathBuf,
    /// The file or folder with the shell, if it is not in the program.
    shell: Option<PathBuf>,
}

impl BuildCommand {
    /// Returns the command for a site.
    ///
    /// # Errors
    /// Fails if the system does not tell which file this program is.
    pub fn new(file: PathBuf, shell: Option<PathBuf>) -> Result<BuildCommand> {
        let program = env::current_exe().context("the program does not find its own file")?;
        Ok(BuildCommand { program, file, shell })
    }

    /// Returns the shell of the site.
    ///
    /// # Errors
    /// Fails if it cannot be read.
    pub fn shell(&self) -> Result<Shell> {
        Shell::of_program(self.shell.as_deref())
    }

    /// Returns the times of the last changes of the program and of the shell.
    pub fn changed(&self) -> [Option<SystemTime>; 2] {
        let shell =
            self.shell.as_ref().map(|shell| if shell.is_dir() { shell.join("index.html") } else { shell.clone() });
        [Some(self.program.clone()), shell].map(|file| fs::metadata(file?).ok()?.modified().ok())
    }

    /// Builds the site. Also returns the process that renders its pages. If the build fails, the report says so.
    pub fn run(&self) -> (Built, Option<Renderer>) {
        match self.try_run() {
            Ok((built, renderer)) => (built, Some(renderer)),
            Err(error) => {
                (Built::failed(format!("the build has stopped, which is a fault of this program: {error:#}")), None)
            }
        }
    }

    fn try_run(&self) -> Result<(Built, Renderer)> {
        let renderer = Renderer::start(self)?;
        let archive = renderer.pipes.lock().unwrap_or_else(PoisonError::into_inner).read();
        match archive {
            Ok(archive) => Ok((Built::read(&archive)?, renderer)),
            Err(_) => Err(anyhow!(renderer.last_words())),
        }
    }
}

/// A process that renders the pages of one version of the site. It ends when this value is dropped.
pub struct Renderer {
    pipes: Mutex<Pipes>,
    child: Child,
    /// Reads the standard error stream, because the process waits while that pipe is full.
    errors: JoinHandle<String>,
}

struct Pipes {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Pipes {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        read_frame(&mut self.output)
    }
}

impl Renderer {
    fn start(command: &BuildCommand) -> Result<Renderer> {
        let program = &command.program;
        let mut process = Command::new(program);
        process.arg("preview").arg(&command.file);
        if let Some(shell) = &command.shell {
            process.arg("--shell").arg(shell);
        }
        process.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let remedy = || format!("{} (if the file was replaced, start the program again)", program.display());
        let mut child = process.spawn().with_context(remedy)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(mut errors)) = pipes else { unreachable!("all streams are piped") };
        let errors = thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = errors.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Renderer { pipes: Mutex::new(Pipes { input, output: BufReader::new(output) }), child, errors })
    }

    /// Renders the page in a file.
    ///
    /// # Errors
    /// Fails if the process has ended.
    pub fn page(&self, path: &str) -> io::Result<Vec<u8>> {
        let mut pipes = self.pipes.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = pipes.input.write_all(format!("{path}\n").as_bytes());
        asked.and_then(|()| pipes.read()).map_err(|error| {
            io::Error::other(format!(
                "the process that renders the pages has stopped ({error}), which is a fault of this program; save \
                 content.json again to start another one"
            ))
        })
    }

    /// Ends the process. Returns its status and what it has written to the standard error stream.
    fn last_words(mut self) -> String {
        let status = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        let errors = std::mem::replace(&mut self.errors, thread::spawn(String::new)).join().unwrap_or_default();
        format!("{status}\n{}", errors.trim_end())
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
