//! The guard that sets the scope that a thread's names are looked up from.

use core::marker::PhantomData;

use crate::lookup::id::ScopeId;

/// The state of one manifest's scopes on this thread. Implemented by the generated `Scope`, in `scopes!`.
pub trait Viewer {
    /// The scope that names are looked up from.
    fn current() -> ScopeId;

    /// Sets it, and returns the one before.
    fn replace(viewer: ScopeId) -> ScopeId;

    /// Counts how deeply modules are nested in the config that is being read: adds `step`. Returns the scope that names are
    /// looked up from, and the sum.
    fn nest(step: isize) -> (ScopeId, usize);
}

/// Sets this thread's viewer until it is dropped. Does nothing without `std`.
pub struct Entered<S: Viewer> {
    before: ScopeId,
    scope: PhantomData<S>,
}

impl<S: Viewer> Entered<S> {
    /// Enters the scope with this index.
    #[must_use]
    pub fn at(scope: ScopeId) -> Self {
        Self {
            before: S::replace(scope),
            scope: PhantomData,
        }
    }
}

impl<S: Viewer> Drop for Entered<S> {
    fn drop(&mut self) {
        S::replace(self.before);
    }
}
