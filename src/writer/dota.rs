//! Writes DOTA: a text file a picture, with the four corners of a box on each line.

use std::fmt::Write;

use serde::Deserialize;

use super::images::{Images, Pictures};
use super::losses::Holds;
use super::{Writer, distinct};
use crate::dataset::{DataSet, Image, Object, Value};
use crate::error::{Error, shown};
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};

/// Writes a label file for each image into `labelTxt/`, for pictures in `images/`; of a data set in parts, below a folder for
/// each, such as `train/labelTxt/`.
///
/// A category whose name has a blank is an error, because blanks divide the columns.
///
/// `Parts` reads the folders of the parts.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dota {
    /// What becomes of the pictures, which belong into `images/`.
    #[serde(default)]
    pub images: Images,
}

impl Writer for Dota {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        check_names(data)?;
        let files = distinct(data, "labelTxt", "txt")?;
        let pictures = Pictures::new(self.images, data, output)?;
        let by_image = data.by_image();
        let write = |place: usize| {
            let image = &data.images[place];
            let folder = image.split.map(|split| format!("{}/", split.name()));
            let folder = folder.unwrap_or_default();
            let mut text = head(image);
            for object in by_image.objects(place) {
                let name = &data.categories[object.category as usize].name;
                push_row(&mut text, object, name);
            }
            output.write(&format!("{folder}{}", files[place]), text.as_bytes())?;
            let name = name::relative(&image.name)?;
            pictures.put(image, &format!("{folder}images/{name}"))
        };
        parallel::each(&**output.progress(), files.len(), write, |_, ()| Ok(()))?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        pictures.report(data, report);
        let others = data.images.iter().flat_map(|image| image.attributes.iter());
        let others = others.filter(|(name, value)| written(name, value).is_none());
        report.add(
            Stage::Lost,
            "attributes of images but `imagesource` and `gsd`",
            others.count(),
        );
        let holds = Holds {
            difficult: true,
            rotated: true,
            splits: true,
            empty_images: true,
            image_attributes: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

/// # Errors
///
/// A category whose name would be more than one column.
fn check_names(data: &DataSet) -> Result<(), Error> {
    let divides = |character: char| character.is_whitespace() || character.is_control();
    let names = data.categories.iter().map(|category| &category.name);
    match names.into_iter().find(|name| name.contains(divides)) {
        None => Ok(()),
        Some(name) => Err(Error::data(
            format!(
                "the category `{}` has a blank, which divides columns in DOTA",
                shown(name)
            ),
            format!(
                "give it another name with the transform `RenameCategories`: `names = {{ \"{}\" = \"{}\" }}`",
                shown(name),
                shown(&name.replace(divides, "-"))
            ),
        )),
    }
}

/// The lines before the objects. Without either value, there are none.
fn head(image: &Image) -> String {
    let lines = image.attributes.iter();
    lines
        .filter_map(|(name, value)| written(name, value))
        .collect()
}

/// The line of an attribute of an image; `None` if DOTA does not hold it.
fn written(name: &str, value: &Value) -> Option<String> {
    let text = value.to_string();
    let fits = ["imagesource", "gsd"].contains(&name) && !text.contains(char::is_control);
    fits.then(|| format!("{name}:{text}\n"))
}

fn push_row(text: &mut String, object: &Object, category: &str) {
    for number in object.corners() {
        // Turning a box adds noise behind this decimal.
        let rounded = (number * 1e9).round() / 1e9;
        let number = if rounded.abs() < 1e6 { rounded } else { number };
        // Writing to memory does not fail. Adding 0 makes 0 of -0.
        let _ = write!(text, "{} ", number + 0.0);
    }
    let _ = writeln!(text, "{category} {}", u8::from(object.difficult));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Category, RotatedBox, Split};
    use crate::testing::{data_set, written};

    #[test]
    fn boxes_at_an_angle_and_upright() {
        let mut data = data_set();
        data.categories[2] = Category::new("hot-dog");
        let kite = [10.0, 0.0, 20.0, 10.0, 10.0, 30.0, 0.125, 10.0];
        data.objects[0] = Object::of_corners(0, 0, kite);
        let turned = RotatedBox {
            x: 30.0,
            y: 25.0,
            width: 40.0,
            height: 10.0,
            angle: 90.0,
        };
        data.objects[1] = data.objects[1].clone().with_rotated(turned);
        data.objects[2].difficult = true;
        let gsd = Value::Number(0.5);
        data.images[0].attributes.set("gsd", gsd);
        data.images[0]
            .attributes
            .set("imagesource", Value::Text("a\n1 2".to_owned()));
        let expect = "gsd:0.5\n10 0 20 10 10 30 0.125 10 cat 0\n35 5 35 45 25 45 25 5 dog 0\n\
                      2 10 22 10 22 20 2 20 hot-dog 1\n";
        let (files, _) = written(&Dota::default(), &data);
        assert_eq!(files, [("labelTxt/a.txt".to_owned(), expect.to_owned())]);
        data.images[0].split = Some(Split::Test);
        let (files, _) = written(&Dota::default(), &data);
        assert_eq!(files[0].0, "test/labelTxt/a.txt");
    }

    #[test]
    fn a_name_with_a_blank() {
        let error = check_names(&data_set()).unwrap_err().to_string();
        assert!(
            error.contains("the category `hot dog` has a blank"),
            "{error}"
        );
        assert!(
            error.contains("`names = { \"hot dog\" = \"hot-dog\" }`"),
            "{error}"
        );
    }
}
