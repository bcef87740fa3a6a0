//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[rollbook::dispatch]
pub trait Act { fn act(&self) -> f64; fn twice(&self) -> f64 { 2.0 * self.act() } }
#[derive(serde::Deserialize)]
pub struct ReLU {}
impl Act for ReLU { fn act(&self) -> f64 { 0.0 } }
pub struct GELU {}
#[derive(serde::Deserialize)]
pub struct Config {}
impl Act for GELU { fn act(&self) -> f64 { 1.0 } }
