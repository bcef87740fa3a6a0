//! `LeNet5`, for grey images of 32 x 32 pixels.

use candle_core::{Result, Tensor};
use mmengine::layers::{Conv2d, Layer, Linear, avg_pool, conv, linear};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`LeNet5`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LeNet5Config {
    /// How many scores come out; -1 leaves the classifier away.
    #[serde(default = "none")]
    num_classes: i64,
}

fn none() -> i64 {
    -1
}

/// The network.
pub struct LeNet5 {
    features: [Conv2d; 3],
    classifier: Option<(Linear, Linear, usize)>,
}

impl Build<Context> for LeNet5Config {
    type Module = LeNet5;

    fn build(self, cx: &Context) -> std::result::Result<LeNet5, BuildError> {
        let features = cx.at("features");
        let classes = usize::try_from(self.num_classes)
            .ok()
            .filter(|classes| *classes > 0);
        let classifier = |classes| -> std::result::Result<_, BuildError> {
            let cx = cx.at("classifier");
            let (first, last) = (
                linear(&cx.at(0), 120, 84, true)?,
                linear(&cx.at(2), 84, classes, true)?,
            );
            Ok((first, last, classes))
        };
        Ok(LeNet5 {
            features: [
                conv(1, 6, 5).build(&features.at(0))?,
                conv(6, 16, 5).build(&features.at(3))?,
                conv(16, 120, 5).build(&features.at(6))?,
            ],
            classifier: classes.map(classifier).transpose()?,
        })
    }
}

impl Extractor for LeNet5 {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let [first, second, third] = &self.features;
        let x = first.forward(image(features)?, train)?.tanh()?;
        let x = avg_pool(&x, 2, 2, 0, false, true)?;
        let x = second.forward(&x, train)?.tanh()?;
        let x = avg_pool(&x, 2, 2, 0, false, true)?;
        let x = third.forward(&x, train)?.tanh()?;
        let Some((hidden, last, _)) = &self.classifier else {
            return Ok(vec![x]);
        };
        let x = hidden.forward(&x.flatten_from(1)?, train)?.tanh()?;
        Ok(vec![last.forward(&x, train)?])
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("LeNet5", "in_channels", &[1], inputs)?;
        Ok(vec![
            self.classifier
                .as_ref()
                .map_or(120, |(.., classes)| *classes),
        ])
    }
}
