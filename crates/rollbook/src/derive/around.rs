//! A flattened field: it reads the keys that no other field has, straight from the format. The other fields are filled
//! while it looks for its next key, so nothing is kept, and every error has its place.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde_core::forward_to_deserialize_any;

use super::field::Field;
use super::fill::missing;
use super::format::Seed;
use super::slot::Slot;
use super::usual::Held;
use super::{Fields, Struct, StructInfo};
use crate::agreed::TAG_FIRST;
use crate::de::ours::takes_requests;
use crate::de::{Content, Key, KeySeed, OtherKey, Refuse};

/// Reads a struct with a flattened field of type `F`.
///
/// # Errors
///
/// The errors of the format and of the fields.
pub fn read_around<'de, T: Fields<'de>, F: Deserialize<'de>, D: Deserializer<'de>>(
    input: D,
) -> Result<T, D::Error> {
    let visitor = Struct {
        is_human_readable: input.is_human_readable(),
        made: PhantomData,
    };
    if takes_requests::<D>() {
        if let Some(Request(Some(tag_first))) = F::deserialize(AskRequest).err() {
            return input.deserialize_newtype_struct(tag_first, visitor);
        }
    }
    input.deserialize_struct(T::INFO.name, T::INFO.names, visitor)
}

/// This module's path, by which [`crate::de::ours`] knows that it takes a request for the tag.
pub(crate) const HOME: &str = concat!(module_path!(), "::");

/// A table, seen from the flattened field of a struct.
pub(super) struct Around<'r, 's, 'de, A> {
    access: &'r mut A,
    info: &'static StructInfo,
    slots: &'r mut [Slot<'s, 'de>],
    values: &'r mut [Held<'de>],
    is_human_readable: bool,
    buffer: String,
    other: Option<Box<Content<'de>>>,
}

impl<'r, 's, 'de, A: MapAccess<'de>> Around<'r, 's, 'de, A> {
    pub(super) fn new(
        access: &'r mut A,
        info: &'static StructInfo,
        slots: &'r mut [Slot<'s, 'de>],
        values: &'r mut [Held<'de>],
        is_human_readable: bool,
    ) -> Self {
        Self {
            access,
            info,
            slots,
            values,
            is_human_readable,
            buffer: String::new(),
            other: None,
        }
    }

    pub(super) fn fill(mut self, rest: &mut dyn Field<'de>) -> Result<(), A::Error> {
        Seed(&mut |value| rest.read(value)).deserialize(&mut self)?;
        while self.next_key::<IgnoredAny>()?.is_some() {
            self.next_value::<IgnoredAny>()?;
        }
        missing(self.info, self.slots, self.values, |_, _| Ok(()))
            .map_err(|failure| failure.into_error(None))
    }

    /// Reads the value of a key of the struct's own; whether it was one.
    fn read_own(&mut self, key: &str) -> Result<bool, A::Error> {
        let Some(name) = self.info.find(key) else {
            return Ok(false);
        };
        let index = self.info.field(name);
        let (slot, held) = (&mut self.slots[index], &mut self.values[index]);
        if slot.is_set(held) {
            return Err(A::Error::duplicate_field(self.info.fields()[index]));
        }
        let read = &mut |value: &mut dyn super::Value<'de>| slot.read_erased(value, held);
        self.access.next_value_seed(Seed(read))?;
        Ok(true)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Around<'_, '_, 'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        loop {
            self.other = None;
            let found = self.access.next_key_seed(KeySeed {
                buffer: &mut self.buffer,
                other: &mut self.other,
            })?;
            let Some(borrowed) = found else {
                return Ok(None);
            };
            let buffer = core::mem::take(&mut self.buffer);
            if self.other.is_none() && self.read_own(borrowed.unwrap_or(&buffer))? {
                self.buffer = buffer;
                continue;
            }
            let other = OtherKey {
                text: &buffer,
                content: self.other.as_deref(),
            };
            let key = borrowed.map_or(Key::Other(&other), Key::Borrowed);
            let key = seed.deserialize(key);
            self.buffer = buffer;
            return match key {
                Ok(key) => Ok(Some(key)),
                Err(error) => match self.access.next_value_seed(Refuse(error)) {
                    Ok(never) => match never {},
                    Err(error) => Err(error),
                },
            };
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.access.next_value_seed(seed)
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for &mut Around<'_, '_, 'de, A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_unit()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        MapAccessDeserializer::new(self).deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.is_human_readable
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Finds out which tag a type asks for first, if it is the config of a registry.
struct AskRequest;

/// What was asked for, as an error: so nothing is built.
#[derive(Debug)]
struct Request(Option<&'static str>);

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the tag was asked for")
    }
}

impl core::error::Error for Request {}

impl Error for Request {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }
}

impl<'de> Deserializer<'de> for AskRequest {
    type Error = Request;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Request> {
        Err(Request(None))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: V,
    ) -> Result<V::Value, Request> {
        Err(Request(
            Some(name).filter(|name| name.starts_with(TAG_FIRST)),
        ))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct enum
        identifier ignored_any
    }
}
