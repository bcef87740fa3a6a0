//! The value of `_scope_`.

use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Visitor};

use super::SCOPE_KEY;
use crate::explain::UnknownScope;
use crate::lookup::id::ScopeId;
use crate::registry::Data;

/// Reads the value of `_scope_` as a scope of the viewer's tree.
pub(super) struct ScopeSeed {
    pub(super) data: &'static Data,
    pub(super) viewer: ScopeId,
    /// It comes after arguments, and may only say what holds already.
    pub(super) is_late: bool,
}

impl<'de> DeserializeSeed<'de> for ScopeSeed {
    type Value = ScopeId;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<ScopeId, D::Error> {
        value.deserialize_any(self)
    }
}

impl Visitor<'_> for ScopeSeed {
    type Value = ScopeId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a scope")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<ScopeId, E> {
        let Some(scope) = self.data.scope_named(self.viewer, name) else {
            return Err(E::custom(UnknownScope::among(name, self.data.scopes)));
        };
        if self.is_late && scope != self.viewer {
            let key = self.data.key;
            return Err(E::custom(format_args!(
                "`{SCOPE_KEY}` comes too late: write it before `{key}`, or right after it"
            )));
        }
        Ok(scope)
    }
}
