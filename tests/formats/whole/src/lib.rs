//! Modules whose config is not a plain struct, or is one that a registry cannot have.
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Deserializer, Serialize};

pub mod registry {
    rollbook::include_registry!();
}

/// What every kind can do.
pub trait Net {}

impl<T> Net for T {}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Table(pub BTreeMap<u32, u32>);

#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Nested {
    #[serde(flatten)]
    pub rest: BTreeMap<u32, BTreeMap<i8, bool>>,
}

/// What the format says of itself.
#[derive(Debug, Serialize)]
pub struct Asks {
    #[serde(skip)]
    pub human: bool,
}

impl<'de> Deserialize<'de> for Asks {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let human = input.is_human_readable();
        BTreeMap::<String, u8>::deserialize(input)?;
        Ok(Self { human })
    }
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Env {
    pub depth: u32,
    #[serde(default)]
    pub on: bool,
    #[serde(default)]
    pub rate: f64,
    #[serde(default)]
    pub name: String,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
pub struct Host {
    pub ip: IpAddr,
    pub seed: u128,
}

/// No table.
#[derive(Debug, Deserialize, Serialize)]
pub struct One(pub u32);

/// No table.
#[derive(Debug, Deserialize, Serialize)]
pub struct Pair(pub u32, pub u32);

#[derive(Debug, Deserialize, Serialize)]
pub enum Choice {
    A { x: u32 },
    B(u32),
}

/// An argument that is one of several words.
#[derive(Debug, Deserialize, Serialize)]
pub struct Picks {
    pub mode: Mode,
}

#[derive(Debug, Deserialize, Serialize)]
pub enum Mode {
    Fast,
    Slow,
}

/// An argument that is called as the tag.
#[derive(Debug, Deserialize, Serialize)]
pub struct Typed {
    pub r#type: Option<String>,
}

/// Arguments of any name.
#[derive(Debug, Deserialize, Serialize)]
pub struct Free(pub BTreeMap<String, u32>);
