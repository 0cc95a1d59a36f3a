//! chromedriver: one process for all journeys, which ends with them however they end; and browsers that are handed on
//! from journey to journey, since to start one takes longer than most journeys.

use std::{
    env,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
    thread,
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Handle};

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
    rm -rf "$TMPDIR" 2>/dev/null || { sleep 2; rm -rf "$TMPDIR"; }
"#;

/// Browsers that wait for a journey, by the capabilities that they were started with.
static WAITING: Mutex<Vec<(Map<String, Value>, Client)>> = Mutex::new(Vec::new());

/// Where the connections to browsers live: journeys come and go with runtimes of their own.
static CONNECTIONS: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let handle = runtime.handle().clone();
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    handle
});

/// A browser with these capabilities: one that waits, with an empty window in place of the one that it had, or a new one.
pub async fn browser(capabilities: Map<String, Value>) -> Client {
    let waiting = {
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.iter().position(|(of, _)| *of == capabilities).map(|place| waiting.swap_remove(place).1)
    };
    match waiting {
        Some(client) => {
            // With its window goes what was changed in it: emulation, scripts, faults.
            let old = client.window().await.expect("it has a window");
            let new = client.new_window(true).await.expect("a window opens").handle;
            client.switch_to_window(old).await.expect("there it is");
            client.close_window().await.expect("it closes");
            client.switch_to_window(new).await.expect("there it is");
            client
        }
        None => {
            let connecting =
                async { ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(address()).await };
            let connected = CONNECTIONS.spawn(connecting).await.expect("it does not panic");
            connected
                .unwrap_or_else(|error| panic!("Chromium does not start; run `make test`, which installs it: {error}"))
        }
    }
}

/// Leaves a browser for the next journey that wants such a one.
pub fn hand_on(capabilities: Map<String, Value>, client: Client) {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner).push((capabilities, client));
}

/// The address of chromedriver, which the first call starts. The variable CHROMEDRIVER names another one
/// than that on PATH.
fn address() -> &'static str {
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
    thread::spawn(move || lines.for_each(drop));
    Driver { address: format!("http://127.0.0.1:{port}"), _shell: shell }
}
