//! The usual annotation, read in a quarter of the time that serde takes: an object of ids, a box and other plain numbers. Any other
//! form is left to serde, so that one place says what a field means and what is wrong.

use super::record::Annotation;
use crate::converter::json::{Four, FourOf, Scalar};

/// Reads an annotation that is still empty, and says how many bytes of the text it has. `None` if it is of another form or not whole;
/// then some of its fields may be read.
pub(super) fn read(annotation: &mut Annotation, text: &[u8]) -> Option<usize> {
    let mut text = Text { all: text, at: 0 };
    let mut has_outline = false;
    text.take(b'{')?;
    loop {
        match text.name()? {
            b"id" => text.scalar(&mut annotation.id)?,
            b"image_id" => text.scalar(&mut annotation.image_id)?,
            b"category_id" => text.scalar(&mut annotation.category_id)?,
            b"iscrowd" => text.scalar(&mut annotation.iscrowd)?,
            b"area" => annotation.area = Some(text.float().filter(|area| *area >= 0.0)?),
            b"bbox" if annotation.bbox.is_none() => {
                annotation.bbox = Some(FourOf(Ok(Some(text.four()?))));
            }
            // Boxes that have an outline in the form of an empty list.
            b"segmentation" if !has_outline => {
                text.take(b'[')?;
                text.take(b']')?;
                has_outline = true;
            }
            _ => return None,
        }
        match text.next()? {
            b',' => {}
            b'}' => return Some(text.at),
            _ => return None,
        }
    }
}

struct Text<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Text<'a> {
    /// The next byte that is not blank.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.all.get(self.at)?;
            self.at += 1;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
        }
    }

    #[inline]
    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    /// The name of a field, and its colon. A name with a backslash is of no field.
    #[inline]
    fn name(&mut self) -> Option<&'a [u8]> {
        self.take(b'"')?;
        let rest = &self.all[self.at..];
        let length = rest.iter().position(|byte| *byte == b'"')?;
        self.at += length + 1;
        self.take(b':')?;
        Some(&rest[..length])
    }

    /// A number that a field does not have yet.
    #[inline]
    fn scalar(&mut self, slot: &mut Option<Scalar>) -> Option<()> {
        if slot.is_some() {
            return None;
        }
        *slot = Some(self.number()?);
        Some(())
    }

    #[inline]
    fn float(&mut self) -> Option<f64> {
        self.number()?.number().ok()
    }

    /// A number of at most 15 digits, without an exponent. Such a number is exact, or rounded once.
    #[inline]
    fn number(&mut self) -> Option<Scalar> {
        const MOST: usize = 15;
        const POWERS: [f64; MOST] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
        ];
        let negative = self.next()? == b'-';
        self.at -= usize::from(!negative);
        let start = self.at;
        let mut digits = 0;
        self.digits(&mut digits);
        let whole = self.at - start;
        let mut decimals = 0;
        if *self.all.get(self.at)? == b'.' {
            self.at += 1;
            self.digits(&mut digits);
            decimals = self.at - start - whole - 1;
            if decimals == 0 {
                return None;
            }
        }
        let leading_zero = whole > 1 && self.all[start] == b'0';
        if whole == 0 || leading_zero || whole + decimals > MOST {
            return None;
        }
        if decimals > 0 {
            let number = digits as f64 / POWERS[decimals];
            return Some(Scalar::Number(if negative { -number } else { number }));
        }
        match negative {
            // It has a sign as a number with a point only.
            true if digits == 0 => None,
            true => Some(Scalar::Integer(-(digits as i64))),
            false => Some(Scalar::Integer(digits as i64)),
        }
    }

    /// Adds decimal digits to a number. If there are too many of them, it is of no use.
    #[inline]
    fn digits(&mut self, number: &mut u64) {
        while let Some(digit) = self.all.get(self.at).map(|byte| byte.wrapping_sub(b'0')) {
            if digit > 9 {
                return;
            }
            *number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
            self.at += 1;
        }
    }

    #[inline]
    fn four(&mut self) -> Option<Four> {
        let mut first = [0.0; 4];
        self.take(b'[')?;
        for (place, slot) in first.iter_mut().enumerate() {
            if place > 0 {
                self.take(b',')?;
            }
            *slot = self.float()?;
        }
        self.take(b']')?;
        Some(Four { first, count: 4 })
    }
}
