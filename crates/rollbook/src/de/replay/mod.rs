//! Reads a kept value as if it came from its format.

mod parts;

use alloc::borrow::Cow;
use core::marker::PhantomData;
use core::mem;

use serde_core::de::{Deserializer, Error, Unexpected, Visitor};
#[cfg(feature = "derive")]
use serde_core::de::{IntoDeserializer, value::MapDeserializer};
use serde_core::forward_to_deserialize_any;

use super::asks::{Ask, PRIVATE, convert, is_changed, is_private};
#[cfg(feature = "derive")]
use super::kept::WITH_MANNER;
use super::kept::{Content, NUMBER, whole};
use super::manner::Manner;
use super::{SCOPE_KEY, TAG_FIRST};

use parts::{List, Table, Variant};

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// A deserializer over a kept value, with the error type of its format.
pub(crate) struct Replay<'c, 'de, E> {
    /// Texts are taken out of it.
    content: &'c mut Content<'de>,
    manner: Manner,
    depth: usize,
    error: PhantomData<E>,
}

impl<'c, 'de, E> Replay<'c, 'de, E> {
    /// `depth` tables down, for the path of an error.
    pub(crate) fn new(content: &'c mut Content<'de>, depth: usize) -> Self {
        Self::within(content, Manner::PLAIN, depth)
    }

    /// Part of a value whose manner is known.
    #[inline]
    fn within(content: &'c mut Content<'de>, manner: Manner, depth: usize) -> Self {
        let (manner, content) = match content {
            Content::As(value) => (value.0, &mut value.1),
            content => (manner, content),
        };
        Self {
            content,
            manner,
            depth,
            error: PhantomData,
        }
    }
}

impl<'c, 'de, E: Error> Replay<'c, 'de, E> {
    /// Without this, each level would keep and copy its content again.
    fn put_first(&mut self, tag: &str) {
        if let Content::Table(entries) = self.content {
            put_first(entries, tag);
        }
    }

    fn asked(mut self, ask: Ask) -> Result<Self, E> {
        if is_changed(self.content, self.manner) {
            self.convert(ask)?;
        }
        Ok(self)
    }

    /// Hands the value on with its manner, for [`super::kept`] behind an erased type.
    #[cfg(feature = "derive")]
    pub(crate) fn visit_with_manner<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let key = alloc::format!("{WITH_MANNER}{}", self.manner.to_bits());
        // Unchanged: its manner is applied later.
        let value = Self {
            manner: Manner::PLAIN,
            ..self
        };
        visitor.visit_map(MapDeserializer::new(core::iter::once((key, value))))
    }

    #[cold]
    fn convert(&mut self, ask: Ask) -> Result<(), E> {
        let content = mem::replace(self.content, Content::Unit);
        *self.content = convert(content, ask, self.manner).map_err(E::custom)?;
        Ok(())
    }
}

/// Methods that ask for a kind of value.
macro_rules! asks {
    ($($method:ident $ask:expr;)*) => {
        $(
            fn $method<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, E> {
                if is_changed(self.content, self.manner) {
                    self.convert($ask)?;
                }
                self.deserialize_any(visitor)
            }
        )*
    };
}

impl<'de, E: Error> Deserializer<'de> for Replay<'_, 'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::U64(value) => visitor.visit_u64(*value),
            Content::I64(value) => visitor.visit_i64(*value),
            Content::U128(high, low) => visitor.visit_u128(whole(*high, *low)),
            Content::I128(high, low) => visitor.visit_i128(whole(*high, *low) as i128),
            Content::F64(value) => visitor.visit_f64(*value),
            Content::Char(value) => visitor.visit_char(*value),
            Content::Str(Cow::Borrowed(value)) => visitor.visit_borrowed_str(value),
            Content::Str(Cow::Owned(value)) => visitor.visit_string(mem::take(value)),
            Content::Bytes(Cow::Borrowed(value)) => visitor.visit_borrowed_bytes(value),
            Content::Bytes(Cow::Owned(value)) => visitor.visit_byte_buf(mem::take(value)),
            Content::None => visitor.visit_none(),
            Content::Unit => visitor.visit_unit(),
            Content::Some(value) => {
                visitor.visit_some(Self::within(value, self.manner, self.depth))
            }
            Content::Newtype(value) => {
                visitor.visit_newtype_struct(Self::within(value, self.manner, self.depth))
            }
            Content::Digits(digits) => {
                let key = Content::Str(Cow::Borrowed(NUMBER));
                let mut entry = [(key, Content::Str(mem::take(digits)))];
                // As a table: one more kind of map would compile every module's reader once more.
                visitor.visit_map(&mut Table {
                    entries: entry.iter_mut(),
                    at: None,
                    manner: self.manner,
                    depth: self.depth + 1,
                    error: PhantomData,
                })
            }
            Content::Variant(variant) => {
                let (name, value) = &mut **variant;
                if self.manner.has_quiet_tags() {
                    let value = Self::within(value, self.manner, self.depth);
                    return value.deserialize_any(visitor);
                }
                visitor.visit_enum(Variant {
                    variant: Self::within(name, self.manner, self.depth),
                    value: Some(value),
                })
            }
            // `within` takes it apart.
            Content::As(value) => {
                Self::within(&mut value.1, value.0, self.depth).deserialize_any(visitor)
            }
            Content::List(items) => {
                let mut list = List {
                    items: items.iter_mut(),
                    at: 0,
                    manner: self.manner,
                    depth: self.depth + 1,
                    error: PhantomData,
                };
                let value = visitor.visit_seq(&mut list)?;
                match list.items.len() {
                    0 => {
                        items.drain(..).for_each(Content::discard);
                        Ok(value)
                    }
                    left => Err(E::invalid_length(list.at + left, &"fewer items")),
                }
            }
            Content::Table(entries) => {
                let mut table = Table {
                    entries: entries.iter_mut(),
                    at: None,
                    manner: self.manner,
                    depth: self.depth + 1,
                    error: PhantomData,
                };
                let value = visitor.visit_map(&mut table)?;
                match table.left() {
                    0 => {
                        for (key, value) in entries.drain(..) {
                            key.discard();
                            value.discard();
                        }
                        Ok(value)
                    }
                    left => Err(E::invalid_length(left, &"fewer entries")),
                }
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.content {
            Content::None => visitor.visit_none(),
            // RON has both.
            Content::Unit if !self.manner.is_ron() => visitor.visit_none(),
            Content::Some(value) => {
                visitor.visit_some(Self::within(value, self.manner, self.depth))
            }
            content => visitor.visit_some(Self { content, ..self }),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            if tag.is_empty() {
                match self.content {
                    // For a config whose key is its name; others pass over a tag of YAML.
                    Content::Variant(variant) => {
                        let (name, value) = &mut **variant;
                        let variant = Self::within(name, self.manner, self.depth);
                        let value = Some(value);
                        return visitor.visit_enum(Variant { variant, value });
                    }
                    content => self.content = content,
                }
            }
            self.put_first(tag);
        }
        if is_private(name) {
            return Err(E::custom(PRIVATE));
        }
        if self.manner.is_ron() {
            self.convert(Ask::Newtype(name))?;
        }
        match self.content {
            Content::Newtype(value) => {
                visitor.visit_newtype_struct(Self::within(value, self.manner, self.depth))
            }
            content => visitor.visit_newtype_struct(Self { content, ..self }),
        }
    }

    asks! {
        deserialize_bool Ask::Bool;
        deserialize_i8 Ask::Integer;
        deserialize_i16 Ask::Integer;
        deserialize_i32 Ask::Integer;
        deserialize_i64 Ask::Integer;
        deserialize_i128 Ask::I128;
        deserialize_u8 Ask::Integer;
        deserialize_u16 Ask::Integer;
        deserialize_u32 Ask::Integer;
        deserialize_u64 Ask::Integer;
        deserialize_u128 Ask::U128;
        deserialize_f32 Ask::Float;
        deserialize_f64 Ask::Float;
        deserialize_char Ask::Text;
        deserialize_str Ask::Text;
        deserialize_string Ask::Text;
        deserialize_bytes Ask::Bytes;
        deserialize_byte_buf Ask::Bytes;
        deserialize_seq Ask::List("");
        deserialize_map Ask::Table("", &[]);
    }

    fn deserialize_unit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, E> {
        self.convert(Ask::Unit(""))?;
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        self.convert(Ask::Unit(name))?;
        self.deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, E> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, E> {
        self.asked(Ask::List(name))?.deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        if is_private(name) {
            return Err(E::custom(PRIVATE));
        }
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            self.put_first(tag);
            return self.deserialize_any(visitor);
        }
        self.asked(Ask::Table(name, fields))?
            .deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let (manner, depth) = (self.manner, self.depth);
        let (variant, value) = match self.content {
            Content::Table(entries) => {
                let [(variant, value)] = entries.as_mut_slice() else {
                    return Err(E::invalid_value(Unexpected::Map, &"a table of one variant"));
                };
                (variant, Some(value))
            }
            Content::Variant(variant) => {
                let (variant, value) = &mut **variant;
                let is_known = variants.iter().any(|known| variant.as_str() == Some(known));
                // A tag that is not a variant is ignored.
                if manner.has_quiet_tags() && !is_known {
                    let value = Self::within(value, manner, depth);
                    return value.deserialize_enum(name, variants, visitor);
                }
                (variant, Some(value))
            }
            text if matches!(text, Content::Str(_)) => (text, None),
            // As rmp-serde did before its version 1, and reads to this day.
            number if matches!(number, Content::U64(_)) && !manner.is_human_readable() => {
                (number, None)
            }
            other => return Err(E::invalid_type(other.unexpected(), &"a variant")),
        };
        visitor.visit_enum(Variant {
            variant: Self::within(variant, manner, depth),
            value,
        })
    }

    fn is_human_readable(&self) -> bool {
        self.manner.is_human_readable()
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { identifier }
}

/// Moves the tag to the front, and `_scope_` behind it.
fn put_first(entries: &mut [(Content<'_>, Content<'_>)], tag: &str) {
    let (mut tag_at, mut scope_at) = (None, None);
    for (at, (key, _)) in entries.iter().enumerate() {
        let Content::Str(key) = key else {
            continue;
        };
        // The length first: a comparison of texts is a call.
        if key.len() == tag.len() && **key == *tag {
            tag_at.get_or_insert(at);
        } else if key.len() == SCOPE_KEY.len() && **key == *SCOPE_KEY {
            scope_at.get_or_insert(at);
        }
    }
    if let Some(at) = scope_at {
        entries[..=at].rotate_right(1);
        tag_at = tag_at.map(|tag| if tag < at { tag + 1 } else { tag });
    }
    if let Some(at) = tag_at {
        entries[..=at].rotate_right(1);
    }
}

#[cfg(feature = "derive")]
impl<'de, E: Error> IntoDeserializer<'de, E> for Replay<'_, 'de, E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
