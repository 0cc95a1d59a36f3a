//! Parses texts in quotes: finds their ends and decodes them.

use std::borrow::Cow;

use crate::content::{
    Message,
    lenient::syntax::{
        characters::{is_curly_quote, is_single_quote, is_word},
        excerpt::last_words,
        parser::{MAX_LOOK_AHEAD, Parser, Place},
    },
};

/// The end of a text that begins with a quote.
struct Ending {
    /// The offset after the content.
    content_end: usize,
    /// The offset at which parsing continues.
    resume: usize,
    how: How,
    /// The offset of the first quote that belongs to the text.
    inner_quote: Option<usize>,
}

/// The way in which a text ends.
enum How {
    /// A quote closes it.
    Closed,
    /// Two quotes close it.
    ClosedTwice,
    /// The closing quote is missing.
    Unclosed,
    /// The opening quote does not open a text.
    Stray,
}

/// The scanned part of a text.
struct Scan {
    place: Place,
    /// The offset of the content.
    start: usize,
    first_colon: Option<usize>,
    /// The first and the last quote that belong to the text.
    first_inner: Option<usize>,
    last_inner: Option<usize>,
    /// Whether there is only white space, and whether there are only white space, brackets and commas.
    is_blank: bool,
    is_brackets: bool,
}

impl Scan {
    fn new(start: usize, place: Place) -> Scan {
        Scan { place, start, first_colon: None, first_inner: None, last_inner: None, is_blank: true, is_brackets: true }
    }

    /// Records a byte that is neither a quote nor a backslash.
    fn take(&mut self, at: usize, byte: u8) {
        if byte == b':' {
            self.first_colon.get_or_insert(at);
        }
        let is_space = matches!(byte, b' ' | b'\t' | b'\r');
        self.is_blank &= is_space;
        self.is_brackets &= is_space || matches!(byte, b'{' | b'[' | b'}' | b']' | b',');
    }
}

/// The role of a quote in the text that contains it.
enum Verdict {
    /// It closes the text.
    Closes,
    /// It closes the text together with the next quote.
    ClosesTwice,
    /// It belongs to the text.
    IsInside,
    /// It opens another text. The current text ends before the offset.
    FollowsUnclosed(usize),
    /// It opens a text, and the previous quote does not.
    IsStray,
}

impl<'t> Parser<'t> {
    /// Parses the text at the current quote. Returns `None` if the quote does not open a text.
    pub(super) fn string(&mut self, place: Place) -> Option<Cow<'t, str>> {
        let at = self.at;
        let (open, length) = self.quote(at)?;
        let start = at + length;
        let Ending { mut content_end, resume, how, inner_quote } = self.ending(start, open, place);
        let is_straight = open == '"';
        if matches!(how, How::Stray) {
            self.text_error(at, Message::found(format!("an extra quote ({open})")).suggest("remove it"));
            self.advance(resume);
            return None;
        }
        if !is_straight {
            let kind = if is_single_quote(open) { "single" } else { "curly" };
            self.text_error(
                at,
                Message::found(format!("the {kind} quote {open}")).expected("a straight double quote (\")"),
            );
        }
        match how {
            How::Unclosed => {
                let rest = self.bytes[resume..].iter();
                let is_end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b';' | b'}' | b']');
                self.document.ends_inside |= rest.take_while(|byte| is_end(byte)).count() == self.text.len() - resume;
                let content = &self.text[start..content_end];
                // If the text ends with another kind of quote, that quote was meant to close it.
                let last = content.chars().next_back().filter(|last| is_curly_quote(*last) && *last != open);
                if let Some(last) = last.filter(|last| content.len() > last.len_utf8()) {
                    content_end -= last.len_utf8();
                    if is_straight {
                        let message =
                            Message::found(format!("the curly quote {last}")).expected("a straight double quote (\")");
                        self.text_error(content_end, message);
                    }
                } else if content.ends_with("\\\"") {
                    content_end -= 1;
                } else {
                    let shown = last_words(content);
                    self.text_error(
                        content_end,
                        Message::problem(format!("the closing quote (\") is missing after {shown}")),
                    );
                }
            }
            How::ClosedTwice => {
                let extra = content_end + self.letter(content_end).map_or(1, char::len_utf8);
                self.text_error(extra, Message::found("an extra quote (\")").suggest("remove it"));
            }
            How::Closed | How::Stray => {}
        }
        if let Some(inner) = inner_quote.filter(|inner| is_straight && *inner < content_end) {
            self.text_error(inner, Message::found("a quote (\") inside a text").suggest("write \\\" instead"));
        }
        let mut text = self.decoded(start, content_end, is_straight);
        if place == Place::Name && inner_quote.is_some() {
            text = Cow::Owned(text.replace('"', ""));
        }
        self.advance(resume);
        Some(text)
    }

    /// Looks for the end of a text whose content starts at an offset.
    fn ending(&self, start: usize, open: char, place: Place) -> Ending {
        let mut scan = Scan::new(start, place);
        let stray = Ending { content_end: start, resume: start, how: How::Stray, inner_quote: None };
        let mut at = start;
        loop {
            let Some(byte) = self.byte(at) else { return self.unclosed(&scan, at) };
            if byte == b'\\' {
                (scan.is_blank, scan.is_brackets) = (false, false);
                let next = self.byte(at + 1);
                at += if matches!(next, Some(b'\n' | b'\r') | None) { 1 } else { 2 };
                continue;
            }
            if byte == b'\n' {
                let next = self.look(at).0;
                if place == Place::Name || self.ends_at_line_end(next, place) {
                    return if scan.is_brackets && place != Place::Name { stray } else { self.unclosed(&scan, at) };
                }
                at = next.max(at + 1);
                continue;
            }
            let Some(length) = self.closing_quote(at, open) else {
                scan.take(at, byte);
                at += 1;
                continue;
            };
            let after = at + length;
            let closed = |resume, how| Ending { content_end: at, resume, how, inner_quote: scan.first_inner };
            match self.judge(at, after, &scan) {
                Verdict::Closes => return closed(after, How::Closed),
                Verdict::ClosesTwice => return closed(self.next_letter(after), How::ClosedTwice),
                Verdict::IsStray => return stray,
                Verdict::FollowsUnclosed(end) => {
                    scan.first_inner = scan.first_inner.filter(|inner| *inner < end);
                    scan.last_inner = None;
                    return self.unclosed(&scan, end);
                }
                Verdict::IsInside => {
                    scan.first_inner.get_or_insert(at);
                    scan.last_inner = Some(at);
                    (scan.is_blank, scan.is_brackets) = (false, false);
                    at = after;
                }
            }
        }
    }

    /// Returns `true` if a text that is not closed on its line ends there, judging by the next line.
    fn ends_at_line_end(&self, next: usize, place: Place) -> bool {
        match self.byte(next) {
            None => true,
            _ if self.starts_field(next) => true,
            Some(b'"') => place == Place::Item && !self.ends_text(next + 1),
            Some(b'}' | b']') => self.continues_after_brackets(next),
            Some(b'{') => self.byte(self.look(next + 1).0) == Some(b'"'),
            _ => false,
        }
    }

    /// Returns the length of the quote at an offset if it may close a text that another quote opens.
    pub(super) fn closing_quote(&self, at: usize, open: char) -> Option<usize> {
        match self.bytes[at] {
            b'"' => Some(1),
            _ if open == '"' => None,
            0x80..=0xbf => None,
            byte if byte < 0x80 && !matches!(byte, b'\'' | b'`') => None,
            _ => {
                let letter = self.letter(at)?;
                let fits = if is_single_quote(open) { is_single_quote(letter) } else { is_curly_quote(letter) };
                fits.then_some(letter.len_utf8())
            }
        }
    }

    /// Decides from the following tokens whether a quote closes a text. In valid JSON it always does.
    fn judge(&self, at: usize, after: usize, scan: &Scan) -> Verdict {
        let Scan { place, first_colon, first_inner, last_inner, is_blank, is_brackets, .. } = *scan;
        let (next, is_next_line) = self.look(after);
        let byte = self.byte(next);
        let is_adjacent = next == after;
        if place == Place::Name {
            return match byte {
                Some(b':') => Verdict::Closes,
                Some(b'/') if self.starts_comment(next) => Verdict::Closes,
                Some(b'"') if is_adjacent && self.byte(self.look(after + 1).0) == Some(b':') => Verdict::ClosesTwice,
                _ if is_blank && !is_next_line && byte.is_some_and(is_word) => Verdict::IsStray,
                _ if first_colon.is_some() => first_colon.map_or(Verdict::Closes, Verdict::FollowsUnclosed),
                Some(byte) if is_adjacent && is_word(byte) && !self.is_literal(next) => Verdict::IsInside,
                _ => Verdict::Closes,
            };
        }
        let inside_if = |is_inside: bool| if is_inside { Verdict::IsInside } else { Verdict::Closes };
        match byte {
            None => Verdict::Closes,
            Some(b',') => inside_if(!self.continues_after_comma(next + 1, place)),
            Some(b'}' | b']') => inside_if(!self.continues_after_brackets(next)),
            Some(b':') => match last_inner {
                Some(inner) if self.starts_field(inner) => Verdict::FollowsUnclosed(inner),
                _ => Verdict::Closes,
            },
            _ if is_next_line => Verdict::Closes,
            Some(b'{' | b'[') => {
                let opens = matches!(self.byte(self.look(next + 1).0), Some(b'"' | b'{'));
                if is_blank { Verdict::IsStray } else { inside_if(place == Place::Value || !opens) }
            }
            Some(b';') => inside_if(!self.ends_text(next + 1) && !self.starts_field(self.look(next + 1).0)),
            Some(b'/') if self.starts_comment(next) => Verdict::Closes,
            Some(b'#') if !is_adjacent => {
                let window = &self.bytes[next..self.text.len().min(next + MAX_LOOK_AHEAD)];
                let is_end = |byte: &&u8| matches!(byte, b'\n' | b'"');
                inside_if(window.iter().find(is_end) == Some(&b'"'))
            }
            _ if self.starts_field(next) => Verdict::Closes,
            _ if self.quote(next).is_some() => {
                let (_, length) = self.quote(next).unwrap_or(('"', 1));
                match self.ends_text(next + length) {
                    true if is_adjacent && first_inner.is_none() => Verdict::ClosesTwice,
                    is_end => inside_if(is_end),
                }
            }
            _ if self.bare_name_end(next).is_some_and(|end| self.is_bare_field(next, end)) => Verdict::Closes,
            _ if is_brackets => Verdict::IsStray,
            // A quote after a comma may open the next text.
            _ if self.text[..at].trim_end_matches(' ').ends_with(',')
                && is_adjacent
                && self.quoted_end(at).is_some_and(|end| self.ends_text(end) || self.starts_field(at)) =>
            {
                Verdict::FollowsUnclosed(at)
            }
            _ => Verdict::IsInside,
        }
    }

    /// Returns `true` if a name without quotes is one word and a value follows.
    fn is_bare_field(&self, at: usize, end: usize) -> bool {
        let name = self.text[at..end].trim_end();
        self.byte(end) == Some(b':')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && matches!(self.byte(self.look(end + 1).0), Some(b'"' | b'{' | b'[' | b'0'..=b'9'))
    }

    /// Returns `true` if the next value or field may start after a comma.
    fn continues_after_comma(&self, at: usize, place: Place) -> bool {
        let (next, is_next_line) = self.look(at);
        match self.byte(next) {
            _ if is_next_line => true,
            None | Some(b'{' | b'}' | b'[' | b']' | b',') => true,
            Some(b'/') if self.starts_comment(next) => true,
            Some(b'"') => match self.quoted_end(next) {
                None => true,
                Some(end) => {
                    let (after, is_next_line) = self.look(end);
                    is_next_line
                        || match self.byte(after) {
                            None | Some(b':' | b'=' | b'"' | b',' | b'}' | b']' | b'{' | b'[') => true,
                            Some(byte) => place == Place::Value && byte.is_ascii_digit(),
                        }
                }
            },
            _ if self.quote(next).is_some() => true,
            Some(_) => {
                let end = self.near_phrase_end(next);
                end.is_none_or(|end| self.byte(end) != Some(b'"')) || self.bare_name_end(next).is_some()
            }
        }
    }

    /// Returns `true` if the following tokens may follow closing brackets.
    fn continues_after_brackets(&self, at: usize) -> bool {
        let mut next = at;
        let mut is_next_line = false;
        while matches!(self.byte(next), Some(b'}' | b']')) {
            (next, is_next_line) = self.look(next + 1);
        }
        match self.byte(next) {
            _ if is_next_line => true,
            None | Some(b'{' | b'[' | b';') => true,
            Some(b'/') => self.starts_comment(next),
            Some(b',') => self.continues_after_comma(next + 1, Place::Item),
            Some(b'"') => self.starts_field(next) || !self.ends_text(next + 1),
            _ => false,
        }
    }

    /// Returns the ending of a text without a closing quote. It ends before `end` or, if it is a name, before its
    /// colon. A comma and closing brackets that the text does not open are not part of it.
    fn unclosed(&self, scan: &Scan, end: usize) -> Ending {
        let Scan { start, first_inner, last_inner, .. } = *scan;
        let ending = |content_end, resume, how| Ending { content_end, resume, how, inner_quote: first_inner };
        if let Some(colon) = scan.first_colon.filter(|_| scan.place == Place::Name) {
            let content_end = start + self.text[start..colon].trim_end().len();
            return Ending { content_end, resume: colon, how: How::Unclosed, inner_quote: None };
        }
        // The last quote closes the text if only punctuation follows it.
        if let Some(quote) = last_inner
            && !self.text[self.next_letter(quote)..end].contains(char::is_alphanumeric)
        {
            let inner_quote = first_inner.filter(|first| *first < quote);
            return Ending { content_end: quote, resume: self.next_letter(quote), how: How::Closed, inner_quote };
        }
        let content = &self.text[start..end];
        let kept = content.trim_end_matches([' ', '\t', '\r', '\n', ',', ';', '}', ']']);
        let count = |bracket: char| kept.matches(bracket).count();
        let mut open = [count('[').saturating_sub(count(']')), count('{').saturating_sub(count('}'))];
        let mut content_end = start + kept.len();
        for (place, letter) in content[kept.len()..].char_indices() {
            let kind = match letter {
                ']' => 0,
                '}' => 1,
                _ => continue,
            };
            if open[kind] == 0 {
                break;
            }
            open[kind] -= 1;
            content_end = start + kept.len() + place + 1;
        }
        ending(content_end, content_end, How::Unclosed)
    }
}
