//! One fault.

pub mod registry { rollbook::include_registry!(); }
pub struct Device;
pub struct GELU {}
#[derive(serde::Deserialize)]
pub struct Config {}
