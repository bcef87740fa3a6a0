//! The parts of a kept value: items, entries, and what a variant holds.

use alloc::borrow::Cow;
use core::marker::PhantomData;
use core::slice;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use super::Replay;
use crate::de::kept::{Content, NUMBER};
use crate::de::key::Key;
use crate::de::manner::Manner;
use crate::de::text_error::TextError;
use crate::de::trail;

/// The items of a kept list.
pub(super) struct List<'c, 'de, E> {
    pub(super) items: slice::IterMut<'c, Content<'de>>,
    pub(super) at: usize,
    pub(super) manner: Manner,
    pub(super) depth: usize,
    pub(super) error: PhantomData<E>,
}

impl<'de, E: Error> SeqAccess<'de> for List<'_, 'de, E> {
    type Error = E;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, E> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        self.at += 1;
        match seed.deserialize(Replay::within(item, self.manner, self.depth)) {
            Ok(item) => Ok(Some(item)),
            Err(error) => Err(self.noted(error)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

impl<E> List<'_, '_, E> {
    #[cold]
    #[inline(never)]
    fn noted(&self, error: E) -> E {
        trail::note(self.depth, &alloc::format!("[{}]", self.at - 1));
        error
    }
}

/// The entries of a kept table.
pub(super) struct Table<'c, 'de, E> {
    pub(super) entries: slice::IterMut<'c, (Content<'de>, Content<'de>)>,
    /// The entry whose key was handed out.
    pub(super) at: Option<&'c mut (Content<'de>, Content<'de>)>,
    pub(super) manner: Manner,
    pub(super) depth: usize,
    pub(super) error: PhantomData<E>,
}

impl<E> Table<'_, '_, E> {
    /// How many values have not been read.
    pub(super) fn left(&self) -> usize {
        self.entries.len() + usize::from(self.at.is_some())
    }

    #[cold]
    #[inline(never)]
    fn noted(&self, key: &Content<'_>, error: E) -> E {
        note(self.depth, key.as_str().unwrap_or("?"));
        error
    }
}

impl<'de, E: Error> MapAccess<'de> for Table<'_, 'de, E> {
    type Error = E;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        self.at = self.entries.next();
        let Some((key, _)) = &mut self.at else {
            return Ok(None);
        };
        let text = match key {
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
                let key = Replay::within(other, self.manner, self.depth);
                return seed.deserialize(key).map(Some);
            }
        };
        let name = text.borrowed.unwrap_or(text.buffer);
        match seed.deserialize(text) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(bad_key(self.depth, name, &error)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let Some((key, value)) = self.at.take() else {
            return Err(E::custom("a value was asked for before its key"));
        };
        match seed.deserialize(Replay::within(value, self.manner, self.depth)) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.noted(key, error)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

#[cold]
#[inline(never)]
fn bad_key<E: Error>(depth: usize, key: &str, error: &TextError) -> E {
    note(depth, key);
    E::custom(error)
}

/// The digits of a number have a key that nobody wrote.
#[cold]
fn note(depth: usize, key: &str) {
    if key != NUMBER {
        trail::note(depth, key);
    }
}

/// A kept variant of an enum.
pub(super) struct Variant<'c, 'de, E> {
    pub(super) variant: Replay<'c, 'de, E>,
    pub(super) value: Option<&'c mut Content<'de>>,
}

impl<'c, 'de, E: Error> EnumAccess<'de> for Variant<'c, 'de, E> {
    type Error = E;
    type Variant = Payload<'c, 'de, E>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), E> {
        let Replay { manner, depth, .. } = self.variant;
        let value = self.value.map(|value| Replay::within(value, manner, depth));
        let variant = seed.deserialize(self.variant)?;
        Ok((variant, Payload(value)))
    }
}

/// What a kept variant holds.
pub(super) struct Payload<'c, 'de, E>(Option<Replay<'c, 'de, E>>);

impl<'c, 'de, E: Error> Payload<'c, 'de, E> {
    fn value(self, expected: &dyn Expected) -> Result<Replay<'c, 'de, E>, E> {
        self.0
            .ok_or_else(|| E::invalid_type(Unexpected::UnitVariant, expected))
    }
}

impl<'de, E: Error> VariantAccess<'de> for Payload<'_, 'de, E> {
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
