//! Reads DOTA: a text file a picture, with the four corners of a box on each line.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::collected::{Collected, Order};
use super::table::number;
use super::{Converter, OnError, files};
use crate::dataset::{DataSet, Object, Value};
use crate::error::{Error, shown, shown_path};
use crate::input::{self, Input};
use crate::name;
use crate::parallel;
use crate::picture;
use crate::report::{Report, Stage, Tally};

/// Reads the label files of DOTA (`labelTxt`): boxes at an angle, with their category and whether they are difficult.
///
/// The sizes of the images are in no label file: they are read from the pictures' headers. Categories are in the order of
/// `categories`, or else of their names.
///
/// A line is an object, with the four corners of a box at an angle, its category, and whether it is difficult. `imagesource` and `gsd`, in
/// the lines before, are attributes of the image. Corners that are not those of a rectangle are kept as they are: from DOTA to DOTA and to
/// `Yolo` with `labels = "rotated"`, every digit stays. The degree 2 of `difficult` (version 2.0) becomes 1, which is counted.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dota {
    /// The folder of the label files, with its sub-folders.
    pub annotations: PathBuf,
    /// The folder of the pictures, with its sub-folders: `P0001.png` for the label file `P0001.txt`.
    pub images: PathBuf,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Dota {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.annotations);
        let pictures = input.path(&self.images);
        let labels = files::below(&root, &["txt"], report)?;
        let mut known = files::by_stem(&pictures, report)?;
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let of_label = |path: &Path| {
            let own = match root.is_file() {
                true => path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                false => files::name_below(&root, path),
            };
            name::stem(&own).to_owned()
        };
        parallel::each(
            &**input.progress(),
            labels.len(),
            |place| {
                let path = &labels[place];
                let size = match known.get(&of_label(path)) {
                    Some(name) => picture::size_below(&pictures, name),
                    None => Err(Error::content(path, "there is no picture of this name")),
                };
                Ok((input::read_text(path)?, size))
            },
            |place, (text, size)| {
                let path = &labels[place];
                let own = of_label(path);
                let name = known.get(&own).unwrap_or(&own);
                let Some(size) = collected.sized(name, size)? else {
                    return Ok(());
                };
                let image = collected
                    .add_image(name, size)
                    .map_err(|what| Error::content(path, what))?;
                collected.set_picture(image, files::picture_of(Some(&pictures), name));
                for (number, line) in text.lines().enumerate() {
                    let line = line.trim();
                    if line.is_empty() || head(line, image, &mut collected) {
                        continue;
                    }
                    let object = object(line, image, &mut collected);
                    let added = object.and_then(|object| collected.add_object(object));
                    collected.settle(added, path, Some((number + 1, 1)))?;
                }
                Ok(())
            },
        )?;
        for path in &labels {
            known.remove(&of_label(path));
        }
        let mut without = known.into_values().collect::<Vec<_>>();
        without.sort();
        let mut unlabelled = Tally::default();
        for name in without {
            unlabelled.see(|| format!("`{}`", shown_path(&pictures.join(name))));
        }
        report.add_tally(
            Stage::Noted,
            "pictures without a label file, left out",
            unlabelled,
        );
        Ok(collected.finish(Order::ByName, report))
    }
}

/// Takes `imagesource:GoogleEarth` and `gsd:0.146`, which come before the objects, as attributes of the image. Returns
/// `false` for another line.
fn head(line: &str, image: u32, collected: &mut Collected) -> bool {
    let Some((name, value)) = line.split_once(':') else {
        return false;
    };
    let (name, value) = (name.trim(), value.trim());
    if !["imagesource", "gsd"].contains(&name) {
        return false;
    }
    if !["", "null", "None"].contains(&value) {
        let attributes = &mut collected.image_mut(image).attributes;
        attributes.set(name, Value::of_text(value));
    }
    true
}

/// `x1 y1 x2 y2 x3 y3 x4 y4 category difficult`
fn object(line: &str, image: u32, collected: &mut Collected) -> Result<Object, String> {
    let parts = line.split_whitespace().collect::<Vec<_>>();
    let Some((edges, rest)) = parts
        .split_at_checked(8)
        .filter(|(_, rest)| !rest.is_empty())
    else {
        return Err(format!(
            "{} columns, expected eight numbers, a category and whether it is difficult",
            parts.len()
        ));
    };
    let mut corners = [0.0; 8];
    for (corner, text) in corners.iter_mut().zip(edges) {
        *corner = number(text)?;
    }
    // Version 1.0 has names of one word; a name of several is read, too.
    let (label, difficult) = match rest {
        [label @ .., last] if !label.is_empty() => match last.parse::<f64>() {
            Ok(number) => (label.join(" "), number),
            Err(_) => (rest.join(" "), 0.0),
        },
        _ => (rest.join(" "), 0.0),
    };
    if ![0.0, 1.0, 2.0].contains(&difficult) {
        let found = shown(&difficult.to_string());
        return Err(format!("`difficult` is {found}, expected 0, 1 or 2"));
    }
    if difficult == 2.0 {
        // Data sets hold one degree.
        collected.fields.see("objects", "difficult 2");
    }
    let category = collected.category(&label)?;
    Ok(Object {
        difficult: difficult > 0.0,
        ..Object::of_corners(image, category, corners)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, png};

    fn read(labels: &str, on_error: OnError) -> Result<(DataSet, Report), Error> {
        let place = folder(&[
            ("labelTxt/sub/P1.txt", labels.as_bytes()),
            ("images/sub/P1.png", &png(100, 50)),
            ("images/P2.png", &png(100, 50)),
        ]);
        let reader = Dota {
            annotations: "labelTxt".into(),
            images: "images".into(),
            categories: None,
            on_error,
        };
        let mut report = Report::default();
        let data = reader.read(&Input::new(place.path()), &mut report)?;
        Ok((data, report))
    }

    #[test]
    fn objects_and_head() {
        let (data, report) = read(
            "imagesource:GoogleEarth\r\ngsd:0.146343\r\n\r\n35 5 35 45 25 45 25 5 small-vehicle 1\r\n\
             10.0 0.0 20.0 10.0 10.0 30.0 0.0 10.0 plane 0\r\n1 1 9 1 9 9 1 9 swimming pool 2\r\n1 1 9 1 9 9 1 9 ship\r\n",
            OnError::Error,
        )
        .unwrap();
        assert_eq!(data.images[0].name, "sub/P1.png");
        let attributes = &data.images[0].attributes;
        assert_eq!(attributes.get("gsd"), Some(&Value::Number(0.146_343)));
        assert_eq!(attributes.len(), 2);
        let found = data.objects.iter().map(|object| {
            let name = data.categories[object.category as usize].name.as_str();
            (name, object.difficult, object.mask().is_some())
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                ("small-vehicle", true, false),
                ("plane", false, true),
                ("swimming pool", true, false),
                ("ship", false, false)
            ]
        );
        let turned = data.objects[0].rotated().unwrap();
        assert_eq!((turned.width, turned.angle), (40.0, 90.0));
        assert_eq!(report.count(Stage::Lost, "`difficult 2` of objects"), 1);
        let noted = "pictures without a label file, left out";
        assert_eq!(report.count(Stage::Noted, noted), 1);
    }

    #[test]
    fn an_image_without_objects() {
        let (data, _) = read("imagesource:None\ngsd:null\n", OnError::Error).unwrap();
        assert_eq!((data.images.len(), data.objects.len()), (1, 0));
        assert!(data.images[0].attributes.is_empty());
    }

    #[test]
    fn faults() {
        for (line, expect) in [
            (
                "1 1 9 1 9 9 1 9",
                "P1.txt:1:1: 8 columns, expected eight numbers",
            ),
            ("1 1 9 1 9 9 1 x ship 0", "`x` is not a number"),
            ("1 1 9 1 9 9 1 NaN ship 0", "`NaN` is not a number"),
            ("1 1 9 1 9 9 1 1e300 ship 0", "beyond any image"),
            (
                "1 1 9 1 9 9 1 9 ship 7",
                "`difficult` is 7, expected 0, 1 or 2",
            ),
            (
                "acquisition dates:2020",
                "2 columns, expected eight numbers",
            ),
        ] {
            let error = read(line, OnError::Error).unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
            let (_, report) = read(line, OnError::Skip).unwrap();
            assert_eq!(report.count(Stage::Skipped, "objects"), 1, "{line}");
        }
    }

    #[test]
    fn a_label_file_without_a_picture() {
        let place = folder(&[("l/a.txt", b""), ("i/b.png", &png(1, 1))]);
        let reader = |on_error| Dota {
            annotations: "l".into(),
            images: "i".into(),
            categories: None,
            on_error,
        };
        let read = |on_error| {
            let mut report = Report::default();
            let read = reader(on_error).read(&Input::new(place.path()), &mut report);
            read.map(|data| data.images.len())
        };
        let error = read(OnError::Error).unwrap_err().to_string();
        assert!(
            error.contains("there is no picture of this name"),
            "{error}"
        );
        assert_eq!(read(OnError::Skip).unwrap(), 0);
    }
}
