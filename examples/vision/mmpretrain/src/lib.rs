//! Classifiers, as MMPretrain has them: a library that plugs into mmengine and knows nothing of mmdet.

pub mod augment;
pub mod backbones;
pub mod classifier;
pub mod heads;
pub mod losses;
pub mod metric;
pub mod necks;
pub mod norm;
pub mod preprocessor;
pub mod transforms;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
