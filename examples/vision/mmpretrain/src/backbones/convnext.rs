//! `ConvNeXt`, the first version.

use candle_core::{Result, Tensor};
use candle_nn::Init;
use mmengine::config::{Off, OneOrMany};
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{
    ActConfig, Conv2d, DynLayer, Layer, Linear, NormConfig, conv, drop_path, linear, sequence,
};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor, Name};
use rollbook::{Build, BuildError};

/// The arguments of [`ConvNeXt`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ConvNeXtConfig<N, A, I> {
    #[serde(default)]
    arch: Arch,
    #[serde(default = "three")]
    in_channels: usize,
    #[serde(default = "four")]
    stem_patch_size: usize,
    norm_cfg: N,
    act_cfg: A,
    #[serde(default = "yes")]
    linear_pw_conv: bool,
    #[serde(default)]
    use_grn: Off,
    #[serde(default)]
    drop_path_rate: f64,
    #[serde(default = "small")]
    layer_scale_init_value: f64,
    #[serde(default = "last")]
    out_indices: OneOrMany<i64>,
    #[serde(default)]
    frozen_stages: i64,
    #[serde(default = "yes")]
    gap_before_final_norm: bool,
    #[serde(default)]
    with_cp: Off,
    init_cfg: InitCfg<I>,
}

fn three() -> usize {
    3
}

fn four() -> usize {
    4
}

fn yes() -> bool {
    true
}

fn small() -> f64 {
    1e-6
}

fn last() -> OneOrMany<i64> {
    OneOrMany(vec![-1])
}

/// The name of an architecture, or its numbers.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(untagged)]
enum Arch {
    Name(String),
    Custom(Sizes),
}

impl Default for Arch {
    fn default() -> Self {
        Self::Name("tiny".to_owned())
    }
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sizes {
    depths: Vec<usize>,
    channels: Vec<usize>,
}

/// Blocks of the third stage, channels of the first, by name; the other stages have 2 or 3 blocks, and channels double.
const ARCHS: [(&str, usize, usize); 10] = [
    ("atto", 6, 40),
    ("femto", 6, 48),
    ("pico", 6, 64),
    ("nano", 8, 80),
    ("tiny", 9, 96),
    ("small", 27, 96),
    ("base", 27, 128),
    ("large", 27, 192),
    ("xlarge", 27, 256),
    ("huge", 27, 352),
];

impl Arch {
    fn sizes(self) -> std::result::Result<Sizes, BuildError> {
        let name = match self {
            Self::Custom(sizes)
                if sizes.depths.len() == sizes.channels.len() && !sizes.depths.is_empty() =>
            {
                return Ok(sizes);
            }
            Self::Custom(_) => {
                return Err(BuildError::new(
                    "`depths` and `channels` must be of one length",
                ));
            }
            Self::Name(name) => name,
        };
        let Some((_, third, channels)) = ARCHS.iter().find(|(known, ..)| *known == name) else {
            let known: Vec<_> = ARCHS.iter().map(|(name, ..)| *name).collect();
            let error = format!(
                "there is no architecture `{}`; known: {}",
                name.escape_debug(),
                known.join(", ")
            );
            return Err(BuildError::new(error));
        };
        let other = if *third < 9 { 2 } else { 3 };
        Ok(Sizes {
            depths: vec![other, other, *third, other],
            channels: (0..4).map(|stage| channels << stage).collect(),
        })
    }
}

/// The network.
pub struct ConvNeXt {
    in_channels: usize,
    stages: Vec<Stage>,
    mean_first: bool,
    frozen: i64,
}

struct Stage {
    before: Vec<DynLayer>,
    blocks: Vec<Block>,
    norm: Option<DynLayer>,
    channels: usize,
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for ConvNeXtConfig<N, A, I> {
    type Module = ConvNeXt;

    #[allow(clippy::cast_precision_loss)]
    fn build(self, cx: &Context) -> std::result::Result<ConvNeXt, BuildError> {
        let (Off, Off) = (self.use_grn, self.with_cp);
        cx.init(self.init_cfg)?;
        let Sizes { depths, channels } = self.arch.sizes().map_err(|error| error.at("arch"))?;
        let count = depths.len();
        let mut outputs = Vec::new();
        for index in self.out_indices {
            let found = if index < 0 {
                count.checked_add_signed(index as isize)
            } else {
                usize::try_from(index).ok()
            };
            outputs.push(found.filter(|found| *found < count).ok_or_else(|| {
                BuildError::new(format!("there is no stage {index} among {count}"))
                    .at("out_indices")
            })?);
        }
        if self.stem_patch_size == 0 {
            return Err(BuildError::new("must be 1 or more").at("stem_patch_size"));
        }
        let total: usize = depths.iter().sum();
        let mut done = 0;
        let mut stages = Vec::new();
        for (stage, (depth, outer)) in depths.into_iter().zip(&channels).enumerate() {
            let place = cx.at("downsample_layers").at(stage);
            if self.frozen_stages > stage as i64 {
                place.freeze();
                cx.at("stages").at(stage).freeze();
            }
            let before: Vec<DynLayer> = if stage == 0 {
                let size = self.stem_patch_size;
                let stem = conv(self.in_channels, *outer, size).stride(size);
                vec![
                    Box::new(stem.build(&place.at(0))?),
                    place.norm(&self.norm_cfg, *outer, Name::Is("1"))?,
                ]
            } else {
                let inner = channels[stage - 1];
                vec![
                    place.norm(&self.norm_cfg, inner, Name::Is("0"))?,
                    Box::new(conv(inner, *outer, 2).stride(2).build(&place.at(1))?),
                ]
            };
            let mut blocks = Vec::new();
            for block in 0..depth {
                let cx = cx.at("stages").at(stage).at(block);
                let rate = self.drop_path_rate * done as f64 / (total.max(2) - 1) as f64;
                let scale = self.layer_scale_init_value;
                blocks.push(Block::new(
                    &cx,
                    &self.norm_cfg,
                    &self.act_cfg,
                    *outer,
                    self.linear_pw_conv,
                    scale,
                    rate,
                )?);
                done += 1;
            }
            let norm = if outputs.contains(&stage) {
                Some(cx.norm(&self.norm_cfg, *outer, Name::Is(&format!("norm{stage}")))?)
            } else {
                None
            };
            stages.push(Stage {
                before,
                blocks,
                norm,
                channels: *outer,
            });
        }
        Ok(ConvNeXt {
            in_channels: self.in_channels,
            stages,
            mean_first: self.gap_before_final_norm,
            frozen: self.frozen_stages,
        })
    }
}

impl Extractor for ConvNeXt {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut x = image(features)?.clone();
        let mut outputs = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            let trains = train && self.frozen <= index as i64;
            x = sequence(&stage.before, &x, trains)?;
            x = sequence(&stage.blocks, &x, trains)?;
            if let Some(norm) = &stage.norm {
                outputs.push(if self.mean_first {
                    norm.forward(&x.mean_keepdim((2, 3))?, train)?
                        .flatten_from(1)?
                } else {
                    norm.forward(&x, train)?
                });
            }
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("ConvNeXt", "in_channels", &[self.in_channels], inputs)?;
        let outputs = self.stages.iter().filter(|stage| stage.norm.is_some());
        Ok(outputs.map(|stage| stage.channels).collect())
    }
}

struct Block {
    depthwise: Conv2d,
    norm: DynLayer,
    pointwise: [Linear; 2],
    act: DynLayer,
    scale: Option<Tensor>,
    rate: f64,
}

impl Block {
    fn new<N: NormConfig, A: ActConfig>(
        cx: &Context,
        norm: &N,
        act: &A,
        channels: usize,
        linear_layers: bool,
        scale: f64,
        rate: f64,
    ) -> std::result::Result<Self, BuildError> {
        if !linear_layers {
            let error = "convolutions instead of linear layers are not supported here";
            return Err(BuildError::new(error).at("linear_pw_conv"));
        }
        let depthwise = conv(channels, channels, 7).padding(3).groups(channels);
        Ok(Self {
            depthwise: depthwise.build(&cx.at("depthwise_conv"))?,
            norm: cx.norm(norm, channels, Name::Is("norm"))?,
            pointwise: [
                linear(&cx.at("pointwise_conv1"), channels, 4 * channels, true)?,
                linear(&cx.at("pointwise_conv2"), 4 * channels, channels, true)?,
            ],
            act: cx.activation(act)?,
            scale: if scale > 0.0 {
                Some(cx.tensor("Parameter", "gamma", &[channels], Init::Const(scale))?)
            } else {
                None
            },
            rate,
        })
    }
}

impl Layer for Block {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let y = self
            .norm
            .forward(&self.depthwise.forward(x, train)?, train)?;
        let y = y.permute((0, 2, 3, 1))?.contiguous()?;
        let [wide, narrow] = &self.pointwise;
        let y = self.act.forward(&wide.forward(&y, train)?, train)?;
        let mut y = narrow.forward(&y, train)?;
        if let Some(scale) = &self.scale {
            y = y.broadcast_mul(scale)?;
        }
        x + drop_path(&y.permute((0, 3, 1, 2))?.contiguous()?, self.rate, train)?
    }
}
