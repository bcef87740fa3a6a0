//! From the manifest as written to the model: merges, resolves and checks. A faulty entry is told and left out.

mod config_check;
mod context;
mod merge;
mod modules;
mod names;
mod path;
mod pattern;
mod registries;
mod resolve;
mod scopes;
mod sequence;
mod surroundings;
mod types;
mod variants;

pub(crate) use pattern::{Down, Pattern, State};
pub(crate) use resolve::resolve;
pub(crate) use surroundings::Surroundings;
#[cfg(test)]
pub(crate) use types::Scope;
pub(crate) use types::{Check, CheckedFile, Model, Module, Registry, Slot};
