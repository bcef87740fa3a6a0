//! Resolves a manifest, as it is written, into the model: merges, resolves and checks.

mod asynchronous;
mod builds;
mod config_check;
mod context;
mod cycles;
mod id;
mod merge;
mod modules;
mod names;
mod path;
mod pattern;
mod registries;
mod reserved;
mod resolve;
mod scopes;
mod sequence;
mod types;
mod variants;
mod workspace;

pub(crate) use id::{RegistryId, SlotId, scope_id};
pub(crate) use path::nested;
pub(crate) use pattern::{Down, Pattern, State};
pub(crate) use registries::refusal;
pub(crate) use resolve::resolve;
pub(crate) use sequence::only;
#[cfg(test)]
pub(crate) use types::Scope;
pub(crate) use types::{
    Asynchronous, BuildFunction, Check, CheckedFile, Listed, Model, Module, Registry,
};
pub(crate) use workspace::Workspace;
