//! A visitor with a browser of their own.

use std::{
    cell::{Cell, RefCell},
    env,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
    sync::LazyLock,
    thread,
    time::{Duration, Instant},
};

use fantoccini::{
    Client, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    error::CmdError,
    key::Key,
    wd::WebDriverCompatibleCommand,
};
use hyper::Method;
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;
use url::Url;

use crate::{
    driver,
    driver::Browser,
    host::{Build, Host},
    profile,
};

/// The time after which a wait fails.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The first and the longest pause between two polls. Polling more often would slow the browser down.
const POLL_INTERVALS: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(80)];

/// Pauses between polls. Each pause is longer than the last one.
struct Backoff(Duration);

impl Backoff {
    fn new() -> Backoff {
        Backoff(POLL_INTERVALS[0])
    }

    async fn pause(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 3 / 2).min(POLL_INTERVALS[1]);
    }
}

/// Chromium without the user interface of a browser: the same engine, for 60 % of the processor time. `None` if it is not
/// installed.
static HEADLESS_SHELL: LazyLock<Option<PathBuf>> = LazyLock::new(|| {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let names = ["chromium-headless-shell", "chrome-headless-shell"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
});

/// The number of Chromium processes at a time, which is limited because each needs much memory.
static CHROMIUM_SLOTS: Semaphore = Semaphore::const_new(3);

/// The number of Firefox processes at a time. geckodriver supports only one.
static FIREFOX_SLOTS: Semaphore = Semaphore::const_new(1);

/// An event of a visitor who uses the page.
const USE: &str = "dispatchEvent(new Event('scroll'))";

/// Whether the module has started on the page.
pub const STARTED: &str = "document.getElementById('fp:boot')?.dataset.state === 'started'";
/// The heading of the page.
pub const HEADING: &str = "document.querySelector('main h1')?.textContent";
/// The title of the document.
pub const TITLE: &str = "document.title";
/// The element that has the focus: its id without the prefix of the site's own ids, or else its name.
pub const FOCUS: &str = "document.activeElement.id.replace(/^fp:/, '') || document.activeElement.localName";
/// The scroll position, in CSS pixels.
pub const SCROLL: &str = "Math.round(scrollY)";
/// The path and the query of the URL.
pub const ADDRESS: &str = "location.pathname + location.search";
/// The text of the status line, which has the number of results.
pub const STATUS: &str = "document.getElementById('fp:status')?.textContent";
/// The texts of all visible banners.
pub const BANNER: &str =
    "[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).map(one => one.textContent).join()";

/// The conditions of a journey: the build, the browser and its settings.
pub struct Journey {
    build: Build,
    browser: Browser,
    width: u32,
    height: u32,
    is_whole: bool,
    has_javascript: bool,
    has_logs: bool,
    has_service_worker: bool,
    waits_for_files: bool,
    /// The origin of a server that is already running, or `None` for a new [`Host`].
    origin: Option<String>,
}

impl Journey {
    /// Returns a journey through a build, in Chromium on a desktop.
    pub fn through(build: Build) -> Journey {
        let browser = Browser::Chromium;
        Journey {
            build,
            browser,
            width: 1280,
            height: 900,
            is_whole: false,
            has_javascript: true,
            has_logs: true,
            has_service_worker: false,
            waits_for_files: true,
            origin: None,
        }
    }

    /// Uses Firefox, in which only the commands of the WebDriver standard are available.
    pub fn in_firefox(self) -> Journey {
        Journey { browser: Browser::Firefox, ..self }
    }

    /// Sets the size of the viewport, in CSS pixels.
    pub fn sized(self, width: u32, height: u32) -> Journey {
        Journey { width, height, ..self }
    }

    /// Uses the whole Chromium instead of its headless shell.
    pub fn in_whole_chromium(self) -> Journey {
        Journey { is_whole: true, ..self }
    }

    /// Disables JavaScript. Only the whole Chromium has this setting.
    pub fn without_javascript(self) -> Journey {
        Journey { has_javascript: false, is_whole: true, ..self }
    }

    /// Uses a server that is already running.
    pub fn served_at(self, origin: &str) -> Journey {
        Journey { origin: Some(origin.to_owned()), ..self }
    }

    /// Enables the service worker. Other journeys have none, because its copies would hide the faults of the host.
    pub fn with_service_worker(self) -> Journey {
        Journey { has_service_worker: true, ..self }
    }

    /// Waits only until a page is parsed (WebDriver's page load strategy "eager"), because a page with a style sheet that never
    /// arrives is never loaded.
    pub fn without_waiting_for_files(self) -> Journey {
        Journey { waits_for_files: false, ..self }
    }

    /// Disables the logs of the console and of requests, which slow pages down.
    pub fn without_logs(self) -> Journey {
        Journey { has_logs: false, ..self }
    }

    /// Runs a test in the browser, then checks the messages of the console and the requests.
    pub fn run(self, test: impl AsyncFn(&Visitor)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let slots = if self.browser == Browser::Firefox { &FIREFOX_SLOTS } else { &CHROMIUM_SLOTS };
        let _slot = runtime.block_on(slots.acquire()).expect("the semaphore is never closed");
        let visitor = runtime.block_on(self.start());
        // Another journey reuses the browser, unless the test panics.
        let result = panic::catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                test(&visitor).await;
                if self.has_logs {
                    visitor.assert_clean().await;
                }
            });
        }));
        match result {
            Ok(()) => {
                let is_window_reusable = runtime.block_on(self.is_window_reusable(&visitor));
                driver::release(self.capabilities(), visitor.client.clone(), is_window_reusable);
            }
            Err(panic) => {
                let _ = runtime.block_on(visitor.client.clone().close());
                panic::resume_unwind(panic);
            }
        }
    }

    /// Returns `true` if a new journey in the window of this one would be like one in a new window. Firefox has no command
    /// that empties the history.
    async fn is_window_reusable(&self, visitor: &Visitor) -> bool {
        self.browser == Browser::Chromium
            && !self.has_service_worker
            && !visitor.has_changed_window.get()
            && visitor.client.windows().await.is_ok_and(|windows| windows.len() == 1)
    }

    async fn start(&self) -> Visitor {
        let host = match &self.origin {
            Some(origin) => Host::at(self.build, origin),
            None => Host::start(self.build).await,
        };
        let (client, is_used) = driver::browser(self.browser, self.capabilities(), !self.has_service_worker).await;
        let visitor = Visitor {
            client,
            browser: self.browser,
            host,
            console: RefCell::default(),
            requests: RefCell::default(),
            panics: Cell::default(),
            has_changed_window: Cell::default(),
        };
        if self.browser == Browser::Firefox {
            drop(visitor.firefox_messages().await);
            visitor.client.set_window_size(self.width, self.height).await.expect("the window is resized");
            return visitor;
        }
        // An earlier journey may have had a host at the same port.
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        let everything = json!({ "origin": visitor.host.origin, "storageTypes": "all" });
        visitor.devtools("Storage.clearDataForOrigin", everything).await;
        if self.has_logs {
            for kind in ["browser", "performance"] {
                drop(visitor.log(kind).await);
            }
        }
        // The headless shell would write downloads to the current folder.
        visitor.devtools("Browser.setDownloadBehavior", json!({ "behavior": "deny" })).await;
        visitor.resize(self.width, self.height).await;
        if is_used {
            visitor.devtools("Page.resetNavigationHistory", json!({})).await;
            let at_the_edge = json!({ "type": "mouseMoved", "x": 0, "y": 0 });
            visitor.devtools("Input.dispatchMouseEvent", at_the_edge).await;
        } else if !self.has_service_worker {
            visitor.adds_init_script("delete Navigator.prototype.serviceWorker").await;
        }
        // All of this is done at the start of every journey.
        visitor.has_changed_window.set(false);
        visitor
    }

    fn capabilities(&self) -> Map<String, Value> {
        let capabilities = match self.browser {
            Browser::Chromium => self.capabilities_of_chromium(),
            Browser::Firefox => json!({
                "moz:firefoxOptions": {
                    "args": ["-headless"],
                    "prefs": {
                        "dom.serviceWorkers.enabled": self.has_service_worker,
                        "devtools.console.stdout.content": true,
                        // Requests to any other host fail.
                        "network.proxy.type": 1,
                        "network.proxy.http": "127.0.0.1",
                        "network.proxy.http_port": 1,
                        "network.proxy.ssl": "127.0.0.1",
                        "network.proxy.ssl_port": 1,
                    },
                },
                "timeouts": { "script": 120_000 },
            }),
        };
        let Value::Object(capabilities) = capabilities else { unreachable!("it is written as an object") };
        capabilities
    }

    fn capabilities_of_chromium(&self) -> Value {
        let mut options = json!({
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                // Chromium throttles pages that navigate as often as some journeys do.
                "--disable-ipc-flooding-protection",
                // Requests to any other host fail, and so are found.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
            "prefs": { "profile.managed_default_content_settings.javascript": if self.has_javascript { 1 } else { 2 } },
        });
        if let Some(shell) = HEADLESS_SHELL.as_ref().filter(|_| !self.is_whole) {
            options["binary"] = json!(shell);
        }
        if self.has_logs {
            // Only the requests in the performance log are read. Chromium refuses this setting without such a log.
            options["perfLoggingPrefs"] = json!({ "enablePage": false });
        }
        json!({
            "goog:chromeOptions": options,
            "pageLoadStrategy": if self.waits_for_files { "normal" } else { "eager" },
            // Some scripts of the tests inspect hundreds of pages.
            "timeouts": { "script": 120_000 },
            "goog:loggingPrefs": if self.has_logs { json!({ "browser": "ALL", "performance": "ALL" }) } else { json!({}) },
        })
    }
}

/// Runs a test on the builds at `/` and at `/sub/`, at the same time.
pub fn journey(test: impl AsyncFn(&Visitor) + Sync) {
    at_both_bases([Build::Root, Build::Sub].map(Journey::through), test);
}

/// Runs a test on two journeys at the same time, one at `/` and one at `/sub/`.
pub fn at_both_bases([root, sub]: [Journey; 2], test: impl AsyncFn(&Visitor) + Sync) {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("at /sub/".to_owned());
        let sub = thread.spawn_scoped(scope, || sub.run(&test)).expect("a thread starts");
        root.run(&test);
        sub.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
    });
}

/// Runs a test on the builds at `/` and at `/sub/`, on the one at `/` in the whole Chromium and in Firefox, and on a build
/// whose content has errors.
pub fn journey_in_every_browser(test: impl AsyncFn(&Visitor) + Sync) {
    thread::scope(|scope| {
        let firefox = thread::Builder::new().name("in Firefox".to_owned());
        let in_firefox = || Journey::through(Build::Root).in_firefox().run(&test);
        let firefox = firefox.spawn_scoped(scope, in_firefox).expect("a thread starts");
        let with_errors = thread::Builder::new().name("with errors".to_owned());
        let with_errors = with_errors.spawn_scoped(scope, || Journey::through(Build::WithErrors).run(&test));
        let with_errors = with_errors.expect("a thread starts");
        at_both_bases([Journey::through(Build::Root).in_whole_chromium(), Journey::through(Build::Sub)], &test);
        for thread in [firefox, with_errors] {
            thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        }
    });
}

/// A visitor with a browser, and the host of the site.
pub struct Visitor {
    pub client: Client,
    browser: Browser,
    pub host: Host,
    console: RefCell<Vec<Message>>,
    requests: RefCell<Vec<String>>,
    /// Whether the test makes the module panic.
    panics: Cell<bool>,
    /// Whether a command of the Chrome DevTools Protocol may have changed the window.
    has_changed_window: Cell<bool>,
}

/// A line of the console.
#[derive(Clone, Debug)]
pub struct Message {
    /// "SEVERE", "WARNING", "INFO" or "DEBUG"
    pub level: String,
    /// The source in the terms of chromedriver: "network", "console-api", "javascript", …
    pub source: String,
    pub text: String,
}

// Navigation.
impl Visitor {
    /// Returns the content of the build.
    pub fn content(&self) -> profile::Shared {
        profile::of_build(self.host.build)
    }

    /// Returns the path on the host of a path below the base.
    pub fn path(&self, below: &str) -> String {
        format!("{}{}", self.host.build.base(), below.trim_start_matches('/'))
    }

    /// Loads the page at a path with a query below the base.
    pub async fn goto(&self, below: &str) {
        let address = format!("{}{}", self.host.origin, self.path(below));
        self.client.goto(&address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Uses the page, as a visitor who scrolls. Then the module starts.
    pub async fn uses(&self) {
        self.run(USE).await;
    }

    /// Uses the page and waits until the module has started.
    pub async fn starts(&self) {
        self.until(&format!("({USE}, {STARTED})")).await;
    }

    /// Loads a page, uses it and waits until the module has started.
    pub async fn opens(&self, below: &str) {
        self.goto(below).await;
        self.starts().await;
    }

    /// Loads the page again, uses it and waits until the module has started.
    pub async fn reloads(&self) {
        self.client.refresh().await.expect("the page loads again");
        self.starts().await;
    }

    /// Sets the values of these media features (Media Queries Level 5), and the own values of the browser for all others.
    pub async fn emulates(&self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Adds a script that runs in every page that is loaded from now on, before the scripts of the page.
    pub async fn adds_init_script(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Multiplies the delays of all timers and tasks by a factor, in every page that is loaded from now on. The ratios between the
    /// delays stay the same. `timerTime()` returns the sum of the original delays up to the timer that ran last, in
    /// milliseconds. It depends neither on the factor nor on the load of the machine.
    pub async fn scales_timers(&self, factor: f64) {
        let script = format!(
            "(() => {{
                let time = 0;
                const after = (delay, action) => {{
                    const due = time + delay;
                    return (...given) => {{ time = Math.max(time, due); return action(...given); }};
                }};
                for (const name of ['setTimeout', 'setInterval']) {{
                    const original = window[name];
                    window[name] = (action, delay = 0, ...given) =>
                        original(after(delay, action), delay * {factor}, ...given);
                }}
                const postTask = window.scheduler?.postTask.bind(scheduler);
                if (postTask) scheduler.postTask = (action, {{ delay = 0, ...options }} = {{}}) =>
                    postTask(after(delay, action), {{ ...options, delay: delay * {factor} }});
                window.timerTime = () => time;
            }})();"
        );
        self.adds_init_script(&script).await;
    }

    /// Navigates to a path with a query below the base by a link of the site, without loading a page.
    pub async fn routes_to(&self, below: &str) {
        let address = json!(self.path(below));
        let script = format!(
            "const link = document.createElement('a');
             link.href = {address};
             document.querySelector('main').append(link);
             link.click();
             link.remove();"
        );
        self.run(&script).await;
        let is_there = format!("location.href === new URL({address}, location).href");
        self.until(&format!("{is_there} && document.querySelector('main h1')")).await;
        self.resolved("new Promise(requestAnimationFrame)").await;
    }

    /// Opens a path with a query from an open page: at `/sub/` by loading the page, and elsewhere by a link, after which the
    /// module reads the query in the same way.
    pub async fn reaches(&self, below: &str) {
        if self.host.build == Build::Sub {
            self.opens(below).await;
        } else {
            self.routes_to(below).await;
        }
    }

    pub async fn goes_back(&self) {
        self.client.back().await.expect("the browser goes back");
    }

    pub async fn goes_forward(&self) {
        self.client.forward().await.expect("the browser goes forward");
    }

    /// Sets the size of the viewport, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Marks the document, so that [`Visitor::is_in_marked_document`] can tell whether a page was loaded since then.
    pub async fn marks_document(&self) {
        self.run("window.mark = true").await;
    }

    /// Checks that no page was loaded since [`Visitor::marks_document`].
    pub async fn is_in_marked_document(&self) {
        let is_marked = self.value("window.mark === true").await;
        assert_eq!(is_marked, true, "a page was loaded: {}", self.describe().await);
    }
}

// Input.
impl Visitor {
    /// Waits until an element matches a CSS selector, and returns the first one.
    pub async fn finds(&self, selector: &str) -> Element {
        let found =
            self.client.wait().at_most(TIMEOUT).every(POLL_INTERVALS[1]).for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{selector}: {error}; {}", self.describe().await),
        }
    }

    pub async fn clicks(&self, selector: &str) {
        let clicked = self.finds(selector).await.click().await;
        if let Err(error) = clicked {
            panic!("{selector}: {error}; {}", self.describe().await);
        }
    }

    /// Clicks the link of the menu with this text.
    pub async fn follows_menu(&self, text: &str) {
        self.follows("nav a", text).await;
    }

    /// Clicks the link with this text that matches a selector.
    pub async fn follows(&self, selector: &str, text: &str) {
        let script = format!(
            "for (const old of document.querySelectorAll('[data-picked]')) delete old.dataset.picked;
             [...document.querySelectorAll({})].find(link => link.textContent.trim() === {}).dataset.picked = ''",
            json!(selector),
            json!(text),
        );
        self.run(&script).await;
        self.clicks("[data-picked]").await;
    }

    /// Clicks an element while a key is pressed.
    pub async fn clicks_with(&self, key: Key, selector: &str) {
        let element = self.finds(selector).await;
        let key = char::from(key);
        let pause = || KeyAction::Pause { duration: Duration::ZERO };
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: key })
            .then(pause())
            .then(pause())
            .then(KeyAction::Up { value: key });
        let wait = || PointerAction::Pause { duration: Duration::ZERO };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
            .then(wait());
        let actions = fantoccini::actions::Actions::from(keys).and(mouse);
        self.client.perform_actions(actions).await.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    /// Drags the mouse from one element to another.
    pub async fn drags(&self, from: &str, to: &str) {
        let (from, target) = (self.finds(from).await, self.finds(to).await);
        let to = |element| PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(to(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(to(target))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(mouse).await.expect("the mouse moves");
    }

    /// Presses a key while another one is pressed.
    pub async fn presses_with(&self, held: Key, key: impl Into<char>) {
        let (held, value) = (char::from(held), key.into());
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(keys).await.expect("keys are pressed");
    }

    /// Presses a key, wherever the focus is.
    pub async fn presses(&self, key: impl Into<char>) {
        let value = key.into();
        let keys = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        self.client.perform_actions(keys).await.expect("a key is pressed");
    }

    /// Presses Tab until an expression is true, at most 60 times.
    pub async fn tabs_to(&self, expression: &str) {
        for _ in 0..60 {
            self.presses(Key::Tab).await;
            if self.value(expression).await == true {
                return;
            }
        }
        panic!("`{expression}` is not true after 60 presses of Tab; {}", self.describe().await);
    }

    /// Types a text, letter by letter, wherever the focus is.
    pub async fn types(&self, text: &str) {
        let press = |keys: KeyActions, value| keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        let keys = text.chars().fold(KeyActions::new("keys".to_owned()), press);
        self.client.perform_actions(keys).await.expect("keys are pressed");
    }

    /// Runs a script for its effect.
    pub async fn run(&self, script: &str) {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"));
    }

    /// Sends a command of the Chrome DevTools Protocol, and returns the response.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        // Clearing the cache and resizing are done again at the start of a journey. Others may change the window for good.
        let is_repeated = ["Network.clearBrowserCache", "Emulation.setDeviceMetricsOverride"].contains(&command);
        self.has_changed_window.set(self.has_changed_window.get() || !is_repeated);
        let body = json!({ "cmd": command, "params": parameters });
        let response = self.client.issue_cmd(Command { path: "goog/cdp/execute", body }).await;
        response.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

// The state of the page.
impl Visitor {
    /// Returns the current value of a JavaScript expression.
    pub async fn value(&self, expression: &str) -> Value {
        self.try_value(expression).await.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    async fn try_value(&self, expression: &str) -> Result<Value, CmdError> {
        self.client.execute(&format!("return {expression}"), vec![]).await
    }

    /// Returns the value of a promise, or a text that starts with "failed: " if it is rejected.
    pub async fn resolved(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; ({promise}).then(done, error => done('failed: ' + error))"
        );
        self.client.execute_async(&script, vec![]).await.unwrap_or_else(|error| panic!("{promise}: {error}"))
    }

    /// Evaluates an expression until its value is a promise of `true`.
    pub async fn until_resolved(&self, promise: &str) {
        let (start, mut backoff) = (Instant::now(), Backoff::new());
        while self.resolved(promise).await != true {
            assert!(start.elapsed() < TIMEOUT, "`{promise}` did not become true; {}", self.describe().await);
            backoff.pause().await;
        }
    }

    /// Waits until a JavaScript expression is true.
    pub async fn until(&self, expression: &str) {
        self.sees(&format!("!!({expression})"), true).await;
    }

    /// Waits until a JavaScript expression has a value.
    pub async fn sees(&self, expression: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        let (start, mut backoff) = (Instant::now(), Backoff::new());
        loop {
            // While a page is loading, there may be no document to evaluate the expression.
            let found = self.try_value(expression).await;
            match found {
                Ok(found) if found == expected => return,
                found if start.elapsed() > TIMEOUT => {
                    panic!("expected {expected}\n  of {expression}\n  found {found:?}\n  {}", self.describe().await)
                }
                _ => backoff.pause().await,
            }
        }
    }

    /// Waits until a visible element that matches a selector contains a text.
    pub async fn reads(&self, selector: &str, text: &str) {
        let includes = "element.checkVisibility() && element.textContent.includes";
        let (selector, text) = (json!(selector), json!(text));
        self.until(&format!("[...document.querySelectorAll({selector})].some(element => {includes}({text}))")).await;
    }

    /// Returns the current texts of all elements that match a selector.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let script = format!("[...document.querySelectorAll({})].map(found => found.textContent)", json!(selector));
        serde_json::from_value(self.value(&script).await).expect("texts")
    }

    /// Returns the current number of elements that match a selector.
    pub async fn count(&self, selector: &str) -> usize {
        self.texts(selector).await.len()
    }

    /// Describes the page and the console, for the message of a failed test.
    async fn describe(&self) -> String {
        let page = "`${location.href} “${document.title}”\n  ${document.body.innerText.slice(0, 400)}`";
        let page = self.try_value(page).await.map_or_else(|error| error.to_string(), |page| page.to_string());
        let console: Vec<String> = self.console().await.into_iter().map(|message| message.text).collect();
        format!("at {page}\n  console: {console:#?}")
    }
}

// The console and the requests.
impl Visitor {
    /// Returns all messages of the console since the start of the journey.
    pub async fn console(&self) -> Vec<Message> {
        if self.browser == Browser::Firefox {
            let new = self.firefox_messages().await;
            self.console.borrow_mut().extend(new);
            return self.console.borrow().clone();
        }
        let word = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        let new = self.log("browser").await.into_iter().map(|entry| Message {
            level: word(&entry, "level"),
            source: word(&entry, "source"),
            text: word(&entry, "message"),
        });
        self.console.borrow_mut().extend(new);
        self.console.borrow().clone()
    }

    /// Returns the messages of Firefox since the last call: errors of scripts and of the policy, which are available only
    /// in the context of the browser, and the messages that pages have written to the console.
    async fn firefox_messages(&self) -> Vec<Message> {
        let go_to = async |context: &str| {
            let body = json!({ "context": context });
            self.client.issue_cmd(Command { path: "moz/context", body }).await.expect("Firefox has two contexts");
        };
        go_to("chrome").await;
        let errors = self.client.execute(
            "const noted = Services.console.getMessageArray().filter(note => note instanceof Ci.nsIScriptError);
             Services.console.reset();
             const level = note => note.flags & (note.warningFlag | note.infoFlag) ? 'WARNING' : 'SEVERE';
             return noted.map(note => [level(note), note.category, `${note.errorMessage} (${note.sourceName})`]);",
            vec![],
        );
        let errors: Vec<(String, String, String)> =
            serde_json::from_value(errors.await.expect("Firefox returns its errors")).expect("three texts each");
        go_to("content").await;
        // Firefox reports errors of its own code too.
        let errors = errors.into_iter().filter(|(.., text)| text.contains(&self.host.origin));
        let errors = errors.map(|(level, source, text)| Message { level, source, text });
        let is_ours = |line: &String| {
            ["panicked", "RuntimeError", "Frontispiece", "index.html", "content.json"]
                .iter()
                .any(|word| line.contains(word))
        };
        let lines = driver::take_firefox_output().into_iter();
        let messages = lines.filter(|line| line.starts_with("console.") && is_ours(line)).map(|text| {
            let level = if text.starts_with("console.error") { "SEVERE" } else { "WARNING" };
            Message { level: level.to_owned(), source: "console-api".to_owned(), text }
        });
        errors.chain(messages).collect()
    }

    /// Returns the URLs of all requests since the start of the journey. Firefox does not report them, and returns none.
    pub async fn requests(&self) -> Vec<String> {
        if self.browser == Browser::Firefox {
            return Vec::new();
        }
        for entry in self.log("performance").await {
            let event: Value = serde_json::from_str(entry["message"].as_str().unwrap_or_default()).unwrap_or_default();
            if event["message"]["method"] == "Network.requestWillBeSent" {
                let address = event["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
                self.requests.borrow_mut().push(address.to_owned());
            }
        }
        self.requests.borrow().clone()
    }

    /// Declares that the test makes the module panic, so that the messages of the panic are expected.
    pub fn expects_panics(&self) {
        self.panics.set(true);
    }

    /// Returns the new entries of a log of chromedriver.
    async fn log(&self, kind: &str) -> Vec<Value> {
        let body = json!({ "type": kind });
        match self.client.issue_cmd(Command { path: "se/log", body }).await {
            Ok(Value::Array(entries)) => entries,
            other => panic!("chromedriver's log: {other:?}"),
        }
    }

    /// Checks that the console has no unexpected errors, and that no request went to another origin.
    async fn assert_clean(&self) {
        let is_unexpected = |message: &Message| {
            let is_expected = self.host.explains(&message.source, &message.text);
            let is_panic = message.text.contains("panicked") || message.text.contains("RuntimeError");
            if is_panic { !self.panics.get() } else { message.level == "SEVERE" && !is_expected }
        };
        let unexpected: Vec<Message> = self.console().await.into_iter().filter(is_unexpected).collect();
        assert!(unexpected.is_empty(), "errors in the console: {unexpected:#?}");
        let own = format!("{}/", self.host.origin);
        let foreign: Vec<String> = self
            .requests()
            .await
            .into_iter()
            .filter(|address| !address.trim_start_matches("blob:").starts_with(&own) && !address.starts_with("data:"))
            .collect();
        assert!(foreign.is_empty(), "requests to other origins: {foreign:#?}");
    }
}

/// A command that is not part of the WebDriver standard.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
