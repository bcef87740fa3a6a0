//! A bare name, `act = "ReLU"`: a module without arguments.

use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::after_tag::AfterTag;
use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;
use super::text_error::TextError;
use crate::registry::Data;

/// The arguments of a module of which only the name is written. The error knows no format, so a module's `Deserialize`
/// is instantiated for it once, whatever the formats.
pub(super) struct NameOnly(pub(super) &'static Data);

impl<'de> Arguments<'de> for NameOnly {
    type Error = TextError;

    fn read<T: Readable<'de>>(self) -> Result<T, TextError> {
        T::read(Empty(PhantomData))
    }

    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, TextError> {
        let _viewer = defaults.guard();
        let mut rest = AfterTag::new(Empty(PhantomData), self.0, 0, true);
        rest.fill(defaults);
        T::read(&mut rest).map_err(|fault| fault.0)
    }
}

/// A table without entries. It never reads a value, so little code is instantiated for it.
pub(super) struct Empty<E>(pub(super) PhantomData<E>);

impl<'de, E: Error> MapAccess<'de> for Empty<E> {
    type Error = E;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, _: K) -> Result<Option<K::Value>, E> {
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, _: V) -> Result<V::Value, E> {
        Err(E::custom("there is no value"))
    }
}

impl<'de, E: Error> Deserializer<'de> for Empty<E> {
    type Error = E;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string enum
        bytes byte_buf seq tuple tuple_struct map struct identifier ignored_any
    }
}
