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
mod tests {
    use alloc::borrow::Cow;
    use alloc::boxed::Box;
    use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use serde_core::de::value::Error;

    use super::*;
    use crate::de::kept::Content;
    use crate::de::{HasNames, Replay};

    use DefaultValue::{Bool, Float, Integer, List, String as Str, Table};

    const VALUES: &[DefaultValue] = &[
        Bool(true),
        Integer(0),
        Integer(-1),
        Integer(127),
        Integer(128),
        Integer(-129),
        Integer(255),
        Integer(256),
        Integer(65_536),
        Integer(-32_769),
        Integer(1 << 31),
        Integer(1 << 32),
        Integer(i64::MIN),
        Integer(i64::MAX),
        Float(0.5),
        Float(5.0),
        Float(1e300),
        Float(f64::NAN),
        Str(""),
        Str("x"),
        Str("网"),
        Str("five"),
        Str("5"),
        Str("true"),
        List(&[]),
        List(&[Integer(1)]),
        List(&[Integer(1), Integer(300)]),
        List(&[Str("a"), Str("b")]),
        List(&[Integer(1), Str("b")]),
        List(&[List(&[Integer(1)])]),
        Table(&[]),
        Table(&[("a", Integer(1))]),
        Table(&[("a", Integer(-1))]),
        Table(&[("1", Str("b"))]),
        Table(&[("b", Str("b"))]),
        Table(&[("a", List(&[Float(0.5)]))]),
        Table(&[("secs", Integer(1)), ("nanos", Integer(1))]),
    ];

    fn can_be_read<T: serde_core::Deserialize<'static>>(value: &DefaultValue) -> bool {
        let key = Content::Str(Cow::Borrowed("x"));
        let mut table = Content::Table([(key, value.content())].into());
        T::deserialize(Replay::<Error>::new(&mut table, 0)).is_ok()
    }

    fn is_refused<T: HasNames>(value: DefaultValue) -> bool {
        problem("M", T::NAMES, &("x", "registry.toml:3", value)).is_some()
    }

    mod other {
        pub(super) type String = u8;
    }

    /// Each type with each value: how many are refused when compiling, and how many cannot be read.
    macro_rules! counts {
        ($($name:literal $ty:ty),* $(,)?) => {
            [$({
                #[derive(rollbook_derive::Config)]
                #[rollbook(crate = "crate")]
                #[allow(dead_code)]
                struct One<'a> {
                    #[serde(alias = "a", alias = "z")]
                    first: bool,
                    #[serde(borrow, default)]
                    other: Option<&'a str>,
                    #[serde(alias = "y")]
                    x: $ty,
                }
                // The other field is required, so it is left out here.
                #[derive(rollbook_derive::Config)]
                #[rollbook(crate = "crate")]
                #[allow(dead_code)]
                struct Alone<'a> {
                    x: $ty,
                    #[serde(skip)]
                    held: core::marker::PhantomData<&'a ()>,
                }
                let mut counts = (0, 0);
                for value in VALUES {
                    let (refused, read) = (is_refused::<One<'_>>(*value), can_be_read::<Alone<'_>>(value));
                    assert!(!(refused && read), "{value:?} is refused for {}", $name);
                    counts.0 += usize::from(refused);
                    counts.1 += usize::from(!read);
                }
                ($name, counts.0, counts.1)
            }),*]
        };
    }

    /// What can be read is never refused, and of the types that are known all else is.
    #[test]
    fn as_they_are_read() {
        let exact = counts!(
            "bool" bool, "u8" u8, "u16" u16, "u32" u32, "u64" u64, "u128" u128,
            "i8" i8, "i16" i16, "i32" i32, "i64" i64, "i128" i128, "f32" f32, "f64" f64, "char" char,
            "String" String, "&str" &'a str, "Cow" Cow<'a, str>, "Box<str>" Box<str>,
            "alloc::String" alloc::string::String, "Option" core::option::Option<Box<Option<u8>>>,
            "Vec<u8>" Vec<u8>, "Box<[i16]>" Box<[i16]>, "VecDeque" VecDeque<Option<String>>, "BTreeSet" BTreeSet<u8>,
            "nested" Vec<Vec<u32>>, "BTreeMap" BTreeMap<String, u8>,
            "lists" BTreeMap<String, Vec<f32>>,
        );
        for (name, refused, wrong) in exact {
            assert_eq!(refused, wrong, "{name}");
            assert!(refused > 10, "{name}: {refused}");
        }
        let [array, pair, keys] = counts!(
            "array" [u8; 2], "pair" (u8, String), "keys" BTreeMap<u32, String>,
        );
        for (name, refused, wrong) in [array, pair, keys] {
            assert!(
                refused > 10 && refused < wrong,
                "{name}: {refused} of {wrong}"
            );
        }
        type Alias = u8;
        let unknown = counts!(
            "duration" core::time::Duration, "unit" (), "bytes" &'a [u8], "alias" Alias,
            "non-zero" core::num::NonZeroU8, "other" other::String,
        );
        for (name, refused, _) in unknown {
            assert_eq!(refused, 0, "{name}");
        }
    }

    #[test]
    fn words() {
        #[derive(rollbook_derive::Config)]
        #[rollbook(crate = "crate")]
        #[allow(dead_code)]
        struct Own {
            #[serde(alias = "deep")]
            depth: u8,
            rates: BTreeMap<String, Vec<f32>>,
            name: String,
            #[serde(flatten)]
            more: More,
        }
        #[derive(rollbook_derive::Config)]
        #[rollbook(crate = "crate")]
        #[allow(dead_code)]
        struct More {
            mark: char,
        }
        let said = |key, value| {
            let text = problem("M", Own::NAMES, &(key, "registry.toml:3", value))?;
            let text = text.to_string();
            Some(
                text.strip_prefix("registry.toml:3: the default ")?
                    .to_string(),
            )
        };
        let nested = Table(&[("a", List(&[Float(1.0), Bool(false)]))]);
        let cases = [
            (
                "depth",
                Integer(256),
                "`depth` of `M` is `256`, but the field is `u8`",
            ),
            (
                "deep",
                Integer(i64::MIN),
                "`deep` of `M` is `-9223372036854775808`, but the field is `u8`",
            ),
            (
                "name",
                Bool(true),
                "`name` of `M` is `true`, but the field is a string",
            ),
            (
                "name",
                Table(&[]),
                "`name` of `M` is a table, but the field is a string",
            ),
            (
                "rates",
                nested,
                "`rates` of `M` holds `false`, but the field holds `f32`",
            ),
            (
                "rates",
                List(&[]),
                "`rates` of `M` is a list, but the field is a table",
            ),
            (
                "mark",
                Str("ab\u{202e}"),
                "`mark` of `M` is the string `ab\\u{202e}`, but the field is one character",
            ),
            (
                "naem",
                Bool(true),
                "`naem` of `M` is not a field of its config: did you mean `name`?",
            ),
            (
                "zzzz",
                Bool(true),
                "`zzzz` of `M` is not a field of its config: correct it, or remove it",
            ),
        ];
        for (key, value, expect) in cases {
            assert_eq!(said(key, value).as_deref(), Some(expect), "{key}");
        }
        assert_eq!(said("mark", Str("x")), None);
    }
}
