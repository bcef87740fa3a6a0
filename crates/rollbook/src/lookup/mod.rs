//! Names to modules: constants and `const fn`, one path for rustc, for programs and for the generator.

pub(crate) mod hash;
pub(crate) mod id;
pub(crate) mod resolve;
pub(crate) mod table;
