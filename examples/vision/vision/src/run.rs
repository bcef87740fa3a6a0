//! `vision run`: one image through a network.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use mmengine::image::{Image, Sample};
use mmengine::model::{Object, Prediction};
use mmengine::transforms;
use mmengine::{Model, Weights};

use crate::config::ConfigFile;
use crate::registry::transform;

/// What a network says of an image, and the image as it was read.
///
/// # Errors
///
/// A config, weights or image that cannot be used; a network that fails on the image.
pub fn run(config: &Path, weights: &Weights, image: &Path) -> Result<(Prediction, Image)> {
    let file = ConfigFile::read(config)?;
    let pipeline = test_pipeline(&file)?;
    let (model, _) = file.build(weights)?;
    let empty = Image::new(0, 0, 3, std::iter::empty());
    let mut sample = Sample::new(empty, image.display().to_string());
    let mut random = fastrand::Rng::with_seed(0);
    let original = Image::read(image, false)?;
    transforms::run(&pipeline, &mut sample, &mut random)
        .map_err(|error| anyhow!(error).context("the pipeline failed"))?;
    let samples = [sample];
    let batch = model.preprocess(&samples)?;
    let predictions = model.predict(&batch, &samples)?;
    let prediction = predictions
        .into_iter()
        .next()
        .context("the network says nothing")?;
    Ok((prediction, original))
}

/// The steps from a file to a sample: `test_pipeline`, or that of the test's data.
fn test_pipeline(file: &ConfigFile) -> Result<Vec<transform::Module>> {
    if file.get("test_pipeline").is_some() {
        return file.read_key("test_pipeline");
    }
    let inner = file
        .get("test_dataloader")
        .and_then(|loader| loader.get("dataset")?.get("pipeline"));
    let Some(inner) = inner else {
        bail!("the config has no `test_pipeline`, and no `test_dataloader.dataset.pipeline`");
    };
    let read = || <Vec<transform::Module> as serde::Deserialize>::deserialize(inner);
    file.scope()
        .enter(read)
        .context("cannot read `test_dataloader.dataset.pipeline`")
}

/// What a network said, in words: the best classes, or the objects.
#[must_use]
pub fn describe(prediction: &Prediction, count: usize) -> String {
    let lines: Vec<String> = match prediction {
        Prediction::Classes { scores, .. } => {
            let mut order: Vec<usize> = (0..scores.len()).collect();
            order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]));
            let best = order.into_iter().take(count);
            best.map(|class| format!("class {class:<5} {:>7.3} %", 100.0 * scores[class]))
                .collect()
        }
        Prediction::Objects(objects) => {
            let line = |Object {
                            bbox: [left, top, right, bottom],
                            class,
                            score,
                        }: &Object| {
                format!(
                    "class {class:<5} {:>7.3} %  from ({left:.1}, {top:.1}) to ({right:.1}, {bottom:.1})",
                    100.0 * score
                )
            };
            objects.iter().take(count).map(line).collect()
        }
        Prediction::Embedding(vector) => {
            let shown: Vec<_> = vector
                .iter()
                .take(count)
                .map(|value| format!("{value:.4}"))
                .collect();
            vec![format!(
                "a vector of {} numbers: {} ...",
                vector.len(),
                shown.join(", ")
            )]
        }
    };
    if lines.is_empty() {
        "nothing was found".to_owned()
    } else {
        lines.join("\n")
    }
}

/// Draws the outlines of objects into an image and writes it, as JPEG or PNG by the name of the file.
///
/// # Errors
///
/// A file that cannot be written.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
pub fn draw(mut image: Image, objects: &[Object], path: &Path) -> Result<()> {
    let (width, height) = (image.width, image.height);
    for object in objects {
        let [left, top, right, bottom] = object.bbox;
        let x = |value: f32| (value.max(0.0) as usize).min(width - 1);
        let y = |value: f32| (value.max(0.0) as usize).min(height - 1);
        let mut paint = |x: usize, y: usize| {
            image.data[(y * width + x) * 3..][..3].copy_from_slice(&[0.0, 0.0, 255.0]);
        };
        for column in x(left)..=x(right) {
            paint(column, y(top));
            paint(column, y(bottom));
        }
        for row in y(top)..=y(bottom) {
            paint(x(left), row);
            paint(x(right), row);
        }
    }
    let rgb = image.data.chunks_exact(3).flat_map(|p| [p[2], p[1], p[0]]);
    let bytes: Vec<u8> = rgb.map(|value| value.clamp(0.0, 255.0) as u8).collect();
    let (width, height) = (u32::try_from(width)?, u32::try_from(height)?);
    let picture =
        image::RgbImage::from_raw(width, height, bytes).context("the image has no pixels")?;
    picture
        .save(path)
        .with_context(|| format!("cannot write `{}`", path.display()))
}
