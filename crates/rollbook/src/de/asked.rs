//! The names of a module's arguments, for listings: what its `Deserialize` says it expects.

use core::fmt;

use serde_core::de::{Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;

/// A source that reads nothing and records what is asked for.
pub(crate) struct AskFieldNames;

/// What was asked for, as an error: so nothing is built.
#[derive(Debug)]
pub(crate) enum FieldNames {
    /// The names of a struct's fields. Empty for other tables, whose keys are not known.
    Table(&'static [&'static str]),
    /// It is not a table.
    Other(&'static str),
}

impl fmt::Display for FieldNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments were asked for")
    }
}

impl core::error::Error for FieldNames {}

impl serde_core::de::Error for FieldNames {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Table(&[])
    }
}

impl<'de> Arguments<'de> for AskFieldNames {
    type Error = FieldNames;

    fn read<T: Readable<'de>>(self) -> Result<T, FieldNames> {
        T::read(self)
    }

    fn read_with<T: Readable<'de>>(self, _: Defaults) -> Result<T, FieldNames> {
        T::read(self)
    }
}

macro_rules! others {
    ($($method:ident $what:literal;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FieldNames> {
                Err(FieldNames::Other($what))
            }
        )*
    };
}

impl<'de> Deserializer<'de> for AskFieldNames {
    type Error = FieldNames;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Table(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Table(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldNames> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldNames> {
        visitor.visit_some(self)
    }

    others! {
        deserialize_bool "a boolean";
        deserialize_i8 "a number";
        deserialize_i16 "a number";
        deserialize_i32 "a number";
        deserialize_i64 "a number";
        deserialize_i128 "a number";
        deserialize_u8 "a number";
        deserialize_u16 "a number";
        deserialize_u32 "a number";
        deserialize_u64 "a number";
        deserialize_u128 "a number";
        deserialize_f32 "a number";
        deserialize_f64 "a number";
        deserialize_char "a character";
        deserialize_str "a string";
        deserialize_string "a string";
        deserialize_bytes "bytes";
        deserialize_byte_buf "bytes";
        deserialize_seq "a list";
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Other("a list"))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Other("a list"))
    }

    forward_to_deserialize_any! { unit unit_struct map enum identifier ignored_any }
}
