//! The errors of a module's arguments: each leads to a key of the config.

use alloc::string::String;
use core::fmt;

use serde_core::de::{Error, MapAccess};

use super::AfterTag;
use crate::de::format_error::FormatError;
use crate::de::refuse::Refuse;
use crate::de::{SCOPE_KEY, ours, trail};
use crate::registry::Data;

impl<'de, A: MapAccess<'de>> AfterTag<'de, A> {
    #[cold]
    pub(in crate::de) fn refuse_second(&mut self) -> A::Error {
        let tag = self.data.key;
        if self.key() == tag {
            return self.refuse(format_args!("the key `{tag}` is written twice"));
        }
        if self.has_scope {
            return self.refuse(format_args!("the key `{SCOPE_KEY}` is written twice"));
        }
        self.refuse(format_args!(
            "`{SCOPE_KEY}` comes too late: write it before `{tag}`, or right after it"
        ))
    }

    #[cold]
    pub(super) fn refuse_second_key(&mut self) -> FormatError<A::Error> {
        FormatError(self.refuse_second())
    }

    /// An error about the pulled key. It is raised while the value is read, so that the format gives that place.
    #[cold]
    pub(in crate::de) fn refuse(&mut self, text: impl fmt::Display) -> A::Error {
        self.note();
        if self.take_value().is_some() {
            return A::Error::custom(format_args!("{text}{}", InPath(trail::take())));
        }
        match self.access.next_value_seed(Refuse(text)) {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    /// An error in a kept value. Its place in the text is lost, so the error names its path.
    #[cold]
    #[inline(never)]
    pub(super) fn lost(&self, error: A::Error) -> FormatError<A::Error> {
        let key = self.key();
        trail::note(self.depth, key);
        let path = trail::take();
        let path = if path.is_empty() { key.into() } else { path };
        FormatError(A::Error::custom(format_args!("{error}{}", InPath(path))))
    }

    /// In the same words as the error of writing such a config.
    #[cold]
    #[inline(never)]
    pub(super) fn is_no_table(&self, what: &str) -> FormatError<A::Error> {
        let Data { modules, key, .. } = self.data;
        let info = self.module.and_then(|module| modules.get(module.index()));
        let name = info.map_or("", |info| info.name);
        FormatError(A::Error::custom(NoTable { name, what, key }))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn refuse_key(&mut self, error: impl fmt::Display) -> FormatError<A::Error> {
        FormatError(self.refuse(error))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn noted(&self, error: A::Error) -> FormatError<A::Error> {
        self.note();
        FormatError(error)
    }

    #[cold]
    fn note(&self) {
        if !ours::is_ours::<A>() {
            trail::note(self.depth, self.key());
        }
    }
}

/// The config is not a table, so it has no place for the module's name.
pub(crate) struct NoTable<'a> {
    pub(crate) name: &'a str,
    pub(crate) what: &'a str,
    pub(crate) key: &'a str,
}

impl fmt::Display for NoTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, what, key } = self;
        write!(
            f,
            "the config of `{name}` is {what}, and has no place for `{key}`: only tables do"
        )
    }
}

struct InPath(String);

impl fmt::Display for InPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " (in `{}`)", self.0)
    }
}
