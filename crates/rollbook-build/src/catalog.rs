//! What a registry holds, as data for tools: scopes, registries, modules, and how a name is looked up.

use std::error::Error;
use std::fmt;

use rollbook::__private::build::{Advice, Data, ModuleId, ScopeId};

use crate::model::{self, Model};
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
    /// The key of a config that holds the name of a module.
    pub key: String,
    /// What the manifest says about it.
    pub doc: Option<String>,
    /// The traits of its modules, as Rust paths.
    pub traits: Vec<String>,
    /// The index of the module that a list of configs builds.
    pub sequence: Option<usize>,
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

/// How a name is looked up from a scope. [`Catalog::explain`] gives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The scopes that are looked into, in this order, with what they hold under the name.
    pub steps: Vec<Step>,
    /// The index of the module that the name means.
    pub module: Option<usize>,
    /// Why no module was found, and what to write instead.
    pub advice: Option<String>,
    /// Whether the advice says more than that no module was found.
    pub helps: bool,
}

/// A step of an [`Explanation`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The index of the scope.
    pub scope: usize,
    /// The name that is searched there: the whole name, or the part after a scope and a dot.
    pub name: String,
    /// The index of the module of that name, in this scope itself.
    pub module: Option<usize>,
    /// The index of the reserved name, in this scope itself.
    pub reserved: Option<usize>,
}

/// A registry or a scope that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownEntry {
    /// No registry has this name.
    Registry {
        /// The name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
    /// No scope has this name.
    Scope {
        /// The name.
        name: String,
        /// Those that exist.
        known: Vec<String>,
    },
}

impl fmt::Display for UnknownEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, name, known) = match self {
            Self::Registry { name, known } => ("registry", name, known),
            Self::Scope { name, known } => ("scope", name, known),
        };
        let known = crate::diagnostics::names(known.iter().map(String::as_str));
        let name = crate::diagnostics::name(name);
        match known.as_str() {
            "" => write!(f, "unknown {what} {name}: the manifest has none"),
            known => write!(f, "unknown {what} {name}; there is {known}"),
        }
    }
}

impl Error for UnknownEntry {}

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
            doc: registry.doc.clone(),
            traits: registry
                .traits
                .iter()
                .map(|known| known.path.clone())
                .collect(),
            sequence: registry.sequence.map(ModuleId::index),
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
                    package: sources[entry.span.source].package,
                })
                .collect(),
            place: place(&registry.place),
        });
        Self {
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

    /// How a name of a registry is looked up from a scope. The indices are those of this catalog; `None` if one of them
    /// is not.
    #[must_use]
    pub fn explain(&self, registry: usize, scope: usize, name: &str) -> Option<Explanation> {
        let data = self.data.get(registry)?;
        let entry = self.registries.get(registry)?;
        self.scopes.get(scope)?;
        let viewer = model::scope_id(scope);
        let module = data.resolve(viewer, name).map(ModuleId::index);
        let advice = data.advice(&self.data, viewer, name);
        let helps = !matches!(advice, Advice::Registry(_) | Advice::Empty | Advice::None);
        let advice = match (module, advice) {
            (Some(_), _) => None,
            (None, Advice::Registry(other)) => {
                let other = self.registries.get(other).map_or("", |other| &other.name);
                Some(format!("it is in the registry `{other}`"))
            }
            (None, _) => Some(data.explain(viewer, name).as_str().to_owned()),
        };
        Some(Explanation {
            steps: self.steps(entry, scope, name),
            module,
            helps: module.is_none() && helps,
            advice,
        })
    }

    /// The walk of the resolver, scope by scope. This only describes it: `explain` asks the resolver.
    fn steps(&self, registry: &RegistryEntry, viewer: usize, name: &str) -> Vec<Step> {
        let own = |scope: usize, name: &str| {
            let named = |module: &&ModuleEntry| {
                module.name == name || module.aliases.iter().any(|alias| alias == name)
            };
            let here = registry
                .modules
                .iter()
                .filter(|module| module.scope == scope);
            let found = here.clone().find(named)?;
            registry
                .modules
                .iter()
                .position(|module| std::ptr::eq(module, found))
        };
        let step = |scope, name: &str| Step {
            scope,
            name: name.to_owned(),
            module: own(scope, name),
            reserved: registry
                .reserved
                .iter()
                .position(|entry| entry.scope == scope && entry.name == name),
        };
        let mut steps = Vec::new();
        let (mut at, mut rest) = (viewer, name);
        while let Some((head, after)) = rest.split_once('.') {
            let root = self.ancestors(at).last().unwrap_or(at);
            let child = |scope: usize| {
                let of = |(_, known): &(usize, &ScopeEntry)| {
                    known.parent == Some(scope) && known.name == head
                };
                self.scopes
                    .iter()
                    .enumerate()
                    .find(of)
                    .map(|(child, _)| child)
            };
            let exact = if self.scopes[at].name == head {
                Some(at)
            } else if let Some(child) = child(at) {
                (at, rest) = (child, after);
                continue;
            } else if self.scopes[root].name == head {
                Some(root)
            } else if let Some(child) = child(root) {
                (at, rest) = (child, after);
                continue;
            } else {
                None
            };
            // A scope's own name before the dot: only its own modules.
            steps.extend(exact.map(|scope| step(scope, after)));
            return steps;
        }
        for scope in self.ancestors(at) {
            steps.push(step(scope, rest));
        }
        steps
    }

    /// A scope, its parent, and so on up to the root.
    pub fn ancestors(&self, scope: usize) -> impl Iterator<Item = usize> + '_ {
        let above = move |scope: &usize| self.scopes.get(*scope)?.parent;
        std::iter::successors(Some(scope), above)
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
    let source = sources
        .iter()
        .find(|source| source.name == module.place.file);
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
        package: source.map_or(0, |source| source.package),
    }
}

fn place(place: &Place) -> String {
    match place.line {
        0 => String::new(),
        line => format!("{}:{line}", place.file),
    }
}
