//! How far the patterns of a `[[check]]` have come at a place of a config. The check of configs and the schema walk with it.

use super::pattern::{Down, Pattern, State};
use super::{Check, SlotId};

/// The progress of all patterns that can still match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Progress {
    slots: Vec<(usize, State)>,
    ignore: Vec<(usize, State)>,
}

impl Progress {
    /// At the top of a file.
    pub(crate) fn top(check: &Check) -> Self {
        let slots = check.slots.iter().map(|slot| slot.pattern.start());
        let ignore = check.ignore.iter().map(Pattern::start);
        Self {
            slots: slots.enumerate().collect(),
            ignore: ignore.enumerate().collect(),
        }
    }

    /// Whether a pattern of `ignore` matches here.
    pub(crate) fn is_ignored(&self, check: &Check) -> bool {
        let mut ignore = self.ignore.iter();
        ignore.any(|(index, state)| check.ignore[*index].matches(*state))
    }

    /// Whether no slot matches here or below.
    #[cfg(feature = "schema")]
    pub(crate) fn is_over(&self) -> bool {
        self.slots.is_empty()
    }

    /// The slots that match here, in the manifest's order.
    pub(crate) fn matching<'a>(&'a self, check: &'a Check) -> impl Iterator<Item = SlotId> + 'a {
        let slots = self.slots.iter();
        let matching = slots.filter(|(index, state)| check.slots[*index].pattern.matches(*state));
        matching.map(|(index, _)| SlotId::new(*index))
    }

    /// One step down.
    pub(crate) fn below(&self, check: &Check, down: Down<'_>) -> Self {
        let slots = self.slots.iter().map(|(index, state)| {
            let pattern = &check.slots[*index].pattern;
            (*index, pattern.step(*state, down))
        });
        let ignore = self.ignore.iter().map(|(index, state)| {
            let pattern = &check.ignore[*index];
            (*index, pattern.step(*state, down))
        });
        Self {
            slots: slots.filter(|(_, state)| *state != 0).collect(),
            ignore: ignore.filter(|(_, state)| *state != 0).collect(),
        }
    }

    /// The patterns that can still match, each with its state.
    #[cfg(feature = "schema")]
    pub(crate) fn patterns<'a>(
        &self,
        check: &'a Check,
    ) -> impl Iterator<Item = (&'a Pattern, State)> {
        let slots = self.slots.iter();
        let slots = slots.map(|(index, state)| (&check.slots[*index].pattern, *state));
        let ignore = self.ignore.iter();
        slots.chain(ignore.map(|(index, state)| (&check.ignore[*index], *state)))
    }
}
