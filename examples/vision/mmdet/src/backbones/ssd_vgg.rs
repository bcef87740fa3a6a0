//! `SSDVGG`: VGG without a classifier, and two convolutions more.

use candle_core::{Result, Tensor};
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{Conv2d, Layer, conv, max_pool};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`SsdVgg`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SsdVggConfig<I> {
    depth: usize,
    #[serde(default)]
    with_last_pool: Off,
    #[serde(default = "yes")]
    ceil_mode: bool,
    #[serde(default = "stages")]
    out_indices: Vec<usize>,
    #[serde(default = "layers")]
    out_feature_indices: Vec<usize>,
    init_cfg: InitCfg<I>,
}

fn yes() -> bool {
    true
}

fn stages() -> Vec<usize> {
    vec![3, 4]
}

fn layers() -> Vec<usize> {
    vec![22, 34]
}

/// The network: a list of layers, whose numbers name tensors and outputs.
pub struct SsdVgg {
    layers: Vec<Step>,
    outputs: Vec<usize>,
    channels: Vec<usize>,
}

enum Step {
    Conv(Conv2d),
    Relu,
    Pool {
        kernel: usize,
        stride: usize,
        padding: usize,
        ceil: bool,
    },
}

impl<I: InitConfig> Build<Context> for SsdVggConfig<I> {
    type Module = SsdVgg;

    fn build(self, cx: &Context) -> std::result::Result<SsdVgg, BuildError> {
        let Off = self.with_last_pool;
        // MMDetection hands it to VGG, whose outputs it then does not use.
        mmengine::nets::out_indices(&self.out_indices, 6)?;
        cx.init(self.init_cfg)?;
        let cx = cx.at("features");
        let blocks = match self.depth {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => {
                let error = format!("there is no depth {}; known: 11, 13, 16, 19", self.depth);
                return Err(BuildError::new(error).at("depth"));
            }
        };
        let (mut layers, mut after, mut inputs) = (Vec::new(), Vec::new(), 3);
        let mut push = |step, channels| {
            layers.push(step);
            after.push(channels);
            layers.len()
        };
        let mut next = 0;
        for (stage, count) in blocks.into_iter().enumerate() {
            let channels = 64 << stage.min(3);
            for _ in 0..count {
                let layer = conv(inputs, channels, 3).padding(1).build(&cx.at(next))?;
                push(Step::Conv(layer), channels);
                next = push(Step::Relu, channels);
                inputs = channels;
            }
            if stage < 4 {
                next = push(
                    Step::Pool {
                        kernel: 2,
                        stride: 2,
                        padding: 0,
                        ceil: self.ceil_mode,
                    },
                    channels,
                );
            }
        }
        next = push(
            Step::Pool {
                kernel: 3,
                stride: 1,
                padding: 1,
                ceil: false,
            },
            inputs,
        );
        for layer in [
            conv(inputs, 1024, 3).padding(6).dilation(6),
            conv(1024, 1024, 1),
        ] {
            push(Step::Conv(layer.build(&cx.at(next))?), 1024);
            next = push(Step::Relu, 1024);
        }
        let channels = self.out_feature_indices.iter().map(|index| {
            after.get(*index).copied().ok_or_else(|| {
                let error = format!("there is no layer {index} among {}", after.len());
                BuildError::new(error).at("out_feature_indices")
            })
        });
        let channels = channels.collect::<std::result::Result<_, _>>()?;
        Ok(SsdVgg {
            layers,
            outputs: self.out_feature_indices,
            channels,
        })
    }
}

impl Extractor for SsdVgg {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut x = image(features)?.clone();
        let mut outputs = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            x = match layer {
                Step::Conv(conv) => conv.forward(&x, train)?,
                Step::Relu => x.relu()?,
                Step::Pool {
                    kernel,
                    stride,
                    padding,
                    ceil,
                } => max_pool(&x, *kernel, *stride, *padding, *ceil)?,
            };
            if self.outputs.contains(&index) {
                outputs.push(x.clone());
            }
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("SSDVGG", "in_channels", &[3], inputs)?;
        Ok(self.channels.clone())
    }
}
