//! Temporary files and folders. They are removed when they are not needed anymore, also if the user interrupts the program.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
    sync::{Once, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    thread,
    time::Duration,
};

/// The files and folders that exist now.
static ENTRIES: RwLock<Vec<Entry>> = RwLock::new(Vec::new());

/// The exit status of a program that Ctrl-C has ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

#[derive(Clone, PartialEq)]
struct Entry {
    path: PathBuf,
    /// The parents that did not exist before, from the lowest to the highest.
    parents: Vec<PathBuf>,
}

impl Entry {
    fn remove(&self) {
        let _ = if self.path.is_dir() { fs::remove_dir_all(&self.path) } else { fs::remove_file(&self.path) };
        // `remove_dir` removes only empty folders.
        self.parents.iter().for_each(|parent| drop(fs::remove_dir(parent)));
    }
}

/// A temporary file or folder. At the end, it is removed with everything in it, and so are its parents if they are empty and
/// did not exist before.
pub struct Temporary(Entry);

impl Temporary {
    /// Creates a folder.
    ///
    /// # Errors
    /// Fails if it cannot be created.
    pub fn create(path: PathBuf) -> io::Result<Temporary> {
        let folder = Temporary::at(path);
        let creation = Uninterrupted::start();
        let created = fs::create_dir_all(folder.path());
        drop(creation);
        created.map(|()| folder)
    }

    /// Returns the temporary file or folder at a path, which the caller may create.
    pub fn at(path: PathBuf) -> Temporary {
        static HANDLER: Once = Once::new();
        // If the program cannot be told of signals, they end it at once.
        HANDLER.call_once(|| drop(remove_when_interrupted()));
        let parents = path.ancestors().skip(1).take_while(|parent| !parent.exists()).map(Path::to_owned).collect();
        let entry = Entry { path, parents };
        entries().push(entry.clone());
        Temporary(entry)
    }

    /// Keeps the file or folder, and returns its path.
    pub fn keep(self) -> PathBuf {
        entries().retain(|entry| *entry != self.0);
        let path = self.0.path.clone();
        std::mem::forget(self);
        path
    }

    /// Returns the path.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        self.0.remove();
        entries().retain(|entry| *entry != self.0);
    }
}

/// Lets the program finish what it does before an interruption ends it, as long as the value exists. Several threads may
/// have one at the same time. A thread with one must neither start another nor create or remove a temporary file or folder.
pub struct Uninterrupted(#[expect(dead_code, reason = "it is held")] RwLockReadGuard<'static, Vec<Entry>>);

impl Uninterrupted {
    pub fn start() -> Uninterrupted {
        Uninterrupted(ENTRIES.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn entries() -> RwLockWriteGuard<'static, Vec<Entry>> {
    ENTRIES.write().unwrap_or_else(PoisonError::into_inner)
}

/// Starts to wait for Ctrl-C, and for the signals that ask the program to end. Then removes the entries and ends the program.
fn remove_when_interrupted() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let context = runtime.enter();
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal)
    };
    #[cfg(windows)]
    let signals = [tokio::signal::windows::ctrl_c()];
    drop(context);
    for signal in signals {
        let mut signal = signal?;
        runtime.spawn(async move {
            signal.recv().await;
            end();
        });
    }
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    Ok(())
}

fn end() -> ! {
    let entries = entries();
    // A thread may be writing in another way than `file::write`.
    for _ in 0..20 {
        entries.iter().for_each(Entry::remove);
        if !entries.iter().any(|entry| entry.path.exists()) {
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    process::exit(INTERRUPTED)
}

/// Returns `true` for a name that consists of a start, a process id and an ending.
pub fn has_process_id(name: &str, start: &str, ending: &str) -> bool {
    let id = name.strip_prefix(start).and_then(|rest| rest.strip_suffix(ending));
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Removes the files and folders with names of this form ([`has_process_id`]) that killed processes have left in a folder,
/// which may be missing.
///
/// # Errors
/// Fails if the folder cannot be read, or if an entry cannot be removed.
pub fn remove_abandoned(folder: &Path, start: &str, ending: &str) -> io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| has_process_id(name, start, ending)) {
            let path = entry.path();
            if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_removed_with_the_parents_that_were_created() {
        let root = std::env::temp_dir().join(format!("frontispiece-temporary-{}", process::id()));
        fs::create_dir_all(root.join("a")).unwrap();
        let one = Temporary::create(root.join("a/b/c/one")).unwrap();
        fs::write(one.path().join("file"), "").unwrap();
        let two = Temporary::create(root.join("a/b/two")).unwrap();
        drop(one);
        assert!(!root.join("a/b/c").exists() && two.path().is_dir());
        fs::write(root.join("a/b/kept"), "").unwrap();
        drop(two);
        assert!(root.join("a/b/kept").exists() && !root.join("a/b/two").exists());
        fs::remove_dir_all(&root).unwrap();
    }
}
