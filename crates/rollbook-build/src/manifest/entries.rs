//! The entries of a manifest: what each of its tables may say.

use super::value::Value;
use crate::text::Spanned;

/// All files of a manifest together.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    pub(crate) settings: Settings,
    /// The crates that are merged in, as the code here calls them.
    pub(crate) crates: Vec<String>,
    pub(crate) registries: Vec<RegistryEntry>,
    pub(crate) scopes: Vec<ScopeEntry>,
    pub(crate) modules: Vec<ModuleEntry>,
    pub(crate) checks: Vec<CheckEntry>,
    /// Whether all crates of `[crates]` are merged: none is behind a feature that is off.
    pub(crate) whole: bool,
}

/// `[rollbook]`
#[derive(Debug, Default)]
pub(crate) struct Settings {
    pub(crate) scope: Option<Spanned<String>>,
    pub(crate) module: Option<Spanned<String>>,
    pub(crate) visibility: Option<Spanned<String>>,
    pub(crate) include: Vec<Spanned<String>>,
    pub(crate) serde: Option<Spanned<bool>>,
    pub(crate) spans: Option<Spanned<bool>>,
    pub(crate) lock: Option<Spanned<bool>>,
}

/// `[registry.R]`
#[derive(Debug)]
pub(crate) struct RegistryEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) traits: Vec<Spanned<String>>,
    pub(crate) dispatch: Option<Spanned<bool>>,
    /// Macros that implement more traits for the enum of modules.
    pub(crate) impls: Vec<Spanned<String>>,
    pub(crate) context: Option<Spanned<String>>,
    /// Whether constructors may wait.
    pub(crate) asynchronous: Option<Spanned<bool>>,
    /// Whether their future stays on one thread.
    pub(crate) local: Option<Spanned<bool>>,
    /// Whether configs are validated before anything is built.
    pub(crate) validate: Option<Spanned<bool>>,
    pub(crate) build: Option<BuildEntry>,
    pub(crate) key: Option<Spanned<String>>,
    pub(crate) content: Option<Spanned<String>>,
    pub(crate) tagging: Option<Spanned<String>>,
    pub(crate) sequence: Option<Spanned<String>>,
    pub(crate) fallback: Option<Spanned<String>>,
    pub(crate) default: Option<Spanned<String>>,
    pub(crate) bare: Option<Spanned<bool>>,
    pub(crate) conversions: Option<Spanned<bool>>,
    pub(crate) derive: Vec<(Derived, Spanned<String>)>,
    /// Name and note.
    pub(crate) reserved: Vec<(Spanned<String>, Spanned<String>)>,
    /// The file of its JSON Schema.
    pub(crate) schema: Option<Spanned<String>>,
    pub(crate) doc: Option<String>,
}

/// A build function of a registry or a scope.
#[derive(Debug)]
pub(crate) struct BuildEntry {
    pub(crate) function: Spanned<String>,
    /// Whether it takes the configs of any crate.
    pub(crate) generic: bool,
}

/// Which enum a derive is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Derived {
    Both,
    Config,
    Module,
}

/// `[scope.S]`
#[derive(Debug)]
pub(crate) struct ScopeEntry {
    pub(crate) key: Spanned<String>,
    pub(crate) name: Option<Spanned<String>>,
    pub(crate) parent: Option<Spanned<String>>,
    /// Registry and function.
    pub(crate) builds: Vec<(Spanned<String>, BuildEntry)>,
    pub(crate) doc: Option<String>,
}

/// `Name = ...` under `[modules.S.R]` or `[modules.R]`
#[derive(Debug)]
pub(crate) struct ModuleEntry {
    /// `None` in a manifest without scopes.
    pub(crate) scope: Option<String>,
    pub(crate) registry: String,
    pub(crate) name: Spanned<String>,
    pub(crate) type_path: Option<Spanned<String>>,
    /// Whether a key was reported that may have been meant as the type.
    pub(crate) reported: bool,
    pub(crate) config: Option<Spanned<String>>,
    pub(crate) valid: Option<Spanned<String>>,
    pub(crate) build: Option<Spanned<String>>,
    pub(crate) aliases: Vec<AliasEntry>,
    pub(crate) defaults: Vec<DefaultEntry>,
    pub(crate) feature: Option<Spanned<String>>,
    pub(crate) deprecated: Option<Spanned<String>>,
    pub(crate) overrides: Option<Spanned<bool>>,
    /// Whether it replaces a module of another crate.
    pub(crate) overriding: bool,
    pub(crate) variant: Option<Spanned<String>>,
    pub(crate) boxed: bool,
    pub(crate) doc: Option<String>,
}

/// A further name of a module.
#[derive(Debug)]
pub(crate) struct AliasEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) since: Option<Spanned<String>>,
    pub(crate) until: Option<Spanned<String>>,
}

/// One key of `defaults`.
#[derive(Debug)]
pub(crate) struct DefaultEntry {
    pub(crate) key: Spanned<String>,
    pub(crate) value: Value,
    /// The texts in the tables of the value: any of them may be the name of a module.
    pub(crate) texts: Vec<DefaultText>,
}

/// A text in a table of a default.
#[derive(Clone, Debug)]
pub(crate) struct DefaultText {
    pub(crate) key: String,
    pub(crate) text: Spanned<String>,
    /// The `_scope_` of the tables around it, the outermost first.
    pub(crate) scopes: Vec<String>,
}

/// One `[[check]]`.
#[derive(Debug)]
pub(crate) struct CheckEntry {
    /// Globs; those that start with `!` take files away.
    pub(crate) files: Vec<Spanned<String>>,
    /// What `check_configs!` reads a file into.
    pub(crate) type_path: Option<Spanned<String>>,
    pub(crate) viewer: Option<Spanned<String>>,
    pub(crate) viewer_key: Option<Spanned<String>>,
    /// Pattern and registry.
    pub(crate) slots: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) ignore: Vec<Spanned<String>>,
    /// Registry, and names of it.
    pub(crate) opaque: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// The file of their JSON Schema.
    pub(crate) schema: Option<Spanned<String>>,
}
