//! Strategies for brackets that do not match.

/// A strategy for brackets that do not match.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repair {
    /// Whether a line that is indented no further than the line of a bracket ends that bracket.
    pub(super) follows_layout: bool,
    pub(super) mismatch: Mismatch,
    /// Whether a field name in a place for values always means that a `{` is missing.
    pub(super) opens: bool,
}

/// A closing bracket of the wrong kind…
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Mismatch {
    /// … closes the nearest bracket of its kind; those between are not closed.
    #[default]
    Closes,
    /// … is superfluous.
    Superfluous,
    /// … is written in place of the right one.
    Replaces,
}

impl Repair {
    /// Returns all strategies. Of those with the same cost the first is preferred.
    pub(super) fn all() -> impl Iterator<Item = Repair> {
        [true, false].into_iter().flat_map(|follows_layout| {
            [Mismatch::Closes, Mismatch::Superfluous, Mismatch::Replaces].into_iter().flat_map(move |mismatch| {
                [false, true].into_iter().map(move |opens| Repair { follows_layout, mismatch, opens })
            })
        })
    }
}
