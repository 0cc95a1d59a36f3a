//! Finds the markup in inline Markdown, in order to test what was written.
//!
//! Subscripts and superscripts are found as on pages (`markdown/scripts.rs`).

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Options, Parser, Tag, TagEnd};

use crate::{
    import::inline::{Inline, Mark},
    markdown::scripts::scripts,
};

fn events(markdown: &str, scripts: Options) -> OffsetIter<'_> {
    Parser::new_ext(markdown, Options::ENABLE_MATH | scripts).into_offset_iter()
}

/// Returns the offsets of the first and the last character of each element.
pub(super) fn markup(markdown: &str) -> Vec<(usize, usize)> {
    let mut offsets = Vec::new();
    let mut run = Run::default();
    for (event, range) in events(markdown, Options::empty()) {
        match event {
            Event::Text(text) => {
                // An entity is one text.
                if markdown.get(range.clone()) != Some(&*text) {
                    offsets.push((range.start, range.end - 1));
                }
                run.add(markdown, &text, range);
                continue;
            }
            Event::End(_) | Event::Start(Tag::Paragraph) => {}
            Event::Start(Tag::List(_) | Tag::Item) => {
                // The full stop of a number, or the hyphen of a bullet.
                let item = &markdown[range.start..];
                let digits = item.len() - item.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
                offsets.push((range.start + digits, range.start));
            }
            _ => offsets.push((range.start, range.end.saturating_sub(1))),
        }
        let scripts = run.scripts().into_iter();
        offsets.extend(scripts.map(|(start, end)| (run.letters[start].offset, run.letters[end].offset)));
        run = Run::default();
    }
    if markdown.contains(['~', '^']) {
        let scripts = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SUBSCRIPT | Options::ENABLE_SUPERSCRIPT;
        for (event, range) in events(markdown, scripts) {
            if matches!(event, Event::Start(Tag::Subscript | Tag::Superscript | Tag::Strikethrough)) {
                offsets.push((range.start, range.end.saturating_sub(1)));
            }
        }
    }
    offsets
}

/// Returns the parts of a Markdown paragraph, if it has no other markup.
pub(super) fn parsed(markdown: &str) -> Option<Vec<Inline>> {
    let mut open: Vec<(Option<Inline>, Vec<Inline>)> = vec![(None, Vec::new())];
    let mut paragraphs = 0;
    let mut run = Run::default();
    for (event, range) in events(markdown, Options::empty()) {
        if let Event::Text(text) = &event {
            run.add(markdown, text, range);
            continue;
        }
        open.last_mut()?.1.extend(run.parts());
        run = Run::default();
        let mark = |mark| (Some(Inline::Marked(mark, Vec::new())), Vec::new());
        match event {
            Event::Start(Tag::Paragraph) => paragraphs += 1,
            Event::Start(Tag::Emphasis) => open.push(mark(Mark::Emphasis)),
            Event::Start(Tag::Strong) => open.push(mark(Mark::Strong)),
            Event::Start(Tag::Link { dest_url, .. }) => {
                open.push((Some(Inline::Link(dest_url.to_string(), Vec::new())), Vec::new()));
            }
            Event::Start(_) => return None,
            Event::End(TagEnd::Paragraph) => {}
            Event::End(_) => {
                let (inline, content) = open.pop()?;
                let inline = match inline? {
                    Inline::Marked(mark, _) => Inline::Marked(mark, content),
                    Inline::Link(url, _) => Inline::Link(url, content),
                    other => other,
                };
                open.last_mut()?.1.push(inline);
            }
            Event::Code(code) => {
                let content = vec![Inline::Text(code.to_string())];
                open.last_mut()?.1.push(Inline::Marked(Mark::Code, content));
            }
            Event::InlineMath(formula) => open.last_mut()?.1.push(Inline::Math(formula.to_string())),
            _ => return None,
        }
    }
    if open.len() > 1 || paragraphs > 1 {
        return None;
    }
    Some(open.pop()?.1)
}

/// A text without markup of CommonMark.
#[derive(Default)]
struct Run {
    letters: Vec<Letter>,
}

struct Letter {
    letter: char,
    offset: usize,
    /// Whether it is a sign without a backslash.
    is_sign: bool,
}

impl Run {
    fn add(&mut self, markdown: &str, text: &str, range: Range<usize>) {
        let is_source = markdown.get(range.clone()) == Some(text);
        for (at, letter) in text.char_indices() {
            let offset = if is_source { range.start + at } else { range.start };
            let is_escaped = at == 0 && markdown[..range.start].ends_with('\\') || !is_source;
            self.letters.push(Letter { letter, offset, is_sign: matches!(letter, '~' | '^') && !is_escaped });
        }
    }

    /// Returns the places of the signs around each subscript and superscript.
    fn scripts(&self) -> Vec<(usize, usize)> {
        // Signs with a backslash become spaces, which no subscript has.
        let shown = |letter: &Letter| match letter.letter {
            '~' | '^' if !letter.is_sign => ' ',
            letter => letter,
        };
        let text: String = self.letters.iter().map(shown).collect();
        let place = |offset: usize| text[..offset].chars().count();
        scripts(&text).into_iter().map(|(range, _)| (place(range.start), place(range.end) - 1)).collect()
    }

    fn parts(&self) -> Vec<Inline> {
        let text = |range: Range<usize>| self.letters[range].iter().map(|letter| letter.letter).collect::<String>();
        let mut parts = Vec::new();
        let mut at = 0;
        for (start, end) in self.scripts() {
            if at < start {
                parts.push(Inline::Text(text(at..start)));
            }
            let mark = if self.letters[start].letter == '~' { Mark::Subscript } else { Mark::Superscript };
            parts.push(Inline::Marked(mark, vec![Inline::Text(text(start + 1..end))]));
            at = end + 1;
        }
        if at < self.letters.len() {
            parts.push(Inline::Text(text(at..self.letters.len())));
        }
        parts
    }
}
