//! Two activations, named in `registry.toml`, built from config.

use serde::Deserialize;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

/// What every activation can do.
#[rollbook::dispatch]
pub trait Activation {
    /// The activation of one number.
    fn forward(&self, x: f64) -> f64;
}

/// `max(x, 0)`. Its own config: it has no arguments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReLU {}

/// `x * Φ(x)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GELU {
    scale: Option<f64>,
}

/// The arguments of [`GELU`].
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeluConfig {
    /// Whether to use the approximation by a logistic function.
    #[serde(default)]
    pub approximate: bool,
}

impl From<GeluConfig> for GELU {
    fn from(config: GeluConfig) -> Self {
        Self {
            scale: config.approximate.then_some(1.702),
        }
    }
}

impl Activation for ReLU {
    fn forward(&self, x: f64) -> f64 {
        x.max(0.0)
    }
}

impl Activation for GELU {
    fn forward(&self, x: f64) -> f64 {
        match self.scale {
            Some(scale) => x / (1.0 + (-scale * x).exp()),
            None => 0.5 * x * (1.0 + (0.797_884_560_8 * (x + 0.044_715 * x.powi(3))).tanh()),
        }
    }
}
