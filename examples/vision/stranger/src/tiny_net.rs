//! `TinyNet`: two convolutions.

use candle_core::{Result, Tensor};
use mmengine::layers::{Conv2d, Layer, conv};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`TinyNet`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct TinyNetConfig {
    channels: usize,
}

/// The network.
pub struct TinyNet([Conv2d; 2], usize);

impl Build<Context> for TinyNetConfig {
    type Module = TinyNet;

    fn build(self, cx: &Context) -> std::result::Result<TinyNet, BuildError> {
        let first = conv(3, self.channels, 3).stride(4).padding(1);
        let second = conv(self.channels, 2 * self.channels, 3)
            .stride(2)
            .padding(1);
        let layers = [
            first.build(&cx.at("conv1"))?,
            second.build(&cx.at("conv2"))?,
        ];
        Ok(TinyNet(layers, self.channels))
    }
}

impl Extractor for TinyNet {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let first = self.0[0].forward(image(features)?, train)?.relu()?;
        let second = self.0[1].forward(&first, train)?.relu()?;
        Ok(vec![first, second])
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("TinyNet", "in_channels", &[3], inputs)?;
        Ok(vec![self.1, 2 * self.1])
    }
}
