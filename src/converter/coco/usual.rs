//! The usual annotation, read in a fifth of the time that serde takes: an object of ids, a box and other plain numbers. Any other
//! form is left to serde, so that one place says what a field means and what is wrong.

use super::record::Annotation;
use crate::converter::json::{Four, FourOf, Scalar};

/// Reads an annotation that is still empty, and says how many bytes of the text it has. `None` if it is of another form or not whole,
/// or if the text ends soon behind it; then some of its fields may be read.
pub(super) fn read(annotation: &mut Annotation, text: &[u8]) -> Option<usize> {
    let whole = text.len();
    let mut text = Text(text);
    let mut has_outline = false;
    text.take(b'{')?;
    loop {
        text.take(b'"')?;
        let scalar = match text.field()? {
            Field::Id => Some(&mut annotation.id),
            Field::ImageId => Some(&mut annotation.image_id),
            Field::CategoryId => Some(&mut annotation.category_id),
            Field::Crowd => Some(&mut annotation.iscrowd),
            Field::Area => {
                annotation.area = Some(text.number()?.float()).filter(|area| *area >= 0.0);
                annotation.area?;
                None
            }
            Field::Box if annotation.bbox.is_none() => {
                annotation.bbox = Some(FourOf(Ok(Some(text.four()?))));
                None
            }
            // Boxes that have an outline in the form of an empty list.
            Field::Outline if !has_outline => {
                text.take(b'[')?;
                text.take(b']')?;
                has_outline = true;
                None
            }
            Field::Box | Field::Outline => return None,
        };
        if let Some(slot) = scalar {
            if slot.is_some() {
                return None;
            }
            *slot = Some(text.number()?.scalar());
        }
        match text.next()? {
            b',' => {}
            b'}' => return Some(whole - text.0.len()),
            _ => return None,
        }
    }
}

enum Field {
    Id,
    ImageId,
    CategoryId,
    Crowd,
    Area,
    Box,
    Outline,
}

/// What is left of the text. It is a slice that gets shorter, and every function is inlined, so that it stays in registers and no byte is
/// looked up by its place.
struct Text<'a>(&'a [u8]);

impl<'a> Text<'a> {
    /// Takes the blanks before the next byte, and shows that.
    #[inline(always)]
    fn peek(&mut self) -> Option<u8> {
        loop {
            let (byte, rest) = self.0.split_first()?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.0 = rest;
        }
    }

    /// The next byte that is not blank.
    #[inline(always)]
    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.0 = self.0.get(1..)?;
        Some(byte)
    }

    #[inline(always)]
    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    /// Takes this text if it follows.
    #[inline(always)]
    fn took<const LENGTH: usize>(&mut self, text: &[u8; LENGTH]) -> bool {
        let rest = self.0.strip_prefix(text);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// The name of a field behind its first quotation mark, and its colon.
    #[inline(always)]
    fn field(&mut self) -> Option<Field> {
        let field = if self.took(b"id\"") {
            Field::Id
        } else if self.took(b"image_id\"") {
            Field::ImageId
        } else if self.took(b"category_id\"") {
            Field::CategoryId
        } else if self.took(b"bbox\"") {
            Field::Box
        } else if self.took(b"area\"") {
            Field::Area
        } else if self.took(b"iscrowd\"") {
            Field::Crowd
        } else if self.took(b"segmentation\"") {
            Field::Outline
        } else {
            return None;
        };
        self.take(b':')?;
        Some(field)
    }

    /// A number of at most 15 digits, without an exponent.
    #[inline(always)]
    fn number(&mut self) -> Option<Number> {
        let negative = self.peek()? == b'-';
        if negative {
            self.0 = self.0.get(1..)?;
        }
        let zero_first = self.0.first() == Some(&b'0');
        let (mut digits, whole) = self.digits()?;
        let mut decimals = 0;
        if let [b'.', rest @ ..] = self.0 {
            self.0 = rest;
            let (behind, count) = self.digits()?;
            if whole + count > MOST {
                return None;
            }
            digits = digits * POWERS[count % POWERS.len()] + behind;
            decimals = count;
        }
        let is_json = !(zero_first && whole > 1);
        // Without a point, `-0` is a number that serde reads in a way of its own.
        let is_odd = negative && digits == 0 && decimals == 0;
        (is_json && !is_odd).then_some(Number {
            negative,
            digits,
            decimals,
        })
    }

    /// The value of the digits that follow, and how many there are: 1 to 15. Eight bytes are looked at together, since no processor can
    /// foresee how long a number is.
    #[inline(always)]
    fn digits(&mut self) -> Option<(u64, usize)> {
        /// The same in each byte.
        const EACH: u64 = 0x0101_0101_0101_0101;
        let (mut value, mut all) = (0, 0);
        loop {
            let bytes = u64::from_le_bytes(*self.0.first_chunk()?) ^ (EACH * u64::from(b'0'));
            // The highest bit of each byte that is above 9; behind the first of them, it may be wrong.
            let others = (bytes | bytes.wrapping_add(EACH * 0x76)) & (EACH * 0x80);
            let count = others.trailing_zeros() as usize / 8;
            if count == 0 {
                break;
            }
            // The digits become the last of eight, and then two, four and eight of them one number.
            let ones = bytes << (64 - 8 * count);
            let pairs = (ones.wrapping_mul(1 + (10 << 8)) >> 8) & 0x00ff_00ff_00ff_00ff;
            let fours = (pairs.wrapping_mul(1 + (100 << 16)) >> 16) & 0x0000_ffff_0000_ffff;
            let eight = fours.wrapping_mul(1 + (10_000 << 32)) >> 32;
            value = value * POWERS[count] + eight;
            all += count;
            self.0 = self.0.get(count..)?;
            if count < 8 || all > MOST {
                break;
            }
        }
        (1..=MOST).contains(&all).then_some((value, all))
    }

    #[inline(always)]
    fn four(&mut self) -> Option<Four> {
        let mut first = [0.0; 4];
        let mut before = b'[';
        for slot in &mut first {
            self.take(before)?;
            *slot = self.number()?.float();
            before = b',';
        }
        self.take(b']')?;
        Some(Four { first, count: 4 })
    }
}

/// A whole number with at most this many digits is exact as `f64`.
const MOST: usize = 15;

const POWERS: [u64; MOST + 1] = {
    let mut powers = [1; MOST + 1];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = 10 * powers[place - 1];
        place += 1;
    }
    powers
};

/// A number as it is written.
struct Number {
    negative: bool,
    /// All of them, at most 15, without the point.
    digits: u64,
    decimals: usize,
}

impl Number {
    /// It is exact, or rounded once.
    #[inline(always)]
    fn float(&self) -> f64 {
        let number = self.digits as f64 / POWERS[self.decimals % POWERS.len()] as f64;
        if self.negative { -number } else { number }
    }

    #[inline(always)]
    fn scalar(&self) -> Scalar {
        match (self.decimals, self.negative) {
            (0, false) => Scalar::Integer(self.digits as i64),
            (0, true) => Scalar::Integer(-(self.digits as i64)),
            _ => Scalar::Number(self.float()),
        }
    }
}
