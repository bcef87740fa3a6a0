//! Files: found by patterns, read as text, written whole.

mod glob;
mod read;
mod write;

pub(crate) use glob::matches;
pub(crate) use read::{find, read, slashes};
pub(crate) use write::when_changed;
