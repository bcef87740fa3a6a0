//! The `defaults` of a manifest entry: what they are, and from which scope their names are looked up.

use core::fmt;

use super::arena::{Arena, Token};
use crate::lookup::id::ScopeId;
use crate::registry::{Info, Kind};
use crate::viewer::Viewer;

/// One default: its key, its place in the manifest, and its value.
pub(super) type Default = (&'static str, &'static str, DefaultValue);

/// The `defaults` of a manifest entry.
#[derive(Clone, Copy)]
pub struct Defaults {
    pub(super) entries: &'static [Default],
    info: &'static Info,
    /// Sets the scope that names are looked up from, and returns the one before.
    set_viewer: fn(ScopeId) -> ScopeId,
}

/// The `defaults` of a module. Names in them are looked up from the module's own scope.
pub fn defaults<K: Kind>(kind: K, entries: &'static [Default]) -> Defaults {
    Defaults {
        entries,
        info: kind.info(),
        set_viewer: <K::Scope as Viewer>::replace,
    }
}

impl Defaults {
    /// Until the guard is dropped, defaults may change the scope that names are looked up from.
    pub(super) fn guard(self) -> Guard {
        let own = ScopeId::new(self.info.scope_index);
        let before = (self.set_viewer)(own);
        (self.set_viewer)(before);
        Guard {
            before,
            set_viewer: self.set_viewer,
        }
    }

    /// From here on, names are looked up from the scope of the module.
    pub(super) fn enter(self) {
        (self.set_viewer)(ScopeId::new(self.info.scope_index));
    }

    /// What a message says about an error in the default of a key.
    pub(super) fn blame(self, key: &str) -> Blame {
        let entry = self.entries.iter().find(|(known, ..)| *known == key);
        Blame(entry.map_or(self.info.place, |(_, place, _)| place))
    }
}

/// Sets the scope that names were looked up from before, when it is dropped.
pub(super) struct Guard {
    before: ScopeId,
    set_viewer: fn(ScopeId) -> ScopeId,
}

impl Drop for Guard {
    fn drop(&mut self) {
        (self.set_viewer)(self.before);
    }
}

/// The place of a default in the manifest.
pub(super) struct Blame(&'static str);

impl fmt::Display for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, " (from `defaults`, {})", self.0)
    }
}

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
    Table(&'static [(&'static str, DefaultValue)]),
}

impl DefaultValue {
    pub(super) fn write(&self, arena: &mut Arena<'_>) {
        match self {
            Self::Bool(value) => arena.push(Token::Bool(*value)),
            Self::Integer(value) => arena.push(match u64::try_from(*value) {
                Ok(value) => Token::U64(value),
                Err(_) => Token::I64(*value),
            }),
            Self::Float(value) => arena.push(Token::F64(*value)),
            Self::String(value) => arena.push(Token::Str(value)),
            Self::List(items) => arena.list(items, |arena, item| item.write(arena)),
            Self::Table(entries) => arena.table(entries, |arena, (key, value)| {
                arena.push(Token::Str(key));
                value.write(arena);
            }),
        }
    }
}
