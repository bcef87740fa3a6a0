//! Reads the `defaults` of a module and nothing else, for a test of them.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::Error;

use super::after_tag::AfterTag;
use super::arguments::{Arguments, Readable};
use super::asked::{AskFieldNames, FieldNames};
use super::defaults::Defaults;
use super::name_only::Empty;
use crate::registry::Data;

/// A source that has a module's defaults only.
pub(crate) struct CheckDefaults(pub(crate) &'static Data);

/// What came of it. Nothing is built.
#[derive(Debug)]
pub(crate) enum DefaultsFault {
    /// There are no defaults, or they are right. That other arguments are missing is not their fault.
    Nothing,
    /// One is wrong.
    Wrong(String),
}

impl fmt::Display for DefaultsFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("an argument is missing"),
            Self::Wrong(why) => f.write_str(why),
        }
    }
}

impl core::error::Error for DefaultsFault {}

impl Error for DefaultsFault {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::Wrong(text.to_string())
    }
}

impl<'de> Arguments<'de> for CheckDefaults {
    type Error = DefaultsFault;

    fn read<T: Readable<'de>>(self) -> Result<T, DefaultsFault> {
        Err(DefaultsFault::Nothing)
    }

    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, DefaultsFault> {
        if let Err(FieldNames::Table(names)) = T::read(AskFieldNames) {
            let mut keys = defaults.entries.iter().map(|(key, ..)| *key);
            let unknown = keys.find(|key| !names.is_empty() && !names.contains(key));
            if let Some(key) = unknown {
                let why = format!("there is no argument `{key}`{}", defaults.blame(key));
                return Err(DefaultsFault::Wrong(why));
            }
        }
        let _viewer = defaults.guard();
        let mut rest = AfterTag::new(Empty(PhantomData), self.0, 0, true);
        rest.fill(defaults);
        match T::read(&mut rest) {
            Err(fault) if rest.is_blamed() => Err(fault.0),
            _ => Err(DefaultsFault::Nothing),
        }
    }
}
