//! Turns finished terms of the text into selected values.

use crate::{
    search::{
        catalog::Catalog,
        compiled_term::CompiledTerm,
        facet::{Facet, FacetValue},
        filter::Filter,
        query::{self, Quotes, Term},
    },
    util::text,
};

/// The maximum number of values that a term may become.
const MAX_PROMOTED_VALUES: usize = 5;

impl Catalog {
    /// Returns the filter with the finished terms of its text as selected values, or `None` if no term becomes one.
    ///
    /// A term is finished by a closing quote or by a blank after it. If `is_done`, all terms are finished. A term with
    /// a field becomes
    ///
    /// - a range of years, if a publication is from one of them;
    /// - otherwise the value that equals it, folded and hyphenated;
    /// - otherwise all values whose label equals it (two people may have one name), likewise, if there are at most five;
    /// - otherwise all values that it matches as in a search, if there are at most five.
    ///
    /// The term and the blanks after it are removed from the text; the rest stays as typed.
    pub fn promote_terms(&self, filter: &Filter, is_done: bool) -> Option<Filter> {
        let text = &filter.text[..];
        let mut promoted = filter.with_text("");
        let (mut offset, mut copied) = (0, 0);
        while let Some((term, start, end)) = query::next_term(text, offset) {
            offset = end;
            let next = text.len() - text[end..].trim_start().len();
            let is_finished = is_done || term.quotes == Quotes::Closed || next > end;
            let Some(facet) = term.field.filter(|_| is_finished) else { continue };
            let values = self.values_named_by(facet, term);
            if !values.is_empty() {
                values.into_iter().for_each(|value| promoted.select(facet, value));
                promoted.text.push_str(&text[copied..start]);
                copied = next;
            }
        }
        promoted.text.push_str(&text[copied..]);
        (copied > 0).then_some(promoted)
    }

    /// Returns the values of a facet that a finished term becomes.
    fn values_named_by(&self, facet: Facet, term: Term) -> Vec<String> {
        if self.known_year_range(facet, &term.text).is_some() {
            return vec![term.text];
        }
        let values = self.values(facet);
        let key = |text: &str| text::slugify(text, self.normalize);
        let typed = key(&term.text);
        if let Some(known) = values.iter().find(|known| known.value == typed) {
            return vec![known.value.clone()];
        }
        let is_same = |known: &&FacetValue| key(&known.value) == typed || key(&known.label) == typed;
        let mut named: Vec<&FacetValue> = Vec::new();
        if let Some(mut term) = CompiledTerm::new(term, self.normalize) {
            let mut scratch = self.scratch();
            loop {
                self.match_term(&term, &mut scratch.qualities);
                let start = self.value_range(facet).0;
                let matched = values.iter().zip(start..);
                let matched = matched.filter(|(_, value)| self.value_quality(*value, true, &scratch.qualities) > 0);
                named.extend(matched.map(|(known, _)| known));
                if !named.is_empty() || !term.read_again(self.normalize) {
                    break;
                }
            }
            if named.iter().any(is_same) {
                named.retain(is_same);
            }
        }
        if named.len() > MAX_PROMOTED_VALUES {
            named.clear();
        }
        named.into_iter().map(|known| known.value.clone()).collect()
    }
}
