//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(rollbook::Config)]
pub struct GELU { pub depth: Option<u8> }
