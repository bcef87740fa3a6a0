//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(serde::Deserialize)]
pub struct ReLU {}
