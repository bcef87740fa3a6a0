//! A kept value that outlives its input, and that is written back.

use alloc::borrow::Cow;
use alloc::boxed::Box;

use serde_core::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use super::content::{Content, NUMBER, whole};

impl Content<'_> {
    /// The value with texts of its own.
    pub(super) fn into_owned(self) -> Content<'static> {
        match self {
            Self::Bool(value) => Content::Bool(value),
            Self::U64(value) => Content::U64(value),
            Self::I64(value) => Content::I64(value),
            Self::U128(high, low) => Content::U128(high, low),
            Self::I128(high, low) => Content::I128(high, low),
            Self::F64(value) => Content::F64(value),
            Self::Char(value) => Content::Char(value),
            Self::Str(value) => Content::Str(Cow::Owned(value.into_owned())),
            Self::Bytes(value) => Content::Bytes(Cow::Owned(value.into_owned())),
            Self::None => Content::None,
            Self::Unit => Content::Unit,
            Self::Some(value) => Content::Some(Box::new(value.into_owned())),
            Self::Newtype(value) => Content::Newtype(Box::new(value.into_owned())),
            Self::List(items) => Content::List(items.into_iter().map(Self::into_owned).collect()),
            Self::Table(entries) => Content::Table(
                entries
                    .into_iter()
                    .map(|(key, value)| (key.into_owned(), value.into_owned()))
                    .collect(),
            ),
            Self::Digits(value) => Content::Digits(Cow::Owned(value.into_owned())),
            Self::Variant(variant) => {
                let (name, value) = *variant;
                Content::Variant(Box::new((name.into_owned(), value.into_owned())))
            }
            Self::As(value) => {
                let (manner, value) = *value;
                Content::As(Box::new((manner, value.into_owned())))
            }
        }
    }
}

impl Serialize for Content<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::U64(value) => serializer.serialize_u64(*value),
            Self::I64(value) => serializer.serialize_i64(*value),
            Self::U128(high, low) => serializer.serialize_u128(whole(*high, *low)),
            Self::I128(high, low) => serializer.serialize_i128(whole(*high, *low) as i128),
            Self::F64(value) => serializer.serialize_f64(*value),
            Self::Char(value) => serializer.serialize_char(*value),
            Self::Str(value) => serializer.serialize_str(value),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::None => serializer.serialize_none(),
            Self::Unit => serializer.serialize_unit(),
            Self::Some(value) => serializer.serialize_some(&**value),
            // A newtype's name is not known.
            Self::Newtype(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Table(entries) => {
                serializer.collect_map(entries.iter().map(|(key, value)| (key, value)))
            }
            // The one reader and writer of these is serde_json.
            Self::Digits(digits) => {
                let mut number = serializer.serialize_struct(NUMBER, 1)?;
                number.serialize_field(NUMBER, digits)?;
                number.end()
            }
            // A variant's name must be known when the program is compiled.
            Self::Variant(variant) => {
                let mut table = serializer.serialize_map(Some(1))?;
                table.serialize_entry(&variant.0, &variant.1)?;
                table.end()
            }
            Self::As(value) => value.1.serialize(serializer),
        }
    }
}
