//! The manifest as it is written: typed, each part with its place, nothing resolved yet.

mod config_check;
mod crates;
mod defaults;
mod entries;
mod include;
pub(crate) mod keys;
#[cfg(test)]
mod keys_test;
mod load;
mod modules;
mod registry;
mod scope;
mod settings;
mod table;
mod value;

pub(crate) use entries::{
    AliasEntry, BuildEntry, CheckEntry, DefaultEntry, DefaultText, Derived, Manifest, ModuleEntry,
    RegistryEntry, ScopeEntry, Settings,
};
pub(crate) use load::{Inputs, Loaded, load};
pub(crate) use modules::registry_problem;
pub(crate) use value::Value;
