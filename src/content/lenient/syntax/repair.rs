//! Strategies for brackets that do not match.

/// A strategy for brackets that do not match.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Repair {
    /// Whether a line that is not indented further than the line of an opening bracket closes that bracket.
    pub(super) follows_layout: bool,
    pub(super) mismatch: Mismatch,
    /// Whether a field name in place of a value always means that a `{` is missing.
    pub(super) opens: bool,
}

/// The treatment of a closing bracket of the wrong kind.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Mismatch {
    /// It closes the nearest bracket of its kind, and the brackets between them are not closed.
    #[default]
    Closes,
    /// It is superfluous.
    Superfluous,
    /// It replaces the right bracket.
    Replaces,
}

impl Repair {
    /// Returns all strategies. If several have the same cost, the first one is preferred.
    pub(super) fn all() -> impl Iterator<Item = Repair> {
        [true, false].into_iter().flat_map(|follows_layout| {
            [Mismatch::Closes, Mismatch::Superfluous, Mismatch::Replaces].into_iter().flat_map(move |mismatch| {
                [false, true].into_iter().map(move |opens| Repair { follows_layout, mismatch, opens })
            })
        })
    }
}
