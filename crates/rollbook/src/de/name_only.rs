//! A bare name, `act = "ReLU"`: a module without arguments.

use core::marker::PhantomData;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::after_tag::AfterTag;
use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;
#[cfg(feature = "derive")]
use super::made::Made;
use super::text_error::TextError;
#[cfg(feature = "derive")]
use crate::derive::{Fields, Keys};
use crate::registry::Data;

/// The arguments of a module of which only the name is written. The error knows no format, so a module's `Deserialize`
/// is instantiated for it once, whatever the formats.
pub(super) struct NameOnly<'de> {
    data: &'static Data,
    #[cfg(feature = "derive")]
    keys: Keys<'de, Empty<TextError>, TextError>,
    #[cfg(not(feature = "derive"))]
    made: PhantomData<&'de ()>,
}

impl NameOnly<'_> {
    pub(super) fn new(data: &'static Data) -> Self {
        Self {
            data,
            #[cfg(feature = "derive")]
            keys: Keys::new(Empty(PhantomData), true),
            #[cfg(not(feature = "derive"))]
            made: PhantomData,
        }
    }
}

impl<'de> Arguments<'de> for &mut NameOnly<'de> {
    type Error = TextError;

    fn read<T: Readable<'de>>(self) -> Result<T, TextError> {
        T::read(Empty(PhantomData))
    }

    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, TextError> {
        let _viewer = defaults.guard();
        let mut rest = AfterTag::new(Empty(PhantomData), self.data, 0, true);
        rest.fill(defaults);
        T::read(&mut rest).map_err(|fault| fault.0)
    }

    #[cfg(feature = "derive")]
    #[inline(always)]
    fn read_fields<T: Fields<'de>, C>(
        self,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), TextError> {
        self.keys.make(place, hold)
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
    fn next_key<K: Deserialize<'de>>(&mut self) -> Result<Option<K>, E> {
        Ok(None)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, _: V) -> Result<V::Value, E> {
        Err(no_value())
    }

    #[inline]
    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, E> {
        Err(no_value())
    }
}

#[cold]
#[inline(never)]
fn no_value<E: Error>() -> E {
    E::custom("there is no value")
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
