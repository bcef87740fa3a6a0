//! The modules of the registry `activation`.

use candle_core::{Result, Tensor};
use rollbook::{Build, BuildError};

use super::Layer;
use crate::context::Context;

/// An activation, given what it computes.
macro_rules! activations {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty = $default:literal),* } |$this:ident, $x:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, rollbook::Config)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            /// Whether PyTorch overwrites its input. It makes no difference here.
            pub inplace: bool,
            $(/// As in PyTorch.
            pub $field: $type,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { inplace: false, $($field: $default),* }
            }
        }

        impl Build<Context> for $name {
            type Module = Self;
            fn build(self, _: &Context) -> std::result::Result<Self, BuildError> {
                Ok(self)
            }
        }

        impl Layer for $name {
            fn forward(&self, $x: &Tensor, _: bool) -> Result<Tensor> {
                let $this = self;
                let _ = $this;
                $body
            }
        }
    )*};
}

activations! {
    /// `nn.ReLU`.
    ReLU {} |this, x| x.relu();
    /// `nn.ReLU6`.
    ReLU6 {} |this, x| x.clamp(0_f32, 6_f32);
    /// `nn.LeakyReLU`.
    LeakyReLU { negative_slope: f64 = 0.01 } |this, x| candle_nn::ops::leaky_relu(x, this.negative_slope);
    /// `nn.Tanh`.
    Tanh {} |this, x| x.tanh();
    /// `nn.Sigmoid`.
    Sigmoid {} |this, x| sigmoid(x);
    /// `nn.GELU`.
    GELU {} |this, x| x.gelu_erf();
    /// `nn.SiLU`, in MMCV also `Swish`.
    SiLU {} |this, x| x * sigmoid(x)?;
    /// `nn.Mish`.
    Mish {} |this, x| x * (x.exp()? + 1.0)?.log()?.tanh()?;
    /// MMCV's `HSigmoid`.
    HSigmoid { bias: f64 = 3.0, divisor: f64 = 6.0, min_value: f64 = 0.0, max_value: f64 = 1.0 } |this, x|
        ((x + this.bias)? / this.divisor)?.clamp(this.min_value, this.max_value);
    /// `nn.Hardswish`.
    HSwish {} |this, x| x * ((x + 3.0)?.clamp(0_f32, 6_f32)? / 6.0)?;
}

/// `1 / (1 + exp(-x))`, which candle can also differentiate.
fn sigmoid(x: &Tensor) -> Result<Tensor> {
    (x.neg()?.exp()? + 1.0)?.recip()
}
