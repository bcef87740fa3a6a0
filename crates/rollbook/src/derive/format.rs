//! Format-erased types: a deserializer as a value that knows no type, so that each format is compiled once for all.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::failure::Failure;
use super::field::Field;
use super::token::{Choice, Elements, Hint, Pairs, Read, Sink, Token, Value};
use crate::de::ours::takes_requests;
use crate::de::{ArenaSeed, Manner, Replay, TAG_FIRST, kept};

/// Hands the value to a reader inside the format's own seed, so that the format places the error.
pub(super) struct Seed<'r, 'f, 'de>(pub(super) &'r mut Read<'f, 'de>);

impl<'de> DeserializeSeed<'de> for Seed<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        once(input, |value| (self.0)(value))
    }
}

/// The same for a field.
pub(super) struct FieldSeed<'f, 'de>(pub(super) &'f mut dyn Field<'de>);

impl<'de> DeserializeSeed<'de> for FieldSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        once(input, |value| self.0.read(value))
    }
}

#[inline]
fn once<'de, D: Deserializer<'de>>(
    input: D,
    read: impl FnOnce(&mut dyn Value<'de>) -> Result<(), Failure>,
) -> Result<(), D::Error> {
    let mut value = Once {
        input: Some(input),
        error: None,
    };
    read(&mut value).map_err(|fault| fault.into_error(value.error))
}

/// A deserializer, until it is used.
struct Once<D, E> {
    input: Option<D>,
    error: Option<E>,
}

impl<'de, D: Deserializer<'de>> Value<'de> for Once<D, D::Error> {
    fn take(&mut self, hint: Hint, sink: &mut dyn Sink<'de>) -> Result<(), Failure> {
        let Some(input) = self.input.take() else {
            return Err(Failure::format());
        };
        ask(input, hint, Proxy(sink)).map_err(|error| {
            self.error = Some(error);
            Failure::format()
        })
    }

    fn is_human_readable(&self) -> bool {
        self.input.as_ref().is_none_or(D::is_human_readable)
    }
}

fn ask<'de, D: Deserializer<'de>>(
    input: D,
    hint: Hint,
    proxy: Proxy<'_, 'de>,
) -> Result<(), D::Error> {
    match hint {
        Hint::Any(wanted) => any(input, wanted, proxy),
        Hint::Bool => input.deserialize_bool(proxy),
        Hint::I8 => input.deserialize_i8(proxy),
        Hint::I16 => input.deserialize_i16(proxy),
        Hint::I32 => input.deserialize_i32(proxy),
        Hint::I64 => input.deserialize_i64(proxy),
        Hint::I128 => input.deserialize_i128(proxy),
        Hint::U8 => input.deserialize_u8(proxy),
        Hint::U16 => input.deserialize_u16(proxy),
        Hint::U32 => input.deserialize_u32(proxy),
        Hint::U64 => input.deserialize_u64(proxy),
        Hint::U128 => input.deserialize_u128(proxy),
        Hint::F32 => input.deserialize_f32(proxy),
        Hint::F64 => input.deserialize_f64(proxy),
        Hint::Char => input.deserialize_char(proxy),
        Hint::Str => input.deserialize_str(proxy),
        Hint::String => input.deserialize_string(proxy),
        Hint::Bytes => input.deserialize_bytes(proxy),
        Hint::ByteBuf => input.deserialize_byte_buf(proxy),
        Hint::Option => input.deserialize_option(proxy),
        Hint::Unit => input.deserialize_unit(proxy),
        Hint::UnitStruct(name) => input.deserialize_unit_struct(name, proxy),
        // For a config whose key is its name, which may be a variant.
        Hint::Newtype(TAG_FIRST) if hides_variants::<D>() => {
            let arena = ArenaSeed(0).deserialize(input)?;
            Replay::new(&arena, 0).deserialize_newtype_struct(TAG_FIRST, proxy)
        }
        // Other formats would expect it in the text.
        Hint::Newtype(name) if name.starts_with(TAG_FIRST) && !takes_requests::<D>() => {
            proxy.visit_newtype_struct(input)
        }
        Hint::Newtype(name) => input.deserialize_newtype_struct(name, proxy),
        Hint::Seq => input.deserialize_seq(proxy),
        Hint::Tuple(length) => input.deserialize_tuple(length, proxy),
        Hint::TupleStruct(name, length) => input.deserialize_tuple_struct(name, length, proxy),
        Hint::Map => input.deserialize_map(proxy),
        Hint::Struct(name, fields) => input.deserialize_struct(name, fields, proxy),
        Hint::Enum(name, variants) => input.deserialize_enum(name, variants, proxy),
        Hint::Identifier => input.deserialize_identifier(proxy),
        Hint::Ignored => input.deserialize_ignored_any(proxy),
    }
}

/// Whether a format says the name of a variant only to a type that asks for it.
fn hides_variants<D>() -> bool {
    let manner = Manner::of::<D>(true);
    manner.is_ron() || manner.has_quiet_tags()
}

/// Some formats look at the type that they read into. They cannot see it here, so we read what such a type would get.
fn any<'de, D: Deserializer<'de>>(
    input: D,
    wanted: &'static str,
    proxy: Proxy<'_, 'de>,
) -> Result<(), D::Error> {
    let manner = Manner::of::<D>(input.is_human_readable());
    if manner.has_quirk() {
        if wanted.starts_with(kept::HOME) {
            let arena = ArenaSeed(0).deserialize(input)?;
            return Replay::new(&arena, 0).visit_with_manner(proxy);
        }
        if manner.is_ron() && is_buffer_of_serde(wanted) {
            let arena = ArenaSeed(0).deserialize(input)?;
            return Replay::new(&arena, 0).deserialize_any(proxy);
        }
    }
    input.deserialize_any(proxy)
}

/// Whether a type is what serde's derive keeps a value in, for enums that are untagged or internally tagged.
fn is_buffer_of_serde(name: &str) -> bool {
    name.contains("serde") && name.contains("::Content")
}

/// Hands on what the format read.
struct Proxy<'r, 'de>(&'r mut dyn Sink<'de>);

impl<'de> Proxy<'_, 'de> {
    fn put<E: Error>(self, token: Token<'_, 'de>) -> Result<(), E> {
        self.0.put(token).map_err(|fault| fault.into_error(None))
    }
}

macro_rules! visits {
    ($($method:ident($type:ty) $token:ident;)*) => {
        $(
            fn $method<E: Error>(self, value: $type) -> Result<(), E> {
                self.put(Token::$token(value))
            }
        )*
    };
}

impl<'de> Visitor<'de> for Proxy<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    visits! {
        visit_bool(bool) Bool;
        visit_i64(i64) I64;
        visit_i128(i128) I128;
        visit_u64(u64) U64;
        visit_u128(u128) U128;
        visit_f32(f32) F32;
        visit_f64(f64) F64;
        visit_char(char) Char;
        visit_str(&str) Str;
        visit_borrowed_str(&'de str) Borrowed;
        visit_string(String) String;
        visit_bytes(&[u8]) Bytes;
        visit_borrowed_bytes(&'de [u8]) BorrowedBytes;
        visit_byte_buf(Vec<u8>) ByteBuf;
    }

    fn visit_i8<E: Error>(self, value: i8) -> Result<(), E> {
        self.put(Token::I64(value.into()))
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.put(Token::None)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(Token::Unit)
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        let mut value = Once {
            input: Some(input),
            error: None,
        };
        self.0
            .put(Token::Some(&mut value))
            .map_err(|fault| fault.into_error(value.error))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        let mut value = Once {
            input: Some(input),
            error: None,
        };
        self.0
            .put(Token::Newtype(&mut value))
            .map_err(|fault| fault.into_error(value.error))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut list = Of {
            access,
            error: None,
        };
        self.0
            .put(Token::Seq(&mut list))
            .map_err(|fault| fault.into_error(list.error))
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut map = Of {
            access,
            error: None,
        };
        self.0
            .put(Token::Map(&mut map))
            .map_err(|fault| fault.into_error(map.error))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut choice = Chosen {
            name: Some(access),
            held: None,
            error: None,
        };
        self.0
            .put(Token::Enum(&mut choice))
            .map_err(|fault| fault.into_error(choice.error))
    }
}

/// A format's access to a list or a table, and its error, if there was one.
struct Of<A, E> {
    access: A,
    error: Option<E>,
}

fn keep<T, E>(result: Result<T, E>, error: &mut Option<E>) -> Result<T, Failure> {
    result.map_err(|own| {
        *error = Some(own);
        Failure::format()
    })
}

impl<'de, A: SeqAccess<'de>> Elements<'de> for Of<A, A::Error> {
    fn next(&mut self, read: &mut Read<'_, 'de>) -> Result<bool, Failure> {
        let item = self.access.next_element_seed(Seed(read));
        Ok(keep(item, &mut self.error)?.is_some())
    }

    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> Pairs<'de> for Of<A, A::Error> {
    fn key(&mut self, read: &mut Read<'_, 'de>) -> Result<bool, Failure> {
        let key = self.access.next_key_seed(Seed(read));
        Ok(keep(key, &mut self.error)?.is_some())
    }

    fn value(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure> {
        keep(self.access.next_value_seed(Seed(read)), &mut self.error)
    }

    fn size_hint(&self) -> Option<usize> {
        self.access.size_hint()
    }
}

/// A variant: first the name is read, and then the content.
struct Chosen<'de, A: EnumAccess<'de>> {
    name: Option<A>,
    held: Option<A::Variant>,
    error: Option<A::Error>,
}

impl<'de, A: EnumAccess<'de>> Chosen<'de, A> {
    fn held(&mut self) -> Result<A::Variant, Failure> {
        self.held.take().ok_or_else(Failure::format)
    }
}

impl<'de, A: EnumAccess<'de>> Choice<'de> for Chosen<'de, A> {
    fn name(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure> {
        let name = self.name.take().ok_or_else(Failure::format)?;
        let ((), held) = keep(name.variant_seed(Seed(read)), &mut self.error)?;
        self.held = Some(held);
        Ok(())
    }

    fn unit(&mut self) -> Result<(), Failure> {
        keep(self.held()?.unit_variant(), &mut self.error)
    }

    fn newtype(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure> {
        let held = self.held()?;
        keep(held.newtype_variant_seed(Seed(read)), &mut self.error)
    }

    fn tuple(&mut self, length: usize, sink: &mut dyn Sink<'de>) -> Result<(), Failure> {
        let held = self.held()?;
        keep(held.tuple_variant(length, Proxy(sink)), &mut self.error)
    }

    fn fields(
        &mut self,
        fields: &'static [&'static str],
        sink: &mut dyn Sink<'de>,
    ) -> Result<(), Failure> {
        let held = self.held()?;
        keep(held.struct_variant(fields, Proxy(sink)), &mut self.error)
    }
}
