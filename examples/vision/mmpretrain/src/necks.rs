//! `GlobalAveragePooling`.

use candle_core::{Result, Tensor};
use mmengine::layers::global_avg_pool;
use mmengine::model::Mismatch;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`GlobalAveragePooling`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct GlobalAveragePoolingConfig {
    /// Of an image there are two.
    #[serde(default = "two")]
    dim: usize,
}

fn two() -> usize {
    2
}

/// The mean of each channel.
pub struct GlobalAveragePooling;

impl Build<Context> for GlobalAveragePoolingConfig {
    type Module = GlobalAveragePooling;

    fn build(self, _: &Context) -> std::result::Result<GlobalAveragePooling, BuildError> {
        if self.dim != 2 {
            return Err(BuildError::new("only 2 is supported here").at("dim"));
        }
        Ok(GlobalAveragePooling)
    }
}

impl Extractor for GlobalAveragePooling {
    fn forward(&self, features: &[Tensor], _: bool) -> Result<Vec<Tensor>> {
        features.iter().map(global_avg_pool).collect()
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Ok(inputs.to_vec())
    }
}
