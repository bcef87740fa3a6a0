//! `CenterCrop`.

use rollbook::BoxError;

use super::Transform;
use crate::config::{Off, Pair};
use crate::image::Sample;

/// The middle of the image.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct CenterCrop {
    crop_size: Pair,
    #[serde(default)]
    auto_pad: Off,
    #[serde(default = "yes")]
    clip_object_border: bool,
}

fn yes() -> bool {
    true
}

impl Transform for CenterCrop {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        // It is about boxes of labels.
        let (Off, _) = (self.auto_pad, self.clip_object_border);
        let Pair(width, height) = self.crop_size;
        // Python rounds a half to the even number.
        let start = |size: usize, crop: usize| {
            (size.saturating_sub(crop) as f64 / 2.0).round_ties_even() as usize
        };
        let image = &sample.image;
        let cropped = image.crop(
            start(image.width, width),
            start(image.height, height),
            width,
            height,
        );
        sample.set(cropped);
        Ok(())
    }
}
