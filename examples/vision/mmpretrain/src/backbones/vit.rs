//! `VisionTransformer`.

use candle_core::{D, IndexOp, Result, Tensor};
use candle_nn::Init;
use mmengine::config::{OneOrMany, Pair};
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{
    Conv2d, DynLayer, Layer, Linear, NormConfig, conv, drop_path, dropout, linear,
};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor, Name};
use rollbook::{Build, BuildError};

/// The arguments of [`VisionTransformer`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct VisionTransformerConfig<N, I> {
    #[serde(default)]
    arch: Arch,
    #[serde(default = "image_size")]
    img_size: Pair,
    #[serde(default = "patch_size")]
    patch_size: usize,
    #[serde(default = "three")]
    in_channels: usize,
    #[serde(default = "last")]
    out_indices: OneOrMany<i64>,
    #[serde(default)]
    drop_rate: f64,
    #[serde(default)]
    drop_path_rate: f64,
    #[serde(default = "yes")]
    qkv_bias: bool,
    norm_cfg: N,
    #[serde(default = "yes")]
    final_norm: bool,
    #[serde(default)]
    out_type: OutType,
    #[serde(default = "yes")]
    with_cls_token: bool,
    #[serde(default)]
    layer_scale_init_value: f64,
    #[serde(default)]
    pre_norm: bool,
    #[serde(default)]
    patch_cfg: Empty,
    #[serde(default)]
    layer_cfgs: Empty,
    init_cfg: InitCfg<I>,
}

/// Nothing can be set in it here.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

fn image_size() -> Pair {
    Pair(224, 224)
}

fn patch_size() -> usize {
    16
}

fn three() -> usize {
    3
}

fn last() -> OneOrMany<i64> {
    OneOrMany(vec![-1])
}

fn yes() -> bool {
    true
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
        Self::Name("base".to_owned())
    }
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sizes {
    embed_dims: usize,
    num_layers: usize,
    num_heads: usize,
    feedforward_channels: usize,
}

const ARCHS: [(&[&str], [usize; 4]); 9] = [
    (&["s", "small"], [768, 8, 8, 768 * 3]),
    (&["b", "base"], [768, 12, 12, 3072]),
    (&["l", "large"], [1024, 24, 16, 4096]),
    (&["h", "huge"], [1280, 32, 16, 5120]),
    (&["eva-g", "eva-giant"], [1408, 40, 16, 6144]),
    (&["deit-t", "deit-tiny"], [192, 12, 3, 192 * 4]),
    (
        &["deit-s", "deit-small", "dinov2-s", "dinov2-small"],
        [384, 12, 6, 384 * 4],
    ),
    (&["deit-b", "deit-base"], [768, 12, 12, 768 * 4]),
    (&["dinov2-g", "dinov2-giant"], [1536, 40, 24, 6144]),
];

impl Arch {
    fn sizes(&self) -> std::result::Result<Sizes, BuildError> {
        let name = match self {
            Self::Custom(sizes) => return Ok(*sizes),
            Self::Name(name) => name.to_lowercase(),
        };
        let found = ARCHS
            .iter()
            .find(|(names, _)| names.contains(&name.as_str()));
        let Some((_, [embed_dims, num_layers, num_heads, feedforward_channels])) = found else {
            let known: Vec<_> = ARCHS
                .iter()
                .map(|(names, _)| names[names.len() - 1])
                .collect();
            let error = format!(
                "there is no architecture `{}`; known: {}",
                name.escape_debug(),
                known.join(", ")
            );
            return Err(BuildError::new(error));
        };
        let (embed_dims, num_layers) = (*embed_dims, *num_layers);
        Ok(Sizes {
            embed_dims,
            num_layers,
            num_heads: *num_heads,
            feedforward_channels: *feedforward_channels,
        })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum OutType {
    #[default]
    ClsToken,
    Featmap,
    AvgFeatmap,
    Raw,
}

/// The network.
pub struct VisionTransformer {
    patches: Conv2d,
    in_channels: usize,
    img_size: Pair,
    cls_token: Option<Tensor>,
    pos_embed: Tensor,
    drop_rate: f64,
    pre_norm: Option<DynLayer>,
    layers: Vec<EncoderLayer>,
    final_norm: Option<DynLayer>,
    mean_norm: Option<DynLayer>,
    outputs: Vec<usize>,
    out_type: OutType,
    width: usize,
}

impl<N: NormConfig, I: InitConfig> Build<Context> for VisionTransformerConfig<N, I> {
    type Module = VisionTransformer;

    #[allow(clippy::cast_precision_loss)]
    fn build(self, cx: &Context) -> std::result::Result<VisionTransformer, BuildError> {
        let (Empty {}, Empty {}) = (self.patch_cfg, self.layer_cfgs);
        let sizes = self.arch.sizes().map_err(|error| error.at("arch"))?;
        let width = sizes.embed_dims;
        if sizes.num_heads == 0 || width % sizes.num_heads != 0 {
            let error = format!(
                "{width} numbers cannot be divided among {} heads",
                sizes.num_heads
            );
            return Err(BuildError::new(error).at("arch"));
        }
        if self.patch_size == 0 {
            return Err(BuildError::new("must be 1 or more").at("patch_size"));
        }
        if !self.with_cls_token && self.out_type == OutType::ClsToken {
            let error = "the output is the class token, so there must be one";
            return Err(BuildError::new(error).at("with_cls_token"));
        }
        let count = sizes.num_layers;
        let outputs = self.out_indices.into_iter().map(|index| {
            let found = if index < 0 {
                count.checked_add_signed(index as isize)
            } else {
                usize::try_from(index).ok()
            };
            found.filter(|found| *found < count).ok_or_else(|| {
                BuildError::new(format!("there is no layer {index} among {count}"))
                    .at("out_indices")
            })
        });
        let outputs = outputs.collect::<std::result::Result<_, _>>()?;
        let Pair(height, breadth) = self.img_size;
        let patches = height.div_ceil(self.patch_size) * breadth.div_ceil(self.patch_size);
        let tokens = patches + usize::from(self.with_cls_token);
        cx.init(self.init_cfg)?;
        let norm = |name| cx.norm(&self.norm_cfg, width, Name::Is(name));
        let token = |name, count| {
            cx.tensor(
                "Parameter",
                name,
                &[1, count, width],
                Init::Randn {
                    mean: 0.0,
                    stdev: 0.02,
                },
            )
        };
        let mut projection = conv(self.in_channels, width, self.patch_size).stride(self.patch_size);
        projection.bias = !self.pre_norm;
        let layers = (0..count).map(|index| {
            let cx = cx.at("layers").at(index);
            let rate = self.drop_path_rate * index as f64 / (count.max(2) - 1) as f64;
            EncoderLayer::new(
                &cx,
                &self.norm_cfg,
                &sizes,
                self.qkv_bias,
                self.layer_scale_init_value,
                [self.drop_rate, rate],
            )
        });
        Ok(VisionTransformer {
            patches: projection.build(&cx.at("patch_embed.projection"))?,
            in_channels: self.in_channels,
            img_size: self.img_size,
            cls_token: if self.with_cls_token {
                Some(token("cls_token", 1)?)
            } else {
                None
            },
            pos_embed: token("pos_embed", tokens)?,
            drop_rate: self.drop_rate,
            pre_norm: if self.pre_norm {
                Some(norm("pre_norm")?)
            } else {
                None
            },
            layers: layers.collect::<std::result::Result<_, _>>()?,
            final_norm: if self.final_norm {
                Some(norm("ln1")?)
            } else {
                None
            },
            mean_norm: if self.out_type == OutType::AvgFeatmap {
                Some(norm("ln2")?)
            } else {
                None
            },
            outputs,
            out_type: self.out_type,
            width,
        })
    }
}

impl VisionTransformer {
    fn output(&self, x: &Tensor, rows: usize, train: bool) -> Result<Tensor> {
        let extra = usize::from(self.cls_token.is_some());
        let patches = || x.narrow(1, extra, x.dim(1)? - extra);
        match (self.out_type, &self.mean_norm) {
            (OutType::Raw, _) => Ok(x.clone()),
            (OutType::ClsToken, _) => x.i((.., 0)),
            (OutType::AvgFeatmap, Some(norm)) => norm.forward(&patches()?.mean(1)?, train),
            (OutType::AvgFeatmap, None) => patches()?.mean(1),
            (OutType::Featmap, _) => {
                let x = patches()?.transpose(1, 2)?.contiguous()?;
                x.reshape((x.dim(0)?, self.width, rows, ()))
            }
        }
    }
}

impl Extractor for VisionTransformer {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let image = image(features)?;
        let (batch, _, height, width) = image.dims4()?;
        if (height, width) != (self.img_size.0, self.img_size.1) {
            candle_core::bail!(
                "this VisionTransformer was built for images of {} x {}, not {height} x {width}: change `img_size`, or the pipeline",
                self.img_size.0,
                self.img_size.1
            );
        }
        let x = self.patches.forward(image, train)?;
        let rows = x.dim(2)?;
        let mut x = x.flatten_from(2)?.transpose(1, 2)?;
        if let Some(token) = &self.cls_token {
            x = Tensor::cat(&[&token.repeat((batch, 1, 1))?, &x], 1)?;
        }
        x = dropout(&x.broadcast_add(&self.pos_embed)?, self.drop_rate, train)?;
        if let Some(norm) = &self.pre_norm {
            x = norm.forward(&x, train)?;
        }
        let mut outputs = Vec::new();
        for (index, layer) in self.layers.iter().enumerate() {
            x = layer.forward(&x, train)?;
            if index + 1 == self.layers.len()
                && let Some(norm) = &self.final_norm
            {
                x = norm.forward(&x, train)?;
            }
            if self.outputs.contains(&index) {
                outputs.push(self.output(&x, rows, train)?);
            }
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check(
            "VisionTransformer",
            "in_channels",
            &[self.in_channels],
            inputs,
        )?;
        Ok(vec![self.width; self.outputs.len()])
    }
}

/// A layer of the encoder: attention, then two linear layers, each beside a shortcut.
struct EncoderLayer {
    norms: [DynLayer; 2],
    qkv: Linear,
    proj: Linear,
    hidden: [Linear; 2],
    scales: Option<[Tensor; 2]>,
    heads: usize,
    rates: [f64; 2],
}

impl EncoderLayer {
    fn new<N: NormConfig>(
        cx: &Context,
        norm: &N,
        sizes: &Sizes,
        qkv_bias: bool,
        scale: f64,
        rates: [f64; 2],
    ) -> std::result::Result<Self, BuildError> {
        let (width, inner) = (sizes.embed_dims, sizes.feedforward_channels);
        let scales = |name: &str| cx.tensor("LayerScale", name, &[width], Init::Const(scale));
        Ok(Self {
            norms: [
                cx.norm(norm, width, Name::Is("ln1"))?,
                cx.norm(norm, width, Name::Is("ln2"))?,
            ],
            qkv: linear(&cx.at("attn.qkv"), width, 3 * width, qkv_bias)?,
            proj: linear(&cx.at("attn.proj"), width, width, true)?,
            hidden: [
                linear(&cx.at("ffn.layers.0.0"), width, inner, true)?,
                linear(&cx.at("ffn.layers.1"), inner, width, true)?,
            ],
            scales: if scale > 0.0 {
                Some([scales("attn.gamma1.weight")?, scales("ffn.gamma2.weight")?])
            } else {
                None
            },
            heads: sizes.num_heads,
            rates,
        })
    }

    fn attention(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let (batch, tokens, width) = x.dims3()?;
        let size = width / self.heads;
        let qkv = self
            .qkv
            .forward(x, train)?
            .reshape((batch, tokens, 3, self.heads, size))?;
        let part = |index: usize| qkv.i((.., .., index))?.transpose(1, 2)?.contiguous();
        let (q, k, v) = (part(0)?, part(1)?, part(2)?);
        #[allow(clippy::cast_precision_loss)]
        let q = (q / (size as f64).sqrt())?;
        let weights = candle_nn::ops::softmax(&q.matmul(&k.t()?)?, D::Minus1)?;
        let x = weights
            .matmul(&v)?
            .transpose(1, 2)?
            .reshape((batch, tokens, width))?;
        self.proj.forward(&x, train)
    }

    fn shortcut(&self, x: &Tensor, y: &Tensor, branch: usize, train: bool) -> Result<Tensor> {
        let [rate, path] = self.rates;
        let mut y = dropout(y, rate, train)?;
        if let Some(scales) = &self.scales {
            y = y.broadcast_mul(&scales[branch])?;
        }
        x + drop_path(&y, path, train)?
    }
}

impl Layer for EncoderLayer {
    fn forward(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let [first, second] = &self.norms;
        let x = self.shortcut(
            x,
            &self.attention(&first.forward(x, train)?, train)?,
            0,
            train,
        )?;
        let [wide, narrow] = &self.hidden;
        let y = wide
            .forward(&second.forward(&x, train)?, train)?
            .gelu_erf()?;
        let y = narrow.forward(&dropout(&y, self.rates[0], train)?, train)?;
        self.shortcut(&x, &y, 1, train)
    }
}
