//! Attention between splits of the channels, for ResNeSt.

use candle_core::{D, Result, Tensor};
use rollbook::BuildError;

use super::resnet::Relu;
use crate::context::{Context, Name};
use crate::layers::{Conv, Conv2d, DynLayer, Layer, NormConfig, conv, sequence};

/// The arguments of ResNeSt's blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Groups of the convolution.
    pub groups: usize,
    /// Channels of a group.
    pub width: usize,
    /// Splits of a group.
    pub radix: usize,
    /// By what the channels of the attention are fewer.
    pub reduction: usize,
    /// Whether the step is a mean after the convolution.
    pub pool_stride: bool,
}

/// `SplitAttentionConv2d`.
pub(super) struct SplitAttention {
    split: Split,
    first: Vec<DynLayer>,
    attention: Vec<DynLayer>,
}

impl SplitAttention {
    pub(super) fn new<N: NormConfig>(
        cx: &Context,
        middle: Conv,
        split: Split,
        norm: &N,
    ) -> std::result::Result<Self, BuildError> {
        let Split {
            groups,
            radix,
            reduction,
            ..
        } = split;
        let Some(inner) = (middle.inputs * radix)
            .checked_div(reduction)
            .filter(|_| radix > 0)
        else {
            return Err(BuildError::new("must be 1 or more").at(if radix == 0 {
                "radix"
            } else {
                "reduction_factor"
            }));
        };
        let (outputs, inner) = (middle.outputs, inner.max(32));
        let middle = Conv {
            outputs: outputs * radix,
            groups: groups * radix,
            ..middle
        };
        let outer = |inputs, outputs, name: &str| -> std::result::Result<Conv2d, BuildError> {
            conv(inputs, outputs, 1).groups(groups).build(&cx.at(name))
        };
        Ok(Self {
            split,
            first: vec![
                Box::new(middle.build(&cx.at("conv"))?),
                cx.norm(norm, outputs * radix, Name::EndsIn("0"))?,
                Box::new(Relu),
            ],
            attention: vec![
                Box::new(outer(outputs, inner, "fc1")?),
                cx.norm(norm, inner, Name::EndsIn("1"))?,
                Box::new(Relu),
                Box::new(outer(inner, outputs * radix, "fc2")?),
            ],
        })
    }
}

impl Layer for SplitAttention {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let Split { groups, radix, .. } = self.split;
        let x = sequence(&self.first, x, train)?;
        let (batch, channels, height, width) = x.dims4()?;
        let splits = x.reshape((batch, radix, channels / radix, height, width))?;
        let mean = splits.sum(1)?.mean_keepdim((2, 3))?;
        let weights = sequence(&self.attention, &mean, train)?;
        let weights = if radix > 1 {
            let weights = weights
                .reshape((batch, groups, radix, ()))?
                .transpose(1, 2)?;
            candle_nn::ops::softmax(&weights, 1)?.contiguous()?
        } else {
            candle_nn::ops::sigmoid(&weights)?
        };
        let weights = weights.reshape((batch, radix, channels / radix, 1, 1))?;
        splits.broadcast_mul(&weights)?.sum(D::Minus(4))
    }
}
