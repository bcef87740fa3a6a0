//! A registry without its types: for listings, completions and documentation that serve several registries.

use alloc::string::String;
use core::fmt;

use crate::lookup::id::{ModuleId, ScopeId};

use super::data::{Data, Info};

/// What a registry holds, without its Rust types, so that one loop or one `Vec` serves several registries.
///
/// ```
/// use quickstart::registry::act;
/// use rollbook::Listing;
///
/// let listings: [Listing; 1] = [act::REGISTRY.listing()];
/// for listing in listings {
///     assert_eq!((listing.registry(), listing.viewer()), ("act", "quickstart"));
///     let names: Vec<String> = listing.names().map(|(name, _)| name).collect();
///     assert_eq!(names, ["ReLU", "GELU"]);
/// }
/// ```
#[derive(Clone, Copy)]
pub struct Listing {
    data: &'static Data,
    viewer: ScopeId,
    arguments: Option<fn(ModuleId) -> &'static [&'static str]>,
}

impl Listing {
    pub(super) const fn new(data: &'static Data, viewer: ScopeId) -> Self {
        Self {
            data,
            viewer,
            arguments: None,
        }
    }

    #[cfg(feature = "serde")]
    pub(super) const fn with_arguments(self, of: fn(ModuleId) -> &'static [&'static str]) -> Self {
        Self {
            arguments: Some(of),
            ..self
        }
    }

    /// The registry's name.
    #[must_use]
    pub const fn registry(&self) -> &'static str {
        self.data.name
    }

    /// The name of the scope that names are looked up from.
    #[must_use]
    pub const fn viewer(&self) -> &'static str {
        self.data.scopes[self.viewer.index()].name
    }

    /// The modules of the viewer's own scope that can be built, in the manifest's order.
    pub fn modules(&self) -> impl Iterator<Item = &'static Info> + use<> {
        let viewer = self.viewer;
        enabled(self.data)
            .map(|(_, info)| info)
            .filter(move |info| info.scope_index == viewer.packed() && !info.is_fallback)
    }

    /// Every name that a look-up from here accepts for a module, as it is written here, with its module: `ResNet`,
    /// `mmdet.ResNet`. Aliases follow their module's name.
    pub fn names(&self) -> impl Iterator<Item = (String, &'static Info)> + use<> {
        names(self.data, self.viewer).map(|(name, _, info)| (name, info))
    }

    /// The names of a module's arguments. Empty if its config does not say, as with a flattened struct, and for a
    /// listing that was made without arguments.
    ///
    /// ```
    /// use quickstart::registry::act;
    ///
    /// let listing = act::REGISTRY.listing_with_arguments();
    /// let gelu = listing.modules().find(|module| module.name == "GELU").unwrap();
    /// assert_eq!(listing.arguments(gelu), ["approximate"]);
    /// ```
    #[must_use]
    pub fn arguments(&self, module: &Info) -> &'static [&'static str] {
        let index = enabled(self.data).find(|(_, info)| *info == module);
        match (index, self.arguments) {
            (Some((index, _)), Some(of)) => of(index),
            _ => &[],
        }
    }
}

impl fmt::Debug for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Listing({} from {})", self.registry(), self.viewer())
    }
}

/// The modules that can be built, with their indices.
fn enabled(data: &'static Data) -> impl Iterator<Item = (ModuleId, &'static Info)> {
    (0..data.enabled).map(ModuleId::new).zip(data.modules)
}

/// The names that a viewer has for the modules that can be built.
pub(super) fn names(
    data: &'static Data,
    viewer: ScopeId,
) -> impl Iterator<Item = (String, ModuleId, &'static Info)> {
    enabled(data).flat_map(move |(module, info)| {
        core::iter::once(info.name)
            .chain(info.aliases.iter().copied())
            .filter_map(move |name| {
                let spelled = data.spell(viewer, module, name)?;
                Some((spelled.as_str().into(), module, info))
            })
    })
}
