//! Where a module's config is read from: the rest of a table, or nothing if only the name is written.

use alloc::borrow::Cow;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess};

use super::after_tag::AfterTag;
use super::format_error::FormatError;
use super::kept::Content;

/// A type that can be read from config: every `Deserialize`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is listed as a module, but cannot be read from config",
    label = "`serde::Deserialize` is not implemented for it",
    note = "add `#[derive(serde::Deserialize)]`, or name a config type at its entry: `config = \"crate::...\"`"
)]
pub trait Readable<'de>: Sized {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// The errors of the format, and of the type's `Deserialize`.
    fn read<D: Deserializer<'de>>(config: D) -> Result<Self, D::Error>;
}

#[diagnostic::do_not_recommend]
impl<'de, T: Deserialize<'de>> Readable<'de> for T {
    #[inline]
    fn read<D: Deserializer<'de>>(config: D) -> Result<Self, D::Error> {
        T::deserialize(config)
    }
}

/// The arguments of a module, not yet read.
pub trait Arguments<'de>: Sized {
    /// The error of the format.
    type Error: Error;

    /// Reads them.
    ///
    /// # Errors
    ///
    /// The errors of the format, and of the module's `Deserialize`.
    fn read<T: Readable<'de>>(self) -> Result<T, Self::Error>;

    /// Reads them with what the manifest says for missing keys.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, Self::Error>;
}

impl<'de, A: MapAccess<'de>> Arguments<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn read<T: Readable<'de>>(self) -> Result<T, Self::Error> {
        T::read(self)
    }

    #[inline]
    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, Self::Error> {
        self.fill(defaults);
        T::read(self)
    }
}

/// The `defaults` of a manifest entry.
pub type Defaults = &'static [(&'static str, DefaultValue)];

/// One value of a manifest entry's `defaults`.
#[derive(Debug, Clone, Copy)]
pub enum DefaultValue {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// A text.
    String(&'static str),
    /// A list.
    List(&'static [DefaultValue]),
    /// A table.
    Table(Defaults),
}

impl DefaultValue {
    pub(super) fn content(&self) -> Content<'static> {
        match self {
            Self::Bool(value) => Content::Bool(*value),
            Self::Integer(value) => match u64::try_from(*value) {
                Ok(value) => Content::U64(value),
                Err(_) => Content::I64(*value),
            },
            Self::Float(value) => Content::F64(*value),
            Self::String(value) => Content::Str(Cow::Borrowed(value)),
            Self::List(items) => Content::List(items.iter().map(Self::content).collect()),
            Self::Table(entries) => Content::Table(
                entries
                    .iter()
                    .map(|(key, value)| (Content::Str(Cow::Borrowed(key)), value.content()))
                    .collect(),
            ),
        }
    }
}
