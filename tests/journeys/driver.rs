//! chromedriver: one process for all journeys, which ends with them however they end.

use std::{
    env,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

struct Driver {
    address: String,
    /// Holds the shell's standard input open; the system closes it when this process is gone.
    _shell: Child,
}

/// Starts chromedriver; when standard input ends, ends it and its browsers, which are of the same process
/// group, and removes the files that they leave behind.
const SHELL: &str = r#"
    TMPDIR=$(mktemp -d) && export TMPDIR
    "$0" --port=0 &
    trap '' TERM
    read -r _
    kill -TERM 0
    wait
    # A browser that was ended in the middle may still be writing.
    rm -rf "$TMPDIR" || { sleep 2; rm -rf "$TMPDIR"; }
"#;

/// The address of chromedriver, which the first call starts. The variable CHROMEDRIVER names another one
/// than that on PATH.
pub fn address() -> &'static str {
    static DRIVER: LazyLock<Driver> = LazyLock::new(start);
    &DRIVER.address
}

fn start() -> Driver {
    let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
    let mut shell = Command::new("sh")
        .args(["-c", SHELL, &program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("sh starts");
    let mut lines = BufReader::new(shell.stdout.take().expect("its output is piped")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| {
            line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        })
        .unwrap_or_else(|| panic!("{program} does not start; run `make test`, which installs it"));
    // What it says later must be read, or it would wait for that.
    std::thread::spawn(move || lines.for_each(drop));
    Driver { address: format!("http://127.0.0.1:{port}"), _shell: shell }
}
