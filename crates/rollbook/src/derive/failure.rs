//! An error that knows no format yet: what serde can say of a value, until the format words and places it.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_core::de::{Error, Expected, Unexpected};

use crate::de::TextError;

/// What is wrong.
#[derive(Debug)]
pub struct Failure(Box<What>);

#[derive(Debug)]
enum What {
    /// The format has the error.
    Format,
    Custom(String),
    InvalidType(Found, String),
    InvalidValue(Found, String),
    InvalidLength(usize, String),
    UnknownVariant(String, &'static [&'static str]),
    UnknownField(String, &'static [&'static str]),
    MissingField(&'static str),
    DuplicateField(&'static str),
}

impl Failure {
    pub(super) fn format() -> Self {
        Self(Box::new(What::Format))
    }

    /// The error in the format's own words. `own` is the format's own failure, if there was one.
    #[cold]
    pub(super) fn into_error<E: Error>(self, own: Option<E>) -> E {
        match own {
            Some(own) if matches!(*self.0, What::Format) => own,
            _ => self.in_words_of(),
        }
    }

    fn in_words_of<E: Error>(&self) -> E {
        match &*self.0 {
            What::Format => E::custom("the value could not be read"),
            What::Custom(text) => E::custom(text),
            What::InvalidType(found, expected) => {
                E::invalid_type(found.unexpected(), &expected.as_str())
            }
            What::InvalidValue(found, expected) => {
                E::invalid_value(found.unexpected(), &expected.as_str())
            }
            What::InvalidLength(length, expected) => E::invalid_length(*length, &expected.as_str()),
            What::UnknownVariant(name, expected) => E::unknown_variant(name, expected),
            What::UnknownField(name, expected) => E::unknown_field(name, expected),
            What::MissingField(name) => E::missing_field(name),
            What::DuplicateField(name) => E::duplicate_field(name),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.in_words_of::<TextError>().fmt(f)
    }
}

impl core::error::Error for Failure {}

impl Error for Failure {
    #[cold]
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(Box::new(What::Custom(text.to_string())))
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(Box::new(What::InvalidType(
            Found::of(found),
            expected.to_string(),
        )))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self(Box::new(What::InvalidValue(
            Found::of(found),
            expected.to_string(),
        )))
    }

    #[cold]
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self(Box::new(What::InvalidLength(length, expected.to_string())))
    }

    #[cold]
    fn unknown_variant(name: &str, expected: &'static [&'static str]) -> Self {
        Self(Box::new(What::UnknownVariant(name.into(), expected)))
    }

    #[cold]
    fn unknown_field(name: &str, expected: &'static [&'static str]) -> Self {
        Self(Box::new(What::UnknownField(name.into(), expected)))
    }

    #[cold]
    fn missing_field(name: &'static str) -> Self {
        Self(Box::new(What::MissingField(name)))
    }

    #[cold]
    fn duplicate_field(name: &'static str) -> Self {
        Self(Box::new(What::DuplicateField(name)))
    }
}

/// serde's `Unexpected`, owned.
#[derive(Debug)]
enum Found {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Char(char),
    Str(String),
    Bytes(Vec<u8>),
    /// Those without a value.
    Plain(Unexpected<'static>),
    Other(String),
}

impl Found {
    fn of(found: Unexpected<'_>) -> Self {
        match found {
            Unexpected::Bool(value) => Self::Bool(value),
            Unexpected::Unsigned(value) => Self::Unsigned(value),
            Unexpected::Signed(value) => Self::Signed(value),
            Unexpected::Float(value) => Self::Float(value),
            Unexpected::Char(value) => Self::Char(value),
            Unexpected::Str(value) => Self::Str(value.into()),
            Unexpected::Bytes(value) => Self::Bytes(value.into()),
            Unexpected::Unit => Self::Plain(Unexpected::Unit),
            Unexpected::Option => Self::Plain(Unexpected::Option),
            Unexpected::NewtypeStruct => Self::Plain(Unexpected::NewtypeStruct),
            Unexpected::Seq => Self::Plain(Unexpected::Seq),
            Unexpected::Map => Self::Plain(Unexpected::Map),
            Unexpected::Enum => Self::Plain(Unexpected::Enum),
            Unexpected::UnitVariant => Self::Plain(Unexpected::UnitVariant),
            Unexpected::NewtypeVariant => Self::Plain(Unexpected::NewtypeVariant),
            Unexpected::TupleVariant => Self::Plain(Unexpected::TupleVariant),
            Unexpected::StructVariant => Self::Plain(Unexpected::StructVariant),
            Unexpected::Other(text) => Self::Other(text.into()),
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Char(value) => Unexpected::Char(*value),
            Self::Str(value) => Unexpected::Str(value),
            Self::Bytes(value) => Unexpected::Bytes(value),
            Self::Plain(found) => *found,
            Self::Other(text) => Unexpected::Other(text),
        }
    }
}
