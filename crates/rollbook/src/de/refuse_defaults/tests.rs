//! Each type with each value: what is refused when compiling, beside what can be read.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_core::de::value::Error;

use super::*;
use crate::de::arena::{Arena, Token};
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
    let mut table = Arena::default();
    table.push(Token::Table(0));
    table.push(Token::Str("x"));
    value.write(&mut table);
    table.close_table(0);
    T::deserialize(Replay::<Error>::new(&table, 0)).is_ok()
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
