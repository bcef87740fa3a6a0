//! A registry or a scope that does not exist.

use std::error::Error;
use std::fmt;

/// A registry or a scope that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownEntry {
    /// No registry has this name.
    Registry {
        /// The name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No scope has this name.
    Scope {
        /// The name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
}

impl fmt::Display for UnknownEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, name, known) = match self {
            Self::Registry { name, known } => ("registry", name, known),
            Self::Scope { name, known } => ("scope", name, known),
        };
        let known = crate::diagnostics::names(known.iter().map(String::as_str));
        let name = crate::diagnostics::name(name);
        match known.as_str() {
            "" => write!(f, "unknown {what} {name}: the manifest has none"),
            known => write!(f, "unknown {what} {name}; there is {known}"),
        }
    }
}

impl Error for UnknownEntry {}
