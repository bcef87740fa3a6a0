//! Reads LabelMe: a JSON file an image.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::collected::{Collected, Order};
use super::{Converter, OnError, files};
use crate::dataset::{BoundingBox, DataSet, Mask, Object};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::name;
use crate::parallel;
use crate::report::{Report, Stage, Tally};

/// Reads LabelMe annotations: rectangles, circles and polygons. Lines and points are counted, not converted.
///
/// LabelMe has no class numbers: categories are in the order of `categories`, or else of their names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelMe {
    /// The folder of the `.json` files, with its sub-folders; or one such file.
    pub annotations: PathBuf,
    /// Makes one object of the polygons that share a `group_id` and a label.
    #[serde(default)]
    pub merge_groups: bool,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// The folder of the pictures: needed only if the files do not say how large they are.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about an object that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    shapes: Vec<Shape>,
    #[serde(rename = "imagePath")]
    image_path: Option<String>,
    #[serde(rename = "imageWidth")]
    width: Option<u32>,
    #[serde(rename = "imageHeight")]
    height: Option<u32>,
    /// The picture itself, which is not needed: never decoded.
    #[serde(rename = "imageData", default)]
    _data: IgnoredAny,
}

#[derive(Deserialize)]
struct Shape {
    label: String,
    #[serde(default)]
    points: Vec<[f64; 2]>,
    group_id: Option<i64>,
    /// Old files have polygons only, and do not say so.
    #[serde(default = "polygon")]
    shape_type: String,
}

fn polygon() -> String {
    "polygon".to_owned()
}

impl Converter for LabelMe {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let files = files::below(&root, &["json"])?;
        input.progress().set_length(files.len() as u64);
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let mut other_shapes = Tally::default();
        parallel::each(
            files.len(),
            |place| parse(&files[place]),
            |place, file| {
                input.progress().inc(1);
                let name = image_name(&root, &files[place], file.image_path.as_deref());
                let size = size(&files[place], &file, &name, pictures.as_deref())?;
                let image = collected
                    .add_image(&name, size)
                    .map_err(|what| Error::content(&files[place], what))?;
                self.add(
                    &files[place],
                    file.shapes,
                    image,
                    &mut collected,
                    &mut other_shapes,
                )
            },
        )?;
        report.add_tally(
            Stage::Lost,
            "shapes that are neither boxes nor outlines",
            other_shapes,
        );
        Ok(collected.finish(Order::ByName, report))
    }
}

fn parse(path: &Path) -> Result<File, Error> {
    let text = input::read_text(path)?;
    serde_json::from_str::<File>(&text).map_err(|error| Error::Content {
        path: path.to_owned(),
        position: Some((error.line(), error.column())),
        what: without_place(&error),
        help: None,
    })
}

/// Width and height of a file's image.
fn size(
    path: &Path,
    file: &File,
    name: &str,
    pictures: Option<&Path>,
) -> Result<(u32, u32), Error> {
    let size = file
        .width
        .zip(file.height)
        .filter(|(width, height)| *width > 0 && *height > 0);
    match (size, pictures) {
        (Some(size), _) => Ok(size),
        (None, Some(pictures)) => input::picture_size(pictures, name),
        (None, None) => Err(
            Error::content(path, "has no `imageWidth` and `imageHeight`")
                .with_help("set `images` to the folder of the pictures, to read their sizes"),
        ),
    }
}

impl LabelMe {
    /// Takes the shapes of one image.
    fn add(
        &self,
        path: &Path,
        shapes: Vec<Shape>,
        image: u32,
        collected: &mut Collected,
        other_shapes: &mut Tally,
    ) -> Result<(), Error> {
        let mut groups = BTreeMap::new();
        for (number, shape) in shapes.into_iter().enumerate() {
            let (group, label) = (
                shape.group_id.filter(|_| self.merge_groups),
                shape.label.clone(),
            );
            let Some(outline) = outline(&shape) else {
                other_shapes
                    .see(|| format!("`{}` in {}", shown(&shape.shape_type), path.display()));
                continue;
            };
            let object = outline.map_err(|what| format!("shape {}: {what}", number + 1));
            let Some((bounding_box, polygon)) = collected.settle(object, path, None)? else {
                continue;
            };
            match group {
                // The order of the file, with each group at its first shape.
                Some(group) => {
                    let key = groups.len();
                    let place = groups
                        .iter()
                        .find(|(_, (known, other, _, _))| *known == Some(group) && *other == label)
                        .map_or(key, |(place, _)| *place);
                    let entry = groups.entry(place);
                    let (_, _, bounds, polygons) =
                        entry.or_insert((Some(group), label, bounding_box, Vec::new()));
                    *bounds = around(*bounds, bounding_box);
                    polygons.extend(polygon);
                }
                None => {
                    let key = groups.len();
                    let polygons = polygon.into_iter().collect();
                    groups.insert(key, (None, label, bounding_box, polygons));
                }
            }
        }
        for (_, label, bounding_box, polygons) in groups.into_values() {
            let mask = (!polygons.is_empty()).then(|| Box::new(Mask::Polygons(polygons)));
            let added = collected.category(&label).and_then(|category| {
                collected.add_object(Object {
                    image,
                    category,
                    bounding_box,
                    mask,
                    crowd: false,
                    difficult: false,
                    truncated: false,
                })
            });
            collected.settle(added, path, None)?;
        }
        Ok(())
    }
}

/// serde_json's message without its line and column, which are told apart.
pub(super) fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(what, _)| what.to_owned())
}

/// The picture beside the file: what `imagePath` ends in, since it may lead anywhere.
fn image_name(root: &Path, path: &Path, written: Option<&str>) -> String {
    let own = path.file_stem().unwrap_or_default().to_string_lossy();
    let last = written.map(|written| name::last_part(&written.replace('\\', "/")).to_owned());
    let last = last
        .filter(|last| !last.is_empty())
        .unwrap_or_else(|| format!("{own}.jpg"));
    let below = path
        .parent()
        .and_then(|parent| parent.strip_prefix(root).ok());
    let folders = below
        .into_iter()
        .flatten()
        .map(|part| part.to_string_lossy());
    folders.chain([last.into()]).collect::<Vec<_>>().join("/")
}

type Outline = (BoundingBox, Option<Vec<f64>>);

/// The box of a shape, and its polygon. None for a shape that is no region.
fn outline(shape: &Shape) -> Option<Result<Outline, String>> {
    let points = &shape.points;
    let kind = shape.shape_type.as_str();
    let least = match kind {
        "rectangle" | "circle" => 2,
        "polygon" => 3,
        _ => return None,
    };
    if points.len() < least {
        return Some(Err(format!("a {kind} of {} points", points.len())));
    }
    if let ("circle", [centre, edge, ..]) = (kind, points.as_slice()) {
        let radius = (edge[0] - centre[0]).hypot(edge[1] - centre[1]);
        let bounding_box = BoundingBox::from_corners(
            centre[0] - radius,
            centre[1] - radius,
            centre[0] + radius,
            centre[1] + radius,
        );
        return Some(Ok((bounding_box, None)));
    }
    let flat = points.concat();
    let around = BoundingBox::around(&flat).ok_or_else(|| "no points".to_owned());
    Some(around.map(|bounds| (bounds, (kind == "polygon").then_some(flat))))
}

fn around(one: BoundingBox, other: BoundingBox) -> BoundingBox {
    BoundingBox::from_corners(
        one.x.min(other.x),
        one.y.min(other.y),
        one.right().max(other.right()),
        one.bottom().max(other.bottom()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    fn reader() -> LabelMe {
        LabelMe {
            annotations: "in".into(),
            merge_groups: false,
            categories: None,
            images: None,
            on_error: OnError::Error,
        }
    }

    fn read(reader: &LabelMe, text: &str) -> Result<(DataSet, Report), Error> {
        let place = folder(&[("in/sub/a.json", text.as_bytes())]);
        let mut report = Report::default();
        let data = reader.read(&Input::new(place.path()), &mut report)?;
        Ok((data, report))
    }

    fn file(shapes: &str) -> String {
        format!(
            r#"{{"version": "5.0", "flags": {{}}, "imagePath": "..\\x\\b.png", "imageData": "iVBORw0",
            "imageHeight": 50, "imageWidth": 100, "shapes": [{shapes}]}}"#
        )
    }

    #[test]
    fn shapes() {
        let text = file(
            r#"{"label": "car", "shape_type": "rectangle", "points": [[30, 20], [10.5, 5]], "group_id": null},
               {"label": "cat", "points": [[0, 0], [4, 0], [4, 6]]},
               {"label": "car", "shape_type": "circle", "points": [[10, 10], [13, 14]]},
               {"label": "car", "shape_type": "line", "points": [[10, 10], [13, 14]]}"#,
        );
        let (data, report) = read(&reader(), &text).unwrap();
        assert_eq!(data.images[0].name, "sub/b.png");
        let boxes = data.objects.iter().map(|object| {
            let bounds = object.bounding_box;
            [bounds.x, bounds.y, bounds.width, bounds.height]
        });
        assert_eq!(
            boxes.collect::<Vec<_>>(),
            [
                [10.5, 5.0, 19.5, 15.0],
                [0.0, 0.0, 4.0, 6.0],
                [5.0, 5.0, 10.0, 10.0]
            ]
        );
        assert!(data.objects[1].mask.is_some());
        let lost = "shapes that are neither boxes nor outlines";
        assert_eq!(report.count(Stage::Lost, lost), 1);
    }

    #[test]
    fn groups() {
        let text = file(
            r#"{"label": "cat", "group_id": 1, "points": [[0, 0], [4, 0], [4, 6]]},
               {"label": "cat", "group_id": 2, "points": [[0, 0], [4, 0], [4, 6]]},
               {"label": "cat", "group_id": 1, "points": [[10, 10], [14, 10], [14, 16]]}"#,
        );
        let (data, _) = read(&reader(), &text).unwrap();
        assert_eq!(data.objects.len(), 3);
        let merging = LabelMe {
            merge_groups: true,
            ..reader()
        };
        let (data, _) = read(&merging, &text).unwrap();
        assert_eq!(data.objects.len(), 2);
        assert_eq!(data.objects[0].bounding_box.width, 14.0);
    }

    #[test]
    fn faults() {
        let check = |text: &str, expect: &str| {
            let text = read(&reader(), text).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        check("{\"shapes\": [", "a.json:1:12: EOF while parsing");
        check("{}", "has no `imageWidth` and `imageHeight`");
        check(
            &file(r#"{"label": "a", "points": [[1, 1]]}"#),
            "shape 1: a polygon of 1 points",
        );
        check(
            &file(r#"{"label": "", "points": [[1, 1], [2, 2], [3, 1]]}"#),
            "the label is empty",
        );
        check(
            &file(r#"{"label": "a", "points": [[1, "x"]]}"#),
            "invalid type: string",
        );
        check(
            &file(r#"{"label": "a", "shape_type": "rectangle", "points": [[1, 1], [1e300, 2]]}"#),
            "beyond any image",
        );
    }
}
