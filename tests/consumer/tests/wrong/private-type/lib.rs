//! One fault.

mod registry { rollbook::include_registry!(); }
#[derive(serde::Deserialize)]
struct ReLU {}
