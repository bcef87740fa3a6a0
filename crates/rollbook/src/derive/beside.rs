//! What fills a struct: its slots, and its places that are not in slots. What a flattened field needs is compiled only for
//! structs that have one.

use serde_core::de::{Deserialize, Error, MapAccess, SeqAccess, Unexpected};

use super::StructInfo;
use super::fill::{Items, Keys};
use super::nested::Nested;
use super::slot::Slot;
use super::usual::Held;

/// Where a struct's fields come from. It keeps the error.
pub trait FieldSource<'de, B> {
    /// Reads the fields, each by its slot, and what is beside them. Returns the values, one for each slot; `None` if it failed.
    fn fill(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        beside: &mut B,
    ) -> Option<&mut [Held<'de>]>;
}

impl<'de, A: MapAccess<'de>, B: Beside<'de>> FieldSource<'de, B> for Keys<'de, A, A::Error> {
    fn fill(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        beside: &mut B,
    ) -> Option<&mut [Held<'de>]> {
        let read = beside.fill_from_table(self, table, slots);
        self.outcome.read(read, slots.len())
    }
}

impl<'de, A: SeqAccess<'de>, B: Beside<'de>> FieldSource<'de, B> for Items<'de, A, A::Error> {
    fn fill(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        beside: &mut B,
    ) -> Option<&mut [Held<'de>]> {
        let read = beside.fill_from_list(self, table, slots);
        self.outcome.read(read, slots.len())
    }
}

/// The places of a struct's fields that are not in slots: those of other configs, or the one of a flattened field.
pub trait Beside<'de> {
    /// Fills them and the slots from a table.
    ///
    /// # Errors
    ///
    /// The errors of the format and of the fields.
    fn fill_from_table<A: MapAccess<'de>>(
        &mut self,
        keys: &mut Keys<'de, A, A::Error>,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error>;

    /// Fills them and the slots from a list.
    ///
    /// # Errors
    ///
    /// The errors of the format and of the fields.
    fn fill_from_list<A: SeqAccess<'de>>(
        &mut self,
        items: &mut Items<'de, A, A::Error>,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error>;
}

impl<'de, N: Nested<'de>> Beside<'de> for N {
    #[inline]
    fn fill_from_table<A: MapAccess<'de>>(
        &mut self,
        keys: &mut Keys<'de, A, A::Error>,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error> {
        keys.run(table, slots, self)
    }

    #[inline]
    fn fill_from_list<A: SeqAccess<'de>>(
        &mut self,
        items: &mut Items<'de, A, A::Error>,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error> {
        items.run(table, slots, self)
    }
}

/// The place of a flattened field, which takes all other keys.
#[derive(Debug)]
pub struct Rest<F>(pub Option<F>);

impl<'de, F: Deserialize<'de>> Beside<'de> for Rest<F> {
    fn fill_from_table<A: MapAccess<'de>>(
        &mut self,
        keys: &mut Keys<'de, A, A::Error>,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error> {
        keys.run_around(table, slots, &mut self.0)
    }

    /// A list has no other keys.
    fn fill_from_list<A: SeqAccess<'de>>(
        &mut self,
        _: &mut Items<'de, A, A::Error>,
        table: &'static StructInfo,
        _: &mut [Slot<'_, 'de>],
    ) -> Result<(), A::Error> {
        Err(A::Error::invalid_type(Unexpected::Seq, table))
    }
}
