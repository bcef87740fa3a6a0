//! The indices of scopes and modules, each with a type of its own.
//!
//! Tables hold them packed, as `u16`: a registry has at most 32,767 modules, a manifest at most 65,534 scopes. The
//! generator checks this.

/// A scope's place in depth-first order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct ScopeId(u16);

impl ScopeId {
    /// The scope with this index.
    #[inline]
    #[must_use]
    pub const fn new(index: u16) -> Self {
        Self(index)
    }

    /// As tables hold it.
    #[inline]
    #[must_use]
    pub const fn packed(self) -> u16 {
        self.0
    }

    /// As an index into the scopes.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A module's place in its registry. Modules whose feature is off come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[repr(transparent)]
pub struct ModuleId(u16);

impl ModuleId {
    /// The module with this index.
    #[inline]
    #[must_use]
    pub const fn new(index: u16) -> Self {
        Self(index)
    }

    /// As tables hold it.
    #[inline]
    #[must_use]
    pub const fn packed(self) -> u16 {
        self.0
    }

    /// As an index into the modules.
    #[inline]
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}
