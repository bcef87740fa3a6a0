//! The names of a module's arguments, for listings: what its `Deserialize` says it expects.

use core::fmt;

use serde_core::de::{Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arguments::{Arguments, Defaults, Readable};

/// A source that reads nothing, and notes what is asked for.
pub(crate) struct AskFieldNames;

/// What was asked for, as an error: so nothing is built.
#[derive(Debug)]
pub(crate) struct FieldNames(pub(crate) &'static [&'static str]);

impl fmt::Display for FieldNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments were asked for")
    }
}

impl core::error::Error for FieldNames {}

impl serde_core::de::Error for FieldNames {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
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

impl<'de> Deserializer<'de> for AskFieldNames {
    type Error = FieldNames;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FieldNames> {
        Err(FieldNames(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, FieldNames> {
        Err(FieldNames(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldNames> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf option unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}
