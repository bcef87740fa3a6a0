//! Modules without a trait, whose configs are written back.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReLU;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClampConfig {
    pub low: f64,
    pub high: f64,
}

#[derive(Debug, PartialEq)]
pub struct Clamp {
    pub low: f64,
    pub high: f64,
}

impl TryFrom<ClampConfig> for Clamp {
    type Error = String;

    fn try_from(config: ClampConfig) -> Result<Self, String> {
        let ClampConfig { low, high } = config;
        if low > high {
            return Err(format!("low ({low}) is above high ({high})"));
        }
        Ok(Self { low, high })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HardSigmoid {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Nested {
    pub inner: std::collections::BTreeMap<String, u8>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boxed {}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    #[serde(default)]
    pub items: usize,
}

impl<T> From<Vec<T>> for Listed {
    fn from(items: Vec<T>) -> Self {
        Self { items: items.len() }
    }
}
