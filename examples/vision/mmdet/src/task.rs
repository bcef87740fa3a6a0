//! What only training would do. Detectors are not trained here: these arguments are read and checked, and not used.

/// `MaxIoUAssigner`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct MaxIoUAssigner {
    /// Above this overlap an anchor is right.
    pub pos_iou_thr: f64,
    /// Below this overlap an anchor is background.
    pub neg_iou_thr: f64,
    /// What the best anchor of an object needs.
    #[serde(default)]
    pub min_pos_iou: f64,
    /// Whether all anchors that overlap best are right.
    #[serde(default = "yes")]
    pub gt_max_assign_all: bool,
    /// Above this overlap with what is ignored, an anchor is ignored.
    #[serde(default = "none")]
    pub ignore_iof_thr: f64,
    /// Whether the best anchor of an object is right in any case.
    #[serde(default = "yes")]
    pub match_low_quality: bool,
}

/// `UniformAssigner`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct UniformAssigner {
    /// Right anchors that overlap less are ignored.
    pub pos_ignore_thr: f64,
    /// Background that overlaps more is ignored.
    pub neg_ignore_thr: f64,
    /// How many anchors an object gets.
    #[serde(default = "four")]
    pub match_times: usize,
}

/// `PseudoSampler`: all of them.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct PseudoSampler {}

/// The `train_cfg` of a detector.
#[derive(rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct TrainCfg<A, S> {
    /// Which anchors are right.
    pub assigner: A,
    /// Which of them are learnt from.
    pub sampler: Option<S>,
    /// How far outside an anchor may be.
    pub allowed_border: Option<f64>,
    /// The weight of what is right.
    pub pos_weight: Option<f64>,
    /// Whether more is printed.
    pub debug: Option<bool>,
    /// SSD: where the loss of boxes becomes linear.
    pub smoothl1_beta: Option<f64>,
    /// SSD: how much background is learnt from.
    pub neg_pos_ratio: Option<f64>,
}

fn yes() -> bool {
    true
}

fn none() -> f64 {
    -1.0
}

fn four() -> usize {
    4
}
