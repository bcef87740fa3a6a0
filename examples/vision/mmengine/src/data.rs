//! Data sets, and the order of their samples.

use rollbook::BoxError;

use crate::image::Sample;

/// Samples by number.
#[rollbook::dispatch]
pub trait Dataset {
    /// How many there are.
    fn size(&self) -> usize;

    /// The sample of this number, after the pipeline. What is left to chance comes from `random`.
    ///
    /// # Errors
    ///
    /// A number that there is not; what the pipeline fails with.
    fn sample(&self, index: usize, random: &mut fastrand::Rng) -> Result<Sample, BoxError>;

    /// The names of the classes, where they are known.
    fn classes(&self) -> Vec<String>;
}

/// In which order the samples come.
#[rollbook::dispatch]
pub trait Sampler {
    /// The numbers of the samples of one epoch.
    fn order(&self, size: usize, random: &mut fastrand::Rng) -> Vec<usize>;
}

/// `DefaultSampler`: each sample once.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct DefaultSampler {
    #[serde(default = "yes")]
    shuffle: bool,
    seed: Option<u64>,
    #[serde(default = "yes")]
    round_up: bool,
}

fn yes() -> bool {
    true
}

impl Sampler for DefaultSampler {
    fn order(&self, size: usize, random: &mut fastrand::Rng) -> Vec<usize> {
        // Between several machines samples would be doubled until all have as many; here is one.
        let _ = self.round_up;
        let mut order: Vec<usize> = (0..size).collect();
        match self.seed {
            _ if !self.shuffle => {}
            Some(seed) => fastrand::Rng::with_seed(seed ^ random.u64(..)).shuffle(&mut order),
            None => random.shuffle(&mut order),
        }
        order
    }
}
