//! The parser of LaTeX text. It never fails: it keeps the text of everything that it does not know.

use crate::import::{
    html,
    inline::{self, Inline},
    latex::{
        accents::{accented, combining},
        commands::{Action, action},
        math::{chemistry, find_near, inline_formula, is_formula, plain_formula},
        symbols::{math_symbol, text_symbol},
        verbatim::verbatim,
    },
};

/// A LaTeX text as text with inline markup.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::import) struct Latex {
    pub parts: Vec<Inline>,
    /// The unknown commands, as they are written.
    pub unknown: Vec<String>,
}

impl Latex {
    /// Returns the plain text.
    pub fn plain(&self) -> String {
        inline::plain(&self.parts, plain_formula)
    }
}

/// Parses a LaTeX text.
pub(in crate::import) fn parse(text: &str) -> Latex {
    // Mendeley escapes the ampersand of an HTML entity.
    let repaired;
    let text = if text.contains("&}amp;") || text.contains("\\&amp;") {
        repaired = text.replace("{\\&}amp;", "\\&").replace("\\&amp;", "\\&");
        &repaired
    } else {
        text
    };
    let mut parser = Parser { text, at: 0, depth: 0, has_open_quote: false, unknown: Vec::new() };
    let mut parts = Vec::new();
    while parser.at < text.len() {
        parser.sequence(&mut parts, "");
        // A closing brace without an opening one.
        if parser.rest().starts_with('}') {
            parser.at += 1;
        }
    }
    Latex { parts, unknown: parser.unknown }
}

/// The number of nested groups, commands and tags up to which markup is recognized.
const MAX_DEPTH: usize = 40;

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    /// Whether a single quotation mark was opened.
    has_open_quote: bool,
    unknown: Vec<String>,
}

fn push_text(parts: &mut Vec<Inline>, text: &str) {
    match parts.last_mut() {
        Some(Inline::Text(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(Inline::Text(text.to_owned())),
    }
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Reads text up to a closing brace, the closing tag `end`, or the end of the text, without consuming it.
    fn sequence(&mut self, parts: &mut Vec<Inline>, end: &str) {
        while let Some(letter) = self.rest().chars().next() {
            let rest = self.rest();
            match letter {
                '}' => return,
                '{' => {
                    let group = self.group();
                    parts.push(Inline::Group(group));
                }
                '\\' => {
                    if self.command(parts, end) {
                        return;
                    }
                }
                '$' => self.dollar(parts),
                '<' if !end.is_empty() && html::starts_with_tag(rest, end) => return,
                '<' => self.tag(parts),
                '&' => match html::entity(rest) {
                    Some((text, length)) => {
                        self.at += length;
                        push_text(parts, &text);
                    }
                    None => self.literal(parts, "&", 1),
                },
                '~' => self.literal(parts, " ", 1),
                '-' if rest.starts_with("---") => self.literal(parts, "—", 3),
                '-' if rest.starts_with("--") => self.literal(parts, "–", 2),
                '`' if rest.starts_with("``") => self.literal(parts, "“", 2),
                '`' => {
                    self.has_open_quote = true;
                    self.literal(parts, "‘", 1);
                }
                '\'' if rest.starts_with("''") => self.literal(parts, "”", 2),
                '\'' => {
                    let is_apostrophe = rest[1..].starts_with(char::is_alphanumeric);
                    let closes = self.has_open_quote && !is_apostrophe;
                    self.has_open_quote &= !closes;
                    self.literal(parts, if closes { "’" } else { "'" }, 1);
                }
                '?' if rest.starts_with("?`") => self.literal(parts, "¿", 2),
                '!' if rest.starts_with("!`") => self.literal(parts, "¡", 2),
                letter if letter.is_whitespace() => {
                    let length = rest.len() - rest.trim_start().len();
                    if rest[..length].matches('\n').count() > 1 {
                        self.at += length;
                        parts.push(Inline::ParagraphBreak);
                    } else {
                        self.literal(parts, " ", length);
                    }
                }
                letter => {
                    let special = |letter: char| {
                        letter.is_whitespace()
                            || matches!(letter, '{' | '}' | '\\' | '$' | '<' | '&' | '~' | '-' | '`' | '\'' | '?' | '!')
                    };
                    let length = rest.find(special).unwrap_or(rest.len()).max(letter.len_utf8());
                    self.literal(parts, &rest[..length], length);
                }
            }
        }
    }

    /// Consumes `length` bytes and adds a text for them.
    fn literal(&mut self, parts: &mut Vec<Inline>, text: &str, length: usize) {
        self.at += length;
        push_text(parts, text);
    }

    /// Reads a group in braces.
    fn group(&mut self) -> Vec<Inline> {
        if self.depth >= MAX_DEPTH {
            let content = self.raw_group();
            return vec![Inline::Text(content.replace(['{', '}'], ""))];
        }
        self.at += 1;
        self.depth += 1;
        let mut parts = Vec::new();
        self.sequence(&mut parts, "");
        self.depth -= 1;
        if self.rest().starts_with('}') {
            self.at += 1;
        }
        parts
    }

    /// Consumes a group in braces and returns its source.
    fn raw_group(&mut self) -> &'t str {
        let start = self.at + 1;
        let mut depth = 0_usize;
        let mut is_escaped = false;
        for (offset, byte) in self.rest().bytes().enumerate() {
            match byte {
                b'{' if !is_escaped => depth += 1,
                b'}' if !is_escaped => depth -= 1,
                _ => {}
            }
            is_escaped = byte == b'\\' && !is_escaped;
            if depth == 0 {
                self.at += offset + 1;
                return &self.text[start..self.at - 1];
            }
        }
        self.at = self.text.len();
        &self.text[start..]
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Reads the argument of a command: a group, a command or a letter.
    fn argument(&mut self) -> Vec<Inline> {
        self.skip_space();
        let mut parts = Vec::new();
        match self.rest().chars().next() {
            None | Some('}') => {}
            Some('{') => parts = self.group(),
            Some('\\') if self.depth < MAX_DEPTH => {
                self.depth += 1;
                self.command(&mut parts, "");
                self.depth -= 1;
            }
            Some(letter) => self.literal(&mut parts, &self.rest()[..letter.len_utf8()], letter.len_utf8()),
        }
        parts
    }

    /// Reads the argument of a command as it is written.
    fn raw_argument(&mut self) -> &'t str {
        self.skip_space();
        let rest = self.rest();
        match rest.chars().next() {
            None | Some('}') => "",
            Some('{') => self.raw_group(),
            Some(letter) => {
                self.at += letter.len_utf8();
                &rest[..letter.len_utf8()]
            }
        }
    }

    /// Reads a command. Returns `true` if it took the rest of the group.
    fn command(&mut self, parts: &mut Vec<Inline>, end: &str) -> bool {
        let start = self.at;
        self.at += 1;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            push_text(parts, "\\");
            return false;
        };
        let is_word = first.is_ascii_alphabetic();
        let length = if is_word {
            rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let name = &rest[..length];
        self.at += length;
        if is_word && self.rest().starts_with('*') && action(name).is_some() {
            self.at += 1;
        }
        if matches!(first, '&' | '%' | '_' | '#' | '$' | '{' | '}' | '|') {
            push_text(parts, name);
        } else if let Some(accent) = combining(name) {
            self.accent(parts, name, accent);
        } else if let Some(symbol) = text_symbol(name) {
            push_text(parts, symbol);
            self.end_of_symbol(symbol);
        } else if let Some(action) = action(name) {
            return self.act(parts, action, end);
        } else if first == '(' || first == '[' {
            let close = if first == '(' { "\\)" } else { "\\]" };
            match find_near(self.rest(), close) {
                Some(length) => {
                    parts.push(inline_formula(&self.rest()[..length]));
                    self.at += length + close.len();
                }
                None => push_text(parts, name),
            }
        } else if name == "begin" || name == "end" {
            self.environment(parts, name);
        } else if name == "item" {
            push_text(parts, " • ");
        } else if let Some(symbol) = math_symbol(name) {
            push_text(parts, symbol);
            self.end_of_symbol(symbol);
        } else {
            self.unknown_command(parts, start);
        }
        false
    }

    /// Consumes the end of a command without arguments: an empty group, or the spaces after a letter.
    fn end_of_symbol(&mut self, symbol: &str) {
        if self.rest().starts_with("{}") {
            self.at += 2;
        } else if symbol.chars().count() == 1
            && symbol.starts_with(|letter: char| letter.is_alphabetic() || "-/".contains(letter))
        {
            self.skip_space();
        }
    }

    fn accent(&mut self, parts: &mut Vec<Inline>, name: &str, accent: char) {
        let next = self.rest().chars().next();
        let is_letter = next.is_some_and(|letter| letter.is_alphabetic() || matches!(letter, '{' | '\\'));
        let is_word = name.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let spaced = self.rest().trim_start().starts_with(|letter: char| letter.is_alphabetic() || letter == '{');
        if !(is_letter || next.is_some_and(char::is_whitespace) && spaced) {
            push_text(parts, if is_word { "" } else { name });
            if is_word {
                push_text(parts, "\\");
                push_text(parts, name);
            }
            return;
        }
        let argument = inline::plain(&self.argument(), plain_formula);
        push_text(parts, &accented(&argument, accent));
    }

    /// Runs a known command. Returns `true` if it took the rest of the group.
    fn act(&mut self, parts: &mut Vec<Inline>, action: Action, end: &str) -> bool {
        match action {
            Action::Mark(mark) => {
                let content = self.argument();
                parts.push(Inline::Marked(mark, content));
            }
            Action::Keep => {
                if self.rest().trim_start().starts_with('{') {
                    let content = self.argument();
                    parts.push(Inline::Group(content));
                }
            }
            Action::KeepAfter(count) => {
                for _ in 0..count {
                    self.raw_argument();
                }
                let content = self.argument();
                parts.push(Inline::Group(content));
            }
            Action::Drop(count) => {
                for _ in 0..count {
                    if self.rest().starts_with('{') {
                        self.raw_group();
                    }
                }
                if count == 0 {
                    self.end_of_symbol("");
                }
            }
            Action::Enclose(open, close) => {
                push_text(parts, open);
                let content = self.argument();
                parts.push(Inline::Group(content));
                push_text(parts, close);
            }
            Action::Math => {
                let formula = self.raw_argument();
                parts.push(inline_formula(formula));
            }
            Action::Url => {
                let url = verbatim(self.raw_argument());
                parts.push(Inline::Link(url.clone(), vec![Inline::Text(url)]));
            }
            Action::Link => {
                let url = verbatim(self.raw_argument());
                let content = self.argument();
                parts.push(Inline::Link(url, content));
            }
            Action::Chemistry => {
                let formula = self.raw_argument();
                parts.extend(chemistry(formula));
            }
            Action::Space => {
                push_text(parts, " ");
                self.end_of_symbol("");
            }
            Action::Declare(mark) => {
                self.skip_space();
                if self.depth >= MAX_DEPTH {
                    return false;
                }
                let mut content = Vec::new();
                self.depth += 1;
                self.sequence(&mut content, end);
                self.depth -= 1;
                // The italic correction.
                parts.push(match mark {
                    Some(mark) => Inline::Marked(mark, content),
                    None => Inline::Group(content),
                });
                return true;
            }
        }
        false
    }

    fn environment(&mut self, parts: &mut Vec<Inline>, command: &str) {
        let name = self.raw_argument();
        let is_formula = matches!(
            name.trim_end_matches('*'),
            "equation" | "align" | "math" | "displaymath" | "eqnarray" | "gather" | "multline"
        );
        let close = ["\\end{", name, "}"].concat();
        match find_near(self.rest(), &close).filter(|_| is_formula && command == "begin") {
            Some(length) => {
                parts.push(Inline::Math(self.rest()[..length].trim().to_owned()));
                self.at += length + close.len();
            }
            None => push_text(parts, " "),
        }
    }

    /// Keeps the text of the arguments of an unknown command, or the command itself if it has none.
    fn unknown_command(&mut self, parts: &mut Vec<Inline>, start: usize) {
        if !self.rest().starts_with('{') {
            let command = &self.text[start..self.at];
            push_text(parts, command);
            self.unknown.push(command.to_owned());
            return;
        }
        let mut count = 0;
        while self.rest().starts_with('{') {
            if count > 0 {
                push_text(parts, " ");
            }
            let content = self.group();
            parts.push(Inline::Group(content));
            count += 1;
        }
        self.unknown.push(self.text[start..self.at].to_owned());
    }

    /// Reads a formula in dollar signs, or a dollar sign.
    fn dollar(&mut self, parts: &mut Vec<Inline>) {
        let rest = self.rest();
        let width = if rest.starts_with("$$") { 2 } else { 1 };
        let (fence, content) = rest.split_at(width);
        let mut from = 0;
        let end = loop {
            match content[from..].find(fence).map(|end| from + end) {
                Some(end) if content[..end].ends_with('\\') => from = end + 1,
                end => break end,
            }
        };
        match end {
            Some(end) if is_formula(&content[..end]) => {
                parts.push(inline_formula(&content[..end]));
                self.at += end + 2 * width;
            }
            _ => self.literal(parts, fence, width),
        }
    }

    /// Reads an HTML element, which publishers' exports have, or a less-than sign.
    fn tag(&mut self, parts: &mut Vec<Inline>) {
        let opening = if self.depth < MAX_DEPTH { html::opening(self.rest()) } else { None };
        let Some(opening) = opening else {
            self.literal(parts, "<", 1);
            return;
        };
        self.at += opening.length;
        if opening.close.is_empty() {
            push_text(parts, " ");
            return;
        }
        let mut content = Vec::new();
        self.depth += 1;
        self.sequence(&mut content, &opening.close);
        self.depth -= 1;
        if html::starts_with_tag(self.rest(), &opening.close) {
            self.at += opening.close.len();
        }
        parts.push(match opening.mark {
            Some(mark) => Inline::Marked(mark, content),
            None => Inline::Group(content),
        });
    }
}
