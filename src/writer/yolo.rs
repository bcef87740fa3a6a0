//! Writes YOLO detection labels: a text file an image, lists of the images, and `data.yaml`.

mod doubts;
mod lists;

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;

use super::images::{Images, Pictures};
use super::losses::Holds;
use super::{Writer, decimal, file_and_folder, shared};
use crate::dataset::{BoundingBox, DataSet, Image, Keypoint, Mask, Object, join};
use crate::error::{Error, shown};
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};
use doubts::Doubts;
use lists::write_lists;

/// Writes YOLO labels, as Ultralytics reads them.
///
/// Each image has a label file where Ultralytics looks for it, also one without objects: that of `images/x/a.png` is
/// `labels/x/a.txt`. The pictures themselves belong into `images/` beside it. `train.txt`, `val.txt` and `test.txt` list the images, and
/// `data.yaml` names those lists and the classes. A class index is the place of the category.
///
/// `labels` says what a row is: `"boxes"`; `"outlines"` for segmentation; `"poses"`, a box and its keypoints, with `kpt_shape` in
/// `data.yaml`; `"rotated"`, the corners of boxes at an angle. Of an object of several polygons, `join = true` makes one outline, as
/// Ultralytics does; `false` writes an object for each.
///
/// Folders in the names are kept; two pictures that would share a label file are an error. An image named `images/a.png` is
/// `images/images/a.png`, and its label file is `images/labels/a.txt`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yolo {
    /// How many decimals the numbers have; at most 15.
    #[serde(default = "six")]
    pub decimals: u32,
    /// What the labels hold.
    #[serde(default)]
    pub labels: Labels,
    /// Makes one outline of the polygons of an object, as Ultralytics does, rather than an object of each.
    #[serde(default = "yes")]
    pub join: bool,
    /// What becomes of the pictures, which belong into `images/`.
    #[serde(default)]
    pub images: Images,
}

/// What a row of a label file holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Labels {
    /// A box.
    #[default]
    Boxes,
    /// An outline. An object of several polygons has a row for each, one without any has the corners of its box.
    Outlines,
    /// A box and its keypoints; those that are missing are zeros.
    Poses,
    /// The corners of a box, which may be at an angle: the labels of oriented boxes (OBB).
    Rotated,
}

fn yes() -> bool {
    true
}

fn six() -> u32 {
    6
}

impl Default for Yolo {
    fn default() -> Yolo {
        Yolo {
            decimals: six(),
            labels: Labels::Boxes,
            join: true,
            images: Images::None,
        }
    }
}

impl Writer for Yolo {
    fn check(&self) -> Result<(), Error> {
        if self.decimals > 15 {
            let what = format!(
                "{} is more than a number has; write at most 15",
                self.decimals
            );
            return Err(Error::Argument {
                name: "decimals",
                what,
            });
        }
        Ok(())
    }

    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        self.check()?;
        let names = image_names(data)?;
        check_label_files(data, &names)?;
        let by_image = data.by_image();
        let pictures = Pictures::new(self.images, data, output)?;
        let mut doubts = Doubts::default();
        let keypoints = match self.labels {
            Labels::Poses => keypoints(data)?,
            _ => 0,
        };
        let write = |place: usize| {
            /// A box of six decimals.
            const USUAL_ROW: usize = 40;
            let objects = by_image.objects(place);
            let mut rows = Vec::with_capacity(objects.len() * USUAL_ROW);
            let mut doubts = Doubts::default();
            let image = &data.images[place];
            // The objects of an image lie apart in memory. If they are copied first, the processor fetches several at once.
            let objects = objects.map(|object| (object, (object.category, object.bounding_box)));
            for (object, row) in objects.collect::<Vec<_>>() {
                match self.labels {
                    Labels::Boxes => self.push_row(&mut rows, image, row, &mut doubts),
                    Labels::Poses => {
                        self.push_row(&mut rows, image, row, &mut doubts);
                        self.push_keypoints(&mut rows, image, object, keypoints);
                        doubts.see_keypoints(object, image);
                    }
                    Labels::Rotated => self.push_corners(&mut rows, image, object, &mut doubts),
                    Labels::Outlines => self.push_outlines(&mut rows, image, object, &mut doubts),
                }
            }
            let picture = format!("images/{}", names[place]);
            output.write(&name::label_file(&picture), &rows)?;
            pictures.put(image, &picture)?;
            Ok(doubts)
        };
        parallel::each(&**output.progress(), names.len(), write, |_, more| {
            doubts.add(more);
            Ok(())
        })?;
        drop(by_image);
        write_lists(data, &names, keypoints, output)?;
        doubts.report(report);
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        pictures.report(data, report);
        let holds = Holds {
            polygons: self.labels == Labels::Outlines,
            keypoints: self.labels == Labels::Poses,
            rotated: self.labels == Labels::Rotated,
            splits: true,
            empty_images: true,
            unused_categories: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

impl Yolo {
    fn push_row(
        &self,
        rows: &mut Vec<u8>,
        image: &Image,
        (category, bounds): (u32, BoundingBox),
        doubts: &mut Doubts,
    ) {
        let (image_width, image_height) = (f64::from(image.width), f64::from(image.height));
        let smallest = 0.1_f64.powi(self.decimals as i32);
        let mut side = |length: f64| {
            if length > 0.0 && length < smallest / 2.0 {
                doubts.thin.see(|| format!("in `{}`", shown(&image.name)));
                smallest
            } else {
                length
            }
        };
        let (width, height) = (
            side(bounds.width / image_width),
            side(bounds.height / image_height),
        );
        if bounds.width == 0.0 || bounds.height == 0.0 {
            doubts.empty.see(|| format!("in `{}`", shown(&image.name)));
        }
        decimal::push_whole(rows, u64::from(category));
        let centre = (
            (bounds.x + bounds.width / 2.0) / image_width,
            (bounds.y + bounds.height / 2.0) / image_height,
        );
        for number in [centre.0, centre.1, width, height] {
            rows.push(b' ');
            decimal::push(rows, number, self.decimals);
        }
        rows.push(b'\n');
    }
}

impl Yolo {
    /// Adds keypoints to the row that was written last.
    fn push_keypoints(&self, rows: &mut Vec<u8>, image: &Image, object: &Object, count: usize) {
        rows.pop();
        let (width, height) = (f64::from(image.width), f64::from(image.height));
        let none = std::iter::repeat(Keypoint::default());
        for point in object.keypoints().iter().copied().chain(none).take(count) {
            for number in [point.x / width, point.y / height] {
                rows.push(b' ');
                decimal::push(rows, number, self.decimals);
            }
            rows.extend([b' ', b'0' + point.visibility.number()]);
        }
        rows.push(b'\n');
    }

    fn push_corners(
        &self,
        rows: &mut Vec<u8>,
        image: &Image,
        object: &Object,
        doubts: &mut Doubts,
    ) {
        let corners = object.corners();
        doubts.see_outside(&corners, image);
        let size = [f64::from(image.width), f64::from(image.height)];
        decimal::push_whole(rows, u64::from(object.category));
        for (coordinate, side) in corners.iter().zip(size.iter().cycle()) {
            rows.push(b' ');
            decimal::push(rows, coordinate / side, self.decimals);
        }
        rows.push(b'\n');
    }

    fn push_outlines(
        &self,
        rows: &mut Vec<u8>,
        image: &Image,
        object: &Object,
        doubts: &mut Doubts,
    ) {
        let seen = || format!("in `{}`", shown(&image.name));
        let mut polygons: Vec<&[f64]> = Vec::new();
        if let Some(Mask::Polygons(found)) = object.mask() {
            polygons.extend(found.iter().map(Vec::as_slice));
        }
        // A row of them would be read as a box, or not at all.
        let all = polygons.len();
        polygons.retain(|polygon| polygon.len() >= 6);
        (polygons.len()..all).for_each(|_| doubts.stray.see(seen));
        let corners;
        if polygons.is_empty() {
            let bounds = object.bounding_box;
            let (x, y, right, bottom) = (bounds.x, bounds.y, bounds.right(), bounds.bottom());
            corners = [x, y, right, y, right, bottom, x, bottom];
            polygons.push(&corners);
            doubts.without_outline.see(seen);
        }
        let joined;
        if self.join && polygons.len() > 1 {
            let rings: Vec<_> = polygons.iter().map(|polygon| polygon.to_vec()).collect();
            joined = join(&rings);
            polygons = vec![&joined];
            doubts.joined.see(seen);
        }
        if polygons.len() > 1 {
            doubts.parts.see(seen);
        }
        let size = [f64::from(image.width), f64::from(image.height)];
        for polygon in polygons {
            doubts.see_outside(polygon, image);
            decimal::push_whole(rows, u64::from(object.category));
            for (coordinate, side) in polygon.iter().zip(size.iter().cycle()) {
                rows.push(b' ');
                decimal::push(rows, coordinate / side, self.decimals);
            }
            rows.push(b'\n');
        }
    }
}

/// The images' paths below `images/`, fit to be written.
fn image_names(data: &DataSet) -> Result<Vec<Cow<'_, str>>, Error> {
    let names = data.images.iter().map(|image| name::relative(&image.name));
    names.collect()
}

/// Makes sure that no two images have one label file, and that none has the path of a folder that another is in.
fn check_label_files(data: &DataSet, names: &[Cow<'_, str>]) -> Result<(), Error> {
    let label = |name: &str| name::label_file(&format!("images/{name}"));
    let mut known = HashMap::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        if let Some(first) = known.insert(name::stem(name), place) {
            return Err(shared(data, first, place, "label file", &label(name)));
        }
    }
    for (place, name) in names.iter().enumerate() {
        for (end, _) in name.match_indices(".txt/") {
            if let Some(&file) = known.get(&name[..end]) {
                return Err(file_and_folder(data, file, place, &label(&names[file])));
            }
        }
    }
    Ok(())
}

/// How many keypoints each object has: as many as the category that has the most.
///
/// # Errors
///
/// There are none.
fn keypoints(data: &DataSet) -> Result<usize, Error> {
    let named = data
        .categories
        .iter()
        .filter_map(|category| category.skeleton.as_ref());
    let named = named.map(|skeleton| skeleton.points.len());
    let own = data.objects.iter().map(|object| object.keypoints().len());
    let most = named.chain(own).max().unwrap_or(0);
    match most {
        0 => Err(Error::data(
            "the data set has no keypoints",
            "write `labels = \"boxes\"`",
        )),
        most => Ok(most),
    }
}

#[cfg(test)]
mod tests;
