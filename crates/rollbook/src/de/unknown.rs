//! A config of a module that this program does not have.

use alloc::string::String;
use core::fmt;

use serde_core::ser::{Serialize, Serializer};

use super::content::Content;
use crate::agreed::show::printable;

/// A config whose name no module has, such as one that a newer version of the program wrote. It keeps the name and the
/// arguments, and is written back as it was read.
///
/// It is the config of the module that a registry names with `fallback = "Unknown"`. Building it is what that module's
/// constructor makes of it: `TryFrom<rollbook::Unknown>`, or the function that the entry names with `build`. An
/// `Unknown` is an error, too, for a constructor to fail with:
///
/// ```
/// # use rollbook::Unknown;
/// /// A module of the future, which is read and written back, but cannot be built.
/// enum Later {}
///
/// impl TryFrom<Unknown> for Later {
///     type Error = Unknown;
///
///     fn try_from(unknown: Unknown) -> Result<Self, Unknown> {
///         Err(unknown) // "this program has no module `Swin`"
///     }
/// }
/// ```
///
/// `Serialize` writes the arguments alone: `serde_json::to_value(&unknown)` is a way to look at them.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub(crate) name: String,
    pub(crate) scope: Option<&'static str>,
    pub(crate) arguments: Option<Content<'static>>,
}

impl Unknown {
    /// The name, as it is written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The scope that the config names with `_scope_`.
    #[must_use]
    pub fn scope(&self) -> Option<&'static str> {
        self.scope
    }

    /// Whether the config is a name alone.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        self.arguments.is_none()
    }
}

impl AsRef<Self> for Unknown {
    fn as_ref(&self) -> &Self {
        self
    }
}

/// The config of the fallback.
pub fn from_unknown<T: From<Unknown>>(unknown: Unknown) -> T {
    unknown.into()
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this program has no module `{}`", printable(&self.name))
    }
}

impl core::error::Error for Unknown {}

/// The arguments; of a bare name, an empty table.
impl Serialize for Unknown {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.arguments {
            Some(arguments) => arguments.serialize(serializer),
            None => serializer.collect_map(core::iter::empty::<((), ())>()),
        }
    }
}
