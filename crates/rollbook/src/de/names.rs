//! The fields of a config, as its derive knows them.

use core::marker::PhantomData;

/// The names of a config's fields, and those of a struct that is flattened into it.
#[derive(Debug)]
pub struct Names {
    /// The names, aliases among them.
    pub(crate) own: &'static [&'static str],
    /// The field that each name belongs to. Empty if there are no aliases.
    pub(crate) owners: &'static [u16],
    /// What each field is read from, with commas between them: `bool`, `u8`, `str` (a text), `[X]` (a list), `{X}` (a map),
    /// and so on. `?` is anything.
    pub(crate) shapes: &'static str,
    /// There are no other names.
    pub(crate) are_all: bool,
    /// A flattened field has the other names.
    pub(crate) flat: Option<&'static Names>,
}

impl Names {
    const NONE: &'static Self = &Self {
        own: &[],
        owners: &[],
        shapes: "",
        are_all: false,
        flat: None,
    };
}

/// The names of a config's fields. A type without rollbook's derive has those of [`NoNames`]: an inherent constant
/// wins over that of a trait.
pub struct NamesOf<T>(PhantomData<T>);

/// What is known of any type: nothing.
pub trait NoNames {
    /// The names.
    const NAMES: &'static Names = Names::NONE;
}

impl<T> NoNames for NamesOf<T> {}

/// A type whose names are known.
pub trait HasNames {
    /// The names.
    const NAMES: &'static Names;
}

impl<T: HasNames> NamesOf<T> {
    /// The names.
    pub const NAMES: &'static Names = T::NAMES;
}
