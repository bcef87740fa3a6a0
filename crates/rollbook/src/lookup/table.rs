//! The table of one registry: a perfect hash over all its names, for all viewers; a constant.

use super::hash::{WHOLE, eight, hash, inner, words};
use super::id::{ModuleId, ScopeId};

/// One place of a [`NameTable`]: a name and where it leads.
///
/// A name of up to 16 bytes is told by `first`, `second` and `length` alone; a longer one also by its middle in the
/// table's text.
#[derive(Debug, Clone, Copy)]
pub struct NameSlot {
    /// The first word of the name.
    pub first: u64,
    /// The second word of the name.
    pub second: u64,
    /// Where the name begins in the table's text.
    pub offset: u32,
    /// The length of the name in bytes.
    pub length: u16,
    /// The module's index; with [`SHARED`] set, the index of the first of several [`Candidate`]s.
    pub entry: u16,
}

/// A slot, as the generated file writes it.
#[must_use]
pub const fn slot(first: u64, second: u64, offset: u32, length: u16, entry: u16) -> NameSlot {
    NameSlot {
        first,
        second,
        offset,
        length,
        entry,
    }
}

/// A slot without a name: of length 0, with words that no name of that length has.
pub const EMPTY: NameSlot = slot(1, 0, 0, 0, 0);

/// The flag in [`NameSlot::entry`] of a name that several scopes have.
pub const SHARED: u16 = 0x8000;

/// The scopes, in depth-first order, from which a name is seen: `count` of them from `start` on.
///
/// For a bare name `start` is its own scope and the rest are that scope's descendants, who climb to it.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// The first scope.
    pub start: u16,
    /// How many.
    pub count: u16,
}

/// A range, as the generated file writes it.
#[must_use]
pub const fn range(start: u16, count: u16) -> Range {
    Range { start, count }
}

impl Range {
    #[inline]
    const fn holds(self, viewer: ScopeId) -> bool {
        viewer.packed().wrapping_sub(self.start) < self.count
    }
}

/// One of several modules of the same name, in different scopes. A group is sorted deepest scope first.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// The module's index.
    pub module: u16,
    /// From where it is seen.
    pub range: Range,
    /// Whether this one ends its group.
    pub last: bool,
}

/// A candidate, as the generated file writes it.
#[must_use]
pub const fn candidate(module: u16, range: Range, last: bool) -> Candidate {
    Candidate {
        module,
        range,
        last,
    }
}

/// A perfect hash table. Written by the generator; looked up at run time and by rustc alike.
#[derive(Debug)]
pub struct NameTable {
    /// The seed of the hash.
    pub seed: u64,
    /// How much of the middle of long names is hashed.
    pub level: u8,
    /// For a table without pilots: the slot is the hash shifted right by this. There are two slots or more.
    pub shift: u8,
    /// What displaces a bucket's names; empty for small tables.
    pub pilots: &'static [u32],
    /// The names.
    pub slots: &'static [NameSlot],
    /// From where each slot's name is seen; empty where there is one scope.
    pub ranges: &'static [Range],
    /// The groups of names that several scopes have.
    pub candidates: &'static [Candidate],
    /// All names, one after the other.
    pub text: &'static str,
}

impl NameTable {
    /// The slot that holds exactly this name.
    #[inline(always)]
    #[must_use]
    pub const fn find(&self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        let (pair, more) = (words(name), inner(name));
        let hash = hash(name, pair, more, self.seed, self.level);
        let index = if self.pilots.is_empty() {
            (hash >> self.shift) as usize
        } else {
            let bucket = reduce(hash as u32, self.pilots.len() as u32) as usize;
            reduce(
                (hash >> 32) as u32 ^ self.pilots[bucket],
                self.slots.len() as u32,
            ) as usize
        };
        if self.holds(&self.slots[index], name, pair, more) {
            Some(index)
        } else {
            None
        }
    }

    /// The module behind a slot as seen from a scope.
    #[inline(always)]
    #[must_use]
    pub const fn pick(&self, slot: usize, viewer: ScopeId) -> Option<ModuleId> {
        let entry = self.slots[slot].entry;
        if entry & SHARED != 0 {
            return self.pick_shared(entry & !SHARED, viewer, false);
        }
        if self.ranges.is_empty() || self.ranges[slot].holds(viewer) {
            Some(ModuleId::new(entry))
        } else {
            None
        }
    }

    /// The module behind a bare name's slot if it is the scope's own.
    pub(crate) const fn pick_own(&self, slot: usize, scope: ScopeId) -> Option<ModuleId> {
        let entry = self.slots[slot].entry;
        if entry & SHARED != 0 {
            return self.pick_shared(entry & !SHARED, scope, true);
        }
        if self.ranges.is_empty() || self.ranges[slot].start == scope.packed() {
            Some(ModuleId::new(entry))
        } else {
            None
        }
    }

    #[inline(always)]
    const fn holds(
        &self,
        slot: &NameSlot,
        name: &[u8],
        pair: (u64, u64),
        more: (u64, u64),
    ) -> bool {
        let differs = (slot.first ^ pair.0)
            | (slot.second ^ pair.1)
            | (slot.length as u64 ^ name.len() as u64);
        if differs != 0 {
            return false;
        }
        let Some((_, text)) = self.text.as_bytes().split_at_checked(slot.offset as usize) else {
            return false;
        };
        // No branch either: see `inner`.
        let text = if name.len() > 16 { text } else { &[0; 16] };
        let last = if name.len() > 16 { name.len() - 16 } else { 0 };
        let differs = (eight(text, 8) ^ more.0) | (eight(text, last) ^ more.1);
        differs == 0 && (name.len() <= WHOLE || same_inside(text, name))
    }

    #[inline(never)]
    const fn pick_shared(&self, first: u16, viewer: ScopeId, own: bool) -> Option<ModuleId> {
        let mut index = first as usize;
        loop {
            let candidate = &self.candidates[index];
            let seen = if own {
                candidate.range.start == viewer.packed()
            } else {
                candidate.range.holds(viewer)
            };
            if seen {
                return Some(ModuleId::new(candidate.module));
            }
            if candidate.last {
                return None;
            }
            index += 1;
        }
    }
}

/// Compares what the four words leave out, in words that overlap.
#[inline]
const fn same_inside(text: &[u8], name: &[u8]) -> bool {
    let end = name.len() - 24;
    let differs = (eight(text, 16) ^ eight(name, 16)) | (eight(text, end) ^ eight(name, end));
    if differs != 0 {
        return false;
    }
    let mut at = 24;
    while at < end {
        if eight(text, at) != eight(name, at) {
            return false;
        }
        at += 8;
    }
    true
}

/// Maps all of `u32` onto `0..limit`.
#[inline]
#[must_use]
pub const fn reduce(value: u32, limit: u32) -> u32 {
    ((value as u64 * limit as u64) >> 32) as u32
}
