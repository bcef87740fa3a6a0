//! How `toml::Spanned` asks for a value, or a key, with its place.

use core::ops::Range;

use serde_core::de::value::{BorrowedStrDeserializer, UsizeDeserializer};
use serde_core::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess};

use super::error::Error;

/// The name of the struct that it asks for, and the keys that it then expects.
pub(super) const SPANNED: &str = "$__serde_spanned_private_Spanned";
const KEYS: [&str; 3] = [
    "$__serde_spanned_private_start",
    "$__serde_spanned_private_end",
    "$__serde_spanned_private_value",
];

/// The place, then the value.
pub(super) struct WithPlace<D> {
    place: [usize; 2],
    value: Option<D>,
    at: usize,
}

impl<D> WithPlace<D> {
    pub(super) fn new(span: Range<usize>, value: D) -> Self {
        Self {
            place: [span.start, span.end],
            value: Some(value),
            at: 0,
        }
    }
}

impl<'de, D: Deserializer<'de, Error = Error>> MapAccess<'de> for WithPlace<D> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(key) = KEYS.get(self.at) else {
            return Ok(None);
        };
        self.at += 1;
        let key = BorrowedStrDeserializer::<Error>::new(key);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        if let Some(place) = self.place.get(self.at.wrapping_sub(1)) {
            let place: UsizeDeserializer<Error> = (*place).into_deserializer();
            return seed.deserialize(place);
        }
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(Error::custom("a value was asked for before its key")),
        }
    }
}
