//! One fault.

pub mod registry { rollbook::include_registry!(); }
#[derive(serde::Deserialize)]
pub struct ReLU {}
pub trait Act {}
pub fn build<C: rollbook::Construct>(config: C) -> Result<C::Module, rollbook::BuildError>
where
    C::Module: Act,
{
    config.construct(&())
}
