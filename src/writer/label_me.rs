//! Writes LabelMe: a JSON file an image.

use serde::{Deserialize, Serialize};

use super::images::{Images, Pictures};
use super::losses::Holds;
use super::{Writer, distinct};
use crate::dataset::{DataSet, Mask, Object};
use crate::error::Error;
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};

/// Writes LabelMe annotations: a file for each image, in the folders of the image's name, to be put beside the pictures; and
/// a list of names for each part, such as `train.txt`.
///
/// An object of several polygons is written as one shape each, which share a `group_id`.
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
    flags: Empty,
    shapes: Vec<Shape<'a>>,
    image_path: &'a str,
    image_data: (),
    image_height: u32,
    image_width: u32,
}

#[derive(Serialize)]
struct Empty {}

#[derive(Serialize)]
struct Shape<'a> {
    label: &'a str,
    points: Vec<[f64; 2]>,
    group_id: Option<usize>,
    shape_type: &'static str,
    flags: Empty,
}

impl Writer for LabelMe {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let files = distinct(data, "", "json")?;
        let pictures = Pictures::new(self.images, data, output)?;
        let by_image = data.by_image();
        let write = |place: usize| {
            let (image, path) = (&data.images[place], &files[place]);
            let mut shapes = Vec::new();
            for (number, object) in by_image.objects(place).enumerate() {
                let label = &data.categories[object.category as usize].name;
                push_shapes(&mut shapes, object, label, number + 1);
            }
            let file = File {
                version: "5.5.0",
                flags: Empty {},
                shapes,
                image_path: name::last_part(&image.name),
                image_data: (),
                image_height: image.height,
                image_width: image.width,
            };
            let text = serde_json::to_vec_pretty(&file);
            let text = text.map_err(|error| output.failed(path, error.into()))?;
            output.write(path, &text)?;
            pictures.put(image, &name::relative(&image.name)?)
        };
        parallel::each(&**output.progress(), files.len(), write, |_, ()| Ok(()))?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        for (split, images) in data.parts() {
            let Some(split) = split else { continue };
            let names = images.map(|place| format!("{}\n", data.images[place].name));
            let list = names.collect::<String>();
            output.write(&format!("{}.txt", split.name()), list.as_bytes())?;
        }
        pictures.report(data, report);
        let holds = Holds {
            polygons: true,
            splits: true,
            empty_images: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

fn push_shapes<'a>(shapes: &mut Vec<Shape<'a>>, object: &Object, label: &'a str, number: usize) {
    if let Some(Mask::Polygons(polygons)) = object.mask() {
        let group_id = (polygons.len() > 1).then_some(number);
        for polygon in polygons {
            let points = polygon.chunks_exact(2).map(|point| [point[0], point[1]]);
            shapes.push(Shape {
                label,
                points: points.collect(),
                group_id,
                shape_type: "polygon",
                flags: Empty {},
            });
        }
        return;
    }
    let bounds = object.bounding_box;
    shapes.push(Shape {
        label,
        points: vec![[bounds.x, bounds.y], [bounds.right(), bounds.bottom()]],
        group_id: None,
        shape_type: "rectangle",
        flags: Empty {},
    });
}
