//! Heads that predict at each place of an image, and what detectors do with their predictions.

pub mod anchors;
pub mod retina;
pub mod ssd;
pub mod yolof;

use candle_core::{Result, Tensor};
use mmengine::model::Mismatch;

use crate::boxes::{Found, nms};

/// A head that predicts at each place of an image.
#[rollbook::dispatch]
pub trait DenseHead {
    /// For each level the scores of classes, then for each level the numbers of boxes.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>>;

    /// Whether it fits what comes in.
    ///
    /// # Errors
    ///
    /// Other channels than it was built for.
    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch>;

    /// The boxes of one image of a batch, before any is dropped for another: at most `count` a level, of scores above
    /// `threshold`. The image has this height and width.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn boxes(
        &self,
        outputs: &[Tensor],
        image: usize,
        shape: (usize, usize),
        test: &TestCfg,
    ) -> Result<Vec<Found>>;
}

/// The `test_cfg` of a detector.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestCfg {
    /// The largest number of boxes a level.
    #[serde(default = "any")]
    pub nms_pre: i64,
    /// Boxes must be larger than this.
    #[serde(default = "none")]
    pub min_bbox_size: f32,
    /// Scores must be larger than this.
    #[serde(default)]
    pub score_thr: f32,
    /// Which boxes are dropped for others.
    pub nms: Nms,
    /// The largest number of boxes in all.
    pub max_per_img: usize,
}

fn any() -> i64 {
    -1
}

fn none() -> f32 {
    -1.0
}

/// Non-maximum suppression. Its `type` names a function of MMCV, not a module of a registry.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nms {
    #[serde(rename = "type")]
    _type: NmsType,
    iou_threshold: f32,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum NmsType {
    Nms,
}

impl TestCfg {
    /// The boxes that remain, the best first.
    #[must_use]
    pub fn remaining(&self, mut found: Vec<Found>) -> Vec<Found> {
        if self.min_bbox_size >= 0.0 {
            let larger = |from: f32, to: f32| to - from > self.min_bbox_size;
            found.retain(|Found { bbox: b, .. }| larger(b[0], b[2]) && larger(b[1], b[3]));
        }
        let mut kept = nms(found, self.nms.iou_threshold);
        kept.truncate(self.max_per_img);
        kept
    }
}
