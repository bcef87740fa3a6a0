//! The losses of classifiers.

use candle_core::{D, Result, Tensor};
use candle_nn::ops::log_softmax;
use mmengine::Loss;
use mmengine::model::Target;

/// `CrossEntropyLoss`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct CrossEntropyLoss {
    #[serde(default)]
    use_sigmoid: bool,
    #[serde(default)]
    use_soft: bool,
    #[serde(default)]
    reduction: Reduction,
    #[serde(default = "one")]
    loss_weight: f64,
    class_weight: Option<Vec<f32>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reduction {
    #[default]
    Mean,
    Sum,
}

fn one() -> f64 {
    1.0
}

/// What each score should be, as a row of numbers.
fn scores(prediction: &Tensor, target: &Target) -> Result<Tensor> {
    match target {
        Target::Values(values) => Ok(values.clone()),
        Target::Classes(classes) => {
            let width = prediction.dim(D::Minus1)?;
            let mut rows = vec![0_f32; classes.len() * width];
            for (row, class) in classes.iter().enumerate() {
                if *class >= width {
                    candle_core::bail!(
                        "a label is {class}, but the network tells {width} classes apart"
                    );
                }
                rows[row * width + class] = 1.0;
            }
            Tensor::from_vec(rows, (classes.len(), width), prediction.device())
        }
    }
}

impl Loss for CrossEntropyLoss {
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        if self.use_sigmoid && self.use_soft {
            candle_core::bail!("`use_sigmoid` and `use_soft` cannot both be true");
        }
        let target = scores(prediction, target)?;
        let mut losses = if self.use_sigmoid {
            // max(x, 0) - x * t + log(1 + exp(-|x|))
            let tail = (prediction.abs()?.neg()?.exp()? + 1.0)?.log()?;
            ((prediction.relu()? - (prediction * &target)?)? + tail)?
        } else {
            (log_softmax(prediction, D::Minus1)? * target)?.neg()?
        };
        if let Some(weights) = &self.class_weight {
            losses = losses.broadcast_mul(&Tensor::new(weights.as_slice(), losses.device())?)?;
        }
        let sum = losses.sum_all()?;
        #[allow(clippy::cast_precision_loss)]
        let count = match self.reduction {
            Reduction::Mean => prediction.dim(0)?.max(1) as f64,
            Reduction::Sum => 1.0,
        };
        sum * (self.loss_weight / count)
    }
}

/// `LabelSmoothLoss`: some of the score goes to the wrong classes.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LabelSmoothLoss {
    label_smooth_val: f64,
    num_classes: Option<usize>,
    use_sigmoid: Option<bool>,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    reduction: Reduction,
    #[serde(default = "one")]
    loss_weight: f64,
    class_weight: Option<Vec<f32>>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mode {
    #[default]
    Original,
    ClassyVision,
    MultiLabel,
}

impl Loss for LabelSmoothLoss {
    #[allow(clippy::cast_precision_loss)]
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        let width = prediction.dim(D::Minus1)?;
        if self.num_classes.is_some_and(|classes| classes != width) {
            candle_core::bail!(
                "`num_classes` of the loss is {:?}, but there are {width} scores",
                self.num_classes
            );
        }
        let target = scores(prediction, target)?;
        let many = self.mode == Mode::MultiLabel;
        let smooth = match self.mode {
            Mode::ClassyVision => self.label_smooth_val / (1.0 + self.label_smooth_val),
            _ => self.label_smooth_val,
        };
        let target = if many {
            let positive = target.gt(0_f32)?.to_dtype(target.dtype())?;
            ((positive * (1.0 - 2.0 * smooth))? + smooth)?
        } else {
            ((target * (1.0 - smooth))? + smooth / width as f64)?
        };
        let entropy = CrossEntropyLoss {
            use_sigmoid: self.use_sigmoid.unwrap_or(many),
            use_soft: false,
            reduction: self.reduction,
            loss_weight: self.loss_weight,
            class_weight: self.class_weight.clone(),
        };
        entropy.forward(prediction, &Target::Values(target))
    }
}
