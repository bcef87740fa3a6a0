//! The functions and traits behind the macros.

use crate::explain::{UnknownName, UnknownScope};
use crate::lookup::id::ScopeId;
use crate::registry::{Kind, NO_SCOPE, Registry, ScopeInfo};

/// A module's type by its index, for `type_of!`.
pub trait TypeOf<const INDEX: usize> {
    /// The type.
    type Type;
}

/// A registry as seen from the scope with this index.
#[must_use]
pub const fn seen_from<K: Kind>(scope: ScopeId) -> Registry<K> {
    Registry::seen_from(scope)
}

/// A module's index by its name, for `type_of!`, which rustc evaluates.
///
/// # Panics
///
/// While rustc compiles, if no module has the name. The message is the text of [`UnknownName`].
#[must_use]
pub const fn position<K: Kind>(registry: Registry<K>, name: &str) -> usize {
    let viewer = registry.viewer;
    match K::DATA.resolve(viewer, name) {
        Some(module) => module.index(),
        None => panic!("{}", K::DATA.explain(viewer, name).as_str()),
    }
}

/// The module that a name means.
///
/// # Errors
///
/// [`UnknownName`] if no module has the name.
pub fn kind_named<K: Kind>(registry: Registry<K>, name: &str) -> Result<K, UnknownName<'static>> {
    registry.resolve(name).map_err(UnknownName::into_owned)
}

/// The index of a scope's parent.
#[must_use]
pub const fn parent_of(scopes: &[ScopeInfo], scope: usize) -> Option<usize> {
    match scopes[scope].parent {
        NO_SCOPE => None,
        parent => Some(parent as usize),
    }
}

/// The index of the first scope with this name, depth first.
///
/// # Errors
///
/// [`UnknownScope`] if no scope has the name.
pub fn scope_named(scopes: &'static [ScopeInfo], name: &str) -> Result<usize, UnknownScope> {
    let found = scopes.iter().position(|scope| scope.name == name);
    found.ok_or_else(|| UnknownScope::among(name, scopes))
}

/// A module and its config, which a task may carry to another thread.
pub const fn sendable<T: Send, C: Send>() {}

/// A context, which several threads may use.
pub const fn shareable<X: ?Sized + Sync>() {}
