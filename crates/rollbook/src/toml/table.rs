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

type Entry<'t, 'de> = (&'t Spanned<Cow<'de, str>>, &'t mut Spanned<DeValue<'de>>);

/// A table's entries, in the file's order, or with the tag first. They are large, so they stay where they are.
pub(super) struct Entries<'t, 'de> {
    order: vec::IntoIter<Entry<'t, 'de>>,
    /// The entry whose key was handed out.
    at: Option<Entry<'t, 'de>>,
    /// Whether the tag is there, and first.
    pub(super) has_tag: bool,
}

impl<'t, 'de> Entries<'t, 'de> {
    pub(super) fn new(table: &'t mut DeTable<'de>, tag: Option<&str>) -> Self {
        let mut order = table.iter_mut().collect::<Vec<_>>();
        order.sort_unstable_by_key(|(key, _)| key.span().start);
        let mut put_first = |name: &str| {
            let place = order.iter().position(|(key, _)| key.get_ref() == name);
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
            order: order.into_iter(),
            at: None,
            has_tag,
        }
    }

    /// The place of the first entry's value.
    pub(super) fn first(&self) -> Option<Range<usize>> {
        let (_, value) = self.order.as_slice().first()?;
        Some(value.span())
    }

    /// Every entry of a config must be read, or it is an error.
    pub(super) fn end(mut self) -> Result<(), Error> {
        let Some((key, _)) = self.order.next() else {
            return Ok(());
        };
        let error = Error::custom(format!("unexpected key `{}`", cut(key.get_ref())));
        Err(error.at(Some(key.span())).under(key.get_ref()))
    }
}

#[cold]
#[inline(never)]
fn bad_key(error: Error, key: &Spanned<Cow<'_, str>>) -> Error {
    error.at(Some(key.span())).under(key.get_ref())
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.order.next() else {
            return Ok(None);
        };
        let key = entry.0;
        self.at = Some(entry);
        match seed.deserialize(Key::new(key)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(bad_key(error, key)),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some((key, value)) = self.at.take() else {
            return Err(Error::custom("a value was asked for before its key"));
        };
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
