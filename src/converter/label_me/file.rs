//! A LabelMe file as it is written. A shape whose fields have wrong types becomes a text that says what is wrong with it.

use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::converter::json::{Lists, Scalar};
use crate::converter::record::{self, Record, Taken, attributes, each, once};
use crate::dataset::Attributes;
use crate::error::Error;
use crate::input;
use crate::report::Fields;

#[derive(Default)]
pub(super) struct File {
    pub(super) shapes: Vec<Result<Shape, String>>,
    pub(super) image_path: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) flags: Attributes,
}

/// A shape whose fields make sense.
pub(super) struct Shape {
    pub(super) label: String,
    pub(super) points: Vec<[f64; 2]>,
    pub(super) group_id: Option<i64>,
    pub(super) shape_type: String,
    pub(super) difficult: bool,
    /// A PNG as base64.
    pub(super) mask: Option<String>,
    pub(super) attributes: Attributes,
}

/// Reads a file, and counts the fields that are not carried.
pub(super) fn parse(path: &Path) -> Result<(File, Fields), Error> {
    let text = input::read_text(path)?;
    let mut fields = Fields::default();
    let mut json = serde_json::Deserializer::from_str(&text);
    let read = Whole(&mut fields).deserialize(&mut json);
    let file = read.and_then(|file| json.end().map(|()| file));
    let file = file.map_err(|error| Error::Content {
        path: path.to_owned(),
        position: Some((error.line(), error.column())),
        what: without_place(&error),
        help: None,
    })?;
    Ok((file, fields))
}

/// serde_json's message without its line and column, which are shown before it.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ")
        .map_or(text.clone(), |(what, _)| what.to_owned())
}

struct Whole<'a>(&'a mut Fields);

impl<'de> DeserializeSeed<'de> for Whole<'_> {
    type Value = File;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<File, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = File;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a LabelMe file: an object with `shapes` and `imagePath`")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<File, A::Error> {
        record::read(map, self.0)
    }
}

impl Record for File {
    const NAME: &'static str = "files";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        fields: &mut Fields,
    ) -> Result<Taken, A::Error> {
        let size = |value: Scalar| value.size().ok().filter(|size| *size > 0);
        match field {
            b"imagePath" => self.image_path = map.next_value::<Scalar>()?.name(),
            b"imageWidth" => self.width = size(map.next_value()?),
            b"imageHeight" => self.height = size(map.next_value()?),
            // It says how the file is written, and nothing of the picture.
            b"version" => drop(map.next_value::<Scalar>()?),
            b"flags" => return attributes(map, &mut self.flags),
            b"shapes" => {
                let shapes = &mut self.shapes;
                map.next_value_seed(each(None, fields, |shape: Result<Written, Scalar>| {
                    let shape = shape.map_err(|found| format!("{found} is not a shape"));
                    shapes.push(shape.and_then(Written::checked));
                    Ok(())
                }))?;
            }
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }
}

/// A shape as it is written.
#[derive(Default)]
struct Written {
    label: Option<Scalar>,
    points: Option<Lists>,
    group_id: Option<Scalar>,
    shape_type: Option<Scalar>,
    difficult: Option<Scalar>,
    mask: Option<Scalar>,
    attributes: Attributes,
}

impl Record for Written {
    const NAME: &'static str = "shapes";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        _: &mut Fields,
    ) -> Result<Taken, A::Error> {
        match field {
            b"label" => once(&mut self.label, field, map)?,
            b"points" => once(&mut self.points, field, map)?,
            b"group_id" => once(&mut self.group_id, field, map)?,
            b"shape_type" => once(&mut self.shape_type, field, map)?,
            b"difficult" => once(&mut self.difficult, field, map)?,
            b"mask" => once(&mut self.mask, field, map)?,
            b"flags" | b"attributes" => return attributes(map, &mut self.attributes),
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }
}

impl Written {
    fn checked(self) -> Result<Shape, String> {
        let label = self.label.ok_or("has no `label`")?;
        let label = match label {
            Scalar::Null => None,
            label => label.name(),
        };
        let points = self.points.map_or(Ok(Vec::new()), |points| points.0);
        let points = points.map_err(|what| format!("`points`: {what}, expected [[x, y], ...]"))?;
        let points = points.iter().map(|point| match point[..] {
            [x, y] => Ok([x, y]),
            _ => Err(format!("a point of {} numbers, not 2", point.len())),
        });
        // Old files have polygons only, and do not say so.
        let shape_type = match self.shape_type {
            None | Some(Scalar::Null) => "polygon".to_owned(),
            Some(kind) => kind.name().ok_or("`shape_type` is not a text")?,
        };
        let group_id = match self.group_id {
            Some(Scalar::Integer(id)) => Some(id),
            Some(Scalar::Text(id)) => id.parse().ok(),
            _ => None,
        };
        Ok(Shape {
            label: label.ok_or("`label` is not a text")?,
            points: points.collect::<Result<_, String>>()?,
            group_id,
            shape_type,
            difficult: self
                .difficult
                .map_or(Ok(false), |flag| flag.flag("difficult"))?,
            mask: self.mask.and_then(Scalar::name),
            attributes: self.attributes,
        })
    }
}
