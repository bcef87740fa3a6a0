//! The entries of a table and the items of a list, each with its place.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use serde_core::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess};
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::error::{Error, cut};
use super::key::Key;
use super::value::Value;
use crate::de::SCOPE_KEY;

type Entry<'de> = (Spanned<Cow<'de, str>>, Spanned<DeValue<'de>>);

/// A table's entries, in the file's order, or with the tag first.
pub(super) struct Entries<'de> {
    entries: vec::IntoIter<Entry<'de>>,
    value: Option<Entry<'de>>,
}

impl<'de> Entries<'de> {
    pub(super) fn new(table: DeTable<'de>, tag: Option<&str>) -> Self {
        let mut entries = table.into_iter().collect::<Vec<_>>();
        entries.sort_unstable_by_key(|(key, _)| key.span().start);
        if let Some(tag) = tag {
            put_first(&mut entries, SCOPE_KEY);
            put_first(&mut entries, tag);
        }
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

    /// Every entry of a config must be read, or it is an error.
    pub(super) fn end(mut self) -> Result<(), Error> {
        let Some((key, _)) = self.entries.next() else {
            return Ok(());
        };
        let error = Error::custom(format!("unexpected key `{}`", cut(key.get_ref())));
        Err(error.at(Some(key.span())).under(key.get_ref()))
    }
}

fn put_first(entries: &mut [Entry<'_>], key: &str) {
    if let Some(place) = entries.iter().position(|(known, _)| known.get_ref() == key) {
        entries[..=place].rotate_right(1);
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
        let read = seed
            .deserialize(Key::new(&key))
            .map_err(|error| error.at(Some(key.span())).under(key.get_ref()));
        self.value = Some((key, value));
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some((key, value)) = self.value.take() else {
            return Err(Error::custom("a value was asked for before its key"));
        };
        let span = value.span();
        seed.deserialize(Value::from(value)).map_err(|error| {
            // The key is wrong; the registry could only report it at the value.
            let error = if crate::de::ours::refuses::<V>() {
                error.moved(key.span())
            } else {
                error.at(Some(span))
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

    /// Every entry of a config must be read, or it is an error.
    pub(super) fn end(mut self) -> Result<(), Error> {
        let read = self.at;
        let Some(item) = self.items.next() else {
            return Ok(());
        };
        let found = read + 1 + self.items.len();
        let items = if read == 1 { "item" } else { "items" };
        let error = Error::custom(format!("{found} items, expected {read} {items}"));
        Err(error.at(Some(item.span())).under_index(read))
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
        let span = item.span();
        seed.deserialize(Value::from(item))
            .map_err(|error| error.at(Some(span)).under_index(at))
            .map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}
