//! How good predictions are.

use crate::image::Sample;
use crate::model::Prediction;

/// How good predictions are.
#[rollbook::dispatch]
pub trait Metric {
    /// Names and values, such as `accuracy/top1` and 97.5, for what was said of these samples.
    fn evaluate(&self, predictions: &[Prediction], samples: &[Sample]) -> Vec<(String, f64)>;
}
