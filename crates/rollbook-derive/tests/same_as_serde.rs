//! `rollbook::Config` against serde's derive: the same values, and the same errors in the same words, from JSON, TOML and
//! YAML, over structs of every shape that it takes and inputs with each fault.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::fmt::Debug;

/// One struct, with each derive: in `ours` and in `serdes`.
macro_rules! both {
    ($($items:tt)*) => {
        mod ours {
            use rollbook::Config as Derived;
            #[allow(unused_imports)]
            use super::{Mode, list_of, seven, twice};
            $($items)*
        }
        mod serdes {
            use serde::Deserialize as Derived;
            #[allow(unused_imports)]
            use super::{Mode, list_of, seven, twice};
            $($items)*
        }
    };
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    Off,
    On(u8),
    Both(u8, String),
    Named { level: i8 },
}

fn seven() -> u32 {
    7
}

mod twice {
    use serde::{Deserialize, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<u32, D::Error> {
        let half = u32::deserialize(input)?;
        half.checked_mul(2)
            .ok_or_else(|| serde::de::Error::custom("too large to double"))
    }
}

fn list_of<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(
    input: D,
) -> Result<Vec<T>, D::Error> {
    T::deserialize(input).map(|item| vec![item])
}

both! {
    #[derive(Debug, Derived)]
    pub struct Plain {
        pub depth: u32,
        pub rate: f64,
        pub name: String,
        pub on: bool,
        pub small: i8,
        pub large: u64,
        pub signed: i64,
        pub sign: char,
    }

    /// More fields than have a place without an allocation, one of each type that the loop over the keys reads itself.
    #[derive(Debug, Derived)]
    pub struct Wide {
        pub a: bool,
        pub b: (i8, u8),
        pub c: i16,
        pub d: u16,
        pub e: isize,
        pub f: usize,
        pub g: f32,
        pub h: f64,
        pub i: String,
        pub j: Option<bool>,
        pub k: Option<i32>,
        pub l: Option<i64>,
        pub m: Option<u32>,
        pub n: Option<u64>,
        pub o: Option<usize>,
        pub p: Option<f32>,
        pub q: Option<f64>,
        pub r: Option<String>,
        pub s: Vec<i32>,
        pub t: Vec<i64>,
        pub u: Vec<u32>,
        pub v: Vec<u64>,
        pub w: Vec<usize>,
        pub x: Vec<f32>,
        pub y: Vec<f64>,
        pub z: Vec<String>,
        pub zz: i32,
    }

    #[derive(Debug, Derived)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    pub struct Strict {
        pub first_name: String,
        #[serde(alias = "second", alias = "zweiter")]
        pub second_name: Option<String>,
        #[serde(rename = "type of")]
        pub r#type: Option<u8>,
    }

    #[derive(Debug, Derived)]
    pub struct Defaults {
        #[serde(default)]
        pub list: Vec<u32>,
        #[serde(default = "seven")]
        pub seven: u32,
        pub option: Option<Option<u32>>,
        #[serde(skip)]
        pub skipped: u8,
        #[serde(skip_deserializing, default = "seven")]
        pub also: u32,
        pub unit: (),
    }

    #[derive(Debug, Derived)]
    #[serde(default, rename_all = "camelCase")]
    pub struct Whole {
        pub depth_wise: u32,
        pub kernel_size: Vec<u8>,
        #[serde(default = "seven")]
        pub own: u32,
        #[serde(skip)]
        pub skipped: u8,
    }

    impl Default for Whole {
        fn default() -> Self {
            Self { depth_wise: 3, kernel_size: vec![1, 2], own: 0, skipped: 9 }
        }
    }

    #[derive(Debug, Derived)]
    pub struct Functions {
        #[serde(with = "twice")]
        pub double: u32,
        #[serde(deserialize_with = "list_of", default)]
        pub list: Vec<String>,
        #[serde(deserialize_with = "list_of")]
        pub option: Vec<Option<u8>>,
    }

    #[derive(Debug, Derived)]
    pub struct Nested<T> {
        pub plain: T,
        pub list: Vec<T>,
        pub map: std::collections::BTreeMap<String, T>,
        pub pair: (T, T),
        pub mode: Option<Mode>,
        pub inner: Option<Box<Nested<T>>>,
    }

    #[derive(Debug, Derived)]
    pub struct Meters(pub f64);

    #[derive(Debug, Derived)]
    #[serde(transparent)]
    pub struct Transparent {
        pub held: Vec<u8>,
        #[serde(skip)]
        pub rest: u8,
    }

    #[derive(Debug, Derived)]
    pub struct Nothing;

    #[derive(Debug, Derived)]
    #[serde(deny_unknown_fields)]
    pub struct Empty {}

    #[derive(Debug, Derived)]
    pub struct One { pub only: u8 }

    #[derive(Debug, Derived)]
    #[serde(expecting = "a thing with a name", rename = "Thing")]
    pub struct Worded { pub name: String }

    #[derive(Debug, Derived)]
    pub struct Borrowed<'a> { pub name: &'a str, pub more: Option<&'a str> }

    #[derive(Debug, Derived)]
    #[serde(bound(deserialize = "T: std::str::FromStr + serde::Deserialize<'de>"))]
    pub struct Bound<T> { pub held: T, #[serde(skip)] pub kind: std::marker::PhantomData<T> }

    #[derive(Debug, Derived)]
    pub struct Keeps<T: Clone, const N: usize> where T: PartialEq { pub held: T, #[serde(skip)] pub size: std::marker::PhantomData<[u8; N]> }
}

/// Each of the two in each format.
macro_rules! check {
    ($ours:ty, $serdes:ty, $($json:expr),* $(,)?) => {
        $(
            let json: &str = $json;
            same(
                serde_json::from_str::<$ours>(json),
                serde_json::from_str::<$serdes>(json),
                json,
            );
            if let Ok(value) = serde_json::from_str::<serde_json::Value>(json) {
                same(
                    <$ours as serde::Deserialize>::deserialize(&value),
                    <$serdes as serde::Deserialize>::deserialize(&value),
                    json,
                );
            }
            same(
                serde_yaml_ng::from_str::<$ours>(json),
                serde_yaml_ng::from_str::<$serdes>(json),
                json,
            );
        )*
    };
}

macro_rules! check_toml {
    ($kind:ident, $($toml:expr),* $(,)?) => {
        $(
            same(
                rollbook::toml::from_str::<ours::$kind>($toml),
                rollbook::toml::from_str::<serdes::$kind>($toml),
                $toml,
            );
        )*
    };
}

fn same<T: Debug, S: Debug, E: std::fmt::Display>(
    ours: Result<T, E>,
    serdes: Result<S, E>,
    input: &str,
) {
    let text = |result: Result<String, String>| match result {
        Ok(value) => value,
        Err(error) => format!("error: {error}"),
    };
    let ours = text(
        ours.map(|value| format!("{value:?}"))
            .map_err(|error| error.to_string()),
    );
    let serdes = text(
        serdes
            .map(|value| format!("{value:?}"))
            .map_err(|error| error.to_string()),
    );
    assert_eq!(ours, serdes, "from {input}");
}

const PLAIN: &str = r#"{"depth": 1, "rate": 2, "name": "a", "on": true, "small": -1, "large": 9, "signed": -9, "sign": "x"}"#;

#[test]
fn plain_fields() {
    check!(
        ours::Plain,
        serdes::Plain,
        PLAIN,
        r#"{"sign": "x", "signed": -9, "large": 9, "small": -1, "on": true, "name": "\u0061", "rate": 2.5, "depth": 1}"#,
        r#"{"depth": 1, "unknown": [1, {"a": null}], "depth": 2}"#,
        "{}",
        "null",
        "3",
        "\"text\"",
        "[]",
        r#"[1, 2.0, "a", true, -1, 9, -9, "x"]"#,
        r#"[1, 2.0, "a", true, -1, 9, -9, "x", 3]"#,
        r#"[1, 2.0, "a"]"#,
        r#"[1, "x"]"#,
        "{\"depth\": 1, \"rate\": ",
        "{\"depth\" 1}",
        "{\"depth\":\n 1,\n \"rate\": \"x\"}",
    );
    for (from, to) in [
        ("1,", "-1,"),
        ("1,", "1.5,"),
        ("1,", "\"1\","),
        ("1,", "null,"),
        ("1,", "[1],"),
        ("1,", "{\"a\": 1},"),
        ("1,", "4294967296,"),
        ("1,", "99999999999999999999999,"),
        ("true", "1"),
        ("\"a\"", "7"),
        ("\"x\"", "\"xy\""),
        ("-1", "-129"),
        ("9,", "18446744073709551616,"),
        ("\"rate\": 2, ", ""),
        ("\"depth\"", "\"deepth\""),
    ] {
        check!(ours::Plain, serdes::Plain, &PLAIN.replacen(from, to, 1));
    }
}

#[test]
fn more_fields_than_have_a_place() {
    let wide = r#"{"a": true, "b": [-1, 2], "c": 3, "d": 4, "e": -5, "f": 6, "g": 7.5, "h": 8.5, "i": "i", "j": true, "k": 1,
        "l": 2, "m": 3, "n": 4, "o": null, "p": 6.5, "q": 7.5, "r": "r", "s": [1, -1], "t": [2], "u": [], "v": [3],
        "w": [4], "x": [5.5], "y": [6.5], "z": ["z", "y"], "zz": 26}"#;
    check!(ours::Wide, serdes::Wide, wide);
    // A fault in any place, in either half.
    for (from, to) in [
        ("\"a\": true, ", ""),
        ("\"zz\": 26", "\"zz\": \"x\""),
        (", \"zz\": 26", ""),
        ("\"i\": \"i\"", "\"i\": \"i\", \"i\": \"j\""),
        ("\"z\": [\"z\", \"y\"]", "\"z\": [\"z\", 1]"),
        ("\"z\": [", "\"y\": [], \"z\": ["),
        ("\"r\": \"r\", ", ""),
        ("\"k\": 1", "\"k\": \"1\""),
    ] {
        assert!(wide.contains(from), "{from}");
        check!(ours::Wide, serdes::Wide, &wide.replacen(from, to, 1));
    }
}

#[test]
fn every_beginning_of_a_text() {
    for end in 0..PLAIN.len() {
        check!(ours::Plain, serdes::Plain, &PLAIN[..end]);
    }
}

#[test]
fn names_and_unknown_keys() {
    check!(
        ours::Strict,
        serdes::Strict,
        r#"{"first-name": "a"}"#,
        r#"{"first-name": "a", "second": "b"}"#,
        r#"{"first-name": "a", "zweiter": "b", "second-name": "c"}"#,
        r#"{"first-name": "a", "second-name": null, "type of": 3}"#,
        r#"{"first_name": "a"}"#,
        r#"{"first-name": "a", "third": 1}"#,
        r#"{"second-name": "a"}"#,
    );
    check!(
        ours::Empty,
        serdes::Empty,
        "{}",
        r#"{"a": 1}"#,
        "[]",
        "null"
    );
    check!(
        ours::One,
        serdes::One,
        "{}",
        "[]",
        r#"{"only": 300}"#,
        "[1]",
        "[300]"
    );
    check!(ours::Worded, serdes::Worded, "3", "[]", r#"{"name": 1}"#);
}

#[test]
fn defaults_and_functions() {
    check!(
        ours::Defaults,
        serdes::Defaults,
        "{}",
        r#"{"unit": null}"#,
        r#"{"unit": null, "list": [1], "seven": 8, "option": null, "skipped": 3, "also": 4}"#,
        r#"{"unit": null, "option": 3, "list": null}"#,
        "[]",
        "[[1], 8, 3, null]",
        "[[1], 8, 3]",
    );
    check!(
        ours::Whole,
        serdes::Whole,
        "{}",
        r#"{"depthWise": 1}"#,
        r#"{"kernelSize": [], "own": 1}"#,
        "[]",
        "[1]",
        r#"{"depthWise": -1}"#
    );
    check!(
        ours::Functions,
        serdes::Functions,
        "{}",
        r#"{"double": 3, "option": 1}"#,
        r#"{"double": 3, "option": null, "list": "a"}"#,
        r#"{"double": 4000000000, "option": null}"#,
        r#"{"double": "x"}"#,
        r#"{"double": 1, "list": 3}"#,
        "[1]",
        "[1, \"a\", 2]",
    );
}

#[test]
fn nested() {
    check!(
        ours::Nested<u8>,
        serdes::Nested<u8>,
        r#"{"plain": 1, "list": [1, 2], "map": {"a": 1}, "pair": [1, 2]}"#,
        r#"{"plain": 1, "list": [], "map": {}, "pair": [1, 2], "mode": "off",
            "inner": {"plain": 1, "list": [1, 2], "map": {"a": 1}, "pair": [1, 2], "mode": {"on": 3}}}"#,
        r#"{"plain": 1, "list": [1, 300]}"#,
        r#"{"plain": 1, "list": [1, "x"]}"#,
        r#"{"plain": 1, "map": {"a": true}}"#,
        r#"{"plain": 1, "pair": [1]}"#,
        r#"{"plain": 1, "pair": [1, 2, 3]}"#,
        r#"{"mode": "offf"}"#,
        r#"{"mode": {"on": 300}}"#,
        r#"{"mode": {"both": [1, "x"]}}"#,
        r#"{"mode": {"both": [1]}}"#,
        r#"{"mode": {"named": {"level": 1}}}"#,
        r#"{"mode": {"named": {"level": 1, "other": 2}}}"#,
        r#"{"mode": {"named": {}}}"#,
        r#"{"inner": {"plain": -1}}"#,
        r#"{"inner": {"inner": {"inner": {"list": [1, 2, {}]}}}}"#,
        r#"{"plain": 1, "plain": 2}"#,
        r#"[1, [2], {"a": 3}, [4, 5], "off", [6, [], {}, [7, 8]]]"#,
        r#"[1, [2], {"a": 3}, [4]]"#,
        "[1, [2]]",
    );
    check!(
        ours::Nested<One>,
        serdes::Nested<One>,
        r#"{"plain": {"only": 1}, "list": [{"only": 2}], "map": {}, "pair": [[1], {"only": 3}]}"#,
        r#"{"plain": {}}"#
    );
}

#[derive(Debug, serde::Deserialize)]
pub struct One {
    pub only: u8,
}

#[test]
fn without_named_fields() {
    check!(
        ours::Meters,
        serdes::Meters,
        "1.5",
        "\"x\"",
        "[1.5]",
        "null"
    );
    check!(
        ours::Transparent,
        serdes::Transparent,
        "[1, 2]",
        "[300]",
        "{}"
    );
    check!(ours::Nothing, serdes::Nothing, "null", "{}", "3");
    check!(ours::Bound<u8>, serdes::Bound<u8>, r#"{"held": 3}"#, "{}");
    check!(ours::Keeps<u8, 3>, serdes::Keeps<u8, 3>, r#"{"held": 3}"#, "{}");
}

#[test]
fn borrowed_text() {
    let text = r#"{"name": "a", "more": "b"}"#;
    same(
        serde_json::from_str::<ours::Borrowed<'_>>(text),
        serde_json::from_str::<serdes::Borrowed<'_>>(text),
        text,
    );
    let escaped = r#"{"name": "a\n"}"#;
    same(
        serde_json::from_str::<ours::Borrowed<'_>>(escaped),
        serde_json::from_str::<serdes::Borrowed<'_>>(escaped),
        escaped,
    );
}

#[test]
fn toml_keeps_its_places() {
    check_toml!(
        Plain,
        "depth = 1\nrate = 2.0\nname = 'a'\non = true\nsmall = -1\nlarge = 9\nsigned = -9\nsign = 'x'",
        "depth = 1\nrate = 'x'",
        "depth = -1",
        "name = 3\nrate = 1.0",
        "depth = 1",
    );
    check_toml!(
        Strict,
        "first-name = 'a'\nthird = 1",
        "second = 3",
        "first-name = 'a'"
    );
}

/// Functions, constants and parameters with names that derived code could use itself.
mod names {
    use serde::{Deserialize, Deserializer};

    fn input<'de, D: Deserializer<'de>>(value: D) -> Result<u32, D::Error> {
        u32::deserialize(value)
    }

    fn value() -> u32 {
        3
    }

    fn source() -> u32 {
        4
    }

    const fn rest() -> u32 {
        5
    }

    #[allow(non_upper_case_globals)]
    const held: u32 = 6;

    fn whole() -> Names {
        Names {
            first: held,
            with: rest(),
            value: value(),
            source: source(),
        }
    }

    #[derive(Debug, rollbook::Config)]
    pub struct Parameters<D, E, A, V> {
        pub held: D,
        pub rest: E,
        pub whole: Vec<A>,
        #[serde(default)]
        pub input: Option<V>,
    }

    #[derive(Debug, rollbook::Config)]
    #[serde(default = "whole")]
    pub struct Names {
        pub first: u32,
        #[serde(default = "rest", deserialize_with = "input")]
        pub with: u32,
        #[serde(default = "value")]
        pub value: u32,
        #[serde(default = "source")]
        pub source: u32,
    }
}

/// Types with the names of usual ones.
mod aliases {
    type String = Vec<char>;
    #[allow(non_camel_case_types)]
    type f64 = bool;

    #[derive(Debug, rollbook::Config)]
    pub struct Aliases {
        pub text: String,
        pub number: f64,
        pub plain: u8,
    }

    /// A parameter with the name of a usual type may hold a lifetime.
    #[derive(Debug, rollbook::Config)]
    pub struct Parameter<String> {
        pub text: String,
        pub list: Vec<String>,
    }

    pub trait Holds {
        type String;
    }

    impl<'a> Holds for &'a () {
        type String = &'a str;
    }

    #[derive(Debug, rollbook::Config)]
    pub struct Held<'a> {
        pub text: <&'a () as Holds>::String,
    }
}

#[test]
fn types_with_the_names_of_others() {
    let text = std::string::String::from(r#"{"text": "a", "list": ["b"]}"#);
    let aliases::Parameter { text: a, list } = serde_json::from_str(&text).unwrap();
    assert_eq!((a, list), ("a", vec!["b"]));
    let aliases::Held { text: a } = serde_json::from_str(&text).unwrap();
    assert_eq!(a, "a");
    let text = r#"{"text": ["a", "b"], "number": true, "plain": 1}"#;
    let aliases: aliases::Aliases = serde_json::from_str(text).unwrap();
    assert_eq!(
        (aliases.text, aliases.number, aliases.plain),
        (vec!['a', 'b'], true, 1)
    );
}

#[test]
fn names_that_derived_code_could_use() {
    let parameters: names::Parameters<u8, u16, bool, char> =
        serde_json::from_str(r#"{"held": 1, "rest": 2, "whole": [true], "input": "x"}"#).unwrap();
    assert_eq!((parameters.held, parameters.rest), (1, 2));
    assert_eq!(
        (parameters.whole, parameters.input),
        (vec![true], Some('x'))
    );
    let names: names::Names = serde_json::from_str(r#"{"with": 9}"#).unwrap();
    let names = [names.first, names.with, names.value, names.source];
    assert_eq!(names, [6, 9, 3, 4]);
}
