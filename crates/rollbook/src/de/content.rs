//! A kept value as a tree, for what changes it. What is only read again stays in an [`Arena`](super::arena::Arena).

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use serde_core::de::Unexpected;

use super::manner::Manner;

/// The one key of the table that serde_json hands out for a number under its feature `arbitrary_precision`.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// A kept value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content<'de> {
    Bool(bool),
    U64(u64),
    I64(i64),
    /// As two halves, high and low: a `u128` would make every kept value larger.
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
    /// A number of serde_json's `arbitrary_precision` that no other kind holds exactly.
    Digits(Cow<'de, str>),
    /// A variant of an enum, and what it holds: in YAML, a tag.
    Variant(Box<(Content<'de>, Content<'de>)>),
    /// A value of a format that is not [`Manner::PLAIN`].
    As(Box<(Manner, Content<'de>)>),
}

impl Content<'_> {
    /// The text, if the value is one.
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
            Content::Digits(_) => Unexpected::Other("number"),
            Content::Variant(_) => Unexpected::Enum,
            Content::As(value) => value.1.unexpected(),
        }
    }

    /// The value without its manner.
    pub(crate) fn into_parts(self) -> (Manner, Self) {
        match self {
            Content::As(value) => *value,
            other => (Manner::PLAIN, other),
        }
    }

    /// What it looks like, if it is the key of a table.
    pub(super) fn describe(&self, out: &mut String) {
        // Writing to a string does not fail.
        let _ = match self {
            Content::Bool(value) => write!(out, "{value}"),
            Content::U64(value) => write!(out, "{value}"),
            Content::I64(value) => write!(out, "{value}"),
            Content::U128(high, low) => write!(out, "{}", whole(*high, *low)),
            Content::I128(high, low) => write!(out, "{}", whole(*high, *low) as i128),
            Content::F64(value) => write!(out, "{value}"),
            Content::Char(value) => write!(out, "{value}"),
            Content::Str(value) => write!(out, "{value}"),
            Content::Bytes(value) => write!(out, "{}", String::from_utf8_lossy(value)),
            _ => write!(out, "null"),
        };
    }

    pub(super) fn unsigned(value: u128) -> Self {
        match u64::try_from(value) {
            Ok(value) => Content::U64(value),
            Err(_) => {
                let (high, low) = halves(value);
                Content::U128(high, low)
            }
        }
    }

    pub(super) fn signed(value: i128) -> Self {
        match i64::try_from(value) {
            Ok(value) => Content::I64(value),
            Err(_) => {
                let (high, low) = halves(value as u128);
                Content::I128(high, low)
            }
        }
    }

    /// The value with its manner. What is part of a value has its manner, unless it has one of its own.
    pub(crate) fn with(self, manner: Manner) -> Self {
        if matches!(self, Content::As(_)) {
            return self;
        }
        Content::As(Box::new((manner, self)))
    }
}

/// The halves of a number, high and low.
#[inline]
pub(super) fn halves(value: u128) -> (u64, u64) {
    ((value >> 64) as u64, value as u64)
}

/// A number from its halves.
pub(super) fn whole(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}
