//! A batch of samples: the work that all data preprocessors share.

use candle_core::{Device, Result, Tensor};
use rollbook::{Build, BuildError};

use crate::context::Context;
use crate::image::Sample;
use crate::model::Preprocessor;

/// How images become a batch.
#[derive(Clone, Debug)]
pub struct Batch {
    /// What is taken from each channel.
    pub mean: Vec<f32>,
    /// What each channel is divided by.
    pub std: Vec<f32>,
    /// Whether the order of three channels is turned round.
    pub swap: bool,
    /// Sides are multiples of this.
    pub divisor: usize,
    /// What is put where a smaller image ends.
    pub pad: f32,
    /// Where the batch goes.
    pub device: Device,
}

impl Batch {
    /// Makes the batch: `(N, C, H, W)`.
    ///
    /// # Errors
    ///
    /// No sample, or samples of different channels.
    pub fn make(&self, samples: &[Sample]) -> Result<Tensor> {
        let channels = samples.first().map_or(0, |sample| sample.image.channels);
        if let Some(other) = samples.iter().find(|s| s.image.channels != channels) {
            candle_core::bail!(
                "an image of {} channels among images of {channels}: `{}`",
                other.image.channels,
                other.path.escape_debug()
            );
        }
        if self.mean.len() > 1 && self.mean.len() != channels {
            candle_core::bail!(
                "images of {channels} channels, but `mean` has {} numbers",
                self.mean.len()
            );
        }
        let largest = |side: fn(&Sample) -> usize| {
            let largest = samples.iter().map(side).max().unwrap_or(0);
            largest.next_multiple_of(self.divisor.max(1))
        };
        let height = largest(|sample| sample.image.height);
        let width = largest(|sample| sample.image.width);
        let mut data = vec![self.pad; samples.len() * channels * height * width];
        for (index, sample) in samples.iter().enumerate() {
            for channel in 0..channels {
                let plane = (index * channels + channel) * height * width;
                self.plane(sample, channel, width, &mut data[plane..]);
            }
        }
        Tensor::from_vec(data, (samples.len(), channels, height, width), &self.device)
    }

    fn plane(&self, sample: &Sample, channel: usize, width: usize, out: &mut [f32]) {
        let image = &sample.image;
        let swapped = self.swap && image.channels == 3;
        let from = if swapped { 2 - channel } else { channel };
        let number = |list: &[f32], default| match list {
            [] => default,
            [one] => *one,
            many => many[channel],
        };
        let (mean, std) = (number(&self.mean, 0.0), number(&self.std, 1.0));
        for y in 0..image.height {
            for x in 0..image.width {
                let value = image.data[(y * image.width + x) * image.channels + from];
                out[y * width + x] = (value - mean) / std;
            }
        }
    }
}

impl Preprocessor for Batch {
    fn forward(&self, samples: &[Sample]) -> Result<Tensor> {
        self.make(samples)
    }
}

/// `ImgDataPreprocessor`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ImgDataPreprocessorConfig {
    #[serde(default)]
    mean: Vec<f32>,
    #[serde(default)]
    std: Vec<f32>,
    #[serde(default = "one")]
    pad_size_divisor: usize,
    #[serde(default)]
    pad_value: f32,
    #[serde(default)]
    bgr_to_rgb: bool,
    #[serde(default)]
    rgb_to_bgr: bool,
    #[serde(default)]
    non_blocking: bool,
}

fn one() -> usize {
    1
}

impl Build<Context> for ImgDataPreprocessorConfig {
    type Module = Batch;

    fn build(self, cx: &Context) -> std::result::Result<Batch, BuildError> {
        // It says whether a copy to a GPU waits; there is no copy here.
        let _ = self.non_blocking;
        if self.bgr_to_rgb && self.rgb_to_bgr {
            let error = "`bgr_to_rgb` and `rgb_to_bgr` cannot both be true";
            return Err(BuildError::new(error));
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

impl Batch {
    /// Whether `mean` and `std` belong together.
    ///
    /// # Errors
    ///
    /// Lists of different lengths, or a `std` of zero.
    pub fn checked(self) -> std::result::Result<Self, BuildError> {
        if self.mean.len() != self.std.len() {
            return Err(BuildError::new(format!(
                "`mean` has {} numbers, `std` has {}",
                self.mean.len(),
                self.std.len()
            )));
        }
        if self.std.contains(&0.0) {
            return Err(BuildError::new("0 cannot be divided by").at("std"));
        }
        if self.divisor == 0 {
            return Err(BuildError::new("must be 1 or more").at("pad_size_divisor"));
        }
        Ok(self)
    }
}
