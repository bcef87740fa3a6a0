//! What config files are checked against.

use rollbook::__private::build::Data;

use crate::model::{Model, RegistryId};

/// What is checked against.
pub(super) struct CheckContext<'a> {
    pub(super) model: &'a Model,
    pub(super) data: &'a [&'static Data],
    pub(super) manifest: &'a str,
}

impl CheckContext<'_> {
    /// The tables of a registry.
    pub(super) fn data_of(&self, registry: RegistryId) -> &'static Data {
        self.data[registry.index()]
    }
}
