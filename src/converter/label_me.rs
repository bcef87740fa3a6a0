//! Reads LabelMe: a JSON file an image.

mod drawn;
mod file;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError, files};
use crate::dataset::{
    Attributes, BoundingBox, DataSet, Keypoint, Mask, Object, Rare, Value, Visibility,
};
use crate::error::{Error, shown, shown_path};
use crate::input::Input;
use crate::name;
use crate::parallel;
use crate::picture;
use crate::report::{Report, Stage, Tally};
use drawn::Drawn;
use file::{File, Shape};

/// Reads LabelMe annotations: rectangles, also at an angle, circles, polygons and masks, and points that share the `group_id` of
/// one of these as its keypoints. Lines and other points are counted, not converted.
///
/// LabelMe has no class numbers: categories are in the order of `categories`, or else of their names.
///
/// Rectangles at an angle are `oriented_rectangle` or have a `rotation`; circles are read as outlines. Flags and `attributes` are attributes.
/// `merge_groups` makes one object of the polygons that share a `group_id` and a label. Without `images`, a picture is where `imagePath` says.
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
    /// The folder of the pictures, if they are not beside the files: needed if the files do not say how large they are, or
    /// if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for LabelMe {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let files = files::below(&root, &["json"], report)?;
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let mut other_shapes = Tally::default();
        parallel::each(
            &**input.progress(),
            files.len(),
            |place| file::parse(&files[place]),
            |place, (file, fields)| {
                let path = &files[place];
                collected.fields.add(fields);
                let name = image_name(&root, path, file.image_path.as_deref());
                let Some(size) = size(path, &file, &name, pictures.as_deref(), &mut collected)?
                else {
                    return Ok(());
                };
                let image = collected
                    .add_image(&name, size)
                    .map_err(|what| Error::content(path, what))?;
                let picture = match &pictures {
                    Some(pictures) => files::picture_of(Some(pictures), &name),
                    None => picture_beside(path, file.image_path.as_deref()),
                };
                collected.set_picture(image, picture);
                collected.image_mut(image).attributes = file.flags;
                self.add(path, file.shapes, image, &mut collected, &mut other_shapes)
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

/// Width and height of a file's image; `None` if it is left out.
fn size(
    path: &Path,
    file: &File,
    name: &str,
    pictures: Option<&Path>,
    collected: &mut Collected,
) -> Result<Option<(u32, u32)>, Error> {
    let size = file
        .width
        .zip(file.height)
        .filter(|(width, height)| *width > 0 && *height > 0);
    match (size, pictures) {
        (Some(size), _) => Ok(Some(size)),
        (None, Some(pictures)) => collected.sized(name, picture::size_below(pictures, name)),
        (None, None) => Err(
            Error::content(path, "has no `imageWidth` and `imageHeight`")
                .with_help("set `images` to the folder of the pictures, to read their sizes"),
        ),
    }
}

/// Shapes that become one object.
struct Group {
    id: Option<i64>,
    label: String,
    drawn: Drawn,
    difficult: bool,
    attributes: Attributes,
    /// Whether it has points of its group, which are its keypoints.
    has_keypoints: bool,
    keypoints: Vec<Keypoint>,
}

impl Group {
    fn merge(&mut self, shape: &Shape, drawn: Drawn) {
        self.drawn.bounds = around(self.drawn.bounds, drawn.bounds);
        self.drawn.rotated = None;
        if let (Some(Mask::Polygons(own)), Some(Mask::Polygons(more))) =
            (&mut self.drawn.mask, drawn.mask)
        {
            own.extend(more);
        }
        self.difficult |= shape.difficult;
        for (name, value) in shape.attributes.iter() {
            self.attributes.set(name, value.clone());
        }
    }
}

impl LabelMe {
    /// Takes the shapes of one image.
    fn add(
        &self,
        path: &Path,
        shapes: Vec<Result<Shape, String>>,
        image: u32,
        collected: &mut Collected,
        other_shapes: &mut Tally,
    ) -> Result<(), Error> {
        let size = collected.image_mut(image);
        let size = (size.width, size.height);
        // The order of the file, with each group at its first shape.
        let mut groups: Vec<Group> = Vec::new();
        let mut points = Vec::new();
        for (number, shape) in shapes.into_iter().enumerate() {
            let at = |what: String| format!("shape {}: {what}", number + 1);
            let Some(shape) = collected.settle(shape.map_err(at), path, None)? else {
                continue;
            };
            let Some(drawn) = Drawn::of(&shape, size) else {
                points.push(shape);
                continue;
            };
            let Some(drawn) = collected.settle(drawn.map_err(at), path, None)? else {
                continue;
            };
            let is_polygon = |drawn: &Drawn| matches!(drawn.mask, Some(Mask::Polygons(_)));
            let same = |group: &&mut Group| {
                self.merge_groups
                    && group.id.is_some()
                    && group.id == shape.group_id
                    && group.label == shape.label
                    && is_polygon(&group.drawn) == is_polygon(&drawn)
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.merge(&shape, drawn),
                None => groups.push(Group {
                    id: shape.group_id,
                    label: shape.label,
                    drawn,
                    difficult: shape.difficult,
                    attributes: shape.attributes,
                    has_keypoints: false,
                    keypoints: Vec::new(),
                }),
            }
        }
        for shape in points {
            let its = |group: &&mut Group| group.id.is_some() && group.id == shape.group_id;
            match (groups.iter_mut().find(its), shape.points.as_slice()) {
                (Some(group), [[x, y]]) if shape.shape_type == "point" => {
                    let category = collected.category(&group.label);
                    let Some(category) = collected.settle(category, path, None)? else {
                        continue;
                    };
                    let place = collected.keypoint(category, &shape.label);
                    let count = group.keypoints.len().max(place + 1);
                    group.keypoints.resize(count, Keypoint::default());
                    let hidden = shape.attributes.get("hidden") == Some(&Value::Flag(true));
                    group.has_keypoints = true;
                    group.keypoints[place] = Keypoint {
                        x: *x,
                        y: *y,
                        visibility: match hidden {
                            true => Visibility::Hidden,
                            false => Visibility::Visible,
                        },
                    };
                }
                _ => other_shapes
                    .see(|| format!("`{}` in {}", shown(&shape.shape_type), shown_path(path))),
            }
        }
        for group in groups {
            if group.id.is_some() && !self.merge_groups && !group.has_keypoints {
                collected.fields.see("shapes", "group_id");
            }
            if group.drawn.cut {
                collected.cut.see(|| format!("in {}", shown_path(path)));
            }
            let added = collected.category(&group.label).and_then(|category| {
                let object = Object::new(image, category, group.drawn.bounds);
                let mut object = object.with_mask(group.drawn.mask);
                object.difficult = group.difficult;
                let (attributes, keypoints) = (group.attributes, group.keypoints);
                let rotated = group.drawn.rotated;
                if rotated.is_some() || !attributes.is_empty() || !keypoints.is_empty() {
                    object.change_rare(|rare| {
                        *rare = Rare {
                            rotated,
                            keypoints,
                            attributes,
                        };
                    });
                }
                collected.add_object(object)
            });
            collected.settle(added, path, None)?;
        }
        Ok(())
    }
}

/// The picture beside the file: what `imagePath` ends in, since it may lead anywhere.
fn image_name(root: &Path, path: &Path, written: Option<&str>) -> String {
    let own = path.file_stem().unwrap_or_default().to_string_lossy();
    let last = written.map(|written| name::last_part_of_any(written).to_owned());
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

/// The file that `imagePath` leads to, if it says it from the folder of the file.
fn picture_beside(path: &Path, written: Option<&str>) -> Option<PathBuf> {
    let written = written?.replace('\\', "/");
    let is_drive = matches!(written.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    if written.is_empty() || is_drive {
        return None;
    }
    Some(path.parent()?.join(written))
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
        assert!(data.objects[1].mask().is_some() && data.objects[2].mask().is_some());
        let lost = "shapes that are neither boxes nor outlines";
        assert_eq!(report.count(Stage::Lost, lost), 1);
    }

    #[test]
    fn masks() {
        use base64::Engine as _;
        /// A row of numbers of 16 bits: the number 1 is set, too.
        fn png() -> String {
            let mut bytes = Vec::new();
            let mut encoder = png::Encoder::new(&mut bytes, 3, 1);
            encoder.set_color(png::ColorType::Grayscale);
            encoder.set_depth(png::BitDepth::Sixteen);
            let mut writer = encoder.write_header().unwrap();
            writer.write_image_data(&[0, 1, 0, 0, 1, 0]).unwrap();
            writer.finish().unwrap();
            base64::engine::general_purpose::STANDARD.encode(bytes)
        }
        let cut = "parts of masks outside of their image";
        // The left and top of the points, in either order; of the last, one pixel of two is in the image.
        for (points, left, area, lost) in [
            ("[[10, 5], [12, 5]]", 10.0, 2.0, 0),
            ("[[12, 5], [10, 5]]", 10.0, 2.0, 0),
            ("[[98, 5], [100, 5]]", 98.0, 1.0, 1),
        ] {
            let mask = png();
            let text = file(&format!(
                r#"{{"label": "a", "shape_type": "mask", "points": {points}, "mask": "{mask}"}}"#
            ));
            let (data, report) = read(&reader(), &text).unwrap();
            let bounds = data.objects[0].bounding_box;
            assert_eq!((bounds.x, data.objects[0].area()), (left, area), "{points}");
            assert_eq!(report.count(Stage::Lost, cut), lost, "{points}");
        }
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
            "shape 1: `points`: the text \"x\" is not a number",
        );
        check(
            &file(r#"{"label": "a", "shape_type": "rectangle", "points": [[1, 1], [1e300, 2]]}"#),
            "beyond any image",
        );
    }
}
