//! Residual networks: ResNet and what is made of it.

use candle_core::{Result, Tensor};
use rollbook::BuildError;

use super::SqueezeExcite;
use super::split::{Split, SplitAttention};
use crate::context::{Context, Name};
use crate::initializer::Fixed;
use crate::layers::{DynLayer, Layer, NormConfig, avg_pool, conv, drop_path, max_pool, sequence};
use crate::model::{Extractor, Mismatch};

/// What a residual network is like.
#[derive(Clone, Debug)]
pub struct Residual {
    /// The module, for errors.
    pub name: &'static str,
    /// Its layers.
    pub depth: usize,
    /// Channels of the image.
    pub in_channels: usize,
    /// Channels after the stem.
    pub stem_channels: usize,
    /// Inner channels of the first stage.
    pub base_channels: usize,
    /// How many times more channels come out of a block than are inside; by the depth where `None`.
    pub expansion: Option<usize>,
    /// How many stages there are.
    pub num_stages: usize,
    /// The step of each stage.
    pub strides: Vec<usize>,
    /// The dilation of each stage.
    pub dilations: Vec<usize>,
    /// The stages whose features come out.
    pub out_indices: Vec<usize>,
    /// Whether the first convolution of a block makes the step, and not the second.
    pub caffe: bool,
    /// What the image goes through first.
    pub stem: Stem,
    /// How a shortcut is made smaller.
    pub shortcut: Shortcut,
    /// The stages that are not trained, the stem being the 0th; -1 is none.
    pub frozen_stages: i64,
    /// Whether norms use their running statistics in training, too.
    pub norm_eval: bool,
    /// Whether a block begins as if it were not there.
    pub zero_init: bool,
    /// How often the last block is left out in training.
    pub drop_path_rate: f64,
    /// What a block computes.
    pub branch: Branch,
}

/// What the image goes through first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stem {
    /// One convolution of 7 x 7.
    Plain,
    /// Three of 3 x 3, as mmpretrain names them: `stem.0.conv`.
    Modules,
    /// Three of 3 x 3, as mmdet names them: `stem.0`, `stem.1`.
    Flat,
}

/// How a shortcut is made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// By the step of its convolution.
    Strided,
    /// By the mean before it, where there is a step; mmpretrain's `avg_down`.
    PooledWhereStrided,
    /// By the mean before it, also over one pixel; mmdet's `avg_down`.
    Pooled,
}

/// What a block computes beside its convolutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Branch {
    /// Nothing.
    Plain,
    /// The middle convolution in groups of a width: ResNeXt.
    Groups(usize, usize),
    /// Squeeze and excitation with a ratio: SE-ResNet.
    SqueezeExcite(usize),
    /// Attention between splits of the channels: ResNeSt.
    Split(Split),
}

/// A residual network.
pub struct ResNet {
    spec: Residual,
    stem: Vec<DynLayer>,
    stages: Vec<Vec<Block>>,
}

impl Residual {
    /// Builds the network at this place.
    ///
    /// # Errors
    ///
    /// A depth that there is not, or lists of other lengths than there are stages.
    #[allow(clippy::cast_precision_loss)]
    pub fn build<N: NormConfig>(
        self,
        cx: &Context,
        norm: &N,
    ) -> std::result::Result<ResNet, BuildError> {
        let (bottleneck, blocks) = self.blocks()?;
        let stem = self.stem(cx, norm)?;
        let expansion = self.expansion.unwrap_or(if bottleneck { 4 } else { 1 });
        if expansion == 0 || self.base_channels == 0 {
            return Err(BuildError::new("must be 1 or more").at("base_channels"));
        }
        if self.frozen_stages >= 0 {
            for stem in ["conv1", "bn1", "gn1", "stem"] {
                cx.at(stem).freeze();
            }
        }
        let total: usize = blocks.iter().sum();
        let mut done = 0;
        let mut inputs = self.stem_channels;
        let mut stages = Vec::new();
        for (stage, count) in blocks.iter().take(self.num_stages).enumerate() {
            let cx = cx.at(format_args!("layer{}", stage + 1));
            if self.frozen_stages > stage as i64 {
                cx.freeze();
            }
            let mut stage_blocks = Vec::new();
            for block in 0..*count {
                let shape = Shape {
                    inputs,
                    inner: self.base_channels << stage,
                    outputs: (self.base_channels << stage) * expansion,
                    stride: if block == 0 { self.strides[stage] } else { 1 },
                    dilation: self.dilations[stage],
                    drop_path: self.drop_path_rate * done as f64 / (total.max(2) - 1) as f64,
                };
                let cx = cx.at(block);
                stage_blocks.push(if bottleneck {
                    self.bottleneck(&cx, norm, &shape)?
                } else {
                    self.basic(&cx, norm, &shape)?
                });
                inputs = shape.outputs;
                done += 1;
            }
            stages.push(stage_blocks);
        }
        Ok(ResNet {
            spec: self,
            stem,
            stages,
        })
    }

    fn blocks(&self) -> std::result::Result<(bool, [usize; 4]), BuildError> {
        let stages = self.num_stages;
        if !(1..=4).contains(&stages) {
            return Err(BuildError::new("must be 1 to 4").at("num_stages"));
        }
        for (key, length) in [
            ("strides", self.strides.len()),
            ("dilations", self.dilations.len()),
        ] {
            if length != stages {
                let error = format!("{length} numbers for {stages} stages");
                return Err(BuildError::new(error).at(key));
            }
        }
        if self.strides.contains(&0) {
            return Err(BuildError::new("must be 1 or more").at("strides"));
        }
        out_indices(&self.out_indices, stages)?;
        let known: &[(usize, bool, [usize; 4])] = match self.branch {
            Branch::Plain => &[
                (18, false, [2, 2, 2, 2]),
                (34, false, [3, 4, 6, 3]),
                (50, true, [3, 4, 6, 3]),
                (101, true, [3, 4, 23, 3]),
                (152, true, [3, 8, 36, 3]),
            ],
            Branch::SqueezeExcite(_) | Branch::Groups(..) => &[
                (50, true, [3, 4, 6, 3]),
                (101, true, [3, 4, 23, 3]),
                (152, true, [3, 8, 36, 3]),
            ],
            Branch::Split(_) => &[
                (50, true, [3, 4, 6, 3]),
                (101, true, [3, 4, 23, 3]),
                (152, true, [3, 8, 36, 3]),
                (200, true, [3, 24, 36, 3]),
                (269, true, [3, 30, 48, 8]),
            ],
        };
        let found = known.iter().find(|(depth, ..)| *depth == self.depth);
        found
            .map(|(_, bottleneck, blocks)| (*bottleneck, *blocks))
            .ok_or_else(|| {
                let depths: Vec<_> = known.iter().map(|(depth, ..)| depth.to_string()).collect();
                BuildError::new(format!(
                    "there is no depth {}; known: {}",
                    self.depth,
                    depths.join(", ")
                ))
                .at("depth")
            })
    }

    fn stem<N: NormConfig>(
        &self,
        cx: &Context,
        norm: &N,
    ) -> std::result::Result<Vec<DynLayer>, BuildError> {
        let (inputs, outputs) = (self.in_channels, self.stem_channels);
        if self.stem == Stem::Plain {
            let first = conv(inputs, outputs, 7).stride(2).padding(3).no_bias();
            return Ok(vec![
                Box::new(first.build(&cx.at("conv1"))?),
                cx.norm(norm, outputs, Name::EndsIn("1"))?,
                Box::new(Relu),
            ]);
        }
        let cx = cx.at("stem");
        let mut layers: Vec<DynLayer> = Vec::new();
        let channels = [
            (inputs, outputs / 2),
            (outputs / 2, outputs / 2),
            (outputs / 2, outputs),
        ];
        for (index, (inputs, outputs)) in channels.into_iter().enumerate() {
            let conv = conv(inputs, outputs, 3)
                .stride(if index == 0 { 2 } else { 1 })
                .padding(1)
                .no_bias();
            if self.stem == Stem::Modules {
                let cx = cx.at(index);
                layers.push(Box::new(conv.build(&cx.at("conv"))?));
                layers.push(cx.norm(norm, outputs, Name::EndsIn(""))?);
            } else {
                layers.push(Box::new(conv.build(&cx.at(3 * index))?));
                layers.push(cx.norm(norm, outputs, Name::Is(&(3 * index + 1).to_string()))?);
            }
            layers.push(Box::new(Relu));
        }
        Ok(layers)
    }

    fn downsample<N: NormConfig>(
        &self,
        cx: &Context,
        norm: &N,
        shape: &Shape,
    ) -> std::result::Result<Vec<DynLayer>, BuildError> {
        if shape.stride == 1 && shape.inputs == shape.outputs {
            return Ok(Vec::new());
        }
        let cx = cx.at("downsample");
        let mut layers: Vec<DynLayer> = Vec::new();
        let pooled = match self.shortcut {
            Shortcut::Strided => false,
            Shortcut::PooledWhereStrided => shape.stride != 1,
            Shortcut::Pooled => true,
        };
        if pooled {
            layers.push(Box::new(Mean {
                kernel: shape.stride,
                stride: shape.stride,
                padding: 0,
                ceil: true,
            }));
        }
        let stride = if pooled { 1 } else { shape.stride };
        let conv = conv(shape.inputs, shape.outputs, 1)
            .stride(stride)
            .no_bias();
        layers.push(Box::new(conv.build(&cx.at(layers.len()))?));
        layers.push(cx.norm(norm, shape.outputs, Name::Is(&layers.len().to_string()))?);
        Ok(layers)
    }

    fn basic<N: NormConfig>(
        &self,
        cx: &Context,
        norm: &N,
        shape: &Shape,
    ) -> std::result::Result<Block, BuildError> {
        let inner = shape.outputs;
        let first = conv(shape.inputs, inner, 3).stride(shape.stride).no_bias();
        let first = first.padding(shape.dilation).dilation(shape.dilation);
        let second = conv(inner, shape.outputs, 3).padding(1).no_bias();
        let layers: Vec<DynLayer> = vec![
            Box::new(first.build(&cx.at("conv1"))?),
            cx.norm(norm, inner, Name::EndsIn("1"))?,
            Box::new(Relu),
            Box::new(second.build(&cx.at("conv2"))?),
            self.last_norm(cx, norm, shape.outputs, "2")?,
        ];
        Ok(Block {
            layers,
            downsample: self.downsample(cx, norm, shape)?,
            drop_path: shape.drop_path,
        })
    }

    fn bottleneck<N: NormConfig>(
        &self,
        cx: &Context,
        norm: &N,
        shape: &Shape,
    ) -> std::result::Result<Block, BuildError> {
        let (first_stride, mut second_stride) = if self.caffe {
            (shape.stride, 1)
        } else {
            (1, shape.stride)
        };
        let (groups, inner) = match self.branch {
            Branch::Groups(groups, width) | Branch::Split(Split { groups, width, .. })
                if groups != 1 =>
            {
                (groups, groups * width * shape.inner / self.base_channels)
            }
            _ => (1, shape.inner),
        };
        let first = conv(shape.inputs, inner, 1).stride(first_stride).no_bias();
        let mut layers: Vec<DynLayer> = vec![
            Box::new(first.build(&cx.at("conv1"))?),
            cx.norm(norm, inner, Name::EndsIn("1"))?,
            Box::new(Relu),
        ];
        let mut pool = None;
        if matches!(self.branch, Branch::Split(split) if split.pool_stride) && second_stride > 1 {
            pool = Some(Mean {
                kernel: 3,
                stride: second_stride,
                padding: 1,
                ceil: false,
            });
            second_stride = 1;
        }
        let second = conv(inner, inner, 3)
            .stride(second_stride)
            .padding(shape.dilation)
            .dilation(shape.dilation)
            .groups(groups)
            .no_bias();
        if let Branch::Split(split) = self.branch {
            layers.push(Box::new(SplitAttention::new(
                &cx.at("conv2"),
                second,
                split,
                norm,
            )?));
        } else {
            layers.push(Box::new(second.build(&cx.at("conv2"))?));
            layers.push(cx.norm(norm, inner, Name::EndsIn("2"))?);
            layers.push(Box::new(Relu));
        }
        if let Some(pool) = pool {
            layers.push(Box::new(pool));
        }
        let third = conv(inner, shape.outputs, 1).no_bias();
        layers.push(Box::new(third.build(&cx.at("conv3"))?));
        layers.push(self.last_norm(cx, norm, shape.outputs, "3")?);
        if let Branch::SqueezeExcite(ratio) = self.branch {
            let layer = SqueezeExcite::new(&cx.at("se_layer"), shape.outputs, ratio)?;
            layers.push(Box::new(layer));
        }
        Ok(Block {
            layers,
            downsample: self.downsample(cx, norm, shape)?,
            drop_path: shape.drop_path,
        })
    }

    fn last_norm<N: NormConfig>(
        &self,
        cx: &Context,
        norm: &N,
        channels: usize,
        postfix: &str,
    ) -> std::result::Result<DynLayer, BuildError> {
        if self.zero_init {
            for abbreviation in ["bn", "gn"] {
                let norm = cx.at(format_args!("{abbreviation}{postfix}"));
                norm.initialize(Fixed(0.0));
            }
        }
        cx.norm(norm, channels, Name::EndsIn(postfix))
    }
}

/// Whether the indices of features are among the stages.
///
/// # Errors
///
/// An index of a stage that there is not.
pub fn out_indices(indices: &[usize], stages: usize) -> std::result::Result<(), BuildError> {
    match indices.iter().find(|index| **index >= stages) {
        None => Ok(()),
        Some(index) => {
            let error = format!("there is no stage {index}: the last is {}", stages - 1);
            Err(BuildError::new(error).at("out_indices"))
        }
    }
}

impl Extractor for ResNet {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let frozen = self.spec.frozen_stages;
        let trains = |stage: i64| train && !self.spec.norm_eval && frozen < stage;
        let x = sequence(&self.stem, image(features)?, trains(0))?;
        let mut x = max_pool(&x, 3, 2, 1, false)?;
        let mut outputs = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            for block in stage {
                x = block.forward(&x, trains(index as i64 + 1), train)?;
            }
            if self.spec.out_indices.contains(&index) {
                outputs.push(x.clone());
            }
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        let spec = &self.spec;
        Mismatch::check(spec.name, "in_channels", &[spec.in_channels], inputs)?;
        let expansion = spec
            .expansion
            .unwrap_or(if spec.depth < 50 { 1 } else { 4 });
        let stages = (0..spec.num_stages).filter(|stage| spec.out_indices.contains(stage));
        Ok(stages
            .map(|stage| (spec.base_channels << stage) * expansion)
            .collect())
    }
}

/// The one image that a backbone gets.
///
/// # Errors
///
/// Several features or none.
pub fn image(features: &[Tensor]) -> Result<&Tensor> {
    match features {
        [image] => Ok(image),
        _ => candle_core::bail!(
            "a backbone takes one image, not {} features",
            features.len()
        ),
    }
}

struct Shape {
    inputs: usize,
    inner: usize,
    outputs: usize,
    stride: usize,
    dilation: usize,
    drop_path: f64,
}

struct Block {
    layers: Vec<DynLayer>,
    downsample: Vec<DynLayer>,
    drop_path: f64,
}

impl Block {
    fn forward(&self, x: &Tensor, train_norms: bool, train: bool) -> Result<Tensor> {
        let y = sequence(&self.layers, x, train_norms)?;
        let y = drop_path(&y, self.drop_path, train)?;
        (y + sequence(&self.downsample, x, train_norms)?)?.relu()
    }
}

pub(crate) struct Relu;

impl Layer for Relu {
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        x.relu()
    }
}

struct Mean {
    kernel: usize,
    stride: usize,
    padding: usize,
    ceil: bool,
}

impl Layer for Mean {
    fn forward(&self, x: &Tensor, _: bool) -> Result<Tensor> {
        // A shortcut's mean counts the image alone; a block's also the padding.
        avg_pool(
            x,
            self.kernel,
            self.stride,
            self.padding,
            self.ceil,
            !self.ceil,
        )
    }
}
