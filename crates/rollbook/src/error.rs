//! What can go wrong between a config and its module.

use alloc::string::String;
use core::fmt;

use crate::build::BuildError;

/// A config could not be read, or its module not built.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The config is wrong: an unknown name, a wrong argument, or the format's own syntax.
    Read {
        /// Where in the config, as far as it is known: `backbone.depth`.
        path: String,
        /// The format's error, with line and column if the format has them.
        source: E,
    },
    /// The module's constructor failed.
    Build(BuildError),
}

impl<E> From<BuildError> for Error<E> {
    fn from(error: BuildError) -> Self {
        Self::Build(error)
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } if path.is_empty() => source.fmt(f),
            Self::Read { path, source } => write!(f, "{source} (in `{path}`)"),
            // `{error:#}` writes the whole chain.
            Self::Build(error) => error.fmt(f),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for Error<E> {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            // Its text is this error's own.
            Self::Read { source, .. } => source.source(),
            Self::Build(error) => error.source(),
        }
    }
}
