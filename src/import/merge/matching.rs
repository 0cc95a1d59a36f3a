//! Finds the publication of each entry.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    import::{
        Format, Work,
        merge::{
            identity::{Identity, Likeness},
            profile::Slot,
            record::Record,
        },
    },
    util::text::Normalizer,
};

/// The place of an entry.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    /// The publication.
    pub slot: usize,
    pub how: How,
    /// The entry in the record: its format and key.
    pub source: String,
    /// A publication of which this one is a preprint, or that is a preprint of this one.
    pub preprint: Option<usize>,
    /// A publication with the same title and authors but another DOI.
    pub other_doi: Option<usize>,
}

/// The way in which the publication of an entry was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is a new publication.
    New,
    /// An earlier import has read the entry.
    Known,
    /// It is the same work, for this reason.
    Same(&'static str),
}

/// The publications by what identifies them.
pub(super) struct Matcher<'s> {
    pub slots: &'s mut Vec<Slot>,
    tokens: HashMap<String, Vec<usize>>,
    /// The publications of the entries of earlier imports.
    sources: HashMap<String, Vec<usize>>,
    /// The number of entries with the same name in this import.
    repeated: HashMap<String, usize>,
    normalize: Normalizer,
}

impl<'s> Matcher<'s> {
    pub fn new(slots: &'s mut Vec<Slot>, record: &Record, normalize: Normalizer) -> Matcher<'s> {
        let mut tokens: HashMap<String, Vec<usize>> = HashMap::new();
        let mut sources: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, slot) in slots.iter().enumerate() {
            for token in slot.identities.iter().flat_map(Identity::tokens) {
                tokens.entry(token).or_default().push(place);
            }
            for source in slot.work.iter().flat_map(|work| &record.works[*work].keys) {
                sources.entry(source.clone()).or_default().push(place);
            }
        }
        Matcher { slots, tokens, sources, repeated: HashMap::new(), normalize }
    }

    /// Finds the publication of an entry, or adds one.
    pub fn place(&mut self, format: Format, work: &Work) -> Placed {
        let identity = Identity::of(&work.fields, self.normalize);
        let mut source = source(format, work);
        let count = self.repeated.entry(source.clone()).or_default();
        *count += 1;
        if *count > 1 {
            source = format!("{source} ({count})");
        }
        let mut found: (Option<(usize, How)>, Option<usize>, Option<usize>) = (None, None, None);
        let known = self.sources.get(&source).into_iter().flatten();
        let is_same = |place: &&usize| {
            self.slots[**place].identities.iter().any(|own| identity.compare(own).is_some_and(Likeness::is_same))
        };
        let continues = |place: &&usize| self.slots[**place].identities.iter().any(|own| identity.continues(own));
        let known = known.clone().find(is_same).or_else(|| known.clone().find(continues));
        if let Some(place) = known {
            found.0 = Some((*place, How::Known));
        } else {
            for place in identity.tokens().iter().filter_map(|token| self.tokens.get(token)).flatten() {
                for own in &self.slots[*place].identities {
                    match identity.compare(own) {
                        Some(Likeness::Same(reason)) if found.0.is_none() => {
                            found.0 = Some((*place, How::Same(reason)));
                        }
                        Some(Likeness::Preprint) if self.slots[*place].is_listed() => {
                            found.1.get_or_insert(*place);
                        }
                        Some(Likeness::OtherDoi) if self.slots[*place].is_listed() => {
                            found.2.get_or_insert(*place);
                        }
                        _ => {}
                    }
                }
            }
        }
        let (slot, how) = found.0.unwrap_or_else(|| {
            self.slots.push(Slot::default());
            (self.slots.len() - 1, How::New)
        });
        for token in identity.tokens() {
            let places = self.tokens.entry(token).or_default();
            if !places.contains(&slot) {
                places.push(slot);
            }
        }
        if !self.slots[slot].identities.contains(&identity) {
            self.slots[slot].identities.push(identity);
        }
        let is_new = how == How::New;
        Placed { slot, how, source, preprint: found.1.filter(|_| is_new), other_doi: found.2.filter(|_| is_new) }
    }
}

/// Returns the name of an entry in the record: its format and its key, or an identifier if it has no key.
fn source(format: Format, work: &Work) -> String {
    let text = |name: &str| work.fields.get(name).and_then(Value::as_str);
    let key = if work.key.is_empty() {
        ["doi", "arxiv", "isbn", "title"].iter().find_map(|name| text(name)).unwrap_or_default()
    } else {
        &work.key
    };
    format!("{} {key}", format.name())
}
