//! What the modules of a registry are resolved with.

use rollbook::__private::build::ScopeId;

use super::scopes::Scopes;
use super::types::{Asynchronous, Registry};
use super::workspace::Workspace;
use crate::diagnostics::name;
use crate::manifest::ModuleEntry;

/// What the checks of a registry's modules look at.
pub(super) struct ModuleContext<'a> {
    pub(super) registry: &'a Registry,
    pub(super) scopes: &'a Scopes,
    /// All registries.
    pub(super) known: &'a [&'a str],
    /// Those with a context.
    pub(super) contexts: &'a [String],
    /// Those whose configs are validated first.
    pub(super) validated: &'a [String],
    /// How the constructors of each wait.
    pub(super) asynchronous: &'a [(String, Option<Asynchronous>)],
    pub(super) workspace: &'a Workspace<'a>,
}

impl ModuleContext<'_> {
    pub(super) fn scope(&self, entry: &ModuleEntry) -> Option<ScopeId> {
        match &entry.scope {
            None => Some(self.scopes.viewer),
            Some(key) => self.scopes.by_key.get(key).copied(),
        }
    }

    /// How messages name a scope.
    pub(super) fn place(&self, scope: ScopeId) -> String {
        if self.scopes.declared {
            format!(", in the scope {}", name(&self.scopes.scope(scope).key))
        } else {
            String::new()
        }
    }
}
