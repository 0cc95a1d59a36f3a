//! The formulas of a text with their places, for the check.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use crate::markdown::{
    money::{offset_in_source, with_escaped_money},
    parse::{OPTIONS, title_ranges},
};

/// Returns the places of the formulas of a Markdown text, with their dollar signs.
pub fn formulas(source: &str) -> Vec<Range<usize>> {
    if !source.contains('$') {
        return Vec::new();
    }
    let (text, escaped) = with_escaped_money(source, OPTIONS);
    let events = Parser::new_ext(&text, OPTIONS).into_offset_iter().filter(|(event, _)| is_formula(event));
    let offset = |offset| offset_in_source(offset, &escaped);
    events.map(|(_, range)| offset(range.start)..offset(range.end)).collect()
}

/// Returns the places of the formulas of a title, with their dollar signs.
pub fn title_formulas(source: &str) -> Vec<Range<usize>> {
    if source.contains('$') { title_ranges(source, is_formula) } else { Vec::new() }
}

fn is_formula(event: &Event) -> bool {
    matches!(event, Event::InlineMath(_) | Event::DisplayMath(_))
}
