//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(rollbook::Config)]
#[serde(transparent)]
pub struct GELU { pub inner: Inner }
#[derive(rollbook::Config)]
pub struct Inner { pub r#type: bool }
