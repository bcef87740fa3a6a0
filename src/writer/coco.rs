//! Writes COCO JSON.

use std::collections::HashSet;
use std::io::{BufWriter, Write};

use serde::ser::{SerializeSeq, Serializer};
use serde::{Deserialize, Serialize};

use super::Writer;
use super::losses::Holds;
use crate::dataset::{Category, Counts, DataSet, Mask, RunLength};
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one COCO annotation file.
///
/// Images and annotations are numbered from 1 in their order. Categories keep the ids of the source; if one has
/// none, all are numbered from 1. Nothing depends on the time, so that the same data set gives the same file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coco {
    /// The name of the file in the target folder.
    #[serde(default = "annotations_json")]
    pub file: String,
}

fn annotations_json() -> String {
    "annotations.json".to_owned()
}

impl Default for Coco {
    fn default() -> Coco {
        Coco {
            file: annotations_json(),
        }
    }
}

impl Writer for Coco {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let file = File {
            info: Empty {},
            licenses: [],
            images: Images(data),
            annotations: Annotations(data, category_ids(data)),
            categories: Categories(data, category_ids(data)),
        };
        let mut writer = BufWriter::with_capacity(1 << 16, output.file(&self.file)?);
        serde_json::to_writer(&mut writer, &file)
            .map_err(|error| output.failed(&self.file, error.into()))?;
        let ended = writer.write_all(b"\n").and_then(|()| writer.flush());
        ended.map_err(|source| output.failed(&self.file, source))?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        let holds = Holds {
            polygons: true,
            run_lengths: true,
            crowd: true,
            supercategories: true,
            empty_images: true,
            unused_categories: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
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

struct Images<'a>(&'a DataSet);

#[derive(Serialize)]
struct ImageRecord<'a> {
    id: usize,
    file_name: &'a str,
    width: u32,
    height: u32,
}

impl Serialize for Images<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0
                .images
                .iter()
                .enumerate()
                .map(|(place, image)| ImageRecord {
                    id: place + 1,
                    file_name: &image.name,
                    width: image.width,
                    height: image.height,
                }),
        )
    }
}

struct Categories<'a>(&'a DataSet, Vec<i64>);

#[derive(Serialize)]
struct CategoryRecord<'a> {
    id: i64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    supercategory: Option<&'a str>,
}

impl Serialize for Categories<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.categories.iter().zip(&self.1).map(|(category, id)| {
            let Category {
                name,
                supercategory,
                ..
            } = category;
            CategoryRecord {
                id: *id,
                name,
                supercategory: supercategory.as_deref(),
            }
        }))
    }
}

struct Annotations<'a>(&'a DataSet, Vec<i64>);

#[derive(Serialize)]
struct AnnotationRecord<'a> {
    id: usize,
    image_id: u64,
    category_id: i64,
    bbox: [Number; 4],
    area: Number,
    iscrowd: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    segmentation: Option<Segmentation<'a>>,
}

impl Serialize for Annotations<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.0.objects.len()))?;
        for (place, object) in self.0.objects.iter().enumerate() {
            let bounds = object.bounding_box;
            let mask = object.mask();
            list.serialize_element(&AnnotationRecord {
                id: place + 1,
                image_id: u64::from(object.image) + 1,
                category_id: self.1[object.category as usize],
                bbox: [bounds.x, bounds.y, bounds.width, bounds.height].map(Number),
                area: Number(object.area()),
                iscrowd: u8::from(object.crowd),
                segmentation: mask.map(Segmentation),
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
