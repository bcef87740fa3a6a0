//! A struct with a field of each kind, once with serde's derive and once with rollbook's.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub enum Mode {
    Unit,
    New(i32),
    Pair(u8, String),
    Struct { a: u8, b: Option<bool> },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Any {
    Number(i64),
    Fraction(f64),
    Text(String),
    List(Vec<Any>),
    Mode(Mode),
}

macro_rules! part {
    ($name:ident, $derive:path) => {
        #[derive(Debug, $derive)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            #[serde(default)]
            pub whole: Option<i64>,
            #[serde(default)]
            pub large: u64,
            #[serde(default)]
            pub fraction: f64,
            #[serde(default)]
            pub single: f32,
            #[serde(default, alias = "s")]
            pub text: String,
            #[serde(default)]
            pub letter: Option<char>,
            #[serde(default)]
            pub flags: Vec<bool>,
            #[serde(default)]
            pub by_name: BTreeMap<String, i32>,
            #[serde(default)]
            pub by_number: BTreeMap<u16, Vec<u8>>,
            #[serde(default)]
            pub pair: Option<(u8, String)>,
            #[serde(default)]
            pub mode: Option<Mode>,
            #[serde(default)]
            pub any: Option<Any>,
            #[serde(default)]
            pub unit: (),
        }
    };
}

part!(Serde, serde::Deserialize);
part!(Own, rollbook::Config);
