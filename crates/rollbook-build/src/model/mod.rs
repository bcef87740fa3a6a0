//! Resolves a manifest, as it is written, into the model: merges, resolves and checks.

mod asynchronous;
mod builds;
mod config_check;
mod context;
mod cycles;
mod derives;
mod id;
mod merge;
mod module;
mod modules;
mod names;
mod parents;
mod path;
mod pattern;
mod progress;
mod refusal;
mod registries;
mod reserved;
mod resolve;
mod role;
mod schema;
mod scopes;
mod types;
mod validate;
mod variants;
mod workspace;

pub(crate) use crate::manifest::DefaultText;
pub(crate) use derives::JSON_SCHEMA;
pub(crate) use id::{RegistryId, SlotId, scope_id};
pub(crate) use path::nested;
pub(crate) use pattern::Down;
pub(crate) use progress::Progress;
pub(crate) use refusal::refusal;
pub(crate) use resolve::resolve;
pub(crate) use role::{UNKNOWN, give, only};
pub(crate) use schema::Described;
pub(crate) use types::{
    Asynchronous, BuildFunction, Check, CheckedFile, Default, Form, Listed, Model, Module,
    Registry, Scope, Slot, default_texts,
};
pub(crate) use workspace::Workspace;
