//! What the generated file says of one registry, as constants: its scopes, its modules, its table.

use crate::lookup::table::NameTable;

/// One scope, at its place in depth-first order: its descendants are the entries from its own index up to `end`.
#[derive(Debug, Clone, Copy)]
pub struct ScopeInfo {
    /// Its name, as configs write it.
    pub name: &'static str,
    /// The index of its parent; [`NO_SCOPE`] for a root.
    pub parent: u16,
    /// One past the index of its last descendant.
    pub end: u16,
}

/// The parent of a root.
pub const NO_SCOPE: u16 = u16::MAX;

/// What the manifest says of one module. `Kind::info()` gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Info {
    /// The name it is registered under.
    pub name: &'static str,
    /// The index of its scope.
    pub scope_index: u16,
    /// The name of its scope.
    pub scope: &'static str,
    /// Further names of it.
    pub aliases: &'static [&'static str],
    /// The Rust type, as the manifest writes it.
    pub type_name: &'static str,
    /// Its `doc`, or nothing.
    pub doc: &'static str,
    /// Its place in the manifest: `registry.toml:11`.
    pub place: &'static str,
    /// Its `deprecated` text: what to use instead.
    pub deprecated: Option<&'static str>,
    /// The Cargo feature that it is behind.
    pub feature: Option<&'static str>,
}

impl Info {
    /// An entry without the optional parts; the generated file adds those it has.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        scope_index: u16,
        scope: &'static str,
        type_name: &'static str,
        place: &'static str,
    ) -> Self {
        Self {
            name,
            scope_index,
            scope,
            aliases: &[],
            type_name,
            doc: "",
            place,
            deprecated: None,
            feature: None,
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn deprecated(mut self, note: &'static str) -> Self {
        self.deprecated = Some(note);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn feature(mut self, feature: &'static str) -> Self {
        self.feature = Some(feature);
        self
    }
}

/// One registry: everything that look-up and its errors need, and no Rust types.
#[derive(Debug)]
pub struct Data {
    /// The registry's name: `model`.
    pub name: &'static str,
    /// The key that names the module: `type`.
    pub key: &'static str,
    /// How our own deserializers are asked for that key before all others.
    pub tag_first: &'static str,
    /// All scopes of the manifest, depth first.
    pub scopes: &'static [ScopeInfo],
    /// The modules; those whose feature is off come last.
    pub modules: &'static [Info],
    /// How many modules are there to be built.
    pub enabled: u16,
    /// The names.
    pub table: NameTable,
    /// All registries of the manifest, this one among them.
    pub registries: &'static [&'static Data],
}
