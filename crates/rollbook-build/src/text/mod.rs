//! Plain vocabulary below all phases: texts and places in them, files, TOML trees, Rust words.

pub(crate) mod files;
pub(crate) mod rust;
mod source;
pub(crate) mod toml;

pub(crate) use source::{Place, Source, Span, Spanned};
