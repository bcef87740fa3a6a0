//! Plain vocabulary below all phases: texts and places in them, files, Rust words.

pub(crate) mod files;
pub(crate) mod json;
pub(crate) mod rust;
mod source;
mod version;

pub(crate) use source::{PackageId, Place, Source, SourceId, Span, Spanned};
pub(crate) use version::version;
