//! A compile-time registry: names in config files become typed modules, checked by `cargo build`.
//!
//! This is what a program links; `rollbook-build`, in its build script, reads `registry.toml` and generates the
//! registry that [`include_registry!`] includes. The README shows all of it at work.
//!
//! What a generated registry gives, for `[registry.act]`:
//!
//! ```
//! use quickstart::registry::act;
//! use quickstart::Activation;
//!
//! let config: act::Config = serde_json::from_str(r#"{ "type": "GELU", "approximate": true }"#)?;
//! let gelu: act::Module = config.build()?;                 // an enum: no box, no vtable
//! assert_eq!(gelu.forward(0.0), 0.0);                      // the trait, by static dispatch
//!
//! const RELU: Option<act::Kind> = act::REGISTRY.get("ReLU"); // a look-up by rustc
//! let relu = <act::type_of!("ReLU")>::default();           // the type itself
//! # let _ = (RELU, relu);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Features
//!
//! - `std` (default): [`Scope`]`::enter`, `_scope_` in configs, the path in errors, [`on_deprecated`].
//! - `serde` (default): reading configs, in any self-describing serde format.
//! - `toml`: [`toml::from_str`], whose errors keep their line and column whatever the order of keys.
//! - `layers`: [`toml::Layers`], one config from several files, flags and variables.
//! - `derive`: `#[derive(rollbook::Config)]`, a `Deserialize` that compiles faster than serde's. It turns `ron` on.
//! - `ron`: enums in RON before the name of the module.
//! - `async`: registries with `async = true`, whose constructors wait.
//! - `schemars`: registries with `derive = ["schemars::JsonSchema"]`, whose configs have a JSON Schema.
//! - `validate`: registries with `validate = true`, which find all mistakes of a config before anything is built.
//!
//! Without any, names are looked up, also by rustc, in a `no_std` program.
//!
//! What it does is MMEngine's registry, without its fallback to importing Python paths and without a process-wide
//! default scope.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod agreed;
#[cfg(feature = "async")]
mod async_build;
mod build;
#[cfg(feature = "serde")]
mod de;
#[cfg(feature = "std")]
mod deprecated;
#[cfg(feature = "derive")]
mod derive;
mod error;
mod explain;
mod generated;
#[cfg(doc)]
pub mod guide;
mod include;
#[cfg(feature = "schemars")]
mod json_schema;
mod lookup;
#[cfg(feature = "merge")]
mod merge;
mod registry;
#[cfg(feature = "serde")]
mod ser;
#[cfg(feature = "toml")]
pub mod toml;
#[cfg(feature = "validate")]
mod validate;
mod viewer;

pub use agreed::show::printable;
#[cfg(feature = "async")]
pub use async_build::{BuildAsync, BuildLocal, ConstructAsync, ConstructLocal};
pub use build::{BoxError, Build, BuildError, Construct};
#[cfg(feature = "serde")]
pub use de::{Buffered, Unknown, lenient, name_first};
#[cfg(feature = "std")]
pub use deprecated::on_deprecated;
pub use error::Error;
pub use explain::{UnknownName, UnknownScope};
pub use registry::{Info, Kind, Listing, Registry, Scope};
/// ```
/// #[derive(rollbook::Config)]
/// #[serde(deny_unknown_fields)]
/// struct ResNet {
///     depth: u32,
///     #[serde(default, alias = "lr")]
///     learning_rate: f64,
/// }
///
/// let net: ResNet = serde_json::from_str(r#"{"depth": 50, "lr": 0.2}"#)?;
/// assert_eq!((net.depth, net.learning_rate), (50, 0.2));
/// let error = serde_json::from_str::<ResNet>("{}").err().unwrap();
/// assert_eq!(error.to_string(), "missing field `depth` at line 1 column 2");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Behaviour and words are serde's; the differences are in `docs/derive.md`.
#[cfg(feature = "derive")]
pub use rollbook_derive::Config;
pub use rollbook_macros::dispatch;
#[cfg(feature = "validate")]
pub use validate::{Problem, Problems, Validate, ValidateError, validate};
