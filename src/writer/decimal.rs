//! Numbers with a fixed count of decimals, faster than `format!` writes them.

use std::io::Write;

/// Adds `value` as `{:.6}` does, but never as `-0.000000`. At most 15 decimals.
pub(super) fn push(text: &mut Vec<u8>, value: f64, decimals: u32) {
    /// Below this, a number times a power of ten is off by less than `DOUBT`.
    const EXACT: f64 = 1e11;
    const DOUBT: f64 = 1e-4;
    // The usual one is a constant.
    let power = match decimals {
        6 => 1e6,
        _ => 10_u64.pow(decimals) as f64,
    };
    let scaled = value.abs() * power;
    if scaled < EXACT {
        let whole = scaled as u64;
        let rest = scaled - whole as f64 - 0.5;
        let up = match rest.abs() > DOUBT {
            true => rest > 0.0,
            // So near to the middle, what the product was rounded by decides; in the middle, the even one.
            false => match rest + value.abs().mul_add(power, -scaled) {
                0.0 => whole % 2 == 1,
                exact => exact > 0.0,
            },
        };
        let rounded = whole + u64::from(up);
        if decimals == 6 && rounded < 10_000_000 && !value.is_sign_negative() {
            return text.extend_from_slice(&six(rounded as u32));
        }
        let mut buffer = [b'0'; LONGEST];
        let mut start = LONGEST;
        let mut number = rounded;
        if decimals > 0 {
            number = digits(&mut buffer, &mut start, number, decimals as usize);
            start -= 1;
            buffer[start] = b'.';
        }
        digits(&mut buffer, &mut start, number, 0);
        if value < 0.0 && rounded > 0 {
            start -= 1;
            buffer[start] = b'-';
        }
        text.extend_from_slice(&buffer[start..]);
    } else {
        let start = text.len();
        // Writing to memory does not fail.
        let _ = write!(text, "{:.1$}", value.abs(), decimals as usize);
        if value < 0.0
            && text[start..]
                .iter()
                .any(|byte| (b'1'..=b'9').contains(byte))
        {
            text.insert(start, b'-');
        }
    }
}

/// The usual number, a fraction of an image, which has a known length: a digit, a point and six decimals.
#[inline(always)]
fn six(millionths: u32) -> [u8; 8] {
    let mut text = *b"0.000000";
    text[0] += (millionths / 1_000_000) as u8;
    for (place, power) in [(2, 10_000), (4, 100), (6, 1)] {
        text[place..place + 2].copy_from_slice(&PAIRS[(millionths / power % 100) as usize]);
    }
    text
}

/// Adds a whole number.
pub(super) fn push_whole(text: &mut Vec<u8>, number: u64) {
    let mut buffer = [b'0'; LONGEST];
    let mut start = LONGEST;
    digits(&mut buffer, &mut start, number, 0);
    text.extend_from_slice(&buffer[start..]);
}

/// Digits of 64 bits, a point, a sign, and some more.
const LONGEST: usize = 24;

/// Puts the last `count` digits of a number before `start`, or all of them, at least one, if it is 0. Returns the digits before
/// those as a number.
#[inline(always)]
fn digits(buffer: &mut [u8; LONGEST], start: &mut usize, mut number: u64, count: usize) -> u64 {
    let mut rest = count;
    // Of 0, one digit is put.
    let mut none_yet = true;
    // Two at a time, which divides half as often.
    while rest >= 2 || (count == 0 && number >= 10) {
        *start -= 2;
        buffer[*start..*start + 2].copy_from_slice(&PAIRS[(number % 100) as usize]);
        number /= 100;
        rest = rest.saturating_sub(2);
        none_yet = false;
    }
    if rest == 1 || (count == 0 && (number > 0 || none_yet)) {
        *start -= 1;
        buffer[*start] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    number
}

/// The two digits of each number below 100.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + (number / 10) as u8, b'0' + (number % 10) as u8];
        number += 1;
    }
    pairs
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_decimals() {
        for (value, decimals, expect) in [
            (0.0, 6, "0.000000"),
            (-0.0, 6, "0.000000"),
            (-1e-9, 6, "0.000000"),
            (0.5, 6, "0.500000"),
            (1e-6, 6, "0.000001"),
            (0.999_999_6, 6, "1.000000"),
            (-1.25, 6, "-1.250000"),
            (1.05, 6, "1.050000"),
            (0.0445, 3, "0.044"),
            (0.5, 0, "0"),
            (-0.5, 0, "0"),
            (-5e-7, 6, "0.000000"),
            (-1.5, 0, "-2"),
            (-1e12, 1, "-1000000000000.0"),
            (12.0, 0, "12"),
            (1.0 / 3.0, 15, "0.333333333333333"),
            (123_456_789_012.5, 6, "123456789012.500000"),
        ] {
            let mut text = Vec::new();
            push(&mut text, value, decimals);
            assert_eq!(String::from_utf8(text).unwrap(), expect);
        }
    }

    #[test]
    fn as_format_writes_them() {
        let mut state = 1_u64;
        for round in 0..30_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let value = match round % 3 {
                0 => (state >> 11) as f64 / (1_u64 << 53) as f64,
                // Sizes with one decimal in images of usual widths are often in the middle of two results.
                1 => (state >> 50) as f64 / 10.0 / 640.0,
                _ => -((state >> 32) as f64) / 128.0,
            };
            for decimals in [3, 6, 15] {
                let mut text = Vec::new();
                push(&mut text, value, decimals);
                assert_eq!(
                    String::from_utf8(text).unwrap(),
                    format!("{value:.0$}", decimals as usize)
                );
            }
        }
    }
}
