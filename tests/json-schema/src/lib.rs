//! Modules whose configs have a JSON Schema, in registries of each form.

use registries::BuildError;
use schemars::JsonSchema;
use serde::Deserialize;

/// The registries.
#[allow(missing_docs)]
pub mod registry {
    registries::include_registry!();
}

/// What a program reads.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// What normalizes.
    pub norm: registry::norm::Config,
    /// What follows.
    #[serde(default)]
    pub act: Option<registry::act::Config>,
    /// What shrinks.
    #[serde(default)]
    pub pool: Option<registry::pool::Module>,
    /// The network.
    #[serde(default)]
    pub layer: Option<registry::layer::Config>,
    /// What is minimized.
    #[serde(default)]
    pub loss: Option<registry::loss::Config>,
}

/// Over the batch.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// How fast the mean follows.
    #[serde(default)]
    pub momentum: Option<f64>,
}

/// Over groups of channels.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Group {
    /// How many groups there are.
    pub groups: u32,
    /// How many channels there are.
    pub channels: u32,
}

/// Over each image.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Instance;

/// Smooth.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gelu {
    /// Whether the exact function is too slow.
    pub approximate: bool,
}

/// Without arguments.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Relu;

/// The largest of a window.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Max {
    /// The side of the window.
    pub size: u8,
}

/// Holds modules of other registries.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conv {
    /// What normalizes.
    pub norm: registry::norm::Config,
    /// Further layers.
    #[serde(default)]
    pub then: Vec<registry::layer::Config>,
}

/// Layers in their order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SequentialConfig<L> {
    /// The layers.
    pub layers: Vec<L>,
}

impl<L> From<Vec<L>> for SequentialConfig<L> {
    fn from(layers: Vec<L>) -> Self {
        Self { layers }
    }
}

/// Layers in their order, built.
pub struct Sequential<L>(pub Vec<L>);

impl<L: registries::Build> TryFrom<SequentialConfig<L>> for Sequential<L::Module> {
    type Error = BuildError;

    fn try_from(config: SequentialConfig<L>) -> Result<Self, BuildError> {
        let layers = config.layers.into_iter();
        let layers = layers.map(|layer| layer.build(&()));
        layers.collect::<Result<_, _>>().map(Self)
    }
}
