//! Squeeze and excitation: channels weighed by what the whole image holds.

use candle_core::{Result, Tensor};
use rollbook::BuildError;

use crate::context::Context;
use crate::layers::{Conv2d, Layer, conv, make_divisible};

/// `SELayer` with its default activations: ReLU, then Sigmoid.
pub struct SqueezeExcite(Conv2d, Conv2d);

impl SqueezeExcite {
    /// Its tensors are `conv1.conv` and `conv2.conv` at this place.
    ///
    /// # Errors
    ///
    /// A ratio of zero.
    #[allow(clippy::cast_precision_loss)]
    pub fn new(
        cx: &Context,
        channels: usize,
        ratio: usize,
    ) -> std::result::Result<Self, BuildError> {
        let Some(inner) = channels.checked_div(ratio) else {
            return Err(BuildError::new("must be 1 or more").at("se_ratio"));
        };
        let inner = make_divisible(inner as f64, 8);
        Ok(Self(
            conv(channels, inner, 1).build(&cx.at("conv1.conv"))?,
            conv(inner, channels, 1).build(&cx.at("conv2.conv"))?,
        ))
    }
}

impl Layer for SqueezeExcite {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let squeezed = self.0.forward(&x.mean_keepdim((2, 3))?, train)?.relu()?;
        let weights = candle_nn::ops::sigmoid(&self.1.forward(&squeezed, train)?)?;
        x.broadcast_mul(&weights)
    }
}
