//! `Digits`: handwritten digits of 8 x 8 pixels.

use std::path::PathBuf;

use mmengine::data::Dataset;
use mmengine::image::{Image, Sample};
use mmengine::transforms::{Transform, run};
use rollbook::{BoxError, Build, BuildError};

/// The arguments of [`Digits`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct DigitsConfig<T> {
    /// The file, with the form that it describes itself.
    ann_file: PathBuf,
    /// Every fifth image is for the test.
    split: Split,
    pipeline: Vec<T>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Split {
    Train,
    Test,
}

/// The images of one part.
pub struct Digits<T> {
    images: Vec<(usize, Vec<f32>)>,
    path: String,
    pipeline: Vec<T>,
}

/// Pixels of a side.
const SIDE: usize = 8;

/// Reads the file, and builds the pipeline.
///
/// # Errors
///
/// A file that cannot be read or has another form; a pipeline that cannot be built.
pub fn build<C: Build<Module: Transform>>(
    config: DigitsConfig<C>,
) -> Result<Digits<C::Module>, BuildError> {
    let path = config.ann_file.display().to_string();
    let failed = |error: String| BuildError::new(error).at("ann_file");
    let text = std::fs::read_to_string(&config.ann_file)
        .map_err(|error| failed(format!("cannot read `{}`: {error}", path.escape_debug())))?;
    let mut images = Vec::new();
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'));
    for (count, (number, line)) in lines.enumerate() {
        let image = parse(line).ok_or_else(|| {
            failed(format!(
                "line {} of `{}` is not a class and {} pixels",
                number + 1,
                path.escape_debug(),
                SIDE * SIDE
            ))
        })?;
        if (count % 5 == 4) == (config.split == Split::Test) {
            images.push(image);
        }
    }
    let pipeline = config
        .pipeline
        .build(&())
        .map_err(|error| error.at("pipeline"))?;
    Ok(Digits {
        images,
        path,
        pipeline,
    })
}

/// The class, and the pixels from 0 to 255.
#[allow(clippy::cast_precision_loss)]
fn parse(line: &str) -> Option<(usize, Vec<f32>)> {
    let (class, pixels) = line.split_once(' ')?;
    let pixels = pixels
        .chars()
        .map(|pixel| Some(pixel.to_digit(17)? as f32 / 16.0 * 255.0));
    let pixels = pixels.collect::<Option<Vec<f32>>>()?;
    (pixels.len() == SIDE * SIDE)
        .then_some((class.parse().ok().filter(|class| *class < 10)?, pixels))
}

impl<T: Transform> Dataset for Digits<T> {
    fn size(&self) -> usize {
        self.images.len()
    }

    fn sample(&self, index: usize, random: &mut fastrand::Rng) -> Result<Sample, BoxError> {
        let (class, pixels) = self.images.get(index).ok_or("there is no such image")?;
        let image = Image::new(SIDE, SIDE, 1, pixels.iter().copied());
        let mut sample = Sample::new(image, format!("{}#{index}", self.path));
        sample.labels.push(*class);
        run(&self.pipeline, &mut sample, random)?;
        Ok(sample)
    }

    fn classes(&self) -> Vec<String> {
        (0..10).map(|class| class.to_string()).collect()
    }
}
