//! An author edits a site while `frontispiece serve` shows it.

use std::{
    cell::RefCell,
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::LazyLock,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

use fantoccini::key::Key;
use fixtures::generate::{generate, to_text};
use frontispiece::{build::shell::Shell, content};
use serde_json::Value;

use crate::{
    host::Build,
    profile,
    visitor::{FOCUS, Journey, SCROLL, STARTED, STATUS, Visitor},
};

/// The text of the search box, and the position of the caret.
const SEARCH_BOX: &str =
    "(box => [box.value, box.selectionStart, box.selectionEnd].join())(document.getElementById('fp:search'))";

/// The shell of the release build.
static SHELL: LazyLock<PathBuf> = LazyLock::new(|| {
    let file = target().join("serve-shell.tar");
    let packed = Shell::of(&Build::Root.folder()).and_then(|shell| shell.pack()).expect("dist/ is a release build");
    fs::write(&file, packed).expect("a file can be written");
    file
});

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target")
}

/// A site folder that is being edited, and its server.
struct Desk {
    folder: PathBuf,
    server: RefCell<Child>,
    origin: String,
}

impl Desk {
    fn new(name: &str, text: &str) -> Desk {
        let folder = target().join(format!("serve-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(folder.join("content.json"), text).expect("a file can be written");
        let (server, origin) = serve(&folder, "0");
        Desk { folder, server: RefCell::new(server), origin }
    }

    fn save(&self, text: &str) {
        fs::write(self.folder.join("content.json"), text).expect("a file can be written");
    }

    fn stop(&self) {
        let mut server = self.server.borrow_mut();
        let _ = server.kill();
        let _ = server.wait();
    }

    /// Starts the server again at the same port.
    fn restart(&self) {
        let port = self.origin.rsplit(':').next().expect("it has a port").to_owned();
        let mut stopped = self.server.replace(serve(&self.folder, &port).0);
        let _ = stopped.wait();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Starts the server. The variable PROGRAM names another program than that of this build.
fn serve(folder: &Path, port: &str) -> (Child, String) {
    let program = env::var("PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_frontispiece").to_owned());
    let mut command = Command::new(program);
    command.arg("serve").arg(folder).args(["--port", port]).arg("--shell").arg(&*SHELL);
    let mut server = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(server.stdout.take().expect("its output is piped")).lines();
    let url = lines.next().expect("the first line is the URL").expect("the line is UTF-8");
    thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    (server, url.trim_end_matches('/').to_owned())
}

/// Returns the title of the publication that is listed last.
fn last_title(text: &str) -> String {
    let content = content::read(text).expect("a profile").content;
    content.publications.last().expect("a publication").title.as_str().to_owned()
}

/// Returns a profile in which the title of the publication that is listed last has another word at its end.
fn edited(text: &str, word: &str) -> String {
    let title = serde_json::to_string(&last_title(text)).expect("a text");
    let changed = title.trim_end_matches('"').to_owned() + " " + word + "\"";
    assert!(text.contains(&title), "{title}");
    text.replacen(&title, &changed, 1)
}

/// Waits until the page was loaded again, shows a text and has started.
async fn sees_reloaded(visitor: &Visitor, selector: &str, text: &str) {
    visitor.reads(selector, text).await;
    visitor.starts().await;
    visitor.until("window.mark === undefined").await;
}

#[test]
fn a_saved_change_keeps_scroll_position_focus_caret_and_filters() {
    let text = profile::text_of_build(Build::Root);
    let desk = Desk::new("state", &text);
    Journey::through(Build::Root).served_at(&desk.origin.clone()).sized(1280, 500).run(async |visitor| {
        // The beginning of the title that changes, so that the list shows it.
        let letters: String = last_title(&text).chars().take(2).collect::<String>().to_lowercase();
        let page = "/publications/?type=conference&type=journal&type=workshop&type=preprint";
        visitor.opens(page).await;
        visitor.clicks("#fp\\:search").await;
        visitor.types(&letters).await;
        visitor.presses(Key::Left).await;
        visitor.until(&format!("location.search.includes('q={letters}')")).await;
        visitor.run("scrollTo(0, 700)").await;
        visitor.until("scrollY > 300").await;
        let address = visitor.value("location.search").await;
        visitor.until("!document.querySelector('[data-pending]')").await;
        let (scroll, status) = (visitor.value(SCROLL).await, visitor.value(STATUS).await);
        let caret = format!("{letters},1,1");
        assert_eq!(visitor.value(SEARCH_BOX).await, caret.as_str());

        visitor.marks_document().await;
        desk.save(&edited(&text, "Revisited"));
        sees_reloaded(visitor, "article h3", "Revisited").await;
        visitor.sees(FOCUS, "search").await;
        visitor.sees(SEARCH_BOX, caret).await;
        visitor.sees("location.search", address.clone()).await;
        visitor.sees(STATUS, status).await;
        visitor.sees(SCROLL, scroll).await;
        visitor.types("x").await;
        let (first, second) = letters.split_at(1);
        visitor.sees(SEARCH_BOX, format!("{first}x{second},2,2")).await;
        visitor.until(&format!("location.search.includes('q={first}x{second}')")).await;

        // A focused checkbox, and a page without a list.
        visitor.opens("/publications/").await;
        visitor.run("document.querySelector('.filters input[type=checkbox]').focus()").await;
        let focused = "document.activeElement.name + '=' + document.activeElement.value";
        let checkbox = visitor.value(focused).await;
        visitor.marks_document().await;
        desk.save(&edited(&text, "Refined"));
        sees_reloaded(visitor, "article h3", "Refined").await;
        visitor.sees(focused, checkbox).await;

        // After a restart, the page loads again only if the site has changed.
        visitor
            .adds_init_script(
                "window.connections = 0;
                 window.EventSource = class extends EventSource {
                     constructor(url) { super(url); this.addEventListener('open', () => (window.connections += 1)); }
                 };",
            )
            .await;
        visitor.opens("/publications/").await;
        visitor.sees("window.connections", 1).await;
        visitor.marks_document().await;
        desk.stop();
        desk.restart();
        visitor.sees("window.connections", 2).await;
        visitor.is_in_marked_document().await;
        desk.stop();
        desk.save(&edited(&text, "Restarted"));
        desk.restart();
        sees_reloaded(visitor, "article h3", "Restarted").await;
        visitor.host.lacks("/.frontispiece/events");
    });
}

#[test]
fn errors_come_and_go_with_the_mistakes() {
    let text = profile::text_of_build(Build::Root);
    let desk = Desk::new("errors", &text);
    Journey::through(Build::Root).served_at(&desk.origin.clone()).run(async |visitor| {
        let has_lists = async |count: usize| {
            visitor
                .sees(
                    "[...document.querySelectorAll('.diagnostics')].filter(one => one.checkVisibility()).length",
                    count,
                )
                .await;
        };
        visitor.opens("/").await;
        has_lists(0).await;
        // The to-do list stays open.
        visitor.clicks("#fp\\:messages summary").await;
        visitor.reads("#fp\\:messages details[open] li", "person").await;
        let name = &visitor.content().person.name;
        desk.save(&text.replacen(&format!("\"name\": \"{name}\","), &format!("\"name\": \"{name}\""), 1));
        visitor.reads("#fp\\:messages", "a comma is missing").await;
        visitor.starts().await;
        // The app lists the same error, which is shown once.
        has_lists(1).await;
        visitor.sees("document.querySelectorAll('#fp\\\\:app .diagnostics').length", 1).await;
        visitor.until("!document.querySelector('#fp\\\\:messages details')").await;

        desk.save("{");
        visitor.reads("#fp\\:messages", "This page shows the last version that could be read.").await;
        visitor.reads(".name", name).await;
        has_lists(1).await;

        desk.save(&text);
        visitor.until("document.querySelector('#fp\\\\:messages:not(.diagnostics)')").await;
        visitor.starts().await;
        has_lists(0).await;
    });
}

/// Prints how long a saved change takes until it is visible and until the page is interactive again.
#[test]
#[ignore = "it measures; see ARCHITECTURE.md"]
fn latency_of_a_saved_change() {
    for (name, text, changes) in [
        ("15", profile::text_of_build(Build::Root), 20),
        ("300", profile::text_of_large(), 20),
        ("1,000", to_text(&generate(1000, 7)), 10),
    ] {
        let desk = Desk::new(&format!("latency-{name}"), &text);
        Journey::through(Build::Root).served_at(&desk.origin.clone()).without_logs().run(async |visitor| {
            for page in ["/publications/?sort=oldest", "/publications/", "/"] {
                visitor.opens(page).await;
                let (mut visible, mut started) = (Vec::new(), Vec::new());
                for number in 0..changes {
                    visitor.marks_document().await;
                    // Words of the same length in every run.
                    let text = edited(&text, &format!("No{number:03}"));
                    let saved = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later").as_secs_f64() * 1e3;
                    desk.save(&text);
                    visitor.until(&format!("window.mark === undefined && {STARTED}")).await;
                    visitor.until("performance.getEntriesByName('first-contentful-paint').length").await;
                    let since = async |entry: &str| {
                        let time =
                            format!("performance.timeOrigin + performance.getEntriesByName('{entry}')[0].startTime");
                        visitor.value(&time).await.as_f64().expect("a time") - saved
                    };
                    visible.push(since("first-contentful-paint").await);
                    started.push(since("started").await);
                }
                println!(
                    "{name} papers, {page}: visible after {}, interactive after {}",
                    median(visible),
                    median(started)
                );
            }
        });
    }
}

fn median(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let (half, last) = (times[times.len() / 2], times[times.len() - 1]);
    format!("{half:.0} ms (median, at most {last:.0} ms)")
}

/// A page that nobody sees keeps no connection open.
#[test]
fn only_visible_pages_are_connected() {
    let desk = Desk::new("hidden", &profile::text_of_build(Build::Root));
    Journey::through(Build::Root).served_at(&desk.origin.clone()).run(async |visitor| {
        visitor
            .adds_init_script(
                "window.sources = [];
             window.EventSource = class extends EventSource { constructor(url) { super(url); sources.push(this); } };
             Object.defineProperty(document, 'hidden', { get: () => window.isHidden === true });",
            )
            .await;
        visitor.opens("/").await;
        let open = "sources.filter(({ readyState }) => readyState < 2).length";
        visitor.sees(open, Value::from(1)).await;
        visitor.run("window.isHidden = true; document.dispatchEvent(new Event('visibilitychange'))").await;
        visitor.sees(open, Value::from(0)).await;
        visitor.run("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))").await;
        visitor.sees(open, Value::from(1)).await;
    });
}
