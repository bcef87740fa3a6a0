//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(serde::Deserialize)]
pub struct ReLU {}
pub fn build<C: rollbook::Construct>(config: C) -> Result<C::Module, rollbook::BuildError> {
    config.construct(&())
}
