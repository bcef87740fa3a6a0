//! What `#[derive(Config)]` writes against: a table of names, a slot for each field, and one loop for all structs.
//!
//! serde's derive writes a visitor for each struct, which rustc compiles again for each format. Here a struct's code is
//! a few lines that know no format: they hand their slots to a loop, compiled once for each format, and each slot
//! reads its value through a trait object, compiled once for each type.

mod around;
mod beside;
mod erased;
mod failure;
mod field;
mod fill;
mod format;
mod nested;
mod slot;
mod token;
mod usual;
mod values;

use core::fmt;
use core::marker::PhantomData;

pub use serde_core::de::{Deserialize, Deserializer};
use serde_core::de::{Error, Expected, MapAccess, SeqAccess, Visitor};

use crate::de::{HasNames, Made, Names, made};
pub(crate) use around::HOME as AROUND_HOME;
pub use around::read_around;
pub use beside::{Beside, FieldSource, Rest};
pub use erased::Erased;
pub(crate) use erased::HOME as ERASED_HOME;
pub use failure::Failure;
pub use field::{Field, With};
use fill::Items;
pub(crate) use fill::Keys;
pub use slot::{OtherSlot, Slot, SlotOf};
pub use token::Value;
pub use usual::{Held, held, holds, take};

/// The description of a struct. What most structs do not have is empty.
#[derive(Debug)]
pub struct StructInfo {
    /// Its name.
    pub name: &'static str,
    /// What a message expects. Empty if that is `struct` and the name.
    pub expecting: &'static str,
    /// Whether a message about a list says how many elements are expected, too: not if the user wrote `expecting`.
    pub counts: bool,
    /// The names of the fields, aliases among them.
    pub names: &'static [&'static str],
    /// The field that each name belongs to. Empty if there are no aliases.
    pub owners: &'static [u16],
    /// The fields. Empty if there are no aliases: they are the names.
    pub fields: &'static [&'static str],
    /// Whether each field has a default. Empty if none has.
    pub optional: &'static [bool],
    /// Whether other keys are refused.
    pub strict: bool,
    /// What each field is read from, if its type says so: see [`crate::de::Names`].
    pub shapes: &'static str,
    /// The names of the type of a flattened field, which takes the other keys.
    pub flat: Option<&'static Names>,
}

impl StructInfo {
    /// A struct without fields and options.
    pub const EMPTY: Self = Self {
        name: "",
        expecting: "",
        counts: true,
        names: &[],
        owners: &[],
        fields: &[],
        optional: &[],
        strict: false,
        shapes: "",
        flat: None,
    };

    /// The fields.
    fn fields(&self) -> &'static [&'static str] {
        if self.owners.is_empty() {
            return self.names;
        }
        self.fields
    }

    /// The index of a name.
    fn find(&self, key: &str) -> Option<usize> {
        self.names.iter().position(|name| *name == key)
    }

    /// The field that a name belongs to.
    #[inline]
    fn field(&self, name: usize) -> usize {
        self.owners.get(name).map_or(name, |owner| (*owner).into())
    }

    /// Whether the key of a field may be missing.
    fn is_optional(&self, field: usize) -> bool {
        self.optional.get(field).is_some_and(|optional| *optional)
    }
}

impl Expected for StructInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.counts && self.expecting.is_empty() {
            return write!(f, "struct {}", self.name);
        }
        f.write_str(self.expecting)
    }
}

/// A struct that is read by its table.
pub trait Fields<'de>: Deserialize<'de> {
    /// Its description.
    const INFO: &'static StructInfo;

    /// The places of its fields that are read without a slot.
    type Beside: Beside<'de>;

    /// Reads its fields by its description, [`INFO`](Self::INFO). Returns `None` if that failed: the source has the error. The
    /// description is an argument, because rustc checks a function that names `Self::INFO` again if another struct comes.
    fn read(
        source: &mut dyn FieldSource<'de, Self::Beside>,
        table: &'static StructInfo,
    ) -> Option<Self>;
}

impl<T: Fields<'static>> HasNames for T {
    const NAMES: &'static Names = &Names {
        own: T::INFO.names,
        owners: T::INFO.owners,
        shapes: T::INFO.shapes,
        are_all: T::INFO.flat.is_none(),
        flat: T::INFO.flat,
    };
}

/// Reads a struct into the place of an enum that holds it. Returns `None` if that failed: the source has the error. It is
/// compiled once for each struct, for all formats.
#[inline(never)]
fn make<'de, T: Fields<'de>, C>(
    source: &mut dyn FieldSource<'de, T::Beside>,
    place: &mut Made<C>,
    hold: impl FnOnce(T) -> C,
) -> Option<()> {
    *place = made(hold(T::read(source, T::INFO)?));
    Some(())
}

/// The struct alone, also once for all formats.
#[inline(never)]
fn alone<'de, T: Fields<'de>>(source: &mut dyn FieldSource<'de, T::Beside>) -> Option<T> {
    T::read(source, T::INFO)
}

/// Reads a struct.
///
/// # Errors
///
/// The errors of the format and of the fields.
#[inline]
pub fn read<'de, T: Fields<'de>, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    let visitor = Struct {
        is_human_readable: true,
        made: PhantomData,
    };
    input.deserialize_struct(T::INFO.name, T::INFO.names, visitor)
}

/// Reads what a newtype holds.
///
/// # Errors
///
/// The errors of the inner value.
pub fn newtype<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    name: &'static str,
    expecting: &'static str,
    input: D,
) -> Result<T, D::Error> {
    let visitor = Newtype {
        expecting,
        held: PhantomData,
    };
    input.deserialize_newtype_struct(name, visitor)
}

/// Reads a struct without fields.
///
/// # Errors
///
/// Fails if the input is anything but a unit.
pub fn unit<'de, D: Deserializer<'de>>(
    name: &'static str,
    expecting: &'static str,
    input: D,
) -> Result<(), D::Error> {
    input.deserialize_unit_struct(name, Unit(expecting))
}

struct Struct<T> {
    /// Only a flattened field asks for it.
    is_human_readable: bool,
    made: PhantomData<T>,
}

impl<'de, T: Fields<'de>> Visitor<'de> for Struct<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Expected::fmt(T::INFO, f)
    }

    /// After a request for the tag of a flattened field.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        input.deserialize_struct(T::INFO.name, T::INFO.names, self)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let mut source = Keys::new(map, self.is_human_readable);
        let made = alone(&mut source);
        source.outcome.end(made)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        let mut source = Items::new(list);
        let made = alone(&mut source);
        source.outcome.end(made)
    }
}

struct Newtype<T> {
    expecting: &'static str,
    held: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Newtype<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expecting)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        T::deserialize(input)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
        match list.next_element()? {
            Some(held) => Ok(held),
            None => Err(A::Error::invalid_length(
                0,
                &alloc::format!("{} with 1 element", self.expecting).as_str(),
            )),
        }
    }
}

struct Unit(&'static str);

impl Visitor<'_> for Unit {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}
