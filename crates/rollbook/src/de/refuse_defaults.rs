//! The `defaults` of a manifest entry, compared with the fields of the config when it compiles.
//!
//! Only what cannot be read is refused: [`Names`] says what a field is read from, or that it may be anything.

use super::defaults::{Default, DefaultValue};
use super::names::Names;
use super::reserved::same;
use crate::explain::distance;
use crate::explain::text::{Text, whole};

/// Refuses a default that is not a field of the config, or that its field cannot be read from.
#[track_caller]
pub const fn refuse_defaults(module: &str, names: &Names, defaults: &[Default]) {
    let mut at = 0;
    while at < defaults.len() {
        if let Some(text) = problem(module, names, &defaults[at]) {
            panic!("{}", text.as_str());
        }
        at += 1;
    }
}

const fn problem(module: &str, names: &Names, (key, place, value): &Default) -> Option<Text> {
    let text = Text::new().push_printable(place).push(": the default ");
    let text = text.quote(key).push(" of ").quote(module);
    match field(names, key) {
        Field::Unknown => None,
        Field::No(similar) => {
            let text = text.push(" is not a field of its config: ");
            Some(match similar {
                Some(name) => text.push("did you mean ").quote(name).push("?"),
                None => text.push("correct it, or remove it"),
            })
        }
        Field::Of(shape) => match fault(shape, value, false) {
            Some(fault) => Some(fault.explain(text)),
            None => None,
        },
    }
}

/// The field that a key belongs to.
enum Field<'a> {
    /// Not known.
    Unknown,
    /// None. Perhaps this one is meant.
    No(Option<&'a str>),
    /// One of this shape.
    Of(&'a [u8]),
}

const fn field<'a>(mut names: &'a Names, key: &str) -> Field<'a> {
    let mut similar = None;
    let mut best = usize::MAX;
    loop {
        let mut at = 0;
        while at < names.own.len() {
            if same(names.own[at], key) {
                let owner = if names.owners.is_empty() {
                    at
                } else {
                    names.owners[at] as usize
                };
                return Field::Of(part(names.shapes.as_bytes(), owner));
            }
            if let Some(distance) = distance(names.own[at], key) {
                if distance < best {
                    best = distance;
                    similar = Some(names.own[at]);
                }
            }
            at += 1;
        }
        match names.flat {
            Some(flat) => names = flat,
            None if names.are_all => return Field::No(similar),
            None => return Field::Unknown,
        }
    }
}

/// One of the parts between commas. Empty if there are fewer.
const fn part(mut shapes: &[u8], index: usize) -> &[u8] {
    let mut commas = 0;
    let mut at = 0;
    while at < shapes.len() {
        if shapes[at] == b',' {
            let (shape, rest) = shapes.split_at(at);
            if commas == index {
                return shape;
            }
            (_, shapes) = rest.split_at(1);
            commas += 1;
            at = 0;
        } else {
            at += 1;
        }
    }
    if commas == index { shapes } else { &[] }
}

/// A value that a field cannot be read from.
struct Fault<'a> {
    value: &'a DefaultValue,
    shape: &'a [u8],
    /// It is in the value of the default.
    is_inside: bool,
}

const fn fault<'a>(shape: &'a [u8], value: &'a DefaultValue, is_inside: bool) -> Option<Fault<'a>> {
    let fits = match (shape, value) {
        ([b'[', item @ .., b']'], DefaultValue::List(items)) => {
            let mut at = 0;
            while at < items.len() {
                if let Some(fault) = fault(item, &items[at], true) {
                    return Some(fault);
                }
                at += 1;
            }
            true
        }
        ([b'{', held @ .., b'}'], DefaultValue::Table(entries)) => {
            let mut at = 0;
            while at < entries.len() {
                if let Some(fault) = fault(held, &entries[at].1, true) {
                    return Some(fault);
                }
                at += 1;
            }
            true
        }
        ([] | [b'?'], _)
        | (b"bool", DefaultValue::Bool(_))
        | (b"str", DefaultValue::String(_))
        | (b"f32" | b"f64", DefaultValue::Float(_) | DefaultValue::Integer(_)) => true,
        (b"char", DefaultValue::String(text)) => characters(text) == 1,
        (_, DefaultValue::Integer(number)) => is_in_range(shape, *number),
        _ => false,
    };
    if fits {
        return None;
    }
    Some(Fault {
        value,
        shape,
        is_inside,
    })
}

const fn characters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (0, 0);
    while at < bytes.len() {
        // All but the bytes that continue a character.
        count += (bytes[at] & 0xC0 != 0x80) as usize;
        at += 1;
    }
    count
}

/// Whether a type holds the number. `isize` and `usize` may be of 64 bits.
const fn is_in_range(shape: &[u8], number: i64) -> bool {
    let (min, max) = match shape {
        b"i8" => (i8::MIN as i64, i8::MAX as i64),
        b"i16" => (i16::MIN as i64, i16::MAX as i64),
        b"i32" => (i32::MIN as i64, i32::MAX as i64),
        b"i64" | b"i128" | b"isize" => (i64::MIN, i64::MAX),
        b"u8" => (0, u8::MAX as i64),
        b"u16" => (0, u16::MAX as i64),
        b"u32" => (0, u32::MAX as i64),
        b"u64" | b"u128" | b"usize" => (0, i64::MAX),
        _ => return false,
    };
    min <= number && number <= max
}

impl Fault<'_> {
    const fn explain(&self, text: Text) -> Text {
        let text = text.push(if self.is_inside { " holds " } else { " is " });
        let text = match self.value {
            DefaultValue::Bool(true) => text.push("`true`"),
            DefaultValue::Bool(false) => text.push("`false`"),
            DefaultValue::Integer(number) => push_integer(text.push("`"), *number).push("`"),
            DefaultValue::Float(_) => text.push("a float"),
            DefaultValue::String(value) => text.push("the string ").quote(value),
            DefaultValue::List(_) => text.push("a list"),
            DefaultValue::Table(_) => text.push("a table"),
        };
        let text = text.push(if self.is_inside {
            ", but the field holds "
        } else {
            ", but the field is "
        });
        match self.shape {
            b"str" => text.push("a string"),
            b"char" => text.push("one character"),
            [b'[', ..] => text.push("a list"),
            [b'{', ..] => text.push("a table"),
            primitive => text.quote(whole(primitive)),
        }
    }
}

const fn push_integer(mut text: Text, number: i64) -> Text {
    let mut digits = [0; 20];
    let mut start = digits.len();
    let mut left = number.unsigned_abs();
    loop {
        start -= 1;
        digits[start] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    if number < 0 {
        text = text.push("-");
    }
    let (_, digits) = digits.split_at(start);
    text.push(whole(digits))
}

#[cfg(all(test, feature = "derive"))]
mod tests;
