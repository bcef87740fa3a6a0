//! Convolutions and linear layers, and MMCV's `ConvModule`.

use candle_core::{Result, Tensor};
use candle_nn::Init;
use rollbook::{Build, BuildError};

use super::{ActConfig, DynLayer, Layer, NormConfig};
use crate::context::{Context, Name};

/// The arguments of a two-dimensional convolution; the defaults are PyTorch's.
#[derive(Clone, Copy, Debug)]
pub struct Conv {
    /// Channels in.
    pub inputs: usize,
    /// Channels out.
    pub outputs: usize,
    /// The side of the kernel.
    pub kernel: usize,
    /// The step.
    pub stride: usize,
    /// Zeros on each side.
    pub padding: usize,
    /// The distance between the kernel's elements.
    pub dilation: usize,
    /// The number of groups that do not see each other.
    pub groups: usize,
    /// Whether there is a bias.
    pub bias: bool,
}

/// A convolution with PyTorch's defaults: stride 1, no padding, with a bias.
#[must_use]
pub fn conv(inputs: usize, outputs: usize, kernel: usize) -> Conv {
    Conv {
        inputs,
        outputs,
        kernel,
        stride: 1,
        padding: 0,
        dilation: 1,
        groups: 1,
        bias: true,
    }
}

impl Conv {
    /// Sets the step.
    #[must_use]
    pub fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// Sets the zeros on each side.
    #[must_use]
    pub fn padding(self, padding: usize) -> Self {
        Self { padding, ..self }
    }

    /// Sets the distance between the kernel's elements.
    #[must_use]
    pub fn dilation(self, dilation: usize) -> Self {
        Self { dilation, ..self }
    }

    /// Sets the number of groups.
    #[must_use]
    pub fn groups(self, groups: usize) -> Self {
        Self { groups, ..self }
    }

    /// Leaves out the bias.
    #[must_use]
    pub fn no_bias(self) -> Self {
        Self {
            bias: false,
            ..self
        }
    }

    /// Makes the layer, whose tensors are `weight` and `bias` at this place.
    ///
    /// # Errors
    ///
    /// Channels that the groups do not divide.
    pub fn build(self, cx: &Context) -> std::result::Result<Conv2d, BuildError> {
        if self.groups == 0 || self.inputs % self.groups != 0 || self.outputs % self.groups != 0 {
            return Err(BuildError::new(format!(
                "a convolution from {} to {} channels cannot have {} groups",
                self.inputs, self.outputs, self.groups
            )));
        }
        let shape = [
            self.outputs,
            self.inputs / self.groups,
            self.kernel,
            self.kernel,
        ];
        let init = uniform(shape[1] * self.kernel * self.kernel);
        let weight = cx.tensor("Conv2d", "weight", &shape, init)?;
        let bias = match self.bias {
            true => Some(cx.tensor("Conv2d", "bias", &[self.outputs], init)?),
            false => None,
        };
        Ok(Conv2d {
            weight,
            bias,
            conv: self,
        })
    }
}

/// PyTorch's default for the weights and biases of convolutions and linear layers.
#[allow(clippy::cast_precision_loss)]
fn uniform(fan_in: usize) -> Init {
    let bound = 1.0 / (fan_in.max(1) as f64).sqrt();
    Init::Uniform {
        lo: -bound,
        up: bound,
    }
}

/// A two-dimensional convolution.
pub struct Conv2d {
    weight: Tensor,
    bias: Option<Tensor>,
    conv: Conv,
}

impl Layer for Conv2d {
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        let Conv {
            padding,
            stride,
            dilation,
            groups,
            ..
        } = self.conv;
        let y = x.conv2d(&self.weight, padding, stride, dilation, groups)?;
        match &self.bias {
            Some(bias) => y.broadcast_add(&bias.reshape((1, (), 1, 1))?),
            None => Ok(y),
        }
    }
}

/// A linear layer on the last dimension, whose tensors are `weight` and `bias` at this place.
///
/// # Errors
///
/// Tensors that are too large to allocate.
pub fn linear(
    cx: &Context,
    inputs: usize,
    outputs: usize,
    bias: bool,
) -> std::result::Result<Linear, BuildError> {
    let init = uniform(inputs);
    let weight = cx.tensor("Linear", "weight", &[outputs, inputs], init)?;
    let bias = match bias {
        true => Some(cx.tensor("Linear", "bias", &[outputs], init)?),
        false => None,
    };
    Ok(Linear(candle_nn::Linear::new(weight, bias)))
}

/// A linear layer.
pub struct Linear(candle_nn::Linear);

impl Layer for Linear {
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        candle_nn::Module::forward(&self.0, x)
    }
}

/// MMCV's `ConvModule`: a convolution `conv`, then a norm (`bn`), then an activation. With a norm there is no bias.
pub struct ConvModule {
    conv: Conv2d,
    norm: Option<DynLayer>,
    act: Option<DynLayer>,
}

impl ConvModule {
    /// Builds it at this place; `bias = "auto"` as MMCV's default.
    ///
    /// # Errors
    ///
    /// As the layers.
    pub fn build<N: NormConfig, A: ActConfig>(
        cx: &Context,
        conv: Conv,
        norm: Option<&N>,
        act: Option<&A>,
    ) -> std::result::Result<Self, BuildError> {
        Self::with_bias(
            cx,
            Conv {
                bias: norm.is_none(),
                ..conv
            },
            norm,
            act,
        )
    }

    /// Builds it at this place, with a bias if `conv` says so.
    ///
    /// # Errors
    ///
    /// As the layers.
    pub fn with_bias<N: NormConfig, A: ActConfig>(
        cx: &Context,
        conv: Conv,
        norm: Option<&N>,
        act: Option<&A>,
    ) -> std::result::Result<Self, BuildError> {
        let norm = norm.map(|norm| cx.norm(norm, conv.outputs, Name::EndsIn("")));
        Ok(Self {
            conv: conv.build(&cx.at("conv"))?,
            norm: norm.transpose()?,
            act: act.map(|act| activation(cx, act)).transpose()?,
        })
    }
}

impl Layer for ConvModule {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let mut x = self.conv.forward(x, train)?;
        for layer in [&self.norm, &self.act].into_iter().flatten() {
            x = layer.forward(&x, train)?;
        }
        Ok(x)
    }
}

impl Context {
    /// The activation of this config.
    ///
    /// # Errors
    ///
    /// What its constructor fails with.
    pub fn activation<A: ActConfig>(
        &self,
        config: &A,
    ) -> std::result::Result<DynLayer, BuildError> {
        activation(self, config)
    }
}

fn activation<A: ActConfig>(cx: &Context, config: &A) -> std::result::Result<DynLayer, BuildError> {
    let act = Build::build(config.clone(), &cx.at("activate"));
    Ok(Box::new(act.map_err(|error| error.at("act_cfg"))?))
}
