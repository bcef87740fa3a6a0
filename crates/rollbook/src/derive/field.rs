//! The place of one field while a struct is read.

use core::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, Error, Visitor};
use serde_core::forward_to_deserialize_any;

use super::erased::Erased;
use super::failure::Failure;
use super::token::Value;

/// The place of one field.
pub trait Field<'de> {
    /// Reads its value.
    ///
    /// # Errors
    ///
    /// The format's, or the type's own.
    fn read(&mut self, value: &mut dyn Value<'de>) -> Result<(), Failure>;

    /// Whether it has been read.
    fn is_set(&self) -> bool;

    /// The key is missing.
    ///
    /// # Errors
    ///
    /// The key is required.
    fn missing(&mut self, name: &'static str) -> Result<(), Failure>;
}

/// A field that is required, unless its type can be read from a missing key, as `Option` can.
impl<'de, T: Deserialize<'de>> Field<'de> for Option<T> {
    fn read(&mut self, value: &mut dyn Value<'de>) -> Result<(), Failure> {
        *self = Some(T::deserialize(Erased(value))?);
        Ok(())
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn missing(&mut self, name: &'static str) -> Result<(), Failure> {
        *self = Some(missing(name)?);
        Ok(())
    }
}

/// A field with its own function, as in `#[serde(deserialize_with = "...")]`.
pub struct With<'de, T> {
    /// What was read.
    pub held: Option<T>,
    function: fn(Erased<'_, 'de>) -> Result<T, Failure>,
}

impl<'de, T> With<'de, T> {
    /// An empty slot.
    pub fn new(function: fn(Erased<'_, 'de>) -> Result<T, Failure>) -> Self {
        Self {
            held: None,
            function,
        }
    }
}

impl<'de, T> Field<'de> for With<'de, T> {
    fn read(&mut self, value: &mut dyn Value<'de>) -> Result<(), Failure> {
        self.held = Some((self.function)(Erased(value))?);
        Ok(())
    }

    fn is_set(&self) -> bool {
        self.held.is_some()
    }

    fn missing(&mut self, name: &'static str) -> Result<(), Failure> {
        Err(Failure::missing_field(name))
    }
}

/// The value of a missing key, if the type has one.
///
/// # Errors
///
/// The key is required.
pub(super) fn missing<'de, T: Deserialize<'de>>(name: &'static str) -> Result<T, Failure> {
    T::deserialize(Missing(name, PhantomData))
}

/// A missing value, for types that can be read from it.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
