//! The initializers of `init_cfg`, and the plan that modules write while they are built.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use candle_core::{Result, Tensor, Var};
use candle_nn::Init;
use rollbook::{Build, BuildError};

use crate::config::OneOrMany;
use crate::context::Context;
use crate::weights::Weights;

/// What an `init_cfg` does to a tensor.
#[rollbook::dispatch]
pub trait Initializer {
    /// The new value of a tensor of a layer of PyTorch's type `layer`; `None` leaves it as it is.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>>;

    /// Whether initializers of the modules inside are left out, as after loading a whole checkpoint.
    fn is_final(&self) -> bool;
}

/// A config of the registry `initializer`, `$initializer` in a manifest.
pub trait InitConfig: Build<Context, Module: Initializer + 'static> {}
impl<I: Build<Context, Module: Initializer + 'static>> InitConfig for I {}

/// `init_cfg`: none, one, or a list.
pub type InitCfg<I> = Option<OneOrMany<I>>;

/// The initializers and frozen parts of a network, by their places. Clones share it.
#[derive(Clone, Default)]
pub struct Planned(Arc<Mutex<Plan>>);

#[derive(Default)]
struct Plan {
    layers: BTreeMap<String, &'static str>,
    initializers: Vec<(String, Box<dyn Initializer>)>,
    frozen: Vec<String>,
}

impl Planned {
    /// Initialises variables as the network's `init_cfg`s say, outer modules first.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    pub fn initialize(&self, weights: &Weights) -> Result<()> {
        let plan = self.plan();
        let mut done: Vec<&str> = Vec::new();
        for (place, initializer) in &plan.initializers {
            if done
                .iter()
                .any(|outer| *outer != place && inside(outer, place))
            {
                continue;
            }
            for (name, var) in weights.variables() {
                let Some(layer) = plan.layers.get(&name).filter(|_| inside(place, &name)) else {
                    continue;
                };
                if let Some(value) = initializer.value(layer, &name, var.as_tensor())? {
                    var.set(&value)?;
                }
            }
            if initializer.is_final() {
                done.push(place);
            }
        }
        Ok(())
    }

    /// The variables that an optimizer changes: those of parts that are not frozen, without running statistics.
    #[must_use]
    pub fn trained(&self, weights: &Weights) -> Vec<(String, Var)> {
        let plan = self.plan();
        let mut variables = weights.variables();
        variables.retain(|(name, _)| {
            !name.ends_with(".running_mean")
                && !name.ends_with(".running_var")
                && !plan.frozen.iter().any(|place| inside(place, name))
        });
        variables
    }

    /// PyTorch's name of the layer that a tensor belongs to.
    #[must_use]
    pub fn layer(&self, name: &str) -> Option<&'static str> {
        self.plan().layers.get(name).copied()
    }

    pub(crate) fn tensor(&self, layer: &'static str, name: &str) {
        self.plan().layers.insert(name.to_owned(), layer);
    }

    pub(crate) fn initializer(&self, place: &str, initializer: Box<dyn Initializer>) {
        self.plan()
            .initializers
            .push((place.to_owned(), initializer));
    }

    pub(crate) fn freeze(&self, place: &str) {
        self.plan().frozen.push(place.to_owned());
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        // Nothing inside panics halfway through a change.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn inside(place: &str, name: &str) -> bool {
    place.is_empty()
        || name
            .strip_prefix(place)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Weights of a constant and biases of zero, for what a module initialises itself.
pub struct Fixed(pub f64);

impl Initializer for Fixed {
    fn value(&self, _: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        fill(name, tensor, 0.0, |tensor| constant(tensor, self.0))
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `layer` of an initializer: which layers it is for.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(transparent)]
struct Layers(OneOrMany<String>);

impl Layers {
    /// As MMEngine matches the names of a class and of its bases.
    fn holds(layers: Option<&Self>, layer: &str) -> bool {
        layers.is_none_or(|layers| {
            layers.0.iter().any(|name| {
                name == layer
                    || (name == "_BatchNorm" && layer.starts_with("BatchNorm"))
                    || (name == "_ConvNd" && layer.starts_with("Conv"))
            })
        })
    }
}

/// Weights by `weight`, biases by a constant; other parameters are left alone.
fn fill(
    name: &str,
    tensor: &Tensor,
    bias: f64,
    weight: impl FnOnce(&Tensor) -> Result<Tensor>,
) -> Result<Option<Tensor>> {
    match name.rsplit('.').next() {
        Some("weight") => weight(tensor).map(Some),
        Some("bias") => constant(tensor, bias).map(Some),
        _ => Ok(None),
    }
}

fn constant(tensor: &Tensor, value: f64) -> Result<Tensor> {
    draw(tensor, Init::Const(value))
}

fn draw(tensor: &Tensor, init: Init) -> Result<Tensor> {
    let var: Var = init.var(tensor.shape(), tensor.dtype(), tensor.device())?;
    Ok(var.into_inner())
}

/// PyTorch's fans of a weight: what comes in, what goes out.
#[allow(clippy::cast_precision_loss)]
fn fans(tensor: &Tensor) -> (f64, f64) {
    let dims = tensor.dims();
    let field: usize = dims.iter().skip(2).product();
    let fan = |dim: usize| dims.get(dim).map_or(1, |size| size * field) as f64;
    (fan(1), fan(0))
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Distribution {
    #[default]
    Normal,
    Uniform,
}

impl Distribution {
    fn draw(self, tensor: &Tensor, std: f64) -> Result<Tensor> {
        let bound = 3_f64.sqrt() * std;
        draw(
            tensor,
            match self {
                Self::Normal => Init::Randn {
                    mean: 0.0,
                    stdev: std,
                },
                Self::Uniform => Init::Uniform {
                    lo: -bound,
                    up: bound,
                },
            },
        )
    }
}

/// `Constant`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Constant {
    val: f64,
    #[serde(default)]
    bias: f64,
    layer: Option<Layers>,
}

impl Initializer for Constant {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        fill(name, tensor, self.bias, |tensor| constant(tensor, self.val))
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `Normal`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Normal {
    #[serde(default)]
    mean: f64,
    #[serde(default = "one")]
    std: f64,
    #[serde(default)]
    bias: f64,
    layer: Option<Layers>,
}

fn one() -> f64 {
    1.0
}

impl Initializer for Normal {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        let init = Init::Randn {
            mean: self.mean,
            stdev: self.std,
        };
        fill(name, tensor, self.bias, |tensor| draw(tensor, init))
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `TruncNormal`: a normal distribution between two bounds.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct TruncNormal {
    #[serde(default)]
    mean: f64,
    #[serde(default = "one")]
    std: f64,
    #[serde(default = "lower")]
    a: f64,
    #[serde(default = "upper")]
    b: f64,
    #[serde(default)]
    bias: f64,
    layer: Option<Layers>,
}

fn lower() -> f64 {
    -2.0
}

fn upper() -> f64 {
    2.0
}

impl Initializer for TruncNormal {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        fill(name, tensor, self.bias, |tensor| self.truncated(tensor))
    }
    fn is_final(&self) -> bool {
        false
    }
}

impl TruncNormal {
    /// Draws again what lies outside, a few times; the rest is put on the bounds.
    fn truncated(&self, tensor: &Tensor) -> Result<Tensor> {
        let init = Init::Randn {
            mean: self.mean,
            stdev: self.std,
        };
        let mut drawn = draw(tensor, init)?;
        for _ in 0..8 {
            let inside = (drawn.ge(self.a)? * drawn.le(self.b)?)?;
            drawn = inside.where_cond(&drawn, &draw(tensor, init)?)?;
        }
        drawn.clamp(self.a, self.b)
    }
}

/// `Uniform`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Uniform {
    #[serde(default)]
    a: f64,
    #[serde(default = "one")]
    b: f64,
    #[serde(default)]
    bias: f64,
    layer: Option<Layers>,
}

impl Initializer for Uniform {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        let init = Init::Uniform {
            lo: self.a,
            up: self.b,
        };
        fill(name, tensor, self.bias, |tensor| draw(tensor, init))
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `Xavier`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Xavier {
    #[serde(default = "one")]
    gain: f64,
    #[serde(default)]
    bias: f64,
    #[serde(default)]
    distribution: Distribution,
    layer: Option<Layers>,
}

impl Initializer for Xavier {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        fill(name, tensor, self.bias, |tensor| {
            let (fan_in, fan_out) = fans(tensor);
            let std = self.gain * (2.0 / (fan_in + fan_out)).sqrt();
            self.distribution.draw(tensor, std)
        })
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `Kaiming`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Kaiming {
    #[serde(default)]
    a: f64,
    #[serde(default)]
    mode: Fan,
    #[serde(default)]
    nonlinearity: NonLinearity,
    #[serde(default)]
    bias: f64,
    #[serde(default)]
    distribution: Distribution,
    layer: Option<Layers>,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Fan {
    FanIn,
    #[default]
    FanOut,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum NonLinearity {
    #[default]
    Relu,
    LeakyRelu,
    Linear,
}

impl Initializer for Kaiming {
    fn value(&self, layer: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        if !Layers::holds(self.layer.as_ref(), layer) {
            return Ok(None);
        }
        fill(name, tensor, self.bias, |tensor| {
            let fan = match self.mode {
                Fan::FanIn => fans(tensor).0,
                Fan::FanOut => fans(tensor).1,
            };
            let gain = match self.nonlinearity {
                NonLinearity::Relu => 2_f64.sqrt(),
                NonLinearity::LeakyRelu => (2.0 / (1.0 + self.a * self.a)).sqrt(),
                NonLinearity::Linear => 1.0,
            };
            self.distribution.draw(tensor, gain / fan.sqrt())
        })
    }
    fn is_final(&self) -> bool {
        false
    }
}

/// `Pretrained`: from a checkpoint. Nothing is downloaded: where a network is trained, the checkpoint must be a
/// safetensors file. Where it is run, its weights come from `--weights` and nothing is initialised.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct PretrainedConfig {
    checkpoint: String,
    #[serde(default)]
    prefix: String,
    #[serde(default = "cpu")]
    map_location: String,
}

fn cpu() -> String {
    "cpu".to_owned()
}

/// The tensors of a checkpoint, by their names in it.
pub struct Pretrained {
    tensors: BTreeMap<String, Tensor>,
    place: String,
}

impl Build<Context> for PretrainedConfig {
    type Module = Pretrained;

    fn build(self, cx: &Context) -> std::result::Result<Pretrained, BuildError> {
        let mut pretrained = Pretrained {
            tensors: BTreeMap::new(),
            place: cx.builder().prefix(),
        };
        if self.map_location != "cpu" {
            return Err(BuildError::new("only `cpu` is supported").at("map_location"));
        }
        if !cx.weights().trains() {
            return Ok(pretrained);
        }
        let path = std::path::Path::new(&self.checkpoint);
        if path.extension().is_none_or(|end| end != "safetensors")
            || self.checkpoint.contains("://")
        {
            let error =
                "to train from it, the checkpoint must be a safetensors file on this machine";
            return Err(BuildError::new(error).at("checkpoint"));
        }
        let tensors = candle_core::safetensors::load(path, cx.device());
        let tensors = tensors.map_err(|error| BuildError::new(error).at("checkpoint"))?;
        let prefix = self.prefix.trim_end_matches('.');
        pretrained.tensors = tensors
            .into_iter()
            .filter(|(name, _)| inside(prefix, name))
            .map(|(name, tensor)| {
                (
                    name[prefix.len()..].trim_start_matches('.').to_owned(),
                    tensor,
                )
            })
            .collect();
        Ok(pretrained)
    }
}

impl Initializer for Pretrained {
    fn value(&self, _: &str, name: &str, tensor: &Tensor) -> Result<Option<Tensor>> {
        let name = name[self.place.len()..].trim_start_matches('.');
        let found = self.tensors.get(name);
        // As MMEngine, which loads what fits and leaves the rest.
        Ok(found
            .filter(|found| found.shape() == tensor.shape())
            .cloned())
    }
    fn is_final(&self) -> bool {
        true
    }
}

macro_rules! own_config {
    ($($name:ident),*) => {
        $(impl Build<Context> for $name {
            type Module = Self;
            fn build(self, _: &Context) -> std::result::Result<Self, BuildError> {
                Ok(self)
            }
        })*
    };
}
own_config!(Constant, Normal, TruncNormal, Uniform, Xavier, Kaiming);
