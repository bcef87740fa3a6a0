//! Reads YOLO: `data.yaml`, lists or folders of pictures, and a label file a picture.

mod data_yaml;
mod places;
mod row;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Converter, OnError, SKIP_PICTURES};
use crate::dataset::{Category, DataSet, Image, Skeleton};
use crate::error::{Error, shown_path};
use crate::input::{self, Input};
use crate::parallel;
use crate::picture;
use crate::report::{Report, Stage, Tally};
use data_yaml::DataYaml;
use places::Picture;
use row::Rows;

/// Reads YOLO labels, of boxes, outlines and poses, as Ultralytics lays them out.
///
/// The label file of `images/x/a.png` is `labels/x/a.txt`; a picture without one has no objects. The sizes of the images are
/// in no file: they are read from the pictures' headers.
///
/// `data.yaml` names the folders. The class index is the place of the category by ascending id, over all declared categories, used or not.
/// Rows of boxes and of outlines, and with `kpt_shape` of poses, a confidence behind a box, blank lines, tabs, CRLF and a byte order mark
/// are read; with `rotated`, rows of four points are boxes at an angle (OBB). Numbers beyond 2 are an error, since they are pixels.
///
/// Places are looked for as Ultralytics does (`../train/images` of Roboflow), and so are label files: the last folder `images` in the path
/// of a picture becomes `labels`. An image is named by its path below the folder `images` of the data set, or else below its last folder of
/// that name if no two are then the same, or else below the data set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yolo {
    /// The `data.yaml`, which names the classes and says where the pictures are.
    pub data: PathBuf,
    /// The folder of the pictures, if they are not where `data.yaml` says.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// Reads rows of four points as boxes at an angle (OBB), not as outlines.
    #[serde(default)]
    pub rotated: bool,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Yolo {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.data);
        let mut yaml = data_yaml::read(&path)?;
        if self.rotated && yaml.keypoints.is_some() {
            let what = "has `kpt_shape`: its rows are boxes with keypoints, not boxes at an angle";
            return Err(Error::content(&path, what).with_help("leave out `rotated`"));
        }
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let listed = places::listed(&yaml, &path, self.on_error, report)?;
        std::mem::take(&mut yaml.fields).report(report);
        let mut reader = Reader {
            arguments: self,
            rows: Rows::new(&yaml, self.rotated),
            data: DataSet::default(),
            unlabelled: Tally::default(),
            skipped: Tally::default(),
            pictures: Tally::default(),
        };
        reader.data.categories = categories(&yaml);
        parallel::each(
            &**input.progress(),
            listed.len(),
            |place| labelled(&listed[place], pictures.as_deref()),
            |place, labelled| reader.add(&listed[place], labelled),
        )?;
        report.add_tally(
            Stage::Noted,
            "label files without a picture",
            without_a_picture(&listed),
        );
        if let Some(count) = yaml.count.filter(|count| *count != yaml.names.len()) {
            let what = format!("classes in `names`, which `nc` says are {count}");
            report.add(Stage::Noted, what, yaml.names.len());
        }
        Ok(reader.finish(report))
    }
}

fn categories(yaml: &DataYaml) -> Vec<Category> {
    let category = |(index, name): &(i64, String)| Category {
        id: Some(*index),
        skeleton: yaml.keypoints.map(|(points, _)| {
            let named = yaml.keypoint_names.iter().find(|(class, _)| class == index);
            let named = named.filter(|(_, names)| names.len() == points);
            let numbers = || (0..points).map(|number| number.to_string()).collect();
            Box::new(Skeleton {
                points: named.map_or_else(numbers, |(_, names)| names.clone()),
                edges: Vec::new(),
            })
        }),
        ..Category::new(name)
    };
    yaml.names.iter().map(category).collect()
}

struct Reader<'a> {
    arguments: &'a Yolo,
    rows: Rows,
    data: DataSet,
    unlabelled: Tally,
    skipped: Tally,
    pictures: Tally,
}

/// A picture, and what its label file holds.
struct Labelled {
    picture: PathBuf,
    size: Result<(u32, u32), Error>,
    /// `None` if there is no label file.
    text: Option<String>,
}

fn labelled(listed: &Picture, pictures: Option<&Path>) -> Result<Labelled, Error> {
    let picture = match pictures {
        Some(pictures) => pictures.join(crate::name::relative(&listed.name)?.as_ref()),
        None => listed.path.clone(),
    };
    let text = listed
        .labels
        .exists()
        .then(|| input::read_text(&listed.labels));
    Ok(Labelled {
        size: picture::size(&picture),
        text: text.transpose()?,
        picture,
    })
}

impl Reader<'_> {
    fn add(&mut self, listed: &Picture, labelled: Labelled) -> Result<(), Error> {
        let (width, height) = match labelled.size {
            Ok(size) => size,
            Err(error) if self.arguments.on_error == OnError::Skip => {
                self.pictures.see(|| error.to_string());
                return Ok(());
            }
            Err(error) => {
                return Err(error.with_help(format!(
                    "YOLO's labels hold no sizes: {SKIP_PICTURES}, or say with `images` where the pictures are"
                )));
            }
        };
        let image = self.data.images.len() as u32;
        let mut added =
            Image::new(&listed.name, (width, height)).with_picture(Some(labelled.picture));
        added.split = Some(listed.split);
        self.data.images.push(added);
        let Some(text) = labelled.text else {
            self.unlabelled
                .see(|| format!("`{}`", shown_path(&listed.path)));
            return Ok(());
        };
        let size = (f64::from(width), f64::from(height));
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let what = match self.rows.object(line, image, size) {
                Ok(object) => {
                    self.data.objects.push(object);
                    continue;
                }
                Err(what) => what,
            };
            if self.arguments.on_error == OnError::Skip {
                let place = (shown_path(&listed.labels), number + 1);
                self.skipped
                    .see(|| format!("{}:{}: {what}", place.0, place.1));
                continue;
            }
            return Err(Error::Content {
                path: listed.labels.clone(),
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

    fn finish(self, report: &mut Report) -> DataSet {
        report.add(Stage::Read, "images", self.data.images.len());
        report.add(Stage::Read, "objects", self.data.objects.len());
        report.add_tally(Stage::Skipped, "objects", self.skipped);
        report.add_tally(
            Stage::Skipped,
            "images whose picture cannot be read, with their objects",
            self.pictures,
        );
        report.add_tally(Stage::Noted, "images without a label file", self.unlabelled);
        report.add(
            Stage::Lost,
            "confidences (the boxes are kept)",
            self.rows.confidences,
        );
        self.data
    }
}

/// The label files that no picture has: in the folders `labels`, and beside pictures that have theirs beside them.
fn without_a_picture(listed: &[Picture]) -> Tally {
    let known: HashSet<&Path> = listed.iter().map(|picture| &*picture.labels).collect();
    let of_labels = |labels: &&Path| {
        let mut above = labels.ancestors().skip(1);
        let folder = above.find(|folder| folder.ends_with("labels"));
        folder.or_else(|| labels.parent()).map(Path::to_owned)
    };
    let roots: HashSet<PathBuf> = known.iter().filter_map(of_labels).collect();
    let is_label_file = |file: &PathBuf| {
        if file.ancestors().any(|folder| folder.ends_with("labels")) {
            // labelImg writes the names of the classes beside the labels.
            return !file.ends_with("classes.txt");
        }
        // Beside pictures, lists and notes are text files, too.
        let text = input::read_text(file).unwrap_or_default();
        let first = text.split_whitespace().take(5);
        let numbers = first.filter(|part| part.parse::<f64>().is_ok());
        numbers.count() == 5
    };
    let mut found: Vec<PathBuf> = roots
        .iter()
        .flat_map(|root| super::files::below(root, &["txt"], &mut Report::default()))
        .flatten()
        .filter(|file| !known.contains(file.as_path()))
        .filter(is_label_file)
        .collect();
    found.sort();
    found.dedup();
    let mut tally = Tally::default();
    for file in found {
        tally.see(|| format!("`{}`", shown_path(&file)));
    }
    tally
}

#[cfg(test)]
mod tests;
