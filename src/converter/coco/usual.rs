//! The usual annotation, read in a quarter of the time that serde takes: an object of ids, a box and other plain numbers. Any other
//! form is left to serde, so that one place says what a field means and what is wrong.

use super::record::Annotation;
use crate::converter::json::{Four, FourOf, Scalar};

/// Reads an annotation that is still empty, and says how many bytes of the text it has. `None` if it is of another form or not whole;
/// then some of its fields may be read.
pub(super) fn read(annotation: &mut Annotation, text: &[u8]) -> Option<usize> {
    let whole = text.len();
    let mut text = Text(text);
    let mut has_outline = false;
    text.take(b'{')?;
    loop {
        let scalar = match text.name()? {
            b"id" => Some(&mut annotation.id),
            b"image_id" => Some(&mut annotation.image_id),
            b"category_id" => Some(&mut annotation.category_id),
            b"iscrowd" => Some(&mut annotation.iscrowd),
            b"area" => {
                annotation.area = Some(text.number()?.float()).filter(|area| *area >= 0.0);
                annotation.area?;
                None
            }
            b"bbox" if annotation.bbox.is_none() => {
                annotation.bbox = Some(FourOf(Ok(Some(text.four()?))));
                None
            }
            // Boxes that have an outline in the form of an empty list.
            b"segmentation" if !has_outline => {
                text.take(b'[')?;
                text.take(b']')?;
                has_outline = true;
                None
            }
            _ => return None,
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

/// What is left of the text. It is a slice that gets shorter, and every function is inlined, so that it stays in registers and no byte is
/// looked up by its place.
struct Text<'a>(&'a [u8]);

impl<'a> Text<'a> {
    /// The next byte that is not blank.
    #[inline(always)]
    fn next(&mut self) -> Option<u8> {
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
        }
    }

    #[inline(always)]
    fn take(&mut self, expected: u8) -> Option<()> {
        (self.next()? == expected).then_some(())
    }

    /// The name of a field, and its colon. A name with a backslash is of no field.
    #[inline(always)]
    fn name(&mut self) -> Option<&'a [u8]> {
        self.take(b'"')?;
        let end = self.0.iter().position(|byte| *byte == b'"')?;
        let (name, rest) = self.0.split_at_checked(end)?;
        self.0 = rest.get(1..)?;
        self.take(b':')?;
        Some(name)
    }

    /// A number of at most 15 digits, without an exponent.
    #[inline(always)]
    fn number(&mut self) -> Option<Number> {
        let first = self.next()?;
        let negative = first == b'-';
        let first = if negative {
            self.digit()?
        } else {
            digit(first)?
        };
        let mut number = Number {
            negative,
            digits: u64::from(first),
            decimals: 0,
        };
        let mut most = 15 - 1;
        // Of several digits, the first is not 0.
        while let Some(digit) = self.digit() {
            if number.digits == 0 || most == 0 {
                return None;
            }
            most -= 1;
            number.digits = number.digits * 10 + u64::from(digit);
        }
        if let [b'.', rest @ ..] = self.0 {
            self.0 = rest;
            while let Some(digit) = self.digit() {
                if most == 0 {
                    return None;
                }
                most -= 1;
                number.digits = number.digits * 10 + u64::from(digit);
                number.decimals += 1;
            }
            if number.decimals == 0 {
                return None;
            }
        }
        // serde's value of `-0` is a number with a point.
        let is_odd = negative && number.digits == 0 && number.decimals == 0;
        (!is_odd).then_some(number)
    }

    #[inline(always)]
    fn digit(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        let digit = digit(*byte)?;
        self.0 = rest;
        Some(digit)
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

#[inline(always)]
fn digit(byte: u8) -> Option<u8> {
    let digit = byte.wrapping_sub(b'0');
    (digit <= 9).then_some(digit)
}

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
        const POWERS: [f64; 16] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        ];
        let number = self.digits as f64 / POWERS[self.decimals % POWERS.len()];
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
