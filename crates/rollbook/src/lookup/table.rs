//! The table of one registry: a perfect hash over all its names, for all viewers; a constant.

use super::hash::{Method, WHOLE, eight, four, hash, inner, input, long_words, words};
use super::id::{ModuleId, ScopeId};

/// One place of a [`NameTable`]: a name and where it leads.
///
/// A name of up to 16 bytes is known by `first`, `second` and `length` alone; a longer one also by the table's text.
#[derive(Debug, Clone, Copy)]
pub struct NameSlot {
    /// The first half of what is hashed of the name: see [`input`].
    pub first: u64,
    /// The second half.
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
    /// The scopes that see it.
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

/// A perfect hash table. The generator writes it; programs and rustc look names up in it.
///
/// In a program it is a constant, so the compiler leaves out what no name of this table needs.
#[derive(Debug)]
pub struct NameTable {
    /// How a name is found.
    pub method: Method,
    /// The seed of the hash.
    pub seed: u64,
    /// For a table without pilots: the slot is the hash shifted right by this. There are at least two slots.
    pub shift: u8,
    /// The length in bytes of the shortest name, and of the longest one.
    pub lengths: (u16, u16),
    /// What moves a bucket's names to free slots. None in small tables.
    pub pilots: &'static [u32],
    /// The names.
    pub slots: &'static [NameSlot],
    /// The scopes that see each slot's name. Empty if there is one scope.
    pub ranges: &'static [Range],
    /// The groups of names that several scopes have.
    pub candidates: &'static [Candidate],
    /// All names of more than 16 bytes, one after the other.
    pub text: &'static str,
}

impl NameTable {
    /// The slot that holds exactly this name.
    #[inline(always)]
    #[must_use]
    pub const fn find(&self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        if name.len() < self.lengths.0 as usize || name.len() > self.lengths.1 as usize {
            return None;
        }
        if let Method::Compare = self.method {
            return self.compare(name);
        }
        let input = input(name, self.method);
        let hash = hash(input, name.len(), self.seed);
        let index = if self.pilots.is_empty() {
            (hash >> self.shift) as usize
        } else {
            let pilot = self.pilots[bucket(hash, self.pilots.len())];
            place(hash, pilot, self.slots.len())
        };
        if self.holds(&self.slots[index], name, input) {
            Some(index)
        } else {
            None
        }
    }

    /// Compares with all slots, in numbers and not in branches: which one it is cannot be predicted.
    #[inline(always)]
    const fn compare(&self, name: &[u8]) -> Option<usize> {
        let mut found = 0;
        let mut index = 0;
        while index < self.slots.len() {
            let slot = &self.slots[index];
            // The length first: behind it the compiler knows which bytes to compare.
            if name.len() == slot.length as usize {
                let differs = if name.len() >= 4 && name.len() < 8 {
                    let (first, second) = four(name);
                    (slot.first as u32 ^ first) as u64 | (slot.second as u32 ^ second) as u64
                } else {
                    let (first, second) = words(name);
                    slot.first ^ first | slot.second ^ second
                };
                let is = (differs | self.differs_inside(slot, name) == 0) as usize;
                found |= is * (index + 1);
            }
            index += 1;
        }
        found.checked_sub(1)
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
    const fn holds(&self, slot: &NameSlot, name: &[u8], input: (u64, u64)) -> bool {
        // What is hashed comes first: so a name that is not there is refused here, unless its hash was made to be the same.
        let differs = (slot.first ^ input.0)
            | (slot.second ^ input.1)
            | (slot.length as u64 ^ name.len() as u64);
        differs == 0 && self.differs_inside(slot, name) == 0
    }

    /// What of a name of the slot's length is not part of its first and second word: not 0 if that differs.
    #[inline(always)]
    const fn differs_inside(&self, slot: &NameSlot, name: &[u8]) -> u64 {
        if self.lengths.1 <= 16 {
            return 0;
        }
        // The offset of a name of up to 16 bytes is 0, and the text is longer than that.
        let Some((_, text)) = self.text.as_bytes().split_at_checked(slot.offset as usize) else {
            return 1;
        };
        let Some((text, _)) = text.split_at_checked(name.len()) else {
            return 1;
        };
        let (more, there) = (inner(name), inner(text));
        let mut differs = (more.0 ^ there.0) | (more.1 ^ there.1);
        if !self.method.has_words() {
            let (ends, there) = (long_words(name), long_words(text));
            differs |= (ends.0 ^ there.0) | (ends.1 ^ there.1);
        }
        if name.len() > WHOLE {
            differs |= differs_far_inside(text, name);
        }
        differs
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

/// What the four words of each end leave out, in words that overlap.
#[inline]
const fn differs_far_inside(text: &[u8], name: &[u8]) -> u64 {
    let end = name.len() - 24;
    let mut differs = (eight(text, 16) ^ eight(name, 16)) | (eight(text, end) ^ eight(name, end));
    let mut at = 24;
    while at < end {
        differs |= eight(text, at) ^ eight(name, at);
        at += 8;
    }
    differs
}

/// The bucket of a hash. As phf_generator finds it, and so is [`place`].
#[inline]
#[must_use]
pub const fn bucket(hash: u64, buckets: usize) -> usize {
    reduce(hash as u32, buckets)
}

/// The slot of a hash whose bucket has this pilot.
#[inline]
#[must_use]
pub const fn place(hash: u64, pilot: u32, slots: usize) -> usize {
    reduce((hash >> 32) as u32 ^ pilot, slots)
}

/// Spreads a number of 32 bits over this many places.
#[inline]
const fn reduce(number: u32, places: usize) -> usize {
    ((number as u64 * places as u64) >> 32) as usize
}
