//! The parts of a kept value: items, entries, and what a variant holds.

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, VariantAccess, Visitor,
};

use super::Replay;
use crate::de::arena::{Entries, Items, Token, Value};
use crate::de::content::NUMBER;
use crate::de::key::{Key, OtherKey};
use crate::de::text_error::TextError;
use crate::de::{SCOPE_KEY, trail};

/// The items of a kept list.
pub(super) struct List<'c, 'de, E> {
    list: Replay<'c, 'de, E>,
    items: Items<'c, 'de>,
    /// How many items have been handed out.
    at: usize,
    count: usize,
}

impl<'c, 'de, E> List<'c, 'de, E> {
    /// Those of a value that is a list.
    pub(super) fn new(list: Replay<'c, 'de, E>, count: usize) -> Self {
        Self {
            items: Items(list.value.parts()),
            list,
            at: 0,
            count,
        }
    }

    /// How many items there are, if some of them have not been read.
    pub(super) fn unread(&self) -> Option<usize> {
        (self.at < self.count).then_some(self.count)
    }

    #[cold]
    #[inline(never)]
    fn noted(&self, error: E) -> E {
        trail::note(self.list.depth + 1, &alloc::format!("[{}]", self.at - 1));
        error
    }
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
        match seed.deserialize(self.list.inside(item)) {
            Ok(item) => Ok(Some(item)),
            Err(error) => Err(self.noted(error)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count - self.at)
    }
}

/// The entries of a kept table.
pub(super) struct Table<'c, 'de, E> {
    table: Replay<'c, 'de, E>,
    entries: Entries<'c, 'de>,
    /// The tokens from the last key on that was handed out.
    key: &'c [Token<'de>],
    /// The tokens from its value on. Empty if it has been read.
    value: &'c [Token<'de>],
    /// The entries that are handed out before all others: that of `_scope_` and that of the tag. Each number counts the
    /// tokens from the entry to the end of the table. 0 means that the table has no such entry.
    first: [usize; 2],
    /// How many of `first` have not been looked at. The last one is the first.
    waiting: usize,
}

impl<'c, 'de, E> Table<'c, 'de, E> {
    /// Those of a value that is a table.
    pub(super) fn new(table: Replay<'c, 'de, E>) -> Self {
        Self {
            entries: Entries(table.value.parts()),
            table,
            key: &[],
            value: &[],
            first: [0; 2],
            waiting: 0,
        }
    }

    /// Hands out the tag before all other keys, and `_scope_` behind it.
    pub(super) fn put_first(&mut self, tag: &str) {
        for (key, _) in Entries(self.entries.0) {
            let length = match *key.token {
                Token::Str(text) => text.len(),
                Token::Text(_, length) => length,
                _ => continue,
            };
            // The length first: a comparison of texts is a call.
            if length == tag.len() || length == SCOPE_KEY.len() {
                self.look_at(key, tag);
            }
        }
        self.waiting = self.first.len();
    }

    #[inline(never)]
    fn look_at(&mut self, key: Value<'c, 'de>, tag: &str) {
        let text = self.table.arena.as_str(key);
        let [scope, first] = &mut self.first;
        if text == Some(tag) && *first == 0 {
            *first = key.left();
        } else if text == Some(SCOPE_KEY) && *scope == 0 {
            *scope = key.left();
        }
    }

    /// Goes to the next entry, if its key is a text of the input, and returns the key.
    #[inline]
    fn next_usual(&mut self) -> Option<&'de str> {
        let tokens = self.entries.0;
        let left = tokens.len();
        if self.waiting > 0 || left == self.first[0] || left == self.first[1] {
            return None;
        }
        let [Token::Str(key), behind @ ..] = tokens else {
            return None;
        };
        let [value, rest @ ..] = behind else {
            return None;
        };
        self.entries.0 = match value.has_parts() {
            false => rest,
            true => Value::of(behind)?.end(),
        };
        self.key = tokens;
        self.value = behind;
        Some(key)
    }

    /// Goes to the next entry. Returns the tokens from it on.
    #[inline(never)]
    fn next(&mut self) -> Option<&'c [Token<'de>]> {
        while let Some(waiting) = self.waiting.checked_sub(1) {
            self.waiting = waiting;
            let all = self.table.value.parts();
            let left = self.first.get(waiting).filter(|left| **left > 0);
            if let Some(at) = left.and_then(|left| all.len().checked_sub(*left)) {
                return all.get(at..);
            }
        }
        loop {
            let tokens = self.entries.0;
            self.entries.next()?;
            if !self.first.contains(&tokens.len()) {
                return Some(tokens);
            }
        }
    }

    /// How many values have not been read, if there are some.
    pub(super) fn unread(&mut self) -> Option<usize> {
        if self.entries.0.is_empty() && self.value.is_empty() {
            return None;
        }
        let mut left = usize::from(!self.value.is_empty());
        while self.next().is_some() {
            left += 1;
        }
        (left > 0).then_some(left)
    }

    #[cold]
    #[inline(never)]
    fn noted(&self, error: E) -> E {
        let key = Value::of(self.key);
        let key = key.and_then(|key| self.table.arena.as_str(key));
        note(self.table.depth + 1, key.unwrap_or("?"));
        error
    }
}

impl<'de, E: Error> MapAccess<'de> for Table<'_, 'de, E> {
    type Error = E;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        let Some(text) = self.next_usual() else {
            return self.next_other(seed);
        };
        match seed.deserialize(Key::Borrowed(text)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(bad_key(self.table.depth + 1, text, &error)),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, E> {
        let Some(value) = Value::of(core::mem::take(&mut self.value)) else {
            return Err(E::custom("a value was asked for before its key"));
        };
        match seed.deserialize(self.table.inside(value)) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.noted(error)),
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(Entries(self.entries.0).count())
    }
}

impl<'de, E: Error> Table<'_, 'de, E> {
    /// The next key, whatever it is.
    #[inline(never)]
    fn next_other<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, E> {
        self.value = &[];
        let Some(tokens) = self.next() else {
            return Ok(None);
        };
        let Some((key, value)) = Value::entry(tokens) else {
            return Ok(None);
        };
        self.key = tokens;
        self.value = value;
        let Some(text) = self.table.arena.as_str(key) else {
            return seed.deserialize(self.table.inside(key)).map(Some);
        };
        let other = OtherKey {
            text,
            content: None,
        };
        let key = match *key.token {
            Token::Str(text) => Key::Borrowed(text),
            _ => Key::Other(&other),
        };
        match seed.deserialize(key) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(bad_key(self.table.depth + 1, text, &error)),
        }
    }

    /// All of them must be read.
    #[inline]
    pub(super) fn visit<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, E> {
        let value = visitor.visit_map(&mut self)?;
        match self.unread() {
            None => Ok(value),
            Some(left) => Err(E::invalid_length(left, &"fewer entries")),
        }
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
    pub(super) value: Option<Replay<'c, 'de, E>>,
}

impl<'c, 'de, E: Error> EnumAccess<'de> for Variant<'c, 'de, E> {
    type Error = E;
    type Variant = Payload<'c, 'de, E>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), E> {
        let variant = seed.deserialize(self.variant)?;
        Ok((variant, Payload(self.value)))
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
