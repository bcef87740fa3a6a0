//! What a registry holds, as data for tools: scopes, registries, modules, and how a name is looked up.

mod explain;
mod unknown;

use rollbook::__private::build::{Data, ModuleId, ScopeId};

pub use explain::{Explanation, Step};
pub use unknown::UnknownEntry;

use crate::model::{self, Form, Model};
use crate::text::{Place, Source};

/// All that a manifest and those that it merges declare. [`Generator::catalog`] gives it.
///
/// [`Generator::catalog`]: crate::Generator::catalog
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Catalog {
    /// Depth first: a parent comes before its children. Never empty.
    pub scopes: Vec<ScopeEntry>,
    /// The index of the manifest's own scope.
    pub own_scope: usize,
    /// In the manifest's order.
    pub registries: Vec<RegistryEntry>,
    /// The crates whose manifests take part; this package first.
    pub packages: Vec<String>,
    /// The slots of each `[[check]]`: a place in its files, and the index of the registry whose modules are there.
    pub slots: Vec<(String, usize)>,
    data: Vec<&'static Data>,
}

/// A scope of a [`Catalog`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ScopeEntry {
    /// What the manifest calls it.
    pub key: String,
    /// Its name, as configs write it.
    pub name: String,
    /// The index of its parent.
    pub parent: Option<usize>,
    /// What the manifest says about it.
    pub doc: Option<String>,
    /// Its place: `registry.toml:3`. Empty for the only scope of a manifest without scopes.
    pub place: String,
}

/// A registry of a [`Catalog`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RegistryEntry {
    /// Its name.
    pub name: String,
    /// The key of a config that holds the name of a module. Empty if the name is a key itself.
    pub key: String,
    /// The key of the table with the arguments, if they are not beside the name.
    pub content: Option<String>,
    /// Whether the name of a module is the key of its arguments, with `tagging = "external"`.
    pub external: bool,
    /// What the manifest says about it.
    pub doc: Option<String>,
    /// The traits of its modules, as Rust paths.
    pub traits: Vec<String>,
    /// The index of the module that a list of configs builds.
    pub sequence: Option<usize>,
    /// The index of the module that takes configs with an unknown name.
    pub fallback: Option<usize>,
    /// The index of the module whose config is the default.
    pub default: Option<usize>,
    /// Whether a name alone is a config.
    pub bare: bool,
    /// By scope, then in the manifest's order. Modules whose feature is off come last.
    pub modules: Vec<ModuleEntry>,
    /// Names of modules that were removed, by scope.
    pub reserved: Vec<ReservedEntry>,
    /// Its place.
    pub place: String,
}

/// A module of a [`Catalog`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ModuleEntry {
    /// Its name.
    pub name: String,
    /// The index of its scope.
    pub scope: usize,
    /// Further names of it.
    pub aliases: Vec<String>,
    /// Its Rust type; `$model` stands for the modules of a registry.
    pub type_path: String,
    /// The type of its config, if that is another one.
    pub config: Option<String>,
    /// The registries that it holds modules of.
    pub nests: Vec<String>,
    /// The arguments that have a default in the manifest, with the default in TOML.
    pub defaults: Vec<(String, String)>,
    /// All arguments, if they are known: `Generator::described` reads them.
    #[cfg(feature = "schema")]
    pub arguments: Option<crate::Arguments>,
    /// The Cargo feature that it needs.
    pub feature: Option<String>,
    /// Whether it is in this build.
    pub enabled: bool,
    /// What to use instead.
    pub deprecated: Option<String>,
    /// What the manifest says about it.
    pub doc: Option<String>,
    /// Its place: `registry.toml:12`. The manifest of another crate starts with the name of that crate.
    pub place: String,
    /// The index of the package whose manifest declares it.
    pub package: usize,
}

/// A name that no module may have again, of a [`Catalog`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReservedEntry {
    /// The name.
    pub name: String,
    /// The index of its scope.
    pub scope: usize,
    /// What to do instead.
    pub note: String,
    /// Its place, as that of a module.
    pub place: String,
    /// The index of the package whose manifest reserves it.
    pub package: usize,
}

impl Catalog {
    pub(crate) fn new(
        model: &Model,
        data: Vec<&'static Data>,
        packages: &[crate::fragment::Package],
        sources: &[Source],
    ) -> Self {
        let scopes = model.scopes.iter().map(|scope| ScopeEntry {
            key: scope.key.clone(),
            name: scope.name.clone(),
            parent: scope.parent.map(ScopeId::index),
            doc: scope.doc.clone(),
            place: if model.scopes_declared {
                place(&scope.place)
            } else {
                String::new()
            },
        });
        let registries = model.registries.iter().map(|registry| RegistryEntry {
            name: registry.name.clone(),
            key: registry.key.clone(),
            content: match &registry.form {
                Form::Adjacent(content) => Some(content.clone()),
                Form::Internal | Form::External => None,
            },
            external: registry.form == Form::External,
            doc: registry.doc.clone(),
            traits: registry
                .traits
                .iter()
                .map(|known| known.path.clone())
                .collect(),
            sequence: registry.sequence.map(ModuleId::index),
            fallback: registry.fallback.map(ModuleId::index),
            default: registry.default.map(ModuleId::index),
            bare: registry.bare,
            modules: registry
                .modules
                .iter()
                .map(|module| entry(module, sources))
                .collect(),
            reserved: registry
                .reserved
                .iter()
                .map(|entry| ReservedEntry {
                    name: entry.name.clone(),
                    scope: entry.scope.index(),
                    note: entry.note.clone(),
                    place: place(&entry.place),
                    package: entry.span.within(sources).package.index(),
                })
                .collect(),
            place: place(&registry.place),
        });
        let slots = model.checks.iter().flat_map(|check| &check.slots);
        let slots = slots.map(|slot| (slot.path.value.clone(), slot.registry.index()));
        Self {
            slots: slots.collect(),
            scopes: scopes.collect(),
            own_scope: model.viewer.index(),
            registries: registries.collect(),
            packages: packages
                .iter()
                .map(|package| package.name.clone())
                .collect(),
            data,
        }
    }

    /// The index of a registry.
    ///
    /// # Errors
    ///
    /// [`UnknownEntry::Registry`] if there is no such registry.
    pub fn registry(&self, name: &str) -> Result<usize, UnknownEntry> {
        let mut all = self.registries.iter().map(|registry| &registry.name);
        all.clone()
            .position(|known| known == name)
            .ok_or_else(|| UnknownEntry::Registry {
                name: name.to_owned(),
                known: all.by_ref().cloned().collect(),
            })
    }

    /// The index of a scope, by its name.
    ///
    /// # Errors
    ///
    /// [`UnknownEntry::Scope`] if there is no such scope.
    pub fn scope(&self, name: &str) -> Result<usize, UnknownEntry> {
        let mut all = self.scopes.iter().map(|scope| &scope.name);
        all.clone()
            .position(|known| known == name)
            .ok_or_else(|| UnknownEntry::Scope {
                name: name.to_owned(),
                known: all.by_ref().cloned().collect(),
            })
    }
}

fn entry(module: &model::Module, sources: &[Source]) -> ModuleEntry {
    let paths = [Some(&module.type_path), module.config.as_ref()];
    let mut nests = Vec::<String>::new();
    for name in paths
        .into_iter()
        .flatten()
        .flat_map(|path| model::nested(path))
    {
        if !nests.iter().any(|known| known == name) {
            nests.push(name.to_owned());
        }
    }
    let defaults = module.defaults.iter();
    ModuleEntry {
        name: module.name.clone(),
        scope: module.scope.index(),
        aliases: module.aliases.clone(),
        type_path: module.type_path.clone(),
        config: module.config.clone(),
        nests,
        defaults: defaults
            .map(|default| (default.key.clone(), default.value.toml()))
            .collect(),
        #[cfg(feature = "schema")]
        arguments: None,
        feature: module.feature.clone(),
        enabled: module.enabled,
        deprecated: module.deprecated.clone(),
        doc: module.doc.clone(),
        place: place(&module.place),
        package: module.span.within(sources).package.index(),
    }
}

fn place(place: &Place) -> String {
    match place.line {
        0 => String::new(),
        line => format!("{}:{line}", place.file),
    }
}
