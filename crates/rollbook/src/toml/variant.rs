//! A variant of an enum: a string, or a table with one key.

use alloc::borrow::Cow;
use alloc::format;

use serde_core::de::Visitor;
use serde_core::de::{DeserializeSeed, Deserializer as _, EnumAccess, Error as _, VariantAccess};
use toml::Spanned;
use toml::de::DeValue;

use super::error::{Error, cut};
use super::key::Key;
use super::value::Value;

/// The variant's name, and what it holds.
pub(super) struct Variant<'de> {
    pub(super) name: Spanned<Cow<'de, str>>,
    pub(super) value: Option<Spanned<DeValue<'de>>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name = seed
            .deserialize(Key::new(&self.name))
            .map_err(|error| error.at(Some(self.name.span())))?;
        Ok((name, self))
    }
}

impl<'de> Variant<'de> {
    fn held<T>(
        self,
        read: impl FnOnce(Spanned<DeValue<'de>>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let name = self.name.get_ref();
        match self.value {
            Some(value) => {
                let span = value.span();
                read(value).map_err(|error| error.at(Some(span)).under(name))
            }
            None => {
                let name = cut(name);
                let message = format!("variant `{name}` needs a value: write `{{ {name} = ... }}`");
                Err(Error::custom(message).at(Some(self.name.span())))
            }
        }
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        let empty = match self.value.as_ref().map(Spanned::get_ref) {
            None => true,
            Some(DeValue::Table(table)) => table.is_empty(),
            Some(DeValue::Array(list)) => list.is_empty(),
            Some(_) => false,
        };
        if empty {
            return Ok(());
        }
        let name = cut(self.name.get_ref());
        self.held(|_| {
            let message = format!("variant `{name}` takes no value: write `\"{name}\"`");
            Err(Error::custom(message))
        })
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.held(|value| seed.deserialize(Value::from(value)))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.held(|value| Value::from(value).deserialize_any(visitor))
    }

    /// Unknown keys are refused, as by the `toml` crate.
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.held(|value| {
            let unknown = value
                .get_ref()
                .as_table()
                .into_iter()
                .flat_map(|table| table.keys())
                .filter(|key| !fields.contains(&key.get_ref().as_ref()))
                .min_by_key(|key| key.span().start);
            if let Some(key) = unknown {
                let error = Error::unknown_field(key.get_ref(), fields);
                return Err(error.at(Some(key.span())).under(key.get_ref()));
            }
            Value::from(value).deserialize_any(visitor)
        })
    }
}
