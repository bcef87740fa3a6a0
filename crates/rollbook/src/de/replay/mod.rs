//! Reads a kept value as if it came from its format.

mod parts;

use alloc::boxed::Box;
use core::marker::PhantomData;

use serde_core::de::{Deserializer, Error, Unexpected, Visitor};
#[cfg(feature = "derive")]
use serde_core::de::{IntoDeserializer, value::MapDeserializer};
use serde_core::forward_to_deserialize_any;

use super::TAG_FIRST;
use super::arena::{Arena, Entries, Token, Value};
use super::asks::{Ask, PRIVATE, convert, is_changed, is_private};
use super::content::whole;
#[cfg(feature = "derive")]
use super::kept::WITH_MANNER;
use super::manner::Manner;

use parts::{List, Table, Variant};

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// A deserializer over a kept value, with the error type of its format.
pub(crate) struct Replay<'c, 'de, E> {
    value: Value<'c, 'de>,
    arena: &'c Arena<'de>,
    manner: Manner,
    depth: usize,
    error: PhantomData<E>,
}

impl<'c, 'de, E> Replay<'c, 'de, E> {
    /// The first value of an arena, `depth` tables down, for the path of an error.
    pub(crate) fn new(arena: &'c Arena<'de>, depth: usize) -> Self {
        Self::within(arena, arena.at(0), Manner::PLAIN, depth)
    }

    /// Part of a value whose manner is known.
    #[inline]
    pub(super) fn within(
        arena: &'c Arena<'de>,
        mut value: Value<'c, 'de>,
        mut manner: Manner,
        depth: usize,
    ) -> Self {
        while let Token::As(own) = *value.token {
            manner = own;
            value = value.part();
        }
        Self {
            value,
            arena,
            manner,
            depth,
            error: PhantomData,
        }
    }

    /// A part of the value, at the same depth.
    fn part(&self, value: Value<'c, 'de>) -> Self {
        Self::within(self.arena, value, self.manner, self.depth)
    }

    /// A part of the value, one level down.
    #[inline]
    fn inside(&self, value: Value<'c, 'de>) -> Self {
        Self::within(self.arena, value, self.manner, self.depth + 1)
    }

    /// The value of another arena in its place, such as this value converted.
    fn other<'o>(&self, arena: &'o Arena<'de>) -> Replay<'o, 'de, E> {
        Replay::within(arena, arena.at(0), self.manner, self.depth)
    }
}

impl<'c, 'de, E: Error> Replay<'c, 'de, E> {
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

    fn asked<V: Visitor<'de>>(self, ask: Ask, visitor: V) -> Result<V::Value, E> {
        if is_changed(*self.value.token, self.manner) {
            let arena = self.converted(ask)?;
            return self.other(&arena).deserialize_any(visitor);
        }
        self.deserialize_any(visitor)
    }

    /// The value as a type asks for it, in an arena of its own.
    #[cold]
    #[inline(never)]
    fn converted(&self, ask: Ask) -> Result<Box<Arena<'de>>, E> {
        let content = convert(self.arena.tree(self.value), ask, self.manner).map_err(E::custom)?;
        Ok(Box::new(Arena::from(&content)))
    }

    /// A table whose tag is handed out first, and `_scope_` after it: without this, each level would keep its content again.
    fn visit_tag_first<V: Visitor<'de>>(self, tag: &str, visitor: V) -> Result<V::Value, E> {
        let mut table = Table::new(self);
        table.put_first(tag);
        table.visit(visitor)
    }

    #[cold]
    #[inline(never)]
    fn no_variant(&self) -> E {
        E::invalid_type(self.arena.tree(self.value).unexpected(), &"a variant")
    }
}

/// Methods that ask for a kind of value. The usual tokens of that kind are handed out at once.
macro_rules! asks {
    ($($method:ident $ask:expr, $($usual:ident $visit:ident)*;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
                match *self.value.token {
                    $(Token::$usual(value) if !self.manner.has_quirk() => visitor.$visit(value),)*
                    _ => self.asked($ask, visitor),
                }
            }
        )*
    };
}

impl<'de, E: Error> Deserializer<'de> for Replay<'_, 'de, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let Self { arena, value, .. } = self;
        match *self.value.token {
            Token::Bool(value) => visitor.visit_bool(value),
            Token::U64(value) => visitor.visit_u64(value),
            Token::I64(value) => visitor.visit_i64(value),
            Token::U128(high, low) => visitor.visit_u128(whole(high, low)),
            Token::I128(high, low) => visitor.visit_i128(whole(high, low) as i128),
            Token::F64(value) => visitor.visit_f64(value),
            Token::Char(value) => visitor.visit_char(value),
            Token::Str(value) => visitor.visit_borrowed_str(value),
            Token::Text(start, length) => visitor.visit_str(arena.text(start, length)),
            Token::Bytes(value) => visitor.visit_borrowed_bytes(value),
            Token::OwnBytes(start, length) => visitor.visit_bytes(arena.bytes(start, length)),
            Token::None => visitor.visit_none(),
            Token::Unit => visitor.visit_unit(),
            Token::Some => visitor.visit_some(self.part(value.part())),
            Token::Newtype => visitor.visit_newtype_struct(self.part(value.part())),
            // As a table: one more kind of map would compile every module's reader once more.
            Token::Digits(start, length) => {
                let table = Arena::of_number(arena.text(start, length));
                self.other(&table).deserialize_any(visitor)
            }
            Token::Variant => {
                let (name, held) = value.variant();
                if self.manner.has_quiet_tags() {
                    return self.part(held).deserialize_any(visitor);
                }
                visitor.visit_enum(Variant {
                    variant: self.part(name),
                    value: Some(self.part(held)),
                })
            }
            // `within` takes it apart.
            Token::As(_) => self.part(value).deserialize_any(visitor),
            Token::List(_, count) => {
                let mut list = List::new(self, count);
                let value = visitor.visit_seq(&mut list)?;
                match list.unread() {
                    None => Ok(value),
                    Some(count) => Err(E::invalid_length(count, &"fewer items")),
                }
            }
            Token::Table(..) => Table::new(self).visit(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match *self.value.token {
            Token::None => visitor.visit_none(),
            // RON has both.
            Token::Unit if !self.manner.is_ron() => visitor.visit_none(),
            Token::Some => visitor.visit_some(self.part(self.value.part())),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            match *self.value.token {
                Token::Table(..) => return self.visit_tag_first(tag, visitor),
                // For a config whose key is its name; others pass over a tag of YAML.
                Token::Variant if tag.is_empty() => {
                    let (name, held) = self.value.variant();
                    return visitor.visit_enum(Variant {
                        variant: self.part(name),
                        value: Some(self.part(held)),
                    });
                }
                _ => {}
            }
        }
        if is_private(name) {
            return Err(E::custom(PRIVATE));
        }
        let arena;
        let this = if self.manner.is_ron() {
            arena = self.converted(Ask::Newtype(name))?;
            self.other(&arena)
        } else {
            self
        };
        match *this.value.token {
            Token::Newtype => visitor.visit_newtype_struct(this.part(this.value.part())),
            _ => visitor.visit_newtype_struct(this),
        }
    }

    asks! {
        deserialize_bool Ask::Bool, Bool visit_bool;
        deserialize_i8 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_i16 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_i32 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_i64 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_i128 Ask::I128, ;
        deserialize_u8 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_u16 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_u32 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_u64 Ask::Integer, U64 visit_u64 I64 visit_i64;
        deserialize_u128 Ask::U128, ;
        deserialize_f32 Ask::Float, F64 visit_f64;
        deserialize_f64 Ask::Float, F64 visit_f64;
        deserialize_char Ask::Text, Str visit_borrowed_str;
        deserialize_str Ask::Text, Str visit_borrowed_str;
        deserialize_string Ask::Text, Str visit_borrowed_str;
        deserialize_bytes Ask::Bytes, ;
        deserialize_byte_buf Ask::Bytes, ;
        deserialize_seq Ask::List(""), ;
        deserialize_map Ask::Table("", &[]), ;
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        self.deserialize_unit_struct("", visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        if let Token::Unit = *self.value.token {
            return visitor.visit_unit();
        }
        let unit = self.converted(Ask::Unit(name))?;
        self.other(&unit).deserialize_any(visitor)
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
        self.asked(Ask::List(name), visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        if is_private(name) {
            return Err(E::custom(PRIVATE));
        }
        if let Some(tag) = name.strip_prefix(TAG_FIRST) {
            return match *self.value.token {
                Token::Table(..) => self.visit_tag_first(tag, visitor),
                _ => self.deserialize_any(visitor),
            };
        }
        self.asked(Ask::Table(name, fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        let (variant, value) = match *self.value.token {
            Token::Table(..) => {
                let mut entries = Entries(self.value.parts());
                let (Some((variant, value)), None) = (entries.next(), entries.next()) else {
                    return Err(E::invalid_value(Unexpected::Map, &"a table of one variant"));
                };
                (variant, Some(value))
            }
            Token::Variant => {
                let (variant, value) = self.value.variant();
                let text = self.arena.as_str(variant);
                let is_known = variants.iter().any(|known| text == Some(known));
                // A tag that is not a variant is ignored.
                if self.manner.has_quiet_tags() && !is_known {
                    return self.part(value).deserialize_enum(name, variants, visitor);
                }
                (variant, Some(value))
            }
            Token::Str(_) | Token::Text(..) => (self.value, None),
            // As rmp-serde did before its version 1, and reads to this day.
            Token::U64(_) if !self.manner.is_human_readable() => (self.value, None),
            _ => return Err(self.no_variant()),
        };
        visitor.visit_enum(Variant {
            variant: self.part(variant),
            value: value.map(|value| self.part(value)),
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

#[cfg(feature = "derive")]
impl<'de, E: Error> IntoDeserializer<'de, E> for Replay<'_, 'de, E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
