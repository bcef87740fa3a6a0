//! Classifiers: another library that plugs into mmcv.

use mmcv::{Backbone, Model};
use serde::Deserialize;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

/// A model without arguments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetB {}

impl Model for NetB {
    fn describe(&self) -> String {
        "NetB".to_owned()
    }
}

/// A residual network.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResNet {
    /// Its layers.
    pub depth: u32,
}

impl Backbone for ResNet {
    fn channels(&self) -> u32 {
        if self.depth < 50 { 512 } else { 2048 }
    }
}

/// A backbone that is there only with the feature `big`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Huge {}

impl Backbone for Huge {
    fn channels(&self) -> u32 {
        8192
    }
}

/// A loss against what another head says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distill<H> {
    /// The other head.
    pub teacher: Option<Box<H>>,
}
