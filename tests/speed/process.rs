//! Runs other programs and measures them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// What a program has used.
pub struct Usage {
    pub seconds: f64,
    /// The peak of memory in KB, or 0 if the system is not Linux.
    pub peak: u64,
}

/// Runs a program without input and output.
///
/// # Errors
/// Fails if the program is not installed, or if it fails.
pub fn run(command: &mut Command) -> Result<Usage, String> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().map_err(|_| "not installed".to_owned())?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_of(&child));
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        thread::sleep(Duration::from_millis(2));
    };
    let seconds = start.elapsed().as_secs_f64();
    if status.success() { Ok(Usage { seconds, peak }) } else { Err(format!("it failed ({status})")) }
}

/// Returns the peak of memory of a process so far in KB (Linux, `proc_pid_status(5)`), or 0 on other systems.
fn peak_of(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB"));
    peak.and_then(|kilobytes| kilobytes.trim().parse().ok()).unwrap_or_default()
}

/// Returns an empty folder for the files of a measurement.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}
