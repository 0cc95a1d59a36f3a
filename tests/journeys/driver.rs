//! chromedriver and geckodriver: one process of each for all journeys, which ends with them however they end; and browsers
//! that are handed on from journey to journey, since to start one takes longer than most journeys.

use std::{
    env,
    io::{BufRead, BufReader},
    mem,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
    sync::{LazyLock, Mutex, PoisonError},
    thread,
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use tokio::runtime::{Builder, Handle};

/// The kinds of browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chromium,
    Firefox,
}

struct Driver {
    address: String,
    /// Holds the shell's standard input open; the system closes it when this process is gone.
    _shell: Child,
}

/// Starts a driver; when standard input ends, ends it and its browsers, which are of the same process
/// group, and removes the files that they leave behind.
const SHELL: &str = r#"
    TMPDIR=$(mktemp -d) && export TMPDIR
    "$0" --port=0 "$@" 2>&1 &
    trap '' TERM
    read -r _
    kill -TERM 0
    wait
    # A browser that was ended in the middle may still be writing.
    rm -rf "$TMPDIR" 2>/dev/null || { sleep 2; rm -rf "$TMPDIR"; }
"#;

/// What Firefox has said on its console: geckodriver has no word for it, but leaves its standard output alone.
static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

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
pub async fn browser(kind: Browser, capabilities: Map<String, Value>) -> Client {
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
            let connecting = async move {
                ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(address(kind)).await
            };
            let connected = CONNECTIONS.spawn(connecting).await.expect("it does not panic");
            connected
                .unwrap_or_else(|error| panic!("{kind:?} does not start; run `make test`, which installs it: {error}"))
        }
    }
}

/// Leaves a browser for the next journey that wants such a one.
pub fn hand_on(capabilities: Map<String, Value>, client: Client) {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner).push((capabilities, client));
}

/// What Firefox has said since it was last asked.
pub fn said_by_firefox() -> Vec<String> {
    mem::take(&mut SAID.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The address of a driver, which the first call starts. The variables CHROMEDRIVER and GECKODRIVER name others than
/// those on PATH.
fn address(kind: Browser) -> &'static str {
    static CHROMEDRIVER: LazyLock<Driver> =
        LazyLock::new(|| start("chromedriver", &[], "successfully on port ", |_| {}));
    // To be asked for the errors of pages, Firefox must let its driver into the browser itself.
    static GECKODRIVER: LazyLock<Driver> = LazyLock::new(|| {
        start("geckodriver", &["--allow-system-access"], "Listening on 127.0.0.1:", |line| {
            SAID.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        })
    });
    match kind {
        Browser::Chromium => &CHROMEDRIVER.address,
        Browser::Firefox => &GECKODRIVER.address,
    }
}

/// Starts a driver, which says its port after some words; takes each line that it says later.
fn start(program: &str, arguments: &[&str], before_port: &str, hear: fn(String)) -> Driver {
    let program = env::var(program.to_uppercase()).unwrap_or_else(|_| program.to_owned());
    let mut shell = Command::new("sh")
        .args(["-c", SHELL, &program])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .expect("sh starts");
    let mut lines = BufReader::new(shell.stdout.take().expect("its output is piped")).lines();
    let port = lines
        .by_ref()
        .map_while(Result::ok)
        .find_map(|line| line.split_once(before_port).map(|(_, port)| port.trim_end_matches('.').to_owned()))
        .unwrap_or_else(|| panic!("{program} does not start; run `make test`, which installs it"));
    // What it says later must be read, or it would wait for that.
    thread::spawn(move || lines.map_while(Result::ok).for_each(hear));
    Driver { address: format!("http://127.0.0.1:{port}"), _shell: shell }
}
