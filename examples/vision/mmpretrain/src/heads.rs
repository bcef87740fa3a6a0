//! The heads of classifiers.

use candle_core::{D, Result, Tensor};
use mmengine::config::OneOrMany;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{ActConfig, DynLayer, Layer, Linear, linear};
use mmengine::model::{Mismatch, Prediction, Target};
use mmengine::{Context, Head, Loss};
use rollbook::{Build, BuildError};

/// The last features: a head looks at no others.
fn last(features: &[Tensor]) -> Result<&Tensor> {
    match features.last() {
        Some(last) => Ok(last),
        None => candle_core::bail!("a head needs features"),
    }
}

fn check_last(
    module: &'static str,
    expected: usize,
    inputs: &[usize],
) -> std::result::Result<(), Mismatch> {
    let found = &inputs[inputs.len().saturating_sub(1)..];
    Mismatch::check(module, "in_channels", &[expected], found)
}

fn predictions(scores: &Tensor, many: bool) -> Result<Vec<Prediction>> {
    let scores = if many {
        candle_nn::ops::sigmoid(scores)?
    } else {
        candle_nn::ops::softmax(scores, D::Minus1)?
    };
    let rows = scores.to_vec2::<f32>()?.into_iter();
    Ok(rows
        .map(|scores| Prediction::Classes { scores, many })
        .collect())
}

/// The arguments of [`ClsHead`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ClsHeadConfig<L, I> {
    loss: L,
    #[serde(default = "top")]
    topk: OneOrMany<usize>,
    #[serde(default)]
    cal_acc: bool,
    init_cfg: InitCfg<I>,
}

fn top() -> OneOrMany<usize> {
    OneOrMany(vec![1])
}

/// The features are the scores.
pub struct ClsHead<L> {
    loss: L,
}

impl<L: Build<Module: Loss>, I: InitConfig> Build<Context> for ClsHeadConfig<L, I> {
    type Module = ClsHead<L::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        // Which accuracies a training prints; ours prints the first.
        let _ = (self.topk, self.cal_acc);
        cx.init(self.init_cfg)?;
        Ok(ClsHead {
            loss: self.loss.build(&()).map_err(|error| error.at("loss"))?,
        })
    }
}

impl<L: Loss> Head for ClsHead<L> {
    fn forward(&self, features: &[Tensor], _: bool) -> Result<Tensor> {
        last(features).cloned()
    }

    fn check(&self, _: &[usize]) -> std::result::Result<(), Mismatch> {
        Ok(())
    }

    fn predict(&self, scores: &Tensor) -> Result<Vec<Prediction>> {
        predictions(scores, false)
    }

    fn loss(&self, scores: &Tensor, target: &Target) -> Result<Tensor> {
        self.loss.forward(scores, target)
    }
}

/// The arguments of [`LinearClsHead`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LinearClsHeadConfig<L, I> {
    num_classes: usize,
    in_channels: usize,
    loss: L,
    #[serde(default = "top")]
    topk: OneOrMany<usize>,
    #[serde(default)]
    cal_acc: bool,
    init_cfg: InitCfg<I>,
}

/// One linear layer, `fc`.
pub struct LinearClsHead<L> {
    fc: Linear,
    in_channels: usize,
    loss: L,
}

impl<L: Build<Module: Loss>, I: InitConfig> Build<Context> for LinearClsHeadConfig<L, I> {
    type Module = LinearClsHead<L::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        let _ = (self.topk, self.cal_acc);
        if self.num_classes == 0 {
            return Err(BuildError::new("must be 1 or more").at("num_classes"));
        }
        cx.init(self.init_cfg)?;
        Ok(LinearClsHead {
            fc: linear(&cx.at("fc"), self.in_channels, self.num_classes, true)?,
            in_channels: self.in_channels,
            loss: self.loss.build(&()).map_err(|error| error.at("loss"))?,
        })
    }
}

impl<L: Loss> Head for LinearClsHead<L> {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Tensor> {
        self.fc.forward(last(features)?, train)
    }

    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch> {
        check_last("LinearClsHead", self.in_channels, inputs)
    }

    fn predict(&self, scores: &Tensor) -> Result<Vec<Prediction>> {
        predictions(scores, false)
    }

    fn loss(&self, scores: &Tensor, target: &Target) -> Result<Tensor> {
        self.loss.forward(scores, target)
    }
}

/// The arguments of [`VisionTransformerClsHead`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct VisionTransformerClsHeadConfig<L, A, I> {
    num_classes: usize,
    in_channels: usize,
    hidden_dim: Option<usize>,
    act_cfg: A,
    loss: L,
    #[serde(default = "top")]
    topk: OneOrMany<usize>,
    #[serde(default)]
    cal_acc: bool,
    init_cfg: InitCfg<I>,
}

/// One linear layer, or two with an activation between.
pub struct VisionTransformerClsHead<L> {
    hidden: Option<(Linear, DynLayer)>,
    head: Linear,
    in_channels: usize,
    loss: L,
}

impl<L: Build<Module: Loss>, A: ActConfig, I: InitConfig> Build<Context>
    for VisionTransformerClsHeadConfig<L, A, I>
{
    type Module = VisionTransformerClsHead<L::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        let _ = (self.topk, self.cal_acc);
        if self.num_classes == 0 {
            return Err(BuildError::new("must be 1 or more").at("num_classes"));
        }
        cx.init(self.init_cfg)?;
        let cx = cx.at("layers");
        let hidden = match self.hidden_dim {
            Some(width) => Some((
                linear(&cx.at("pre_logits"), self.in_channels, width, true)?,
                cx.activation(&self.act_cfg)?,
            )),
            None => None,
        };
        let width = self.hidden_dim.unwrap_or(self.in_channels);
        Ok(VisionTransformerClsHead {
            hidden,
            head: linear(&cx.at("head"), width, self.num_classes, true)?,
            in_channels: self.in_channels,
            loss: self.loss.build(&()).map_err(|error| error.at("loss"))?,
        })
    }
}

impl<L: Loss> Head for VisionTransformerClsHead<L> {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Tensor> {
        let mut x = last(features)?.clone();
        if let Some((linear, act)) = &self.hidden {
            x = act.forward(&linear.forward(&x, train)?, train)?;
        }
        self.head.forward(&x, train)
    }

    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch> {
        check_last("VisionTransformerClsHead", self.in_channels, inputs)
    }

    fn predict(&self, scores: &Tensor) -> Result<Vec<Prediction>> {
        predictions(scores, false)
    }

    fn loss(&self, scores: &Tensor, target: &Target) -> Result<Tensor> {
        self.loss.forward(scores, target)
    }
}

/// The arguments of [`MultiLabelClsHead`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct MultiLabelClsHeadConfig<L, I> {
    loss: L,
    thr: Option<f32>,
    topk: Option<usize>,
    init_cfg: InitCfg<I>,
}

/// The features are the scores of classes of which several may be right.
pub struct MultiLabelClsHead<L> {
    loss: L,
}

impl<L: Build<Module: Loss>, I: InitConfig> Build<Context> for MultiLabelClsHeadConfig<L, I> {
    type Module = MultiLabelClsHead<L::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        // They choose labels by their scores; ours are all given with their scores.
        let _ = (self.thr, self.topk);
        cx.init(self.init_cfg)?;
        Ok(MultiLabelClsHead {
            loss: self.loss.build(&()).map_err(|error| error.at("loss"))?,
        })
    }
}

impl<L: Loss> Head for MultiLabelClsHead<L> {
    fn forward(&self, features: &[Tensor], _: bool) -> Result<Tensor> {
        last(features).cloned()
    }

    fn check(&self, _: &[usize]) -> std::result::Result<(), Mismatch> {
        Ok(())
    }

    fn predict(&self, scores: &Tensor) -> Result<Vec<Prediction>> {
        predictions(scores, true)
    }

    fn loss(&self, scores: &Tensor, target: &Target) -> Result<Tensor> {
        self.loss.forward(scores, target)
    }
}
