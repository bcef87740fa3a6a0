//! Reads OpenImages: a CSV file of boxes, and one of the classes' names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use csv::StringRecord;
use serde::Deserialize;

use super::collected::{Collected, Order};
use super::table::{Table, fraction, number};
use super::{Converter, OnError, files};
use crate::dataset::{BoundingBox, DataSet, Object};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::name;
use crate::picture;
use crate::report::Report;

/// Reads the boxes of OpenImages. The sizes of the images are in no file: they are read from the pictures' headers.
///
/// Categories are in the order of `categories`, or else of their names.
///
/// The edges are shares of the image. `classes` is the file that says what `/m/01g317` means. `IsGroupOf` is a crowd. `all_images` takes the
/// pictures that no box is in, too.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenImages {
    /// The file of the boxes.
    pub annotations: PathBuf,
    /// The folder of the pictures, with its sub-folders.
    pub images: PathBuf,
    /// The file that says what the labels such as `/m/01g317` mean; without it, they are the names.
    #[serde(default)]
    pub classes: Option<PathBuf>,
    /// Takes the pictures that no box is in, too.
    #[serde(default)]
    pub all_images: bool,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for OpenImages {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.annotations);
        let pictures = input.path(&self.images);
        let classes = self.classes.as_ref().map(|classes| input.path(classes));
        let classes = classes.map(|classes| class_names(&classes)).transpose()?;
        let files = files::below(&pictures, files::PICTURES, report)?;
        let known = Known::new(&pictures, &files);
        let mut table = Table::open(&path, ',', input)?;
        let columns = ["ImageID", "LabelName", "XMin", "XMax", "YMin", "YMax"];
        let mut places = [0; 6];
        for (place, column) in places.iter_mut().zip(columns) {
            *place = table.column(column)?;
        }
        let group = table.find("IsGroupOf");
        let cut = [table.find("IsTruncated"), table.find("IsOccluded")];
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let mut known_columns = places.to_vec();
        known_columns.extend(group.into_iter().chain(cut.into_iter().flatten()));
        if self.all_images {
            for name in &known.names {
                let size = picture::size_below(&pictures, name);
                if let Some(size) = collected.sized(name, size)? {
                    let image = collected
                        .add_image(name, size)
                        .map_err(|what| Error::content(&pictures, what))?;
                    collected.set_picture(image, Some(pictures.join(name)));
                }
            }
        }
        let mut record = StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            let at = |what| Error::Content {
                path: path.clone(),
                position: Some((line, 1)),
                what,
                help: None,
            };
            for (column, value) in table.others(&record, &known_columns) {
                if !says_nothing(column, value) {
                    collected.fields.see("boxes", column);
                }
            }
            let id = &record[places[0]];
            let name = known.find(id).unwrap_or(id);
            if collected.is_left_out(name) {
                continue;
            }
            let image = match collected.image(name) {
                Some(image) => image,
                None => {
                    let size = match known.find(id) {
                        Some(name) => picture::size_below(&pictures, name),
                        None => Err(at(format!(
                            "there is no picture of the image `{}`",
                            shown(id)
                        ))),
                    };
                    let Some(size) = collected.sized(name, size)? else {
                        continue;
                    };
                    let image = collected.add_image(name, size).map_err(at)?;
                    collected.set_picture(image, Some(pictures.join(name)));
                    image
                }
            };
            // 1, 0, and -1 if nobody looked.
            let flag = |place: Option<usize>| place.is_some_and(|place| &record[place] == "1");
            let object = object(&record, &places, image, classes.as_ref(), &mut collected);
            let added = object.and_then(|object| {
                collected.add_object(Object {
                    crowd: flag(group),
                    truncated: flag(cut[0]) || flag(cut[1]),
                    ..object
                })
            });
            collected.settle(added, &path, Some((line, 1)))?;
        }
        Ok(collected.finish(Order::ByName, report))
    }
}

fn object(
    record: &StringRecord,
    places: &[usize; 6],
    image: u32,
    classes: Option<&HashMap<String, String>>,
    collected: &mut Collected,
) -> Result<Object, String> {
    let label = &record[places[1]];
    let name = match classes {
        None => label,
        Some(classes) => classes
            .get(label)
            .ok_or_else(|| format!("the label `{}` is not among the classes", shown(label)))?,
    };
    let category = collected.category(name)?;
    let size = collected.image_mut(image);
    let (width, height) = (f64::from(size.width), f64::from(size.height));
    let edge = |place: usize, side: f64| {
        let share = number(&record[places[place]]).and_then(fraction)?;
        Ok::<_, String>(share * side)
    };
    let (left, right) = (edge(2, width)?, edge(3, width)?);
    let (top, bottom) = (edge(4, height)?, edge(5, height)?);
    let bounding_box = BoundingBox::from_corners(left, top, right, bottom);
    Ok(Object::new(image, category, bounding_box))
}

/// Says whether a column of a box holds what it holds for every box that nothing is known about.
fn says_nothing(column: &str, value: &str) -> bool {
    match column {
        "Source" => matches!(value, "" | "xclick"),
        "Confidence" => matches!(value, "" | "1"),
        _ => matches!(value, "" | "0" | "-1"),
    }
}

/// The pictures that are there, by their names with and without extension.
struct Known {
    names: Vec<String>,
    by_id: HashMap<String, usize>,
}

impl Known {
    fn new(root: &Path, files: &[PathBuf]) -> Self {
        let names = files.iter().map(|file| files::name_below(root, file));
        let names = names.collect::<Vec<_>>();
        let mut by_id = HashMap::new();
        for (place, name) in names.iter().enumerate() {
            let last = name::last_part(name);
            for id in [name, name::stem(name), last, name::stem(last)] {
                by_id.entry(id.to_owned()).or_insert(place);
            }
        }
        Self { names, by_id }
    }

    fn find(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|place| self.names[*place].as_str())
    }
}

/// Lines of a label and its name, without a first line of columns.
fn class_names(path: &Path) -> Result<HashMap<String, String>, Error> {
    let text = input::read_text(path)?;
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader
        .has_headers(false)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut names = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|error| Error::content(path, error.to_string()))?;
        let (Some(label), Some(name), 2) = (record.get(0), record.get(1), record.len()) else {
            let line = record.position().map_or(0, csv::Position::line) as usize;
            return Err(Error::Content {
                path: path.to_owned(),
                position: Some((line, 1)),
                what: "a line holds a label and its name".to_owned(),
                help: None,
            });
        };
        if (label, name) != ("LabelName", "DisplayName") {
            names.insert(label.to_owned(), name.to_owned());
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, png};

    const HEAD: &str = "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\n";

    fn read(lines: &str, arguments: &str) -> Result<DataSet, Error> {
        let text = format!("{HEAD}{lines}");
        let place = folder(&[
            ("boxes.csv", text.as_bytes()),
            ("classes.csv", b"/m/01,Cat\n/m/02,\"Dog, large\"\n"),
            ("images/0001.jpg.png", &png(100, 50)),
            ("images/sub/b.png", &png(10, 10)),
        ]);
        let text = format!("annotations = 'boxes.csv'\nimages = 'images'\n{arguments}");
        let reader = rollbook::toml::from_str::<OpenImages>(&text).unwrap();
        reader.read(&Input::new(place.path()), &mut Report::default())
    }

    #[test]
    fn shares_of_the_picture() {
        let lines = "0001.jpg,xclick,/m/02,1,0.1,0.3,0.2,0.4,0,1,1,0,0\nb,xclick,/m/01,1,0,1,0,1,-1,-1,-1,-1,-1\n";
        let data = read(lines, "classes = 'classes.csv'").unwrap();
        let names = data
            .categories
            .iter()
            .map(|category| category.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["Cat", "Dog, large"]);
        assert_eq!(data.images[0].name, "0001.jpg.png");
        assert_eq!(data.images[1].name, "sub/b.png");
        let first = &data.objects[0];
        assert_eq!((first.bounding_box.x, first.bounding_box.y), (10.0, 10.0));
        assert!((first.bounding_box.width - 20.0).abs() < 1e-9);
        assert!(first.crowd && first.truncated && !data.objects[1].crowd);
        assert_eq!(read("", "all_images = true").unwrap().images.len(), 2);
    }

    #[test]
    fn faults() {
        let check = |lines: &str, expect: &str| {
            let text = read(lines, "classes = 'classes.csv'")
                .unwrap_err()
                .to_string();
            assert!(text.contains(expect), "{text}");
        };
        check(
            "x,s,/m/01,1,0,1,0,1,0,0,0,0,0\n",
            "boxes.csv:2:1: there is no picture of the image `x`",
        );
        check(
            "b,s,/m/09,1,0,1,0,1,0,0,0,0,0\n",
            "`/m/09` is not among the classes",
        );
        check("b,s,/m/01,1,0.5,0.1,0,1,0,0,0,0,0\n", "negative width -4");
    }
}
