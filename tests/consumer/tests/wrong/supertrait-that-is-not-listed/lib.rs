//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[rollbook::dispatch]
pub trait Named { fn name(&self) -> String; }
#[rollbook::dispatch]
pub trait Act: Named { fn act(&self) -> f64; }
#[derive(serde::Deserialize)]
pub struct ReLU {}
impl Named for ReLU { fn name(&self) -> String { String::new() } }
impl Act for ReLU { fn act(&self) -> f64 { 0.0 } }
