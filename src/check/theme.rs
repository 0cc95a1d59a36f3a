//! Checks `theme.css`, the author's own style sheet, and finds its URLs.
//!
//! The build puts the text into every page, so that the first paint does not wait for another file. The tokens are those of
//! [CSS Syntax Level 3](https://www.w3.org/TR/css-syntax-3/).

use std::{collections::BTreeSet, ops::Range, sync::LazyLock};

use cssparser::{ParseError, Parser, ParserInput, Token};

use crate::{
    check::{Files, short},
    content::{Diagnostic, Message, Position, Severity, diagnostic::nearest},
    util::percent::decode_path,
};

/// The name of the file in the site folder.
pub const THEME: &str = "theme.css";

/// The style sheets of the program.
const OWN: [&str; 11] = [
    include_str!("../../style/tokens.css"),
    include_str!("../../style/looks.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/frame.css"),
    include_str!("../../style/publications.css"),
    include_str!("../../style/search.css"),
    include_str!("../../style/publication_page.css"),
    include_str!("../../style/content.css"),
    include_str!("../../style/notices.css"),
    include_str!("../../style/numbered.css"),
    include_str!("../../style/print.css"),
];

/// The functions in which a string is a URL (CSS Values 4, section 4.5; CSS Images 4, sections 2.2 and 2.4).
const URL_FUNCTIONS: [&str; 5] = ["url", "src", "image", "image-set", "-webkit-image-set"];

/// The functions that are replaced by other tokens, which may be a string. Custom functions (`--name()`) are too.
const SUBSTITUTIONS: [&str; 6] = ["var", "env", "attr", "if", "inherit", "first-valid"];

/// The custom properties that the program's style sheets read.
static TOKENS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| OWN.iter().flat_map(|style| Scan::of(style).read).collect());

/// The target of a URL in a style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Data in the URL itself, or an element of the same page.
    Inside,
    /// A path below the site folder.
    Site(&'a str),
    /// Another host.
    Foreign,
}

/// Returns the target of a URL.
pub fn target(address: &str) -> Target<'_> {
    let scheme = address.split(['/', '?', '#']).next().and_then(|start| start.split_once(':'));
    match scheme {
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("data") => Target::Inside,
        Some(_) => Target::Foreign,
        None if address.starts_with("//") || address.starts_with("/\\") || address.starts_with('\\') => Target::Foreign,
        None if address.starts_with('#') => Target::Inside,
        None => Target::Site(address.trim_start_matches("./").trim_start_matches('/')),
    }
}

/// Returns every URL of a style sheet with the place of its token.
pub fn urls(css: &str) -> Vec<(Range<usize>, String)> {
    Scan::of(css).urls
}

/// Returns the errors and warnings of `theme.css`, in the order of the file: URLs of other hosts, `@import`, files that do
/// not exist, broken syntax, and custom properties that nothing reads.
pub fn check_theme(css: &str, files: &Files) -> Vec<Diagnostic> {
    let scan = Scan::of(css);
    let mut found: Vec<(usize, Severity, Message)> = scan.problems;
    for (place, address) in &scan.urls {
        let message = match target(address) {
            Target::Inside => continue,
            Target::Foreign => Message::found(format!("the URL \"{}\" of another host", short(address)))
                .expected("a file next to content.json, because pages load nothing from other hosts"),
            Target::Site(path) => {
                let path = decode_path(path.split(['?', '#']).next().unwrap_or_default());
                if files.has(&path) {
                    continue;
                }
                let reason = files.why_unpublished(&path);
                let reason = reason.unwrap_or_else(|| format!("but there is no file {}", short(&path)));
                let message = Message::found(format!("the URL \"{}\", {reason}", short(address)));
                match nearest(&path, files.paths()) {
                    Some(near) => message.suggest(format!("did you mean \"{near}\"?")),
                    None => message,
                }
            }
        };
        found.push((place.start, Severity::Error, message));
    }
    for (offset, name) in scan.declared {
        if !TOKENS.contains(&name) && !scan.read.contains(&name) {
            let message = Message::problem(format!("no style reads the custom property {name}"));
            let message = match nearest(&name, TOKENS.iter().map(String::as_str)) {
                Some(near) => message.suggest(format!("did you mean {near}?")),
                None => message,
            };
            found.push((offset, Severity::Warning, message));
        }
    }
    found.sort_by_key(|(offset, ..)| *offset);
    let diagnostic = |(offset, severity, message)| Diagnostic {
        severity,
        file: Some(THEME.to_owned()),
        position: Position::of(offset, css),
        path: String::new(),
        message,
    };
    found.into_iter().map(diagnostic).collect()
}

/// The parts of a style sheet that matter here.
#[derive(Default)]
struct Scan {
    /// The URLs, with the places of their tokens.
    urls: Vec<(Range<usize>, String)>,
    /// The custom properties that are declared.
    declared: Vec<(usize, String)>,
    /// The custom properties that a `var()` reads.
    read: BTreeSet<String>,
    problems: Vec<(usize, Severity, Message)>,
}

impl Scan {
    fn of(css: &str) -> Scan {
        let mut scan = Scan::default();
        let mut input = ParserInput::new(css);
        scan.tokens(&mut Parser::new(&mut input), "");
        if let Some(offset) = css.to_ascii_lowercase().find("</style") {
            let message = Message::found("</style").expected("only CSS, because the text becomes part of every page");
            scan.problems.push((offset, Severity::Error, message));
        }
        scan
    }

    /// Reads all tokens of a block. `function` is the name of the function whose arguments they are.
    fn tokens(&mut self, parser: &mut Parser, function: &str) {
        let mut before: Option<(usize, String)> = None;
        // The URL of a namespace is only a name; nothing loads it.
        let mut is_namespace = false;
        loop {
            let start = parser.position().byte_index();
            let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
            let error = |message: Message| (start, Severity::Error, message);
            let nested = match &token {
                Token::UnquotedUrl(_) if is_namespace => None,
                Token::UnquotedUrl(address) => {
                    self.urls.push((start..parser.position().byte_index(), address.to_string()));
                    None
                }
                Token::QuotedString(address) if URL_FUNCTIONS.contains(&function) => {
                    self.urls.push((start..parser.position().byte_index(), address.to_string()));
                    None
                }
                Token::Ident(name) if name.starts_with("--") => {
                    match function == "var" {
                        true => drop(self.read.insert(name.to_string())),
                        false => before = Some((start, name.to_string())),
                    }
                    continue;
                }
                Token::Colon => {
                    self.declared.extend(before.take());
                    None
                }
                Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => {
                    let message = Message::found("@import").expected("one file; copy the other rules into theme.css");
                    self.problems.push(error(message));
                    None
                }
                Token::AtKeyword(name) => {
                    is_namespace = name.eq_ignore_ascii_case("namespace");
                    None
                }
                Token::Semicolon => {
                    is_namespace = false;
                    None
                }
                Token::BadUrl(text) => {
                    let message = Message::found(format!("the broken url({})", short(text))).expected("url(\"…\")");
                    self.problems.push(error(message));
                    None
                }
                Token::BadString(text) => {
                    let text = short(text).into_owned();
                    let message = Message::found(format!("the text {text}, which does not end on its line"))
                        .expected("a closing quotation mark");
                    self.problems.push(error(message));
                    None
                }
                Token::CloseCurlyBracket | Token::CloseParenthesis | Token::CloseSquareBracket => {
                    self.problems.push(error(Message::problem("this closing bracket has no opening bracket")));
                    None
                }
                Token::Function(_) if is_namespace => Some((String::new(), ')')),
                Token::Function(name) => {
                    let name = name.to_ascii_lowercase();
                    if URL_FUNCTIONS.contains(&function) && (SUBSTITUTIONS.contains(&&*name) || name.starts_with("--"))
                    {
                        let message = Message::found(format!("{}() in {function}()", short(&name)))
                            .expected("the URL itself, because the check cannot know which file is meant");
                        self.problems.push(error(message));
                    }
                    Some((name, ')'))
                }
                Token::CurlyBracketBlock => Some((String::new(), '}')),
                Token::ParenthesisBlock => Some((String::new(), ')')),
                Token::SquareBracketBlock => Some((String::new(), ']')),
                Token::WhiteSpace(_) | Token::Comment(_) => continue,
                _ => None,
            };
            before = None;
            if let Some((function, end)) = nested {
                let mut last = 0;
                let nested: Result<(), ParseError<()>> = parser.parse_nested_block(|parser| {
                    self.tokens(parser, &function);
                    last = parser.position().byte_index();
                    Ok(())
                });
                // The end of the file closes every block (CSS Syntax, section 5.4.8).
                if nested.is_ok() && parser.position().byte_index() == last {
                    let message = Message::problem("this bracket is not closed").suggest(format!("write a {end}"));
                    self.problems.push((start, Severity::Error, message));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(css: &str) -> Vec<String> {
        let files = [("files/quill.woff2".to_owned(), 1), ("files/a b.png".to_owned(), 1)].into_iter().collect();
        check_theme(css, &files).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_theme_of_tokens_and_own_files_has_no_problems() {
        let css = ":root { --accent: #123; --mine: 1px; --text: calc(var(--mine) * 2) }\n\
                   @font-face { font-family: Q; src: url(files/quill.woff2) format('woff2'), url(\"/files/quill.woff2?v#x\") }\n\
                   body { background: url('./files/a%20b.png'), url(data:image/png;base64,AA==), url(#x) } /* } */\n\
                   @media (width > 30em) { a:hover::after { content: \"}\" } }";
        assert_eq!(checked(css), Vec::<String>::new());
    }

    #[test]
    fn urls_of_other_hosts_and_missing_files_are_errors() {
        assert_eq!(
            checked("a { background: url(https://x.example/a.png) }\nb { background: url('//x.example/a.png') }"),
            [
                "1:17: found the URL \"https://x.example/a.png\" of another host; expected a file next to content.json, \
                 because pages load nothing from other hosts",
                "2:21: found the URL \"//x.example/a.png\" of another host; expected a file next to content.json, because \
                 pages load nothing from other hosts"
            ]
        );
        assert_eq!(
            checked("@font-face { src: url(files/quil.woff2) }"),
            ["1:19: found the URL \"files/quil.woff2\", but there is no file files/quil.woff2; did you mean \
              \"files/quill.woff2\"?"]
        );
        assert_eq!(
            checked("@import 'x.css';"),
            ["1:1: found @import; expected one file; copy the other rules into theme.css"]
        );
    }

    #[test]
    fn strings_are_urls_in_the_functions_that_load_them() {
        for function in ["image-set", "-webkit-image-set", "IMAGE-SET", "im\\61ge-set", "image", "src"] {
            for css in [
                format!("a {{ background: {function}('https://x.example/a.png' 1x) }}"),
                format!("a {{ --mine: {function}(\"//x.example/a.png\") }} b {{ mask: var(--mine) }}"),
                format!(
                    "@media print {{ a {{ b: cross-fade({function}(\"files/quill.woff2\", 'http://x.example') 5%, red) }} }}"
                ),
            ] {
                let problems = checked(&css);
                assert!(problems.len() == 1 && problems[0].contains("of another host"), "{css} {problems:?}");
            }
        }
        assert_eq!(
            checked("a { background: image-set('files/quil.woff2' type('image/avif') 1x) }"),
            ["1:27: found the URL \"files/quil.woff2\", but there is no file files/quil.woff2; did you mean \
              \"files/quill.woff2\"?"]
        );
        assert_eq!(
            checked(":root { --accent: \"https://x.example/a.png\" } a { background: image-set(var(--accent) 1x) }"),
            [
                "1:73: found var() in image-set(); expected the URL itself, because the check cannot know which file is meant"
            ]
        );
        let other = "@namespace svg url(http://www.w3.org/2000/svg); @namespace m url('http://www.w3.org/1998/Math');\n\
                     a { content: 'https://x.example'; font-family: local('https://x.example'), format(\"//x\") }";
        assert_eq!(checked(other), Vec::<String>::new());
        assert_eq!(checked(&format!("{other} b {{ c: url(//x.example) }}")).len(), 1);
    }

    #[test]
    fn broken_syntax_is_located() {
        assert_eq!(checked("a { color: red"), ["1:3: this bracket is not closed; write a }"]);
        assert_eq!(checked("a { }\n}"), ["2:1: this closing bracket has no opening bracket"]);
        assert_eq!(
            checked("a { }</style><script>")[0],
            "1:6: found </style; expected only CSS, because the text becomes part of every page"
        );
        assert!(
            checked("a { content: 'x\n }")[0].starts_with("1:14: found the text "),
            "{:?}",
            checked("a { content: 'x\n }")
        );
    }

    #[test]
    fn misspelled_tokens_are_warnings() {
        assert_eq!(
            checked(":root { --acent: red }"),
            ["1:9: warning: no style reads the custom property --acent; did you mean --accent?"]
        );
    }
}
