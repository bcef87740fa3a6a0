//! Whether a module's config reads, wherever the name of the module is written, what a plain struct reads from the same
//! text: for each format, kind of value, place of the name and derive. What it does not is in `records`, by format.
#![allow(missing_docs)]

pub mod doc;
pub mod kinds;
pub mod matrix;
pub mod raw;
pub mod registry {
    rollbook::include_registry!();
}

/// What every kind can do.
pub trait Net {}

impl<T> Net for T {}

/// A module that holds another.
#[derive(Debug, serde::Deserialize)]
pub struct Outer<N> {
    pub inner: Box<N>,
}

/// A module that holds a list of others.
#[derive(Debug, rollbook::Config)]
pub struct List<N> {
    pub list: Vec<N>,
}
