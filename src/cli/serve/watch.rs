//! Waits for changes of a site folder.

use std::{
    path::Path,
    sync::mpsc::{self, Receiver, RecvTimeoutError},
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, event::MetadataKind, event::ModifyKind,
};

use crate::build::public;

/// How long a folder must be without events. An editor saves a file in several steps.
const QUIET: Duration = Duration::from_millis(25);

/// How long to wait for this at most.
const MAX_WAIT: Duration = Duration::from_millis(250);

/// How often to look for changes without an event. Network file systems and containers may send none.
const POLL: Duration = Duration::from_secs(1);

/// The maximum share of time that looking for changes without an event may take.
const MAX_POLL_SHARE: u32 = 20;

/// A watcher of a site folder.
pub struct Watcher {
    /// Holds the subscription. `None` if the system refused it.
    _watcher: Option<RecommendedWatcher>,
    events: Receiver<()>,
}

impl Watcher {
    /// Starts to watch a folder, whose path is canonical. Also returns the reason why the system sends no events, if it
    /// refused the subscription. Then changes are found by looking for them.
    pub fn start(site: &Path) -> (Watcher, Option<String>) {
        let (sender, events) = mpsc::channel();
        let root = site.to_owned();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            // An error may hide a change.
            if event.map_or(true, |event| is_change(&event, &root)) {
                // The receiver has gone if the program ends.
                let _ = sender.send(());
            }
        });
        let watcher = watcher.and_then(|mut watcher| watcher.watch(site, RecursiveMode::Recursive).map(|()| watcher));
        match watcher {
            Ok(watcher) => (Watcher { _watcher: Some(watcher), events }, None),
            Err(error) => (Watcher { _watcher: None, events }, Some(error.to_string())),
        }
    }

    /// Waits until the folder may have changed. `cost` is the time that it takes to look for changes. Returns the time of the
    /// first event.
    pub fn wait(&self, cost: Duration) -> Instant {
        let poll = POLL.max(cost * MAX_POLL_SHARE);
        match self.events.recv_timeout(poll) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Instant::now(),
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(poll);
                return Instant::now();
            }
        }
        let first = Instant::now();
        while self.events.recv_timeout(QUIET).is_ok() && first.elapsed() < MAX_WAIT {}
        first
    }
}

/// Returns the note about a refused subscription.
pub fn refusal_note(reason: &str) -> String {
    format!("this system reports no changes of files ({reason}); looking for changes every second instead")
}

/// Returns `true` if an event may be about a published file.
fn is_change(event: &Event, site: &Path) -> bool {
    let is_access =
        matches!(event.kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)));
    let is_published = |path: &std::path::PathBuf| match public::path_below(path, site) {
        Some(path) => public::is_published(&path),
        // The site folder itself, by another path.
        None => true,
    };
    event.need_rescan() || !is_access && event.paths.iter().any(is_published)
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, CreateKind, DataChange, Flag};

    use super::*;

    #[test]
    fn without_events_the_folder_is_looked_at_again() {
        let (sender, events) = mpsc::channel();
        let watcher = Watcher { _watcher: None, events };
        drop(sender);
        let start = Instant::now();
        assert!(watcher.wait(Duration::ZERO) >= start + POLL);
    }

    #[test]
    fn a_burst_of_events_is_one_change() {
        let (sender, events) = mpsc::channel();
        let watcher = Watcher { _watcher: None, events };
        (0..1000).for_each(|_| sender.send(()).unwrap());
        watcher.wait(Duration::ZERO);
        assert!(watcher.events.try_recv().is_err());
    }

    #[test]
    fn only_changes_of_published_files_count() {
        let check = |kind, path: &str, expected| {
            let event = Event::new(kind).add_path(Path::new("/site").join(path));
            assert_eq!(is_change(&event, Path::new("/site")), expected, "{event:?}");
        };
        let data = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        check(data, "content.json", true);
        check(EventKind::Create(CreateKind::Folder), "files", true);
        check(EventKind::Modify(ModifyKind::Metadata(MetadataKind::WriteTime)), "a.pdf", true);
        check(EventKind::Access(AccessKind::Any), "content.json", false);
        for path in [".git/index", ".content.json.swp", "content.json~", "README.md", "import-record.json"] {
            check(data, path, false);
        }
        assert!(is_change(&Event::new(EventKind::Other).set_flag(Flag::Rescan), Path::new("/site")));
    }
}
