//! The names of a module's arguments, for listings: what its `Deserialize` says it expects.

use core::fmt;

use serde_core::de::{Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::source::{Defaults, Readable, Source};

/// A source that reads nothing, and notes what is asked for.
pub(crate) struct Asked;

/// What was asked for, as an error: so nothing is built.
#[derive(Debug)]
pub(crate) struct Arguments(pub(crate) &'static [&'static str]);

impl fmt::Display for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments were asked for")
    }
}

impl core::error::Error for Arguments {}

impl serde_core::de::Error for Arguments {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Source<'de> for Asked {
    type Error = Arguments;

    fn read<T: Readable<'de>>(self) -> Result<T, Arguments> {
        T::read(self)
    }

    fn read_with<T: Readable<'de>>(self, _: Defaults) -> Result<T, Arguments> {
        T::read(self)
    }
}

impl<'de> Deserializer<'de> for Asked {
    type Error = Arguments;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Arguments> {
        Err(Arguments(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Arguments> {
        Err(Arguments(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Arguments> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf option unit unit_struct seq tuple tuple_struct map enum
        identifier ignored_any
    }
}
