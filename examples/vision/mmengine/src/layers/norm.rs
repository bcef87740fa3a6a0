//! The modules of the registry `norm`.

use candle_core::{D, Result, Tensor};
use candle_nn::{Init, ModuleT};
use rollbook::{Build, BuildError};

use super::Layer;
use crate::context::{Context, Site};

const ZERO: Init = Init::Const(0.0);
const ONE: Init = Init::Const(1.0);

/// `BN`: normalises each channel over the batch.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct BatchNorm2dConfig {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "tenth")]
    momentum: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

/// `BN1d`: the same over vectors.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct BatchNorm1dConfig {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "tenth")]
    momentum: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

/// `SyncBN`: on one machine the same as `BN`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SyncBatchNormConfig {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "tenth")]
    momentum: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

fn small() -> f64 {
    1e-5
}

fn tenth() -> f64 {
    0.1
}

fn yes() -> bool {
    true
}

impl Default for BatchNorm2dConfig {
    fn default() -> Self {
        Self {
            eps: small(),
            momentum: tenth(),
            requires_grad: true,
        }
    }
}

impl Default for BatchNorm1dConfig {
    fn default() -> Self {
        Self {
            eps: small(),
            momentum: tenth(),
            requires_grad: true,
        }
    }
}

/// A batch norm.
pub struct BatchNorm(candle_nn::BatchNorm);

impl BatchNorm {
    fn new(
        layer: &'static str,
        site: &Site,
        eps: f64,
        momentum: f64,
        requires_grad: bool,
    ) -> std::result::Result<Self, BuildError> {
        let cx = site.context("bn");
        let shape = [site.channels()];
        let get = |name, init| cx.tensor(layer, name, &shape, init);
        let mean = get("running_mean", ZERO)?;
        let var = get("running_var", ONE)?;
        let (weight, bias) = (get("weight", ONE)?, get("bias", ZERO)?);
        cx.ignore("num_batches_tracked");
        if !requires_grad {
            cx.freeze();
        }
        let norm = candle_nn::BatchNorm::new_with_momentum(
            shape[0], mean, var, weight, bias, eps, momentum,
        );
        norm.map(Self).map_err(BuildError::new)
    }
}

impl Layer for BatchNorm {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        self.0.forward_t(x, train)
    }
}

macro_rules! batch_norms {
    ($($config:ident = $layer:literal;)*) => {$(
        impl Build<Site> for $config {
            type Module = BatchNorm;
            fn build(self, site: &Site) -> std::result::Result<BatchNorm, BuildError> {
                BatchNorm::new($layer, site, self.eps, self.momentum, self.requires_grad)
            }
        }
    )*};
}

batch_norms! {
    BatchNorm2dConfig = "BatchNorm2d";
    BatchNorm1dConfig = "BatchNorm1d";
    SyncBatchNormConfig = "SyncBatchNorm";
}

/// `LN`: normalises the last dimension.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LayerNormConfig {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

/// A layer norm.
pub struct LayerNorm {
    weight: Tensor,
    bias: Tensor,
    eps: f64,
}

impl LayerNorm {
    /// A layer norm over `channels`, whose tensors are `weight` and `bias` at this place.
    ///
    /// # Errors
    ///
    /// A tensor that is too large to allocate.
    pub fn new(cx: &Context, channels: usize, eps: f64) -> std::result::Result<Self, BuildError> {
        Ok(Self {
            weight: cx.tensor("LayerNorm", "weight", &[channels], ONE)?,
            bias: cx.tensor("LayerNorm", "bias", &[channels], ZERO)?,
            eps,
        })
    }
}

impl Build<Site> for LayerNormConfig {
    type Module = LayerNorm;
    fn build(self, site: &Site) -> std::result::Result<LayerNorm, BuildError> {
        let cx = site.context("ln");
        if !self.requires_grad {
            cx.freeze();
        }
        LayerNorm::new(&cx, site.channels(), self.eps)
    }
}

impl Layer for LayerNorm {
    /// Not candle's own, which cannot be differentiated.
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        let x = x.broadcast_sub(&x.mean_keepdim(D::Minus1)?)?;
        let variance = x.sqr()?.mean_keepdim(D::Minus1)?;
        let x = x.broadcast_div(&(variance + self.eps)?.sqrt()?)?;
        x.broadcast_mul(&self.weight)?.broadcast_add(&self.bias)
    }
}

/// `GN`: normalises groups of channels.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct GroupNormConfig {
    num_groups: usize,
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

/// A group norm.
pub struct GroupNorm(candle_nn::GroupNorm);

impl Build<Site> for GroupNormConfig {
    type Module = GroupNorm;
    fn build(self, site: &Site) -> std::result::Result<GroupNorm, BuildError> {
        let (cx, channels) = (site.context("gn"), site.channels());
        let weight = cx.tensor("GroupNorm", "weight", &[channels], ONE)?;
        let bias = cx.tensor("GroupNorm", "bias", &[channels], ZERO)?;
        if !self.requires_grad {
            cx.freeze();
        }
        if self.num_groups == 0 || channels % self.num_groups != 0 {
            let error = format!("{channels} channels cannot be {} groups", self.num_groups);
            return Err(BuildError::new(error).at("num_groups"));
        }
        candle_nn::GroupNorm::new(weight, bias, channels, self.num_groups, self.eps)
            .map(GroupNorm)
            .map_err(BuildError::new)
    }
}

impl Layer for GroupNorm {
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        candle_nn::Module::forward(&self.0, x)
    }
}
