//! Reads COCO JSON: boxes, polygons and run-length masks.

mod ids;
mod reader;
mod record;
mod segmentation;
mod stream;
mod usual;
mod values;

use std::path::PathBuf;

use serde::Deserialize;

use super::{Converter, OnError};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::input::{self, Input};
use crate::report::Report;

/// Reads a COCO annotation file.
///
/// `iscrowd`, `area`, `segmentation` and an annotation's `id` may be missing, and so may `bbox` where there is a
/// `segmentation`. Categories are put in the order of their ids, whatever their order in the file.
///
/// Reads boxes, polygons, run-length masks (as lists or as compressed text), keypoints with their names and lines, and attributes of objects
/// and images. From COCO to COCO, masks, stated areas and every digit are kept. Polygons of fewer than three points are counted and left
/// out. Ids may be texts; then categories are in the order of the file. `coco_url` names an image without `file_name` (LVIS). Captions and
/// panoptic files have no boxes: they are errors, or counted with `on_error = "skip"`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coco {
    /// The annotation file, such as `instances_val2017.json`.
    pub annotations: PathBuf,
    /// The folder of the pictures: needed if the file does not say how large they are, or if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about an annotation or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Coco {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let file = input::open(&path, input.progress())?;
        let mut reader = reader::Reader::new(self.on_error);
        stream::read(&path, file, &mut reader)?;
        reader.finish(&path, pictures.as_deref(), report)
    }
}

#[cfg(test)]
mod tests;
