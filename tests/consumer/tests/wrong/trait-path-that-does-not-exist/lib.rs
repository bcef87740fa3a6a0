//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[rollbook::dispatch]
pub trait Act { fn act(&self) -> f64; }
#[derive(serde::Deserialize)]
pub struct ReLU {}
impl Act for ReLU { fn act(&self) -> f64 { 0.0 } }
