//! Modules of registries whose configs are written in other forms, and with names that are unknown.

use rollbook::{BuildError, Unknown};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Unit;

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Clamp {
    pub low: f64,
    /// No key is taken in these forms.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

#[derive(Clone, Debug, PartialEq, rollbook::Config, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    pub low: u32,
    pub high: u32,
}

/// Not a table.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Pair(pub u32, pub String);

/// Holds others.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Held<N> {
    pub inner: Option<Box<N>>,
    pub list: Vec<N>,
}

#[derive(Debug)]
pub struct Holds<N>(pub Vec<N>);

impl<N: rollbook::Build> TryFrom<Held<N>> for Holds<N::Module> {
    type Error = BuildError;

    fn try_from(held: Held<N>) -> Result<Self, BuildError> {
        let inner = held.inner.map(|inner| *inner);
        let all = inner.into_iter().chain(held.list);
        let all = all.map(|config| config.build(&()));
        all.collect::<Result<_, _>>().map(Self)
    }
}

/// A module of the future: read and written back, but not built.
#[derive(Debug)]
pub enum Later {}

impl TryFrom<Unknown> for Later {
    type Error = Unknown;

    fn try_from(unknown: Unknown) -> Result<Self, Unknown> {
        Err(unknown)
    }
}
