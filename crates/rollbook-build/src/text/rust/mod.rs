//! Rust words and paths as text, without a parser.

pub(crate) mod identifier;
pub(crate) mod tokens;
