//! The traits: of configs, and of configs as generic build functions see them.

use core::future::Future;

use crate::build::BuildError;
use crate::registry::Info;

/// A config that builds a module and may wait meanwhile. Implemented by each generated `Config` of a registry with
/// `async = true`, and for `Vec`, `Box`, `Option`, `Arc`, `BTreeMap` and, with the feature `std`, `HashMap` of one.
///
/// A module's own config implements it with an `async fn`. One that nests other modules is generic over their configs,
/// and calls `build` on its fields. A constructor that does not wait needs no such impl: `From`, `TryFrom` or
/// [`Build`](crate::Build) is enough.
///
/// ```
/// use rollbook::{BuildAsync, BuildError};
///
/// struct Pool;
/// struct Table;
/// impl Pool {
///     async fn open(&self, table: &str) -> Result<Table, std::io::Error> {
///         # let _ = table;
///         Ok(Table)
///     }
/// }
///
/// struct BufferConfig<S> { sink: S, table: String }
/// struct Buffer<M> { sink: M, table: Table }
///
/// impl<S: BuildAsync<Pool>> BuildAsync<Pool> for BufferConfig<S> {
///     type Module = Buffer<S::Module>;
///     async fn build(self, pool: &Pool) -> Result<Self::Module, BuildError> {
///         let table = pool.open(&self.table).await.map_err(BuildError::new)?;
///         let sink = self.sink.build(pool).await.map_err(|error| error.at("sink"))?;
///         Ok(Buffer { sink, table })
///     }
/// }
/// ```
///
/// The future is `Send`, so a task can be spawned with it. That is why configs and modules are `Send`, and contexts
/// `Sync`. For others there is [`BuildLocal`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the config of a module, but does not build one by an async constructor",
    label = "`rollbook::BuildAsync<{Context}>` is not implemented for it",
    note = "implement `rollbook::BuildAsync` for the config; the generated `Config` has it if its registry has `async = true`"
)]
pub trait BuildAsync<Context: ?Sized + Sync = ()>: Send {
    /// What is built.
    type Module: Send;

    /// Builds it. Implement it as `async fn build(self, context: &Context) -> Result<Self::Module, BuildError>`.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn build(
        self,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Module, BuildError>> + Send;
}

/// [`BuildAsync`] without `Send`: for registries with `local = true`, whose modules, configs or contexts stay on one
/// thread. Each generated `Config` of a registry with `async = true` implements it, too.
///
/// ```
/// use std::rc::Rc;
/// use rollbook::{BuildError, BuildLocal};
///
/// struct Window(Rc<str>);
/// struct PanelConfig { title: String }
/// struct Panel { title: Rc<str> }
///
/// impl BuildLocal<Window> for PanelConfig {
///     type Module = Panel;
///     async fn build(self, window: &Window) -> Result<Panel, BuildError> {
///         Ok(Panel { title: format!("{}: {}", window.0, self.title).into() })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the config of a module, but does not build one by an async constructor",
    label = "`rollbook::BuildLocal<{Context}>` is not implemented for it",
    note = "implement `rollbook::BuildLocal` for the config; the generated `Config` has it if its registry has `async = true`"
)]
pub trait BuildLocal<Context: ?Sized = ()> {
    /// What is built.
    type Module;

    /// Builds it. Implement it as `async fn build(self, context: &Context) -> Result<Self::Module, BuildError>`.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn build(self, context: &Context) -> impl Future<Output = Result<Self::Module, BuildError>>;
}

/// [`Construct`](crate::Construct) of a registry with `async = true`: a config of any crate's registry, as a build
/// function with `generic = true` sees it.
///
/// ```
/// use rollbook::{BuildError, ConstructAsync};
///
/// async fn build_sink<C: ConstructAsync>(config: C) -> Result<C::Module, BuildError> {
///     let name = config.info().name;
///     let sink = config.construct(&()).await?;
///     println!("opened {name}");
///     Ok(sink)
/// }
/// ```
///
/// In a registry with a context, the function is `async fn<C: ConstructAsync<Pool>>(config: C, pool: &Pool)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `construct` for a generic async build function",
    label = "`rollbook::ConstructAsync<{Context}>` is not implemented for it",
    note = "it needs a registry with `async = true`, and the function named with `generic = true`: `build = {{ function = \"crate::...\", generic = true }}`"
)]
pub trait ConstructAsync<Context: ?Sized + Sync = ()>: BuildAsync<Context> {
    /// Builds the module without its build function. [`build`](BuildAsync::build) would call that function again.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn construct(
        self,
        context: &Context,
    ) -> impl Future<Output = Result<Self::Module, BuildError>> + Send;

    /// What the manifest says about the module.
    fn info(&self) -> &'static Info;
}

/// [`ConstructAsync`] of a registry with `local = true`.
///
/// ```
/// use rollbook::{BuildError, ConstructLocal};
///
/// async fn build_panel<C: ConstructLocal>(config: C) -> Result<C::Module, BuildError> {
///     println!("opening {}", config.info().name);
///     config.construct(&()).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `construct` for a generic async build function",
    label = "`rollbook::ConstructLocal<{Context}>` is not implemented for it",
    note = "it needs a registry with `async = true` and `local = true`, and the function named with `generic = true`"
)]
pub trait ConstructLocal<Context: ?Sized = ()>: BuildLocal<Context> {
    /// Builds the module without its build function. [`build`](BuildLocal::build) would call that function again.
    ///
    /// # Errors
    ///
    /// What the module's constructor fails with.
    fn construct(self, context: &Context)
    -> impl Future<Output = Result<Self::Module, BuildError>>;

    /// What the manifest says about the module.
    fn info(&self) -> &'static Info;
}
