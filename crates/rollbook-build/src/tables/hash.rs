//! Finds how a table tells its names apart: the least that has to be read of them, and a perfect hash of that.

use std::cell::Cell;
use std::collections::HashSet;

use phf_generator::ptrhash;
use rollbook::__private::build::{FEW, Method, Place, bucket, hash, input, place};

/// A perfect hash. `slots` holds the index of the key in each slot.
pub(super) struct Perfect {
    pub(super) method: Method,
    pub(super) seed: u64,
    pub(super) place: Place,
    pub(super) slots: Vec<Option<usize>>,
}

/// With at most this many names, we search for a seed that gives every name a slot of its own.
const SMALL: usize = 29;

/// With at most this many, for a seed that gives every name a place of its own in a list of slots.
const LISTED: usize = 64;

/// How many seeds are tried for one size of that list.
const LIST_SEEDS: usize = 10_000;

/// How many seeds phf_generator may try for a table with pilots, and how many methods are tried. The first almost always
/// fits, unless names were made to collide.
const SEEDS: usize = 16;
const METHODS: usize = 8;

/// The keys must differ from each other.
pub(super) fn perfect(keys: &[&str]) -> Perfect {
    if keys.len() <= FEW {
        return by_one_of(keys, std::iter::empty());
    }
    by_one_of(keys, methods(keys))
}

fn by_one_of(keys: &[&str], methods: impl Iterator<Item = Method>) -> Perfect {
    let methods = methods.filter(|method| tells_apart(keys, *method));
    let mut methods = methods.take(METHODS);
    let hashed = methods.find_map(|method| {
        let count = keys.len();
        let found = if count <= SMALL {
            shifted(keys, method)
        } else if count <= LISTED {
            listed(keys, method)
        } else {
            None
        };
        found.or_else(|| moved(keys, method))
    });
    hashed.unwrap_or_else(|| Perfect {
        method: Method::Words,
        seed: 0,
        place: Place::Anywhere,
        slots: (0..keys.len()).map(Some).collect(),
    })
}

/// The cheapest first.
fn methods(keys: &[&str]) -> impl Iterator<Item = Method> {
    let longest = keys.iter().map(|key| key.len()).max().unwrap_or(0);
    // Two words and two windows hold all bytes of names up to this length. In longer ones we search where they differ.
    let reach = match u16::try_from(longest) {
        Ok(..=32) => 8,
        Ok(longest) => longest.min(64),
        Err(_) => 64,
    };
    let starts = || (8..=reach).step_by(4);
    let mut windows = starts()
        .flat_map(|start| starts().map(move |end| (start, end + 8)))
        .collect::<Vec<_>>();
    windows.sort_by_key(|(start, end)| start + end);
    let windows = windows.into_iter();
    let windows = windows.map(|(start, end)| Method::Windows(start, end));
    // If all names are long, their words are often the same, and more of the name costs nothing: it is compared anyway.
    let is_short = keys.iter().any(|key| key.len() <= 16);
    let words = is_short.then_some(Method::Words);
    words
        .into_iter()
        .chain(windows)
        .chain((0..8).map(Method::Whole))
}

/// Whether all names have different hashes with some seed.
fn tells_apart(keys: &[&str], method: Method) -> bool {
    let mut seen = HashSet::new();
    let mut inputs = keys
        .iter()
        .map(|key| (input(key.as_bytes(), method), key.len()));
    inputs.all(|input| seen.insert(input))
}

fn seeds() -> impl Iterator<Item = u64> {
    (1..).map(|attempt: u64| attempt.wrapping_mul(0xA076_1D64_78BD_642F))
}

/// What is hashed of each key.
fn inputs(keys: &[&str], method: Method) -> Vec<((u64, u64), usize)> {
    let inputs = keys
        .iter()
        .map(|key| (input(key.as_bytes(), method), key.len()));
    inputs.collect()
}

fn shifted(keys: &[&str], method: Method) -> Option<Perfect> {
    let bits = (keys.len() * 2).next_power_of_two().trailing_zeros();
    let (seed, slots) = spread(keys, method, bits, 100_000)?;
    Some(Perfect {
        method,
        seed,
        place: Place::Shifted(shift(bits)),
        slots,
    })
}

/// The keys in their order, and a list of where they are.
fn listed(keys: &[&str], method: Method) -> Option<Perfect> {
    let bits = (keys.len() * 2).next_power_of_two().trailing_zeros();
    let sizes = bits..=LISTED.trailing_zeros() + 2;
    let mut found = sizes.map(|bits| (bits, spread(keys, method, bits, LIST_SEEDS)));
    let (bits, (seed, places)) = found.find_map(|(bits, found)| Some((bits, found?)))?;
    // A hash that no name has leads to the first slot, which the name is compared with.
    let list = places.iter().map(|index| index.unwrap_or(0) as u8);
    Some(Perfect {
        method,
        seed,
        place: Place::Listed(shift(bits), list.collect::<Vec<_>>().leak()),
        slots: (0..keys.len()).map(Some).collect(),
    })
}

const fn shift(bits: u32) -> u8 {
    64 - bits as u8
}

/// A seed whose hash, in this many bits, differs for all keys, and the index of the key at each number.
fn spread(
    keys: &[&str],
    method: Method,
    bits: u32,
    seeds_tried: usize,
) -> Option<(u64, Vec<Option<usize>>)> {
    let inputs = inputs(keys, method);
    seeds().take(seeds_tried).find_map(|seed| {
        let mut places = vec![None; 1 << bits];
        for (index, (input, length)) in inputs.iter().enumerate() {
            let place = hash(*input, *length, seed) >> shift(bits);
            if places[place as usize].replace(index).is_some() {
                return None;
            }
        }
        Some((seed, places))
    })
}

/// phf_generator's hash and displace, over our hash.
fn moved(keys: &[&str], method: Method) -> Option<Perfect> {
    let inputs = inputs(keys, method);
    let hashed = Cell::new(0);
    let state = ptrhash::generate_hash_with_hash_fn(&inputs, |(input, length), seed| {
        hashed.set(hashed.get() + 1);
        if hashed.get() > SEEDS * inputs.len() {
            // The generator would go on for ever over names that were made to collide. Any numbers end it.
            return hash((hashed.get() as u64, 0), 0, *seed);
        }
        hash(*input, *length, *seed)
    });
    if hashed.get() > SEEDS * inputs.len() {
        return None;
    }
    // Stored as phf expands a pilot, so that a look-up need not.
    let pilots = state.pilots.iter().map(|pilot| {
        let expanded = phf_shared::ptrhash::hash_pilot(state.seed, *pilot);
        (expanded >> 32) as u32 ^ expanded as u32
    });
    let pilots = pilots.collect::<Vec<_>>();
    // All the generator's slots, so that a look-up needs no remapping.
    let mut slots = vec![None; state.map.len() + state.remap.len()];
    for (index, (input, length)) in inputs.iter().enumerate() {
        let hash = hash(*input, *length, state.seed);
        let pilot = pilots[bucket(hash, pilots.len())];
        let slot = place(hash, pilot, slots.len());
        if slots[slot].replace(index).is_some() {
            return None;
        }
    }
    Some(Perfect {
        method,
        seed: state.seed,
        place: Place::Moved(pilots.leak()),
        slots,
    })
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

    fn method(name: impl Fn(usize) -> String) -> Method {
        check(&(0..2000).map(name).collect::<Vec<_>>()).method
    }

    #[test]
    fn every_size_has_a_place_for_every_name() {
        let large = [32, 33, 50, 64, 65, 100, 127, 128, 129, 1000, 10_000, 32_767];
        for size in (0..=31).chain(large) {
            let found = check(&(0..size).map(|n| format!("Name{n}")).collect::<Vec<_>>());
            let is_right = match found.place {
                Place::Anywhere => size <= FEW,
                Place::Shifted(_) => (FEW + 1..=SMALL).contains(&size),
                Place::Listed(..) => (SMALL + 1..=LISTED).contains(&size),
                Place::Moved(_) => size > LISTED,
            };
            assert!(is_right, "{size} {:?}", found.place);
            assert!(size <= SMALL || found.slots.len() <= size + size / 32 + 2);
        }
    }

    #[test]
    fn the_least_that_tells_names_apart_is_read() {
        let short = |n| format!("{n:08}aa");
        assert_eq!(method(short), Method::Words);
        let ends = |n: usize| format!("{n:08}{}", "a".repeat(n % 30));
        assert_eq!(method(ends), Method::Words);
        let middle = |n| format!("Aaaaaaaa{n:08}aaaaaaaaaaaaaaaa");
        assert_eq!(method(middle), Method::Windows(8, 16));
        let far = |n| format!("org/example/stage/of/{n:08}/with/a/long/common/end/like/this");
        assert_eq!(method(far), Method::Windows(24, 16));
        let both = |n: usize| {
            let (one, two) = (n / 50, n % 50);
            format!("org/example/stage/of/{one}/aaaaaaaaaaaaaaaaaaaa/{two}/with/this/end")
        };
        assert!(matches!(method(both), Method::Windows(..)));
        let out_of_reach = |n| format!("{0}{n:08}{0}", "a".repeat(80));
        assert_eq!(method(out_of_reach), Method::Whole(0));
    }

    #[test]
    fn names_that_no_method_tells_apart_are_compared() {
        // As far as such a method goes, all of these are the same.
        let keys = (0..100).map(|n| format!("{0}{n:08}{0}", "a".repeat(80)));
        let keys = keys.collect::<Vec<_>>();
        let keys = keys.iter().map(String::as_str).collect::<Vec<_>>();
        let blind = [Method::Words, Method::Windows(8, 16)];
        let found = by_one_of(&keys, blind.into_iter());
        assert_eq!(found.place, Place::Anywhere);
        assert_eq!(found.slots.len(), 100);
    }

    #[test]
    fn the_search_ends_if_every_seed_collides() {
        let middle = |n| format!("Aaaaaaaa{n:08}aaaaaaaaaaaaaaaa");
        let keys = (0..100).map(middle).collect::<Vec<_>>();
        let keys = keys.iter().map(String::as_str).collect::<Vec<_>>();
        assert!(moved(&keys, Method::Words).is_none());
        assert!(moved(&keys, Method::Windows(8, 16)).is_some());
    }

    #[test]
    fn the_same_names_give_the_same_table() {
        let keys = (0..500).map(|n| format!("N{n}")).collect::<Vec<_>>();
        let (one, two) = (check(&keys), check(&keys));
        assert_eq!((one.seed, one.place), (two.seed, two.place));
    }
}
