//! The root of the zoo: what a model is, and what a backbone.

use std::fmt::Debug;

use serde::Deserialize;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

/// What every model can do.
#[rollbook::dispatch]
pub trait Model: Debug {
    /// Says what it is made of.
    fn describe(&self) -> String;
}

/// What every backbone can do.
#[rollbook::dispatch]
pub trait Backbone: Debug {
    /// How many channels come out.
    fn channels(&self) -> u32;
}

/// One model after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequential<M> {
    /// In this order.
    pub models: Vec<M>,
}

impl<M: Model> Model for Sequential<M> {
    fn describe(&self) -> String {
        let models = self.models.iter().map(Model::describe);
        format!("[{}]", models.collect::<Vec<_>>().join(", "))
    }
}

/// A backbone that does nothing.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {}

impl Backbone for Identity {
    fn channels(&self) -> u32 {
        3
    }
}

/// The mean of the errors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mean {}
