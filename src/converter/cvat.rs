//! Reads CVAT's XML, version 1.1: for images, and for videos.

mod found;
mod frames;
mod image;
mod label;
mod shape;
mod tag;
mod track;

use std::path::PathBuf;

use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError, xml};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::input::Input;
use crate::report::{Report, Stage};
use found::Found;

/// Reads an XML file of CVAT: boxes, polygons, ellipses (as outlines), masks and skeletons, with angles and attributes. Other
/// shapes are counted, not converted.
///
/// Each frame of a video is an image, `frame_000012.png`, with the shapes that the tracks have in it; the number of a track is the
/// attribute `track_id`.
///
/// Categories are in the order in which the file declares them, unless `categories` says another.
///
/// The version is 1.1, for images and for videos. Tags are labels of images. The points of a skeleton are not among the categories, but are
/// keypoints. Of a video, with `images`, a frame is the picture `frame_000012` of that folder. In a file of several tasks, as CVAT writes
/// one of a project, it is `task_7/frame_000012.png`, by the id of the task.
///
/// CVAT writes the shape of a track in each frame. If a file has only those that a person has drawn, boxes between two of them are put on a
/// line, as CVAT does, and noted; other shapes between two are counted. Nothing is made up behind the last shape of a track.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cvat {
    /// The file, which CVAT calls `annotations.xml`.
    pub annotations: PathBuf,
    /// The folder of the pictures, or of the frames of a video: needed only if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about an object that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Cvat {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let text = xml::read(&path)?;
        let collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let mut found = Found::new(&path, &text, pictures.as_deref(), collected);
        found.run()?;
        report.add_tally(
            Stage::Lost,
            "shapes that are not converted",
            found.other_shapes,
        );
        report.add(
            Stage::Lost,
            "shapes of tracks in frames that the file leaves out",
            found.track.left_out(),
        );
        report.add(
            Stage::Noted,
            "boxes of tracks between two that the file has, put on a line between them, as CVAT does",
            found.track.interpolated(),
        );
        let details = usize::from(found.details);
        found
            .collected
            .fields
            .count("the file, but its labels", "meta", details);
        Ok(found.collected.finish(Order::AsDeclared, report))
    }
}

#[cfg(test)]
mod tests;
