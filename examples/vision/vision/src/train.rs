//! `vision train`: a classifier from its config.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use mmengine::data::{Dataset, Sampler};
use mmengine::image::Sample;
use mmengine::initializer::Planned;
use mmengine::metric::Metric;
use mmengine::optim::{Optimizer, Parameter, Parameters};
use mmengine::schedule::{ParamScheduler, Progress};
use mmengine::{Model, Weights};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::config::{ConfigFile, explain, located};
use crate::registry::{data_sampler, dataset, metric, model, optimizer, param_scheduler};

/// What a training came to.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The loss and the first metric of each epoch.
    pub curve: Vec<(f64, f64)>,
    /// The name of the metric.
    pub metric: String,
    /// The trained weights.
    pub weights: Weights,
}

/// All keys that a training looks at. Others are refused: they would be passed over.
const KEYS: [&str; 13] = [
    "default_scope",
    "model",
    "data_preprocessor",
    "train_pipeline",
    "test_pipeline",
    "train_dataloader",
    "val_dataloader",
    "val_evaluator",
    "optim_wrapper",
    "param_scheduler",
    "train_cfg",
    "val_cfg",
    "randomness",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Loader {
    batch_size: usize,
    /// Samples are made by the one thread that trains.
    #[serde(default, rename = "num_workers")]
    _num_workers: usize,
    dataset: Value,
    #[serde(default)]
    sampler: Option<data_sampler::Module>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OptimWrapper {
    #[serde(default, rename = "type")]
    _type: OptimWrapperType,
    optimizer: optimizer::Config,
    clip_grad: Option<ClipGrad>,
    paramwise_cfg: Option<ParamwiseCfg>,
}

#[derive(Default, Deserialize)]
enum OptimWrapperType {
    #[default]
    OptimWrapper,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClipGrad {
    max_norm: f64,
    #[serde(default)]
    norm_type: Option<NormType>,
}

/// Gradients are measured by the root of the sum of their squares.
#[derive(Deserialize)]
#[serde(try_from = "f64")]
struct NormType;

impl TryFrom<f64> for NormType {
    type Error = &'static str;

    #[allow(clippy::float_cmp)]
    fn try_from(norm: f64) -> Result<Self, Self::Error> {
        if norm == 2.0 {
            Ok(Self)
        } else {
            Err("only the norm 2 is supported here")
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ParamwiseCfg {
    custom_keys: BTreeMap<String, Custom>,
    bias_lr_mult: Option<f64>,
    bias_decay_mult: Option<f64>,
    norm_decay_mult: Option<f64>,
    flat_decay_mult: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Custom {
    lr_mult: Option<f64>,
    decay_mult: Option<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrainCfg {
    #[serde(default, rename = "type")]
    _type: LoopType,
    #[serde(default = "yes", rename = "by_epoch")]
    _by_epoch: bool,
    max_epochs: usize,
    #[serde(default = "one")]
    val_interval: usize,
}

#[derive(Default, Deserialize)]
enum LoopType {
    #[default]
    EpochBasedTrainLoop,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Randomness {
    #[serde(default)]
    seed: Option<u64>,
    #[serde(default, rename = "deterministic")]
    _deterministic: bool,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

/// Trains the classifier of a config file. `shown` says whether a progress bar is drawn.
///
/// # Errors
///
/// A config that cannot be read or holds what is not supported here, or a network that fails.
pub fn train(path: &Path, shown: bool) -> Result<Trained> {
    let file = ConfigFile::read(path)?;
    let foreign: Vec<String> = file
        .keys()
        .filter(|key| !KEYS.contains(key))
        .map(|key| format!("`{}`", key.escape_debug()))
        .collect();
    ensure!(
        foreign.is_empty(),
        "a training here does not support {}: take it out of the config",
        foreign.join(", ")
    );
    let cfg: TrainCfg = file.read_key("train_cfg")?;
    let randomness: Randomness = if file.get("randomness").is_some() {
        file.read_key("randomness")?
    } else {
        Randomness::default()
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut random = fastrand::Rng::with_seed(randomness.seed.unwrap_or_default());
    let (data, batch_size, sampler) = loader(&file, "train_dataloader", "train_pipeline", folder)?;
    let test = match file.get("val_dataloader") {
        Some(_) => Some(loader(&file, "val_dataloader", "test_pipeline", folder)?),
        None => None,
    };
    let evaluator: Option<metric::Module> = match file.get("val_evaluator") {
        Some(_) => Some(file.read_key("val_evaluator")?),
        None => None,
    };
    let weights = Weights::to_train();
    let (model, context) = file.build(&weights)?;
    context.plan().initialize(&weights)?;
    let wrapper: OptimWrapper = file.read_key("optim_wrapper")?;
    let parameters = parameters(
        context.plan(),
        &weights,
        wrapper.paramwise_cfg.unwrap_or_default(),
    );
    let mut optimizer = wrapper
        .optimizer
        .build(&parameters)
        .map_err(|error| explain(&error.at("optimizer").at("optim_wrapper")))?;
    let schedulers = schedulers(&file)?;
    let steps = data.size().div_ceil(batch_size).max(1);
    let bar = bar(shown, steps * cfg.max_epochs)?;
    let mut trained = Trained {
        curve: Vec::new(),
        metric: String::new(),
        weights: weights.clone(),
    };
    for epoch in 0..cfg.max_epochs {
        let mut sum = 0.0;
        let order = sampler.as_ref().map_or_else(
            || (0..data.size()).collect(),
            |sampler| sampler.order(data.size(), &mut random),
        );
        for (step, indices) in order.chunks(batch_size).enumerate() {
            let samples = samples(&data, indices, &mut random)?;
            let loss = model.loss(&model.preprocess(&samples)?, &samples)?;
            let mut gradients = loss.backward()?;
            if let Some(ClipGrad {
                max_norm,
                norm_type: None | Some(NormType),
            }) = wrapper.clip_grad
            {
                clip(&mut gradients, &parameters, max_norm)?;
            }
            let progress = Progress {
                steps: epoch * steps + step,
                epoch: steps,
            };
            let rate = schedulers.iter().fold(optimizer.rate(), |rate, scheduler| {
                scheduler.rate(rate, progress)
            });
            optimizer.step(&gradients, rate)?;
            let loss = f64::from(loss.to_scalar::<f32>()?);
            ensure!(
                loss.is_finite(),
                "the loss is {loss} in epoch {}, step {}: try a smaller `lr`",
                epoch + 1,
                step + 1
            );
            sum += loss;
            bar.set_message(format!(
                "epoch {}/{}  loss {loss:.4}  lr {rate:.5}",
                epoch + 1,
                cfg.max_epochs
            ));
            bar.inc(1);
        }
        let mut value = f64::NAN;
        let last = epoch + 1 == cfg.max_epochs;
        if let (Some((test, size, _)), Some(evaluator)) = (&test, &evaluator)
            && ((epoch + 1) % cfg.val_interval.max(1) == 0 || last)
        {
            let found = evaluate(&model, test, *size, evaluator, &mut random)?;
            let first = found.into_iter().next();
            (trained.metric, value) = first.context("the evaluator says nothing")?;
        }
        #[allow(clippy::cast_precision_loss)]
        trained.curve.push((sum / steps as f64, value));
    }
    bar.finish_and_clear();
    Ok(trained)
}

fn bar(shown: bool, steps: usize) -> Result<ProgressBar> {
    if !shown {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len}  {msg}  {eta}")?;
    Ok(ProgressBar::new(steps as u64).with_style(style))
}

type Loaded = (dataset::Module, usize, Option<data_sampler::Module>);

/// Reads a data loader. Its data set takes the file's pipeline where it has none, and files from the config's folder.
fn loader(file: &ConfigFile, key: &str, pipeline: &str, folder: &Path) -> Result<Loaded> {
    let loader: Loader = file.read_key(key)?;
    ensure!(
        loader.batch_size > 0,
        "`{key}.batch_size` must be 1 or more"
    );
    let mut config = loader.dataset;
    if let Some(Value::String(path)) = config.get_mut("ann_file") {
        *path = folder.join(&*path).display().to_string();
    }
    let defaults = file
        .get(pipeline)
        .map_or(json!({}), |pipeline| json!({ "pipeline": pipeline }));
    let built = dataset::from(file.scope()).build_with(config, defaults);
    let data = built.map_err(|error| match error {
        rollbook::Error::Build(error) => explain(&error.at("dataset").at(key)),
        other => located(&format!("{key}.dataset"), &other.to_string()),
    })?;
    Ok((data, loader.batch_size, loader.sampler))
}

fn samples(
    data: &dataset::Module,
    indices: &[usize],
    random: &mut fastrand::Rng,
) -> Result<Vec<Sample>> {
    let samples = indices.iter().map(|index| data.sample(*index, random));
    samples
        .map(|sample| sample.map_err(|error| anyhow!(error)))
        .collect()
}

fn schedulers(file: &ConfigFile) -> Result<Vec<param_scheduler::Module>> {
    match file.get("param_scheduler") {
        None => Ok(Vec::new()),
        Some(Value::Array(_)) => file.read_key("param_scheduler"),
        Some(_) => Ok(vec![file.read_key("param_scheduler")?]),
    }
}

/// What is trained, with what `paramwise_cfg` says of it, as MMEngine's `DefaultOptimWrapperConstructor` reads it.
fn parameters(plan: &Planned, weights: &Weights, cfg: ParamwiseCfg) -> Parameters {
    // The longest key that a name holds counts.
    let mut custom: Vec<(String, Custom)> = cfg.custom_keys.into_iter().collect();
    custom.sort_by_key(|(key, _)| std::cmp::Reverse(key.len()));
    let parameter = |(name, var): (String, candle_core::Var)| {
        if let Some((_, found)) = custom.iter().find(|(key, _)| name.contains(key.as_str())) {
            let (lr_mult, decay_mult) = (
                found.lr_mult.unwrap_or(1.0),
                found.decay_mult.unwrap_or(1.0),
            );
            return Parameter {
                var,
                lr_mult,
                decay_mult,
            };
        }
        let norm = plan
            .layer(&name)
            .is_some_and(|layer| layer.ends_with("Norm") || layer.contains("BatchNorm"));
        let bias = name.ends_with(".bias");
        let decay = if norm {
            cfg.norm_decay_mult
        } else if bias {
            cfg.bias_decay_mult
        } else if var.rank() == 1 {
            cfg.flat_decay_mult
        } else {
            None
        };
        let lr_mult = cfg.bias_lr_mult.filter(|_| bias && !norm).unwrap_or(1.0);
        Parameter {
            var,
            lr_mult,
            decay_mult: decay.unwrap_or(1.0),
        }
    };
    Parameters(plan.trained(weights).into_iter().map(parameter).collect())
}

/// Makes gradients smaller that together are longer than `most`.
fn clip(
    gradients: &mut candle_core::backprop::GradStore,
    parameters: &Parameters,
    most: f64,
) -> Result<()> {
    let mut squares = 0.0;
    for parameter in &parameters.0 {
        if let Some(gradient) = gradients.get(&parameter.var) {
            squares += f64::from(gradient.sqr()?.sum_all()?.to_scalar::<f32>()?);
        }
    }
    let factor = most / (squares.sqrt() + 1e-6);
    for parameter in parameters.0.iter().filter(|_| factor < 1.0) {
        if let Some(gradient) = gradients.remove(&parameter.var) {
            gradients.insert(&parameter.var, (gradient * factor)?);
        }
    }
    Ok(())
}

fn evaluate(
    model: &model::Module,
    data: &dataset::Module,
    batch_size: usize,
    evaluator: &metric::Module,
    random: &mut fastrand::Rng,
) -> Result<Vec<(String, f64)>> {
    let (mut predictions, mut seen) = (Vec::new(), Vec::new());
    let order: Vec<usize> = (0..data.size()).collect();
    for indices in order.chunks(batch_size) {
        let samples = samples(data, indices, random)?;
        predictions.extend(model.predict(&model.preprocess(&samples)?, &samples)?);
        seen.extend(samples);
    }
    Ok(evaluator.evaluate(&predictions, &seen))
}

/// The curve of a training in characters: a line an epoch, with its loss and its metric.
#[must_use]
pub fn curve(trained: &Trained) -> String {
    let most = trained
        .curve
        .iter()
        .map(|(loss, _)| *loss)
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut text = String::from("epoch  loss");
    for (epoch, (loss, value)) in trained.curve.iter().enumerate() {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let length = (40.0 * loss / most).ceil().clamp(0.0, 40.0) as usize;
        text.push_str(&format!(
            "\n{:>5}  {loss:<8.4} {:<40}",
            epoch + 1,
            "#".repeat(length)
        ));
        if value.is_finite() {
            text.push_str(&format!("  {} {value:.2}", trained.metric));
        }
    }
    text
}
