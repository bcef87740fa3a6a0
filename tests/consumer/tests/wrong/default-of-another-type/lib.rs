//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(rollbook::Config)]
pub struct GELU { pub approximate: Option<bool>, pub widths: Vec<u32> }
