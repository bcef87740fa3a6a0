//! The steps of detectors' pipelines.

use mmengine::config::Off;
use mmengine::image::Sample;
use mmengine::transforms::Transform;
use rollbook::BoxError;

/// `LoadAnnotations`. Where a network is run there are no labels, and nothing is loaded.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LoadAnnotations {
    #[serde(default = "yes")]
    with_bbox: bool,
    #[serde(default = "yes")]
    with_label: bool,
    #[serde(default)]
    with_mask: bool,
    #[serde(default)]
    with_seg: Off,
    #[serde(default)]
    backend_args: Off,
}

fn yes() -> bool {
    true
}

impl Transform for LoadAnnotations {
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let (Off, Off, _) = (
            self.with_seg,
            self.backend_args,
            (self.with_bbox, self.with_mask),
        );
        if !self.with_label {
            sample.labels.clear();
        }
        Ok(())
    }
}

/// The end of a pipeline. A sample is packed already: its keys are fields.
macro_rules! packs {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, rollbook::Config)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            #[serde(default)]
            meta_keys: Vec<String>,
        }

        impl Transform for $name {
            fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
                let _ = &self.meta_keys;
                if sample.image.data.is_empty() {
                    return Err("there is no image to be packed: the pipeline must load one first".into());
                }
                Ok(())
            }
        }
    )*};
}

packs! {
    /// `PackDetInputs`.
    PackDetInputs;
    /// `PackReIDInputs`.
    PackReIDInputs;
}
