//! How one field of a struct is read: a usual type straight from the format, and every other type through a trait
//! object, into a place that the struct has.

use alloc::boxed::Box;
use core::marker::PhantomData;

use serde_core::de::{Deserialize, MapAccess};

use super::failure::Failure;
use super::field::Field;
use super::format::FieldSeed;
use super::nested::OfTable;
use super::token::Value;
use super::usual::{Held, IsUsual, Own, Usual};

/// How one field is read.
pub enum Slot<'s, 'de> {
    /// By its type.
    Usual(Usual),
    /// Where the format is known: an index into the places of such fields.
    Nested(usize),
    /// As a field of any other type.
    Other(&'s mut dyn Field<'de>),
    /// The same, if the type has the name of a usual one: this makes its place.
    Own(fn() -> Box<dyn Own<'de> + 'de>),
}

/// The slot of a field whose type has the name of a usual one. A usual type has an inherent function, which wins over that
/// of a trait. So rustc asks whether the type is usual, and not whether it is `Deserialize`: the answer to that depends on
/// all structs that there are, and each would be checked again when another one comes.
pub struct SlotOf<T>(PhantomData<T>);

impl<T: IsUsual> SlotOf<T> {
    /// It is read straight from the format.
    #[inline]
    #[must_use]
    pub fn slot<'s, 'de>() -> Slot<'s, 'de> {
        Slot::Usual(T::USUAL)
    }
}

/// The slot of another type, which is read as any other.
pub trait OtherSlot<'de> {
    /// It makes the place of its value.
    fn slot<'s>() -> Slot<'s, 'de>;
}

impl<'de, T: Deserialize<'de> + 'static> OtherSlot<'de> for SlotOf<T> {
    fn slot<'s>() -> Slot<'s, 'de> {
        Slot::Own(|| Box::new(None::<T>))
    }
}

impl<'de> Slot<'_, 'de> {
    /// Reads the value of the key that was read last. Returns whether the field had none.
    #[inline]
    pub(super) fn read<A: MapAccess<'de>>(
        &mut self,
        access: &mut A,
        held: &mut Held<'de>,
        nested: &mut dyn OfTable<'de, A>,
    ) -> Result<bool, A::Error> {
        if !held.is_nothing() {
            return Ok(false);
        }
        match self {
            Self::Usual(usual) => usual.read(access, held)?,
            Self::Nested(index) => {
                if nested.is_set(*index) {
                    return Ok(false);
                }
                nested.read_value(*index, access)?;
            }
            Self::Other(field) => {
                if field.is_set() {
                    return Ok(false);
                }
                access.next_value_seed(FieldSeed(*field))?;
            }
            Self::Own(place) => fill(*place, held, |own| {
                access.next_value_seed(FieldSeed(own.as_field()))
            })?,
        }
        Ok(true)
    }

    /// Reads an erased value.
    pub(super) fn read_erased(
        &mut self,
        value: &mut dyn Value<'de>,
        held: &mut Held<'de>,
    ) -> Result<(), Failure> {
        match self {
            Self::Usual(usual) => usual.read_erased(value, held),
            Self::Nested(_) => Ok(()),
            Self::Other(field) => field.read(value),
            Self::Own(place) => fill(*place, held, |own| own.read(value)),
        }
    }

    /// Whether the field has been read.
    #[inline]
    pub(super) fn is_set(&self, held: &Held<'_>) -> bool {
        match self {
            Self::Usual(_) | Self::Own(_) => !held.is_nothing(),
            Self::Nested(_) => false,
            Self::Other(field) => field.is_set(),
        }
    }

    /// The key is missing.
    pub(super) fn missing(
        &mut self,
        name: &'static str,
        held: &mut Held<'de>,
    ) -> Result<(), Failure> {
        match self {
            Self::Usual(usual) => usual.missing(name, held),
            Self::Nested(_) => Ok(()),
            Self::Other(field) => field.missing(name),
            Self::Own(place) => fill(*place, held, |own| own.missing(name)),
        }
    }
}

/// Makes the place of a field that is not of a usual type, and reads its value.
fn fill<'de, E>(
    place: fn() -> Box<dyn Own<'de> + 'de>,
    held: &mut Held<'de>,
    read: impl FnOnce(&mut (dyn Own<'de> + 'de)) -> Result<(), E>,
) -> Result<(), E> {
    let mut own = place();
    read(&mut *own)?;
    held.set(Held::Own(own));
    Ok(())
}
