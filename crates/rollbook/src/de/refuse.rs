//! A seed that refuses a value with a text of its own, so that the format places the text at that value.

use core::fmt;

use serde_core::de::{DeserializeSeed, Deserializer, Visitor};

/// This module's path, by which [`super::ours`] knows its type.
#[cfg(feature = "toml")]
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// Fails while a value is read, so that the format places the text at that value.
pub(crate) struct Refuse<T>(pub(crate) T);

impl<'de, T: fmt::Display> DeserializeSeed<'de> for Refuse<T> {
    type Value = core::convert::Infallible;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de, T: fmt::Display> Visitor<'de> for Refuse<T> {
    type Value = core::convert::Infallible;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }

    fn visit_bool<E: serde_core::de::Error>(self, _: bool) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_i64<E: serde_core::de::Error>(self, _: i64) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_u64<E: serde_core::de::Error>(self, _: u64) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_f64<E: serde_core::de::Error>(self, _: f64) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_str<E: serde_core::de::Error>(self, _: &str) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_unit<E: serde_core::de::Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_none<E: serde_core::de::Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(self.0))
    }
    fn visit_some<D: Deserializer<'de>>(self, _: D) -> Result<Self::Value, D::Error> {
        Err(serde_core::de::Error::custom(self.0))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, _: D) -> Result<Self::Value, D::Error> {
        Err(serde_core::de::Error::custom(self.0))
    }
    fn visit_seq<A: serde_core::de::SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(serde_core::de::Error::custom(self.0))
    }
    fn visit_map<A: serde_core::de::MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(serde_core::de::Error::custom(self.0))
    }
}
