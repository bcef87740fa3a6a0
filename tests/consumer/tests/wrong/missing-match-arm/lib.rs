//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[rollbook::dispatch]
pub trait Act { fn act(&self) -> f64; fn twice(&self) -> f64 { 2.0 * self.act() } }
#[derive(serde::Deserialize)]
pub struct ReLU {}
impl Act for ReLU { fn act(&self) -> f64 { 0.0 } }
#[derive(serde::Deserialize)]
pub struct GELU {}
impl Act for GELU { fn act(&self) -> f64 { 0.0 } }
pub fn name(module: &registry::act::Module) -> u32 {
    match module {
        registry::act::Module::ReLU(_) => 1,
    }
}
