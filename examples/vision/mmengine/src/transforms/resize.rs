//! `Resize`.

use rollbook::{BoxError, BuildError};

use super::Transform;
use super::resample::{Backend, Interpolation, resized};
use crate::config::Pair;
use crate::image::Sample;

/// The arguments of [`Resize`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ResizeConfig {
    scale: Option<Pair>,
    scale_factor: Option<f64>,
    #[serde(default)]
    keep_ratio: bool,
    #[serde(default = "yes")]
    clip_object_border: bool,
    #[serde(default)]
    backend: Backend,
    #[serde(default)]
    interpolation: Interpolation,
}

fn yes() -> bool {
    true
}

/// Another size: width and height, or a factor.
#[derive(Clone, Debug)]
pub struct Resize(ResizeConfig);

impl TryFrom<ResizeConfig> for Resize {
    type Error = BuildError;

    fn try_from(config: ResizeConfig) -> Result<Self, BuildError> {
        // It is about boxes of labels.
        let _ = config.clip_object_border;
        match (config.scale, config.scale_factor) {
            (Some(Pair(width, height)), None) if width > 0 && height > 0 => Ok(Self(config)),
            (None, Some(factor)) if factor > 0.0 && factor < 1000.0 => Ok(Self(config)),
            _ => {
                let error = "give either `scale` or `scale_factor`, above 0";
                Err(BuildError::new(error).at("scale"))
            }
        }
    }
}

impl Transform for Resize {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let image = &sample.image;
        let (old_width, old_height) = (image.width as f64, image.height as f64);
        let round = |side: f64| ((side + 0.5) as usize).max(1);
        let (width, height) = match (self.0.scale, self.0.scale_factor) {
            (_, Some(factor)) => (round(old_width * factor), round(old_height * factor)),
            (Some(Pair(first, second)), None) if self.0.keep_ratio => {
                let (long, short) = (first.max(second) as f64, first.min(second) as f64);
                let factor =
                    (long / old_width.max(old_height)).min(short / old_width.min(old_height));
                (round(old_width * factor), round(old_height * factor))
            }
            (Some(Pair(width, height)), None) => (width, height),
            (None, None) => (image.width, image.height),
        };
        scale(sample, width, height, self.0.backend, self.0.interpolation);
        Ok(())
    }
}

/// Gives the sample's image another size, and notes by what it was scaled.
#[allow(clippy::cast_precision_loss)]
pub fn scale(
    sample: &mut Sample,
    width: usize,
    height: usize,
    backend: Backend,
    interpolation: Interpolation,
) {
    let image = resized(&sample.image, width, height, backend, interpolation);
    let (wide, high) = sample.scale_factor;
    sample.scale_factor = (
        wide * width as f32 / sample.image.width.max(1) as f32,
        high * height as f32 / sample.image.height.max(1) as f32,
    );
    sample.set(image);
}
