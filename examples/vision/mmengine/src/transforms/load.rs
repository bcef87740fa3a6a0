//! `LoadImageFromFile` and `LoadAnnotations`.

use std::path::Path;

use rollbook::BoxError;

use super::Transform;
use crate::config::Off;
use crate::image::{Image, Sample};

/// `LoadImageFromFile`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LoadImageFromFile {
    #[serde(default)]
    to_float32: bool,
    #[serde(default)]
    color_type: ColorType,
    #[serde(default)]
    imdecode_backend: Backend,
    #[serde(default)]
    ignore_empty: Off,
    #[serde(default)]
    file_client_args: Off,
    #[serde(default)]
    backend_args: Off,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum ColorType {
    #[default]
    Color,
    Grayscale,
}

/// Which library decodes. Here it is always the same, and the blue channel comes first, as with both of these.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Backend {
    #[default]
    Cv2,
    Pillow,
}

impl Transform for LoadImageFromFile {
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let (Off, Off, Off) = (self.ignore_empty, self.file_client_args, self.backend_args);
        let (Backend::Cv2 | Backend::Pillow) = self.imdecode_backend;
        let gray = self.color_type == ColorType::Grayscale;
        let mut image = Image::read(Path::new(&sample.path), gray)?;
        image.float = self.to_float32;
        sample.ori_shape = (image.height, image.width);
        sample.set(image);
        Ok(())
    }
}

/// `LoadAnnotations`. Labels come with the sample; where a network is run there are none, and nothing is loaded.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LoadAnnotations {
    #[serde(default = "yes")]
    with_bbox: bool,
    #[serde(default = "yes")]
    with_label: bool,
    #[serde(default)]
    with_seg: Off,
    #[serde(default)]
    with_keypoints: Off,
    #[serde(default)]
    imdecode_backend: Backend,
    #[serde(default)]
    file_client_args: Off,
    #[serde(default)]
    backend_args: Off,
}

fn yes() -> bool {
    true
}

impl Transform for LoadAnnotations {
    fn apply(&self, sample: &mut Sample, _: &mut fastrand::Rng) -> Result<(), BoxError> {
        let (Off, Off) = (self.with_seg, self.with_keypoints);
        let (Off, Off) = (self.file_client_args, self.backend_args);
        let (Backend::Cv2 | Backend::Pillow, _) = (self.imdecode_backend, self.with_bbox);
        if !self.with_label {
            sample.labels.clear();
        }
        Ok(())
    }
}
