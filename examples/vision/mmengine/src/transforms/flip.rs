//! `RandomFlip`.

use rollbook::BoxError;

use super::Transform;
use crate::config::{Off, OneOrMany};
use crate::image::Sample;

/// Exchanges sides of some images.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct RandomFlip {
    #[serde(default)]
    prob: Option<OneOrMany<f64>>,
    #[serde(default = "horizontal")]
    direction: OneOrMany<Direction>,
    #[serde(default)]
    swap_seg_labels: Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Horizontal,
    Vertical,
    Diagonal,
}

fn horizontal() -> OneOrMany<Direction> {
    OneOrMany(vec![Direction::Horizontal])
}

impl Transform for RandomFlip {
    #[allow(clippy::cast_precision_loss)]
    fn apply(&self, sample: &mut Sample, random: &mut fastrand::Rng) -> Result<(), BoxError> {
        let Off = self.swap_seg_labels;
        let probs = self.prob.as_ref().map_or(&[][..], |prob| &prob.0);
        let mut rest = random.f64();
        for (index, direction) in self.direction.iter().enumerate() {
            // One number is shared by all directions.
            rest -= match probs {
                [] => 0.0,
                [one] => one / self.direction.0.len() as f64,
                many => many
                    .get(index)
                    .copied()
                    .ok_or("`prob` and `direction` must be of one length")?,
            };
            if rest < 0.0 {
                let horizontal = *direction != Direction::Vertical;
                let vertical = *direction != Direction::Horizontal;
                sample.image = sample.image.flip(horizontal, vertical);
                sample.flipped = true;
                break;
            }
        }
        Ok(())
    }
}
