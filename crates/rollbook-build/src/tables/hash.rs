//! Finds the perfect hash over a registry's names: a seed for small tables, phf_generator's for others.

use std::collections::HashSet;

use phf_generator::ptrhash;
use rollbook::__private::build::{hash, inner, middle, words};

/// A perfect hash. `slots` holds the index of the key in each slot.
pub(super) struct Perfect {
    pub(super) seed: u64,
    pub(super) level: u8,
    pub(super) shift: u32,
    pub(super) pilots: Vec<u32>,
    pub(super) slots: Vec<Option<usize>>,
}

/// With at most this many names, we search for a seed that puts every name in its own slot.
const SMALL: usize = 29;

/// The keys must differ from each other.
pub(super) fn perfect(keys: &[&str]) -> Perfect {
    let level = level(keys);
    if keys.len() <= SMALL {
        if let Some(found) = small(keys, level) {
            return found;
        }
    }
    large(keys, level)
}

fn hash_of(key: &str, seed: u64, level: u8) -> u64 {
    let key = key.as_bytes();
    hash(key, words(key), inner(key), seed, level)
}

/// Picks how much of each name to hash. If two names had equal hashes for every seed, phf_generator would never return,
/// so we rule that out first.
fn level(keys: &[&str]) -> u8 {
    let distinct = |level: u8| {
        let inputs = keys.iter().map(|key| {
            let bytes = key.as_bytes();
            let middle = if level > 0 {
                middle(bytes, inner(bytes), level)
            } else {
                0
            };
            let (first, second) = words(bytes);
            // Exactly what the hash is made of: names that agree here hash alike for every seed.
            (first ^ middle, second ^ bytes.len() as u64)
        });
        inputs.collect::<HashSet<_>>().len() == keys.len()
    };
    (0..u8::MAX)
        .find(|level| distinct(*level))
        .unwrap_or(u8::MAX)
}

fn small(keys: &[&str], level: u8) -> Option<Perfect> {
    let bits = (keys.len() * 2).next_power_of_two().trailing_zeros().max(1);
    let shift = 64 - bits;
    for attempt in 1..100_000u64 {
        let seed = attempt.wrapping_mul(0xA076_1D64_78BD_642F);
        let mut slots = vec![None; 1 << bits];
        let free = keys.iter().enumerate().all(|(index, key)| {
            let slot = (hash_of(key, seed, level) >> shift) as usize;
            slots[slot].replace(index).is_none()
        });
        if free {
            return Some(Perfect {
                seed,
                level,
                shift,
                pilots: Vec::new(),
                slots,
            });
        }
    }
    None
}

fn large(keys: &[&str], level: u8) -> Perfect {
    let state = ptrhash::generate_hash_with_hash_fn(keys, |key, seed| hash_of(key, *seed, level));
    // As the generator expands a pilot; stored expanded, a look-up need not multiply.
    let pilots = state.pilots.iter().map(|pilot| {
        let expanded = 0x517c_c1b7_2722_0a95_u64.wrapping_mul(state.seed ^ u64::from(*pilot));
        (expanded >> 32) as u32 ^ expanded as u32
    });
    let pilots = pilots.collect::<Vec<_>>();
    // All the generator's places, so that none needs its remapping.
    let mut slots = vec![None; state.map.len() + state.remap.len()];
    for (index, key) in keys.iter().enumerate() {
        let hash = hash_of(key, state.seed, level);
        let bucket = reduce(hash as u32, pilots.len());
        let slot = reduce((hash >> 32) as u32 ^ pilots[bucket], slots.len());
        slots[slot] = Some(index);
    }
    Perfect {
        seed: state.seed,
        level,
        shift: 0,
        pilots,
        slots,
    }
}

fn reduce(value: u32, limit: usize) -> usize {
    rollbook::__private::build::reduce(value, limit as u32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[String]) -> Perfect {
        let keys = keys.iter().map(String::as_str).collect::<Vec<_>>();
        let found = perfect(&keys);
        let placed = found.slots.iter().flatten().collect::<HashSet<_>>();
        assert_eq!(placed.len(), keys.len());
        found
    }

    #[test]
    fn every_size_has_a_place_for_every_name() {
        for size in [
            0, 1, 2, 3, 4, 5, 8, 17, 29, 30, 31, 32, 64, 100, 1000, 10_000,
        ] {
            check(&(0..size).map(|n| format!("Name{n}")).collect::<Vec<_>>());
        }
    }

    #[test]
    fn names_that_differ_in_the_middle_only() {
        let filled = |n: usize| format!("Aaaaaaaa{n:08}aaaaaaaaaaaaaaaa");
        assert_eq!(check(&(0..100).map(filled).collect::<Vec<_>>()).level, 1);
        let off_centre =
            |n: usize| format!("Aaaaaaaaaaaaaaaa{n:04}aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        assert_eq!(
            check(&(0..100).map(off_centre).collect::<Vec<_>>()).level,
            2
        );
    }

    /// Each level-2 state is zero after the third word, whatever stood before it.
    #[test]
    fn names_made_to_collide() {
        let name = |n: usize| {
            let digits = format!("{n:08}");
            let (word, _) = words(digits.as_bytes());
            // At level 2 this is the state after the first word behind the head.
            let state = middle(&[], (word, 0), 1);
            let forged = state
                .to_le_bytes()
                .map(|byte| char::from(byte & 0x7F))
                .iter()
                .collect::<String>();
            format!("AAAAAAAA{digits}{forged}AAAAAAAAAAAAAAAA")
        };
        let mut keys = (0..64).map(name).collect::<Vec<_>>();
        keys.sort();
        keys.dedup();
        check(&keys);
    }

    #[test]
    fn the_same_names_give_the_same_table() {
        let keys = (0..500).map(|n| format!("N{n}")).collect::<Vec<_>>();
        let (one, two) = (check(&keys), check(&keys));
        assert_eq!((one.seed, one.pilots), (two.seed, two.pilots));
    }
}
