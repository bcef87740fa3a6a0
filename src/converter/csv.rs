//! Reads a CSV file with a box a line, its columns named by the job.

use std::path::PathBuf;

use csv::StringRecord;
use serde::Deserialize;

use super::collected::{Collected, Order};
use super::table::{Table, fraction, number};
use super::{Converter, OnError, files};
use crate::dataset::{BoundingBox, DataSet, Image, Object, Split, Value};
use crate::error::{Error, shown};
use crate::input::Input;
use crate::picture;
use crate::report::Report;

/// Reads a CSV file whose first line names its columns, and each other line holds a box. A line without a label is an
/// image without boxes.
///
/// Categories are in the order of `categories`, or else of their names.
///
/// `columns` gives other names than `image`, `label`, `x_min`, `y_min`, `x_max`, `y_max`, `width`, `height` and `split` (`train`, `val` or
/// `test`); with `box_width` and `box_height` they replace the right and the bottom edge. A column such as `attribute:colour` is an
/// attribute. With `normalized`, the numbers are shares of the image, and numbers beyond 2 are an error.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// The file.
    pub annotations: PathBuf,
    /// What the columns are called.
    #[serde(default)]
    pub columns: Columns,
    /// Says that the numbers are fractions of the image's width and height, not pixels.
    #[serde(default)]
    pub normalized: bool,
    /// The text between two columns.
    #[serde(default = "comma")]
    pub separator: char,
    /// The folder of the pictures: needed if the file has no columns for their sizes, or if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

/// What the name of a column begins with that holds an attribute.
pub(crate) const ATTRIBUTE: &str = "attribute:";

pub(super) fn comma() -> char {
    ','
}

/// The names of the columns of a [`Csv`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// The image's file name.
    pub image: String,
    /// The category's name.
    pub label: String,
    /// The left edge.
    pub x_min: String,
    /// The top edge.
    pub y_min: String,
    /// The right edge.
    pub x_max: String,
    /// The bottom edge.
    pub y_max: String,
    /// The box's width, in place of its right edge.
    pub box_width: Option<String>,
    /// The box's height, in place of its bottom edge.
    pub box_height: Option<String>,
    /// The image's width in pixels.
    pub width: String,
    /// The image's height in pixels.
    pub height: String,
    /// The part of the data set that the image belongs to: `train`, `val` or `test`.
    pub split: String,
}

impl Default for Columns {
    fn default() -> Self {
        let [
            image,
            label,
            x_min,
            y_min,
            x_max,
            y_max,
            width,
            height,
            split,
        ] = [
            "image", "label", "x_min", "y_min", "x_max", "y_max", "width", "height", "split",
        ]
        .map(str::to_owned);
        Self {
            image,
            label,
            x_min,
            y_min,
            x_max,
            y_max,
            box_width: None,
            box_height: None,
            width,
            height,
            split,
        }
    }
}

/// Where the columns are.
struct Places {
    image: usize,
    label: usize,
    left: usize,
    top: usize,
    /// The right edge, or the width.
    right: usize,
    bottom: usize,
    size: Option<(usize, usize)>,
    split: Option<usize>,
}

impl Places {
    fn all(&self) -> Vec<usize> {
        let own = [
            self.image,
            self.label,
            self.left,
            self.top,
            self.right,
            self.bottom,
        ];
        let size = self
            .size
            .into_iter()
            .flat_map(|(width, height)| [width, height]);
        own.into_iter().chain(size).chain(self.split).collect()
    }
}

impl Converter for Csv {
    fn check(&self) -> Result<(), Error> {
        let columns = &self.columns;
        if columns.box_width.is_some() != columns.box_height.is_some() {
            return Err(Error::Argument {
                name: "columns",
                what: "write both `box_width` and `box_height`, or neither".to_owned(),
            });
        }
        Ok(())
    }

    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let path = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let mut table = Table::open(&path, self.separator, input)?;
        let places = self.places(&table)?;
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let known = places.all();
        let mut record = StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            let at = |what| Error::Content {
                path: path.clone(),
                position: Some((line, 1)),
                what,
                help: None,
            };
            let name = &record[places.image];
            for (column, value) in table.others(&record, &known) {
                if !value.is_empty() && !column.starts_with(ATTRIBUTE) {
                    collected.fields.see("lines", column);
                }
            }
            if collected.is_left_out(name) {
                continue;
            }
            let image = match collected.image(name) {
                Some(image) => {
                    let same = same_size(&record, &places, collected.image_mut(image), at)?;
                    if collected.settle(same, &path, Some((line, 1)))?.is_none() {
                        continue;
                    }
                    image
                }
                None => {
                    let size = match size(&record, &places, at)? {
                        Some(size) => size,
                        None => {
                            let size = match &pictures {
                                Some(pictures) => picture::size_below(pictures, name),
                                None => Err(at("how large is this image?".to_owned()).with_help(
                                    "name the columns `width` and `height`, or set `images` to the folder of the pictures",
                                )),
                            };
                            // What the job lacks is not a fault of the picture.
                            let size = match pictures {
                                None => size.map(Some),
                                Some(_) => collected.sized(name, size),
                            };
                            match size? {
                                Some(size) => size,
                                None => continue,
                            }
                        }
                    };
                    let image = collected.add_image(name, size).map_err(at)?;
                    let picture = files::picture_of(pictures.as_deref(), name);
                    collected.set_picture(image, picture);
                    let split = places.split.map_or("", |place| &record[place]);
                    collected.set_split(image, split);
                    image
                }
            };
            let empty = [
                places.label,
                places.left,
                places.top,
                places.right,
                places.bottom,
            ];
            if empty.iter().all(|place| record[*place].is_empty()) {
                continue;
            }
            let object = self.object(&record, &places, image, &mut collected);
            let object = object.map(|mut object| {
                for (column, value) in table.others(&record, &known) {
                    if let Some(name) = column.strip_prefix(ATTRIBUTE).filter(|_| !value.is_empty())
                    {
                        object.change_rare(|rare| rare.attributes.set(name, Value::of_text(value)));
                    }
                }
                object
            });
            let added = object.and_then(|object| collected.add_object(object));
            collected.settle(added, &path, Some((line, 1)))?;
        }
        Ok(collected.finish(Order::ByName, report))
    }
}

impl Csv {
    fn places(&self, table: &Table) -> Result<Places, Error> {
        let columns = &self.columns;
        let right = columns.box_width.as_ref().unwrap_or(&columns.x_max);
        let bottom = columns.box_height.as_ref().unwrap_or(&columns.y_max);
        Ok(Places {
            image: table.column(&columns.image)?,
            label: table.column(&columns.label)?,
            left: table.column(&columns.x_min)?,
            top: table.column(&columns.y_min)?,
            right: table.column(right)?,
            bottom: table.column(bottom)?,
            size: table.find(&columns.width).zip(table.find(&columns.height)),
            split: table.find(&columns.split),
        })
    }

    fn object(
        &self,
        record: &StringRecord,
        places: &Places,
        image: u32,
        collected: &mut Collected,
    ) -> Result<Object, String> {
        let category = collected.category(&record[places.label])?;
        let size = collected.image_mut(image);
        let (width, height) = match self.normalized {
            true => (f64::from(size.width), f64::from(size.height)),
            false => (1.0, 1.0),
        };
        let edge = |place: usize, side: f64| {
            let number = number(&record[place])?;
            match self.normalized {
                true => fraction(number).map(|share| share * side),
                false => Ok(number),
            }
        };
        let (left, top) = (edge(places.left, width)?, edge(places.top, height)?);
        let (right, bottom) = (edge(places.right, width)?, edge(places.bottom, height)?);
        let bounding_box = match self.columns.box_width {
            Some(_) => BoundingBox {
                x: left,
                y: top,
                width: right,
                height: bottom,
            },
            None => BoundingBox::from_corners(left, top, right, bottom),
        };
        Ok(Object::new(image, category, bounding_box))
    }
}

/// The size that a line says; `None` if the file has no columns for it.
fn size(
    record: &StringRecord,
    places: &Places,
    at: impl Fn(String) -> Error,
) -> Result<Option<(u32, u32)>, Error> {
    let Some((width, height)) = places.size else {
        return Ok(None);
    };
    let side = |place: usize| {
        let text = &record[place];
        let side = text.parse::<u32>().ok().filter(|side| *side > 0);
        side.ok_or_else(|| at(format!("`{}` is not a size in pixels", shown(text))))
    };
    Ok(Some((side(width)?, side(height)?)))
}

/// Two lines of one image say one size and one part.
fn same_size(
    record: &StringRecord,
    places: &Places,
    image: &Image,
    at: impl Fn(String) -> Error,
) -> Result<Result<(), String>, Error> {
    let known = (image.width, image.height);
    let size = size(record, places, &at)?.unwrap_or(known);
    let name = shown(&image.name);
    if size != known {
        return Ok(Err(format!(
            "the image `{name}` is {} x {} pixels here, and {} x {} in an earlier line",
            size.0, size.1, known.0, known.1
        )));
    }
    let split = places
        .split
        .map_or(image.split, |place| Split::of_name(&record[place]));
    if split != image.split {
        return Ok(Err(format!(
            "the image `{name}` is in another part here than in an earlier line"
        )));
    }
    Ok(Ok(()))
}

#[cfg(test)]
mod tests;
