//! The errors of a module's arguments: each leads to a key of the config.

use alloc::string::{String, ToString};
use core::fmt;

use serde_core::de::{Error, MapAccess};

use super::AfterTag;
use crate::de::format_error::FormatError;
use crate::de::refuse::Refuse;
use crate::de::{DEEPEST, SCOPE_KEY, ours, trail};
use crate::registry::{Data, Info};

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

    /// An error about the pulled key. It is raised while the value is read, so that the format gives that place.
    #[cold]
    pub(in crate::de) fn refuse(&mut self, text: impl fmt::Display) -> A::Error {
        self.note();
        let kept = self.slow.as_mut().and_then(|slow| slow.take_value());
        if kept.is_some() {
            if ours::is_ours::<A>() {
                // A default: nobody else notes it.
                trail::note(self.depth, self.key());
            }
            let text = alloc::format!("{text}{}", self.blame());
            return self.with_path(A::Error::custom(text));
        }
        match self.access.next_value_seed(Refuse(text)) {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    /// An error in a kept value.
    #[cold]
    #[inline(never)]
    pub(super) fn lost(&mut self, error: A::Error) -> FormatError<A::Error> {
        trail::note(self.depth, self.key());
        let error = match self.blame() {
            blame if blame.is_empty() => error,
            blame => A::Error::custom(format_args!("{error}{blame}")),
        };
        FormatError(self.with_path(error))
    }

    /// The place of a default is in the manifest, and not in what the user wrote.
    fn blame(&mut self) -> String {
        let key = self.borrowed.unwrap_or(&self.buffer);
        match &mut self.slow {
            Some(slow) if slow.is_filling => {
                slow.is_blamed = true;
                let blame = slow.source.map(|source| source.blame(key).to_string());
                blame.unwrap_or_default()
            }
            _ => String::new(),
        }
    }

    /// The text does not give the place of the error, and its path is noted. The error names the path, unless a caller
    /// does.
    fn with_path(&self, error: A::Error) -> A::Error {
        if ours::is_replayed::<A>() {
            trail::put(trail::take());
            return error;
        }
        // TOML's own deserializer keeps the path itself, down to this table.
        if trail::is_awaited() && !ours::is_ours::<A>() {
            return error;
        }
        in_text(error)
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

    #[inline(never)]
    pub(super) fn too_deep(&self) -> FormatError<A::Error> {
        FormatError(too_deep())
    }

    /// An argument for a module that has none.
    #[cold]
    #[inline(never)]
    pub(super) fn takes_none(&mut self) -> FormatError<A::Error> {
        let info = self
            .module
            .and_then(|module| self.data.modules.get(module.index()));
        let key = self.key();
        let text = match info {
            Some(info) => alloc::format!("unknown argument `{key}`: `{}` takes none", info.name),
            None => alloc::format!("unknown argument `{key}`: it takes none"),
        };
        FormatError(self.refuse(text))
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

/// Modules nested too deeply.
pub(in crate::de) fn too_deep<E: Error>() -> E {
    E::custom(format_args!("modules nested deeper than {DEEPEST} levels"))
}

/// A missing field, and the module that it is a field of. Of several levels, the innermost is named.
#[cold]
#[inline(never)]
pub(in crate::de) fn of_module<E: Error>(error: E, registry: &str, info: &Info) -> E {
    let text = error.to_string();
    if text.starts_with("missing field `") && text.ends_with('`') && text.matches('`').count() == 2
    {
        let name = info.name;
        return E::custom(format_args!("{text} of the {registry} `{name}`"));
    }
    error
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

/// An error in a value that was kept, and whose path is noted. The error names the path, unless a caller does.
#[cold]
pub(in crate::de) fn with_path<E: Error>(error: E) -> E {
    if trail::is_awaited() {
        return error;
    }
    in_text(error)
}

#[cold]
fn in_text<E: Error>(error: E) -> E {
    match trail::take() {
        path if path.is_empty() => error,
        path => E::custom(format_args!("{error} (in `{path}`)")),
    }
}
