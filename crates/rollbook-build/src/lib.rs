//! Generates a compile-time registry from `registry.toml`, in a build script.
//!
//! ```toml
//! # Cargo.toml
//! [build-dependencies]
//! rollbook-build = "0.1"
//! ```
//!
//! ```no_run
//! // build.rs, in its `main`
//! rollbook_build::generate("registry.toml");
//! ```
//!
//! ```toml
//! # registry.toml
//! [registry.act]
//! trait = "crate::Activation"
//!
//! [modules.act]
//! ReLU = "crate::ReLU"
//! GELU = { type = "crate::GELU", config = "crate::GeluConfig" }
//! ```
//!
//! The crate `rollbook` holds the other half: `rollbook::include_registry!()` includes what is generated here.
//! [`Generator`] does the same outside of a build script.

#[cfg(feature = "schema")]
mod arguments;
mod catalog;
mod config_check;
mod diagnostics;
mod emit;
mod error;
#[cfg(feature = "schema")]
mod example;
mod fragment;
#[cfg(test)]
mod fuzz_test;
mod generator;
mod inputs;
mod lock;
mod manifest;
mod model;
mod output;
#[cfg(feature = "schema")]
mod page;
#[cfg(feature = "schema")]
mod schema;
mod schema_file;
mod script;
mod tables;
mod text;
#[cfg(feature = "schema")]
mod tools;

#[cfg(feature = "schema")]
pub use arguments::{Argument, Arguments, Choice, Shape};
pub use catalog::{
    Catalog, Explanation, ModuleEntry, RegistryEntry, ReservedEntry, ScopeEntry, Step, UnknownEntry,
};
pub use diagnostics::{Diagnostic, Edit, Label, Level};
pub use error::Error;
pub use generator::Generator;
#[cfg(feature = "schema")]
pub use lock::ChangedArgument;
pub use output::{Output, Reference};
pub use script::generate;
#[cfg(feature = "schema")]
pub use tools::{Lock, SchemaFile};

/// Whether a manifest can have a registry of this name: an identifier of Rust that the generated file does not need itself.
///
/// ```
/// assert!(rollbook_build::is_registry_name("model"));
/// assert!(!rollbook_build::is_registry_name("fn") && !rollbook_build::is_registry_name("scope"));
/// ```
#[must_use]
pub fn is_registry_name(name: &str) -> bool {
    model::refusal(name).is_none()
}

/// The JSON Schema of `registry.toml`, as draft 7: every key with its documentation, type, example and default.
///
/// ```
/// assert!(rollbook_build::manifest_schema().contains("viewer-key"));
/// ```
#[cfg(feature = "schema")]
#[must_use]
pub fn manifest_schema() -> String {
    schema::manifest()
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
