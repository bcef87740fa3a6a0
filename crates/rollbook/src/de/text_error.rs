//! An error that is only a text: for what is read without a format, and for keys.

use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt;

/// The text of an error, until the format that it belongs to places it. One word, so that a result is small.
#[derive(Debug)]
pub(crate) struct TextError(Box<Box<str>>);

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for TextError {}

impl serde_core::de::Error for TextError {
    #[cold]
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self(Box::new(text.to_string().into()))
    }

    // Calls, as each field of each module has one.
    #[cold]
    #[inline(never)]
    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("missing field `{field}`"))
    }

    #[cold]
    #[inline(never)]
    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("duplicate field `{field}`"))
    }
}
