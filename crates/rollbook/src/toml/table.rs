//! The entries of a table and the items of a list, each with its place.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use core::any::type_name;
use core::ops::Range;

use serde_core::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde_core::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_core::de::{Deserializer as _, Error as _, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::error::Error;
use super::value::Value;
use crate::read::SCOPE_KEY;

type Key<'de> = Spanned<Cow<'de, str>>;

/// A table's entries, in the file's order, or with the tag first.
pub(super) struct Entries<'de> {
    entries: vec::IntoIter<(Key<'de>, Spanned<DeValue<'de>>)>,
    value: Option<(Key<'de>, Spanned<DeValue<'de>>)>,
}

impl<'de> Entries<'de> {
    pub(super) fn new(table: DeTable<'de>, tag: Option<&str>) -> Self {
        let mut entries = table.into_iter().collect::<Vec<_>>();
        let rank = |key: &str| match tag {
            Some(tag) if key == tag => 0,
            Some(_) if key == SCOPE_KEY => 1,
            _ => 2,
        };
        entries.sort_by_key(|(key, _)| (rank(key.get_ref()), key.span().start));
        Self {
            entries: entries.into_iter(),
            value: None,
        }
    }

    /// The place of the first entry's value.
    pub(super) fn first(&self) -> Option<Range<usize>> {
        self.entries
            .as_slice()
            .first()
            .map(|(_, value)| value.span())
    }

    pub(super) fn left(&self) -> usize {
        self.entries.len()
    }
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        let read = match key.get_ref() {
            Cow::Borrowed(text) => seed.deserialize(BorrowedStrDeserializer::<Error>::new(text)),
            Cow::Owned(text) => {
                let text: StringDeserializer<Error> = text.clone().into_deserializer();
                seed.deserialize(text)
            }
        };
        let read = read.map_err(|error| error.at(Some(key.span())).under(key.get_ref()));
        self.value = Some((key, value));
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some((key, value)) = self.value.take() else {
            return Err(Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Value::from(value)).map_err(|error| {
            // What is wrong is the key; the registry could only say so at the value.
            let error = if type_name::<V>().starts_with("rollbook::read::key::Refuse") {
                error.moved(key.span())
            } else {
                error
            };
            error.under(key.get_ref())
        })
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A list's items.
pub(super) struct Items<'de> {
    items: <DeArray<'de> as IntoIterator>::IntoIter,
    at: usize,
}

impl<'de> Items<'de> {
    pub(super) fn new(list: DeArray<'de>) -> Self {
        Self {
            items: list.into_iter(),
            at: 0,
        }
    }

    pub(super) fn left(&self) -> usize {
        self.items.len()
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let at = self.at;
        self.at += 1;
        seed.deserialize(Value::from(item))
            .map_err(|error| error.under(&format!("[{at}]")))
            .map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// A variant of an enum: a text, or a table of one key.
pub(super) struct Variant<'de> {
    pub(super) name: Key<'de>,
    pub(super) value: Option<Spanned<DeValue<'de>>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Payload<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let span = self.name.span();
        let name: StringDeserializer<Error> =
            self.name.into_inner().into_owned().into_deserializer();
        let variant = seed
            .deserialize(name)
            .map_err(|error| error.at(Some(span.clone())))?;
        let value = self.value.map(Value::from);
        Ok((variant, Payload { value, span }))
    }
}

/// What a variant holds.
pub(super) struct Payload<'de> {
    value: Option<Value<'de>>,
    span: Range<usize>,
}

impl<'de> Payload<'de> {
    fn value(self) -> Result<Value<'de>, Error> {
        let missing =
            || Error::custom("this variant needs a value: write a table").at(Some(self.span));
        self.value.ok_or_else(missing)
    }
}

impl<'de> VariantAccess<'de> for Payload<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.value {
            None => Ok(()),
            Some(value) if value.is_empty() => Ok(()),
            Some(_) => Err(Error::custom("this variant takes no value").at(Some(self.span))),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.value()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.value()?.deserialize_any(visitor)
    }
}
