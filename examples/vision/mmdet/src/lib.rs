//! Detectors, as MMDetection has them: a library that plugs into mmengine and knows nothing of mmpretrain.

pub mod anchor;
pub mod backbones;
pub mod boxes;
pub mod coder;
pub mod dense_head;
pub mod detector;
pub mod losses;
pub mod necks;
pub mod preprocessor;
pub mod reid;
pub mod task;
pub mod transforms;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
