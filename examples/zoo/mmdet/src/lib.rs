//! Detectors: a library that plugs into mmcv.

use mmcv::{Backbone, Model};
use serde::Deserialize;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

/// A model without arguments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetA {}

impl Model for NetA {
    fn describe(&self) -> String {
        "NetA".to_owned()
    }
}

/// A detector over any backbone: the program that links it decides which there are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detector<B> {
    /// What finds the features.
    pub backbone: B,
}

impl<B: Backbone> Model for Detector<B> {
    fn describe(&self) -> String {
        format!("Detector({} channels)", self.backbone.channels())
    }
}

/// A head with any loss.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head<L> {
    /// What it learns by.
    pub loss: L,
}
