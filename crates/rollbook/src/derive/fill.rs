//! The loop that fills the slots of a struct. It is compiled once for each format, for all structs.

use alloc::format;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected,
    Visitor,
};

use super::around::Around;
use super::failure::Failure;
use super::field::Field;
use super::format::Seed;
use super::nested::{OfList, OfTable};
use super::slot::Slot;
use super::token::Value;
use super::usual::Held;
use super::values::Outcome;
use super::{Fields, StructInfo, make};
use crate::de::Made;

/// The entries of a table.
pub struct Keys<'de, A, E> {
    pub(crate) access: A,
    is_human_readable: bool,
    pub(super) outcome: Outcome<'de, E>,
}

impl<'de, A: MapAccess<'de>> Keys<'de, A, A::Error> {
    #[inline]
    pub(crate) fn new(access: A, is_human_readable: bool) -> Self {
        Self {
            access,
            is_human_readable,
            outcome: Outcome::new(),
        }
    }

    /// Reads a struct into the place of an enum that holds it.
    #[inline(always)] // One call, and all modules share what follows it.
    pub(crate) fn make<T: Fields<'de>, C>(
        &mut self,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), A::Error> {
        let made = make(self, place, hold);
        self.outcome.end(made)
    }

    #[inline(never)]
    pub(super) fn run(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        nested: &mut dyn OfTable<'de, A>,
    ) -> Result<(), A::Error> {
        let access = &mut self.access;
        let values = self.outcome.places(slots.len());
        let mut next = 0;
        let mut count = 0;
        while let Some(found) = access.next_key_seed(KeySeed { table, next })? {
            let field = table.field(found);
            let (Some(slot), Some(held)) = (slots.get_mut(field), values.get_mut(field)) else {
                access.next_value::<IgnoredAny>()?;
                continue;
            };
            if !slot.read(access, held, nested)? {
                return Err(A::Error::duplicate_field(table.fields()[field]));
            }
            count += 1;
            next = found + 1;
        }
        if count == slots.len() {
            return Ok(());
        }
        missing(table, slots, values, |index, name| {
            if nested.is_set(index) {
                return Ok(());
            }
            nested.missing(index, name)
        })
        .map_err(|failure| failure.into_error(None))
    }

    #[inline(never)]
    pub(super) fn run_around(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        rest: &mut dyn Field<'de>,
    ) -> Result<(), A::Error> {
        let values = self.outcome.places(slots.len());
        Around::new(
            &mut self.access,
            table,
            slots,
            values,
            self.is_human_readable,
        )
        .fill(rest)
    }
}

/// Fills the slots of the keys that are missing.
pub(super) fn missing<'de>(
    table: &'static StructInfo,
    slots: &mut [Slot<'_, 'de>],
    values: &mut [Held<'de>],
    mut nested: impl FnMut(usize, &'static str) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let fields = slots.iter_mut().zip(values).zip(table.fields());
    for (index, ((slot, held), name)) in fields.enumerate() {
        if slot.is_set(held) || table.is_optional(index) {
            continue;
        }
        match slot {
            Slot::Nested(index) => nested(*index, name)?,
            slot => slot.missing(name, held)?,
        }
    }
    Ok(())
}

/// The items of a list, in the order of the fields.
pub struct Items<'de, A, E> {
    access: A,
    pub(super) outcome: Outcome<'de, E>,
}

impl<'de, A: SeqAccess<'de>> Items<'de, A, A::Error> {
    pub(super) fn new(access: A) -> Self {
        Self {
            access,
            outcome: Outcome::new(),
        }
    }

    #[inline(never)]
    pub(super) fn run(
        &mut self,
        table: &'static StructInfo,
        slots: &mut [Slot<'_, 'de>],
        nested: &mut dyn OfList<'de, A>,
    ) -> Result<(), A::Error> {
        let values = self.outcome.places(slots.len());
        for (index, (slot, held)) in slots.iter_mut().zip(values).enumerate() {
            let read = match slot {
                Slot::Nested(index) => nested.read_item(*index, &mut self.access)?,
                slot => {
                    let read = &mut |value: &mut dyn Value<'de>| slot.read_erased(value, held);
                    self.access.next_element_seed(Seed(read))?.is_some()
                }
            };
            if !read && !table.is_optional(index) {
                let count = table.fields().len();
                let expecting = table as &dyn Expected;
                let expected = match (table.counts, count) {
                    (false, _) => format!("{expecting}"),
                    (true, 1) => format!("{expecting} with 1 element"),
                    (true, _) => format!("{expecting} with {count} elements"),
                };
                return Err(A::Error::invalid_length(index, &expected.as_str()));
            }
        }
        Ok(())
    }
}

/// Reads a key as the index of its name. An unknown key gives the index after the last one.
struct KeySeed {
    table: &'static StructInfo,
    /// The name after the one read last: keys mostly come in order.
    next: usize,
}

impl KeySeed {
    #[inline]
    fn find<E: Error>(&self, key: &str) -> Result<usize, E> {
        let names = self.table.names;
        if names.get(self.next).is_some_and(|name| *name == key) {
            return Ok(self.next);
        }
        self.search(key)
    }

    /// The key is not the one that was expected.
    #[inline(never)]
    fn search<E: Error>(&self, key: &str) -> Result<usize, E> {
        let names = self.table.names;
        match self.table.find(key) {
            None if self.table.strict => Err(E::unknown_field(key, names)),
            found => Ok(found.unwrap_or(usize::MAX)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<usize, D::Error> {
        key.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    // Out of line, as `search`: so the usual key is looked at inside the loop.
    #[cold]
    #[inline(never)]
    fn visit_u64<E: Error>(self, index: u64) -> Result<usize, E> {
        let fields = self.table.fields();
        let named = usize::try_from(index)
            .ok()
            .and_then(|index| fields.get(index));
        match named {
            Some(name) => self.find(name),
            None if self.table.strict => {
                let expected = format!("field index 0 <= i < {}", fields.len());
                Err(E::invalid_value(
                    Unexpected::Unsigned(index),
                    &expected.as_str(),
                ))
            }
            None => Ok(usize::MAX),
        }
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        self.find(key)
    }

    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<usize, E> {
        match core::str::from_utf8(key) {
            Ok(key) => self.find(key),
            Err(_) if self.table.strict => Err(E::unknown_field(
                &alloc::string::String::from_utf8_lossy(key),
                self.table.names,
            )),
            Err(_) => Ok(usize::MAX),
        }
    }
}
