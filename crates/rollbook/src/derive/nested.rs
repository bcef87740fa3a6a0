//! Fields that hold other configs. Each is read where the format is known. Read as an erased value, a config inside a
//! config would be erased once more for each level.

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::failure::Failure;
use super::field::missing;

/// The places of such fields: a place and the rest, up to `()`.
pub trait Nested<'de>: Places<'de> {
    /// Reads a value into the place of this index.
    ///
    /// # Errors
    ///
    /// The format's, or the type's own.
    fn read<D: Deserializer<'de>>(&mut self, index: usize, value: D) -> Result<(), D::Error>;
}

/// What a loop asks of the places besides.
pub trait Places<'de> {
    /// Whether the place of this index has been filled.
    fn is_set(&self, index: usize) -> bool;

    /// The key of this index is missing.
    ///
    /// # Errors
    ///
    /// The key is required.
    fn missing(&mut self, index: usize, name: &'static str) -> Result<(), Failure>;
}

impl<'de> Nested<'de> for () {
    fn read<D: Deserializer<'de>>(&mut self, _: usize, _: D) -> Result<(), D::Error> {
        Err(D::Error::custom(NO_PLACE))
    }
}

impl<'de> Places<'de> for () {
    fn is_set(&self, _: usize) -> bool {
        false
    }

    fn missing(&mut self, _: usize, _: &'static str) -> Result<(), Failure> {
        Err(Failure::custom(NO_PLACE))
    }
}

/// The derive writes a place for each index that it uses.
const NO_PLACE: &str = "a field has no place";

impl<'de, T: Deserialize<'de>, R: Nested<'de>> Nested<'de> for (Option<T>, R) {
    fn read<D: Deserializer<'de>>(&mut self, index: usize, value: D) -> Result<(), D::Error> {
        match index.checked_sub(1) {
            None => {
                self.0 = Some(T::deserialize(value)?);
                Ok(())
            }
            Some(index) => self.1.read(index, value),
        }
    }
}

impl<'de, T: Deserialize<'de>, R: Places<'de>> Places<'de> for (Option<T>, R) {
    fn is_set(&self, index: usize) -> bool {
        match index.checked_sub(1) {
            None => self.0.is_some(),
            Some(index) => self.1.is_set(index),
        }
    }

    fn missing(&mut self, index: usize, name: &'static str) -> Result<(), Failure> {
        match index.checked_sub(1) {
            None => {
                self.0 = Some(missing(name)?);
                Ok(())
            }
            Some(index) => self.1.missing(index, name),
        }
    }
}

/// The same, as seen from the loop over a table: the loop is compiled once for each format, not for each struct.
pub(super) trait OfTable<'de, A: MapAccess<'de>>: Places<'de> {
    fn read_value(&mut self, index: usize, table: &mut A) -> Result<(), A::Error>;
}

impl<'de, N: Nested<'de>, A: MapAccess<'de>> OfTable<'de, A> for N {
    fn read_value(&mut self, index: usize, table: &mut A) -> Result<(), A::Error> {
        table.next_value_seed(One(self, index))
    }
}

/// The same for a list. `false` is its end.
pub(super) trait OfList<'de, A: SeqAccess<'de>> {
    fn read_item(&mut self, index: usize, list: &mut A) -> Result<bool, A::Error>;
}

impl<'de, N: Nested<'de>, A: SeqAccess<'de>> OfList<'de, A> for N {
    fn read_item(&mut self, index: usize, list: &mut A) -> Result<bool, A::Error> {
        Ok(list.next_element_seed(One(self, index))?.is_some())
    }
}

struct One<'n, N>(&'n mut N, usize);

impl<'de, N: Nested<'de>> DeserializeSeed<'de> for One<'_, N> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.0.read(self.1, value)
    }
}
