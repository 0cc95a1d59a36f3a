//! Checks titles of publications and entries, which are inline Markdown, for formulas that pages cannot show, and for the
//! markup of other languages.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::{
    check::{
        Checker, characters, formulas, latex,
        pattern::pattern,
        plain_text::{blanked, entity, line_break, punctuation, tag},
        short,
    },
    content::{Message, Title, lenient::PathSegment},
    markdown::{TitleLinks, each_target, scripts::scripts, title_document, title_formulas, title_ranges},
};

// Backslashes that are right in Markdown. Before a quotation mark or a circumflex with a letter, they are accents of LaTeX.
pattern!(ESCAPE, r"\\(?:[*_$\[\]<#&%]|[~^](?:[^\pL]|$))");
pattern!(STYLE_COMMAND, r"^\{?\\([A-Za-z]+)");

impl Checker<'_> {
    /// Warns about HTML, LaTeX, links and invisible characters in the title of a publication.
    pub(super) fn title(&self, title: &Title, path: &[PathSegment]) {
        self.title_text(title.source(), TitleLinks::AsText, path);
    }

    /// Checks the title of an entry, which may have links.
    pub(super) fn entry_title(&self, title: &Title, path: &[PathSegment]) {
        let document = title_document(title.source(), TitleLinks::Kept);
        for error in &document.url_errors {
            self.report(path, Message::from_alternate_form(&format!("{error:#}")));
        }
        each_target(&document.blocks, &mut |target| self.address(target.url(), path));
        self.title_text(title.source(), TitleLinks::Kept, path);
    }

    fn title_text(&self, source: &str, links: TitleLinks, path: &[PathSegment]) {
        let formulas = formulas::problems(source, &title_formulas(source)).into_iter().map(|(_, message)| message);
        let markup = markup(source, links).into_iter();
        for message in formulas.chain(markup).chain(line_break(source)).chain(characters::invisible(source)) {
            self.warn(path, message);
        }
    }
}

/// Returns the message for each kind of foreign markup in a title.
fn markup(source: &str, links: TitleLinks) -> Vec<Message> {
    let mut found = Vec::new();
    let is_link = |event: &Event| matches!(event, Event::Start(Tag::Link { .. }));
    let is_refused = |event: &Event| match event {
        Event::Start(Tag::Image { .. }) => true,
        event => links == TitleLinks::AsText && is_link(event),
    };
    if let Some(link) = title_ranges(source, is_refused).first() {
        let problem = format!(
            "\"{}\", {} in a title, of which pages show only the text",
            short(&source[link.clone()]),
            if links == TitleLinks::AsText { "a link or an image" } else { "an image" }
        );
        let remedy = match links {
            TitleLinks::AsText => "move it to \"links\"",
            TitleLinks::Kept => "move the image to \"note\"",
        };
        found.push(Message::found(problem).suggest(remedy));
    }
    let mut shown = |what: &str, remedy: String| {
        found.push(Message::found(format!("\"{}\", which appears unchanged on the page", short(what))).suggest(remedy));
    };
    let is_verbatim = |event: &Event| matches!(event, Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_));
    let mut verbatim = title_ranges(source, is_verbatim);
    verbatim.extend(scripts(source).into_iter().map(|(range, _)| range));
    if links == TitleLinks::Kept {
        // The URL of a link, or all of a URL in angle brackets.
        let url = |link: Range<usize>| link.start + source[link.clone()].rfind("](").unwrap_or(0)..link.end;
        verbatim.extend(title_ranges(source, is_link).into_iter().map(url));
    }
    verbatim.extend(ESCAPE.find_iter(source).map(|escape| escape.range()));
    let text = blanked(source, &verbatim);
    if let Some(tag) = tag(&text) {
        shown(tag, without_tags(tag, &text));
    }
    if let Some(latex) = latex::find(&text) {
        let remedy = match latex.means {
            Some(means) if means.is_empty() => "remove it".to_owned(),
            Some(means) => format!("write \"{}\"", short(&as_markdown(latex.found, &means))),
            None => "write the text without LaTeX, or a formula between dollar signs".to_owned(),
        };
        shown(latex.found, remedy);
    } else {
        punctuation(&text, &mut shown);
    }
    found.extend(formulas::stray(&text, source).map(|(_, message)| message));
    if let Some((entity, remedy)) = entity(&text) {
        found.push(Message::found(format!("the HTML entity \"{entity}\"")).suggest(remedy));
    }
    found
}

/// Returns how to write the element of a tag in Markdown.
fn without_tags(tag: &str, text: &str) -> String {
    let name = tag.trim_matches(['<', '>', '/']).split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let mark = match name.as_str() {
        "i" | "em" | "italic" | "jats:italic" => "*",
        "b" | "strong" | "bold" | "jats:bold" => "**",
        "sub" | "jats:sub" => "~",
        "sup" | "jats:sup" => "^",
        "code" | "tt" | "monospace" | "jats:monospace" => "`",
        _ => return "remove the tags".to_owned(),
    };
    let closing = format!("</{name}>");
    let start = text.find(tag).map_or(0, |at| at + tag.len());
    match text[start..].to_ascii_lowercase().find(&closing) {
        Some(length) if length > 0 => format!("write \"{mark}{}{mark}\"", short(text[start..start + length].trim())),
        _ => "remove the tags".to_owned(),
    }
}

/// Returns the words of a LaTeX command in the markup that a title can have.
fn as_markdown(latex: &str, words: &str) -> String {
    let command = STYLE_COMMAND.captures(latex).and_then(|groups| groups.get(1)).map_or("", |name| name.as_str());
    let mark = match command {
        "emph" | "textit" | "textsl" | "em" | "it" | "itshape" | "sl" => "*",
        "textbf" | "bf" | "bfseries" => "**",
        "texttt" | "tt" | "ttfamily" => "`",
        "textsubscript" => "~",
        "textsuperscript" => "^",
        _ => "",
    };
    [mark, words, mark].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(title: &str, expected: &[&str]) {
        let found =
            |message: &Message| format!("{} => {}", message.finding(), message.suggestion().unwrap_or_default());
        assert_eq!(markup(title, TitleLinks::AsText).iter().map(found).collect::<Vec<_>>(), expected, "{title}");
    }

    #[test]
    fn markdown_is_no_fault() {
        for title in [
            "*Anser* and **GPU** and `a_b{c}`",
            "CO~2~ at 10^-3^",
            "An $O(n \\log n)$ bound for $\\{x\\}$",
            "A\\* search, snake\\_case and \\$5",
            "From $5 to $10",
            "A < B",
            "List<T>",
        ] {
            check(title, &[]);
        }
    }

    #[test]
    fn foreign_markup_is_reported_with_its_markdown() {
        check(
            "On $\\frac{a}{b$ again",
            &[
                "\"\\frac{a}\", which appears unchanged on the page => write the text without LaTeX, or a formula between dollar signs",
                "\"$\\frac{a}{b$\", which appears unchanged on the page => close every brace of the formula, and write it in one paragraph",
            ],
        );
        check(
            "Growth of <i>Anser fennicus</i>",
            &["\"<i>\", which appears unchanged on the page => write \"*Anser fennicus*\""],
        );
        check("CO<sub>2</sub>", &["\"<sub>\", which appears unchanged on the page => write \"~2~\""]);
        check(
            "<span class=\"x\">A</span>",
            &["\"<span class=\"x\">\", which appears unchanged on the page => remove the tags"],
        );
        check("Quills &amp; Ink", &["the HTML entity \"&amp;\" => write \"&\""]);
        check(
            "\\emph{sparse} barbs",
            &["\"\\emph{sparse}\", which appears unchanged on the page => write \"*sparse*\""],
        );
        check(
            "\\textbf{sparse}",
            &["\"\\textbf{sparse}\", which appears unchanged on the page => write \"**sparse**\""],
        );
        check("{DNA} of", &["\"{DNA}\", which appears unchanged on the page => write \"DNA\""]);
        check("G{\\'o}mez", &["\"{\\'o}\", which appears unchanged on the page => write \"ó\""]);
        check("A--B", &["\"--\", which appears unchanged on the page => write \"–\""]);
        check(
            "See [this](https://a.example)",
            &[
                "\"[this](https://a.example)\", a link or an image in a title, of which pages show only the text => move it to \"links\"",
            ],
        );
    }
}
