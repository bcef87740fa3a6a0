//! The hash of a name: a `const fn`, the same on every host and target.
//!
//! The names of a table are known when it is made. So one multiplication is enough: the generator picks the least that
//! has to be read of a name to tell those names apart, and a look-up compares the rest.

/// What is hashed of a name. The generator picks the first that tells the table's names apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The hash of the two `words`, which are the name if it has at most 16 bytes.
    Words,
    /// The same, with two more words of names above 16 bytes: this many bytes after the start, and before the end.
    Windows(u16, u16),
    /// The hash of all bytes. The number is where it begins, for names that collide by design.
    Whole(u8),
}

/// Two words that, with the length, encode a name of at most 16 bytes.
#[inline]
pub(crate) const fn words(name: &[u8]) -> (u64, u64) {
    let length = name.len();
    // Branch-free on purpose: the CPU cannot predict the length of the next name.
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

/// The length up to which [`words`] and [`inner`] encode the name.
pub(crate) const WHOLE: usize = 32;

/// Two more words, which with [`words`] encode a name of at most `WHOLE` bytes. Zeros for a name of up to 16 bytes.
#[inline]
pub(crate) const fn inner(name: &[u8]) -> (u64, u64) {
    windows(name, 8, 16)
}

/// The words that begin this many bytes behind the start, and before the end, or as near to that as a name lets them; of a
/// name of up to 16, zeros.
#[inline]
const fn windows(name: &[u8], start: u16, end: u16) -> (u64, u64) {
    // Branch-free on purpose: the CPU cannot predict whether a name is long.
    let long = if name.len() > 16 { name } else { &[0; 16] };
    let (start, end) = (start as usize, end as usize);
    let last = long.len() - 8;
    let first = eight(long, if start < last { start } else { last });
    let back = if end < long.len() { end } else { long.len() };
    (first, eight(long, long.len() - back))
}

impl Method {
    /// Whether names of a length are the same if both [`input`] and [`inner`] of them are.
    #[inline]
    pub(crate) const fn has_words(self) -> bool {
        matches!(self, Method::Words | Method::Windows(8, 16))
    }
}

/// What is hashed of a name. Names of a table that agree here have the same hash with every seed. Of a name of up to 16
/// bytes it is, with the length, the name.
#[inline]
#[must_use]
pub const fn input(name: &[u8], method: Method) -> (u64, u64) {
    let words = words(name);
    let more = match method {
        Method::Words => (0, 0),
        Method::Windows(start, end) => windows(name, start, end),
        Method::Whole(start) => (whole(name, start), 0),
    };
    (words.0 ^ more.0, words.1 ^ more.1)
}

/// The first and the last 16 bytes of a name of more than 16 bytes; of another one, zeros.
#[inline]
pub(crate) const fn ends(name: &[u8]) -> (u128, u128) {
    let long = if name.len() > 16 { name } else { &[0; 16] };
    (sixteen(long, 0), sixteen(long, long.len() - 16))
}

/// The 16 bytes in the middle of a name of more than 16 bytes; of another one, zeros.
#[inline]
pub(crate) const fn middle(name: &[u8]) -> u128 {
    let long = if name.len() > 16 { name } else { &[0; 16] };
    sixteen(long, long.len() / 2 - 8)
}

/// The hash, of what [`input`] returns and of the length.
#[inline]
#[must_use]
pub const fn hash(input: (u64, u64), length: usize, seed: u64) -> u64 {
    fold(input.0 ^ seed, input.1 ^ length as u64 ^ MULTIPLIER)
}

/// All bytes that [`words`] leaves out of a name of more than 16; of another one, 0.
#[inline]
const fn whole(name: &[u8], start: u8) -> u64 {
    if name.len() <= 16 {
        return 0;
    }
    let mut key = ODD ^ start as u64;
    let mut state = 0;
    let mut at = 8;
    while at + 8 < name.len() {
        let next = if at + 16 <= name.len() {
            at + 8
        } else {
            name.len() - 8
        };
        // No step waits for the one before.
        state ^= fold(eight(name, at) ^ key, eight(name, next) ^ MULTIPLIER);
        key = key.rotate_left(23);
        at += 16;
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

/// The first and the last four bytes; zeros where the name is shorter.
#[inline]
pub(crate) const fn four(bytes: &[u8]) -> (u32, u32) {
    (first_four(bytes) as u32, last_four(bytes) as u32)
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

/// The word at a place. Zero if there are fewer than eight bytes.
#[inline]
pub(crate) const fn eight(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(chunk(bytes, at))
}

/// The 16 bytes at a place. Zero if there are fewer.
#[inline]
pub(crate) const fn sixteen(bytes: &[u8], at: usize) -> u128 {
    u128::from_le_bytes(chunk(bytes, at))
}

#[inline]
const fn chunk<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    match bytes.split_at_checked(at) {
        Some((_, after)) => match after.first_chunk() {
            Some(chunk) => *chunk,
            None => [0; N],
        },
        None => [0; N],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn hash_of(name: &[u8], method: Method) -> u64 {
        hash(input(name, method), name.len(), 42)
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

    /// Computed by a separate program: the generated tables hold these values, so no host or target may differ.
    #[test]
    fn fixed_values() {
        let check = |name: &str, method: Method, expect: u64| {
            assert_eq!(hash_of(name.as_bytes(), method), expect, "{name}");
        };
        check("", Method::Words, 17_661_420_568_835_545_963);
        check("ReLU", Method::Words, 8_682_594_660_836_598_400);
        check("ReLU", Method::Windows(8, 16), 8_682_594_660_836_598_400);
        check("ReLU", Method::Whole(0), 8_682_594_660_836_598_400);
        let long = "TwoStageDetectorWithMask";
        check(long, Method::Words, 1_931_291_126_940_162_725);
        check(long, Method::Windows(8, 16), 12_270_516_456_739_399_345);
        check(long, Method::Windows(60, 12), 14_744_646_211_295_394_814);
        let longer = "ANameOfMoreThanThirtyTwoBytesWithMask";
        check(longer, Method::Whole(0), 1_901_470_968_380_307_871);
        check(longer, Method::Whole(3), 8_743_408_984_025_490_939);
    }

    #[test]
    fn windows_stay_inside_of_the_name() {
        let name = b"0123456789abcdefghijklmn";
        let word = |at: usize| eight(name, at);
        assert_eq!(windows(name, 9, 17), (word(9), word(7)));
        assert_eq!(windows(name, 60, 60), (word(16), word(0)));
        assert_eq!(windows(&name[..16], 9, 17), (0, 0));
    }

    #[test]
    fn the_last_method_sees_every_byte() {
        for length in 1..70 {
            let plain = vec![b'a'; length];
            for place in 0..length {
                let mut other = plain.clone();
                other[place] = b'b';
                let all = |name| input(name, Method::Whole(0));
                assert_ne!(all(&plain), all(&other), "{length} {place}");
            }
        }
    }
}
