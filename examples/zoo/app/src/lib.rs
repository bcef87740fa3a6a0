//! The registry of the program.

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
