//! Several parsed documents as one: which value wins, and which files a file is based on.
//!
//! All documents lie in one space of bytes, each at its own offset. So a place is one range, whichever document it
//! is in, and a merged table is a table as any other. `toml::Layers` reads with this, and `rollbook-build` checks.

#[cfg(feature = "layers")]
mod case;
mod fault;
mod files;
mod json;
#[cfg(feature = "layers")]
mod path;
mod place;
mod rules;
#[cfg(feature = "layers")]
mod set;

pub use fault::Fault;
pub use files::Files;
pub use json::{JsonFault, is_null, json};
pub use place::node_moved;
pub use rules::Rules;

#[cfg(feature = "layers")]
pub(crate) use case::Cases;
#[cfg(feature = "layers")]
pub(crate) use path::{Path, PathFault, Step, StepKind};
#[cfg(feature = "layers")]
pub(crate) use place::moved;

use alloc::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of which each key and value knows its place.
pub type Table<'a> = DeTable<'a>;
/// A key with its place.
pub(crate) type Key<'a> = Spanned<Cow<'a, str>>;
/// A value with its place.
pub(crate) type Node<'a> = Spanned<DeValue<'a>>;

/// Where something is, in the space of all documents.
pub type Place = core::ops::Range<usize>;

/// The key that names the files that a file is based on.
pub const BASE: &str = "_base_";
/// The key of a table that replaces what is below it: `true`, or the names of the keys to remove.
pub const DELETE: &str = "_delete_";
/// The key of a table that keeps the arguments of a module whose name changes.
pub const MERGE: &str = "_merge_";
