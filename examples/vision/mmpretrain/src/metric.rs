//! `Accuracy`.

use mmengine::config::OneOrMany;
use mmengine::image::Sample;
use mmengine::metric::Metric;
use mmengine::model::Prediction;
use rollbook::BuildError;

/// The arguments of [`Accuracy`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct AccuracyConfig {
    #[serde(default = "one")]
    topk: OneOrMany<usize>,
    #[serde(default = "zero")]
    thrs: Option<f32>,
    #[serde(default = "prefix")]
    prefix: Option<String>,
}

fn one() -> OneOrMany<usize> {
    OneOrMany(vec![1])
}

fn zero() -> Option<f32> {
    Some(0.0)
}

fn prefix() -> Option<String> {
    Some("accuracy".to_owned())
}

/// How many images of a hundred have their class among the best few.
#[derive(Clone, Debug)]
pub struct Accuracy(AccuracyConfig);

impl TryFrom<AccuracyConfig> for Accuracy {
    type Error = BuildError;

    fn try_from(config: AccuracyConfig) -> Result<Self, BuildError> {
        if config.topk.0.contains(&0) {
            return Err(BuildError::new("must be 1 or more").at("topk"));
        }
        Ok(Self(config))
    }
}

impl Metric for Accuracy {
    #[allow(clippy::cast_precision_loss)]
    fn evaluate(&self, predictions: &[Prediction], samples: &[Sample]) -> Vec<(String, f64)> {
        let threshold = self.0.thrs.unwrap_or(f32::NEG_INFINITY);
        let right = |best: usize| {
            let pairs = predictions.iter().zip(samples);
            let right =
                pairs.filter(
                    |(prediction, sample)| match (prediction, &sample.labels[..]) {
                        (Prediction::Classes { scores, .. }, [label]) => {
                            let Some(score) = scores.get(*label) else {
                                return false;
                            };
                            let better = scores.iter().filter(|other| *other > score).count();
                            better < best && *score > threshold
                        }
                        _ => false,
                    },
                );
            100.0 * right.count() as f64 / samples.len().max(1) as f64
        };
        let name = |best: &usize| match &self.0.prefix {
            Some(prefix) => format!("{prefix}/top{best}"),
            None => format!("top{best}"),
        };
        self.0
            .topk
            .iter()
            .map(|best| (name(best), right(*best)))
            .collect()
    }
}
