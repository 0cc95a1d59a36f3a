//! `frontispiece serve`: shows a site while its author edits it.
//!
//! A thread watches the site folder. At each change, a separate process builds the site in memory (`preview.rs`), and the
//! server tells the open pages to reload. Nothing is written to the disk.

mod backend;
mod page;
mod port;
pub mod preview;
mod process;
mod report;
mod server;
mod site;
mod terminal;
mod watch;

use std::{
    convert::Infallible,
    fs,
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Instant, SystemTime},
};

use anyhow::{Context, Result, bail};
use tokio::sync::watch::{Sender, channel};

use crate::{
    build::{shell::Shell, site_folder::folder_of, snapshot::Snapshot},
    cli::{
        arguments::ServeArguments,
        serve::{preview::Built, process::BuildCommand, site::Site, terminal::Terminal, watch::Watcher},
        site_folder,
    },
};

/// Serves a site until the user ends the program.
///
/// # Errors
/// Fails if the site has no readable content, or if the port cannot be used.
pub fn run(arguments: &ServeArguments) -> Result<()> {
    let file = site_folder::content_file(arguments.site.as_deref())?;
    let command = BuildCommand::new(file.clone(), arguments.shell.clone())?;
    let changed = command.changed();
    let shell = command.shell()?;
    let folder = folder_of(&file);
    let root = fs::canonicalize(folder).with_context(|| folder.display().to_string())?;
    let (listener, port_note) = port::listen(arguments.port)?;
    let url = format!("http://{}/", listener.local_addr()?);
    // Starts before the first build, so that no change is missed.
    let (watcher, refusal) = Watcher::start(&root);
    let snapshot = Snapshot::take(&root)?;
    let (built, renderer) = command.run();
    if !built.report.is_shown {
        bail!(built.report.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
    let site = Site::new(root.clone()).next(built, renderer, &snapshot, &shell);
    let mut terminal = Terminal::new(folder);
    terminal.start(&url, &site.report);
    for note in port_note.into_iter().chain(refusal.as_deref().map(watch::refusal_note)) {
        terminal.note(&note);
    }
    let (sender, sites) = channel(Arc::new(site));
    let follower = Follower { root, command, changed, shell, watcher, terminal, sender };
    thread::spawn(move || follower.follow(snapshot));
    if arguments.open
        && let Err(error) = open::that_detached(&url)
    {
        Terminal::new(folder).note(&format!("could not open a browser ({error}); open the URL yourself"));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(server::serve(listener, sites));
        Ok(tokio::signal::ctrl_c().await?)
    })
}

/// Builds the site again at each change.
struct Follower {
    root: PathBuf,
    command: BuildCommand,
    /// The times of the last changes of the program and of the shell. Only in a checkout do they change.
    changed: [Option<SystemTime>; 2],
    shell: Shell,
    watcher: Watcher,
    terminal: Terminal,
    sender: Sender<Arc<Site>>,
}

impl Follower {
    fn follow(mut self, first: Snapshot) -> Infallible {
        let mut last = Some(first);
        let mut cost = Default::default();
        loop {
            let start = self.watcher.wait(cost);
            let look = Instant::now();
            let snapshot = Snapshot::take(&self.root);
            cost = look.elapsed();
            let changed = self.command.changed();
            let is_same_program = changed == self.changed;
            if !is_same_program {
                // Fails while the program that builds the shell replaces its files.
                let Ok(shell) = self.command.shell() else { continue };
                (self.shell, self.changed) = (shell, changed);
            }
            let (built, renderer) = match (snapshot, &last) {
                (Ok(snapshot), Some(last)) if snapshot == *last && is_same_program => continue,
                (Ok(snapshot), before) => {
                    if before.is_none() {
                        // The subscription ended with the folder.
                        (self.watcher, _) = Watcher::start(&self.root);
                    }
                    last = Some(snapshot);
                    self.command.run()
                }
                (Err(_), None) => continue,
                (Err(error), Some(_)) => {
                    last = None;
                    (Built::failed(format!("{error:#}")), None)
                }
            };
            let nothing = Snapshot::default();
            let snapshot = last.as_ref().unwrap_or(&nothing);
            let site = Arc::new(self.sender.borrow().next(built, renderer, snapshot, &self.shell));
            self.sender.send_replace(site.clone());
            self.terminal.rebuilt(&site.report, start.elapsed());
        }
    }
}
