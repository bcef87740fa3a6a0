//! Indices that say what they count, so that one cannot be taken for another. Those of scopes and modules are the
//! runtime's: tables hold them.

use rollbook::__private::build::{ModuleId, ScopeId};

/// The most scopes: tables count them in 16 bits.
pub(super) const MOST_SCOPES: usize = 60_000;

/// The most names in a registry, aliases included: tables count them in 15 bits.
pub(super) const MOST_NAMES: usize = 32_000;

/// A registry's place in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RegistryId(usize);

/// A slot's place in its `[[check]]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SlotId(usize);

impl RegistryId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    pub(crate) fn index(self) -> usize {
        self.0
    }
}

impl SlotId {
    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// The scope with an index of the model's list.
pub(crate) fn scope_id(index: usize) -> ScopeId {
    // `scopes::distinct` refuses more than `MOST_SCOPES`.
    ScopeId::new(u16::try_from(index).expect("no more scopes than tables can count"))
}

/// The module with an index of its registry's list.
pub(crate) fn module_id(index: usize) -> ModuleId {
    // `ModuleContext::modules` refuses more than `MOST_NAMES`.
    ModuleId::new(u16::try_from(index).expect("no more modules than tables can count"))
}
