//! The resolved model: what the emitter reads, after everything is merged, resolved and checked.

use std::collections::HashSet;

use rollbook::__private::build::{ModuleId, ScopeId};

use super::id::{RegistryId, SlotId, module_id, scope_id};
use super::pattern::Pattern;
use crate::manifest::{DefaultText, Value};
use crate::text::{Place, Span, Spanned};

/// A whole registry file.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// The manifest's path relative to the package root, with forward slashes.
    pub(crate) manifest: String,
    /// The path of the module that holds `include_registry!`: `crate::registry`.
    pub(crate) module: String,
    /// The visibility of the enums: `pub(crate)`.
    pub(crate) visibility: String,
    /// Whether configs are read. If not, types need no `Deserialize`.
    pub(crate) serde: bool,
    /// The crates to re-export, for dependents to reach types through.
    pub(crate) crates: Vec<String>,
    /// Depth first, parents before children; roots and children in the manifest's order. Never empty.
    pub(crate) scopes: Vec<Scope>,
    /// Whether a manifest declares scopes. If not, there is one, named after the package.
    pub(crate) scopes_declared: bool,
    /// The manifest's own scope.
    pub(crate) viewer: ScopeId,
    /// In the manifest's order.
    pub(crate) registries: Vec<Registry>,
    /// Whether the names are kept in a lock: the place that says so.
    pub(crate) lock: Option<Span>,
    /// Whether all crates of `[crates]` are merged: none is behind a feature that is off.
    pub(crate) whole: bool,
    /// Which config files are checked, and how.
    pub(crate) checks: Vec<Check>,
    /// Registry and name of the entries that were left out because something is wrong with them.
    pub(crate) left_out: HashSet<(String, String)>,
}

impl Model {
    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    pub(crate) fn registry(&self, id: RegistryId) -> &Registry {
        &self.registries[id.index()]
    }

    /// A scope, its parent, and so on up to the root.
    pub(crate) fn upwards(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |at| self.scope(*at).parent)
    }

    /// The ids of all scopes, in their order.
    pub(crate) fn scope_ids(&self) -> impl Iterator<Item = ScopeId> + use<> {
        (0..self.scopes.len()).map(scope_id)
    }
}

/// Where names live.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// What the manifest calls it; unique.
    pub(crate) key: String,
    /// What configs call it; unique below one parent only.
    pub(crate) name: String,
    pub(crate) variant: String,
    pub(crate) parent: Option<ScopeId>,
    /// The index after that of its last descendant.
    pub(crate) end: usize,
    pub(crate) doc: Option<String>,
    pub(crate) place: Place,
    /// The place of its key.
    pub(crate) span: Span,
}

/// A kind of module.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    /// A Rust identifier: the generated module's name.
    pub(crate) name: String,
    pub(crate) traits: Vec<Listed>,
    pub(crate) dispatch: bool,
    pub(crate) context: Option<String>,
    /// How constructors wait; `None` if they do not.
    pub(crate) asynchronous: Option<Asynchronous>,
    /// Whether configs are validated before anything is built.
    pub(crate) validate: bool,
    /// Macros that implement more traits for the enum of modules.
    pub(crate) impls: Vec<Listed>,
    /// The build function for modules without a nearer one.
    pub(crate) build: Option<BuildFunction>,
    /// Build functions by the scope for which they count, and for those below it.
    pub(crate) scope_builds: Vec<(ScopeId, BuildFunction)>,
    /// The key that holds a module's name in a config. Empty if the name is a key itself.
    pub(crate) key: String,
    pub(crate) form: Form,
    /// Whether a name alone is a config.
    pub(crate) bare: bool,
    /// Whether the modules have `From` and `TryFrom`.
    pub(crate) conversions: bool,
    /// The module that a list of configs builds.
    pub(crate) sequence: Option<ModuleId>,
    /// The module that takes configs with an unknown name.
    pub(crate) fallback: Option<ModuleId>,
    /// The module whose config is the default.
    pub(crate) default: Option<ModuleId>,
    /// The names of modules with a role, until the tables resolve them.
    pub(crate) named: Vec<(Role, Spanned<String>)>,
    pub(crate) derive_config: Vec<String>,
    pub(crate) derive_module: Vec<String>,
    /// Whether each config is made into the enum by `From`.
    pub(crate) from_config: bool,
    pub(crate) doc: Option<String>,
    /// Enabled ones first, by scope and then in the manifest's order; then those whose feature is off, likewise.
    pub(crate) modules: Vec<Module>,
    /// Names that were removed. In the tables they follow the modules.
    pub(crate) reserved: Vec<Reserved>,
    /// The file with the schema of a config, if this package's manifest asks for one.
    pub(crate) schema: Option<Spanned<String>>,
    pub(crate) place: Place,
}

/// How a config is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// The arguments are beside the name.
    #[default]
    Internal,
    /// They are a table under this key.
    Adjacent(String),
    /// The name is the key of its arguments.
    External,
}

/// What a registry needs one of its modules for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Sequence,
    Fallback,
    Default,
}

impl Role {
    /// The key of the manifest, which messages call it by.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Sequence => "sequence",
            Self::Fallback => "fallback",
            Self::Default => "default",
        }
    }
}

impl Registry {
    pub(crate) fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// Each module with its id.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (ModuleId, &Module)> {
        let modules = self.modules.iter().enumerate();
        modules.map(|(index, module)| (module_id(index), module))
    }

    /// Each reserved name with the id that it has in the tables, after those of the modules.
    pub(crate) fn numbered_reserved(&self) -> impl Iterator<Item = (ModuleId, &Reserved)> {
        let reserved = (self.modules.len()..).zip(&self.reserved);
        reserved.map(|(index, entry)| (module_id(index), entry))
    }

    /// Gives a role to a module.
    pub(crate) fn give(&mut self, role: Role, module: Option<ModuleId>) {
        match role {
            Role::Sequence => self.sequence = module,
            Role::Fallback => self.fallback = module,
            Role::Default => self.default = module,
        }
    }

    /// Whether a module takes the configs with an unknown name.
    pub(crate) fn is_fallback(&self, module: &Module) -> bool {
        let fallback = self.fallback.map(|id| self.module(id));
        fallback.is_some_and(|known| std::ptr::eq(known, module))
    }
}

/// Where the future of an async constructor may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asynchronous {
    /// It is `Send`.
    Anywhere,
    /// It stays on one thread.
    Local,
}

/// A path with the place at which the manifest lists it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) path: String,
    pub(crate) place: Place,
}

/// A function around every construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BuildFunction {
    pub(crate) path: String,
    /// Whether it takes any `rollbook::Construct`, and so runs in dependents, too.
    pub(crate) generic: bool,
    pub(crate) place: Place,
}

/// One entry of a registry.
#[derive(Debug, Default)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) scope: ScopeId,
    pub(crate) variant: String,
    /// Starts with `crate::` or `::`; may hold `$registry`.
    pub(crate) type_path: String,
    /// `None` if the type is its own config.
    pub(crate) config: Option<String>,
    /// What its config is validated to. `None`: the type of the config, with valid configs nested.
    pub(crate) valid: Option<String>,
    pub(crate) build: Option<String>,
    pub(crate) aliases: Vec<String>,
    /// What the manifest says of each alias besides.
    pub(crate) terms: Vec<AliasTerms>,
    pub(crate) defaults: Vec<Default>,
    pub(crate) feature: Option<String>,
    /// The package whose feature that is, if it is another one.
    pub(crate) feature_package: Option<String>,
    /// Whether its feature is on; true without one.
    pub(crate) enabled: bool,
    pub(crate) deprecated: Option<String>,
    pub(crate) boxed: bool,
    /// Whether its future is boxed: it nests a registry that nests this one.
    pub(crate) closes_cycle: bool,
    pub(crate) doc: Option<String>,
    pub(crate) place: Place,
    /// The place of its name.
    pub(crate) span: Span,
}

/// For which versions of the package an alias is there.
#[derive(Debug, Default)]
pub(crate) struct AliasTerms {
    pub(crate) span: Span,
    pub(crate) since: Option<String>,
    pub(crate) until: Option<Spanned<String>>,
}

/// A name that no module may have again.
#[derive(Debug)]
pub(crate) struct Reserved {
    pub(crate) name: String,
    pub(crate) scope: ScopeId,
    /// What to do instead.
    pub(crate) note: String,
    pub(crate) place: Place,
    pub(crate) span: Span,
}

/// An argument for a key that a config leaves out.
#[derive(Debug)]
pub(crate) struct Default {
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) place: Place,
    /// The texts in it that name modules, if a registry has their key.
    pub(crate) texts: Vec<DefaultText>,
}

/// Whether any default may name a module.
pub(crate) fn default_texts(registries: &[Registry]) -> bool {
    let modules = registries.iter().flat_map(|registry| &registry.modules);
    let mut defaults = modules.flat_map(|module| &module.defaults);
    defaults.any(|default| !default.texts.is_empty())
}

/// Config files that are checked while the program builds.
#[derive(Debug)]
pub(crate) struct Check {
    /// Globs; those that start with `!` take files away.
    pub(crate) files: Vec<Spanned<String>>,
    /// What `check_configs!` reads a file into.
    pub(crate) type_path: Option<String>,
    /// The scope that names are looked up from if the file names none.
    pub(crate) viewer: ScopeId,
    /// The key of the file that names another.
    pub(crate) viewer_key: Option<String>,
    pub(crate) slots: Vec<Slot>,
    pub(crate) ignore: Vec<Pattern>,
    /// Modules whose arguments are left alone.
    pub(crate) opaque: HashSet<(RegistryId, ModuleId)>,
    /// The file with their schema.
    pub(crate) schema: Option<Spanned<String>>,
}

impl Check {
    pub(crate) fn slot(&self, id: SlotId) -> &Slot {
        &self.slots[id.index()]
    }

    /// Of several slots that match a place, the one that counts: that with the most weight, and then the first.
    pub(crate) fn heaviest(&self, slots: impl Iterator<Item = SlotId>) -> Option<SlotId> {
        let weight = |id| self.slot(id).pattern.weight();
        slots.reduce(|best, other| match weight(best) < weight(other) {
            true => other,
            false => best,
        })
    }
}

/// A place of a config that holds a module of a registry.
#[derive(Debug)]
pub(crate) struct Slot {
    /// As it is written.
    pub(crate) path: Spanned<String>,
    pub(crate) pattern: Pattern,
    pub(crate) registry: RegistryId,
}

/// A file that was checked.
#[derive(Debug)]
pub(crate) struct CheckedFile {
    /// Relative to the root, with forward slashes.
    pub(crate) path: String,
    /// The scope that its names are looked up from.
    pub(crate) viewer: ScopeId,
    /// What it is read into.
    pub(crate) type_path: Option<String>,
    /// The keys that name a module, if the file is based on others.
    pub(crate) layered: Option<Vec<String>>,
}
