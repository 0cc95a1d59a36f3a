//! A visitor with a browser of their own.

use std::{
    cell::{Cell, RefCell},
    panic::{self, AssertUnwindSafe},
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

/// How long anything may take before it counts as not happening.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long to wait before looking again, at first and at most: to look costs the browser time, too.
const PAUSES: [Duration; 2] = [Duration::from_millis(10), Duration::from_millis(80)];

/// Waits a little longer each time.
struct Pauses(Duration);

impl Pauses {
    fn new() -> Pauses {
        Pauses(PAUSES[0])
    }

    async fn take(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 3 / 2).min(PAUSES[1]);
    }
}

/// A browser is a heavy thing: no more than these at a time.
static BROWSERS: Semaphore = Semaphore::const_new(3);

/// geckodriver has one at a time.
static FIREFOX: Semaphore = Semaphore::const_new(1);

/// Whether the module has taken the page over.
pub const STARTED: &str = "document.getElementById('fp:boot')?.dataset.state === 'started'";
/// The heading of the page.
pub const HEADING: &str = "document.querySelector('main h1')?.textContent";
/// The title of the document.
pub const TITLE: &str = "document.title";
/// The element that has the focus: its id without the prefix of the site's own ids, or else its name.
pub const FOCUS: &str = "document.activeElement.id.replace(/^fp:/, '') || document.activeElement.localName";
/// How far the page is scrolled, in CSS pixels.
pub const SCROLL: &str = "Math.round(scrollY)";
/// The path and the query of the address.
pub const ADDRESS: &str = "location.pathname + location.search";
/// The number of results, in words.
pub const STATUS: &str = "document.getElementById('fp:status')?.textContent";
/// What the page says above itself, or nothing.
pub const BANNER: &str =
    "[...document.querySelectorAll('.banner')].filter(one => one.checkVisibility()).map(one => one.textContent).join()";

/// What a journey starts from.
pub struct Journey {
    build: Build,
    browser: Browser,
    width: u32,
    height: u32,
    javascript: bool,
    observed: bool,
    keeps: bool,
    /// Where the release is served, if not by a [`Host`] of this journey's own.
    origin: Option<String>,
}

impl Journey {
    /// A journey through one of the builds, on a desktop.
    pub fn through(build: Build) -> Journey {
        let browser = Browser::Chromium;
        Journey {
            build,
            browser,
            width: 1280,
            height: 900,
            javascript: true,
            observed: true,
            keeps: false,
            origin: None,
        }
    }

    /// In Firefox, by what WebDriver offers for every browser.
    pub fn in_firefox(self) -> Journey {
        Journey { browser: Browser::Firefox, ..self }
    }

    /// In a window whose page is so wide and so high, in CSS pixels.
    pub fn sized(self, width: u32, height: u32) -> Journey {
        Journey { width, height, ..self }
    }

    /// With JavaScript switched off.
    pub fn without_javascript(self) -> Journey {
        Journey { javascript: false, ..self }
    }

    /// On another host than the usual one.
    pub fn served_at(self, origin: &str) -> Journey {
        Journey { origin: Some(origin.to_owned()), ..self }
    }

    /// In a browser that keeps the site for visits without a connection. In all other journeys none does: what it keeps
    /// would hide the faults that the host is told to have.
    pub fn keeping(self) -> Journey {
        Journey { keeps: true, ..self }
    }

    /// Without notes of the console and of requests, which slow pages down.
    pub fn unobserved(self) -> Journey {
        Journey { observed: false, ..self }
    }

    /// Takes the journey, then looks at what the console says and at what was requested.
    pub fn take(self, story: impl AsyncFn(&Visitor)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
        let turns = if self.browser == Browser::Firefox { &FIREFOX } else { &BROWSERS };
        let _turn = runtime.block_on(turns.acquire()).expect("nobody closes it");
        let visitor = runtime.block_on(self.start());
        // The browser is handed on, or closed where the story ends badly.
        let ended = panic::catch_unwind(AssertUnwindSafe(|| {
            runtime.block_on(async {
                story(&visitor).await;
                if self.observed {
                    visitor.assert_clean().await;
                }
            });
        }));
        match ended {
            Ok(()) => driver::hand_on(self.capabilities(), visitor.client.clone()),
            Err(panic) => {
                let _ = runtime.block_on(visitor.client.clone().close());
                panic::resume_unwind(panic);
            }
        }
    }

    async fn start(&self) -> Visitor {
        let host = match &self.origin {
            Some(origin) => Host::at(self.build, origin),
            None => Host::start(self.build).await,
        };
        let client = driver::browser(self.browser, self.capabilities()).await;
        let visitor = Visitor {
            client,
            browser: self.browser,
            host,
            console: RefCell::default(),
            requests: RefCell::default(),
            panics: Cell::default(),
        };
        if self.browser == Browser::Firefox {
            drop(visitor.said_in_firefox().await);
            let sized = visitor.client.set_window_size(self.width, self.height).await;
            sized.expect("a window has a size");
            return visitor;
        }
        // What the browser remembers of an earlier journey, perhaps to a host at the same port.
        visitor.devtools("Network.clearBrowserCache", json!({})).await;
        let everything = json!({ "origin": visitor.host.origin, "storageTypes": "all" });
        visitor.devtools("Storage.clearDataForOrigin", everything).await;
        if self.observed {
            for kind in ["browser", "performance"] {
                drop(visitor.log(kind).await);
            }
        }
        visitor.resize(self.width, self.height).await;
        if !self.keeps {
            visitor.runs_first("delete Navigator.prototype.serviceWorker").await;
        }
        visitor
    }

    fn capabilities(&self) -> Map<String, Value> {
        let capabilities = match self.browser {
            Browser::Chromium => self.capabilities_of_chromium(),
            Browser::Firefox => json!({
                "moz:firefoxOptions": {
                    "args": ["-headless"],
                    "prefs": {
                        "dom.serviceWorkers.enabled": self.keeps,
                        "devtools.console.stdout.content": true,
                        // Nobody but the host answers.
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
        let options = json!({
            "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                // One journey turns more pages in ten seconds than Chromium thinks anyone would.
                "--disable-ipc-flooding-protection",
                // Nobody but the host answers, so that a request to anyone else fails and is seen.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
            // Of what the log of its performance has, only the requests are looked at.
            "perfLoggingPrefs": { "enablePage": false },
            "prefs": { "profile.managed_default_content_settings.javascript": if self.javascript { 1 } else { 2 } },
        });
        json!({
            "goog:chromeOptions": options,
            // Some scripts of the tests look at hundreds of pages.
            "timeouts": { "script": 120_000 },
            "goog:loggingPrefs": if self.observed { json!({ "browser": "ALL", "performance": "ALL" }) } else { json!({}) },
        })
    }
}

/// Takes a journey through both builds, at the same time.
pub fn journey(story: impl AsyncFn(&Visitor) + Sync) {
    thread::scope(|scope| {
        let there = thread::Builder::new().name("at /sub/".to_owned());
        let there = there.spawn_scoped(scope, || Journey::through(Build::Sub).take(&story)).expect("a thread starts");
        Journey::through(Build::Root).take(&story);
        there.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
    });
}

/// Takes a journey through both builds, through the one at `/` in Firefox too, and through a build of a profile with
/// mistakes.
pub fn journey_in_every_browser(story: impl AsyncFn(&Visitor) + Sync) {
    thread::scope(|scope| {
        let there = thread::Builder::new().name("in Firefox".to_owned());
        let in_firefox = || Journey::through(Build::Root).in_firefox().take(&story);
        let there = there.spawn_scoped(scope, in_firefox).expect("a thread starts");
        let mistaken = thread::Builder::new().name("with mistakes".to_owned());
        let mistaken = mistaken.spawn_scoped(scope, || Journey::through(Build::Mistaken).take(&story));
        let mistaken = mistaken.expect("a thread starts");
        journey(&story);
        for thread in [there, mistaken] {
            thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        }
    });
}

/// A visitor, their browser, and the host they visit.
pub struct Visitor {
    pub client: Client,
    browser: Browser,
    pub host: Host,
    console: RefCell<Vec<Message>>,
    requests: RefCell<Vec<String>>,
    /// Whether the module was made to stop.
    panics: Cell<bool>,
}

/// A line of the console.
#[derive(Clone, Debug)]
pub struct Message {
    /// "SEVERE", "WARNING", "INFO" or "DEBUG"
    pub level: String,
    /// "network", "console-api", "javascript" or another of chromedriver's words
    pub source: String,
    pub text: String,
}

// Going somewhere.
impl Visitor {
    /// The content of the build.
    pub fn content(&self) -> profile::Shared {
        profile::of_build(self.host.build)
    }

    /// The path of the host for a path below the base.
    pub fn path(&self, below: &str) -> String {
        format!("{}{}", self.host.build.base(), below.trim_start_matches('/'))
    }

    /// Loads the page at a path below the base, with its query.
    pub async fn goto(&self, below: &str) {
        let address = format!("{}{}", self.host.origin, self.path(below));
        self.client.goto(&address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    /// Loads a page and waits until the module has taken it over.
    pub async fn opens(&self, below: &str) {
        self.goto(below).await;
        self.until(STARTED).await;
    }

    /// Loads the page again and waits until the module has taken it over.
    pub async fn reloads(&self) {
        self.client.refresh().await.expect("the page loads again");
        self.until(STARTED).await;
    }

    /// Lets a script run in every page that is loaded from now on, before anything of the page itself.
    pub async fn runs_first(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Lets the timers of every page that is loaded from now on run so many times as long; the constants of the site keep
    /// their ratio. `timerTime()` tells the sum of the site's delays up to the timer that ran last, in milliseconds: it
    /// does not depend on the factor, nor on how busy the machine is.
    pub async fn scales_timers(&self, factor: f64) {
        let script = format!(
            "(() => {{
                let time = 0;
                for (const name of ['setTimeout', 'setInterval']) {{
                    const original = window[name];
                    window[name] = (action, delay = 0, ...given) => {{
                        const due = time + delay;
                        const run = () => {{ time = Math.max(time, due); action(...given); }};
                        return original(run, delay * {factor});
                    }};
                }}
                window.timerTime = () => time;
            }})();"
        );
        self.runs_first(&script).await;
    }

    pub async fn goes_back(&self) {
        self.client.back().await.expect("the browser goes back");
    }

    pub async fn goes_forward(&self) {
        self.client.forward().await.expect("the browser goes forward");
    }

    /// Makes the page itself so large, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Leaves a mark that the next load of a page wipes off.
    pub async fn marks_the_page(&self) {
        self.run("window.mark = true").await;
    }

    /// No page was loaded since the mark was left.
    pub async fn still_sees_the_mark(&self) {
        assert_eq!(self.value("window.mark === true").await, true, "the page was loaded anew: {}", self.place().await);
    }
}

// Doing something.
impl Visitor {
    /// The element that a CSS selector finds first, once there is one.
    pub async fn finds(&self, selector: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).every(PAUSES[1]).for_element(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{selector}: {error}; {}", self.place().await),
        }
    }

    pub async fn clicks(&self, selector: &str) {
        let clicked = self.finds(selector).await.click().await;
        if let Err(error) = clicked {
            panic!("{selector}: {error}; {}", self.place().await);
        }
    }

    /// Clicks the link of the menu with this text.
    pub async fn picks_from_menu(&self, text: &str) {
        self.follows("nav a", text).await;
    }

    /// Clicks the link with this text among those that a selector finds.
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

    /// Clicks while holding a key down.
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

    /// Presses the mouse on one element and lets it go on another.
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

    /// Presses a key while holding another one down.
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

    /// Presses Tab until an expression is true; there is an end to every page.
    pub async fn tabs_to(&self, expression: &str) {
        for _ in 0..60 {
            self.presses(Key::Tab).await;
            if self.value(expression).await == true {
                return;
            }
        }
        panic!("60 times Tab did not lead to `{expression}`; {}", self.place().await);
    }

    /// Types a text, letter by letter, wherever the focus is.
    pub async fn types(&self, text: &str) {
        for letter in text.chars() {
            self.presses(letter).await;
        }
    }

    /// Runs a script for its effect.
    pub async fn run(&self, script: &str) {
        self.client.execute(script, vec![]).await.unwrap_or_else(|error| panic!("{script}: {error}"));
    }

    /// Calls Chrome's own protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        let answer = self.client.issue_cmd(Command { path: "goog/cdp/execute", body }).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

// Looking.
impl Visitor {
    /// The value of a JavaScript expression, now.
    pub async fn value(&self, expression: &str) -> Value {
        self.try_value(expression).await.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    async fn try_value(&self, expression: &str) -> Result<Value, CmdError> {
        self.client.execute(&format!("return {expression}"), vec![]).await
    }

    /// What a promise gives.
    pub async fn settled(&self, promise: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; ({promise}).then(done, error => done('failed: ' + error))"
        );
        self.client.execute_async(&script, vec![]).await.unwrap_or_else(|error| panic!("{promise}: {error}"))
    }

    /// Waits until what a promise gives is true; the promise is asked for anew each time.
    pub async fn until_settled(&self, promise: &str) {
        let (start, mut pauses) = (Instant::now(), Pauses::new());
        while self.settled(promise).await != true {
            assert!(start.elapsed() < PATIENCE, "`{promise}` did not come true; {}", self.place().await);
            pauses.take().await;
        }
    }

    /// Waits until a JavaScript expression is true.
    pub async fn until(&self, expression: &str) {
        self.sees(&format!("!!({expression})"), true).await;
    }

    /// Waits until a JavaScript expression has a value.
    pub async fn sees(&self, expression: &str, expected: impl Into<Value>) {
        let expected = expected.into();
        let (start, mut pauses) = (Instant::now(), Pauses::new());
        loop {
            // While a page is being loaded there may be nothing to ask.
            let found = self.try_value(expression).await;
            match found {
                Ok(found) if found == expected => return,
                found if start.elapsed() > PATIENCE => {
                    panic!("expected {expected}\n  of {expression}\n  found {found:?}\n  {}", self.place().await)
                }
                _ => pauses.take().await,
            }
        }
    }

    /// Waits until some element that a selector finds, and that is shown, has these words in it.
    pub async fn reads(&self, selector: &str, words: &str) {
        let shown = "element.checkVisibility() && element.textContent.includes";
        let (selector, words) = (json!(selector), json!(words));
        self.until(&format!("[...document.querySelectorAll({selector})].some(element => {shown}({words}))")).await;
    }

    /// The texts of all elements that a selector finds, now.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        let script = format!("[...document.querySelectorAll({})].map(found => found.textContent)", json!(selector));
        serde_json::from_value(self.value(&script).await).expect("texts")
    }

    /// How many elements a selector finds, now.
    pub async fn counts(&self, selector: &str) -> usize {
        self.texts(selector).await.len()
    }

    /// Where the visitor is and what they see, for a message.
    async fn place(&self) -> String {
        let page = "`${location.href} “${document.title}”\n  ${document.body.innerText.slice(0, 400)}`";
        let page = self.try_value(page).await.map_or_else(|error| error.to_string(), |page| page.to_string());
        let console: Vec<String> = self.console().await.into_iter().map(|message| message.text).collect();
        format!("at {page}\n  console: {console:#?}")
    }
}

// Looking behind the page.
impl Visitor {
    /// Everything that the console has said.
    pub async fn console(&self) -> Vec<Message> {
        if self.browser == Browser::Firefox {
            let new = self.said_in_firefox().await;
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

    /// What Firefox has noted of its pages since it was last asked: errors of scripts and of the policy, which only the
    /// browser itself can tell, and what the pages have written to the console.
    async fn said_in_firefox(&self) -> Vec<Message> {
        let go_to = async |context: &str| {
            let body = json!({ "context": context });
            self.client.issue_cmd(Command { path: "moz/context", body }).await.expect("Firefox has two contexts");
        };
        go_to("chrome").await;
        let noted = self.client.execute(
            "const noted = Services.console.getMessageArray().filter(note => note instanceof Ci.nsIScriptError);
             Services.console.reset();
             const level = note => note.flags & (note.warningFlag | note.infoFlag) ? 'WARNING' : 'SEVERE';
             return noted.map(note => [level(note), note.category, `${note.errorMessage} (${note.sourceName})`]);",
            vec![],
        );
        let noted: Vec<(String, String, String)> =
            serde_json::from_value(noted.await.expect("Firefox tells")).expect("three texts each");
        go_to("content").await;
        // The browser has errors of its own, which are not the page's.
        let noted = noted.into_iter().filter(|(.., text)| text.contains(&self.host.origin));
        let noted = noted.map(|(level, source, text)| Message { level, source, text });
        let is_ours = |line: &String| {
            ["panicked", "RuntimeError", "Frontispiece", "index.html", "content.json"]
                .iter()
                .any(|word| line.contains(word))
        };
        let said = driver::said_by_firefox().into_iter().filter(|line| line.starts_with("console.") && is_ours(line));
        let said = said.map(|text| {
            let level = if text.starts_with("console.error") { "SEVERE" } else { "WARNING" };
            Message { level: level.to_owned(), source: "console-api".to_owned(), text }
        });
        noted.chain(said).collect()
    }

    /// The address of every request that the pages have made; in Firefox, where none but to the host could succeed, those
    /// are not told.
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

    /// The journey makes the module stop: what it says then is no surprise.
    pub fn expects_panics(&self) {
        self.panics.set(true);
    }

    /// What chromedriver has noted since it was last asked.
    async fn log(&self, kind: &str) -> Vec<Value> {
        let body = json!({ "type": kind });
        match self.client.issue_cmd(Command { path: "se/log", body }).await {
            Ok(Value::Array(entries)) => entries,
            other => panic!("chromedriver's log: {other:?}"),
        }
    }

    async fn assert_clean(&self) {
        let surprising = |message: &Message| {
            let explained = self.host.explains(&message.source, &message.text);
            let panicked = message.text.contains("panicked") || message.text.contains("RuntimeError");
            if panicked { !self.panics.get() } else { message.level == "SEVERE" && !explained }
        };
        let surprises: Vec<Message> = self.console().await.into_iter().filter(surprising).collect();
        assert!(surprises.is_empty(), "the console complains: {surprises:#?}");
        let own = format!("{}/", self.host.origin);
        let foreign: Vec<String> = self
            .requests()
            .await
            .into_iter()
            .filter(|address| !address.trim_start_matches("blob:").starts_with(&own) && !address.starts_with("data:"))
            .collect();
        assert!(foreign.is_empty(), "requests to others: {foreign:#?}");
    }
}

/// A command of chromedriver's own.
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
