//! What networks and their parts can do: the traits of the registries.

use std::fmt;

use candle_core::{Result, Tensor};
use rollbook::BuildError;

use crate::image::Sample;

/// A backbone or a neck: features in, features out. What a backbone gets is one image.
#[rollbook::dispatch]
pub trait Extractor {
    /// Computes the features.
    ///
    /// # Errors
    ///
    /// What candle fails with: an image of a size that does not fit.
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>>;

    /// The number of channels that come out for the given numbers that go in, feature by feature.
    ///
    /// # Errors
    ///
    /// Other channels than it was built for.
    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch>;
}

/// The last part of a classifier: features in, scores out.
#[rollbook::dispatch]
pub trait Head {
    /// The scores, before softmax: `(N, classes)`.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Tensor>;

    /// Whether it fits what comes in.
    ///
    /// # Errors
    ///
    /// Other channels than it was built for.
    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch>;

    /// What is said of each image.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn predict(&self, scores: &Tensor) -> Result<Vec<Prediction>>;

    /// How far the scores are from the target, one number.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn loss(&self, scores: &Tensor, target: &Target) -> Result<Tensor>;
}

/// A whole network.
#[rollbook::dispatch]
pub trait Model {
    /// The batch that the network takes, from samples that a pipeline packed.
    ///
    /// # Errors
    ///
    /// Samples that make no batch.
    fn preprocess(&self, samples: &[Sample]) -> Result<Tensor>;

    /// The network's outputs for a batch, as MMEngine's `mode="tensor"`.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn forward(&self, batch: &Tensor, train: bool) -> Result<Vec<Tensor>>;

    /// What is said of each image of a batch.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn predict(&self, batch: &Tensor, samples: &[Sample]) -> Result<Vec<Prediction>>;

    /// The loss of a batch in training, one number.
    ///
    /// # Errors
    ///
    /// What candle fails with; a network that is only for prediction.
    fn loss(&self, batch: &Tensor, samples: &[Sample]) -> Result<Tensor>;
}

/// What makes a batch of samples.
#[rollbook::dispatch]
pub trait Preprocessor {
    /// The batch.
    ///
    /// # Errors
    ///
    /// Samples that make no batch.
    fn forward(&self, samples: &[Sample]) -> Result<Tensor>;
}

/// How far predictions are from what they should be.
#[rollbook::dispatch]
pub trait Loss {
    /// One number. The target holds class numbers, or values in the prediction's shape.
    ///
    /// # Errors
    ///
    /// Shapes that do not fit.
    fn forward(&self, prediction: &Tensor, target: &Target) -> Result<Tensor>;
}

/// What a prediction should be.
#[derive(Clone, Debug)]
pub enum Target {
    /// The number of the right class, for each row.
    Classes(Vec<usize>),
    /// Values in the prediction's shape: soft or many labels, coordinates.
    Values(Tensor),
}

/// What a network says of an image.
#[derive(Clone, Debug, PartialEq)]
pub enum Prediction {
    /// The score of each class; at most one class is right, or any number of them.
    Classes {
        /// From 0 to 1, by class.
        scores: Vec<f32>,
        /// Whether several classes may be right.
        many: bool,
    },
    /// Objects, the best first.
    Objects(Vec<Object>),
    /// A vector that is near those of similar images.
    Embedding(Vec<f32>),
}

/// An object in an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Object {
    /// Left, top, right, bottom in pixels of the original image.
    pub bbox: [f32; 4],
    /// The number of its class.
    pub class: usize,
    /// From 0 to 1.
    pub score: f32,
}

/// Channels that do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The module that was built for other channels.
    pub module: &'static str,
    /// Its argument that says so.
    pub argument: &'static str,
    /// What it was built for.
    pub expected: Vec<usize>,
    /// What comes in.
    pub found: Vec<usize>,
}

impl Mismatch {
    /// `Ok` if both are the same.
    ///
    /// # Errors
    ///
    /// Itself.
    pub fn check(
        module: &'static str,
        argument: &'static str,
        expected: &[usize],
        found: &[usize],
    ) -> std::result::Result<(), Self> {
        if expected == found {
            return Ok(());
        }
        Err(Self {
            module,
            argument,
            expected: expected.to_vec(),
            found: found.to_vec(),
        })
    }

    /// As the error of a constructor; `key` is the argument that holds the module.
    #[must_use]
    pub fn at(self, key: &str) -> BuildError {
        let argument = self.argument;
        BuildError::new(self).at(argument).at(key)
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |numbers: &[usize]| {
            let texts = numbers.iter().map(ToString::to_string);
            texts.collect::<Vec<_>>().join(", ")
        };
        write!(
            f,
            "`{}` takes {} channels, but gets {}: change `{}`, or what comes before",
            self.module,
            list(&self.expected),
            list(&self.found),
            self.argument
        )
    }
}

impl std::error::Error for Mismatch {}
