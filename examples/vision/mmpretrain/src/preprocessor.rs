//! `ClsDataPreprocessor`.

use candle_core::Tensor;
use mmengine::batch::Batch;
use mmengine::image::Sample;
use mmengine::{Context, Preprocessor};
use rollbook::{Build, BuildError};

/// The arguments. `num_classes` and `to_onehot` are about labels: a loss finds out by itself what form it needs.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ClsDataPreprocessorConfig {
    mean: Option<Vec<f32>>,
    std: Option<Vec<f32>>,
    #[serde(default = "one")]
    pad_size_divisor: usize,
    #[serde(default)]
    pad_value: f32,
    #[serde(default)]
    to_rgb: bool,
    #[serde(default)]
    to_onehot: bool,
    num_classes: Option<usize>,
}

fn one() -> usize {
    1
}

/// Makes a batch of images to be classified.
pub struct ClsDataPreprocessor(Batch);

impl Preprocessor for ClsDataPreprocessor {
    fn forward(&self, samples: &[Sample]) -> candle_core::Result<Tensor> {
        self.0.make(samples)
    }
}

impl Build<Context> for ClsDataPreprocessorConfig {
    type Module = ClsDataPreprocessor;

    fn build(self, cx: &Context) -> Result<ClsDataPreprocessor, BuildError> {
        let _ = (self.to_onehot, self.num_classes);
        let batch = Batch {
            mean: self.mean.unwrap_or_default(),
            std: self.std.unwrap_or_default(),
            swap: self.to_rgb,
            divisor: self.pad_size_divisor,
            pad: self.pad_value,
            device: cx.device().clone(),
        };
        batch.checked().map(ClsDataPreprocessor)
    }
}
