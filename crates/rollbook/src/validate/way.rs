//! How a generated `Config` validates the config of a module, which may implement `Validate`.
//!
//! rustc chooses while it looks up a method, as for async constructors: `(&&&Check::<C, V, X>::OF).way()`.

use core::marker::PhantomData;

use super::error::ValidateError;
use super::problems::{Problems, Validate};
use crate::build::BuildError;
use crate::registry::Info;

/// From the config `C` and the context `X` to the valid config `V`.
pub struct Check<C, V, X: ?Sized>(PhantomData<fn(C, &X) -> V>);

impl<C, V, X: ?Sized> Check<C, V, X> {
    /// It has one value.
    pub const OF: Self = Self(PhantomData);
}

/// The way that a [`Check`] leads to.
pub trait Checks {
    /// A type with a method `validate`.
    type Way;
    /// Chooses it.
    fn way(&self) -> Self::Way;
}

/// By `Validate`.
pub struct ByValidate<C, V, X: ?Sized>(PhantomData<fn(C, &X) -> V>);

/// The config is valid as it is.
pub struct AsItIs<C>(PhantomData<fn(C)>);

impl<C: Validate<X>, V, X: ?Sized> Checks for &&Check<C, V, X> {
    type Way = ByValidate<C, V, X>;

    fn way(&self) -> Self::Way {
        ByValidate(PhantomData)
    }
}

impl<C, X: ?Sized> Checks for &Check<C, C, X> {
    type Way = AsItIs<C>;

    fn way(&self) -> Self::Way {
        AsItIs(PhantomData)
    }
}

/// Neither: its `validate` is an error of rustc.
impl<C, V, X: ?Sized> Checks for Check<C, V, X> {
    type Way = ByValidate<C, V, X>;

    fn way(&self) -> Self::Way {
        ByValidate(PhantomData)
    }
}

impl<C, V, X: ?Sized> ByValidate<C, V, X> {
    pub fn validate(self, config: C, context: &X, problems: &mut Problems) -> Option<V>
    where
        C: ValidatesTo<X, V>,
    {
        config.validate_to(context, problems)
    }
}

impl<C> AsItIs<C> {
    pub fn validate<X: ?Sized>(self, config: C, _: &X, _: &mut Problems) -> Option<C> {
        Some(config)
    }
}

/// A config that is validated to this type, as one bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not validated to `{V}`",
    label = "`rollbook::Validate<{X}, Valid = {V}>` is not implemented for it",
    note = "implement it; if the valid type is another, name it at the entry: `valid = \"crate::...\"`"
)]
pub trait ValidatesTo<X: ?Sized, V> {
    fn validate_to(self, context: &X, problems: &mut Problems) -> Option<V>;
}

#[diagnostic::do_not_recommend]
impl<X: ?Sized, V, C: Validate<X, Valid = V>> ValidatesTo<X, V> for C {
    fn validate_to(self, context: &X, problems: &mut Problems) -> Option<V> {
        self.validate(context, problems)
    }
}

/// Validates the config of a module, for `Config::validate`.
///
/// # Errors
///
/// Everything that is wrong.
pub fn validate_config<C: Validate<X>, X: ?Sized>(
    config: C,
    context: &X,
    registry: &'static str,
    info: &'static Info,
) -> Result<C::Valid, ValidateError> {
    let validate = |problems: &mut Problems| config.validate(context, problems);
    Problems::default().finish(validate, Some((registry, info)))
}

/// The config of a module that cannot be built, because it is not valid.
#[must_use]
pub fn invalid(error: ValidateError, registry: &'static str, info: &'static Info) -> BuildError {
    BuildError::of_module(registry, info, error.into())
}

/// Validates a module in a tree of configs.
pub fn validate_module<T>(
    problems: &mut Problems,
    registry: &'static str,
    info: &'static Info,
    validate: impl FnOnce(&mut Problems) -> Option<T>,
) -> Option<T> {
    problems.module(registry, info, validate)
}
