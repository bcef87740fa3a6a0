//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[rollbook::dispatch]
pub trait Act { fn act(&self) -> f64; fn twice(&self) -> f64 { 2.0 * self.act() } }
#[derive(serde::Deserialize)]
pub struct ReLU {}
impl Act for ReLU { fn act(&self) -> f64 { 0.0 } }
pub fn make() -> registry::act::type_of!("ReLU") { ReLU {} }
