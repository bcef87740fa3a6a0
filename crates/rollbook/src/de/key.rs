//! The keys of a table: read without knowing the module, handed on to its field visitor.

use alloc::string::String;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::text_error::TextError;

/// Reads a key: borrowed from the input where the format can, else copied into a buffer that is used again.
pub(super) struct KeySeed<'a>(pub(super) &'a mut String);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Option<&'de str>;

    // Not `deserialize_identifier`: in a RON map a quoted key is none.
    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Some(key))
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        self.0.clear();
        self.0.push_str(key);
        Ok(None)
    }
}

/// Hands a key to a field visitor.
pub(super) struct Key<'a, 'de> {
    pub(super) borrowed: Option<&'de str>,
    pub(super) buffer: &'a str,
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = TextError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        match self.borrowed {
            Some(key) => visitor.visit_borrowed_str(key),
            None => visitor.visit_str(self.buffer),
        }
    }

    // One call, not two: a module's match over its fields is inlined at each.
    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_str(self.borrowed.unwrap_or(self.buffer))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, TextError> {
        visitor.visit_enum(self.borrowed.unwrap_or(self.buffer).into_deserializer())
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct ignored_any
    }
}
