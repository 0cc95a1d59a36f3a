//! Writes the new profile.

use serde_json::Value;

use crate::{
    content::{Content, Diagnostic, macros::object::Object},
    import::{
        edit::edit,
        merge::{
            accept::MAX_REPAIRS,
            check::Checked,
            options::{MergeError, PROFILE},
            profile::{Slot, put},
            state::Merging,
        },
    },
};

impl Merging<'_> {
    /// Returns the new text of the profile. Takes back the imported values that the check refuses.
    pub(super) fn checked_text(&mut self, profile: &str) -> Result<String, MergeError> {
        for round in 0.. {
            let listed = self.listed();
            let mut root = self.root.clone();
            let publications: Vec<Value> =
                listed.iter().map(|slot| Value::Object(self.slots[*slot].value.clone())).collect();
            if !publications.is_empty() || root.contains_key("publications") {
                put(&mut root, Content::FIELDS, "publications", Value::Array(publications));
            }
            let text = edit(profile, &Value::Object(root)).map_err(MergeError::Unsuitable)?;
            let errors: Vec<Diagnostic> =
                (self.options.check)(&text).into_iter().filter(Diagnostic::is_error).collect();
            if errors.is_empty() || round == MAX_REPAIRS || !self.repair(profile, &listed, &errors) {
                return Ok(text);
            }
        }
        unreachable!("the loop ends with a text")
    }

    /// Returns the publications in their new order: the old ones in their order, and each new one before the first that is
    /// older. New ones without a date and a status are last.
    fn listed(&self) -> Vec<usize> {
        let rank = |slot: &Slot| {
            let year = slot.text("date").and_then(|date| date.get(..4)?.parse::<u16>().ok());
            year.unwrap_or(if slot.value.contains_key("status") { u16::MAX } else { 0 })
        };
        let mut old: Vec<usize> = (0..self.slots.len()).filter(|slot| self.slots[*slot].old.is_some()).collect();
        old.sort_by_key(|slot| self.slots[*slot].old);
        // The smallest year so far never increases, so that a binary search finds the first older publication.
        let mut smallest = u16::MAX;
        let years: Vec<u16> = old
            .iter()
            .map(|slot| {
                smallest = smallest.min(rank(&self.slots[*slot]));
                smallest
            })
            .collect();
        let is_new = |slot: &usize| {
            let Slot { old, is_removed, value, .. } = &self.slots[*slot];
            old.is_none() && !is_removed && !value.is_empty() && !self.dropped.contains_key(slot)
        };
        let mut new: Vec<(usize, u16, usize)> = (0..self.slots.len())
            .filter(is_new)
            .map(|slot| {
                let year = rank(&self.slots[slot]);
                (years.partition_point(|other| *other >= year), year, slot)
            })
            .collect();
        new.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(&one.1)));
        let mut new = new.into_iter().peekable();
        let mut listed = Vec::new();
        for (place, slot) in old.into_iter().enumerate() {
            while let Some((_, _, new)) = new.next_if(|(before, ..)| *before <= place) {
                listed.push(new);
            }
            listed.push(slot);
        }
        listed.extend(new.map(|(_, _, slot)| slot));
        listed
    }

    /// Takes back what this import has written at the places of errors. Returns `false` if there is nothing to take back.
    fn repair(&mut self, profile: &str, listed: &[usize], errors: &[Diagnostic]) -> bool {
        let mut checked = Checked {
            listed,
            slots: &mut self.slots,
            record: &mut self.record,
            old: &self.old,
            old_record: &self.old_record,
        };
        let repairs = checked.repair(errors);
        let mut is_changed = !repairs.left_out.is_empty() || !repairs.dropped.is_empty();
        // Another error can come from an author who is no longer named as in `person` or `people`.
        if !is_changed && !repairs.others.is_empty() {
            let before: Vec<String> =
                (self.options.check)(profile).iter().map(|error| format!("{} {}", error.path, error.message)).collect();
            let is_new = |error: &&Diagnostic| !before.contains(&format!("{} {}", error.path, error.message));
            if repairs.others.iter().any(|error| is_new(&error)) {
                for slot in 0..checked.slots.len() {
                    let Slot { old: Some(old), value, .. } = &checked.slots[slot] else { continue };
                    for field in ["authors", "editors", "translators"] {
                        if checked.old[*old].get(field) != value.get(field) {
                            is_changed = true;
                        }
                    }
                    if is_changed {
                        for field in ["authors", "editors", "translators"] {
                            checked.revert(slot, field);
                        }
                    }
                }
                is_changed |= self.remove_aliases();
            }
        }
        for (slot, field, message) in repairs.left_out {
            let (file, line) = self.source_of(slot);
            let path = format!("{}.{field}", self.slots[slot].id());
            self.report.warn(&file, line, path, message);
        }
        for (slot, reason) in repairs.dropped {
            self.dropped.entry(slot).or_insert(reason);
        }
        is_changed
    }

    /// Removes the aliases that this import has added. Returns `true` if there are any.
    fn remove_aliases(&mut self) -> bool {
        let added = std::mem::take(&mut self.aliases);
        self.record.aliases.retain(|alias| !added.contains(alias));
        if let Some(Value::Array(aliases)) = self.root.get_mut("person").and_then(|person| person.get_mut("aliases")) {
            aliases.retain(|alias| !alias.as_str().is_some_and(|alias| added.contains(alias)));
        }
        !added.is_empty()
    }

    /// Returns the number of the file and the line of the first entry of a publication. The file is given by its name later.
    fn source_of(&self, slot: usize) -> (String, usize) {
        let found = self.placed.iter().enumerate().find_map(|(file, entries)| {
            let entry = entries.iter().position(|placed| placed.as_ref().is_ok_and(|placed| placed.slot == slot))?;
            Some((file, entry))
        });
        found.map_or((PROFILE.to_owned(), 0), |(file, entry)| (format!("\0{file}"), entry))
    }
}
