//! The layers that networks are made of, with PyTorch's defaults and names.

pub mod activation;
mod conv;
pub mod norm;
mod pool;

use candle_core::{Result, Tensor};
use rollbook::Build;

pub use conv::{Conv, Conv2d, ConvModule, Linear, conv, linear};
pub use pool::{avg_pool, global_avg_pool, max_pool};

use crate::context::{Context, Site};

/// A layer: one tensor in, one out.
#[rollbook::dispatch]
pub trait Layer {
    /// Computes the output. `train` turns on what only happens in training: dropout, statistics of the batch.
    ///
    /// # Errors
    ///
    /// What candle fails with: shapes that do not fit.
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor>;
}

/// A layer whose type does not matter.
pub type DynLayer = Box<dyn Layer>;

impl Layer for DynLayer {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        (**self).forward(x, train)
    }
}

/// A config of the registry `norm`, `$norm` in a manifest: each layer of a network builds one.
pub trait NormConfig: Clone + Build<Site, Module: Layer + 'static> {}
impl<N: Clone + Build<Site, Module: Layer + 'static>> NormConfig for N {}

/// A config of the registry `activation`, `$activation` in a manifest.
pub trait ActConfig: Clone + Build<Context, Module: Layer + 'static> {}
impl<A: Clone + Build<Context, Module: Layer + 'static>> ActConfig for A {}

/// Runs layers one after another.
///
/// # Errors
///
/// What candle fails with.
pub fn sequence<L: Layer>(layers: &[L], x: &Tensor, train: bool) -> Result<Tensor> {
    layers
        .iter()
        .try_fold(x.clone(), |x, layer| layer.forward(&x, train))
}

/// Stochastic depth: in training, leaves this branch out for some samples of the batch.
///
/// # Errors
///
/// What candle fails with.
pub fn drop_path(x: &Tensor, rate: f64, train: bool) -> Result<Tensor> {
    if !train || rate == 0.0 {
        return Ok(x.clone());
    }
    let mut shape = vec![1; x.rank()];
    shape[0] = x.dim(0)?;
    let keep = 1.0 - rate;
    let mask = Tensor::rand(0_f32, 1_f32, shape, x.device())?.lt(keep)?;
    x.broadcast_mul(&mask.to_dtype(x.dtype())?)? / keep
}

/// In training, sets some numbers to zero.
///
/// # Errors
///
/// What candle fails with.
#[allow(clippy::cast_possible_truncation)]
pub fn dropout(x: &Tensor, rate: f64, train: bool) -> Result<Tensor> {
    if !train || rate == 0.0 {
        return Ok(x.clone());
    }
    candle_nn::ops::dropout(x, rate as f32)
}

/// MMCV's `make_divisible`: the nearest multiple of `divisor` that is not much less.
///
/// ```
/// assert_eq!(mmengine::layers::make_divisible(32.0 * 0.35, 8), 16);
/// ```
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss
)]
pub fn make_divisible(value: f64, divisor: usize) -> usize {
    let near = (value + divisor as f64 / 2.0) as usize / divisor * divisor;
    let near = near.max(divisor);
    if (near as f64) < 0.9 * value {
        near + divisor
    } else {
        near
    }
}
