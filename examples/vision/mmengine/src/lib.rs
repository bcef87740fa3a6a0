//! The root of the model zoo: what every package shares.
//!
//! A package adds modules to the registries of this crate: it names this crate in its `registry.toml`, and implements
//! the traits below. `docs/model-zoo.md` of rollbook's repository walks through it.

pub mod batch;
pub mod config;
pub mod context;
pub mod data;
pub mod image;
pub mod initializer;
pub mod layers;
pub mod metric;
pub mod model;
pub mod nets;
pub mod optim;
pub mod schedule;
pub mod sequential;
pub mod transforms;
pub mod weights;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

pub use context::{Context, Name, Site};
pub use layers::Layer;
pub use model::{Extractor, Head, Loss, Model, Preprocessor};
pub use weights::Weights;
