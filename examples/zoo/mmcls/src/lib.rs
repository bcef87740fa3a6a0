//! Classifiers: another library that plugs into mmcv.

use mmcv::{Backbone, Model, Named};
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

impl Named for ResNet {
    fn title(&self) -> String {
        format!("ResNet-{}", self.depth)
    }
}

impl Backbone for ResNet {
    fn channels(&self) -> u32 {
        match self.depth {
            0 => 0,
            1..50 => 512,
            _ => 2048,
        }
    }
}

/// A backbone that is there only with the feature `big`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Huge {}

impl Named for Huge {
    fn title(&self) -> String {
        "huge".to_owned()
    }
}

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
