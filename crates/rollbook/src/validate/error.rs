//! What is wrong with a config that was read: all of it, each mistake with its path.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::agreed::show::printable;
use crate::build::BoxError;
use crate::registry::Info;

/// A module, and the registry that it belongs to.
pub(super) type Of = (&'static str, &'static Info);

/// A config that is not valid: everything that is wrong with it. Its `Display` has a line for each problem.
///
/// Returned by the generated `Config::validate`, and by [`validate`](crate::validate).
pub struct ValidateError {
    pub(super) module: Option<Of>,
    pub(super) problems: Vec<Problem>,
}

/// One thing that is wrong with a config.
pub struct Problem {
    pub(super) path: String,
    pub(super) module: Option<Of>,
    pub(super) error: BoxError,
}

impl ValidateError {
    /// The problems, in the order in which they were found. There is at least one.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    /// Where in the config: `routes.b.inner`. Empty for the config as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The module whose config it is. `None` outside of modules.
    #[must_use]
    pub fn info(&self) -> Option<&'static Info> {
        self.module.map(|(_, info)| info)
    }

    /// What was added.
    #[must_use]
    pub fn error(&self) -> &(dyn core::error::Error + Send + Sync + 'static) {
        &*self.error
    }
}

impl fmt::Display for ValidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("1 problem in the config")?,
            count => write!(f, "{count} problems in the config")?,
        }
        if let Some((registry, info)) = self.module {
            write!(f, " of the {registry} `{}`", info.name)?;
        }
        for problem in &self.problems {
            write!(f, "\n- {problem}")?;
        }
        Ok(())
    }
}

/// One line, without the error's own sources.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "in `{}`: ", self.path)?;
        }
        f.write_str(&printable(&self.error.to_string()))?;
        match self.module {
            Some((registry, info)) => write!(f, " ({registry} `{}`)", info.name),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ValidateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.problems).finish()
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("path", &self.path)
            .field("module", &self.info().map(|info| info.name))
            .field("error", &self.error)
            .finish()
    }
}

impl core::error::Error for ValidateError {}

impl core::error::Error for Problem {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        self.error.source()
    }
}
