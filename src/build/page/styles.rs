//! Selects the rules of the program's style sheet that the elements of a page may need.
//!
//! Every page contains its rules, so that the first paint does not wait for another file. The page of the list has all rules,
//! because filters add elements. On other pages, `boot.js` loads the whole style sheet when the visitor points to a link to
//! another page, and at the start if the page is rendered again.

use std::{collections::HashSet, mem};

use cssparser::{ParseError, Parser, ParserInput, Token};
use lol_html::{RewriteStrSettings, element, errors::RewritingError, rewrite_str};

/// The elements that scripts add to a page without the search, or change, before the whole style sheet is loaded:
/// `before_paint.js`, `boot.js` and `actions.js`.
const ADDED: &str = r#"<html class="unpainted"><div class="banner stopped"><p></p><button></button></div>
    <button class="is-playing"><video></video></button><span></span>"#;

/// The program's style sheet.
pub struct Styles {
    whole: String,
    parts: Vec<Part>,
    /// The names that all pages have.
    everywhere: HashSet<String>,
}

/// A part of a style sheet.
enum Part {
    /// A statement, or an at-rule without rules for elements, such as `@font-face`.
    Text(String),
    /// An at-rule that contains rules, such as `@media`: its prelude and the rules.
    Group(String, Vec<Part>),
    /// A rule: the names in each of its selectors, and its text.
    Rule(Vec<Vec<String>>, String),
}

impl Styles {
    /// Parses a style sheet ([CSS Syntax Level 3](https://www.w3.org/TR/css-syntax-3/)). `shell` is the HTML that every page
    /// has.
    ///
    /// # Errors
    /// Fails if the HTML cannot be parsed.
    pub fn parse(css: &str, shell: &str) -> Result<Styles, RewritingError> {
        let mut everywhere = names(shell)?;
        everywhere.extend(names(ADDED)?);
        let mut input = ParserInput::new(css);
        Ok(Styles { whole: css.to_owned(), parts: parse_parts(&mut Parser::new(&mut input)), everywhere })
    }

    /// Returns the rules that may apply to a page with this content: a rule is kept if the page has all element names, classes
    /// and ids of one of its selectors. Attributes, states and the arguments of pseudo-classes are ignored.
    ///
    /// Returns all rules and `true` if the page has the search, which changes its elements, or if the content cannot be parsed.
    pub fn of_page(&self, html: &str) -> (String, bool) {
        let Some(names) = names(html).ok().filter(|names| !names.contains("#fp:search")) else {
            return (self.whole.clone(), true);
        };
        let has = |name: &String| names.contains(name) || self.everywhere.contains(name);
        let mut css = String::new();
        self.parts.iter().for_each(|part| part.write(&has, &mut css));
        (css, false)
    }
}

impl Part {
    /// Appends the rules whose names a page has.
    fn write(&self, has: &impl Fn(&String) -> bool, css: &mut String) {
        match self {
            Part::Text(text) => css.push_str(text),
            Part::Group(prelude, parts) => {
                let start = css.len();
                css.push_str(prelude);
                css.push('{');
                let empty = css.len();
                parts.iter().for_each(|part| part.write(has, css));
                match css.len() == empty {
                    true => css.truncate(start),
                    false => css.push('}'),
                }
            }
            Part::Rule(selectors, text) => {
                if selectors.iter().any(|names| names.iter().all(has)) {
                    css.push_str(text);
                }
            }
        }
    }
}

/// Returns the names in an HTML text as selectors: element names, classes with a dot, and ids with a number sign.
fn names(html: &str) -> Result<HashSet<String>, RewritingError> {
    let mut names = HashSet::new();
    let on_element = element!("*", |element| {
        names.insert(element.tag_name());
        let classes = element.get_attribute("class").unwrap_or_default();
        names.extend(classes.split_ascii_whitespace().map(|class| format!(".{class}")));
        names.extend(element.get_attribute("id").map(|id| format!("#{id}")));
        Ok(())
    });
    rewrite_str(html, RewriteStrSettings::new().append_element_content_handler(on_element))?;
    Ok(names)
}

/// Parses the content of a style sheet or of an at-rule.
fn parse_parts(parser: &mut Parser) -> Vec<Part> {
    let mut parts = Vec::new();
    loop {
        parser.skip_whitespace();
        if parser.is_exhausted() {
            return parts;
        }
        parts.push(parse_part(parser));
    }
}

/// Parses a statement or a rule.
fn parse_part(parser: &mut Parser) -> Part {
    let start = parser.position();
    let mut at_rule = None;
    let mut selectors = Vec::new();
    let mut names = Vec::new();
    // The token before this one.
    let mut before = Token::Comma;
    loop {
        let Ok(token) = parser.next_including_whitespace().cloned() else {
            return Part::Text(parser.slice_from(start).to_owned());
        };
        match &token {
            Token::Semicolon => return Part::Text(parser.slice_from(start).to_owned()),
            Token::AtKeyword(name) => at_rule = Some(name.to_string()),
            Token::CurlyBracketBlock => {
                selectors.push(names);
                let prelude = parser.slice_from(start).trim_end_matches('{').to_owned();
                if at_rule.as_deref().is_some_and(|name| ["container", "layer", "media", "supports"].contains(&name)) {
                    return Part::Group(prelude, within_block(parser, parse_parts));
                }
                within_block(parser, |_| ());
                let text = parser.slice_from(start).to_owned();
                return if at_rule.is_none() { Part::Rule(selectors, text) } else { Part::Text(text) };
            }
            Token::Comma => selectors.push(mem::take(&mut names)),
            Token::Ident(name) => match before {
                Token::Delim('.') => names.push(format!(".{name}")),
                // A pseudo-class or a pseudo-element.
                Token::Colon => {}
                _ => names.push(name.to_string()),
            },
            Token::IDHash(name) => names.push(format!("#{name}")),
            // The parser skips the content of parentheses and brackets.
            _ => {}
        }
        before = token;
    }
}

/// Parses the content of the block that has just begun, up to its end.
fn within_block<T>(parser: &mut Parser, parse: impl FnOnce(&mut Parser) -> T) -> T {
    let content: Result<T, ParseError<()>> = parser.parse_nested_block(|block| {
        let content = parse(block);
        while block.next().is_ok() {}
        Ok(content)
    });
    content.unwrap_or_else(|_| unreachable!("the block is read to its end"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_page(css: &str, html: &str) -> String {
        Styles::parse(css, "<html><body>").unwrap().of_page(html).0
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
    fn a_page_with_the_search_has_all_rules() {
        let styles = Styles::parse(".x{}.y{}", "<html><body>").unwrap();
        assert_eq!(styles.of_page("<p class=x>"), (".x{}".to_owned(), false));
        assert_eq!(styles.of_page("<p class=x><input id=fp:search>"), (".x{}.y{}".to_owned(), true));
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
            ["<script>'<a b='</script><p class=x>", "<p\nclass = \"y x\"/>", "<p =a class=x>", "a < b <p class=x>"]
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
