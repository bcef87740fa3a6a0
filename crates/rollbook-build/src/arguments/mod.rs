//! The arguments of modules, read from the Rust sources of their configs: for tools that do not run the program.
//!
//! A struct says what it reads by its fields, their documentation and serde's attributes, whether the derive is serde's or
//! rollbook's. Nothing is guessed: what is made by a macro, comes from a crate without a registry, or is read by hand has
//! arguments that are not known.

mod attributes;
mod case;
mod default;
mod reader;
mod sources;
mod types;

pub(crate) use reader::Reader;
pub use types::{Argument, Arguments, Choice, Shape};
