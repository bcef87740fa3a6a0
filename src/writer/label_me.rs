//! Writes LabelMe: a JSON file an image.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::images::{Images, Pictures};
use super::losses::{Holds, UNDRAWN};
use super::{Writer, distinct};
use crate::dataset::{
    Attributes, BoundingBox, Category, DataSet, Mask, Object, Spans, Value, Visibility,
};
use crate::error::Error;
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};

/// Writes LabelMe annotations: a file for each image, in the folders of the image's name, to be put beside the pictures; and
/// a list of names for each part, such as `train.txt`.
///
/// An object of several polygons is written as one shape each, which share a `group_id`.
///
/// `PartLists` reads the lists of the parts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelMe {
    /// What becomes of the pictures, which belong beside the files.
    #[serde(default)]
    pub images: Images,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    version: &'static str,
    flags: Values<'a>,
    shapes: Vec<Shape<'a>>,
    image_path: &'a str,
    image_data: (),
    image_height: u32,
    image_width: u32,
}

#[derive(Serialize)]
struct Shape<'a> {
    label: &'a str,
    points: Vec<[f64; 2]>,
    group_id: Option<usize>,
    shape_type: &'static str,
    flags: Values<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mask: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    attributes: Values<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    difficult: bool,
}

impl Writer for LabelMe {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let files = distinct(data, "", "json")?;
        let pictures = Pictures::new(self.images, data, output)?;
        let by_image = data.by_image();
        let write = |place: usize| {
            let (image, path) = (&data.images[place], &files[place]);
            let mut shapes = Vec::new();
            let mut undrawn = 0;
            for (number, object) in by_image.objects(place).enumerate() {
                let category = &data.categories[object.category as usize];
                let drawn = push_shapes(&mut shapes, object, category, number + 1)?;
                undrawn += usize::from(!drawn);
            }
            let file = File {
                version: "5.5.0",
                flags: Values::flags(&image.attributes),
                shapes,
                image_path: name::last_part(&image.name),
                image_data: (),
                image_height: image.height,
                image_width: image.width,
            };
            let text = serde_json::to_vec_pretty(&file);
            let text = text.map_err(|error| output.failed(path, error.into()))?;
            output.write(path, &text)?;
            pictures.put(image, &name::relative(&image.name)?)?;
            Ok(undrawn)
        };
        let mut undrawn = 0;
        parallel::each(&**output.progress(), files.len(), write, |_, more| {
            undrawn += more;
            Ok(())
        })?;
        report.add(Stage::Lost, UNDRAWN, undrawn);
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        for (split, images) in data.parts() {
            let Some(split) = split else { continue };
            let names = images.map(|place| format!("{}\n", data.images[place].name));
            let list = names.collect::<String>();
            output.write(&format!("{}.txt", split.name()), list.as_bytes())?;
        }
        let unlabelled = data.objects.iter().flat_map(Object::keypoints);
        let unlabelled = unlabelled.filter(|point| point.visibility == Visibility::Unlabelled);
        report.add(
            Stage::Lost,
            "keypoints whose place is not known, with their names",
            unlabelled.count(),
        );
        pictures.report(data, report);
        let others = data
            .images
            .iter()
            .map(|image| Values::others(&image.attributes).0.len());
        report.add(
            Stage::Lost,
            "attributes of images that are not flags",
            others.sum(),
        );
        let holds = Holds {
            polygons: true,
            run_lengths: true,
            difficult: true,
            keypoints: true,
            rotated: true,
            attributes: true,
            image_attributes: true,
            splits: true,
            empty_images: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

/// Adds the shapes of an object. Returns `false` if it has a mask that cannot be drawn, so that its box is written.
fn push_shapes<'a>(
    shapes: &mut Vec<Shape<'a>>,
    object: &'a Object,
    category: &'a Category,
    number: usize,
) -> Result<bool, Error> {
    let mut is_drawn = true;
    let polygons = match object.mask() {
        Some(Mask::Polygons(polygons)) => polygons.len(),
        _ => 0,
    };
    let has_keypoints = !object.keypoints().is_empty();
    let shape = |shape_type, points| Shape {
        label: &category.name,
        points,
        group_id: (polygons > 1 || has_keypoints).then_some(number),
        shape_type,
        flags: Values::flags(object.attributes()),
        mask: None,
        attributes: Values::others(object.attributes()),
        difficult: object.difficult,
    };
    let pairs = |flat: &[f64]| {
        flat.chunks_exact(2)
            .map(|point| [point[0], point[1]])
            .collect()
    };
    let bounds = object.bounding_box;
    let corners = || vec![[bounds.x, bounds.y], [bounds.right(), bounds.bottom()]];
    match (object.mask(), object.rotated()) {
        (Some(Mask::Polygons(polygons)), _)
            if !polygons.is_empty() && !object.is_box_at_an_angle() =>
        {
            shapes.extend(
                polygons
                    .iter()
                    .map(|polygon| shape("polygon", pairs(polygon))),
            );
        }
        (Some(mask @ Mask::RunLength(runs)), _) => {
            let spans = Spans::of(mask, (runs.width, runs.height));
            let drawn = spans.and_then(|spans| Some((spans.box_to_draw()?, spans)));
            match drawn {
                None => {
                    is_drawn = false;
                    shapes.push(shape("rectangle", corners()));
                }
                Some((around, spans)) => {
                    // The last pixel is included.
                    let last = [around.right() - 1.0, around.bottom() - 1.0];
                    shapes.push(Shape {
                        mask: Some(png(&spans, around)?),
                        ..shape("mask", vec![[around.x, around.y], last])
                    });
                }
            }
        }
        (_, Some(rotated)) => {
            shapes.push(shape("oriented_rectangle", pairs(&rotated.corners())));
        }
        _ => shapes.push(shape("rectangle", corners())),
    }
    let names = category
        .skeleton
        .as_deref()
        .map_or(&[][..], |skeleton| &skeleton.points);
    for (place, point) in object.keypoints().iter().enumerate() {
        if point.visibility == Visibility::Unlabelled {
            continue;
        }
        let hidden = point.visibility == Visibility::Hidden;
        shapes.push(Shape {
            label: names.get(place).map_or("keypoint", String::as_str),
            points: vec![[point.x, point.y]],
            group_id: Some(number),
            shape_type: "point",
            flags: Values(
                hidden
                    .then_some(("hidden", &Value::Flag(true)))
                    .into_iter()
                    .collect(),
            ),
            mask: None,
            attributes: Values::default(),
            difficult: false,
        });
    }
    Ok(is_drawn)
}

/// Named values as an object.
#[derive(Default)]
struct Values<'a>(Vec<(&'a str, &'a Value)>);

impl<'a> Values<'a> {
    /// Those that are flags, which LabelMe shows.
    fn flags(attributes: &'a Attributes) -> Self {
        let flags = attributes
            .iter()
            .filter(|(_, value)| matches!(value, Value::Flag(_)));
        Self(flags.collect())
    }

    fn others(attributes: &'a Attributes) -> Self {
        let others = attributes
            .iter()
            .filter(|(_, value)| !matches!(value, Value::Flag(_)));
        Self(others.collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Values<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(untagged)]
        enum Plain<'a> {
            Text(&'a str),
            Number(f64),
            Flag(bool),
        }
        fn plain(value: &Value) -> Plain<'_> {
            match value {
                Value::Text(text) => Plain::Text(text),
                Value::Number(number) => Plain::Number(*number),
                Value::Flag(flag) => Plain::Flag(*flag),
            }
        }
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, plain(value))))
    }
}

/// The part of a mask within a box as a PNG in base64: 1 for a set pixel.
fn png(spans: &Spans, around: BoundingBox) -> Result<String, Error> {
    let mut picture = image::GrayImage::new(around.width as u32, around.height as u32);
    let rows = u64::from(spans.height);
    for at in spans.list().iter().flat_map(|(start, end)| *start..*end) {
        let (x, y) = (at / rows - around.x as u64, at % rows - around.y as u64);
        picture.put_pixel(x as u32, y as u32, image::Luma([1]));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    let written = picture.write_to(&mut bytes, image::ImageFormat::Png);
    written
        .map_err(|error| Error::data(format!("a mask cannot be a PNG: {error}"), "report this"))?;
    Ok(STANDARD.encode(bytes.into_inner()))
}
