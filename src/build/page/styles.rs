//! The style rules of a page: those of the program's style sheet that its elements may need.
//!
//! Every page contains its rules, so that the first paint does not wait for another file. `boot.js` loads the whole style
//! sheet with the module, which shows other pages.

use std::collections::HashMap;

use cssparser::{BasicParseError, ParseError, Parser, ParserInput, Token};

/// The names of the elements that `before_paint.js` and `boot.js` add to a page or change before the style sheet is loaded.
const ADDED: &str = r#"<html class="filtered"><div class="banner" id="fp:stopped"><p></p><button></button></div>"#;

/// The program's style sheet.
pub struct Styles {
    names: Names,
    parts: Vec<Part>,
    /// Which names each page has.
    everywhere: Vec<bool>,
}

/// The positions of the names in selectors.
#[derive(Default)]
struct Names {
    elements: HashMap<String, usize>,
    classes: HashMap<String, usize>,
    ids: HashMap<String, usize>,
    count: usize,
}

/// A part of a style sheet.
enum Part {
    /// A statement, or an at-rule without rules for elements, such as `@font-face`.
    Text(String),
    /// An at-rule that contains rules, such as `@media`: its prelude and the rules.
    Group(String, Vec<Part>),
    /// A rule: the names that each of its selectors needs, and its text.
    Rule(Vec<Vec<usize>>, String),
}

impl Styles {
    /// Parses a style sheet ([CSS Syntax Level 3](https://www.w3.org/TR/css-syntax-3/)). `shell` is the HTML that every page
    /// has.
    pub fn parse(css: &str, shell: &str) -> Styles {
        let mut names = Names::default();
        let mut input = ParserInput::new(css);
        let parts = parse_parts(&mut Parser::new(&mut input), &mut names);
        let mut everywhere = vec![false; names.count];
        for html in [shell, ADDED] {
            names.mark(html, &mut everywhere);
        }
        Styles { names, parts, everywhere }
    }

    /// Returns the rules that may apply to a page with this content: those of which a selector has only element names,
    /// classes and ids of the page. Attributes, states and the arguments of pseudo-classes do not matter.
    pub fn of_page(&self, html: &str) -> String {
        let mut present = self.everywhere.clone();
        self.names.mark(html, &mut present);
        let mut css = String::new();
        self.parts.iter().for_each(|part| part.write(&present, &mut css));
        css
    }
}

impl Part {
    fn write(&self, present: &[bool], css: &mut String) {
        match self {
            Part::Text(text) => css.push_str(text),
            Part::Group(prelude, parts) => {
                let start = css.len();
                css.push_str(prelude);
                css.push('{');
                let empty = css.len();
                parts.iter().for_each(|part| part.write(present, css));
                match css.len() == empty {
                    true => css.truncate(start),
                    false => css.push('}'),
                }
            }
            Part::Rule(selectors, text) => {
                if selectors.iter().any(|needs| needs.iter().all(|name| present[*name])) {
                    css.push_str(text);
                }
            }
        }
    }
}

impl Names {
    /// Marks the names that an HTML text contains.
    fn mark(&self, html: &str, present: &mut [bool]) {
        let mut mark = |names: &HashMap<String, usize>, name: &str| {
            if let Some(position) = names.get(name) {
                present[*position] = true;
            }
        };
        for_each_tag(html, |name, attributes| {
            mark(&self.elements, name);
            for (attribute, value) in attributes {
                match *attribute {
                    "class" => value.split_ascii_whitespace().for_each(|class| mark(&self.classes, class)),
                    "id" => mark(&self.ids, value),
                    _ => {}
                }
            }
        });
    }
}

/// Calls a function with the name and the attributes of each start tag. Skips the texts of scripts and style sheets.
fn for_each_tag<'h>(html: &'h str, mut found: impl FnMut(&'h str, &[(&'h str, &'h str)])) {
    const SPACE: [char; 5] = [' ', '\t', '\n', '\x0C', '\r'];
    let mut rest = html;
    let mut attributes = Vec::new();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = |text: &str, stops: &[char]| text.find(stops).unwrap_or(text.len());
        let (name, mut tag) = rest.split_at(end(rest, &[' ', '\t', '\n', '\x0C', '\r', '/', '>']));
        attributes.clear();
        loop {
            tag = tag.trim_start_matches(SPACE).trim_start_matches('/').trim_start_matches(SPACE);
            if tag.is_empty() || tag.starts_with('>') {
                break;
            }
            // The first character of a name may be any other, even "=" (HTML, section 13.2.5.32).
            let first = tag.chars().next().map_or(0, char::len_utf8);
            let length = first + end(&tag[first..], &[' ', '\t', '\n', '\x0C', '\r', '/', '>', '=']);
            let attribute = &tag[..length];
            tag = tag[length..].trim_start_matches(SPACE);
            let Some(value) = tag.strip_prefix('=') else {
                attributes.push((attribute, ""));
                continue;
            };
            let value = value.trim_start_matches(SPACE);
            let quote = value.chars().next().filter(|c| ['"', '\''].contains(c));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
                None => value.split_at(end(value, &[' ', '\t', '\n', '\x0C', '\r', '>'])),
            };
            attributes.push((attribute, value));
            tag = after;
        }
        found(name, &attributes);
        rest = tag;
        for raw in ["script", "style"] {
            if name.eq_ignore_ascii_case(raw) {
                rest = rest.find(&format!("</{raw}")).map_or("", |end| &rest[end..]);
            }
        }
    }
}

/// Parses the content of a style sheet or of an at-rule.
fn parse_parts(parser: &mut Parser, names: &mut Names) -> Vec<Part> {
    let mut parts = Vec::new();
    loop {
        parser.skip_whitespace();
        if parser.is_exhausted() {
            return parts;
        }
        parts.push(parse_part(parser, names));
    }
}

/// Parses a statement or a rule.
fn parse_part(parser: &mut Parser, names: &mut Names) -> Part {
    let start = parser.position();
    let mut at_rule = None;
    let mut selectors = vec![Vec::new()];
    // The delimiter before a name: "." or ":"
    let mut before = None;
    loop {
        let token = parser.next_including_whitespace().cloned();
        let mut need = |list: fn(&mut Names) -> &mut HashMap<String, usize>, name: &str| {
            let next = names.count;
            let position = *list(names).entry(name.to_owned()).or_insert(next);
            names.count = names.count.max(position + 1);
            selectors.last_mut().expect("it is never empty").push(position);
        };
        let delimiter = before.take();
        match token {
            Err(_) | Ok(Token::Semicolon) => return Part::Text(parser.slice_from(start).to_owned()),
            Ok(Token::AtKeyword(name)) => at_rule = Some(name.to_string()),
            Ok(Token::CurlyBracketBlock) => {
                let prelude = parser.slice_from(start).trim_end_matches('{').to_owned();
                if at_rule.is_some_and(|name| ["container", "layer", "media", "supports"].contains(&&*name)) {
                    return Part::Group(prelude, within_block(parser, |block| parse_parts(block, names)));
                }
                let is_rule = !prelude.starts_with('@');
                within_block(parser, |_| ());
                let text = parser.slice_from(start).to_owned();
                return if is_rule { Part::Rule(selectors, text) } else { Part::Text(text) };
            }
            Ok(Token::Comma) => selectors.push(Vec::new()),
            Ok(Token::Delim('.')) => before = Some('.'),
            Ok(Token::Colon) => before = Some(':'),
            Ok(Token::Ident(name)) => match delimiter {
                Some('.') => need(|names| &mut names.classes, &name),
                Some(_) => {}
                None => need(|names| &mut names.elements, &name),
            },
            Ok(Token::IDHash(name)) => need(|names| &mut names.ids, &name),
            // The parser skips the content of parentheses and brackets.
            Ok(_) => {}
        }
    }
}

/// Parses the content of the block that has just begun, up to its end.
fn within_block<T>(parser: &mut Parser, parse: impl FnOnce(&mut Parser) -> T) -> T {
    let content: Result<T, ParseError<'_, ()>> = parser.parse_nested_block(|block| {
        let content = parse(block);
        let skipped: Result<(), BasicParseError> = loop {
            if block.next().is_err() {
                break Ok(());
            }
        };
        skipped?;
        Ok(content)
    });
    content.unwrap_or_else(|_| unreachable!("the block is read to its end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_page(css: &str, html: &str) -> String {
        Styles::parse(css, "<html><body>").of_page(html)
    }

    #[test]
    fn rules_of_other_pages_are_left_out() {
        let css = "a{b:c}.x .y,#z{b:c}x-y.x{b:c}";
        assert_eq!(of_page(css, "<a>"), "a{b:c}");
        assert_eq!(of_page(css, "<p class='y  x'>"), ".x .y,#z{b:c}");
        assert_eq!(of_page(css, "<p id=z>"), ".x .y,#z{b:c}");
        assert_eq!(of_page(css, "<x-y class=x>"), "x-y.x{b:c}");
    }

    #[test]
    fn states_attributes_and_arguments_do_not_matter() {
        let css = "a:hover::before{}a[href='.x']{}a:not(.x){}:is(.x,.y) a{}:root{}*{}[lang]{}a:has(>.x){}";
        assert_eq!(of_page(css, "<a>"), css);
    }

    #[test]
    fn groups_without_rules_are_left_out() {
        let css = "@layer a,b;@font-face{src:url(x)}@media print{.x{}@supports (a:b){.y{c:d}}}@layer a{.z{}}";
        assert_eq!(of_page(css, ""), "@layer a,b;@font-face{src:url(x)}");
        assert_eq!(
            of_page(css, "<p class=y>"),
            "@layer a,b;@font-face{src:url(x)}@media print{@supports (a:b){.y{c:d}}}"
        );
    }

    #[test]
    fn escaped_names_and_nested_rules_are_understood() {
        let css = "#fp\\:x{&[a]{b:c}.y{d:e}}/* .z { */ .v{}";
        assert_eq!(of_page(css, "<p id=\"fp:x\">"), "#fp\\:x{&[a]{b:c}.y{d:e}}");
        assert_eq!(of_page(css, "<p class=v>"), ".v{}");
    }

    #[test]
    fn only_start_tags_count() {
        let css = ".x{}";
        for html in
            ["<!-- <p class=x> -->", "<script>'<p class=x>'</script>", "<p title='<p class=x>'>", "&lt;p class=x>"]
        {
            assert_eq!(of_page(css, html), "", "{html}");
        }
        for html in
            ["<script>'<a b='</script><p class=x>", "<p\nclass = \"y x\"/>", "<p =a class=x>", "a < b <p class=x"]
        {
            assert_eq!(of_page(css, html), css, "{html}");
        }
    }

    #[test]
    fn a_damaged_style_sheet_is_kept() {
        for css in ["a", "@x", "a{b", "@media a{b{", "}", ")"] {
            assert!(!of_page(css, "<a><b>").is_empty(), "{css}");
        }
    }
}
