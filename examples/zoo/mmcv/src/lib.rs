//! The root of the zoo: what a model is, and what a backbone.

use std::fmt::Debug;

use rollbook::{BuildError, Construct};
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

/// What has a name of its own.
#[rollbook::dispatch]
pub trait Named {
    /// What to call it.
    fn title(&self) -> String;
}

/// What every backbone can do.
#[rollbook::dispatch]
pub trait Backbone: Debug + Named {
    /// How many channels come out.
    fn channels(&self) -> u32;
}

/// `Display` for an enum of backbones. The trait is of another crate, so it cannot carry `#[rollbook::dispatch]`: the manifest
/// lists this macro in `impl`, and it is called for the enum of this crate and of each crate that merges the registry.
#[macro_export]
macro_rules! impl_display {
    ([$module:ty] [$each:path]) => {
        impl ::std::fmt::Display for $module {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $each!(self, backbone => f.write_str(&$crate::Named::title(backbone)))
            }
        }
    };
}

/// Runs around the construction of every backbone, also of those that other crates add.
///
/// # Errors
///
/// What the constructor fails with; a backbone without channels.
pub fn build_backbone<C: Construct>(config: C) -> Result<C::Module, BuildError>
where
    C::Module: Backbone,
{
    let name = config.info().name;
    let backbone = config.construct(&())?;
    match backbone.channels() {
        0 => Err(BuildError::new(format!(
            "the backbone {name} has no channels"
        ))),
        _ => Ok(backbone),
    }
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

impl Named for Identity {
    fn title(&self) -> String {
        "the identity".to_owned()
    }
}

impl Backbone for Identity {
    fn channels(&self) -> u32 {
        3
    }
}

/// The mean of the errors.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mean {}
