//! The arguments that no module can have: those named as the registry's key, or as the key of the scope.
//!
//! If rollbook's derive made the config, rustc compares the names, on one line of the generated file for each module.

use core::marker::PhantomData;

use crate::agreed::SCOPE_KEY;

/// The names of a config's fields. A type without rollbook's derive has those of [`NoNames`]: an inherent constant
/// wins over that of a trait.
pub struct NamesOf<T>(PhantomData<T>);

#[cfg(feature = "derive")]
impl<T: crate::derive::Fields<'static>> NamesOf<T> {
    /// The names, aliases among them.
    pub const NAMES: &'static Names = &Names {
        own: T::INFO.names,
        flat: T::INFO.flat,
    };

    /// The names, if there are no others.
    pub const ALL: Option<&'static [&'static str]> = if T::INFO.is_open {
        None
    } else {
        Some(T::INFO.names)
    };
}

/// What is known of any type.
pub trait NoNames {
    /// No names.
    const NAMES: &'static Names = &Names {
        own: &[],
        flat: None,
    };

    /// Not known.
    const ALL: Option<&'static [&'static str]> = None;
}

impl<T> NoNames for NamesOf<T> {}

/// The names of a config's fields, and those of a struct that is flattened into it.
#[derive(Debug)]
pub struct Names {
    own: &'static [&'static str],
    flat: Option<&'static Names>,
}

/// Refuses a config with a field of a reserved name, when it compiles.
#[track_caller]
pub const fn refuse_reserved(names: &Names, key: &str) {
    if let Some(flat) = names.flat {
        refuse_reserved(flat, key);
    }
    let names = names.own;
    let mut at = 0;
    while at < names.len() {
        assert!(
            !same(names[at], key),
            "a field of this config has the name of the registry's key: rename it with `#[serde(rename = \"...\")]`, \
             or set another `key` for the registry"
        );
        assert!(
            !same(names[at], SCOPE_KEY),
            "a field of this config has the name `_scope_`, which sets the scope: rename it with \
             `#[serde(rename = \"...\")]`"
        );
        at += 1;
    }
}

pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
