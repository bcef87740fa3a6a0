//! From a config to a module: the traits, the error, and the bounds that the generated code uses.

mod containers;
mod error;
pub(crate) mod made;

use crate::registry::Info;

pub use error::{BoxError, BuildError};

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
