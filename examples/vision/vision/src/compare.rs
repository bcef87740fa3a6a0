//! What PyTorch computed, beside what is computed here.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use candle_core::{Device, Tensor};
use mmengine::Weights;
use mmengine::weights::uniform;
use serde::Deserialize;

use crate::config::ConfigFile;
use mmengine::Model;

/// A network with an input, one of `reference/cases.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is called.
    pub name: String,
    /// Its config: in `configs`, else in the corpus.
    pub config: String,
    /// The shape of its input.
    pub input: Vec<usize>,
    /// Whether the objects that it finds are compared, too.
    #[serde(default)]
    pub objects: bool,
    /// Whether it takes long.
    #[serde(default)]
    pub large: bool,
}

/// What PyTorch computed for a case: `reference/expected/NAME.json`.
#[derive(Debug, Deserialize)]
struct Expected {
    parameters: usize,
    outputs: Vec<Output>,
    #[serde(default)]
    objects: Vec<[f64; 6]>,
}

/// An output of the network: every `step`th number, and the norm of all.
#[derive(Debug, Deserialize)]
struct Output {
    shape: Vec<usize>,
    step: usize,
    norm: f64,
    values: Vec<f64>,
}

/// How far a case was off.
#[derive(Debug)]
pub struct Compared {
    /// How many numbers the network has.
    pub parameters: usize,
    /// How many numbers were compared.
    pub compared: usize,
    /// The largest difference, relative to the larger of the expected number and the root mean square of its output.
    pub largest: f64,
    /// How many objects were compared.
    pub objects: usize,
}

/// What differences may be: 1e-4, relative.
pub const TOLERANCE: f64 = 1e-4;

/// The cases of this example.
///
/// # Errors
///
/// A file that cannot be read.
pub fn cases() -> Result<Vec<Case>> {
    let text = std::fs::read_to_string(folder().join("reference/cases.json"))?;
    Ok(serde_json::from_str(&text)?)
}

/// The folder of this example.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// OpenMMLab's own configs, which lie beside the repository where they lie at all.
#[must_use]
pub fn corpus() -> Option<PathBuf> {
    let path = folder().join("../../../shared/corpus/configs");
    path.is_dir().then_some(path)
}

/// The config of a case; `None` if it is one of the corpus, and that is not there.
#[must_use]
pub fn config_of(case: &Case) -> Option<PathBuf> {
    let own = folder().join("configs").join(&case.config);
    if own.exists() {
        return Some(own);
    }
    corpus().map(|corpus| corpus.join(&case.config))
}

/// Builds the network of a case and compares what it computes.
///
/// # Errors
///
/// A network that cannot be built, or computes something else.
pub fn compare(case: &Case, config: &Path) -> Result<Compared> {
    let path = folder().join(format!("reference/expected/{}.json", case.name));
    let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let expected: Expected = serde_json::from_str(&text)?;
    let weights = Weights::by_rule();
    let (model, _) = ConfigFile::read(config)?.build(&weights)?;
    ensure!(
        weights.count() == expected.parameters,
        "{} numbers in the weights, PyTorch has {}",
        weights.count(),
        expected.parameters
    );
    let input = input(&case.input)?;
    let outputs = model.forward(&input, false)?;
    ensure!(
        outputs.len() == expected.outputs.len(),
        "{} outputs, PyTorch has {}",
        outputs.len(),
        expected.outputs.len()
    );
    let mut compared = Compared {
        parameters: weights.count(),
        compared: 0,
        largest: 0.0,
        objects: 0,
    };
    for (index, (output, expected)) in outputs.iter().zip(&expected.outputs).enumerate() {
        compare_output(output, expected, &mut compared)
            .with_context(|| format!("output {index}"))?;
    }
    if case.objects {
        compare_objects(&model, &input, &expected, &mut compared)?;
    }
    Ok(compared)
}

/// The input of this shape by the fixed rule.
///
/// # Errors
///
/// What candle fails with.
#[allow(clippy::cast_possible_truncation)]
pub fn input(shape: &[usize]) -> Result<Tensor> {
    let numbers = uniform("input", shape.iter().product());
    let numbers: Vec<f32> = numbers.map(|number| (2.0 * number) as f32).collect();
    Ok(Tensor::from_vec(numbers, shape, &Device::Cpu)?)
}

#[allow(clippy::cast_precision_loss)]
fn compare_output(output: &Tensor, expected: &Output, compared: &mut Compared) -> Result<()> {
    ensure!(
        output.elem_count() == expected.shape.iter().product::<usize>(),
        "its shape is {:?}, PyTorch's {:?}",
        output.dims(),
        expected.shape
    );
    let numbers = output.flatten_all()?.to_vec1::<f32>()?;
    let norm = numbers
        .iter()
        .map(|number| f64::from(*number).powi(2))
        .sum::<f64>()
        .sqrt();
    ensure!(
        (norm - expected.norm).abs() <= TOLERANCE * expected.norm,
        "its norm is {norm}, PyTorch's {}",
        expected.norm
    );
    // Sums of many numbers cancel out: what is next to zero is only as exact as its neighbours.
    let mean = expected.norm / (numbers.len().max(1) as f64).sqrt();
    for (index, (found, value)) in numbers
        .iter()
        .step_by(expected.step)
        .zip(&expected.values)
        .enumerate()
    {
        let off = (f64::from(*found) - value).abs() / value.abs().max(mean);
        ensure!(
            off <= TOLERANCE,
            "number {} is {found}, PyTorch's {value}",
            index * expected.step
        );
        compared.largest = compared.largest.max(off);
        compared.compared += 1;
    }
    Ok(())
}

fn compare_objects(
    model: &impl Model,
    input: &Tensor,
    expected: &Expected,
    compared: &mut Compared,
) -> Result<()> {
    use mmengine::image::{Image, Sample};
    use mmengine::model::Prediction;
    let (_, _, height, width) = input.dims4()?;
    let sample = Sample::new(
        Image::new(width, height, 3, std::iter::empty()),
        String::new(),
    );
    let found = model.predict(input, &[sample])?;
    let [Prediction::Objects(objects)] = found.as_slice() else {
        anyhow::bail!("the network finds no objects");
    };
    ensure!(
        objects.len() == expected.objects.len(),
        "{} objects, PyTorch finds {}",
        objects.len(),
        expected.objects.len()
    );
    for (index, (object, [left, top, right, bottom, score, class])) in
        objects.iter().zip(&expected.objects).enumerate()
    {
        let pairs = object.bbox.iter().zip([left, top, right, bottom]);
        #[allow(clippy::cast_precision_loss)]
        let side = height.max(width) as f64;
        let near = pairs
            .clone()
            .all(|(found, value)| (f64::from(*found) - value).abs() <= TOLERANCE * side);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let same = object.class == *class as usize;
        ensure!(
            near && same && (f64::from(object.score) - score).abs() <= TOLERANCE,
            "object {index} is {object:?}, PyTorch's {:?}",
            expected.objects[index]
        );
        compared.objects += 1;
    }
    Ok(())
}
