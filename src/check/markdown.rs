//! Checks Markdown texts: links, images, and the syntax of other programs, which pages show unchanged.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;

use crate::{
    check::{Checker, characters, formulas, join, latex, pattern::pattern, plain_text, plain_text::blanked, short},
    content::{Message, Severity, lenient::PathSegment},
    markdown,
    markdown::{
        Image, OPTIONS, Target, each_target,
        money::{offset_in_source, with_escaped_money},
    },
    url::{SafeUrl, UrlKind, extension_of},
};

/// The size in bytes above which an image takes a noticeable time to load.
const LARGE_IMAGE: u64 = 2_000_000;

impl Checker<'_> {
    /// Checks a Markdown text. For a text in a file, the path of each finding ends with its offset.
    pub(super) fn markdown(&self, text: Option<&str>, path: &[PathSegment]) {
        let Some(text) = text else { return };
        let at = |offset: usize| join(path, &[PathSegment::TextOffset(offset)]);
        let document = markdown::parse(text);
        let mut urls = Urls { text, end: 0 };
        for error in &document.url_errors {
            self.report(&at(urls.next(&error.url)), Message::from_alternate_form(&format!("{error:#}")));
        }
        if document.too_deep {
            let message = Message::found(format!(
                "quotes, lists or emphasis nested more than {} levels deep; deeper content is shown as plain text",
                markdown::MAX_DEPTH
            ))
            .suggest("reduce the nesting");
            self.report(path, message);
        }
        let mut urls = Urls { text, end: 0 };
        each_target(&document.blocks, &mut |target| {
            let here = at(urls.next(target.url()));
            match target {
                Target::Link(address) => self.address(address, &here),
                Target::Image { image, has_caption } => self.image(image, has_caption, &here),
            }
        });
        if let Some((offset, message)) = characters::find_invisible(text) {
            self.warn(&at(offset), message);
        }
        // The other checks parse the text without a limit of levels. The parser visits each level for each line: 50,000 levels
        // and as many lines take 5 s in a debug build.
        if document.too_deep {
            return;
        }
        let source = Source::of(text);
        for (severity, offset, message) in broken_links(&source, &|file| self.context.files.has(file)) {
            match severity {
                Severity::Error => self.report(&at(offset), message),
                Severity::Warning => self.warn(&at(offset), message),
            }
        }
        let formulas = formulas::problems(text, &source.formulas);
        for (offset, message) in formulas.into_iter().chain(foreign_syntax(&source)).chain(lost_tags(&source)) {
            self.warn(&at(offset), message);
        }
    }

    /// Checks the URL, the description, the caption and the size of an image or a video.
    fn image(&self, image: &Image, has_caption: bool, path: &[PathSegment]) {
        let source = &image.src;
        self.address(source, path);
        if !source.is_video() {
            self.image_format(source, path);
        }
        if image.alt.trim().is_empty() {
            let source = source.as_str();
            let message = Message::problem(format!("the image \"{}\" has no description", short(source)))
                .suggest(format!("describe it for people who cannot see it: ![description]({source})"));
            self.warn(path, message);
        }
        self.image_size(source, path);
        if let Some(title) = image.title.as_deref().filter(|_| !has_caption) {
            let message = Message::found(format!("the caption \"{}\", which is only a tooltip", short(title)))
                .suggest("put the image into a paragraph of its own to show the caption");
            self.warn(path, message);
        }
        if matches!(source.kind(), UrlKind::External(_)) && (image.width == 0 || image.height == 0) {
            let message = Message::problem(format!(
                "the size of the image \"{}\" of another site is unknown, so the text below it moves when it arrives",
                short(source.as_str())
            ))
            .suggest("copy it into the site folder, or write its size in pixels after it: {width=300 height=200}");
            self.warn(path, message);
        }
    }

    /// Reports a file that browsers do not show as an image.
    pub(super) fn image_format(&self, source: &SafeUrl, path: &[PathSegment]) {
        let right = match &*extension_of(source.path()).unwrap_or_default() {
            "pdf" | "eps" | "ps" | "tif" | "tiff" => "export the figure as PNG or SVG",
            "mp4" | "webm" => "put the video into the site folder, and write its path",
            "mov" | "avi" | "mkv" | "m4v" | "mpg" | "mpeg" | "ogv" => {
                "convert it to MP4 or WebM, and put it into the site folder"
            }
            "heic" | "heif" | "doc" | "docx" | "ppt" | "pptx" | "key" => "export it as JPEG or PNG",
            _ => return,
        };
        let found = Message::found(format!("\"{}\", which is not an image that browsers show", short(source.as_str())));
        self.report(path, found.suggest(right));
    }

    /// Warns about an image in the site folder that loads slowly, unless the build writes smaller copies of it.
    pub(super) fn image_size(&self, source: &SafeUrl, path: &[PathSegment]) {
        let Some(file) = source.file_path().filter(|file| !is_resized(file)) else { return };
        if let Some(size) = self.context.files.size(&file).filter(|size| *size > LARGE_IMAGE) {
            let (whole, tenth) = (size / 1_000_000, size % 1_000_000 / 100_000);
            let message =
                Message::problem(format!("the image {} has {whole}.{tenth} MB and loads slowly", short(&file)))
                    .suggest("reduce it to less than 2 MB, for example to a width of 1600 pixels");
            self.warn(path, message);
        }
    }
}

/// Returns `true` if the build writes smaller copies of an image with this path.
pub fn is_resized(path: &str) -> bool {
    matches!(extension_of(path).as_deref(), Some("jpg" | "jpeg" | "png" | "webp"))
}

/// The positions of the URLs of a text. The tree of the text does not contain them.
struct Urls<'t> {
    text: &'t str,
    /// The end of the last URL.
    end: usize,
}

impl Urls<'_> {
    /// Returns the offset of the next URL in the order of the text, or 0 if the text has it in another form.
    fn next(&mut self, url: &str) -> usize {
        let after_last = self.text[self.end..].find(url).map(|offset| self.end + offset);
        // The target of a reference may be anywhere.
        let Some(offset) = after_last.or_else(|| self.text.find(url)) else { return 0 };
        self.end = offset + url.len();
        offset
    }
}

/// A Markdown text, split into words, formulas and HTML as the parser sees them.
struct Source<'t> {
    text: &'t str,
    /// The text, with zeros of the same length in place of everything but words: code, formulas, HTML, URLs. U+0001 replaces the
    /// backslash of an escape. Line breaks are kept.
    words: String,
    /// The text, with zeros of the same length in place of code, formulas and HTML.
    without_code: String,
    /// The HTML, each part with its offset.
    html: Vec<(usize, &'t str)>,
    /// The places of the formulas.
    formulas: Vec<Range<usize>>,
    /// The ends of the images, in ascending order.
    image_ends: Vec<usize>,
}

impl Source<'_> {
    fn of(text: &str) -> Source<'_> {
        let mut words = vec![0; text.len()];
        let mut without_code = text.as_bytes().to_vec();
        let mut html = Vec::new();
        let (mut formulas, mut image_ends) = (Vec::new(), Vec::new());
        let (escaped, offsets) = with_escaped_money(text, OPTIONS);
        let offset = |offset| offset_in_source(offset, &offsets);
        let mut hide = |range: Range<usize>| without_code[range].fill(0);
        let mut code_blocks = 0;
        for (event, range) in Parser::new_ext(&escaped, OPTIONS).into_offset_iter() {
            let range = offset(range.start)..offset(range.end);
            match event {
                Event::InlineMath(_) | Event::DisplayMath(_) => {
                    hide(range.clone());
                    formulas.push(range);
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    code_blocks += 1;
                    hide(range);
                }
                Event::End(TagEnd::CodeBlock) => code_blocks -= 1,
                Event::Text(_) if code_blocks == 0 => words[range.clone()].copy_from_slice(&text.as_bytes()[range]),
                Event::End(TagEnd::Image) => image_ends.push(range.end),
                Event::SoftBreak => words[range].fill(b'\n'),
                Event::Code(_) => hide(range),
                Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                    html.push((range.start, &text[range.clone()]));
                    hide(range);
                }
                _ => {}
            }
        }
        for (word, byte) in words.iter_mut().zip(text.bytes()) {
            if *word == 0 && byte == b'\\' {
                *word = 1;
            }
        }
        // Events start and end at character boundaries, so both are UTF-8.
        let text_of = |bytes| String::from_utf8(bytes).unwrap_or_default();
        Source { text, words: text_of(words), without_code: text_of(without_code), html, formulas, image_ends }
    }
}

pattern!(BROKEN_LINK, r"(!?)\[([^\[\]\n\x01]*)\]\(((?:[^()<>\n\x00\x01]|\([^()<>\n\x00\x01]*\))+)\)");
pattern!(LINK_TITLE, r#"^(.*?)\s+("[^"]*"|'[^']*')$"#);
pattern!(IMAGE_SIZE, r"^(.*?)\s+(=[0-9]+%?(?:x(?:[0-9]+%?)?)?|=x[0-9]+%?)$");

/// Returns the errors of links and images that CommonMark does not recognize, because their URL contains a space or
/// precedes a size, each with its offset. Parentheses after brackets can also be ordinary text: "[Doe 2020](p. 3)".
fn broken_links(source: &Source, has_file: &dyn Fn(&str) -> bool) -> Vec<(Severity, usize, Message)> {
    let divided = |text: &str, pattern: &Regex| match pattern.captures(text) {
        Some(groups) => (groups[1].to_owned(), groups[2].to_owned()),
        None => (text.to_owned(), String::new()),
    };
    let broken = BROKEN_LINK.captures_iter(&source.words).filter_map(|groups| {
        let (mark, text, target) = (&groups[1], groups[2].replace('\0', "…"), groups[3].trim());
        // A size may precede or follow the title.
        let (address, last_size) = divided(target, &IMAGE_SIZE);
        let (address, title) = divided(&address, &LINK_TITLE);
        let (address, first_size) = divided(&address, &IMAGE_SIZE);
        let size = [first_size, last_size].concat();
        if !address.contains(' ') && size.is_empty() {
            return None;
        }
        let severity = weight_of_target(&address, has_file)?;
        let what = if mark.is_empty() { "a link" } else { "an image" };
        let link = |address: &str| {
            let space = if title.is_empty() { "" } else { " " };
            format!("{mark}[{}]({address}{space}{title})", short(&text))
        };
        let width: String = size.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == '%').collect();
        let size_as_attribute =
            if width.is_empty() || mark.is_empty() { String::new() } else { format!("{{width={width}}}") };
        let mut right = link(&address.replace(' ', "%20")) + &size_as_attribute;
        let cause = if size.is_empty() {
            right += &format!(" or {}", link(&format!("<{address}>")));
            "because its URL contains a space".to_owned()
        } else {
            format!("because this Markdown does not support the size \"{size}\"")
        };
        let found = groups[0].replace('\0', "…");
        Some((
            severity,
            groups.get(0)?.start(),
            Message::found(format!("\"{}\", which is not {what}, {cause}", short(&found)))
                .suggest(format!("write {right}")),
        ))
    });
    broken.collect()
}

/// Returns the severity if a text in parentheses is probably meant as a URL, or `None` if it is not.
fn weight_of_target(target: &str, has_file: &dyn Fn(&str) -> bool) -> Option<Severity> {
    /// The extensions of files that people link to or show.
    const ENDINGS: [&str; 42] = [
        "avif", "bib", "bibtex", "bz2", "cpp", "csv", "doc", "docx", "epub", "gif", "gz", "htm", "html", "ipynb",
        "jpeg", "jpg", "json", "key", "md", "mov", "mp3", "mp4", "odp", "odt", "pdf", "php", "png", "ppt", "pptx",
        "ps", "py", "rar", "ris", "rtf", "svg", "tar", "tex", "txt", "webp", "xls", "xlsx", "zip",
    ];
    let path = target.split(['?', '#']).next().unwrap_or(target);
    let is_file =
        || SafeUrl::link(target).ok().and_then(|address| address.file_path()).is_some_and(|path| has_file(&path));
    if has_scheme(target) || is_file() {
        return Some(Severity::Error);
    }
    let has_ending = || {
        path.rsplit_once('.').is_some_and(|(stem, ending)| {
            stem.ends_with(|c: char| !c.is_whitespace())
                && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
        })
    };
    let is_path = path.starts_with("files/")
        || path.strip_prefix('/').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
        || path.starts_with("www.");
    (is_path || has_ending()).then_some(Severity::Warning)
}

/// Returns `true` for a text that starts with a scheme, such as "https://example.org" or "mailto:ada@lab.org".
fn has_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    let is_mail = || scheme.eq_ignore_ascii_case("mailto") && rest.starts_with(|c: char| !c.is_whitespace());
    is_scheme && (rest.starts_with("//") || is_mail())
}

pattern!(ATTRIBUTES, r#"\{:?\s*(?:[.#][A-Za-z][\w-]*|[A-Za-z][\w-]*=)[^{}\n]*\}"#);
pattern!(CITATION, r"\[[^\[\]\n]*-?@[A-Za-z0-9][^\[\]\n]*\]");
pattern!(FOOTNOTE, r"\[\^[^\[\]\s]+\]");
pattern!(TEMPLATE, r"\{%[^\n]*?%\}|\{\{[^\n]*?\}\}");
// U+0001 represents a backslash.
pattern!(ESCAPED_FORMULA, r"\x01\(([^\x00]+?)\x01\)|\x01\[([^\x00]+?)\x01\]");
pattern!(EMAIL_IN_BRACKETS, r"[\w.]@[\w]");

/// Returns the messages for syntax of other Markdown programs and of LaTeX, each with its offset.
fn foreign_syntax(source: &Source) -> Vec<(usize, Message)> {
    let mut found = Vec::new();
    let mut found_escaped = None;
    let mut shown = |offset: usize, what: &str, right: &str| {
        let what = what.replace(['\0', '\u{1}'], "…");
        let message = Message::found(format!("\"{}\", which appears unchanged on the page", short(&what)));
        found.push((offset, message.suggest(right)));
    };
    let words = &source.words;
    // An escaped bracket is an ordinary character.
    let is_escaped = |found: &regex::Match| words[..found.start()].ends_with('\u{1}');
    let is_size_of_image = |offset: usize| {
        source.image_ends.binary_search(&offset).is_ok() && markdown::image_size(&source.text[offset..]).is_some()
    };
    let first = |pattern: &Regex| pattern.find_iter(words).find(|found| !is_escaped(found));
    let escaped = ESCAPED_FORMULA.captures_iter(words).find(|groups| {
        let (round, square) = (groups.get(1), groups.get(2));
        let content = round.or(square).map_or("", |content| content.as_str());
        // The escape in "[sic]\\(p. 5)" prevents a link.
        let is_kept_from_link = || groups.get(0).is_some_and(|whole| words[..whole.start()].ends_with([']', '\u{1}']));
        is_mathematical(content) && !is_kept_from_link()
    });
    if let Some(groups) = escaped {
        let formula = groups[0].replace('\u{1}', "\\");
        let dollars = if formula.starts_with("\\(") { "$" } else { "$$" };
        let right = format!("write {dollars}{}{dollars}", short(formula[2..formula.len() - 2].trim()));
        let message = Message::found(format!("\"{}\", whose backslashes are removed", short(&formula)));
        found_escaped = groups.get(0).map(|whole| (whole.start(), message.suggest(right)));
    }
    if let Some(template) = first(&TEMPLATE) {
        shown(template.start(), template.as_str(), "remove it, because the site does not process templates");
    } else if let Some(attributes) =
        ATTRIBUTES.find_iter(words).find(|found| !is_escaped(found) && !is_size_of_image(found.start()))
    {
        let right = "remove it, because this Markdown supports only sizes of images: ![description](a.png){width=300}";
        shown(attributes.start(), attributes.as_str(), right);
    }
    if let Some(citation) = first(&CITATION).filter(|found| !EMAIL_IN_BRACKETS.is_match(found.as_str())) {
        let right = "write a link to the publication: [title](/publications/id/)";
        shown(citation.start(), citation.as_str(), right);
    }
    if let Some(footnote) = first(&FOOTNOTE) {
        let right = "move the note into the text, because footnotes are not supported";
        shown(footnote.start(), footnote.as_str(), right);
    }
    let without_formulas = blanked(&source.without_code, &plain_text::formulas(&source.without_code));
    if let Some(latex) = latex::find(&without_formulas).filter(|latex| is_certain(latex.found)) {
        let right = match latex.means {
            Some(means) => format!("write \"{}\"", short(&means)),
            None => "write the text without LaTeX".to_owned(),
        };
        shown(without_formulas.find(latex.found).unwrap_or(0), latex.found, &right);
    }
    found.extend(found_escaped);
    found.extend(formulas::stray(words, source.text));
    found
}

/// Returns `true` for content of escaped brackets that only LaTeX has: a single letter, or mathematical signs.
fn is_mathematical(content: &str) -> bool {
    let content = content.trim();
    let is_letter = content.chars().count() == 1 && content.chars().all(char::is_alphabetic);
    let later = content.char_indices().skip(1).any(|(_, c)| matches!(c, '^' | '_'));
    is_letter || later || content.contains(['=', '+', '{', '<', '>', '|', '\\'])
}

/// Returns `true` for LaTeX that is not valid Markdown. In Markdown, a backslash before punctuation is an escape, and
/// braces are ordinary characters.
fn is_certain(latex: &str) -> bool {
    let bare = latex.trim_start_matches('{');
    let is_accent = || {
        bare.starts_with(r"\'")
            || bare.starts_with("\\\"")
            || bare.starts_with(r"\`")
            || bare.starts_with(r"\^")
            || bare.starts_with(r"\~")
    };
    if latex.starts_with("_{") || latex.starts_with("^{") {
        return true;
    }
    match bare.strip_prefix('\\').and_then(|rest| rest.chars().next()) {
        Some(letter) if letter.is_ascii_alphabetic() => true,
        _ => latex.starts_with('{') && is_accent(),
    }
}

pattern!(COMMENT, r"(?s)<!--.*?-->");
pattern!(TAG, r"<(/?)([A-Za-z][A-Za-z0-9:-]*)((?:\s[^<>]*)?)/?>");

/// Returns the messages for HTML tags that have a meaning, each with its offset. The Markdown of this site removes all tags.
fn lost_tags(source: &Source) -> Vec<(usize, Message)> {
    /// Tags for layout and style without a meaning, and tags that Markdown replaces.
    const HARMLESS: [&str; 20] = [
        "article", "aside", "big", "br", "center", "div", "figure", "font", "footer", "header", "main", "nav", "p",
        "section", "small", "span", "tbody", "thead", "u", "wbr",
    ];
    let mut seen = BTreeSet::new();
    let parts: Vec<&str> = source.html.iter().map(|(_, part)| *part).collect();
    let html = COMMENT.replace_all(&parts.join("\n"), "").into_owned();
    let opening = TAG.captures_iter(&html).filter(|groups| groups[1].is_empty());
    let lost = opening.filter_map(|groups| {
        let name = groups[2].to_ascii_lowercase();
        if HARMLESS.contains(&name.as_str()) || !seen.insert(name.clone()) {
            return None;
        }
        let offset = source.html.iter().find_map(|(offset, part)| Some(offset + part.find(&groups[0])?)).unwrap_or(0);
        let (loss, right) = match name.as_str() {
            "sup" | "sub" => {
                ("which is removed, so \"km<sup>2</sup>\" becomes \"km2\"", "write Unicode characters (², ₂) or words")
            }
            "i" | "em" | "italic" | "cite" | "var" | "dfn" => ("which is removed", "write *…*"),
            "b" | "strong" | "bold" | "mark" => ("which is removed", "write **…**"),
            "del" | "s" | "strike" => ("which is removed", "write ~~…~~"),
            "code" | "kbd" | "samp" | "tt" | "pre" => ("which is removed", "write `…`"),
            "a" => ("whose URL is removed", "write [text](URL)"),
            "img" => ("which is removed", "write ![description](files/image.png)"),
            "iframe" | "video" | "audio" | "embed" | "object" | "source" => {
                ("which is removed", "write a link: [text](URL)")
            }
            "ul" | "ol" | "li" | "dl" | "dt" | "dd" => {
                ("which is removed", "write a list: begin the line of each item with \"- \"")
            }
            "table" | "tr" | "td" | "th" => ("which is removed", "write a Markdown table: | a | b |"),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("which is removed", "write \"## Heading\""),
            "blockquote" | "q" => ("which is removed", "write \"> \" at the start of each line"),
            "hr" => ("which is removed", "write ---"),
            "script" | "style" => ("which is removed with its text", "remove it"),
            "details" | "summary" | "form" | "input" | "button" => {
                ("which is removed", "write its text without the tag")
            }
            _ => {
                let tag = short(&groups[2]);
                let message = Message::found(format!("\"<{tag}>\", which is removed as an HTML tag"))
                    .suggest(format!("write \\<{tag}> if it is part of the text, otherwise delete it"));
                return Some((offset, message));
            }
        };
        let is_closed = html.to_ascii_lowercase().contains(&["</", &name].concat());
        let has_end =
            !matches!(name.as_str(), "img" | "hr" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "input" | "source");
        // "Set<i>" is a type of a programming language.
        let text =
            if has_end && !is_closed { format!(", or \\<{name}> if it is part of the text") } else { String::new() };
        let message = Message::found(format!("\"<{}>\", {loss}", &groups[2])).suggest(format!("{right}{text}"));
        Some((offset, message))
    });
    lost.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(find: fn(&Source) -> Vec<(usize, Message)>, text: &str, expected: &[&str]) {
        let found = find(&Source::of(text));
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for ((offset, message), part) in found.iter().zip(expected) {
            assert!(message.contains(part), "{text}: {message}");
            // The offset is that of the finding, which the message quotes.
            let quoted = message.finding().trim_start_matches('"').split(['"', '>', '…']).next().unwrap();
            assert!(text[*offset..].starts_with(quoted), "{text}: {offset}: {message}");
        }
    }

    /// Asserts the findings of a severity in a text.
    #[track_caller]
    fn check_links(severity: Severity, text: &str, expected: &[&str]) {
        let files = ["files/a b.pdf", "docs/x y", "p.png", "a (1).pdf"];
        let found = broken_links(&Source::of(text), &|file| files.contains(&file));
        assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
        for ((found, offset, message), part) in found.iter().zip(expected) {
            assert!(message.contains(part) && *found == severity, "{text}: {found:?}: {message}");
            assert!(text[*offset..].starts_with(['[', '!']), "{text}: {offset}");
        }
    }

    #[test]
    fn links_to_files_and_urls_with_a_space_are_errors() {
        let check = |text, expected: &[&str]| check_links(Severity::Error, text, expected);
        check(
            "See [x](files/a b.pdf).",
            &["found \"[x](files/a b.pdf)\", which is not a link, because its URL contains a space; write \
               [x](files/a%20b.pdf) or [x](<files/a b.pdf>)"],
        );
        check("[x](/files/a b.pdf?1#page=2)", &["write [x](/files/a%20b.pdf?1#page=2)"]);
        check(
            "[x](files/a b.pdf \"a title\")",
            &["write [x](files/a%20b.pdf \"a title\") or [x](<files/a b.pdf> \"a title\")"],
        );
        check("[x](files/a b.pdf 't')", &["write [x](files/a%20b.pdf 't') or [x](<files/a b.pdf> 't')"]);
        check("[x](docs/x y)", &["write [x](docs/x%20y)"]);
        check("[x](a (1).pdf)", &["write [x](a%20(1).pdf)"]);
        check("[x](https://a.example/b c)", &["write [x](https://a.example/b%20c)"]);
        check("[x](mailto:ada @lab.example)", &["which is not a link"]);
        let size = "because this Markdown does not support the size \"=300x200\"; write";
        check("![x](p.png =300x200)", &[&format!("{size} ![x](p.png){{width=300}}")]);
        check("![x](p.png =300x200 \"t\")", &[&format!("{size} ![x](p.png \"t\"){{width=300}}")]);
        check("![x](p.png \"t\" =300x200)", &[&format!("{size} ![x](p.png \"t\"){{width=300}}")]);
        check(
            "![x](files/a b.pdf =50%x)",
            &["this Markdown does not support the size \"=50%x\"; write ![x](files/a%20b.pdf){width=50%}"],
        );
    }

    #[test]
    fn possible_links_are_warnings() {
        let check = |text, expected: &[&str]| check_links(Severity::Warning, text, expected);
        check("![x](a b.png)", &["write ![x](a%20b.png) or ![x](<a b.png>)"]);
        check("![](a b c.png \"title\")", &["which is not an image"]);
        check("- [x](files/c b)\n- [y](my c d.PDF?x)", &["c%20b", "my%20c%20d.PDF?x"]);
        check("[x](/teaching notes/)", &["write [x](/teaching%20notes/)"]);
        check("[x](www.lab.example/a b)", &["which is not a link"]);
        check("![x](q.png =300x)", &["write ![x](q.png)"]);
        let long = "word ".repeat(20);
        check(&format!("[{long}](a b.pdf)"), &["word word word wor…\", which"]);
    }

    #[test]
    fn words_in_parentheses_are_not_a_url() {
        for text in [
            "[x](files/a%20b.pdf)",
            "[x](<files/a b.pdf>)",
            "[x](a.pdf \"a title\")",
            "\\[x\\](files/a b.pdf)",
            "`[x](files/a b.pdf)`",
            "    [x](files/a b.pdf)",
            "```\n[x](files/a b.pdf)\n```",
            "[1] (see a.b and c)",
            "[sic](and so on)",
            "[sic](and so on.)",
            "[sic](p. 5)",
            "[Doe 2020](p. 3)",
            "in [0, 1](cf. Doe 2020)",
            "a[i](see Eq. 3)",
            "[3](Fig. 2, left)",
            "[1](i.e., the first)",
            "[1](see: p. 3)",
            "[1](/ 2 or less)",
            "[1](in Node.js)",
            "[1](see . pdf)",
            "f[i](x =3)",
        ] {
            check_links(Severity::Error, text, &[]);
        }
    }

    #[test]
    fn syntax_of_other_programs_is_reported() {
        let check = |text, expected: &[&str]| check(foreign_syntax, text, expected);
        check("On $O(n^2$) time", &[]);
        check("On $\\frac{a}{b$ and $$x", &["found \"$\\frac{a}{b$\", which appears unchanged on the page; close"]);
        check("a $$x", &["found \"$$\", which appears unchanged on the page; write \"$$\" before and after"]);
        check("![x](y.png){width=\"60%\"} ![z](y.png){ height=20 }", &[]);
        check("![x](y.png){width=\"60em\"}", &["found \"{width=\"60em\"}\""]);
        check("x {width=60}", &["found \"{width=60}\""]);
        check("![x](y.png){: .left}", &["found \"{: .left}\""]);
        check("text {#anchor}", &["found \"{#anchor}\""]);
        check("as in [@doe2021, p. 3]", &["found \"[@doe2021, p. 3]\""]);
        check("as in [see @doe2021; @roe2020]", &["[title](/publications/id/)"]);
        check("a note[^1]", &["found \"[^1]\""]);
        check("{% include x.html %}", &["found \"{% include x.html %}\""]);
        check("{{ site.url }} {{< youtube id >}}", &["found \"{{ site.url }}\""]);
        check("\\textit{Anser} *x*", &["found \"\\textit{Anser}\""]);
        check("G{\\'o}mez", &["write \"ó\""]);
        check("{\\rm x} *y*", &["found \"{\\rm x}\", which appears unchanged on the page; write \"x\""]);
        check("CO_{2} and 10^{-3}", &["found \"_{2}\", which appears unchanged on the page; write \"₂\""]);
        check("for \\(x\\) of", &["found \"\\(x\\)\", whose backslashes are removed; write $x$"]);
        check("for \\(n^2 + 1\\) of", &["found \"\\(n^2 + 1\\)\""]);
        check("\\[x = y\\]", &["write $$x = y$$"]);
        check("\\[x\\]", &["found \"\\[x\\]\""]);
        for text in [
            "It costs $5 and $10, or US$5-$10.",
            "On $O(n^2)$ time, $a_i$ and $b*c$ *x*, $[^1] \\textit{x}$",
            "$$\\sum x$$",
            "`$x^2$` and `{width=1}` and `[@key]`",
            "    $x^2$ {width=1} [@key] [^1] {% x %}",
            "```\n$x^2$ {width=1} \\textit{x}\n```",
            "[@ada](https://social.example/@ada) writes",
            "@ada writes [ada@lab.org]",
            "\\$x^2\\$ and \\[^1\\]",
            "R\\&D, 100\\%, \\*x\\*, it\\'s",
            "{1, 2} and {a}",
            "\\[1\\] and \\(see above\\)",
            "\\[sic\\]\\(p\\)",
            "`\\(x\\)`",
            "[x](/a_b_c/?q={x=1})",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn meaningful_tags_are_reported() {
        let check = |text, expected: &[&str]| check(lost_tags, text, expected);
        check("km<sup>2</sup> and 11<sup>th</sup>", &["found \"<sup>\", which is removed"]);
        check("CO<SUB>2</SUB>", &["found \"<SUB>\""]);
        check("<i>Anser</i> <b>x</b>", &["write *…*", "write **…**"]);
        check("in a Set<i> of", &["write *…*, or \\<i> if it is part of the text"]);
        check("<italic>Anser</italic> <bold>x</bold>", &["write *…*", "write **…**"]);
        check("<a href=\"https://x.example/\">x</a>", &["write [text](URL)"]);
        check(
            "<div>\n<img src=\"x.png\">\n<table><tr><td>x</td></tr></table>\n</div>",
            &["![description]", "a Markdown table", "<tr>", "<td>"],
        );
        check("<iframe src=\"https://x.example/\"></iframe>", &["write a link"]);
        check("Ordering <events> without clocks", &["write \\<events> if it is part of the text"]);
        for text in [
            "<div class=\"x\">text</div> <span>x</span><br>",
            "a < b and c > d",
            "\\<events>",
            "`<sup>`",
            "<!-- <sup> -->",
            "<https://example.org/>",
            "<ada@lab.org>",
        ] {
            check(text, &[]);
        }
    }

    proptest! {
        /// The suggested text is a link to the same file and causes no further message.
        #[test]
        fn the_suggestion_for_a_broken_link_is_a_link(
            name in "[a-z]{1,4}( [a-z]{1,4}){1,3}( \\([0-9]\\))?\\.pdf",
            title in "( \"[a-z ]{1,9}\")?",
        ) {
            let found = broken_links(&Source::of(&format!("[x]({name}{title})")), &|file| file == name);
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].0, Severity::Error);
            let (_, offers) = found[0].2.rsplit_once("; write ").unwrap();
            for offer in offers.split(" or [").map(|offer| format!("[{}", offer.trim_start_matches('['))) {
                let mut files = Vec::new();
                each_target(&markdown::parse(&offer).blocks, &mut |target| {
                    if let Target::Link(address) = target {
                        files.extend(address.file_path());
                    }
                });
                prop_assert_eq!(files, [name.clone()], "{}", offer);
                prop_assert!(broken_links(&Source::of(&offer), &|_| true).is_empty());
            }
        }

        #[test]
        fn masked_texts_keep_the_length_of_the_source(text in r"[a-zé*_`<>/\[\](){}$@^\\!| \n-]{0,40}") {
            let source = Source::of(&text);
            prop_assert_eq!(source.words.len(), text.len());
            prop_assert_eq!(source.without_code.len(), text.len());
        }
    }
}
