//! Configs by rollbook's own derive, beside serde's; in a registry whose modules are always tables.

use crate::registry::{act, loader};

#[derive(Debug, PartialEq, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Files {
    pub path: String,
    #[serde(default)]
    pub workers: u32,
}

/// Without `conversions = false`, this would be a second impl.
impl From<Files> for loader::Module {
    fn from(files: Files) -> Self {
        Self::Files(Files {
            workers: files.workers.max(1),
            ..files
        })
    }
}

#[derive(Debug, rollbook::Config)]
pub struct Mapped<L> {
    pub inner: Box<L>,
    pub act: Option<act::Config>,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
pub struct Zip {
    pub path: String,
}
