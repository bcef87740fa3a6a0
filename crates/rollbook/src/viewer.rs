//! The guard that sets the scope that a thread's names are looked up from.

/// Sets this thread's viewer until it is dropped. Does nothing without `std`.
#[doc(hidden)]
pub struct Entered<S: crate::Scope> {
    before: u16,
    scope: core::marker::PhantomData<S>,
}

impl<S: crate::Scope> Entered<S> {
    /// Enters a scope.
    #[must_use]
    pub fn new(scope: S) -> Self {
        let index = S::ALL.iter().position(|known| *known == scope);
        // A scope is one of its enum's `ALL`, and there are at most `u16::MAX`.
        Self::at(
            index
                .and_then(|index| u16::try_from(index).ok())
                .unwrap_or_default(),
        )
    }

    pub(crate) fn at(index: u16) -> Self {
        Self {
            before: S::replace(index),
            scope: core::marker::PhantomData,
        }
    }
}

impl<S: crate::Scope> Drop for Entered<S> {
    fn drop(&mut self) {
        S::replace(self.before);
    }
}
