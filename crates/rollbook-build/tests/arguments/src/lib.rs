//! Sources that the test reads; nothing compiles them.

mod nets;
pub use nets::{deep, Plain as Renamed};
use std::collections::{BTreeMap, HashMap as Map};
use std::num::NonZeroU16;

/// Numbers.
///
/// ```toml
/// # A comment.
/// byte = 1
/// ```
///
/// # Examples
///
/// For those who write Rust.
#[derive(Deserialize)]
pub struct Ranges {
    pub byte: u8,
    pub sign: i32,
    pub size: usize,
    pub above: NonZeroU16,
    pub also: std::num::NonZero<u8>,
    pub big: i64,
    pub real: f32,
    pub on: bool,
    pub text: String,
    pub letter: char,
    pub path: std::path::PathBuf,
    pub maybe: Option<Vec<u16>>,
    pub point: [f64; 2],
    pub pair: (String, u8),
    pub table: Map<String, bool>,
    pub boxed: Box<[u8]>,
    pub other: serde_json::Value,
    pub inner: Renamed,
    pub many: BTreeMap<String, Vec<Renamed>>,
}

/// Other names.
#[derive(Clone, serde::Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Named {
    /// Two words.
    ///
    /// And a paragraph.
    pub two_words: u8,
    #[serde(rename = "type_of")]
    pub renamed: Option<String>,
    #[serde(rename(serialize = "a", deserialize = "b"), alias = "c", alias = "d")]
    pub both: Mode,
    pub r#in: bool,
    #[serde(skip)]
    pub skipped: u8,
    #[serde(deserialize_with = "read")]
    pub by_hand: Option<u8>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Quick.
    #[default]
    VeryFast,
    #[serde(alias = "slowly")]
    Slow,
    #[serde(skip)]
    Never,
}

#[derive(Deserialize)]
#[serde(bound = "N: Deserialize<'de>")]
pub struct Slots<N, T> {
    pub norm: Option<N>,
    pub list: Vec<T>,
    pub both: Pair<T, N>,
}

type Pair<A, B> = (A, B);

#[derive(rollbook::Config)]
pub struct Newtype(Named);

#[derive(rollbook::Config)]
#[serde(transparent)]
pub struct Transparent {
    held: nets::Plain,
}

#[derive(Deserialize)]
#[serde(try_from = "nets::Plain")]
pub struct FromRaw {
    pub twice: u16,
}

pub struct Built;

#[cfg_attr(feature = "serde", derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct Behind {
    #[cfg(feature = "gpu")]
    pub device: u8,
    #[cfg_attr(feature = "serde", serde(default))]
    pub cpu: u8,
}

#[derive(Deserialize)]
pub struct Unit;

/// It implements `Deserialize` itself.
pub struct ByHand {
    pub a: u8,
}

made! { ByMacro { a: u8 } }

#[cfg(feature = "one")]
#[derive(Deserialize)]
pub struct Twice { pub a: u8 }
#[cfg(not(feature = "one"))]
#[derive(Deserialize)]
pub struct Twice { pub b: u8 }

#[derive(Deserialize)]
pub struct Itself {
    pub next: Option<Box<Itself>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flat {
    pub own: u8,
    #[serde(flatten)]
    pub rest: nets::Batch,
}
