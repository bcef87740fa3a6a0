//! Heads that hold losses that hold heads.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head<L> {
    pub loss: L,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mean {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distill<H> {
    pub teacher: Option<Box<H>>,
}
