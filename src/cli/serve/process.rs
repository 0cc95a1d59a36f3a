//! Runs `frontispiece preview` in a separate process.

use std::{
    env,
    io::Read,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::cli::serve::preview::Built;

/// A process that builds a site.
pub struct BuildProcess {
    /// The `content.json` of the site.
    pub file: PathBuf,
    /// The file with the shell, if it is not in the program.
    pub shell: Option<PathBuf>,
}

impl BuildProcess {
    /// Builds the site. If the process fails, the report says so.
    pub fn run(&self) -> Built {
        self.try_run().unwrap_or_else(|error| {
            Built::failed(format!("the build has stopped, which is a fault of this program: {error:#}"))
        })
    }

    fn try_run(&self) -> Result<Built> {
        let program = env::current_exe().context("the program does not find its own file")?;
        let mut command = Command::new(&program);
        command.arg("preview").arg(&self.file);
        if let Some(shell) = &self.shell {
            command.arg("--shell").arg(shell);
        }
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} (start the program again if it was replaced)", program.display()))?;
        let (mut output, mut errors) = (child.stdout.take(), child.stderr.take());
        // Both pipes must be read, because the process waits while one of them is full.
        let errors = thread::spawn(move || {
            let mut text = String::new();
            errors.as_mut().map_or(Ok(0), |errors| errors.read_to_string(&mut text)).map(|_| text)
        });
        let mut bytes = Vec::new();
        output.as_mut().map_or(Ok(0), |output| output.read_to_end(&mut bytes))?;
        let status = child.wait()?;
        let errors = errors.join().ok().and_then(Result::ok).unwrap_or_default();
        if !status.success() {
            bail!("{status}\n{}", errors.trim_end());
        }
        Built::read(&*bytes)
    }
}
