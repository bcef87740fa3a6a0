//! What the generated file says of one registry, as constants: its scopes, its modules, its table.

#[cfg(feature = "serde")]
use crate::lookup::id::ScopeId;
use crate::lookup::table::NameTable;

/// One scope, at its place in depth-first order: its descendants are the entries from its own index up to `end`.
#[derive(Debug, Clone, Copy)]
pub struct ScopeInfo {
    /// Its name, as configs write it.
    pub name: &'static str,
    /// The index of its parent; [`NO_SCOPE`] for a root.
    pub parent: u16,
    /// The index after that of its last descendant.
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
    /// Its `doc`. Empty if it has none.
    pub doc: &'static str,
    /// Its place in the manifest: `registry.toml:11`.
    pub place: &'static str,
    /// Its `deprecated` text: what to use instead.
    pub deprecated: Option<&'static str>,
    /// The Cargo feature that it is behind.
    pub feature: Option<&'static str>,
    /// The package whose feature that is, if another package than the registry's lists the module.
    pub feature_package: Option<&'static str>,
    /// Whether it takes the configs whose name no module has. Then it has no name in configs itself.
    pub is_fallback: bool,
}

/// The entry of a module without its optional parts. The generated file adds those that a module has.
#[must_use]
pub const fn info(
    name: &'static str,
    scope_index: u16,
    scope: &'static str,
    type_name: &'static str,
    place: &'static str,
) -> Info {
    Info {
        name,
        scope_index,
        scope,
        aliases: &[],
        type_name,
        doc: "",
        place,
        deprecated: None,
        feature: None,
        feature_package: None,
        is_fallback: false,
    }
}

/// The entry of a name that was removed: no module, so it has no type. It follows the modules. `note` says what to do
/// instead.
#[must_use]
pub const fn reserved(
    name: &'static str,
    scope_index: u16,
    scope: &'static str,
    place: &'static str,
    note: &'static str,
) -> Info {
    // No manifest can write this type.
    with_deprecated(info(name, scope_index, scope, "!", place), note)
}

/// Whether an entry is a name that was removed. `Kind::info()` gives none of them.
#[must_use]
pub const fn is_reserved(info: &Info) -> bool {
    // Texts are not compared in a `const fn`.
    matches!(info.type_name.as_bytes(), [b'!'])
}

/// Adds `aliases`.
#[must_use]
pub const fn with_aliases(mut info: Info, aliases: &'static [&'static str]) -> Info {
    info.aliases = aliases;
    info
}

/// Adds `doc`.
#[must_use]
pub const fn with_doc(mut info: Info, doc: &'static str) -> Info {
    info.doc = doc;
    info
}

/// Adds `deprecated`.
#[must_use]
pub const fn with_deprecated(mut info: Info, note: &'static str) -> Info {
    info.deprecated = Some(note);
    info
}

/// Adds `feature`.
#[must_use]
pub const fn with_feature(mut info: Info, feature: &'static str) -> Info {
    info.feature = Some(feature);
    info
}

/// Adds `feature_package`.
#[must_use]
pub const fn with_feature_package(mut info: Info, package: &'static str) -> Info {
    info.feature_package = Some(package);
    info
}

/// The entry of the module that takes configs with an unknown name.
#[must_use]
pub const fn fallback(mut info: Info) -> Info {
    info.is_fallback = true;
    info
}

/// One registry: everything that look-up and its errors need, and no Rust types.
#[derive(Debug)]
pub struct Data {
    /// The registry's name: `model`.
    pub name: &'static str,
    /// The key that names the module: `type`.
    pub key: &'static str,
    /// How rollbook's own deserializers are asked to hand out that key first.
    pub tag_first: &'static str,
    /// All scopes of the manifest, depth first.
    pub scopes: &'static [ScopeInfo],
    /// The modules; those whose feature is off come last, and after them the names that were removed.
    pub modules: &'static [Info],
    /// How many modules can be built.
    pub enabled: u16,
    /// The names.
    pub table: NameTable,
    /// All registries of the manifest, this one among them.
    pub registries: &'static [&'static Data],
}

#[cfg(feature = "serde")]
impl Data {
    /// All scopes, depth first.
    pub(crate) fn scope_ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..NO_SCOPE).take(self.scopes.len()).map(ScopeId::new)
    }
}
