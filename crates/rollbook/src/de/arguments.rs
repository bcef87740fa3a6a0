//! Where a module's config is read from: the rest of a table, or nothing if only the name is written.

use core::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess};

use super::after_tag::AfterTag;
use super::defaults::Defaults;
use super::format_error::FormatError;
use super::made::{Made, made};
#[cfg(feature = "derive")]
use crate::derive::Fields;

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

    /// Reads a module's arguments, and puts the config into its place as the enum's value. This is one function for each
    /// module: in line in the match over all modules, each would need stack of its own.
    ///
    /// # Errors
    ///
    /// As [`Arguments::read`].
    #[inline(never)]
    fn read_into<S: Arguments<'de>, C>(
        source: S,
        place: &mut Made<C>,
        hold: impl FnOnce(Self) -> C,
    ) -> Result<(), S::Error> {
        put(source.read(), place, hold)
    }
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

    /// Reads those of a struct with rollbook's derive, and puts it into its place as the enum's value.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    #[cfg(feature = "derive")]
    #[inline]
    fn read_fields<T: Fields<'de>, C>(
        self,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), Self::Error> {
        put(self.read(), place, hold)
    }
}

/// Reads a module's config, and puts it into its place as the enum's value. A struct with rollbook's derive is read without
/// code for each format: an inherent function wins over that of a trait, which is [`AnyConfig`].
pub struct ConfigOf<'de, T>(PhantomData<(&'de (), T)>);

/// What can be done with any type: ask it to read itself.
pub trait AnyConfig<T> {
    /// Reads the config of a module.
    ///
    /// # Errors
    ///
    /// As [`Arguments::read`].
    #[inline]
    fn read<'de, S: Arguments<'de>, C>(
        source: S,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), S::Error>
    where
        T: Readable<'de>,
    {
        T::read_into(source, place, hold)
    }
}

impl<T> AnyConfig<T> for ConfigOf<'_, T> {}

#[cfg(feature = "derive")]
impl<'de, T: Fields<'de>> ConfigOf<'de, T> {
    /// Reads the config of a module.
    ///
    /// # Errors
    ///
    /// As [`Arguments::read`].
    #[inline]
    pub fn read<S: Arguments<'de>, C>(
        source: S,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), S::Error> {
        source.read_fields(place, hold)
    }
}

/// Reads the config of a module with what the manifest says for missing keys.
///
/// # Errors
///
/// As [`Arguments::read`].
#[inline(never)]
pub fn read_filled<'de, S: Arguments<'de>, T: Readable<'de>, C>(
    source: S,
    place: &mut Made<C>,
    hold: fn(T) -> C,
    defaults: Defaults,
) -> Result<(), S::Error> {
    put(source.read_with(defaults), place, hold)
}

/// Puts what was read into its place. Always in line: otherwise the code of each module grows.
#[inline(always)]
fn put<T, C, E>(
    read: Result<T, E>,
    place: &mut Made<C>,
    hold: impl FnOnce(T) -> C,
) -> Result<(), E> {
    match read {
        Ok(config) => {
            *place = made(hold(config));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

impl<'de, A: MapAccess<'de>> Arguments<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn read<T: Readable<'de>>(self) -> Result<T, Self::Error> {
        T::read(self)
    }

    #[inline]
    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, Self::Error> {
        let _viewer = defaults.guard();
        self.fill(defaults);
        T::read(self)
    }
}
