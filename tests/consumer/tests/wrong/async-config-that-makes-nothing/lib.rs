//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct Pool;
pub struct File {}
#[derive(serde::Deserialize)]
pub struct FileConfig {}
