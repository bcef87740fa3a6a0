//! The parts of a kept value: items, entries, and what a variant holds.

use alloc::borrow::Cow;
use alloc::vec;
use core::marker::PhantomData;
use core::mem;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use super::Replay;
use crate::de::kept::Content;
use crate::de::key::Key;
use crate::de::manner::Manner;
use crate::de::trail;

/// The items of a kept list.
pub(super) struct List<'de, E> {
    pub(super) items: vec::IntoIter<Content<'de>>,
    pub(super) at: usize,
    pub(super) manner: Manner,
    pub(super) depth: usize,
    pub(super) error: PhantomData<E>,
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
        seed.deserialize(Replay::within(item, self.manner, self.depth))
            .inspect_err(|_| trail::note(self.depth, &alloc::format!("[{}]", self.at - 1)))
            .map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a kept table.
pub(super) struct Table<'de, E> {
    pub(super) entries: vec::IntoIter<(Content<'de>, Content<'de>)>,
    /// The key of the next entry was handed out.
    pub(super) at_value: bool,
    pub(super) manner: Manner,
    pub(super) depth: usize,
    pub(super) error: PhantomData<E>,
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
                other: None,
            },
            Content::Str(Cow::Owned(key)) => Key {
                borrowed: None,
                buffer: key,
                other: None,
            },
            other => {
                let key = Replay::within(other.clone(), self.manner, self.depth);
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
        seed.deserialize(Replay::within(value, self.manner, self.depth))
            .inspect_err(|_| trail::note(self.depth, key.as_str().unwrap_or("?")))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A kept variant of an enum.
pub(super) struct Variant<'de, E> {
    pub(super) variant: Replay<'de, E>,
    pub(super) value: Option<Content<'de>>,
}

impl<'de, E: Error> EnumAccess<'de> for Variant<'de, E> {
    type Error = E;
    type Variant = Payload<'de, E>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), E> {
        let value = self.value.map(|value| self.variant.inner(value));
        let variant = seed.deserialize(self.variant)?;
        Ok((variant, Payload(value)))
    }
}

/// What a kept variant holds.
pub(super) struct Payload<'de, E>(Option<Replay<'de, E>>);

impl<'de, E: Error> Payload<'de, E> {
    fn value(self, expected: &dyn Expected) -> Result<Replay<'de, E>, E> {
        self.0
            .ok_or_else(|| E::invalid_type(Unexpected::UnitVariant, expected))
    }
}

impl<'de, E: Error> VariantAccess<'de> for Payload<'de, E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        match self.0 {
            Some(value) => Deserialize::deserialize(value),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        seed.deserialize(self.value(&"newtype variant")?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, E> {
        self.value(&"tuple variant")?.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.value(&"struct variant")?
            .deserialize_struct("", fields, visitor)
    }
}
