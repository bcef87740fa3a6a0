//! `DetDataPreprocessor` and `ReIDDataPreprocessor`.

use mmengine::Context;
use mmengine::batch::Batch;
use mmengine::config::Off;
use rollbook::{Build, BuildError};

/// The arguments of `DetDataPreprocessor`. Those of masks are about labels of training.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct DetDataPreprocessorConfig {
    #[serde(default)]
    mean: Vec<f32>,
    #[serde(default)]
    std: Vec<f32>,
    #[serde(default = "one")]
    pad_size_divisor: usize,
    #[serde(default)]
    pad_value: f32,
    #[serde(default)]
    pad_mask: bool,
    #[serde(default)]
    mask_pad_value: i64,
    #[serde(default)]
    pad_seg: bool,
    #[serde(default)]
    seg_pad_value: i64,
    #[serde(default)]
    bgr_to_rgb: bool,
    #[serde(default)]
    rgb_to_bgr: bool,
    #[serde(default)]
    boxtype2tensor: bool,
    #[serde(default)]
    non_blocking: bool,
    #[serde(default)]
    batch_augments: Off,
}

fn one() -> usize {
    1
}

impl Build<Context> for DetDataPreprocessorConfig {
    type Module = Batch;

    fn build(self, cx: &Context) -> Result<Batch, BuildError> {
        let _ = (
            self.pad_mask,
            self.mask_pad_value,
            self.pad_seg,
            self.seg_pad_value,
        );
        let (_, Off) = (
            (self.boxtype2tensor, self.non_blocking),
            self.batch_augments,
        );
        if self.bgr_to_rgb && self.rgb_to_bgr {
            return Err(BuildError::new(
                "`bgr_to_rgb` and `rgb_to_bgr` cannot both be true",
            ));
        }
        let batch = Batch {
            mean: self.mean,
            std: self.std,
            swap: self.bgr_to_rgb || self.rgb_to_bgr,
            divisor: self.pad_size_divisor,
            pad: self.pad_value,
            device: cx.device().clone(),
        };
        batch.checked()
    }
}

/// The arguments of `ReIDDataPreprocessor`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ReIdDataPreprocessorConfig {
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
    #[serde(default)]
    batch_augments: Off,
}

impl Build<Context> for ReIdDataPreprocessorConfig {
    type Module = Batch;

    fn build(self, cx: &Context) -> Result<Batch, BuildError> {
        // They are about labels: a loss finds out by itself what form it needs.
        let (_, Off) = ((self.to_onehot, self.num_classes), self.batch_augments);
        let batch = Batch {
            mean: self.mean.unwrap_or_default(),
            std: self.std.unwrap_or_default(),
            swap: self.to_rgb,
            divisor: self.pad_size_divisor,
            pad: self.pad_value,
            device: cx.device().clone(),
        };
        batch.checked()
    }
}
