//! The losses of detectors.

use candle_core::{D, Result, Tensor};
use mmengine::Loss;
use mmengine::model::Target;

fn one() -> f64 {
    1.0
}

fn values(target: &Target) -> Result<&Tensor> {
    match target {
        Target::Values(values) => Ok(values),
        Target::Classes(_) => candle_core::bail!("this loss takes numbers, not classes"),
    }
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Reduction {
    #[default]
    Mean,
    Sum,
}

impl Reduction {
    fn reduce(self, losses: &Tensor, weight: f64) -> Result<Tensor> {
        match self {
            Self::Mean => losses.mean_all()? * weight,
            Self::Sum => losses.sum_all()? * weight,
        }
    }
}

/// `FocalLoss`: what is easy counts little.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct FocalLoss {
    #[serde(default = "yes")]
    use_sigmoid: bool,
    #[serde(default = "two")]
    gamma: f64,
    #[serde(default = "quarter")]
    alpha: f64,
    #[serde(default)]
    reduction: Reduction,
    #[serde(default = "one")]
    loss_weight: f64,
    #[serde(default)]
    activated: mmengine::config::Off,
}

fn yes() -> bool {
    true
}

fn two() -> f64 {
    2.0
}

fn quarter() -> f64 {
    0.25
}

impl Loss for FocalLoss {
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        let mmengine::config::Off = self.activated;
        if !self.use_sigmoid {
            candle_core::bail!("FocalLoss knows `use_sigmoid = true` only");
        }
        let (rows, width) = prediction.dims2()?;
        let target = match target {
            Target::Values(values) => values.clone(),
            Target::Classes(classes) => {
                let mut numbers = vec![0_f32; rows * width];
                // A class behind the last is the background.
                for (row, class) in classes
                    .iter()
                    .enumerate()
                    .filter(|(_, class)| **class < width)
                {
                    numbers[row * width + class] = 1.0;
                }
                Tensor::from_vec(numbers, (rows, width), prediction.device())?
            }
        };
        let share = (prediction.neg()?.exp()? + 1.0)?.recip()?;
        let other = (1.0 - &target)?;
        // How likely the wrong answer is.
        let wrong = (((1.0 - &share)? * &target)? + (share * &other)?)?;
        let weight = ((&target * self.alpha)? + (other * (1.0 - self.alpha))?)?;
        let weight = (weight * wrong.powf(self.gamma)?)?;
        let tail = (prediction.abs()?.neg()?.exp()? + 1.0)?.log()?;
        let entropy = ((prediction.relu()? - (prediction * target)?)? + tail)?;
        self.reduction
            .reduce(&(entropy * weight)?, self.loss_weight)
    }
}

/// `L1Loss`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct L1Loss {
    #[serde(default)]
    reduction: Reduction,
    #[serde(default = "one")]
    loss_weight: f64,
}

impl Loss for L1Loss {
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        let losses = (prediction - values(target)?)?.abs()?;
        self.reduction.reduce(&losses, self.loss_weight)
    }
}

/// `GIoULoss`: by the overlap of boxes, and by the space between those that do not overlap.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct GIoULoss {
    #[serde(default = "small")]
    eps: f64,
    #[serde(default)]
    reduction: Reduction,
    #[serde(default = "one")]
    loss_weight: f64,
}

fn small() -> f64 {
    1e-6
}

impl Loss for GIoULoss {
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        let target = values(target)?;
        let corner = |boxes: &Tensor, from: usize| boxes.narrow(1, from, 2);
        let product = |sides: &Tensor| sides.get_on_dim(1, 0)? * sides.get_on_dim(1, 1)?;
        let area = |boxes: &Tensor| product(&(corner(boxes, 2)? - corner(boxes, 0)?)?);
        let (from, to) = (corner(prediction, 0)?, corner(prediction, 2)?);
        let (target_from, target_to) = (corner(target, 0)?, corner(target, 2)?);
        let shared = product(&(to.minimum(&target_to)? - from.maximum(&target_from)?)?.relu()?)?;
        let union = ((area(prediction)? + area(target)?)? - &shared)?.clamp(self.eps, f64::MAX)?;
        let around = product(&(to.maximum(&target_to)? - from.minimum(&target_from)?)?)?;
        let around = around.clamp(self.eps, f64::MAX)?;
        let overlap = ((shared / &union)? - ((&around - &union)? / &around)?)?;
        self.reduction.reduce(&(1.0 - overlap)?, self.loss_weight)
    }
}

/// `TripletLoss`: an image is nearer to all of its kind than to any other, by a margin.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct TripletLoss {
    #[serde(default = "margin")]
    margin: f64,
    #[serde(default = "one")]
    loss_weight: f64,
    #[serde(default = "yes")]
    hard_mining: bool,
}

fn margin() -> f64 {
    0.3
}

impl Loss for TripletLoss {
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor> {
        let Target::Classes(classes) = target else {
            candle_core::bail!("TripletLoss takes classes, not numbers");
        };
        if !self.hard_mining {
            candle_core::bail!("TripletLoss knows `hard_mining = true` only");
        }
        let squares = prediction.sqr()?.sum_keepdim(1)?;
        let products = (prediction.matmul(&prediction.t()?)? * 2.0)?;
        let distances = (squares.broadcast_add(&squares.t()?)? - products)?;
        let distances = distances.clamp(1e-12, f64::MAX)?.sqrt()?;
        let count = classes.len();
        let same = classes
            .iter()
            .flat_map(|a| classes.iter().map(move |b| f32::from(u8::from(a == b))));
        let same = Tensor::from_vec(
            same.collect::<Vec<f32>>(),
            (count, count),
            prediction.device(),
        )?;
        let farthest = (&distances * &same)?.max(D::Minus1)?;
        let nearest = (distances + (same * 1e12)?)?.min(D::Minus1)?;
        ((farthest - nearest)? + self.margin)?.relu()?.mean_all()? * self.loss_weight
    }
}
