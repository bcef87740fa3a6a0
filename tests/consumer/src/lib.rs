//! Types as a user writes them, and the registry over them.
#![allow(missing_docs)]
#![deny(clippy::pedantic)]

pub mod act;
pub mod converter;
pub mod form;
pub mod layer;
pub mod loader;
pub mod model;
pub mod mutual;
pub mod norm;
pub mod panel;
pub mod rule;
pub mod shape;
pub mod sink;

pub mod registry {
    rollbook::include_registry!();
}
