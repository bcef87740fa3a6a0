//! Writes OpenImages: a CSV file of boxes, and one of the classes' names.

use serde::Deserialize;

use super::Writer;
use super::images::{Images, Pictures};
use super::losses::Holds;
use crate::dataset::{DataSet, Image, Object};
use crate::error::{Error, shown};
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};

/// Writes `annotations.csv` with the columns of OpenImages, and `classes.csv`. Coordinates are shares of the image; an image's
/// name is kept whole.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenImages {
    /// What becomes of the pictures, which belong into `images/`.
    #[serde(default)]
    pub images: Images,
}

const BOXES: &str = "annotations.csv";
const CLASSES: &str = "classes.csv";

impl Writer for OpenImages {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let pictures = Pictures::new(self.images, data, output)?;
        let boxes = table(BOXES, output, |writer| {
            writer.write_record([
                "ImageID",
                "Source",
                "LabelName",
                "Confidence",
                "XMin",
                "XMax",
                "YMin",
                "YMax",
                "IsOccluded",
                "IsTruncated",
                "IsGroupOf",
                "IsDepiction",
                "IsInside",
            ])?;
            let by_image = data.by_image();
            for (place, image) in data.images.iter().enumerate() {
                for object in by_image.objects(place) {
                    let label = &data.categories[object.category as usize].name;
                    writer.write_record(row(image, object, label))?;
                }
            }
            Ok(())
        })?;
        if let Some(image) = data
            .images
            .iter()
            .find(|image| image.width == 0 || image.height == 0)
        {
            return Err(Error::data(
                format!(
                    "it is not known how large the image `{}` is",
                    shown(&image.name)
                ),
                "OpenImages holds shares of the size: use a source that says it",
            ));
        }
        let classes = table(CLASSES, output, |writer| {
            let mut names = data.categories.iter().map(|category| &category.name);
            names.try_for_each(|name| writer.write_record([name, name]))
        })?;
        output.write(BOXES, &boxes)?;
        output.write(CLASSES, &classes)?;
        parallel::each(
            &**output.progress(),
            data.images.len(),
            |place| {
                let image = &data.images[place];
                let name = match self.images {
                    Images::None => return Ok(()),
                    _ => name::relative(&image.name)?,
                };
                pictures.put(image, &format!("images/{name}"))
            },
            |_, ()| Ok(()),
        )?;
        pictures.report(data, report);
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        let holds = Holds {
            crowd: true,
            truncated: true,
            unused_categories: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

fn table(
    file: &str,
    output: &Output,
    rows: impl FnOnce(&mut csv::Writer<Vec<u8>>) -> Result<(), csv::Error>,
) -> Result<Vec<u8>, Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows(&mut writer).map_err(|error| output.failed(file, error.into()))?;
    let text = writer.into_inner();
    text.map_err(|error| output.failed(file, error.into_error()))
}

fn row(image: &Image, object: &Object, label: &str) -> [String; 13] {
    let bounds = object.bounding_box;
    let (width, height) = (f64::from(image.width), f64::from(image.height));
    let flag = |set: bool| u8::from(set).to_string();
    [
        image.name.clone(),
        "xclick".to_owned(),
        label.to_owned(),
        "1".to_owned(),
        (bounds.x / width).to_string(),
        (bounds.right() / width).to_string(),
        (bounds.y / height).to_string(),
        (bounds.bottom() / height).to_string(),
        "0".to_owned(),
        flag(object.truncated),
        flag(object.crowd),
        "0".to_owned(),
        "0".to_owned(),
    ]
}
