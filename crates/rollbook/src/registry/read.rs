//! From a config of any format to the module, as seen from a scope.

use core::fmt;

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, Error as _};

use crate::build::{Build, BuildError};
use crate::de::{
    Arena, AskFieldNames, Content, ContentSeed, FieldNames, Places, ReadKind, Replay, trail,
};
use crate::error::Error;
use crate::lookup::id::ScopeId;
use crate::registry::{Kind, Listing, Registry};
use crate::viewer::{Entered, Viewer};

impl<K: Kind> Registry<K> {
    /// Reads a config: a table with the registry's key, or a bare name. Names in it, also in modules that are nested
    /// in it, are looked up from this registry's viewer.
    ///
    /// # Errors
    ///
    /// [`Error::Read`]: an unknown name, a wrong argument, or the format's own syntax.
    pub fn config<'de, D>(self, input: D) -> Result<K::Config, Error<D::Error>>
    where
        D: Deserializer<'de>,
        K::Config: Deserialize<'de>,
    {
        self.enter(|| K::Config::deserialize(input))
    }

    /// Reads a config and builds its module.
    ///
    /// ```
    /// use quickstart::{Activation, registry::act};
    ///
    /// let json = serde_json::json!({ "type": "GELU", "approximate": true });
    /// let gelu = act::REGISTRY.build(json)?;
    /// assert_eq!(gelu.kind(), act::Kind::GELU);
    /// assert_eq!(gelu.forward(0.0), 0.0);
    /// # Ok::<(), rollbook::Error<serde_json::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Read`] as [`config`](Self::config); [`Error::Build`] if the constructor fails.
    pub fn build<'de, D>(self, input: D) -> Result<K::Module, Error<D::Error>>
    where
        D: Deserializer<'de>,
        K::Config: Deserialize<'de> + Build<(), Module = K::Module>,
    {
        self.build_in(input, &())
    }

    /// Reads a config and builds its module in a context: for registries that have one.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_in<'de, D, C>(self, input: D, context: &C) -> Result<K::Module, Error<D::Error>>
    where
        D: Deserializer<'de>,
        C: ?Sized,
        K::Config: Deserialize<'de> + Build<C, Module = K::Module>,
    {
        let config = self.config(input)?;
        Ok(self.entered(|| config.build(context))?)
    }

    /// Reads a config whose missing keys are filled from `defaults`, a table of arguments, at the top level only. The
    /// config wins, whatever its value is. The key that names the module, and `_scope_`, may come from the defaults, too.
    /// In a list each config is filled. With `content = "..."`, arguments are filled under that key; with
    /// `tagging = "external"`, under the name.
    ///
    /// ```
    /// use quickstart::registry::act;
    /// use serde_json::json;
    ///
    /// let gelu = act::REGISTRY.build_with(json!("GELU"), json!({ "approximate": true }));
    /// assert!(gelu.is_ok());
    /// ```
    ///
    /// # Errors
    ///
    /// As [`config`](Self::config).
    pub fn config_with<'de, D, F>(self, input: D, defaults: F) -> Result<K::Config, Error<D::Error>>
    where
        D: Deserializer<'de>,
        F: Deserializer<'de>,
        K::Config: Deserialize<'de>,
    {
        self.enter(|| {
            let input = ContentSeed(0).deserialize(input)?;
            let defaults = ContentSeed(0)
                .deserialize(defaults)
                .map_err(D::Error::custom)?;
            let (manner, defaults) = defaults.into_parts();
            let Content::Table(mut defaults) = defaults else {
                let unexpected = defaults.unexpected();
                return Err(D::Error::invalid_type(unexpected, &"a table of defaults"));
            };
            for (_, value) in &mut defaults {
                *value = core::mem::replace(value, Content::Unit).with(manner);
            }
            let (manner, input) = input.into_parts();
            let places = Places {
                tag: K::DATA.key,
                content: K::CONTENT,
            };
            let filled = |config| places.filled(config, &defaults);
            let input = match input {
                Content::List(items) => Content::List(items.into_iter().map(filled).collect()),
                other => filled(other),
            };
            let input = Arena::from(&input.with(manner));
            K::Config::deserialize(Replay::new(&input, 0))
        })
    }

    /// As [`config_with`](Self::config_with), and builds the module.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_with<'de, D, F>(self, input: D, defaults: F) -> Result<K::Module, Error<D::Error>>
    where
        D: Deserializer<'de>,
        F: Deserializer<'de>,
        K::Config: Deserialize<'de> + Build<(), Module = K::Module>,
    {
        let config = self.config_with(input, defaults)?;
        Ok(self.entered(|| config.build(&()))?)
    }

    /// As [`build_with`](Self::build_with), in a context: for registries that have one.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_in_with<'de, D, F, C>(
        self,
        input: D,
        defaults: F,
        context: &C,
    ) -> Result<K::Module, Error<D::Error>>
    where
        D: Deserializer<'de>,
        F: Deserializer<'de>,
        C: ?Sized,
        K::Config: Deserialize<'de> + Build<C, Module = K::Module>,
    {
        let config = self.config_with(input, defaults)?;
        Ok(self.entered(|| config.build(context))?)
    }

    /// The names of a module's arguments, for listings. Empty if its config does not say, as with a flattened struct.
    ///
    /// ```
    /// use quickstart::registry::act;
    ///
    /// assert_eq!(act::REGISTRY.arguments(act::Kind::GELU), ["approximate"]);
    /// ```
    pub fn arguments(self, kind: K) -> &'static [&'static str]
    where
        K::Config: ReadKind<'static, Kind = K>,
    {
        match K::Config::read(kind, AskFieldNames, &mut None) {
            Ok(()) | Err(FieldNames::Other(_)) => &[],
            Err(FieldNames::Table(names)) => names,
        }
    }

    /// The registry without its types, which also lists the names of each module's arguments.
    #[must_use]
    pub fn listing_with_arguments(self) -> Listing
    where
        K::Config: ReadKind<'static, Kind = K>,
    {
        self.listing().with_arguments(|module| {
            let kind = K::ALL[module.index()];
            Self::seen_from(ScopeId::new(0)).arguments(kind)
        })
    }

    fn enter<T, E: serde_core::de::Error>(
        self,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, Error<E>> {
        if cfg!(not(feature = "std")) && self.viewer != K::Scope::current() {
            return Err(Error::Read {
                path: alloc::string::String::new(),
                source: E::custom(
                    "to read as seen from another scope, rollbook needs its feature `std`",
                ),
            });
        }
        trail::follow(|| self.entered(read)).map_err(|(path, source)| Error::Read { path, source })
    }

    /// Also while modules are built: a constructor may read a config of its own.
    fn entered<T>(self, run: impl FnOnce() -> T) -> T {
        let _guard = Entered::<K::Scope>::at(self.viewer);
        run()
    }
}

/// Reads a config and builds its module: for a module that is read straight from config.
///
/// # Errors
///
/// The errors of the format and of the config. A constructor's error becomes a text in the format's error.
pub fn read_module<'de, C: ReadKind<'de>, D: Deserializer<'de>, M>(
    config: D,
    build: fn(C) -> Result<M, BuildError>,
) -> Result<M, D::Error> {
    let config: C = crate::de::read(config)?;
    build(config).map_err(|error| D::Error::custom(Chain(&error)))
}

/// An error with its sources, in one line.
struct Chain<'a>(&'a BuildError);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        let mut next = core::error::Error::source(self.0);
        while let Some(error) = next {
            write!(f, ": {error}")?;
            next = error.source();
        }
        Ok(())
    }
}
