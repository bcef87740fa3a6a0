//! The table of one registry: a perfect hash over all its names, for all viewers; a constant.

use super::hash::{Method, ends, four, hash, inner, input, middle, sixteen, words};
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

/// At most this many names are compared one after the other, as a `match` would.
pub const FEW: usize = 3;

/// Where a table has a name. The generator picks the first that the table's names allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anywhere: each slot is compared. For up to [`FEW`] names, and for names that no hash tells apart.
    Anywhere,
    /// In the slot whose number is the hash, shifted right by this. There are at least two slots.
    Shifted(u8),
    /// In the slot whose number this list has at the hash, shifted right by this.
    Listed(u8, &'static [u8]),
    /// In the slot to which a pilot moves the names of its bucket.
    Moved(&'static [u32]),
}

/// A perfect hash table. The generator writes it; programs and rustc look names up in it.
///
/// In a program it is a constant, so the compiler leaves out what no name of this table needs.
#[derive(Debug)]
pub struct NameTable {
    /// What is hashed of a name.
    pub method: Method,
    /// The seed of the hash.
    pub seed: u64,
    /// Where the name with a hash is.
    pub place: Place,
    /// The length in bytes of the shortest name, and of the longest one.
    pub lengths: (u16, u16),
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
        let input = input(name, self.method);
        let hash = hash(input, name.len(), self.seed);
        let index = match self.place {
            Place::Anywhere => return self.find_anywhere(name),
            Place::Shifted(shift) => (hash >> shift) as usize,
            Place::Listed(shift, list) => list[(hash >> shift) as usize] as usize,
            Place::Moved(pilots) => {
                let pilot = pilots[bucket(hash, pilots.len())];
                place(hash, pilot, self.slots.len())
            }
        };
        if self.holds(&self.slots[index], name, input) {
            Some(index)
        } else {
            None
        }
    }

    #[inline(always)]
    const fn find_anywhere(&self, name: &[u8]) -> Option<usize> {
        let mut index = 0;
        while index < self.slots.len() {
            if self.is(index, name) {
                return Some(index);
            }
            index += 1;
        }
        None
    }

    /// Whether a slot of a table without hashes has this name.
    #[inline(always)]
    pub(crate) const fn is(&self, slot: usize, name: &[u8]) -> bool {
        let slot = &self.slots[slot];
        let length = slot.length as usize;
        if name.len() != length {
            return false;
        }
        // The compiler knows the slot's length, and so which bytes to compare.
        let Some((name, _)) = name.split_at_checked(length) else {
            return false;
        };
        if length > 16 {
            return !self.differs_inside(slot, name, false);
        }
        // As one number, so that one jump or none depends on it.
        if length >= 4 && length < 8 {
            let (first, second) = four(name);
            let there = slot.first as u32 as u64 | slot.second << 32;
            return first as u64 | (second as u64) << 32 == there;
        }
        let (first, second) = words(name);
        let there = slot.first as u128 | (slot.second as u128) << 64;
        first as u128 | (second as u128) << 64 == there
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
        differs == 0 && !self.differs_inside(slot, name, self.method.has_words())
    }

    /// Whether a name of the slot's length differs from it. If they are known to agree in what is hashed, `has_words` says
    /// whether only the [`inner`] words are left to compare.
    #[inline(always)]
    const fn differs_inside(&self, slot: &NameSlot, name: &[u8], has_words: bool) -> bool {
        if self.lengths.1 <= 16 {
            return false;
        }
        // The offset of a name of up to 16 bytes is 0, and the text is longer than that.
        let Some((_, text)) = self.text.as_bytes().split_at_checked(slot.offset as usize) else {
            return true;
        };
        let Some((text, _)) = text.split_at_checked(name.len()) else {
            return true;
        };
        let mut differs = if has_words {
            let (more, there) = (inner(name), inner(text));
            ((more.0 ^ there.0) | (more.1 ^ there.1)) as u128
        } else {
            let (ends, there) = (ends(name), ends(text));
            (ends.0 ^ there.0) | (ends.1 ^ there.1)
        };
        // A table's lengths are constants. If all its names are long, about as many have more than 32 bytes as have less, so
        // no jump depends on that.
        let (shortest, longest) = self.lengths;
        let mut covered = 32;
        if shortest > 16 && longest > 32 {
            differs |= middle(name) ^ middle(text);
            covered = 48;
        }
        if longest > covered && name.len() > covered as usize {
            differs |= differs_far_inside(text, name);
        }
        differs != 0
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

/// What the first and last 16 bytes of texts of the same length leave out.
#[inline]
const fn differs_far_inside(text: &[u8], name: &[u8]) -> u128 {
    let end = name.len() - 32;
    let mut differs = sixteen(text, end) ^ sixteen(name, end);
    let mut at = 16;
    while at < end {
        differs |= sixteen(text, at) ^ sixteen(name, at);
        at += 16;
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
