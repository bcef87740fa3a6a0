//! JSON Schemas for editors: of the manifest itself, and of the configs that name its modules.
//!
//! The form was found by trying others in four language servers. What completes is apart from what is checked: servers
//! for TOML complete from `anyOf` and never from `if`, and a failed `anyOf` is reported badly.

mod arguments;
mod configs;
mod graph;
mod json;
mod keys;
mod names;
mod places;
mod registry;
mod required;
mod tables;

pub(crate) use configs::{Asked, configs, registry};
pub(crate) use keys::manifest;
