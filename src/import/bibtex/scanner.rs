//! Reads the parts of an entry: its beginning, its key and its fields.

use crate::import::lines::Lines;

#[derive(Debug, PartialEq)]
pub(super) struct Field<'t> {
    pub line: usize,
    pub name: &'t str,
    /// The parts that `#` joins.
    pub value: Vec<Piece<'t>>,
}

/// A part of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// A text in braces or quotes, or a number.
    Text(&'t str),
    /// The name of a `@string`.
    Name(&'t str),
}

/// How braces are counted.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Braces {
    /// As in BibTeX, which counts a brace after a backslash, too.
    All,
    /// As in programs that do not count a brace after a backslash.
    Unescaped,
}

/// The beginning of an entry: "@article{".
pub(super) struct Head<'t> {
    pub kind: &'t str,
    /// The offset after the opening brace.
    pub opened: usize,
    /// The character that ends the entry.
    pub closing: char,
}

impl<'t> Head<'t> {
    pub fn at(text: &'t str, start: usize) -> Option<Head<'t>> {
        let rest = text[start..].strip_prefix('@')?;
        let kind_start = start + 1 + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = &text[kind_start..];
        let kind = &rest[..rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len())];
        if !kind.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        let rest = &rest[kind.len()..];
        let after = rest.trim_start();
        let closing = match after.chars().next()? {
            '{' => '}',
            '(' => ')',
            _ => return None,
        };
        Some(Head { kind, opened: text.len() - after.len() + 1, closing })
    }

    /// Returns the key, which ends at a comma or a line break.
    pub fn key(&self, text: &'t str) -> &'t str {
        let rest = text[self.opened..].trim_start();
        let end = rest.find([',', '\n', '\r', '}', ')', '{', '=', '"', '@']).unwrap_or(rest.len());
        let key = rest[..end].trim();
        if rest[end..].starts_with('=') { key.split_once(char::is_whitespace).map_or("", |(key, _)| key) } else { key }
    }

    pub fn is(&self, kind: &str) -> bool {
        self.kind.eq_ignore_ascii_case(kind)
    }

    /// Returns `true` for a command, which is no entry.
    pub fn is_command(&self) -> bool {
        ["comment", "preamble", "string"].iter().any(|kind| self.is(kind))
    }
}

/// Returns `true` for a letter of the type of an entry.
fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')
}

/// An error in an entry.
pub(super) struct Malformed {
    pub at: usize,
    what: String,
}

impl Malformed {
    fn new(at: usize, what: impl Into<String>) -> Malformed {
        Malformed { at, what: what.into() }
    }

    pub fn reason(&self, lines: &Lines) -> String {
        format!("line {}, column {}: {}", lines.line(self.at), lines.column(self.at), self.what)
    }
}

/// Returns the offset of the next line.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Returns `true` if an entry begins at the start of a line: "@article{key," or "@string{".
pub(super) fn starts_entry(text: &str, line: usize) -> bool {
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let Some(head) = Head::at(text, line + indent) else { return false };
    if head.is_command() {
        return true;
    }
    const LONGEST_KEY: usize = 300;
    let rest = text[head.opened..].trim_start();
    let key = rest.chars().take(LONGEST_KEY).take_while(|letter| is_of_key(*letter)).map(char::len_utf8).sum::<usize>();
    let after = rest[key..].trim_start_matches([' ', '\t']);
    after.is_empty() || after.starts_with([',', '\n', '\r', '=', '}', ')'])
}

fn is_of_key(letter: char) -> bool {
    !letter.is_whitespace() && !matches!(letter, ',' | '{' | '}' | '=' | '"' | '#' | '%' | '\\')
}

/// A reader of a text at a place.
pub(super) struct Scanner<'t, 'l> {
    pub text: &'t str,
    pub at: usize,
    pub braces: Braces,
    pub lines: &'l Lines<'l>,
}

impl<'t> Scanner<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips white space, and comments that begin with a percent sign.
    fn skip_space(&mut self) {
        loop {
            self.at = self.text.len() - self.rest().trim_start().len();
            if !self.rest().starts_with('%') {
                return;
            }
            self.at = line_end(self.text, self.at);
        }
    }

    /// Returns a description of the next text for messages.
    fn found(&self) -> String {
        match self.peek() {
            None => "the end of the file".to_owned(),
            Some(_) => {
                let words = self.rest().lines().next().unwrap_or_default();
                let short: String = words.chars().take(30).collect();
                format!("\"{}\"", short.trim_end())
            }
        }
    }

    /// Reads the key and the comma after it.
    pub fn key(&mut self, closing: char) -> Result<&'t str, Malformed> {
        self.skip_space();
        let start = self.at;
        // Without a limit, thousands of beginnings without a comma would each be searched to the end of the file.
        const LONGEST_KEY: usize = 1000;
        let near = self.rest().char_indices().take_while(|(at, _)| *at < LONGEST_KEY);
        let ends = |letter: char| match letter {
            // A parenthesis belongs to a key unless it ends the entry.
            ')' => closing == ')',
            letter => matches!(letter, ',' | '{' | '}' | '=' | '"' | '\n' | '\r'),
        };
        let length = near
            .clone()
            .find(|(_, letter)| ends(*letter))
            .map(|(at, _)| at)
            .or_else(|| near.last().map(|(at, letter)| at + letter.len_utf8()));
        let end = start + length.unwrap_or(0);
        let key = self.text[start..end].trim();
        self.at = end;
        self.skip_space();
        match self.peek() {
            // The entry has no key, or there is no comma after it.
            Some('=') => match key.split_once(char::is_whitespace) {
                None => {
                    self.at = start;
                    Ok("")
                }
                Some((key, _)) => {
                    self.at = start + self.text[start..].find(char::is_whitespace).unwrap_or(0);
                    self.skip_space();
                    Err(Malformed::new(
                        self.at,
                        format!("found {} after the key \"{key}\"; expected a comma; write \"{key},\"", self.found()),
                    ))
                }
            },
            Some(',') => {
                self.at += 1;
                Ok(key)
            }
            Some(letter) if letter == closing => Ok(key),
            _ => Err(Malformed::new(
                end,
                format!("found {} after the key \"{key}\"; expected a comma; write \"{key},\"", self.found()),
            )),
        }
    }

    /// Reads fields up to and including the end of the entry.
    pub fn fields(&mut self, closing: char) -> Result<Vec<Field<'t>>, Malformed> {
        let mut fields = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                Some(letter) if letter == closing => {
                    self.at += 1;
                    return Ok(fields);
                }
                // A comma without a field before it is harmless.
                Some(',') => {
                    self.at += 1;
                    continue;
                }
                _ => {}
            }
            let field = self.field(closing)?;
            self.skip_space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some(letter) if letter == closing => {}
                _ => {
                    return Err(Malformed::new(
                        self.at,
                        format!(
                            "found {} after the value of \"{}\"; expected a comma or \"{closing}\"; \
                             check the commas, braces and quotes of this field",
                            self.found(),
                            field.name
                        ),
                    ));
                }
            }
            fields.push(field);
        }
    }

    fn field(&mut self, closing: char) -> Result<Field<'t>, Malformed> {
        let start = self.at;
        let is_of_name = |letter: char| !letter.is_whitespace() && !"={}(),\"#%@\\".contains(letter);
        let length = self.rest().find(|letter| !is_of_name(letter)).unwrap_or(self.rest().len());
        let name = &self.rest()[..length];
        if name.is_empty() {
            let remedy = match self.peek() {
                Some('@') => "remove the \"@\", or close the entry before it",
                _ => "check the commas, braces and quotes of the field before it",
            };
            let what = format!("found {}; expected the name of a field or \"{closing}\"; {remedy}", self.found());
            return Err(Malformed::new(start, what));
        }
        self.at += length;
        self.skip_space();
        if self.peek() != Some('=') {
            return Err(Malformed::new(
                self.at,
                format!("found {} after \"{name}\"; expected \"=\" and a value", self.found()),
            ));
        }
        self.at += 1;
        let mut value = Vec::new();
        loop {
            self.skip_space();
            value.push(self.piece(name)?);
            self.skip_space();
            if self.peek() != Some('#') {
                return Ok(Field { line: self.lines.line(start), name, value });
            }
            self.at += 1;
        }
    }

    fn piece(&mut self, name: &str) -> Result<Piece<'t>, Malformed> {
        let (start, lines) = (self.at, self.lines);
        let no_end = |malformed: Malformed, closing: &str| {
            let line = lines.line(start);
            let what = format!(
                "found {} in the value of \"{name}\", which begins in line {line}; expected \"{closing}\" before it; \
                 close the value",
                malformed.what
            );
            Malformed { what, ..malformed }
        };
        match self.peek() {
            Some('{') => {
                self.at += 1;
                let end = self.balanced('}').map_err(|malformed| no_end(malformed, "}"))?;
                Ok(Piece::Text(&self.text[start + 1..end - 1]))
            }
            Some('"') => {
                self.at += 1;
                let end = self.balanced('"').map_err(|malformed| no_end(malformed, "\""))?;
                Ok(Piece::Text(&self.text[start + 1..end - 1]))
            }
            _ => {
                let is_bare = |letter: char| !letter.is_whitespace() && !"={}(),\"#%@\\".contains(letter);
                let length = self.rest().find(|letter| !is_bare(letter)).unwrap_or(self.rest().len());
                if length == 0 {
                    return Err(Malformed::new(
                        start,
                        format!("found {} as the value of \"{name}\"; expected a text in braces", self.found()),
                    ));
                }
                let word = &self.rest()[..length];
                self.at += length;
                let is_number = word.starts_with(|letter: char| letter.is_ascii_digit());
                Ok(if is_number { Piece::Text(word) } else { Piece::Name(word) })
            }
        }
    }

    /// Moves after the closing character of a value and returns the offset there. Braces inside of the value balance.
    fn balanced(&mut self, closing: char) -> Result<usize, Malformed> {
        let bytes = self.text.as_bytes();
        let closing = closing as u8;
        let mut depth = 0_usize;
        let mut at = self.at;
        while at < bytes.len() {
            match bytes[at] {
                byte if byte == closing && depth == 0 => {
                    self.at = at + 1;
                    return Ok(self.at);
                }
                b'\\' if self.braces == Braces::Unescaped => at += 1,
                b'{' => depth += 1,
                b'}' => match depth.checked_sub(1) {
                    Some(less) => depth = less,
                    None => return Err(Malformed::new(at, "\"}\"")),
                },
                b'\n' if starts_entry(self.text, at + 1) => {
                    let next = at + 1;
                    let begin = self.text[next..].trim().chars().take(30).take_while(|letter| *letter != '\n');
                    return Err(Malformed::new(next, format!("\"{}\"", begin.collect::<String>().trim_end())));
                }
                _ => {}
            }
            at += 1;
        }
        Err(Malformed::new(self.text.len(), "the end of the file"))
    }

    /// Checks that no field follows the end of an entry, which a superfluous brace would cause.
    pub fn check_end(&self) -> Result<(), Malformed> {
        let rest = self.rest().trim_start();
        let Some(rest) = rest.strip_prefix(',') else { return Ok(()) };
        let rest = rest.trim_start();
        let length = rest.find(|letter: char| !is_word(letter)).unwrap_or(rest.len());
        if length > 0 && rest[length..].trim_start().starts_with('=') {
            let what = format!(
                "found the end of the entry before its field \"{}\"; expected it after the last field; \
                 remove the superfluous closing brace",
                &rest[..length]
            );
            return Err(Malformed::new(self.at - 1, what));
        }
        Ok(())
    }
}
