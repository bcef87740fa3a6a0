//! Reads YOLO: `data.yaml`, lists or folders of pictures, and a label file a picture.

mod data_yaml;

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Converter, OnError, files};
use crate::dataset::{BoundingBox, Category, DataSet, Image, Mask, Object, Split};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::name;
use crate::parallel;
use crate::report::{Report, Stage, Tally};
use data_yaml::DataYaml;

/// Reads YOLO labels, of boxes and of outlines, as Ultralytics lays them out.
///
/// The label file of `images/x/a.png` is `labels/x/a.txt`; a picture without one has no objects. The sizes of the images are
/// in no file: they are read from the pictures' headers.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yolo {
    /// The `data.yaml`, which names the classes and says where the pictures are.
    pub data: PathBuf,
    /// The folder of the pictures, where they are not where `data.yaml` says.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about an object that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Yolo {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.data);
        let yaml = data_yaml::read(&path)?;
        let base = path.parent().unwrap_or(Path::new(""));
        let base = yaml
            .path
            .as_ref()
            .map_or(base.to_owned(), |own| base.join(own));
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let mut reader = Reader {
            arguments: self,
            indices: yaml.names.iter().map(|(index, _)| *index).collect(),
            data: DataSet::default(),
            confidences: 0,
            unlabelled: Tally::default(),
            skipped: Tally::default(),
        };
        reader.data.categories = yaml.names.iter().map(category).collect();
        let listed = listed(&yaml, &path, &base)?;
        input.progress().set_length(listed.len() as u64);
        parallel::each(
            listed.len(),
            |place| labelled(&listed[place].0, pictures.as_deref()),
            |place, labelled| {
                input.progress().inc(1);
                let (picture, split) = &listed[place];
                reader.add(picture, *split, labelled)
            },
        )?;
        Ok(reader.finish(report))
    }
}

fn category((index, name): &(i64, String)) -> Category {
    Category {
        id: Some(*index),
        name: name.clone(),
        supercategory: None,
    }
}

/// The pictures that `data.yaml` leads to, with their parts of the data set.
fn listed(yaml: &DataYaml, path: &Path, base: &Path) -> Result<Vec<(PathBuf, Split)>, Error> {
    let parts = [
        (&yaml.train, Split::Train),
        (&yaml.val, Split::Validation),
        (&yaml.test, Split::Test),
    ];
    let mut found: Vec<(PathBuf, Split)> = Vec::new();
    for (places, split) in parts {
        for place in places {
            // What serves for validation, too, for want of something better, stays in its first part.
            let again = split != Split::Train && yaml.train.contains(place);
            if again {
                continue;
            }
            let full = base.join(place);
            let pictures = if full.extension().is_some_and(|kind| kind == "txt") {
                list(&full, base)?
            } else {
                files::below(&full, files::PICTURES)?
            };
            found.extend(pictures.into_iter().map(|picture| (picture, split)));
        }
    }
    if found.is_empty() {
        return Err(Error::content(path, "leads to no pictures").with_help(
            "write under `train`, `val` or `test` a folder of pictures, or a .txt file that lists them",
        ));
    }
    Ok(found)
}

/// The lines of a list. One that starts with `./` is relative to the list itself.
fn list(path: &Path, base: &Path) -> Result<Vec<PathBuf>, Error> {
    let text = input::read_text(path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let beside = path.parent().unwrap_or(Path::new(""));
    let full = |line: &str| match line.strip_prefix("./") {
        Some(line) => beside.join(line),
        None => base.join(line),
    };
    Ok(lines.map(full).collect())
}

struct Reader<'a> {
    arguments: &'a Yolo,
    /// The class index of each category.
    indices: Vec<i64>,
    data: DataSet,
    confidences: usize,
    unlabelled: Tally,
    skipped: Tally,
}

/// A picture, and what its label file holds.
struct Labelled {
    name: String,
    size: (u32, u32),
    labels: PathBuf,
    /// None where there is no label file.
    text: Option<String>,
}

fn labelled(picture: &Path, pictures: Option<&Path>) -> Result<Labelled, Error> {
    let (name, labels) = name_and_labels(picture);
    let size = match pictures {
        Some(pictures) => input::picture_size(pictures, &name)?,
        None => {
            let size = imagesize::size(picture).map_err(|error| {
                let what = format!("the size of this picture could not be read: {error}");
                Error::content(picture, what).with_help(
                    "YOLO's labels hold no sizes: put the picture there, or say with `images` where the pictures are",
                )
            })?;
            (size.width as u32, size.height as u32)
        }
    };
    if size.0 == 0 || size.1 == 0 {
        let what = format!("this picture's size is {} x {}", size.0, size.1);
        return Err(Error::content(picture, what));
    }
    let text = labels.exists().then(|| input::read_text(&labels));
    Ok(Labelled {
        name,
        size,
        text: text.transpose()?,
        labels,
    })
}

impl Reader<'_> {
    fn add(&mut self, picture: &Path, split: Split, labelled: Labelled) -> Result<(), Error> {
        let Labelled {
            name,
            size: (width, height),
            labels,
            text,
        } = labelled;
        let image = self.data.images.len() as u32;
        self.data.images.push(Image {
            name,
            width,
            height,
            split: Some(split),
            category: None,
        });
        let Some(text) = text else {
            self.unlabelled.see(|| format!("`{}`", picture.display()));
            return Ok(());
        };
        let size = (f64::from(width), f64::from(height));
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let Err(what) = self.row(line, image, size) else {
                continue;
            };
            if self.arguments.on_error == OnError::Skip {
                let place = (labels.display(), number + 1);
                self.skipped
                    .see(|| format!("{}:{}: {what}", place.0, place.1));
                continue;
            }
            return Err(Error::Content {
                path: labels,
                position: Some((number + 1, 1)),
                what,
                help: Some(
                    "mend the file, or set `on_error = \"skip\"` to leave such objects out"
                        .to_owned(),
                ),
            });
        }
        Ok(())
    }

    /// `class x y width height`, with a confidence behind it, or `class x y x y x y ...`.
    fn row(&mut self, line: &str, image: u32, (width, height): (f64, f64)) -> Result<(), String> {
        let mut parts = line.split_whitespace();
        let class = number(parts.next().unwrap_or_default())?;
        let numbers = parts.map(number).collect::<Result<Vec<_>, _>>()?;
        let place = self.indices.iter().position(|index| *index as f64 == class);
        let category = place.ok_or_else(|| format!("there is no class {class} in `names`"))?;
        let (bounding_box, mask) = match *numbers.as_slice() {
            [x, y, w, h] | [x, y, w, h, _] => {
                self.confidences += numbers.len() - 4;
                let bounding_box = BoundingBox {
                    x: (x - w / 2.0) * width,
                    y: (y - h / 2.0) * height,
                    width: w * width,
                    height: h * height,
                };
                (bounding_box, None)
            }
            ref points if points.len() >= 6 && points.len() % 2 == 0 => {
                let points = points
                    .chunks_exact(2)
                    .flat_map(|point| [point[0] * width, point[1] * height]);
                let points = points.collect::<Vec<_>>();
                let around = BoundingBox::around(&points).ok_or("an outline without points")?;
                (around, Some(Box::new(Mask::Polygons(vec![points]))))
            }
            _ => {
                return Err(format!(
                    "{} numbers, expected 5 for a box, or a class and at least 3 points",
                    numbers.len() + 1
                ));
            }
        };
        if let Some(fault) = bounding_box.fault() {
            return Err(format!("the box {fault}"));
        }
        self.data.objects.push(Object {
            image,
            category: category as u32,
            bounding_box,
            mask,
            crowd: false,
            difficult: false,
            truncated: false,
        });
        Ok(())
    }

    fn finish(self, report: &mut Report) -> DataSet {
        report.add(Stage::Read, "images", self.data.images.len());
        report.add(Stage::Read, "objects", self.data.objects.len());
        report.add_tally(Stage::Skipped, "objects", self.skipped);
        report.add_tally(Stage::Noted, "images without a label file", self.unlabelled);
        report.add(
            Stage::Lost,
            "confidences (the boxes are kept)",
            self.confidences,
        );
        self.data
    }
}

/// The image's name, which is what lies below `images/`, and its label file.
fn name_and_labels(picture: &Path) -> (String, PathBuf) {
    let parts = picture
        .iter()
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>();
    let Some(images) = parts.iter().rposition(|part| part == "images") else {
        let last = parts.last().map_or_else(String::new, ToString::to_string);
        return (last, picture.with_extension("txt"));
    };
    let name = parts[images + 1..].join("/");
    let labels = picture
        .iter()
        .take(images)
        .collect::<PathBuf>()
        .join("labels");
    let labels = labels.join(format!("{}.txt", name::stem(&name)));
    (name, labels)
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{}` is not a number", shown(text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, png};

    fn read(yaml: &str, labels: &[u8]) -> Result<(DataSet, Report), Error> {
        let place = folder(&[
            ("data.yaml", yaml.as_bytes()),
            ("train.txt", b"./images/sub/a.png\n\n./images/b.png\n"),
            ("images/sub/a.png", &png(100, 50)),
            ("images/b.png", &png(10, 10)),
            ("labels/sub/a.txt", labels),
        ]);
        let reader = Yolo {
            data: "data.yaml".into(),
            images: None,
            on_error: OnError::Error,
        };
        let mut report = Report::default();
        let data = reader.read(&Input::new(place.path()), &mut report)?;
        Ok((data, report))
    }

    const YAML: &str =
        "path: .\ntrain: train.txt\nval: train.txt\nnames:\n  0: cat\n  2: 'hot dog'\n";

    #[test]
    fn boxes_and_outlines() {
        let labels =
            b"\xef\xbb\xbf0 0.5 0.5 0.2 0.4\r\n\r\n2.0\t0.5 0.5 0.2 0.4 0.9\n2 0 0 0.1 0 0.1 0.2\n";
        for yaml in [
            YAML,
            "train: [images/sub, images/b.png]\nnames: [cat, dog, hot dog]\nnc: 3\n",
        ] {
            let (data, report) = read(yaml, labels).unwrap();
            assert_eq!(data.images.len(), 2, "{yaml}");
            assert_eq!(data.images[0].name, "sub/a.png");
            let bounds = data.objects[0].bounding_box;
            assert_eq!(
                (bounds.x, bounds.y, bounds.width, bounds.height),
                (40.0, 15.0, 20.0, 20.0)
            );
            let name = |object: &Object| data.categories[object.category as usize].name.clone();
            assert_eq!(
                data.objects.iter().map(name).collect::<Vec<_>>(),
                ["cat", "hot dog", "hot dog"]
            );
            assert!(data.objects[2].mask.is_some());
            assert_eq!(
                report.count(Stage::Lost, "confidences (the boxes are kept)"),
                1
            );
            assert_eq!(report.count(Stage::Noted, "images without a label file"), 1);
        }
    }

    #[test]
    fn faults() {
        let row = |labels: &[u8], expect: &str| {
            let text = read(YAML, labels).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        row(
            b"0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2\n",
            "a.txt:2:1: 4 numbers, expected 5",
        );
        row(b"0 1 2 3 4 5 6 7\n", "8 numbers, expected 5");
        row(b"0 nan 0.5 0.2 0.1", "`nan` is not a number");
        row(b"0 0.5 0.5 -0.2 0.1", "negative width");
        row(b"1 0.5 0.5 0.2 0.1", "there is no class 1");
        row(b"99999999999999999999 0.5 0.5 0.2 0.1", "there is no class");
        row(b"\xff", "is not UTF-8");
        let yaml = |yaml: &str, expect: &str| {
            let text = read(yaml, b"").unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        yaml("names: [a]\n", "leads to no pictures");
        yaml("train: [\n", "data.yaml:");
        yaml("train: missing.txt\nnames: [a]\n", "could not read");
        yaml("train: train.txt\n", "missing field `names`");
        yaml("train: train.txt\nnames: {a: b}\n", "`a` is no class index");
    }
}
