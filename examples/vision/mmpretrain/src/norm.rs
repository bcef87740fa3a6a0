//! `LN2d`: a layer norm over the channels of an image.

use candle_core::{Result, Tensor};
use mmengine::layers::norm::LayerNorm;
use mmengine::{Layer, Site};
use rollbook::{Build, BuildError};

/// The arguments of [`LayerNorm2d`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LayerNorm2dConfig {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default = "yes")]
    requires_grad: bool,
}

fn small() -> f64 {
    1e-5
}

fn yes() -> bool {
    true
}

/// The layer.
pub struct LayerNorm2d(LayerNorm);

impl Build<Site> for LayerNorm2dConfig {
    type Module = LayerNorm2d;

    fn build(self, site: &Site) -> std::result::Result<LayerNorm2d, BuildError> {
        let cx = site.context("ln");
        if !self.requires_grad {
            cx.freeze();
        }
        LayerNorm::new(&cx, site.channels(), self.eps).map(LayerNorm2d)
    }
}

impl Layer for LayerNorm2d {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let x = x.permute((0, 2, 3, 1))?;
        self.0
            .forward(&x, train)?
            .permute((0, 3, 1, 2))?
            .contiguous()
    }
}
