//! One fault: configs are to be cloned, but this one holds modules, which are not.

pub mod registry { rollbook::include_registry!(); }
#[derive(Clone, serde::Deserialize)]
pub struct Resize {}
#[derive(Clone, serde::Deserialize)]
pub struct Chain<S> { pub steps: Vec<S> }
