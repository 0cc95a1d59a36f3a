//! Promote.

use crate::{
    search::{
        catalog::Finder,
        compiled_term::Needle,
        facet::Facet,
        filter::Filter,
        query::{self, Form, Term},
    },
    util::text,
};

/// How many values a completed term may name.
const NAMED: usize = 5;

impl Finder {
    /// The filter with the completed terms of its text as choices; none where no term becomes one. A term is
    /// completed by a closing quote or a blank after it, and all are where the text is done. It becomes
    ///
    /// - for years, the range, where some year is in it;
    /// - the choice whose value, or else whose label, it is, both folded and hyphenated;
    /// - else all choices that it meets as a term of a search, where these are five at most.
    ///
    /// It goes from the text with the blanks after it; all else stays as typed.
    pub fn complete(&self, filter: &Filter, is_done: bool) -> Option<Filter> {
        let text = &filter.text[..];
        let mut completed = filter.with_text("");
        let (mut at, mut copied) = (0, 0);
        while let Some((term, start, end)) = query::next_term(text, at) {
            at = end;
            let rest = text[end..].trim_start();
            let gap = text.len() - rest.len();
            let Some(facet) = term.field.filter(|_| is_done || term.form == Form::Phrase || gap > end) else {
                continue;
            };
            let values = self.named(facet, term);
            if !values.is_empty() {
                values.into_iter().for_each(|value| completed.choose(facet, value));
                completed.text.push_str(&text[copied..start]);
                copied = gap;
            }
        }
        completed.text.push_str(&text[copied..]);
        (copied > 0).then_some(completed)
    }

    /// The values that a completed term of a facet names.
    fn named(&self, facet: Facet, term: Term) -> Vec<String> {
        if self.years(facet, &term.text).is_some() {
            return vec![term.text];
        }
        let choices = self.choices(facet);
        let key = |text: &str| text::key(text, self.decompose);
        let typed = key(&term.text);
        let mut exact = choices.iter().find(|choice| choice.value == typed);
        // The value of an author is the key of the label.
        if exact.is_none() && facet != Facet::Author {
            exact = choices.iter().find(|choice| key(&choice.value) == typed || key(&choice.label) == typed);
        }
        if let Some(choice) = exact {
            return vec![choice.value.clone()];
        }
        let mut named = Vec::new();
        if let Some(needle) = Needle::of(term, self.decompose) {
            let mut scratch = self.scratch();
            self.meet(&needle, &mut scratch.best);
            let (from, to) = self.range(facet);
            for value in from..to {
                if self.value_met(value, true, &scratch.best) > 0 {
                    named.push(choices[value - from].value.clone());
                }
            }
        }
        if named.len() > NAMED {
            named.clear();
        }
        named
    }
}
