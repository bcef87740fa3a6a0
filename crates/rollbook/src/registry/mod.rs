//! A registry as seen from a scope: the handle that a program asks for modules by name.

#[cfg(feature = "serde")]
mod check;
mod data;
mod listing;
#[cfg(feature = "serde")]
pub(crate) mod read;

use core::fmt;
use core::marker::PhantomData;

pub use listing::Listing;

pub use data::{
    Data, Info, NO_SCOPE, ScopeInfo, fallback, info, is_reserved, reserved, with_aliases,
    with_deprecated, with_doc, with_feature, with_feature_package,
};

use crate::explain::UnknownName;
use crate::lookup::id::{ModuleId, ScopeId};
use crate::viewer::Viewer;

/// The scopes of a manifest. Implemented by the generated `Scope`, and by nothing else.
pub trait Scope: Viewer + Copy + Eq + fmt::Debug + 'static {
    /// All scopes, depth first.
    const ALL: &'static [Self];
}

/// The constants of a registry. Implemented by each generated `Kind`, in `registry!`.
pub trait Tables {
    /// The registry's tables.
    const DATA: &'static Data;
    /// The key of a table that holds a module's arguments, if they are not beside its name.
    const CONTENT: Option<&'static str> = None;
}

/// The modules of one registry, as a fieldless enum. Implemented by each generated `Kind`, and by nothing else.
pub trait Kind: Tables + Copy + Eq + fmt::Debug + 'static {
    /// All modules that can be built.
    const ALL: &'static [Self];
    /// The manifest's scopes.
    type Scope: Scope;
    /// The enum of configs.
    type Config;
    /// The enum of modules.
    type Module;

    /// Its place in [`Kind::ALL`].
    fn index(self) -> usize;

    /// What the manifest says about it.
    fn info(self) -> &'static Info {
        &Self::DATA.modules[self.index()]
    }
}

/// A registry as seen from one scope. A constant of two bytes: copy it, pass it on.
///
/// The generated `REGISTRY` is seen from the manifest's own scope, `from(Scope::Mmdet)` from another.
///
/// ```
/// use quickstart::registry::act::{Kind, REGISTRY};
///
/// const RELU: Option<Kind> = REGISTRY.get("ReLU"); // resolved by rustc
/// assert_eq!(RELU, Some(Kind::ReLU));
/// assert!(!REGISTRY.contains("relu"));
/// assert_eq!(REGISTRY.len(), 2);
/// ```
pub struct Registry<K> {
    pub(crate) viewer: ScopeId,
    kind: PhantomData<K>,
}

impl<K: Kind> Registry<K> {
    pub(crate) const fn seen_from(viewer: ScopeId) -> Self {
        Self {
            viewer,
            kind: PhantomData,
        }
    }

    /// The registry's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        K::DATA.name
    }

    /// The scope that names are looked up from.
    #[must_use]
    pub const fn viewer(self) -> K::Scope {
        <K::Scope as Scope>::ALL[self.viewer.index()]
    }

    /// The module that a name means: bare (`ResNet`) or qualified (`mmcls.NetB`). Names match exactly.
    ///
    /// A bare name is searched in the viewer, then in its ancestors; a qualified one in the scope that it names. This
    /// is what MMEngine's `Registry.get` does, without its fallback to importing Python paths.
    #[inline]
    #[must_use]
    pub const fn get(self, name: &str) -> Option<K> {
        if !K::DATA.has_few_names() {
            self.get_of_many(name)
        } else if K::DATA.may_be_qualified(name.as_bytes()) {
            self.get_qualified_of_few(name)
        } else {
            self.get_of_few(name)
        }
    }

    #[inline(always)]
    const fn get_of_many(self, name: &str) -> Option<K> {
        match K::DATA.resolve(self.viewer, name) {
            Some(module) => Some(K::ALL[module.index()]),
            None => None,
        }
    }

    #[cold]
    #[inline(never)]
    const fn get_qualified_of_few(self, name: &str) -> Option<K> {
        self.get_of_many(name)
    }

    /// Compares all names, as a `match` would. Each answer is a constant, so no jump depends on which name it is.
    #[inline(always)]
    const fn get_of_few(self, name: &str) -> Option<K> {
        let mut found = None;
        let mut slot = 0;
        while slot < K::DATA.table.slots.len() {
            if let Some(module) = K::DATA.module_at(slot, self.viewer, name) {
                found = Some(K::ALL[module.index()]);
            }
            slot += 1;
        }
        found
    }

    /// As [`get`](Self::get), with an error that says what to write instead.
    ///
    /// # Errors
    ///
    /// [`UnknownName`] if no module has the name.
    #[inline]
    pub const fn resolve(self, name: &str) -> Result<K, UnknownName<'_>> {
        match self.get(name) {
            Some(kind) => Ok(kind),
            None => Err(UnknownName::new(K::DATA, self.viewer, name)),
        }
    }

    /// Whether [`get`](Self::get) finds the name.
    #[inline]
    #[must_use]
    pub const fn contains(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The viewer's own names, aliases among them; not those of its ancestors.
    #[must_use]
    pub const fn len(self) -> usize {
        let mut sum = 0;
        let mut module = 0;
        while module < K::DATA.enabled as usize {
            let info = &K::DATA.modules[module];
            if info.scope_index == self.viewer.packed() && !info.is_fallback {
                sum += 1 + info.aliases.len();
            }
            module += 1;
        }
        sum
    }

    /// Whether the viewer has no modules of its own.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The viewer's own names with their modules, in the manifest's order; an alias follows its module's name.
    pub fn iter(self) -> impl Iterator<Item = (&'static str, K)> {
        self.own().flat_map(|(info, kind)| {
            core::iter::once(info.name)
                .chain(info.aliases.iter().copied())
                .map(move |name| (name, kind))
        })
    }

    /// Every name that [`get`](Self::get) accepts for a module, as it is written from here, with its module: the
    /// viewer's own names, those of its ancestors, and qualified names such as `mmdet.ResNet`. A module with several
    /// ways to it has one of them, the shortest. Aliases follow their module's name.
    ///
    /// ```
    /// use quickstart::registry::act::REGISTRY;
    ///
    /// let names: Vec<String> = REGISTRY.names().map(|(name, _)| name).collect();
    /// assert_eq!(names, ["ReLU", "GELU"]);
    /// assert!(names.iter().all(|name| REGISTRY.contains(name)));
    /// ```
    pub fn names(self) -> impl Iterator<Item = (alloc::string::String, K)> {
        listing::names(K::DATA, self.viewer).map(|(name, module, _)| (name, K::ALL[module.index()]))
    }

    /// The registry without its types, for code that serves several registries.
    #[must_use]
    pub const fn listing(self) -> Listing {
        Listing::new(K::DATA, self.viewer)
    }

    /// How a module is written from here: bare if that means it, otherwise with scopes before it. Returns `None`
    /// if no name leads to it from here, as between scopes under different roots.
    #[must_use]
    pub fn spell(self, kind: K) -> Option<alloc::string::String> {
        let module = ModuleId::new(u16::try_from(kind.index()).ok()?);
        let text = K::DATA.spell(self.viewer, module, kind.info().name)?;
        Some(text.as_str().into())
    }

    fn own(self) -> impl Iterator<Item = (&'static Info, K)> {
        K::DATA
            .modules
            .iter()
            .zip(K::ALL)
            .filter(move |(info, _)| info.scope_index == self.viewer.packed() && !info.is_fallback)
            .map(|(info, kind)| (info, *kind))
    }
}

impl<K> Clone for Registry<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for Registry<K> {}

impl<K: Kind> fmt::Debug for Registry<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let viewer = K::DATA.scopes[self.viewer.index()].name;
        write!(f, "Registry({} from {viewer})", K::DATA.name)
    }
}

/// A table of the viewer's own names, sorted, with the types behind them.
impl<K: Kind> fmt::Display for Registry<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self
            .iter()
            .map(|(name, _)| name.chars().count())
            .max()
            .unwrap_or(0);
        let viewer = K::DATA.scopes[self.viewer.index()].name;
        let count = self.len();
        let names = if count == 1 { "name" } else { "names" };
        write!(f, "{} in {viewer}: {count} {names}", K::DATA.name)?;
        // Sorted without an allocation: each round finds the next name up. Tables are for people, and short.
        let mut last: Option<&str> = None;
        while let Some((name, info)) = self
            .own()
            .flat_map(|(info, _)| {
                core::iter::once(info.name)
                    .chain(info.aliases.iter().copied())
                    .map(move |name| (name, info))
            })
            .filter(|(name, _)| last.is_none_or(|last| *name > last))
            .min_by_key(|(name, _)| *name)
        {
            let fill = width - name.chars().count();
            write!(f, "\n  {name}{:fill$}  {}", "", info.type_name)?;
            last = Some(name);
        }
        Ok(())
    }
}
