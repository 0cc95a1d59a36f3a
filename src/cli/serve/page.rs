//! Adds the messages for the author, and the script that reloads the page, to a page.

use std::cell::Cell;

use hyper::body::Bytes;
use lol_html::{RewriteStrSettings, element, html_content::ContentType, rewrite_str};

use crate::{
    build::page::html::escaped,
    cli::serve::report::{Message, Report, count},
};

/// The URL of the script.
pub const SCRIPT_PATH: &str = "/.frontispiece/serve.js";

/// The number of errors that are listed. The others are folded, so that the page stays in sight.
const MAX_LISTED: usize = 10;

/// The source of the script.
pub const SCRIPT: &str = include_str!("serve.js");

/// Returns a page with the messages and the script, or `None` if it is not a page with the app. The script compares the
/// version with that of the server.
pub fn with_messages(page: &[u8], report: &Report, version: &str) -> Option<Bytes> {
    let page = str::from_utf8(page).ok()?;
    let is_app = Cell::new(false);
    let handler = element!("#fp\\:app", |root| {
        // An element within the root element may have the same id.
        if !is_app.replace(true) {
            root.before(&messages(report), ContentType::Html);
            root.before(
                &format!("<script src=\"{SCRIPT_PATH}\" data-version=\"{}\"></script>", version),
                ContentType::Html,
            );
        }
        Ok(())
    });
    let page = rewrite_str(page, RewriteStrSettings::new().append_element_content_handler(handler)).ok()?;
    is_app.get().then(|| page.into())
}

/// Returns the messages as HTML, or an empty text if there are none.
fn messages(report: &Report) -> String {
    let Report { errors, warnings, to_dos, is_shown } = report;
    if [errors, warnings, to_dos].iter().all(|list| list.is_empty()) {
        return String::new();
    }
    let list = |messages: &[Message], first: usize| {
        let items = messages.iter().map(|message| format!("<li><code>{}</code></li>", escaped(&message.to_string())));
        let start = if first > 1 { format!(" start=\"{first}\"") } else { String::new() };
        format!("<ol{start}>{}</ol>", items.collect::<String>())
    };
    let details = |summary: &str, messages: &[Message], first: usize| match messages {
        [] => String::new(),
        messages => format!("<details><summary>{summary}</summary>{}</details>", list(messages, first)),
    };
    let problem = match (errors.len(), is_shown) {
        (0, _) => String::new(),
        (number, true) => {
            format!("<p>The site has {}. Affected items may be missing from this page.</p>", count(number, "error"))
        }
        (number, false) => format!(
            "<p>The site has {}. This page shows the last version that could be read.</p>",
            count(number, "error")
        ),
    };
    let (listed, folded) = errors.split_at(errors.len().min(MAX_LISTED));
    let errors = match listed {
        [] => String::new(),
        listed => {
            let more = count(folded.len(), "more error");
            problem + &list(listed, 1) + &details(&more, folded, MAX_LISTED + 1)
        }
    };
    let class = if errors.is_empty() { "" } else { " class=\"diagnostics\"" };
    let warnings = details(&count(warnings.len(), "warning"), warnings, 1);
    let to_dos = details(&format!("{} to do before you publish", count(to_dos.len(), "thing")), to_dos, 1);
    format!(
        "<aside id=\"fp:messages\"{class} aria-label=\"Messages for the author\">{errors}{warnings}{to_dos}</aside>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let message = |text: &str| vec![Message::new(text)];
        Report { errors: message("1 < 2"), warnings: message("w"), to_dos: message("t"), is_shown: true }
    }

    #[test]
    fn errors_are_listed_and_the_rest_is_folded() {
        assert_eq!(
            messages(&report()),
            "<aside id=\"fp:messages\" class=\"diagnostics\" aria-label=\"Messages for the author\">\
             <p>The site has 1 error. Affected items may be missing from this page.</p>\
             <ol><li><code>1 &lt; 2</code></li></ol>\
             <details><summary>1 warning</summary><ol><li><code>w</code></li></ol></details>\
             <details><summary>1 thing to do before you publish</summary><ol><li><code>t</code></li></ol></details>\
             </aside>"
        );
        let old = messages(&Report { is_shown: false, ..report() });
        assert!(old.contains("<p>The site has 1 error. This page shows the last version that could be read.</p>"));
    }

    #[test]
    fn many_errors_are_folded() {
        let errors = (1..=12).map(Message::new).collect();
        let html = messages(&Report { errors, is_shown: true, ..Report::default() });
        let folded = "<li><code>10</code></li></ol><details><summary>2 more errors</summary>\
                      <ol start=\"11\"><li><code>11</code></li><li><code>12</code></li></ol></details>";
        assert!(html.contains(folded), "{html}");
    }

    #[test]
    fn without_messages_there_is_no_element() {
        assert_eq!(messages(&Report { is_shown: true, ..Report::default() }), "");
    }
}
