//! The keys of a table: read without knowing the module, handed on to its field visitor.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arena::Arena;
use super::asks::integer;
use super::content::{Content, whole};
use super::replay::Replay;
use super::text_error::TextError;

/// Reads a key: borrowed from the input if the format can, otherwise copied into a reused buffer. A key that
/// is not text is kept, and the buffer has its text form.
pub(crate) struct KeySeed<'a, 'de> {
    pub(crate) buffer: &'a mut String,
    pub(crate) other: &'a mut Option<Box<Content<'de>>>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_, 'de> {
    type Value = Option<&'de str>;

    // Not `deserialize_identifier`: RON does not take a quoted key of a map for an identifier.
    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_any(self)
    }
}

impl<'de> KeySeed<'_, 'de> {
    #[cold]
    fn keep<E: Error>(self, key: Content<'de>) -> Result<Option<&'de str>, E> {
        self.buffer.clear();
        key.describe(self.buffer);
        *self.other = Some(Box::new(key));
        Ok(None)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_, 'de> {
    type Value = Option<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string or a number")
    }

    #[inline]
    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Some(key))
    }

    #[inline]
    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        self.buffer.clear();
        self.buffer.push_str(key);
        Ok(None)
    }

    fn visit_bool<E: Error>(self, key: bool) -> Result<Self::Value, E> {
        self.keep(Content::Bool(key))
    }
    fn visit_u64<E: Error>(self, key: u64) -> Result<Self::Value, E> {
        self.keep(Content::U64(key))
    }
    fn visit_i64<E: Error>(self, key: i64) -> Result<Self::Value, E> {
        self.keep(Content::I64(key))
    }
    fn visit_u128<E: Error>(self, key: u128) -> Result<Self::Value, E> {
        self.keep(Content::unsigned(key))
    }
    fn visit_i128<E: Error>(self, key: i128) -> Result<Self::Value, E> {
        self.keep(Content::signed(key))
    }
    fn visit_f64<E: Error>(self, key: f64) -> Result<Self::Value, E> {
        self.keep(Content::F64(key))
    }
    fn visit_char<E: Error>(self, key: char) -> Result<Self::Value, E> {
        self.keep(Content::Char(key))
    }
    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<Self::Value, E> {
        self.keep(Content::Bytes(Cow::Owned(key.to_owned())))
    }
    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.keep(Content::Unit)
    }
    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.keep(Content::None)
    }
}

/// Hands a key to a field visitor, or to a map's key. Two words, so that it is passed in registers.
pub(crate) enum Key<'a, 'de> {
    /// A text of the input.
    Borrowed(&'de str),
    /// A key that is not.
    Other(&'a OtherKey<'a, 'de>),
}

/// A key that the format owns.
pub(crate) struct OtherKey<'a, 'de> {
    pub(crate) text: &'a str,
    /// Its value if it is not text.
    pub(crate) content: Option<&'a Content<'de>>,
}

/// No field has a number below zero.
#[cold]
#[inline(never)]
fn no_identifier(key: &Content<'_>, expected: &dyn Expected) -> TextError {
    TextError::invalid_type(key.unexpected(), expected)
}

impl<'de> Key<'_, 'de> {
    fn text(&self) -> &str {
        match self {
            Key::Borrowed(text) => text,
            Key::Other(key) => key.text,
        }
    }

    fn content(&self) -> Option<&Content<'de>> {
        match self {
            Key::Borrowed(_) => None,
            Key::Other(key) => key.content,
        }
    }

    /// A text that a number is asked for.
    fn number<V: Visitor<'de>>(content: Content<'de>, visitor: V) -> Result<V::Value, TextError> {
        match content {
            Content::U64(value) => visitor.visit_u64(value),
            Content::I64(value) => visitor.visit_i64(value),
            Content::U128(high, low) => visitor.visit_u128(whole(high, low)),
            Content::I128(high, low) => visitor.visit_i128(whole(high, low) as i128),
            other => Err(TextError::invalid_type(other.unexpected(), &visitor)),
        }
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
                match integer(self.text()) {
                    Some(number) => Self::number(number, visitor),
                    None => self.deserialize_any(visitor),
                }
            }
        )*
    };
}

macro_rules! parsed {
    ($($method:ident $visit:ident $type:ty;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
                match self.text().parse::<$type>() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => self.deserialize_any(visitor),
                }
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = TextError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        match self {
            Key::Borrowed(key) => visitor.visit_borrowed_str(key),
            Key::Other(OtherKey { content, text }) => match content {
                Some(content) => Replay::new(&Arena::from(*content), 0).deserialize_any(visitor),
                None => visitor.visit_str(text),
            },
        }
    }

    // One call, not two: a module's match over its fields is inlined into each of them.
    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        let text = match self {
            Key::Borrowed(text) => text,
            Key::Other(OtherKey { content, text }) => match content {
                Some(Content::U64(index)) => return visitor.visit_u64(*index),
                Some(number @ Content::I64(_)) => return Err(no_identifier(number, &visitor)),
                _ => text,
            },
        };
        visitor.visit_str(text)
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    parsed! {
        deserialize_bool visit_bool bool;
        deserialize_f32 visit_f32 f32;
        deserialize_f64 visit_f64 f64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, TextError> {
        match self.content() {
            Some(Content::Unit | Content::None) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
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
        visitor.visit_enum(self.text().into_deserializer())
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct ignored_any
    }
}
