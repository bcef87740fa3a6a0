//! A fixed number for each image, for choosing among them: the same on every machine and in every version.

use std::hash::Hasher;

use siphasher::sip::SipHasher13;

/// SipHash-1-3 of the image's name, with the seed as its key.
pub(super) fn rank(name: &str, seed: u64) -> u64 {
    let mut hasher = SipHasher13::new_with_keys(seed, 0);
    hasher.write(name.as_bytes());
    hasher.finish()
}

/// The places of names in the order of their numbers.
pub(super) fn shuffled<'a>(names: impl Iterator<Item = &'a str>, seed: u64) -> Vec<usize> {
    let ranks = names
        .map(|name| (rank(name, seed), name))
        .collect::<Vec<_>>();
    let mut places = (0..ranks.len()).collect::<Vec<_>>();
    places.sort_by_key(|place| ranks[*place]);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_change() {
        assert_eq!(rank("a.png", 0), 9_012_429_413_862_442_523);
        assert_ne!(rank("a.png", 1), rank("a.png", 0));
    }

    #[test]
    fn the_order_of_the_source_does_not_matter() {
        let names = ["a", "b", "c", "d", "e", "f"];
        let forward = shuffled(names.into_iter(), 3);
        let chosen = forward
            .iter()
            .map(|place| names[*place])
            .collect::<Vec<_>>();
        let mut turned = names;
        turned.reverse();
        let backward = shuffled(turned.into_iter(), 3);
        let again = backward
            .iter()
            .map(|place| turned[*place])
            .collect::<Vec<_>>();
        assert_eq!(chosen, again);
        assert_ne!(chosen, names);
    }
}
