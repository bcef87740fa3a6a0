//! The names of a module's arguments, for listings: what its `Deserialize` says it expects.

use core::fmt;

use serde_core::de::{Deserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;

/// A source that reads nothing and records what is asked for.
pub(crate) struct AskFieldNames;

/// What was asked for, as an error: so nothing is built.
#[derive(Debug)]
pub(crate) enum FieldNames {
    /// The names of a struct's fields. Empty for other tables, whose keys are not known.
    Table(&'static [&'static str]),
    /// It is not a table.
    Other(&'static str),
}

impl fmt::Display for FieldNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments were asked for")
    }
}

impl core::error::Error for FieldNames {}

impl serde_core::de::Error for FieldNames {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Table(&[])
    }
}

impl<'de> Arguments<'de> for AskFieldNames {
    type Error = FieldNames;

    fn read<T: Readable<'de>>(self) -> Result<T, FieldNames> {
        T::read(self)
    }

    fn read_with<T: Readable<'de>>(self, _: Defaults) -> Result<T, FieldNames> {
        T::read(self)
    }
}

impl<'de> Deserializer<'de> for AskFieldNames {
    type Error = FieldNames;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Table(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, FieldNames> {
        Err(FieldNames::Table(fields))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, FieldNames> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, FieldNames> {
        visitor.visit_some(self)
    }

    not_tables!(|_this, what| FieldNames::Other(what));

    forward_to_deserialize_any! { unit unit_struct map enum identifier ignored_any }
}
