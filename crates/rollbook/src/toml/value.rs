//! One value of a document, as a deserializer that knows its place.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::ops::Range;

use serde_core::de::value::{BorrowedStrDeserializer, MapDeserializer, UsizeDeserializer};
use serde_core::de::{
    DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Unexpected, Visitor,
};
use serde_core::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::error::Error;
use super::table::{Entries, Items, Variant};
use crate::read::TAG_FIRST;

/// A value and where it stands.
pub(super) struct Value<'de> {
    value: DeValue<'de>,
    span: Range<usize>,
    /// The key to hand out first.
    tag: Option<&'static str>,
}

/// How `toml::value::Datetime` asks for one, and the key that it then expects.
const DATETIME_KEY: &str = "$__toml_private_datetime";

/// How `toml::Spanned` asks for a value with its place.
const SPANNED: &str = "$__serde_spanned_private_Spanned";
const SPANNED_KEYS: [&str; 3] = [
    "$__serde_spanned_private_start",
    "$__serde_spanned_private_end",
    "$__serde_spanned_private_value",
];

impl<'de> Value<'de> {
    pub(super) fn new(value: DeValue<'de>, span: Range<usize>) -> Self {
        Self {
            value,
            span,
            tag: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.value {
            DeValue::Table(table) => table.is_empty(),
            DeValue::Array(list) => list.is_empty(),
            _ => false,
        }
    }

    fn table<V: Visitor<'de>>(entries: Entries<'de>, visitor: V) -> Result<V::Value, Error> {
        let mut entries = entries;
        let value = visitor.visit_map(&mut entries)?;
        match entries.left() {
            0 => Ok(value),
            left => Err(Error::invalid_length(left, &"fewer keys")),
        }
    }
}

impl<'de> From<Spanned<DeValue<'de>>> for Value<'de> {
    fn from(value: Spanned<DeValue<'de>>) -> Self {
        let span = value.span();
        Self::new(value.into_inner(), span)
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let mut span = self.span;
        let read = match self.value {
            DeValue::String(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            DeValue::String(Cow::Owned(text)) => visitor.visit_string(text),
            DeValue::Integer(number) => integer(&number, visitor),
            DeValue::Float(number) => match number.as_str().parse() {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(Error::custom("this number cannot be read")),
            },
            DeValue::Boolean(value) => visitor.visit_bool(value),
            DeValue::Datetime(value) => {
                let entry = core::iter::once((DATETIME_KEY, value.to_string()));
                visitor.visit_map(MapDeserializer::new(entry))
            }
            DeValue::Array(list) => {
                let mut items = Items::new(list);
                visitor
                    .visit_seq(&mut items)
                    .and_then(|value| match items.left() {
                        0 => Ok(value),
                        left => Err(Error::invalid_length(left, &"fewer items")),
                    })
            }
            DeValue::Table(table) => {
                let has_tag = self.tag.is_some_and(|tag| table.contains_key(tag));
                let entries = Entries::new(table, self.tag);
                if has_tag {
                    // What a module lacks is missing where it is named.
                    span = entries.first().unwrap_or(span);
                }
                Self::table(entries, visitor)
            }
        };
        read.map_err(|error| error.at(Some(span)))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            self.tag = Some(tag);
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED {
            let fields = [self.span.start, self.span.end];
            return visitor.visit_map(WithPlace {
                fields,
                at: 0,
                value: Some(self),
            });
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let span = self.span;
        let variant = match self.value {
            DeValue::String(name) => Variant {
                name: Spanned::new(span.clone(), name),
                value: None,
            },
            DeValue::Table(table) if table.len() == 1 => match table.into_iter().next() {
                Some((name, value)) => Variant {
                    name,
                    value: Some(value),
                },
                None => return Err(Error::custom("an empty table is no variant")),
            },
            _ => {
                let text = "a variant is a string, or a table with one key";
                return Err(Error::custom(text).at(Some(span)));
            }
        };
        visitor
            .visit_enum(variant)
            .map_err(|error| error.at(Some(span)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

fn integer<'de, V: Visitor<'de>>(number: &DeInteger<'de>, visitor: V) -> Result<V::Value, Error> {
    let (digits, radix) = (number.as_str(), number.radix());
    if let Ok(number) = i64::from_str_radix(digits, radix) {
        return visitor.visit_i64(number);
    }
    if let Ok(number) = u64::from_str_radix(digits, radix) {
        return visitor.visit_u64(number);
    }
    if let Ok(number) = i128::from_str_radix(digits, radix) {
        return visitor.visit_i128(number);
    }
    let text: String = digits.chars().take(60).collect();
    Err(Error::invalid_value(
        Unexpected::Other(&text),
        &"a smaller integer",
    ))
}

/// What `toml::Spanned` reads: the place, then the value.
struct WithPlace<'de> {
    fields: [usize; 2],
    at: usize,
    value: Option<Value<'de>>,
}

impl<'de> MapAccess<'de> for WithPlace<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(key) = SPANNED_KEYS.get(self.at) else {
            return Ok(None);
        };
        self.at += 1;
        let key = BorrowedStrDeserializer::<Error>::new(key);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        if let Some(field) = self.fields.get(self.at.wrapping_sub(1)) {
            let field: UsizeDeserializer<Error> = (*field).into_deserializer();
            return seed.deserialize(field);
        }
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("a value was asked for before its key")),
        }
    }
}
