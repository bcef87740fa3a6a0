//! `Normalize`.

use rollbook::{BoxError, BuildError};

use super::Transform;
use crate::image::Sample;

/// The arguments of [`Normalize`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct NormalizeConfig {
    mean: Vec<f32>,
    std: Vec<f32>,
    #[serde(default = "yes")]
    to_rgb: bool,
}

fn yes() -> bool {
    true
}

/// Takes the mean from each channel and divides by the standard deviation; first turns the order of channels round.
#[derive(Clone, Debug)]
pub struct Normalize(NormalizeConfig);

impl TryFrom<NormalizeConfig> for Normalize {
    type Error = BuildError;

    fn try_from(config: NormalizeConfig) -> Result<Self, BuildError> {
        if config.mean.len() != config.std.len() || config.std.contains(&0.0) {
            let error = "it must have as many numbers as `mean`, none of them 0";
            return Err(BuildError::new(error).at("std"));
        }
        Ok(Self(config))
    }
}

impl Transform for Normalize {
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let NormalizeConfig { mean, std, to_rgb } = &self.0;
        let channels = sample.image.channels;
        if mean.len() != channels && mean.len() != 1 {
            return Err(format!(
                "an image of {channels} channels, but `mean` has {} numbers",
                mean.len()
            )
            .into());
        }
        for pixel in sample.image.data.chunks_exact_mut(channels.max(1)) {
            if *to_rgb && channels == 3 {
                pixel.reverse();
            }
            for (channel, value) in pixel.iter_mut().enumerate() {
                let index = channel.min(mean.len() - 1);
                *value = (*value - mean[index]) / std[index];
            }
        }
        sample.image.float = true;
        Ok(())
    }
}
