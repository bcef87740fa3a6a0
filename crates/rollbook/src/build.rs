//! From a config to a module: the trait, the error, and the bounds that the generated code uses.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::agreed::show::{join, printable};
use crate::registry::Info;

/// What a constructor may fail with: any error, or a text.
pub type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// A config that builds a module. Implemented by each generated `Config`, and for `Vec`, `Box`, `Option`,
/// `Rc`, `Arc`, `BTreeMap` and, with the feature `std`, `HashMap` of one.
///
/// In a registry with a context, a module's own config implements it by hand; one that nests other modules is generic
/// over their configs and calls `build` on its fields.
///
/// ```
/// use rollbook::{Build, BuildError};
///
/// struct Device(u32);
/// struct DetectorConfig<B> { backbone: B, classes: u32 }
/// struct Detector<B> { backbone: B, classes: u32 }
///
/// impl<B: Build<Device>> Build<Device> for DetectorConfig<B> {
///     type Module = Detector<B::Module>;
///     fn build(self, device: &Device) -> Result<Self::Module, BuildError> {
///         Ok(Detector { backbone: self.backbone.build(device)?, classes: self.classes })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the config of a module, but does not build one",
    label = "`rollbook::Build<{Context}>` is not implemented for it",
    note = "implement `rollbook::Build` for the config, or name a function at the entry: `build = \"crate::...\"`",
    note = "the `Config` of a registry with `async = true` has an async `build` instead"
)]
pub trait Build<Context: ?Sized = ()> {
    /// What is built.
    type Module;

    /// Builds it.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn build(self, context: &Context) -> Result<Self::Module, BuildError>;
}

/// A config of any crate's registry, as a build function sees it. Implemented by the generated `Config` of a registry with
/// a build function that is generic: `build = { function = "crate::build_backbone", generic = true }`.
///
/// Each crate has enums of its own. So a function that runs in the crates that merge a registry, too, takes any config,
/// and returns what that config makes.
///
/// ```
/// use rollbook::{BuildError, Construct};
///
/// trait Backbone {
///     fn channels(&self) -> u32;
/// }
///
/// fn build_backbone<C: Construct>(config: C) -> Result<C::Module, BuildError>
/// where
///     C::Module: Backbone,
/// {
///     let name = config.info().name;
///     let backbone = config.construct(&())?;
///     match backbone.channels() {
///         0 => Err(BuildError::new(format!("the backbone {name} has no channels"))),
///         _ => Ok(backbone),
///     }
/// }
/// ```
///
/// In a registry with a context, the function is `fn<C: Construct<Device>>(config: C, device: &Device)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `construct` for a generic build function",
    label = "`rollbook::Construct<{Context}>` is not implemented for it",
    note = "name the function with `generic = true`: `build = {{ function = \"crate::...\", generic = true }}`"
)]
pub trait Construct<Context: ?Sized = ()>: Build<Context> {
    /// Builds the module without its build function. [`build`](Build::build) would call that function again.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn construct(self, context: &Context) -> Result<Self::Module, BuildError>;

    /// What the manifest says about the module.
    fn info(&self) -> &'static Info;
}

impl<C: ?Sized, B: Build<C>> Build<C> for Vec<B> {
    type Module = Vec<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .enumerate()
            .map(|(index, config)| {
                config
                    .build(context)
                    .map_err(|error| error.at(&alloc::format!("[{index}]")))
            })
            .collect()
    }
}

impl<C: ?Sized, B: Build<C>> Build<C> for Box<B> {
    type Module = Box<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        (*self).build(context).map(Box::new)
    }
}

impl<C: ?Sized, B: Build<C> + Clone> Build<C> for Rc<B> {
    type Module = Rc<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        Rc::unwrap_or_clone(self).build(context).map(Rc::new)
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<C: ?Sized, B: Build<C> + Clone> Build<C> for Arc<B> {
    type Module = Arc<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        Arc::unwrap_or_clone(self).build(context).map(Arc::new)
    }
}

impl<C: ?Sized, K: Ord + fmt::Display, B: Build<C>> Build<C> for BTreeMap<K, B> {
    type Module = BTreeMap<K, B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .map(|entry| build_entry(entry, context))
            .collect()
    }
}

/// The hasher of the modules' map is a new one, `S::default()`.
#[cfg(feature = "std")]
impl<C, K, B, S> Build<C> for std::collections::HashMap<K, B, S>
where
    C: ?Sized,
    K: Eq + core::hash::Hash + fmt::Display,
    B: Build<C>,
    S: core::hash::BuildHasher + Default,
{
    type Module = std::collections::HashMap<K, B::Module, S>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .map(|entry| build_entry(entry, context))
            .collect()
    }
}

/// Builds one entry of a map. An error names its key.
fn build_entry<C: ?Sized, K: fmt::Display, B: Build<C>>(
    (key, config): (K, B),
    context: &C,
) -> Result<(K, B::Module), BuildError> {
    match config.build(context) {
        Ok(module) => Ok((key, module)),
        Err(error) => Err(error.at(&printable(&key.to_string()))),
    }
}

impl<C: ?Sized, B: Build<C>> Build<C> for Option<B> {
    type Module = Option<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.map(|config| config.build(context)).transpose()
    }
}

/// A module could not be built. Names the module; the constructor's own error is the
/// [`source`](core::error::Error::source).
pub struct BuildError(Box<Inner>);

struct Inner {
    module: Option<(&'static str, &'static Info)>,
    path: String,
    source: BoxError,
}

impl BuildError {
    /// Makes an error from another error or from a text, for your own build functions.
    ///
    /// ```
    /// let error = rollbook::BuildError::new("the width must be even");
    /// assert_eq!(error.to_string(), "the width must be even");
    /// ```
    #[must_use]
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(Box::new(Inner {
            module: None,
            path: String::new(),
            source: source.into(),
        }))
    }

    /// Says in which argument of the config it happened. Call it from the inside out: `at("backbone")`, `at("model")`.
    ///
    /// ```
    /// let error = rollbook::BuildError::new("the width must be even").at("[2]").at("layers");
    /// assert_eq!(error.path(), "layers[2]");
    /// ```
    #[must_use]
    pub fn at(mut self, key: &str) -> Self {
        self.0.path = join(key, &self.0.path);
        self
    }

    /// Where in the config of this error's own module, as far as it is known: `backbone`. See
    /// [`full_path`](Self::full_path) for the path down to the cause.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The path down to the cause, over the errors of all modules on the way: `model.backbone.layers[2]`.
    ///
    /// ```
    /// use rollbook::BuildError;
    ///
    /// let inner = BuildError::new("the width must be even").at("layers");
    /// let outer = BuildError::new(inner).at("backbone");
    /// assert_eq!(outer.path(), "backbone");
    /// assert_eq!(outer.full_path(), "backbone.layers");
    /// assert_eq!(outer.root_cause().to_string(), "the width must be even");
    /// assert_eq!(format!("{outer:#}"), "the width must be even (in `backbone.layers`)");
    /// ```
    #[must_use]
    pub fn full_path(&self) -> String {
        match self.0.source.downcast_ref::<Self>() {
            Some(inner) => {
                let below = inner.full_path();
                match self.0.path.as_str() {
                    "" => below,
                    path => join(path, &below),
                }
            }
            None => self.0.path.clone(),
        }
    }

    /// The last error of the chain, which says what is wrong: `the width must be even`.
    #[must_use]
    pub fn root_cause(&self) -> &(dyn core::error::Error + 'static) {
        let mut cause: &(dyn core::error::Error + 'static) = &*self.0.source;
        loop {
            if let Some(inner) = cause.downcast_ref::<Self>() {
                return inner.root_cause();
            }
            match cause.source() {
                Some(next) => cause = next,
                None => return cause,
            }
        }
    }

    /// Its own words, without the path.
    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.module {
            Some((registry, info)) => write!(f, "cannot build the {registry} `{}`", info.name),
            None => match self.0.source.downcast_ref::<Self>() {
                Some(inner) => inner.headline(f),
                None => write!(f, "{}", self.0.source),
            },
        }
    }

    /// The whole chain on one line, with the whole path at its end.
    fn chain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(f)?;
        let mut next = core::error::Error::source(self);
        while let Some(error) = next {
            f.write_str(": ")?;
            match error.downcast_ref::<Self>() {
                Some(inner) => inner.headline(f)?,
                None => write!(f, "{error}")?,
            }
            next = error.source();
        }
        match self.full_path().as_str() {
            "" => Ok(()),
            path => write!(f, " (in `{path}`)"),
        }
    }

    /// The module that could not be built.
    #[must_use]
    pub fn info(&self) -> Option<&'static Info> {
        self.0.module.map(|(_, info)| info)
    }

    pub(crate) fn of_module(registry: &'static str, info: &'static Info, source: BoxError) -> Self {
        Self(Box::new(Inner {
            module: Some((registry, info)),
            path: String::new(),
            source,
        }))
    }
}

/// `{error}` names the module and the place in its config; `{error:#}` writes the whole chain on one line, with the
/// [`full_path`](BuildError::full_path).
impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return self.chain(f);
        }
        let Inner {
            module,
            path,
            source,
        } = &*self.0;
        match module {
            Some((registry, info)) => write!(f, "cannot build the {registry} `{}`", info.name)?,
            None => write!(f, "{source}")?,
        }
        if !path.is_empty() {
            write!(f, " (in `{path}`)")?;
        }
        Ok(())
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BuildError")
            .field("module", &self.0.module.map(|(_, info)| info.name))
            .field("path", &self.0.path)
            .field("source", &self.0.source)
            .finish()
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self.0.module {
            Some(_) => Some(&*self.0.source),
            None => self.0.source.source(),
        }
    }
}

/// A module that can be made from its config. Every `TryFrom<Config>` is one, and so is every `From<Config>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from its config `{C}`",
    label = "neither `From<{C}>` nor `TryFrom<{C}>` is implemented for it",
    note = "implement one of them (its error must be an `Error + Send + Sync`, or a text), or name a function at the entry: `build = \"crate::...\"`"
)]
pub trait FromConfig<C>: Sized {
    fn from_config(config: C) -> Result<Self, BoxError>;
}

#[diagnostic::do_not_recommend]
impl<C, T> FromConfig<C> for T
where
    T: TryFrom<C>,
    T::Error: Into<BoxError>,
{
    fn from_config(config: C) -> Result<Self, BoxError> {
        T::try_from(config).map_err(Into::into)
    }
}

/// A config that builds this module in this context. A config that does not fit is one error, because this is one bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the config of a module, but does not build `{T}`",
    label = "`rollbook::Build<{X}, Module = {T}>` is not implemented for it",
    note = "implement `rollbook::Build` for the config, or name a function at the entry: `build = \"crate::...\"`"
)]
pub trait BuildIn<X: ?Sized, T> {
    fn build_in(self, context: &X) -> Result<T, BuildError>;
}

#[diagnostic::do_not_recommend]
impl<X: ?Sized, T, C: Build<X, Module = T>> BuildIn<X, T> for C {
    fn build_in(self, context: &X) -> Result<T, BuildError> {
        self.build(context)
    }
}

/// What a build function returns: the module, or a `Result` of it.
#[diagnostic::on_unimplemented(
    message = "a build function returns `{Self}`, not the module `{T}`",
    label = "expected `{T}` or a `Result` of it, whose error is an `Error + Send + Sync`, or a text",
    note = "if it is an `async fn`, its registry needs `async = true`"
)]
pub trait Outcome<T> {
    fn outcome(self) -> Result<T, BoxError>;
}

impl<T> Outcome<T> for T {
    fn outcome(self) -> Result<T, BoxError> {
        Ok(self)
    }
}

impl<T, E: Into<BoxError>> Outcome<T> for Result<T, E> {
    fn outcome(self) -> Result<T, BoxError> {
        self.map_err(Into::into)
    }
}

/// Makes a module from its config.
///
/// # Errors
///
/// Names the module; the conversion's own error is the source.
pub fn construct<T: FromConfig<C>, C>(
    config: C,
    registry: &'static str,
    info: &'static Info,
) -> Result<T, BuildError> {
    T::from_config(config).map_err(|source| BuildError::of_module(registry, info, source))
}

/// Makes a module from its config and the registry's context.
///
/// # Errors
///
/// Names the module; the error of its `Build` is the source.
pub fn construct_in<T, C: BuildIn<X, T>, X: ?Sized>(
    config: C,
    context: &X,
    registry: &'static str,
    info: &'static Info,
) -> Result<T, BuildError> {
    config
        .build_in(context)
        .map_err(|source| BuildError::of_module(registry, info, source.into()))
}

/// Takes what a module's own build function returned.
///
/// # Errors
///
/// Names the module; the function's own error is the source.
pub fn built<T>(
    outcome: impl Outcome<T>,
    registry: &'static str,
    info: &'static Info,
) -> Result<T, BuildError> {
    outcome
        .outcome()
        .map_err(|source| BuildError::of_module(registry, info, source))
}

/// Takes what the build function of a scope or registry returned. A `BuildError` that it passes on is not changed.
///
/// # Errors
///
/// A `BuildError` of the function, or one that names the module.
pub fn wrapped<T>(
    outcome: impl Outcome<T>,
    registry: &'static str,
    info: &'static Info,
) -> Result<T, BuildError> {
    outcome
        .outcome()
        .map_err(|source| match source.downcast::<BuildError>() {
            Ok(error) => *error,
            Err(source) => BuildError::of_module(registry, info, source),
        })
}
