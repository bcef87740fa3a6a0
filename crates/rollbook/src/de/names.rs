//! The names of a config's fields, as its derive knows them.

/// The names of a config's fields, and those of a struct that is flattened into it.
#[derive(Debug)]
pub struct Names {
    pub(super) own: &'static [&'static str],
    pub(super) flat: Option<&'static Names>,
}
