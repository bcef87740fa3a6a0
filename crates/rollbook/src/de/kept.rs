//! A value of any self-describing format, kept until the module that it belongs to is known.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::DEEPEST;

/// A kept value.
#[derive(Debug, Clone)]
pub(crate) enum Content<'de> {
    Bool(bool),
    U64(u64),
    I64(i64),
    /// High and low half: a number of its own would make every kept value larger.
    U128(u64, u64),
    /// The same, of the bits.
    I128(u64, u64),
    F64(f64),
    Char(char),
    Str(Cow<'de, str>),
    Bytes(Cow<'de, [u8]>),
    None,
    Unit,
    Some(Box<Content<'de>>),
    Newtype(Box<Content<'de>>),
    List(Vec<Content<'de>>),
    Table(Vec<(Content<'de>, Content<'de>)>),
}

impl Content<'_> {
    /// The text, where it is one.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Content::Str(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Content::Bool(value) => Unexpected::Bool(*value),
            Content::U64(value) => Unexpected::Unsigned(*value),
            Content::I64(value) => Unexpected::Signed(*value),
            Content::U128(..) | Content::I128(..) => Unexpected::Other("big integer"),
            Content::F64(value) => Unexpected::Float(*value),
            Content::Char(value) => Unexpected::Char(*value),
            Content::Str(value) => Unexpected::Str(value),
            Content::Bytes(value) => Unexpected::Bytes(value),
            Content::None | Content::Some(_) => Unexpected::Option,
            Content::Unit => Unexpected::Unit,
            Content::Newtype(_) => Unexpected::NewtypeStruct,
            Content::List(_) => Unexpected::Seq,
            Content::Table(_) => Unexpected::Map,
        }
    }
}

/// A number from its halves.
pub(super) fn whole(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// Room for the entries of most tables, so that their list seldom grows.
pub(super) const USUAL: usize = 8;

/// Reads a value to keep, so many levels down.
#[derive(Clone, Copy)]
pub(crate) struct ContentSeed(pub(crate) usize);

impl ContentSeed {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.0 >= DEEPEST {
            return Err(E::custom(format_args!(
                "nested deeper than {DEEPEST} levels"
            )));
        }
        Ok(Self(self.0 + 1))
    }
}

impl<'de> DeserializeSeed<'de> for ContentSeed {
    type Value = Content<'de>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ContentSeed {
    type Value = Content<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Content::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Content::I64(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Content::U64(value))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        let bits = value as u128;
        Ok(Content::I128((bits >> 64) as u64, bits as u64))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(Content::U128((value >> 64) as u64, value as u64))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Content::F64(value))
    }
    fn visit_char<E>(self, value: char) -> Result<Self::Value, E> {
        Ok(Content::Char(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Content::Str(Cow::Owned(value.to_owned())))
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Content::Str(Cow::Borrowed(value)))
    }
    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Content::Str(Cow::Owned(value)))
    }
    fn visit_bytes<E>(self, value: &[u8]) -> Result<Self::Value, E> {
        Ok(Content::Bytes(Cow::Owned(value.to_owned())))
    }
    fn visit_borrowed_bytes<E>(self, value: &'de [u8]) -> Result<Self::Value, E> {
        Ok(Content::Bytes(Cow::Borrowed(value)))
    }
    fn visit_byte_buf<E>(self, value: Vec<u8>) -> Result<Self::Value, E> {
        Ok(Content::Bytes(Cow::Owned(value)))
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Content::None)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Content::Unit)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        let value = self.deeper()?.deserialize(value)?;
        Ok(Content::Some(Box::new(value)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        let value = self.deeper()?.deserialize(value)?;
        Ok(Content::Newtype(Box::new(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let seed = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(seed)? {
            items.push(item);
        }
        Ok(Content::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Self::Value, A::Error> {
        let seed = self.deeper()?;
        let mut entries: Vec<(Content<'de>, Content<'de>)> = Vec::new();
        while let Some(key) = table.next_key_seed(seed)? {
            let value = table.next_value_seed(seed)?;
            if entries.is_empty() {
                if let Some(number) = arbitrary_number(&key, &value) {
                    return Ok(number);
                }
                entries.reserve(USUAL);
            }
            entries.push((key, value));
        }
        Ok(Content::Table(entries))
    }
}

/// What serde_json hands out for a number under its feature `arbitrary_precision`: a table of one private key.
fn arbitrary_number<'de>(key: &Content<'de>, value: &Content<'de>) -> Option<Content<'de>> {
    if key.as_str() != Some("$serde_json::private::Number") {
        return None;
    }
    let digits = value.as_str()?;
    if let Ok(value) = digits.parse() {
        return Some(Content::U64(value));
    }
    if let Ok(value) = digits.parse() {
        return Some(Content::I64(value));
    }
    digits.parse().ok().map(Content::F64)
}
