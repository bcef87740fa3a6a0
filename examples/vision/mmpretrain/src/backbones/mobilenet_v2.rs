//! `MobileNetV2`.

use candle_core::{Result, Tensor};
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{ActConfig, ConvModule, Layer, NormConfig, conv, make_divisible, sequence};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`MobileNetV2`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct MobileNetV2Config<N, A, I> {
    #[serde(default = "one")]
    widen_factor: f64,
    #[serde(default = "last")]
    out_indices: Vec<usize>,
    #[serde(default = "none")]
    frozen_stages: i64,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: N,
    act_cfg: A,
    #[serde(default)]
    norm_eval: bool,
    #[serde(default)]
    with_cp: Off,
    init_cfg: InitCfg<I>,
}

fn one() -> f64 {
    1.0
}

fn last() -> Vec<usize> {
    vec![7]
}

fn none() -> i64 {
    -1
}

/// How much wider a block is inside, its channels, how many there are, the step of the first.
const STAGES: [(usize, usize, usize, usize); 7] = [
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
];

/// The network.
pub struct MobileNetV2 {
    first: ConvModule,
    stages: Vec<Vec<InvertedResidual>>,
    last: ConvModule,
    channels: Vec<usize>,
    outputs: Vec<usize>,
    frozen: i64,
    norm_eval: bool,
}

struct InvertedResidual {
    layers: Vec<ConvModule>,
    shortcut: bool,
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for MobileNetV2Config<N, A, I> {
    type Module = MobileNetV2;

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn build(self, cx: &Context) -> std::result::Result<MobileNetV2, BuildError> {
        let (Off, Off) = (self.conv_cfg, self.with_cp);
        cx.init(self.init_cfg)?;
        mmengine::nets::out_indices(&self.out_indices, 8)?;
        if !(0.01..=100.0).contains(&self.widen_factor) {
            return Err(BuildError::new("must be 0.01 to 100").at("widen_factor"));
        }
        let (norm, act) = (Some(&self.norm_cfg), Some(&self.act_cfg));
        let wide = |channels: usize| make_divisible(channels as f64 * self.widen_factor, 8);
        let mut inputs = wide(32);
        let frozen = |index: usize| self.frozen_stages >= index as i64;
        let place = cx.at("conv1");
        if frozen(0) {
            place.freeze();
        }
        let first = ConvModule::build(&place, conv(3, inputs, 3).stride(2).padding(1), norm, act)?;
        let (mut stages, mut channels) = (Vec::new(), Vec::new());
        for (index, (ratio, outputs, count, stride)) in STAGES.into_iter().enumerate() {
            let outputs = wide(outputs);
            let cx = cx.at(format_args!("layer{}", index + 1));
            if frozen(index + 1) {
                cx.freeze();
            }
            let mut blocks = Vec::new();
            for block in 0..count {
                let cx = cx.at(block).at("conv");
                let stride = if block == 0 { stride } else { 1 };
                let hidden = inputs * ratio;
                let mut layers = Vec::new();
                if ratio != 1 {
                    layers.push(ConvModule::build(
                        &cx.at(0),
                        conv(inputs, hidden, 1),
                        norm,
                        act,
                    )?);
                }
                let depthwise = conv(hidden, hidden, 3)
                    .stride(stride)
                    .padding(1)
                    .groups(hidden);
                layers.push(ConvModule::build(
                    &cx.at(layers.len()),
                    depthwise,
                    norm,
                    act,
                )?);
                let place = cx.at(layers.len());
                layers.push(ConvModule::build(
                    &place,
                    conv(hidden, outputs, 1),
                    norm,
                    None::<&A>,
                )?);
                blocks.push(InvertedResidual {
                    layers,
                    shortcut: stride == 1 && inputs == outputs,
                });
                inputs = outputs;
            }
            stages.push(blocks);
            channels.push(outputs);
        }
        let outputs = if self.widen_factor > 1.0 {
            (1280.0 * self.widen_factor) as usize
        } else {
            1280
        };
        channels.push(outputs);
        Ok(MobileNetV2 {
            first,
            stages,
            last: ConvModule::build(&cx.at("conv2"), conv(inputs, outputs, 1), norm, act)?,
            channels,
            outputs: self.out_indices,
            frozen: self.frozen_stages,
            norm_eval: self.norm_eval,
        })
    }
}

impl Extractor for MobileNetV2 {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let trains = |stage: i64| train && !self.norm_eval && self.frozen < stage;
        let mut x = self.first.forward(image(features)?, trains(0))?;
        let mut outputs = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            for block in stage {
                let y = sequence(&block.layers, &x, trains(index as i64 + 1))?;
                x = if block.shortcut { (x + y)? } else { y };
            }
            if self.outputs.contains(&index) {
                outputs.push(x.clone());
            }
        }
        if self.outputs.contains(&7) {
            outputs.push(self.last.forward(&x, train && !self.norm_eval)?);
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("MobileNetV2", "in_channels", &[3], inputs)?;
        let stages = (0..8).filter(|stage| self.outputs.contains(stage));
        Ok(stages.map(|stage| self.channels[stage]).collect())
    }
}
