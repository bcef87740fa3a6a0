//! Reads a kept value as if it came from its format.

use alloc::borrow::Cow;
use alloc::vec;
use core::marker::PhantomData;
use core::mem;

use serde_core::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;

use super::kept::{Content, whole};
use super::key::Key;
use super::{SCOPE_KEY, TAG_FIRST, trail};

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// A deserializer over a kept value, with the error type of its format.
pub(crate) struct Replay<'de, E> {
    content: Content<'de>,
    depth: usize,
    error: PhantomData<E>,
}

impl<'de, E> Replay<'de, E> {
    /// `depth` tables down, for the path of an error.
    pub(crate) fn new(content: Content<'de>, depth: usize) -> Self {
        Self {
            content,
            depth,
            error: PhantomData,
        }
    }
}

impl<'de, E: Error> Deserializer<'de> for Replay<'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::Bool(value) => visitor.visit_bool(value),
            Content::U64(value) => visitor.visit_u64(value),
            Content::I64(value) => visitor.visit_i64(value),
            Content::U128(high, low) => visitor.visit_u128(whole(high, low)),
            Content::I128(high, low) => visitor.visit_i128(whole(high, low) as i128),
            Content::F64(value) => visitor.visit_f64(value),
            Content::Char(value) => visitor.visit_char(value),
            Content::Str(Cow::Borrowed(value)) => visitor.visit_borrowed_str(value),
            Content::Str(Cow::Owned(value)) => visitor.visit_string(value),
            Content::Bytes(Cow::Borrowed(value)) => visitor.visit_borrowed_bytes(value),
            Content::Bytes(Cow::Owned(value)) => visitor.visit_byte_buf(value),
            Content::None => visitor.visit_none(),
            Content::Unit => visitor.visit_unit(),
            Content::Some(value) => visitor.visit_some(Self::new(*value, self.depth)),
            Content::Newtype(value) => visitor.visit_newtype_struct(Self::new(*value, self.depth)),
            Content::List(items) => {
                let mut list = List {
                    items: items.into_iter(),
                    at: 0,
                    depth: self.depth + 1,
                    error: PhantomData,
                };
                let value = visitor.visit_seq(&mut list)?;
                match list.items.len() {
                    0 => Ok(value),
                    left => Err(E::invalid_length(list.at + left, &"fewer items")),
                }
            }
            Content::Table(entries) => {
                let mut table = Table {
                    entries: entries.into_iter(),
                    at_value: false,
                    depth: self.depth + 1,
                    error: PhantomData,
                };
                let value = visitor.visit_map(&mut table)?;
                match table.entries.len() {
                    0 => Ok(value),
                    left => Err(E::invalid_length(left, &"fewer entries")),
                }
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::None | Content::Unit => visitor.visit_none(),
            Content::Some(value) => visitor.visit_some(Self::new(*value, self.depth)),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            if let Content::Table(entries) = &mut self.content {
                // Otherwise each level would keep, and copy, its content again.
                put_first(entries, SCOPE_KEY);
                put_first(entries, tag);
            }
        }
        match self.content {
            Content::Newtype(value) => visitor.visit_newtype_struct(Self::new(*value, self.depth)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        match &self.content {
            Content::Table(entries) if entries.is_empty() => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let depth = self.depth;
        let (variant, value) = match self.content {
            Content::Table(entries) => {
                let Ok([(variant, value)]) = <[_; 1]>::try_from(entries) else {
                    return Err(E::invalid_value(Unexpected::Map, &"a table of one variant"));
                };
                (variant, Some(value))
            }
            text @ Content::Str(_) => (text, None),
            other => return Err(E::invalid_type(other.unexpected(), &"a variant")),
        };
        visitor.visit_enum(Variant {
            variant: Self::new(variant, depth),
            value,
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit seq tuple tuple_struct map struct identifier
    }
}

fn put_first(entries: &mut [(Content<'_>, Content<'_>)], key: &str) {
    if let Some(place) = entries.iter().position(|(k, _)| k.as_str() == Some(key)) {
        entries[..=place].rotate_right(1);
    }
}

/// The items of a kept list.
pub(crate) struct List<'de, E> {
    items: vec::IntoIter<Content<'de>>,
    at: usize,
    depth: usize,
    error: PhantomData<E>,
}

impl<'de, E: Error> SeqAccess<'de> for List<'de, E> {
    type Error = E;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, E> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        self.at += 1;
        seed.deserialize(Replay::new(item, self.depth))
            .inspect_err(|_| trail::note(self.depth, &alloc::format!("[{}]", self.at - 1)))
            .map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a kept table.
pub(crate) struct Table<'de, E> {
    entries: vec::IntoIter<(Content<'de>, Content<'de>)>,
    /// The key of the next entry was handed out.
    at_value: bool,
    depth: usize,
    error: PhantomData<E>,
}

impl<'de, E: Error> MapAccess<'de> for Table<'de, E> {
    type Error = E;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        if mem::replace(&mut self.at_value, true) {
            self.entries.next();
        }
        let Some((key, _)) = self.entries.as_slice().first() else {
            self.at_value = false;
            return Ok(None);
        };
        let key = match key {
            Content::Str(Cow::Borrowed(key)) => Key {
                borrowed: Some(key),
                buffer: "",
            },
            Content::Str(Cow::Owned(key)) => Key {
                borrowed: None,
                buffer: key,
            },
            other => {
                let key = Replay::new(other.clone(), self.depth);
                return seed.deserialize(key).map(Some);
            }
        };
        let name = key.borrowed.unwrap_or(key.buffer);
        match seed.deserialize(key) {
            Ok(key) => Ok(Some(key)),
            Err(error) => {
                trail::note(self.depth, name);
                Err(E::custom(error))
            }
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let entry = if mem::take(&mut self.at_value) {
            self.entries.next()
        } else {
            None
        };
        let Some((key, value)) = entry else {
            return Err(E::custom("a value was asked for before its key"));
        };
        seed.deserialize(Replay::new(value, self.depth))
            .inspect_err(|_| trail::note(self.depth, key.as_str().unwrap_or("?")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

struct Variant<'de, E> {
    variant: Replay<'de, E>,
    value: Option<Content<'de>>,
}

impl<'de, E: Error> EnumAccess<'de> for Variant<'de, E> {
    type Error = E;
    type Variant = Payload<'de, E>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), E> {
        let depth = self.variant.depth;
        let variant = seed.deserialize(self.variant)?;
        let value = self.value.map(|value| Replay::new(value, depth));
        Ok((variant, Payload(value)))
    }
}

struct Payload<'de, E>(Option<Replay<'de, E>>);

impl<'de, E: Error> Payload<'de, E> {
    fn value(self, expected: &dyn de::Expected) -> Result<Replay<'de, E>, E> {
        self.0
            .ok_or_else(|| E::invalid_type(Unexpected::UnitVariant, expected))
    }
}

impl<'de, E: Error> VariantAccess<'de> for Payload<'de, E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        match self.0 {
            Some(value) => de::Deserialize::deserialize(value),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        seed.deserialize(self.value(&"newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, E> {
        self.value(&"tuple variant")?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.value(&"struct variant")?.deserialize_any(visitor)
    }
}
