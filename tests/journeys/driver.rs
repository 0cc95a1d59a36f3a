//! chromedriver: one process for all journeys, which ends with them however they end.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::LazyLock,
};

struct Driver {
    address: String,
    /// Holds the shell's standard input open; the system closes it when this process is gone.
    _shell: Child,
}

/// Ends chromedriver, which then closes its browsers, as soon as standard input ends.
const SHELL: &str = r#""$0" --port=0 & read -r _; kill "$!""#;

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
        .spawn()
        .expect("sh starts");
    let mut lines = BufReader::new(shell.stdout.take().expect("its output is piped")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned()))
        .unwrap_or_else(|| panic!("{program} does not start; run `make test`, which installs it"));
    // What it says later must be read, or it would wait for that.
    std::thread::spawn(move || lines.for_each(drop));
    Driver { address: format!("http://127.0.0.1:{port}"), _shell: shell }
}
