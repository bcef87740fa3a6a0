//! A value that is written without quotes in a flag or a variable. It is a number if a number is asked for, and a text if a
//! text is.

use alloc::borrow::Cow;
use alloc::string::ToString;

use serde_core::de::Visitor;
use toml::de::DeValue;

use super::error::Error;
use super::value::{datetime, float, integer};

/// What such a value starts with, while it is between merging and reading.
pub(super) const WORD: &str = "\0rollbook\0word\0";

/// The word, if a value is one.
pub(super) fn word<'a>(value: &'a DeValue<'_>) -> Option<&'a str> {
    match value {
        DeValue::String(Cow::Owned(text)) => text.strip_prefix(WORD),
        _ => None,
    }
}

/// Hands out what the word says as a value of TOML.
pub(super) fn visit<'de, V: Visitor<'de>>(word: &str, visitor: V) -> Result<V::Value, Error> {
    match DeValue::parse(word.trim()).map(|value| value.into_inner()) {
        Ok(DeValue::Integer(number)) => integer(&number, visitor),
        Ok(DeValue::Float(number)) => float(&number, visitor),
        Ok(DeValue::Boolean(value)) => visitor.visit_bool(value),
        Ok(DeValue::Datetime(date)) => datetime(date.to_string(), visitor),
        _ => visitor.visit_str(word),
    }
}
