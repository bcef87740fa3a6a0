//! The steps of pipelines: from a file to a sample.

pub mod crop;
pub mod flip;
pub mod load;
pub mod normalize;
pub mod resample;
pub mod resize;

use rollbook::BoxError;

use crate::image::Sample;

/// A step of a pipeline.
#[rollbook::dispatch]
pub trait Transform {
    /// Changes the sample. What is left to chance comes from `random`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or a sample that it does not fit.
    fn apply(&self, sample: &mut Sample, random: &mut fastrand::Rng) -> Result<(), BoxError>;
}

/// Applies the steps of a pipeline one after another.
///
/// # Errors
///
/// What a step fails with.
pub fn run<T: Transform>(
    pipeline: &[T],
    sample: &mut Sample,
    random: &mut fastrand::Rng,
) -> Result<(), BoxError> {
    pipeline
        .iter()
        .try_for_each(|step| step.apply(sample, random))
}
