//! The steps of classifiers' pipelines.

use mmengine::config::{OneOrMany, Pair};
use mmengine::image::{Image, Sample};
use mmengine::transforms::Transform;
use mmengine::transforms::resample::{Backend, Interpolation};
use mmengine::transforms::resize::scale;
use rollbook::{BoxError, BuildError};

/// `PackInputs`: the end of a pipeline. A sample is packed already: its keys are fields.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct PackInputs {
    #[serde(default = "img")]
    input_key: InputKey,
    #[serde(default)]
    algorithm_keys: Vec<mmengine::config::Off>,
    #[serde(default)]
    meta_keys: Vec<String>,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum InputKey {
    Img,
}

fn img() -> InputKey {
    InputKey::Img
}

impl Transform for PackInputs {
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let (InputKey::Img, _) = (self.input_key, (&self.algorithm_keys, &self.meta_keys));
        if sample.image.data.is_empty() {
            return Err("there is no image to be packed: the pipeline must load one first".into());
        }
        Ok(())
    }
}

/// The arguments of [`ResizeEdge`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ResizeEdgeConfig {
    scale: usize,
    #[serde(default)]
    edge: Edge,
    #[serde(default)]
    backend: Backend,
    #[serde(default)]
    interpolation: Interpolation,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Edge {
    #[default]
    Short,
    Long,
    Width,
    Height,
}

/// Another size, given one side.
#[derive(Clone, Debug)]
pub struct ResizeEdge(ResizeEdgeConfig);

impl TryFrom<ResizeEdgeConfig> for ResizeEdge {
    type Error = BuildError;

    fn try_from(config: ResizeEdgeConfig) -> Result<Self, BuildError> {
        if config.scale == 0 {
            return Err(BuildError::new("must be 1 or more").at("scale"));
        }
        Ok(Self(config))
    }
}

impl Transform for ResizeEdge {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let (width, height) = (sample.image.width, sample.image.height);
        if width == 0 || height == 0 {
            return Err("there is no image to be resized: the pipeline must load one first".into());
        }
        let config = &self.0;
        let by_width = match config.edge {
            Edge::Short => width < height,
            Edge::Long => width > height,
            Edge::Width => true,
            Edge::Height => false,
        };
        let other = |side: usize, given: usize| {
            ((config.scale as f64 / given as f64 * side as f64) as usize).max(1)
        };
        let (width, height) = if by_width {
            (config.scale, other(height, width))
        } else {
            (other(width, height), config.scale)
        };
        scale(sample, width, height, config.backend, config.interpolation);
        Ok(())
    }
}

/// The arguments of [`EfficientNetCenterCrop`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct EfficientNetCenterCropConfig {
    crop_size: usize,
    #[serde(default = "thirty_two")]
    crop_padding: usize,
    #[serde(default = "bicubic")]
    interpolation: Interpolation,
    #[serde(default)]
    backend: Backend,
}

fn thirty_two() -> usize {
    32
}

fn bicubic() -> Interpolation {
    Interpolation::Bicubic
}

/// The middle of the image, and then another size.
#[derive(Clone, Debug)]
pub struct EfficientNetCenterCrop(EfficientNetCenterCropConfig);

impl TryFrom<EfficientNetCenterCropConfig> for EfficientNetCenterCrop {
    type Error = BuildError;

    fn try_from(config: EfficientNetCenterCropConfig) -> Result<Self, BuildError> {
        if config.crop_size == 0 {
            return Err(BuildError::new("must be 1 or more").at("crop_size"));
        }
        Ok(Self(config))
    }
}

impl Transform for EfficientNetCenterCrop {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let EfficientNetCenterCropConfig {
            crop_size,
            crop_padding,
            ..
        } = self.0;
        let image = &sample.image;
        let short = image.width.min(image.height) as f64;
        let size = crop_size as f64 / (crop_size + crop_padding) as f64 * short;
        let start = |side: usize| ((side as f64 - size) / 2.0).round_ties_even().max(0.0) as usize;
        let (left, top) = (start(image.width), start(image.height));
        let end = |from: usize| (from as f64 + size) as usize;
        let cropped = image.crop(left, top, end(left) - left, end(top) - top);
        if cropped.data.is_empty() {
            return Err("there is no image to be cropped: the pipeline must load one first".into());
        }
        sample.set(cropped);
        scale(
            sample,
            crop_size,
            crop_size,
            self.0.backend,
            self.0.interpolation,
        );
        Ok(())
    }
}

/// The arguments of [`RandomCrop`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct RandomCropConfig {
    crop_size: Pair,
    padding: Option<OneOrMany<usize>>,
    #[serde(default)]
    pad_if_needed: mmengine::config::Off,
    #[serde(default)]
    pad_val: f32,
    #[serde(default = "constant")]
    padding_mode: PaddingMode,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum PaddingMode {
    Constant,
}

fn constant() -> PaddingMode {
    PaddingMode::Constant
}

/// Any part of the image, after a frame was put around it.
#[derive(Clone, Debug)]
pub struct RandomCrop {
    size: Pair,
    /// Left, top, right, bottom.
    frame: [usize; 4],
    value: f32,
}

impl TryFrom<RandomCropConfig> for RandomCrop {
    type Error = BuildError;

    fn try_from(config: RandomCropConfig) -> Result<Self, BuildError> {
        let (mmengine::config::Off, PaddingMode::Constant) =
            (config.pad_if_needed, config.padding_mode);
        let padding = config.padding.map(|padding| padding.0);
        let frame = match padding.as_deref() {
            None => [0; 4],
            Some([all]) => [*all; 4],
            Some([across, along]) => [*across, *along, *across, *along],
            Some([left, top, right, bottom]) => [*left, *top, *right, *bottom],
            Some(_) => return Err(BuildError::new("give 1, 2 or 4 numbers").at("padding")),
        };
        if frame.iter().any(|side| *side > 10_000) {
            return Err(BuildError::new("must be 10,000 or less").at("padding"));
        }
        Ok(Self {
            size: config.crop_size,
            frame,
            value: config.pad_val,
        })
    }
}

impl Transform for RandomCrop {
    fn apply(&self, sample: &mut Sample, random: &mut fastrand::Rng) -> Result<(), BoxError> {
        let [left, top, right, bottom] = self.frame;
        let image = &sample.image;
        let (width, height) = (image.width + left + right, image.height + top + bottom);
        let channels = image.channels;
        let mut data = vec![self.value; width * height * channels];
        for y in 0..image.height {
            let row = &image.data[y * image.width * channels..][..image.width * channels];
            data[((y + top) * width + left) * channels..][..row.len()].copy_from_slice(row);
        }
        let framed = Image {
            width,
            height,
            channels,
            data,
            float: image.float,
        };
        let Pair(crop_width, crop_height) = self.size;
        if crop_width > width || crop_height > height {
            return Err(format!(
                "a crop of {crop_width} x {crop_height} does not fit into {width} x {height}"
            )
            .into());
        }
        let (x, y) = (
            random.usize(0..=width - crop_width),
            random.usize(0..=height - crop_height),
        );
        sample.set(framed.crop(x, y, crop_width, crop_height));
        Ok(())
    }
}
