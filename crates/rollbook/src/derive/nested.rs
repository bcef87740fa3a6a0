//! Fields that hold other configs. Each is read where the format is known. Read as an erased value, a config inside a
//! config would be erased once more for each level.

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess};

use super::failure::Failure;
use super::field::missing;

/// The places of such fields: a place and the rest, up to `()`.
pub trait Nested<'de> {
    /// Reads a value into the place of this index.
    ///
    /// # Errors
    ///
    /// The format's, or the type's own.
    fn read<D: Deserializer<'de>>(&mut self, index: usize, value: D) -> Result<(), D::Error>;

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

/// The same, as seen from the loop over a table or a list: the loop is compiled once for each format, not for each
/// struct.
pub(super) trait NestedOf<'de, A, E> {
    fn read(&mut self, index: usize, access: &mut A) -> Result<bool, E>;

    fn is_set(&self, index: usize) -> bool;

    fn missing(&mut self, index: usize, name: &'static str) -> Result<(), Failure>;
}

pub(super) struct OfTable<'n, N>(pub(super) &'n mut N);

impl<'de, N: Nested<'de>, A: MapAccess<'de>> NestedOf<'de, A, A::Error> for OfTable<'_, N> {
    fn read(&mut self, index: usize, access: &mut A) -> Result<bool, A::Error> {
        access.next_value_seed(One(self.0, index))?;
        Ok(true)
    }

    fn is_set(&self, index: usize) -> bool {
        self.0.is_set(index)
    }

    fn missing(&mut self, index: usize, name: &'static str) -> Result<(), Failure> {
        self.0.missing(index, name)
    }
}

pub(super) struct OfList<'n, N>(pub(super) &'n mut N);

impl<'de, N: Nested<'de>, A: SeqAccess<'de>> NestedOf<'de, A, A::Error> for OfList<'_, N> {
    fn read(&mut self, index: usize, access: &mut A) -> Result<bool, A::Error> {
        Ok(access.next_element_seed(One(self.0, index))?.is_some())
    }

    fn is_set(&self, index: usize) -> bool {
        self.0.is_set(index)
    }

    fn missing(&mut self, index: usize, name: &'static str) -> Result<(), Failure> {
        self.0.missing(index, name)
    }
}

struct One<'n, N>(&'n mut N, usize);

impl<'de, N: Nested<'de>> DeserializeSeed<'de> for One<'_, N> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        self.0.read(self.1, value)
    }
}
