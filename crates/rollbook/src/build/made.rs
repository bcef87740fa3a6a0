//! What generated code calls to make a module, and the bounds that rustc names in its errors.

use super::{BoxError, Build, BuildError};
use crate::registry::Info;

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
