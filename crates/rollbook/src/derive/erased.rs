//! Type-erased input: a deserializer over a value of any format, so that a type's `Deserialize` is compiled once.

use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::failure::Failure;
use super::token::{Choice, Elements, Hint, Pairs, Sink, Token, Value};

/// This module's path, by which `de::ours` knows its types.
pub(crate) const HOME: &str = concat!(module_path!(), "::");

/// A value of any format.
pub struct Erased<'v, 'de>(pub(super) &'v mut dyn Value<'de>);

/// Runs `take` with a sink that hands what comes to the visitor.
fn visit<'de, V: Visitor<'de>>(
    visitor: V,
    take: impl FnOnce(&mut dyn Sink<'de>) -> Result<(), Failure>,
) -> Result<V::Value, Failure> {
    let mut held = Held {
        visitor: Some(visitor),
        out: None,
    };
    take(&mut held)?;
    held.out.ok_or_else(Failure::format)
}

/// A visitor, until it has its token; then the value that it made.
struct Held<V, T> {
    visitor: Option<V>,
    out: Option<T>,
}

impl<'de, V: Visitor<'de>> Sink<'de> for Held<V, V::Value> {
    fn put(&mut self, token: Token<'_, 'de>) -> Result<(), Failure> {
        if let Some(visitor) = self.visitor.take() {
            self.out = Some(token.visit(visitor)?);
        }
        Ok(())
    }

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.visitor {
            Some(visitor) => visitor.expecting(f),
            None => f.write_str("nothing more"),
        }
    }
}

/// Runs `take` with a reader that hands the value to the seed.
fn read<'de, S: DeserializeSeed<'de>, T>(
    seed: S,
    take: impl FnOnce(&mut super::token::Read<'_, 'de>) -> Result<T, Failure>,
) -> Result<(T, Option<S::Value>), Failure> {
    let mut seed = Some(seed);
    let mut out = None;
    let taken = take(&mut |value| {
        if let Some(seed) = seed.take() {
            out = Some(seed.deserialize(Erased(value))?);
        }
        Ok(())
    })?;
    Ok((taken, out))
}

macro_rules! hints {
    ($($method:ident $hint:ident;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
                visit(visitor, |sink| self.0.take(Hint::$hint, sink))
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Erased<'_, 'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let wanted = core::any::type_name::<V::Value>();
        visit(visitor, |sink| self.0.take(Hint::Any(wanted), sink))
    }

    hints! {
        deserialize_bool Bool;
        deserialize_i8 I8;
        deserialize_i16 I16;
        deserialize_i32 I32;
        deserialize_i64 I64;
        deserialize_i128 I128;
        deserialize_u8 U8;
        deserialize_u16 U16;
        deserialize_u32 U32;
        deserialize_u64 U64;
        deserialize_u128 U128;
        deserialize_f32 F32;
        deserialize_f64 F64;
        deserialize_char Char;
        deserialize_str Str;
        deserialize_string String;
        deserialize_bytes Bytes;
        deserialize_byte_buf ByteBuf;
        deserialize_option Option;
        deserialize_unit Unit;
        deserialize_seq Seq;
        deserialize_map Map;
        deserialize_identifier Identifier;
        deserialize_ignored_any Ignored;
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| self.0.take(Hint::UnitStruct(name), sink))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| self.0.take(Hint::Newtype(name), sink))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| self.0.take(Hint::Tuple(length), sink))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| {
            self.0.take(Hint::TupleStruct(name, length), sink)
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| {
            self.0.take(Hint::Struct(name, fields), sink)
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| {
            self.0.take(Hint::Enum(name, variants), sink)
        })
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

pub(super) struct List<'v, 'de>(pub(super) &'v mut dyn Elements<'de>);

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let (_, item) = read(seed, |read| self.0.next(read))?;
        Ok(item)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

pub(super) struct Entries<'v, 'de>(pub(super) &'v mut dyn Pairs<'de>);

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let (_, key) = read(seed, |read| self.0.key(read))?;
        Ok(key)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let ((), value) = read(seed, |read| self.0.value(read))?;
        value.ok_or_else(Failure::format)
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

pub(super) struct Variant<'v, 'de>(pub(super) &'v mut dyn Choice<'de>);

impl<'de> EnumAccess<'de> for Variant<'_, 'de> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Failure> {
        let ((), name) = read(seed, |read| self.0.name(read))?;
        Ok((name.ok_or_else(Failure::format)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        self.0.unit()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        let ((), value) = read(seed, |read| self.0.newtype(read))?;
        value.ok_or_else(Failure::format)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| self.0.tuple(length, sink))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visit(visitor, |sink| self.0.fields(fields, sink))
    }
}
