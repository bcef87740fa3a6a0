//! How a generated `Config` builds a module whose constructor may or may not wait.
//!
//! rustc chooses while it looks up a method: it takes the first impl that applies, and each impl of [`Choose`] has one
//! reference less than the one before. Generated code calls `(&&&&Choice::<T, C, X>::OF).way()`. So a plain constructor
//! costs nothing, and a config without any constructor is one error, at the line of its module.

use core::future::{Future, Pending, Ready, pending, ready};
use core::marker::PhantomData;

use super::{BuildAsync, BuildLocal};
use crate::build::made::{FromConfig, Outcome};
use crate::build::{BoxError, Build, BuildError};

/// From the config `C` and the context `X` to the module `T`.
pub struct Choice<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);

impl<T, C, X: ?Sized> Choice<T, C, X> {
    /// It has one value.
    pub const OF: Self = Self(PhantomData);
}

/// The way that a [`Choice`] leads to.
pub trait Choose {
    /// A type with a method `build`.
    type Way;
    /// Chooses it.
    fn way(&self) -> Self::Way;
}

/// [`Choose`] where `BuildLocal` comes first. In scope in registries with `local = true` only.
pub trait ChooseLocal {
    /// A type with a method `build`.
    type Way;
    /// Chooses it.
    fn way(&self) -> Self::Way;
}

pub struct ByBuildLocal<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);
pub struct ByBuildAsync<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);
pub struct ByBuild<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);
pub struct ByTryFrom<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);
pub struct NoWay<T, C, X: ?Sized>(PhantomData<fn(C, &X) -> T>);

impl<T, C: BuildLocal<X>, X: ?Sized> ChooseLocal for &&&&Choice<T, C, X> {
    type Way = ByBuildLocal<T, C, X>;

    fn way(&self) -> Self::Way {
        ByBuildLocal(PhantomData)
    }
}

impl<T, C: BuildAsync<X>, X: ?Sized + Sync> Choose for &&&Choice<T, C, X> {
    type Way = ByBuildAsync<T, C, X>;

    fn way(&self) -> Self::Way {
        ByBuildAsync(PhantomData)
    }
}

impl<T, C: Build<X>, X: ?Sized> Choose for &&Choice<T, C, X> {
    type Way = ByBuild<T, C, X>;

    fn way(&self) -> Self::Way {
        ByBuild(PhantomData)
    }
}

impl<T: TryFrom<C>, C, X: ?Sized> Choose for &Choice<T, C, X> {
    type Way = ByTryFrom<T, C, X>;

    fn way(&self) -> Self::Way {
        ByTryFrom(PhantomData)
    }
}

impl<T, C, X: ?Sized> Choose for Choice<T, C, X> {
    type Way = NoWay<T, C, X>;

    fn way(&self) -> Self::Way {
        NoWay(PhantomData)
    }
}

// What a way's `build` makes is compared with the module by `built`: one error if it is another.

impl<T, C: BuildLocal<X>, X: ?Sized> ByBuildLocal<T, C, X> {
    pub fn build(
        self,
        config: C,
        context: &X,
    ) -> impl Future<Output = Result<C::Module, BuildError>> {
        config.build(context)
    }
}

impl<T, C: BuildAsync<X>, X: ?Sized + Sync> ByBuildAsync<T, C, X> {
    pub fn build(
        self,
        config: C,
        context: &X,
    ) -> impl Future<Output = Result<C::Module, BuildError>> + Send {
        config.build(context)
    }
}

impl<T, C: Build<X>, X: ?Sized> ByBuild<T, C, X> {
    pub fn build(self, config: C, context: &X) -> Ready<Result<C::Module, BuildError>> {
        ready(config.build(context))
    }
}

impl<T, C, X: ?Sized> ByTryFrom<T, C, X> {
    pub fn build(self, config: C, _: &X) -> Ready<Result<T, BoxError>>
    where
        T: FromConfig<C>,
    {
        ready(T::from_config(config))
    }
}

impl<T, C, X: ?Sized> NoWay<T, C, X> {
    /// An error of rustc: nothing implements the bound.
    pub fn build(self, _: C, _: &X) -> Pending<Result<T, BuildError>>
    where
        C: Makes<X, T>,
    {
        pending()
    }
}

/// A config without a constructor: the error asks for one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the config of a module, but does not build `{T}`",
    label = "no constructor from it to `{T}`",
    note = "implement `rollbook::BuildAsync<{X}>` for the config; or, for a constructor that does not wait, `rollbook::Build<{X}>`, or `TryFrom` for the module; or name a function at the entry: `build = \"crate::...\"`"
)]
pub trait Makes<X: ?Sized, T> {}

/// What a build function for the module `T` returned: the outcome, or a future of it.
pub struct Returned<T, R>(PhantomData<fn(R) -> T>);

/// `(&&&&returned::<T, _>(&value)).kind()` says whether the value is awaited.
pub fn returned<T, R>(_: &R) -> Returned<T, R> {
    Returned(PhantomData)
}

/// What a build function returned.
pub trait ReturnedKind {
    /// A type with the methods `outcome` and `outcome_local`, whose futures give the outcome.
    type Kind;
    /// Chooses it.
    fn kind(&self) -> Self::Kind;
}

/// The outcome itself.
pub struct Plain;

/// A future.
pub struct Awaited;

/// A future that is not `Send`.
pub struct Stays;

impl<T, R: Outcome<T>> ReturnedKind for &&&Returned<T, R> {
    type Kind = Plain;

    fn kind(&self) -> Plain {
        Plain
    }
}

impl<T, R: Future + Send> ReturnedKind for &&Returned<T, R> {
    type Kind = Awaited;

    fn kind(&self) -> Awaited {
        Awaited
    }
}

impl<T, R: Future> ReturnedKind for &Returned<T, R> {
    type Kind = Stays;

    fn kind(&self) -> Stays {
        Stays
    }
}

/// Something else, which [`built`](crate::build::built) refuses.
impl<T, R> ReturnedKind for Returned<T, R> {
    type Kind = Plain;

    fn kind(&self) -> Plain {
        Plain
    }
}

impl Plain {
    pub fn outcome<R>(self, outcome: R) -> Ready<R> {
        ready(outcome)
    }

    pub fn outcome_local<R>(self, outcome: R) -> Ready<R> {
        ready(outcome)
    }
}

impl Awaited {
    pub fn outcome<F: Future>(self, future: F) -> F {
        future
    }

    pub fn outcome_local<F: Future>(self, future: F) -> F {
        future
    }
}

impl Stays {
    /// An error of rustc, which says why the future is not `Send`.
    pub fn outcome<F: Future + Send>(self, _: F) -> Pending<F::Output> {
        pending()
    }

    pub fn outcome_local<F: Future>(self, future: F) -> F {
        future
    }
}
