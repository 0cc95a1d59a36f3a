//! Starts chromedriver and geckodriver, one process each for all journeys. The processes end with the tests, even if the
//! tests are killed. Journeys reuse browsers, because starting one takes longer than most journeys, and the windows of
//! journeys that have changed nothing but the page.

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
    /// Holds the standard input of the shell. The system closes it when this process ends.
    _shell: Child,
}

/// Starts a driver. When standard input ends, ends the driver and its browsers, which are in the same process group, and
/// removes their temporary files.
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

/// The lines that Firefox has written to standard output, among them the messages of its console. geckodriver has no
/// command for these.
static FIREFOX_OUTPUT: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// A browser that no journey is using.
struct Idle {
    /// The capabilities with which it was started.
    capabilities: Map<String, Value>,
    client: Client,
    /// Whether the next journey can use the same window.
    is_window_reusable: bool,
}

static IDLE_BROWSERS: Mutex<Vec<Idle>> = Mutex::new(Vec::new());

/// The runtime of the connections to browsers. Each journey has a runtime of its own, which ends with the journey.
static CONNECTIONS: LazyLock<Handle> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime starts");
    let handle = runtime.handle().clone();
    thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    handle
});

/// Returns a browser with these capabilities: an idle one or a new one. Also returns whether its window was used by an
/// earlier journey, which is only so if `is_used_window_enough`. Otherwise an idle browser has a new window.
pub async fn browser(kind: Browser, capabilities: Map<String, Value>, is_used_window_enough: bool) -> (Client, bool) {
    let idle = {
        let mut idle = IDLE_BROWSERS.lock().unwrap_or_else(PoisonError::into_inner);
        let with_capabilities = |index: &usize| idle[*index].capabilities == capabilities;
        (0..idle.len()).find(with_capabilities).map(|index| idle.swap_remove(index))
    };
    match idle {
        Some(Idle { client, is_window_reusable: true, .. }) if is_used_window_enough => {
            client.goto("about:blank").await.expect("an empty page opens");
            (client, true)
        }
        Some(Idle { client, .. }) => {
            // Closing the old window ends all that was set up in it: emulation, scripts, faults.
            let old = client.window().await.expect("a window exists");
            let new = client.new_window(true).await.expect("a window opens").handle;
            client.switch_to_window(old).await.expect("the old window exists");
            client.close_window().await.expect("the old window closes");
            client.switch_to_window(new).await.expect("the new window exists");
            (client, false)
        }
        None => {
            let connecting = async move {
                ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(address(kind)).await
            };
            let client = CONNECTIONS.spawn(connecting).await.expect("connecting does not panic");
            let client = client
                .unwrap_or_else(|error| panic!("{kind:?} does not start; run `make test`, which installs it: {error}"));
            (client, false)
        }
    }
}

/// Makes a browser available to other journeys with the same capabilities, with the same window or with a new one.
pub fn release(capabilities: Map<String, Value>, client: Client, is_window_reusable: bool) {
    let idle = Idle { capabilities, client, is_window_reusable };
    IDLE_BROWSERS.lock().unwrap_or_else(PoisonError::into_inner).push(idle);
}

/// Returns the lines that Firefox has written to standard output since the last call.
pub fn take_firefox_output() -> Vec<String> {
    mem::take(&mut FIREFOX_OUTPUT.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Returns the URL of a driver, which the first call starts. The variables CHROMEDRIVER and GECKODRIVER name drivers that
/// are not on PATH.
fn address(kind: Browser) -> &'static str {
    static CHROMEDRIVER: LazyLock<Driver> =
        LazyLock::new(|| start("chromedriver", &[], "successfully on port ", |_| {}));
    // The errors of pages are available only in Firefox's own context, which needs this option.
    static GECKODRIVER: LazyLock<Driver> = LazyLock::new(|| {
        start("geckodriver", &["--allow-system-access"], "Listening on 127.0.0.1:", |line| {
            FIREFOX_OUTPUT.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        })
    });
    match kind {
        Browser::Chromium => &CHROMEDRIVER.address,
        Browser::Firefox => &GECKODRIVER.address,
    }
}

/// Starts a driver. It prints its port after the text `before_port`. `on_line` receives each later line.
fn start(program: &str, arguments: &[&str], before_port: &str, on_line: fn(String)) -> Driver {
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
    // Later output must be read too. Otherwise the pipe fills up and blocks the driver.
    thread::spawn(move || lines.map_while(Result::ok).for_each(on_line));
    Driver { address: format!("http://127.0.0.1:{port}"), _shell: shell }
}
