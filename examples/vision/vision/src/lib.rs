//! Builds, runs and trains networks from OpenMMLab's config files.

pub mod compare;
pub mod config;
pub mod digits;
pub mod run;
pub mod show;
pub mod train;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
