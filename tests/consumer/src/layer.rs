//! A registry with a context: what constructors get besides their config.

use rollbook::{Build, BuildError};
use serde::Deserialize;

#[derive(Debug)]
pub struct Device {
    pub id: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearConfig {
    pub inputs: u32,
}

#[derive(Debug)]
pub struct Linear {
    pub inputs: u32,
    pub device: u32,
}

impl Build<Device> for LinearConfig {
    type Module = Linear;

    fn build(self, device: &Device) -> Result<Linear, BuildError> {
        if self.inputs == 0 {
            return Err(BuildError::new("a layer needs at least one input"));
        }
        Ok(Linear {
            inputs: self.inputs,
            device: device.id,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StackConfig<L> {
    pub layers: Vec<L>,
}

impl<L> From<Vec<L>> for StackConfig<L> {
    fn from(layers: Vec<L>) -> Self {
        Self { layers }
    }
}

#[derive(Debug)]
pub struct Stack<L> {
    pub layers: Vec<L>,
}

impl<L: Build<Device>> Build<Device> for StackConfig<L> {
    type Module = Stack<L::Module>;

    fn build(self, device: &Device) -> Result<Self::Module, BuildError> {
        let layers = self.layers.build(device);
        Ok(Stack {
            layers: layers.map_err(|error| error.at("layers"))?,
        })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaledConfig {
    pub by: f64,
}

#[derive(Debug)]
pub struct Scaled {
    pub by: f64,
    pub device: u32,
}

/// A build function of one module.
///
/// # Errors
///
/// A factor that is not a number.
#[allow(clippy::needless_pass_by_value)]
pub fn scaled(config: ScaledConfig, device: &Device) -> Result<Scaled, &'static str> {
    if config.by.is_nan() {
        return Err("the factor is not a number");
    }
    Ok(Scaled {
        by: config.by,
        device: device.id,
    })
}

#[derive(Debug, Deserialize)]
pub struct Plain {}
