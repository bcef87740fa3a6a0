//! One value of a document, as a deserializer that knows its place.

use alloc::borrow::Cow;
use alloc::string::ToString;
use core::ops::Range;

use serde_core::de::value::MapDeserializer;
use serde_core::de::{Deserializer, Error as _, Visitor};
use serde_core::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeValue};

use super::error::Error;
use super::spanned::{SPANNED, WithPlace};
use super::table::{Entries, Items};
use super::variant::Variant;
use crate::de::TAG_FIRST;

/// A value and its place.
pub(super) struct Value<'de> {
    value: DeValue<'de>,
    span: Range<usize>,
    /// The key to hand out first.
    tag: Option<&'static str>,
}

/// How `toml::value::Datetime` asks for one, and the key that it then expects.
const DATETIME_KEY: &str = "$__toml_private_datetime";

impl<'de> Value<'de> {
    pub(super) fn new(value: DeValue<'de>, span: Range<usize>) -> Self {
        Self {
            value,
            span,
            tag: None,
        }
    }

    /// For types that ask for a text: a word is a text, whatever it looks like.
    #[cfg(feature = "layers")]
    fn into_text(mut self) -> Self {
        if let Some(word) = super::word::word(&self.value) {
            self.value = DeValue::String(Cow::Owned(word.to_string()));
        }
        self
    }

    #[cfg(not(feature = "layers"))]
    fn into_text(self) -> Self {
        self
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
        #[cfg(feature = "layers")]
        if let Some(word) = super::word::word(&self.value) {
            let span = self.span;
            return super::word::visit(word, visitor).map_err(|error| error.at(Some(span)));
        }
        let mut span = self.span;
        let read = match self.value {
            DeValue::String(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            DeValue::String(Cow::Owned(text)) => visitor.visit_string(text),
            DeValue::Integer(number) => integer(&number, visitor),
            DeValue::Float(number) => float(&number, visitor),
            DeValue::Boolean(value) => visitor.visit_bool(value),
            DeValue::Datetime(value) => datetime(value.to_string(), visitor),
            DeValue::Array(list) => {
                let mut items = Items::new(list);
                visitor
                    .visit_seq(&mut items)
                    .and_then(|value| items.end().map(|()| value))
            }
            DeValue::Table(mut table) => {
                let mut entries = Entries::new(&mut table, self.tag);
                if entries.has_tag {
                    // A missing argument is reported at the module's name.
                    span = entries.first().unwrap_or(span);
                }
                visitor
                    .visit_map(&mut entries)
                    .and_then(|value| entries.end().map(|()| value))
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
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            let tag = Some(tag);
            return Self { tag, ..self }.deserialize_any(visitor);
        }
        if name == SPANNED {
            return visitor.visit_map(WithPlace::new(self.span.clone(), self));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.into_text().deserialize_any(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.into_text().deserialize_any(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.into_text().deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let span = self.span.clone();
        let this = self.into_text();
        let variant = match this.value {
            DeValue::String(name) => Variant {
                name: Spanned::new(span.clone(), name),
                value: None,
            },
            DeValue::Table(table) if table.len() == 1 => match table.into_iter().next() {
                Some((name, value)) => Variant {
                    name,
                    value: Some(value),
                },
                None => return Err(Error::custom("an empty table is not a variant")),
            },
            _ => {
                let text = "expected one variant: a string, or a table with one key";
                return Err(Error::custom(text).at(Some(span)));
            }
        };
        visitor
            .visit_enum(variant)
            .map_err(|error| error.at(Some(span)))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64
        bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

pub(super) fn datetime<'de, V: Visitor<'de>>(
    text: alloc::string::String,
    visitor: V,
) -> Result<V::Value, Error> {
    let entry = core::iter::once((DATETIME_KEY, text));
    visitor
        .visit_map(MapDeserializer::new(entry))
        .map_err(Error::of_datetime)
}

pub(super) fn integer<'de, V: Visitor<'de>>(
    number: &DeInteger<'_>,
    visitor: V,
) -> Result<V::Value, Error> {
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
    if let Ok(number) = u128::from_str_radix(digits, radix) {
        return visitor.visit_u128(number);
    }
    Err(Error::custom("this integer has more than 128 bits"))
}

pub(super) fn float<'de, V: Visitor<'de>>(
    number: &DeFloat<'_>,
    visitor: V,
) -> Result<V::Value, Error> {
    let text = number.as_str();
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() || text.contains("inf") || text.contains("nan") => {
            visitor.visit_f64(number)
        }
        _ => Err(Error::custom("this number is too large for 64 bits")),
    }
}
