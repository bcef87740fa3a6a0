//! The hash of a name: a `const fn`, the same on every host and target.
//!
//! Two words and the length tell apart all names of up to 16 bytes, so one folded multiply of them is enough; how much
//! of the middle of a longer name is hashed is a property of the table (`level`), chosen by the generator.

/// Two words that, with the length, are the name where it has at most 16 bytes.
#[inline]
#[must_use]
pub const fn words(name: &[u8]) -> (u64, u64) {
    let length = name.len();
    // Choices between values and not between ways: what length comes next is what cannot be predicted.
    let four = if length >= 4 { name } else { &[0; 4] };
    let offset = ((length >= 8) as usize) << 2;
    let (_, after) = four.split_at(offset);
    let (before, _) = four.split_at(four.len() - offset);
    let first = first_four(four) | first_four(after) << 32;
    let second = last_four(four) << 32 | last_four(before);
    let one = if length >= 1 { name } else { &[0; 1] };
    let few = one[0] as u64 | (one[one.len() / 2] as u64) << 8 | (one[one.len() - 1] as u64) << 16;
    (if length >= 4 { first } else { few }, second)
}

/// The length up to which [`words`] and [`inner`] are the name.
pub(crate) const WHOLE: usize = 32;

/// Two more words, which with [`words`] are the name where it has at most `WHOLE` bytes; of a name of up to 16, zeros.
#[inline]
#[must_use]
pub const fn inner(name: &[u8]) -> (u64, u64) {
    // A choice between two texts and not between two ways: whether a name is long is what cannot be predicted.
    let long = if name.len() > 16 { name } else { &[0; 16] };
    (eight(long, 8), eight(long, long.len() - 16))
}

/// The hash of a name whose words are already known.
#[inline]
#[must_use]
pub const fn hash(name: &[u8], words: (u64, u64), inner: (u64, u64), seed: u64, level: u8) -> u64 {
    let mut first = words.0;
    if level > 0 {
        first ^= middle(name, inner, level);
    }
    fold(first ^ seed, words.1 ^ name.len() as u64 ^ MULTIPLIER)
}

/// What goes into a name's hash besides the two words: at level 1 the two inner ones, from level 2 on all bytes.
#[inline]
#[must_use]
pub const fn middle(name: &[u8], inner: (u64, u64), level: u8) -> u64 {
    if level > 1 && name.len() > WHOLE {
        return whole(name, level);
    }
    fold(inner.0 ^ ODD, inner.1 ^ MULTIPLIER)
}

#[inline(never)]
const fn whole(name: &[u8], level: u8) -> u64 {
    // Levels above 2 begin elsewhere: for names that collide by design.
    let mut state = ODD ^ (level as u64 - 2);
    let mut at = 8;
    while at + 8 < name.len() {
        state = fold(state ^ eight(name, at), MULTIPLIER);
        at += 8;
    }
    state
}

const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
const ODD: u64 = 0xD6E8_FEB8_6659_FD93;

#[inline]
const fn fold(left: u64, right: u64) -> u64 {
    let wide = left as u128 * right as u128;
    wide as u64 ^ (wide >> 64) as u64
}

#[inline]
const fn first_four(bytes: &[u8]) -> u64 {
    match bytes.first_chunk::<4>() {
        Some(four) => u32::from_le_bytes(*four) as u64,
        None => 0,
    }
}

#[inline]
const fn last_four(bytes: &[u8]) -> u64 {
    match bytes.last_chunk::<4>() {
        Some(four) => u32::from_le_bytes(*four) as u64,
        None => 0,
    }
}

/// The word at a place; zero where there are no eight bytes.
#[inline]
pub(crate) const fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.split_at_checked(at) {
        Some((_, after)) => match after.first_chunk::<8>() {
            Some(eight) => u64::from_le_bytes(*eight),
            None => 0,
        },
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn hash_of(name: &[u8], seed: u64, level: u8) -> u64 {
        hash(name, words(name), inner(name), seed, level)
    }

    #[test]
    fn words_and_length_are_the_name() {
        // Each name differs from its neighbour in one byte at one place.
        for length in 1..=WHOLE {
            let plain = [b'a'; WHOLE];
            for place in 0..length {
                let mut other = plain;
                other[place] = b'b';
                let (plain, other) = (&plain[..length], &other[..length]);
                let differ = words(plain) != words(other);
                assert!(
                    differ || (length > 16 && inner(plain) != inner(other)),
                    "{length} {place}"
                );
            }
        }
    }

    /// Worked out by a separate program: the generated tables hold these values, so no host or target may differ.
    #[test]
    fn fixed_values() {
        let check = |name: &str, level: u8, expect: u64| {
            assert_eq!(hash_of(name.as_bytes(), 42, level), expect, "{name}");
        };
        check("", 0, 17_661_420_568_835_545_963);
        check("ReLU", 0, 8_682_594_660_836_598_400);
        check("TwoStageDetectorWithMask", 0, 1_931_291_126_940_162_725);
        check("TwoStageDetectorWithMask", 1, 766_764_678_822_111_706);
        check("TwoStageDetectorWithMask", 2, 766_764_678_822_111_706);
        let long = "ANameOfMoreThanThirtyTwoBytesWithMask";
        check(long, 1, 3_334_724_808_795_724_877);
        check(long, 2, 9_645_394_492_793_320_211);
    }

    #[test]
    fn level_two_sees_every_byte() {
        for length in [20, 32, 33, 61] {
            let plain = vec![b'a'; length];
            for place in 0..length {
                let mut other = plain.clone();
                other[place] = b'b';
                assert_ne!(hash_of(&plain, 7, 2), hash_of(&other, 7, 2));
            }
        }
    }
}
