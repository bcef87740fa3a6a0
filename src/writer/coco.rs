//! Writes COCO JSON.

use std::collections::HashSet;
use std::io::{BufWriter, Write};

use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::Writer;
use super::losses::Holds;
use crate::dataset::{
    Attributes, Category, Counts, DataSet, Keypoint, Mask, RunLength, Skeleton, Split, Value,
    Visibility,
};
use crate::error::Error;
use crate::name;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes a COCO annotation file; a data set in several parts has one for each, such as `annotations_train.json`.
///
/// Images and annotations are numbered from 1 in their order. Categories keep the ids of the source; if one has
/// none, all are numbered from 1. Nothing depends on the time, so that the same data set gives the same file.
///
/// The files of the parts are `annotations_train.json`, `annotations_val.json` and `annotations_test.json`; `parts = false` writes one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coco {
    /// The name of the file in the target folder.
    #[serde(default = "annotations_json")]
    pub file: String,
    /// Writes a file for each part, if there are several; otherwise the parts are counted and lost.
    #[serde(default = "yes")]
    pub parts: bool,
}

fn yes() -> bool {
    true
}

fn annotations_json() -> String {
    "annotations.json".to_owned()
}

impl Default for Coco {
    fn default() -> Coco {
        Coco {
            file: annotations_json(),
            parts: true,
        }
    }
}

impl Writer for Coco {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let parts = data.parts();
        let divided = self.parts && parts.len() > 1;
        match divided {
            false => write(&self.file, &Part::whole(data), output)?,
            true => {
                for (split, images) in parts {
                    let part = Part::of(data, &images.collect::<Vec<_>>());
                    let file = match split {
                        Some(split) => part_file(&self.file, split),
                        None => self.file.clone(),
                    };
                    write(&file, &part, output)?;
                }
            }
        }
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        let holds = Holds {
            polygons: true,
            run_lengths: true,
            crowd: true,
            supercategories: true,
            empty_images: true,
            unused_categories: true,
            splits: divided,
            keypoints: true,
            attributes: true,
            image_attributes: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

/// `annotations.json` becomes `annotations_train.json`.
fn part_file(file: &str, split: Split) -> String {
    let stem = name::stem(file);
    format!("{stem}_{}{}", split.name(), &file[stem.len()..])
}

fn write(path: &str, part: &Part<'_>, output: &Output) -> Result<(), Error> {
    let ids = || category_ids(part.data);
    let file = File {
        info: Empty {},
        licenses: [],
        images: Images(part),
        annotations: Annotations(part, ids()),
        categories: Categories(part.data, ids()),
    };
    let mut writer = BufWriter::with_capacity(1 << 16, output.file(path)?);
    serde_json::to_writer(&mut writer, &file).map_err(|error| output.failed(path, error.into()))?;
    let ended = writer.write_all(b"\n").and_then(|()| writer.flush());
    ended.map_err(|source| output.failed(path, source))
}

/// Some of the images of a data set.
struct Part<'a> {
    data: &'a DataSet,
    /// The number from 1 of each image of the data set; 0 for one of another part. Without the list, all are in it.
    numbers: Option<Vec<u32>>,
}

impl<'a> Part<'a> {
    fn whole(data: &'a DataSet) -> Self {
        let numbers = None;
        Self { data, numbers }
    }

    fn of(data: &'a DataSet, images: &[usize]) -> Self {
        let mut numbers = vec![0; data.images.len()];
        for (number, image) in (1..).zip(images) {
            numbers[*image] = number;
        }
        let numbers = Some(numbers);
        Self { data, numbers }
    }

    /// The number of an image in the file.
    fn number(&self, image: usize) -> Option<u32> {
        match &self.numbers {
            None => Some(image as u32 + 1),
            Some(numbers) => Some(numbers[image]).filter(|number| *number > 0),
        }
    }
}

/// The source's ids if all categories have one of their own, else numbers from 1.
fn category_ids(data: &DataSet) -> Vec<i64> {
    let ids: Option<Vec<i64>> = data.categories.iter().map(|category| category.id).collect();
    ids.filter(|ids| ids.iter().collect::<HashSet<_>>().len() == ids.len())
        .unwrap_or_else(|| (1..).take(data.categories.len()).collect())
}

#[derive(Serialize)]
struct File<'a> {
    info: Empty,
    licenses: [Empty; 0],
    images: Images<'a>,
    annotations: Annotations<'a>,
    categories: Categories<'a>,
}

/// What tools ask for without looking into it.
#[derive(Serialize)]
struct Empty {}

struct Images<'a>(&'a Part<'a>);

#[derive(Serialize)]
struct ImageRecord<'a> {
    id: u32,
    file_name: &'a str,
    width: u32,
    height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<AttributesRecord<'a>>,
}

impl Serialize for Images<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let images = self.0.data.images.iter().enumerate();
        serializer.collect_seq(images.filter_map(|(place, image)| {
            Some(ImageRecord {
                id: self.0.number(place)?,
                file_name: &image.name,
                width: image.width,
                height: image.height,
                attributes: AttributesRecord::of(&image.attributes),
            })
        }))
    }
}

struct Categories<'a>(&'a DataSet, Vec<i64>);

#[derive(Serialize)]
struct CategoryRecord<'a> {
    id: i64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    supercategory: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keypoints: Option<&'a [String]>,
    /// Between keypoints, which are numbered from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    skeleton: Option<Vec<[u32; 2]>>,
}

impl Serialize for Categories<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.categories.iter().zip(&self.1).map(|(category, id)| {
            let Category {
                name,
                supercategory,
                skeleton,
                ..
            } = category;
            let edges = |skeleton: &Skeleton| {
                let edges = skeleton.edges.iter();
                edges.map(|edge| edge.map(|end| end + 1)).collect()
            };
            CategoryRecord {
                id: *id,
                name,
                supercategory: supercategory.as_deref(),
                keypoints: skeleton.as_ref().map(|skeleton| &*skeleton.points),
                skeleton: skeleton.as_deref().map(edges),
            }
        }))
    }
}

struct Annotations<'a>(&'a Part<'a>, Vec<i64>);

#[derive(Serialize)]
struct AnnotationRecord<'a> {
    id: usize,
    image_id: u32,
    category_id: i64,
    bbox: [Number; 4],
    area: Number,
    iscrowd: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    segmentation: Option<Segmentation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    keypoints: Option<KeypointsRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    num_keypoints: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<AttributesRecord<'a>>,
}

/// The keypoints of an object, and zeros up to the count of those that its category has.
struct KeypointsRecord<'a>(&'a [Keypoint], usize);

impl Serialize for KeypointsRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let none = std::iter::repeat_n(Keypoint::default(), self.1.saturating_sub(self.0.len()));
        let points = self.0.iter().copied().chain(none);
        serializer.collect_seq(points.flat_map(|point| {
            let visibility = f64::from(point.visibility.number());
            [point.x, point.y, visibility].map(Number)
        }))
    }
}

/// Named values as an object; `None` if there are none.
struct AttributesRecord<'a>(&'a Attributes);

impl<'a> AttributesRecord<'a> {
    fn of(attributes: &'a Attributes) -> Option<Self> {
        (!attributes.is_empty()).then_some(Self(attributes))
    }
}

impl Serialize for AttributesRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.0
                .iter()
                .map(|(name, value)| (name, ValueRecord(value))),
        )
    }
}

struct ValueRecord<'a>(&'a Value);

impl Serialize for ValueRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Text(text) => serializer.serialize_str(text),
            Value::Number(number) => Number(*number).serialize(serializer),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
        }
    }
}

impl Serialize for Annotations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        let mut number = 0;
        for object in &self.0.data.objects {
            let Some(image_id) = self.0.number(object.image as usize) else {
                continue;
            };
            number += 1;
            let skeleton = &self.0.data.categories[object.category as usize].skeleton;
            let points = skeleton
                .as_ref()
                .map_or(0, |skeleton| skeleton.points.len());
            let keypoints = object.keypoints();
            let has_keypoints = points > 0 || !keypoints.is_empty();
            let labelled = |point: &&Keypoint| point.visibility != Visibility::Unlabelled;
            let bounds = object.bounding_box;
            let mask = object.mask();
            list.serialize_element(&AnnotationRecord {
                id: number,
                image_id,
                category_id: self.1[object.category as usize],
                bbox: [bounds.x, bounds.y, bounds.width, bounds.height].map(Number),
                area: Number(object.area()),
                iscrowd: u8::from(object.crowd),
                segmentation: mask.map(Segmentation),
                keypoints: has_keypoints.then_some(KeypointsRecord(keypoints, points)),
                num_keypoints: has_keypoints.then(|| keypoints.iter().filter(labelled).count()),
                attributes: AttributesRecord::of(object.attributes()),
            })?;
        }
        list.end()
    }
}

struct Segmentation<'a>(&'a Mask);

impl Serialize for Segmentation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Mask::Polygons(polygons) => {
                serializer.collect_seq(polygons.iter().map(|polygon| Polygon(polygon)))
            }
            Mask::RunLength(runs) => RunsRecord::of(runs).serialize(serializer),
        }
    }
}

struct Polygon<'a>(&'a [f64]);

impl Serialize for Polygon<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|number| Number(*number)))
    }
}

#[derive(Serialize)]
struct RunsRecord<'a> {
    size: [u32; 2],
    counts: CountsRecord<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CountsRecord<'a> {
    List(&'a [u32]),
    Compressed(&'a str),
}

impl<'a> RunsRecord<'a> {
    fn of(runs: &'a RunLength) -> RunsRecord<'a> {
        let counts = match &runs.counts {
            Counts::List(lengths) => CountsRecord::List(lengths),
            Counts::Compressed(text) => CountsRecord::Compressed(text),
        };
        RunsRecord {
            size: [runs.height, runs.width],
            counts,
        }
    }
}

/// A number in the fewest digits: 10 rather than 10.0.
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if self.0.fract() == 0.0 && self.0.abs() < EXACT {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

#[cfg(test)]
mod tests;
