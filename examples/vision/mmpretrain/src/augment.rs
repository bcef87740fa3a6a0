//! What mixes the images of a batch in training: `Mixup`, `CutMix`.

use candle_core::{Result, Tensor};

/// Mixes a batch with itself in another order.
#[rollbook::dispatch]
pub trait BatchAugment {
    /// The mixed images and scores.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn mix(
        &self,
        images: &Tensor,
        scores: &Tensor,
        random: &mut fastrand::Rng,
    ) -> Result<(Tensor, Tensor)>;
}

/// `Mixup`: the weighted mean of two images.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct Mixup {
    alpha: f64,
}

/// `CutMix`: a box of another image.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct CutMix {
    alpha: f64,
}

fn order(images: &Tensor, random: &mut fastrand::Rng) -> Result<Tensor> {
    let count = u32::try_from(images.dim(0)?).map_err(candle_core::Error::wrap)?;
    let mut order: Vec<u32> = (0..count).collect();
    random.shuffle(&mut order);
    Tensor::new(order, images.device())
}

fn mean(x: &Tensor, order: &Tensor, share: f64) -> Result<Tensor> {
    (x * share)? + (x.index_select(order, 0)? * (1.0 - share))?
}

/// A number of the beta distribution with both parameters alike, by Jöhnk's method; 1 where it is not a distribution.
fn beta(alpha: f64, random: &mut fastrand::Rng) -> f64 {
    for _ in 0..1000 {
        let (x, y) = (
            random.f64().powf(1.0 / alpha),
            random.f64().powf(1.0 / alpha),
        );
        if x + y > 0.0 && x + y <= 1.0 {
            return x / (x + y);
        }
    }
    1.0
}

impl BatchAugment for Mixup {
    fn mix(
        &self,
        images: &Tensor,
        scores: &Tensor,
        random: &mut fastrand::Rng,
    ) -> Result<(Tensor, Tensor)> {
        let (share, order) = (beta(self.alpha, random), order(images, random)?);
        Ok((mean(images, &order, share)?, mean(scores, &order, share)?))
    }
}

impl BatchAugment for CutMix {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )]
    fn mix(
        &self,
        images: &Tensor,
        scores: &Tensor,
        random: &mut fastrand::Rng,
    ) -> Result<(Tensor, Tensor)> {
        let (share, order) = (beta(self.alpha, random), order(images, random)?);
        let (_, _, height, width) = images.dims4()?;
        let cut = |size: usize, random: &mut fastrand::Rng| {
            let half = (size as f64 * (1.0 - share).sqrt()) as usize / 2;
            let middle = random.usize(0..size.max(1));
            (middle.saturating_sub(half), (middle + half).min(size))
        };
        let (rows, columns) = (cut(height, random), cut(width, random));
        let inside = |size: usize, (from, to): (usize, usize)| -> Vec<f32> {
            (0..size)
                .map(|at| f32::from(u8::from((from..to).contains(&at))))
                .collect()
        };
        let rows_inside =
            Tensor::from_vec(inside(height, rows), (1, 1, height, 1), images.device())?;
        let columns_inside =
            Tensor::from_vec(inside(width, columns), (1, 1, 1, width), images.device())?;
        let mask = rows_inside.broadcast_mul(&columns_inside)?;
        let other = images.index_select(&order, 0)?;
        let images = (images + (other - images)?.broadcast_mul(&mask)?)?;
        let area = (rows.1 - rows.0) * (columns.1 - columns.0);
        let share = 1.0 - area as f64 / (height * width).max(1) as f64;
        Ok((images, mean(scores, &order, share)?))
    }
}
