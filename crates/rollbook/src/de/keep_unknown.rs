//! Configs with a name that no module has: kept whole, for a registry with a `fallback`.

use alloc::string::ToString;
use core::marker::PhantomData;

use serde_core::de::{Deserialize, Deserializer, Error, MapAccess};

use super::after_tag::AfterTag;
use super::content::Content;
use super::format_error::FormatError;
use super::kept::ContentSeed;
use super::unknown::Unknown;

/// The name of a config, and the scope that `_scope_` says it is looked up from.
#[derive(Clone, Copy)]
pub struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) scope: Option<&'static str>,
}

/// Arguments that are kept as they are written.
pub trait KeptArguments<'de>: Sized {
    /// The error of the format.
    type Error: Error;

    /// Reads them; `None` if there are none, not even an empty table.
    ///
    /// # Errors
    ///
    /// Those of the format.
    fn keep(self) -> Result<Option<Kept<'de>>, Self::Error>;
}

/// A kept value.
pub struct Kept<'de>(pub(super) Content<'de>);

/// Keeps a config whose name no module has.
///
/// # Errors
///
/// Those of the format.
pub fn keep_unknown<'de, S: KeptArguments<'de>>(
    named: Named<'_>,
    source: S,
) -> Result<Unknown, S::Error> {
    let arguments = source.keep()?;
    Ok(Unknown {
        name: named.name.to_string(),
        scope: named.scope,
        arguments: arguments.map(|kept| kept.0.into_owned()),
    })
}

impl<'de, A: MapAccess<'de>> KeptArguments<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    fn keep(mut self) -> Result<Option<Kept<'de>>, Self::Error> {
        let mut entries = alloc::vec::Vec::new();
        loop {
            let Some(key) = self.next_key_seed(ContentSeed(self.depth))? else {
                return Ok(Some(Kept(Content::Table(entries))));
            };
            entries.push((key, self.next_value_seed(ContentSeed(self.depth))?));
        }
    }
}

/// Of a config that is only a name.
pub(super) struct NoArguments<E>(pub(super) PhantomData<E>);

impl<'de, E: Error> KeptArguments<'de> for NoArguments<E> {
    type Error = E;

    fn keep(self) -> Result<Option<Kept<'de>>, E> {
        Ok(None)
    }
}

/// The config of a module that no name means, and so no config.
#[derive(Debug)]
pub enum Nameless {}

impl<'de> Deserialize<'de> for Nameless {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("this module has no name in configs"))
    }
}
