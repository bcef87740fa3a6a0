//! The fixed parts of a generated file: macros, and the functions that they call.
//!
//! The generated file holds what differs between manifests. Everything that is the same in all of them is here. Paths in
//! the macros are absolute and no method needs a trait in scope, so they work under `#![no_implicit_prelude]`.

mod asynchronous;
mod features;
mod module;
mod registry;
mod scopes;
mod serde;
mod support;

pub use support::{
    TypeOf, kind_named, parent_of, position, scope_named, seen_from, sendable, shareable,
};
