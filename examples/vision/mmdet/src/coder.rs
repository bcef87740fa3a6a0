//! `DeltaXYWHBBoxCoder`.

use crate::boxes::Box4;

/// What makes a box of an anchor and four numbers.
#[rollbook::dispatch]
pub trait Coder {
    /// The box, inside an image of this height and width.
    fn decode(&self, anchor: &Box4, numbers: [f32; 4], shape: (usize, usize)) -> Box4;
}

/// Moves the anchor's centre, and stretches its sides.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct DeltaXywhBboxCoder {
    #[serde(default = "zeros")]
    target_means: [f32; 4],
    #[serde(default = "ones")]
    target_stds: [f32; 4],
    #[serde(default = "yes")]
    clip_border: bool,
    #[serde(default)]
    add_ctr_clamp: bool,
    #[serde(default = "thirty_two")]
    ctr_clamp: f32,
    #[serde(default)]
    use_box_type: mmengine::config::Off,
}

fn zeros() -> [f32; 4] {
    [0.0; 4]
}

fn ones() -> [f32; 4] {
    [1.0; 4]
}

fn yes() -> bool {
    true
}

fn thirty_two() -> f32 {
    32.0
}

impl Coder for DeltaXywhBboxCoder {
    #[allow(clippy::cast_precision_loss)]
    fn decode(&self, anchor: &Box4, numbers: [f32; 4], shape: (usize, usize)) -> Box4 {
        let mmengine::config::Off = self.use_box_type;
        let delta =
            |index: usize| numbers[index] * self.target_stds[index] + self.target_means[index];
        // As far as boxes are stretched: by 1000 / 16.
        let most = (1000.0_f32 / 16.0).ln();
        let side = |index: usize, bound: usize| {
            let middle = (anchor[index] + anchor[index + 2]) * 0.5;
            let size = anchor[index + 2] - anchor[index];
            let (mut moved, mut stretched) = (size * delta(index), delta(index + 2).min(most));
            if self.add_ctr_clamp {
                moved = moved.clamp(-self.ctr_clamp.abs(), self.ctr_clamp.abs());
            } else {
                stretched = stretched.max(-most);
            }
            let (middle, half) = (middle + moved, size * stretched.exp() * 0.5);
            let ends = [middle - half, middle + half];
            if self.clip_border {
                ends.map(|end| end.clamp(0.0, bound as f32))
            } else {
                ends
            }
        };
        let ([left, right], [top, bottom]) = (side(0, shape.1), side(1, shape.0));
        [left, top, right, bottom]
    }
}
