//! The entries of a table and the items of a list, each with its place.

use alloc::borrow::Cow;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;
use core::mem;
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
    /// In the order of the parsed table. They are large, so they stay where they are.
    entries: Vec<Entry<'de>>,
    /// The entries to hand out: where each begins in the text, and its index.
    order: vec::IntoIter<(usize, usize)>,
    /// The entry whose key was handed out.
    at: Option<usize>,
    /// Whether the tag is there, and first.
    pub(super) has_tag: bool,
}

impl<'de> Entries<'de> {
    pub(super) fn new(table: DeTable<'de>, tag: Option<&str>) -> Self {
        let entries = table.into_iter().collect::<Vec<_>>();
        let starts = entries.iter().map(|(key, _)| key.span().start);
        let mut order = starts.zip(0..).collect::<Vec<_>>();
        order.sort_unstable_by_key(|(start, _)| *start);
        let mut put_first = |key: &str| {
            let is_key = |(_, index): &(usize, usize)| entries[*index].0.get_ref() == key;
            let place = order.iter().position(is_key);
            if let Some(place) = place {
                order[..=place].rotate_right(1);
            }
            place.is_some()
        };
        let has_tag = tag.is_some_and(|tag| {
            put_first(SCOPE_KEY);
            put_first(tag)
        });
        Self {
            entries,
            order: order.into_iter(),
            at: None,
            has_tag,
        }
    }

    /// The place of the first entry's value.
    pub(super) fn first(&self) -> Option<Range<usize>> {
        let (_, index) = self.order.as_slice().first()?;
        Some(self.entries.get(*index)?.1.span())
    }

    /// Every entry of a config must be read, or it is an error.
    pub(super) fn end(mut self) -> Result<(), Error> {
        let Some((_, index)) = self.order.next() else {
            return Ok(());
        };
        let key = &self.entries[index].0;
        let error = Error::custom(format!("unexpected key `{}`", cut(key.get_ref())));
        Err(error.at(Some(key.span())).under(key.get_ref()))
    }
}

#[cold]
#[inline(never)]
fn bad_key(error: Error, key: &Spanned<Cow<'_, str>>) -> Error {
    error.at(Some(key.span())).under(key.get_ref())
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some((_, index)) = self.order.next() else {
            return Ok(None);
        };
        self.at = Some(index);
        let key = &self.entries[index].0;
        match seed.deserialize(Key::new(key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(bad_key(error, key)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some(index) = self.at.take() else {
            return Err(Error::custom("a value was asked for before its key"));
        };
        let (key, value) = &mut self.entries[index];
        let span = value.span();
        let value = mem::replace(value.get_mut(), DeValue::Boolean(false));
        match seed.deserialize(Value::new(value, span.clone())) {
            Ok(value) => Ok(value),
            Err(error) => {
                // The key is wrong; the registry could only report it at the value.
                let error = if crate::de::ours::refuses::<V>() {
                    error.moved(key.span())
                } else {
                    error.at(Some(span))
                };
                Err(error.under(key.get_ref()))
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.order.len())
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
        match seed.deserialize(Value::from(item)) {
            Ok(item) => Ok(Some(item)),
            Err(error) => Err(error.at(Some(span)).under_index(at)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}
