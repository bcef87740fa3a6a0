//! `CSPNeXt`, the backbone of RTMDet.

use candle_core::{Result, Tensor};
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{
    ActConfig, Conv, Conv2d, ConvModule, DynLayer, Layer, NormConfig, conv, max_pool, sequence,
};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`CspNext`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct CspNextConfig<N, A, I> {
    #[serde(default)]
    arch: Arch,
    #[serde(default = "one")]
    deepen_factor: f64,
    #[serde(default = "one")]
    widen_factor: f64,
    #[serde(default = "last")]
    out_indices: Vec<usize>,
    #[serde(default = "none")]
    frozen_stages: i64,
    #[serde(default)]
    use_depthwise: Off,
    #[serde(default = "half")]
    expand_ratio: f64,
    #[serde(default)]
    arch_ovewrite: Off,
    #[serde(default = "kernels")]
    spp_kernel_sizes: Vec<usize>,
    #[serde(default = "yes")]
    channel_attention: bool,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: N,
    act_cfg: A,
    #[serde(default)]
    norm_eval: bool,
    init_cfg: InitCfg<I>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
enum Arch {
    #[default]
    P5,
    P6,
}

/// Channels in and out, blocks, whether they have shortcuts, whether there is pooling of several sizes.
type Stage = (usize, usize, usize, bool, bool);

impl Arch {
    fn stages(self) -> &'static [Stage] {
        match self {
            Self::P5 => &[
                (64, 128, 3, true, false),
                (128, 256, 6, true, false),
                (256, 512, 6, true, false),
                (512, 1024, 3, false, true),
            ],
            Self::P6 => &[
                (64, 128, 3, true, false),
                (128, 256, 6, true, false),
                (256, 512, 6, true, false),
                (512, 768, 3, true, false),
                (768, 1024, 3, false, true),
            ],
        }
    }
}

fn one() -> f64 {
    1.0
}

fn half() -> f64 {
    0.5
}

fn last() -> Vec<usize> {
    vec![2, 3, 4]
}

fn none() -> i64 {
    -1
}

fn kernels() -> Vec<usize> {
    vec![5, 9, 13]
}

fn yes() -> bool {
    true
}

/// The network.
pub struct CspNext {
    stages: Vec<Vec<DynLayer>>,
    channels: Vec<usize>,
    outputs: Vec<usize>,
    frozen: i64,
    norm_eval: bool,
}

/// What every layer is made with.
struct Style<'a, N, A> {
    norm: &'a N,
    act: &'a A,
}

impl<N: NormConfig, A: ActConfig> Style<'_, N, A> {
    fn module(&self, cx: &Context, conv: Conv) -> std::result::Result<ConvModule, BuildError> {
        ConvModule::build(cx, conv, Some(self.norm), Some(self.act))
    }
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for CspNextConfig<N, A, I> {
    type Module = CspNext;

    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn build(self, cx: &Context) -> std::result::Result<CspNext, BuildError> {
        let (Off, Off, Off) = (self.use_depthwise, self.arch_ovewrite, self.conv_cfg);
        cx.init(self.init_cfg)?;
        let settings = self.arch.stages();
        mmengine::nets::out_indices(&self.out_indices, settings.len() + 1)?;
        for (key, factor) in [
            ("widen_factor", self.widen_factor),
            ("deepen_factor", self.deepen_factor),
            ("expand_ratio", self.expand_ratio),
        ] {
            if !(0.01..=100.0).contains(&factor) {
                return Err(BuildError::new("must be 0.01 to 100").at(key));
            }
        }
        let style = Style {
            norm: &self.norm_cfg,
            act: &self.act_cfg,
        };
        let wide = |channels: usize| (channels as f64 * self.widen_factor) as usize;
        let half = (settings[0].0 as f64 * self.widen_factor / 2.0) as usize;
        let stem = cx.at("stem");
        let mut stages: Vec<Vec<DynLayer>> = vec![vec![
            Box::new(style.module(&stem.at(0), conv(3, half, 3).stride(2).padding(1))?),
            Box::new(style.module(&stem.at(1), conv(half, half, 3).padding(1))?),
            Box::new(style.module(&stem.at(2), conv(half, wide(settings[0].0), 3).padding(1))?),
        ]];
        let mut channels = vec![wide(settings[0].0)];
        if self.frozen_stages >= 0 {
            stem.freeze();
        }
        for (index, (inputs, outputs, blocks, shortcut, pooled)) in settings.iter().enumerate() {
            let cx = cx.at(format_args!("stage{}", index + 1));
            if self.frozen_stages > index as i64 {
                cx.freeze();
            }
            let (inputs, outputs) = (wide(*inputs), wide(*outputs));
            // Python rounds a half to the even number.
            let blocks = ((*blocks as f64 * self.deepen_factor).round_ties_even() as usize).max(1);
            let first = conv(inputs, outputs, 3).stride(2).padding(1);
            let mut layers: Vec<DynLayer> = vec![Box::new(style.module(&cx.at(0), first)?)];
            if *pooled {
                let pools = self.spp_kernel_sizes.clone();
                layers.push(Box::new(Pyramid::new(&cx.at(1), &style, outputs, pools)?));
            }
            let inner = (outputs as f64 * self.expand_ratio) as usize;
            let place = cx.at(layers.len());
            let attention = self.channel_attention;
            layers.push(Box::new(CspLayer::new(
                &place, &style, outputs, inner, blocks, *shortcut, attention,
            )?));
            stages.push(layers);
            channels.push(outputs);
        }
        Ok(CspNext {
            stages,
            channels,
            outputs: self.out_indices,
            frozen: self.frozen_stages,
            norm_eval: self.norm_eval,
        })
    }
}

impl Extractor for CspNext {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut x = image(features)?.clone();
        let mut outputs = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            x = sequence(
                stage,
                &x,
                train && !self.norm_eval && self.frozen < index as i64,
            )?;
            if self.outputs.contains(&index) {
                outputs.push(x.clone());
            }
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("CSPNeXt", "in_channels", &[3], inputs)?;
        let stages = (0..self.channels.len()).filter(|stage| self.outputs.contains(stage));
        Ok(stages.map(|stage| self.channels[stage]).collect())
    }
}

/// Pooling of several sizes, side by side.
struct Pyramid {
    before: ConvModule,
    pools: Vec<usize>,
    after: ConvModule,
}

impl Pyramid {
    fn new<N: NormConfig, A: ActConfig>(
        cx: &Context,
        style: &Style<'_, N, A>,
        channels: usize,
        pools: Vec<usize>,
    ) -> std::result::Result<Self, BuildError> {
        let inner = channels / 2;
        let before = style.module(&cx.at("conv1"), conv(channels, inner, 1))?;
        let after = conv(inner * (pools.len() + 1), channels, 1);
        Ok(Self {
            before,
            pools,
            after: style.module(&cx.at("conv2"), after)?,
        })
    }
}

impl Layer for Pyramid {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let x = self.before.forward(x, train)?;
        let mut parts = vec![x.clone()];
        for size in &self.pools {
            parts.push(max_pool(&x, *size, 1, size / 2, false)?);
        }
        self.after.forward(&Tensor::cat(&parts, 1)?, train)
    }
}

/// Half of the channels go through the blocks.
struct CspLayer {
    main: ConvModule,
    short: ConvModule,
    last: ConvModule,
    blocks: Vec<CspBlock>,
    attention: Option<Conv2d>,
}

struct CspBlock {
    layers: [ConvModule; 3],
    shortcut: bool,
}

impl CspLayer {
    fn new<N: NormConfig, A: ActConfig>(
        cx: &Context,
        style: &Style<'_, N, A>,
        channels: usize,
        inner: usize,
        blocks: usize,
        shortcut: bool,
        attention: bool,
    ) -> std::result::Result<Self, BuildError> {
        let block = |index: usize| -> std::result::Result<CspBlock, BuildError> {
            let cx = cx.at("blocks").at(index);
            let depthwise = conv(inner, inner, 5).padding(2).groups(inner);
            Ok(CspBlock {
                layers: [
                    style.module(&cx.at("conv1"), conv(inner, inner, 3).padding(1))?,
                    style.module(&cx.at("conv2.depthwise_conv"), depthwise)?,
                    style.module(&cx.at("conv2.pointwise_conv"), conv(inner, inner, 1))?,
                ],
                shortcut,
            })
        };
        Ok(Self {
            main: style.module(&cx.at("main_conv"), conv(channels, inner, 1))?,
            short: style.module(&cx.at("short_conv"), conv(channels, inner, 1))?,
            last: style.module(&cx.at("final_conv"), conv(2 * inner, channels, 1))?,
            blocks: (0..blocks)
                .map(block)
                .collect::<std::result::Result<_, _>>()?,
            attention: if attention {
                Some(conv(2 * inner, 2 * inner, 1).build(&cx.at("attention.fc"))?)
            } else {
                None
            },
        })
    }
}

impl Layer for CspLayer {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let short = self.short.forward(x, train)?;
        let mut main = self.main.forward(x, train)?;
        for block in &self.blocks {
            let y = sequence(&block.layers, &main, train)?;
            main = if block.shortcut { (y + main)? } else { y };
        }
        let mut x = Tensor::cat(&[main, short], 1)?;
        if let Some(attention) = &self.attention {
            let weights = attention.forward(&x.mean_keepdim((2, 3))?, train)?;
            let weights = ((weights + 3.0)? / 6.0)?.clamp(0_f32, 1_f32)?;
            x = x.broadcast_mul(&weights)?;
        }
        self.last.forward(&x, train)
    }
}
