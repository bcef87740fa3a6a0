//! What a crate publishes of its manifest to those that depend on it, through Cargo's metadata.
//!
//! A fragment holds the texts of the manifests themselves, the crate's own and those of the crates below it, and how a
//! dependent reaches each crate's types. So a dependent reads them with the same parser, and draws the lines of others
//! in its messages.

mod file;
mod package;

pub(crate) use file::{Published, Unreadable, feature_name, read, version, write};
pub(crate) use package::{Package, crates_of, direct};
