//! Reads CVAT's XML for images, version 1.1.

use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError};
use crate::dataset::{BoundingBox, DataSet, Mask, Object, Split};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::report::{Report, Stage, Tally};

/// Reads an XML file of CVAT: boxes and polygons. Other shapes, attributes and rotations are counted, not converted.
///
/// Categories are in the order in which the file declares them, unless `categories` says another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cvat {
    /// The file, which CVAT calls `annotations.xml`.
    pub annotations: PathBuf,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about an object that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for Cvat {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.annotations);
        let text = input::read_text(&path)?;
        let mut found = Found {
            collected: Collected::new(self.categories.as_deref(), self.on_error)?,
            path: &path,
            text: &text,
            open: Vec::new(),
            image: None,
            other_shapes: Tally::default(),
            attributes: 0,
            rotated: 0,
        };
        found.run()?;
        report.add_tally(
            Stage::Lost,
            "shapes that are neither boxes nor polygons",
            found.other_shapes,
        );
        report.add(Stage::Lost, "attributes of objects", found.attributes);
        report.add(
            Stage::Lost,
            "rotations (the upright boxes are kept)",
            found.rotated,
        );
        Ok(found.collected.finish(Order::AsDeclared, report))
    }
}

struct Found<'a> {
    collected: Collected,
    path: &'a Path,
    text: &'a str,
    /// The elements that are open.
    open: Vec<String>,
    image: Option<u32>,
    other_shapes: Tally,
    attributes: usize,
    rotated: usize,
}

impl Found<'_> {
    fn run(&mut self) -> Result<(), Error> {
        let mut xml = Reader::from_str(self.text);
        let mut label = String::new();
        loop {
            let at = xml.buffer_position() as usize;
            let event = xml.read_event();
            let event = event
                .map_err(|error| self.fault(xml.error_position() as usize, error.to_string()))?;
            match event {
                Event::Start(tag) => {
                    self.start(&tag, at)?;
                    self.open
                        .push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                    label.clear();
                }
                Event::Empty(tag) => {
                    self.start(&tag, at)?;
                    if tag.name().as_ref() == b"image" {
                        self.image = None;
                    }
                }
                Event::Text(part) => {
                    let part = part
                        .decode()
                        .map_err(|error| self.fault(at, error.to_string()))?;
                    label.push_str(&part);
                }
                Event::GeneralRef(entity) => {
                    let character = super::xml::character(&entity);
                    label.push(character.map_err(|what| self.fault(at, what))?);
                }
                Event::End(_) => self.end(&label),
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => {
                    let open = self.open.last().map_or("", |name| name.as_str());
                    return Err(self.fault(at, format!("the file ends inside `{}`", shown(open))));
                }
                Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }

    fn end(&mut self, text: &str) {
        let path = self.open.join("/");
        if path.ends_with("labels/label/name") && path.starts_with("annotations/meta") {
            self.collected.declare(text.trim());
        }
        if self.open.pop().as_deref() == Some("image") {
            self.image = None;
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Error> {
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        if self.open.is_empty() && name != "annotations" {
            let what = format!("is no file of CVAT: it begins with `{}`", shown(&name));
            return Err(self.fault(at, what));
        }
        if name == "track" {
            let what = "holds tracks of a video";
            let error = Error::Content {
                path: self.path.to_owned(),
                position: Some(input::position(self.text.as_bytes(), at)),
                what: what.to_owned(),
                help: Some("export the task as \"CVAT for images 1.1\"".to_owned()),
            };
            return Err(error);
        }
        if self.open.len() == 1 && name == "image" {
            let image = self.image(tag).map_err(|what| self.fault(at, what))?;
            self.image = Some(image);
        } else if let (Some(image), 2) = (self.image, self.open.len()) {
            match name.as_str() {
                "box" | "polygon" => {
                    let object = self.object(tag, image, name == "polygon");
                    let position = Some(input::position(self.text.as_bytes(), at));
                    self.collected.settle(object, self.path, position)?;
                }
                "tag" => {
                    let tagged = self.tag(tag, image);
                    let position = Some(input::position(self.text.as_bytes(), at));
                    self.collected.settle(tagged, self.path, position)?;
                }
                _ => self.other_shapes.see(|| format!("`{}`", shown(&name))),
            }
        } else if self.image.is_some() && name == "attribute" {
            self.attributes += 1;
        }
        Ok(())
    }

    fn image(&mut self, tag: &BytesStart<'_>) -> Result<u32, String> {
        let name = attribute(tag, "name")?.ok_or("this image has no `name`")?;
        let size = |side: &str| {
            let text = attribute(tag, side)?.ok_or(format!("this image has no `{side}`"))?;
            let size = text.parse::<u32>().ok().filter(|size| *size > 0);
            size.ok_or_else(|| format!("`{}` is not a size in pixels", shown(&text)))
        };
        let image = self
            .collected
            .add_image(&name, (size("width")?, size("height")?))?;
        let subset = attribute(tag, "subset")?.unwrap_or_default().to_lowercase();
        self.collected.image_mut(image).split = match subset.as_str() {
            "train" | "training" => Some(Split::Train),
            "val" | "valid" | "validation" => Some(Split::Validation),
            "test" => Some(Split::Test),
            _ => None,
        };
        Ok(image)
    }

    /// A label of the image as a whole.
    fn tag(&mut self, tag: &BytesStart<'_>, image: u32) -> Result<(), String> {
        let label = attribute(tag, "label")?.ok_or("this tag has no `label`")?;
        let category = self.collected.category(&label)?;
        let slot = &mut self.collected.image_mut(image).category;
        match slot.replace(category) {
            None => Ok(()),
            Some(_) => Err("this image has a second tag".to_owned()),
        }
    }

    fn object(&mut self, tag: &BytesStart<'_>, image: u32, polygon: bool) -> Result<(), String> {
        let label = attribute(tag, "label")?.ok_or("this shape has no `label`")?;
        let category = self.collected.category(&label)?;
        let (bounding_box, mask) = if polygon {
            let points = attribute(tag, "points")?.ok_or("this polygon has no `points`")?;
            let points = self::points(&points)?;
            let around = BoundingBox::around(&points).ok_or("this polygon has no points")?;
            (around, Some(Box::new(Mask::Polygons(vec![points]))))
        } else {
            let edge = |name: &str| {
                number(&attribute(tag, name)?.ok_or(format!("this box has no `{name}`"))?)
            };
            let corners = (edge("xtl")?, edge("ytl")?, edge("xbr")?, edge("ybr")?);
            let (left, top, right, bottom) = corners;
            (BoundingBox::from_corners(left, top, right, bottom), None)
        };
        let rotation = attribute(tag, "rotation")?.unwrap_or_default();
        self.rotated += usize::from(!rotation.is_empty() && number(&rotation)? != 0.0);
        self.collected.add_object(Object {
            image,
            category,
            bounding_box,
            mask,
            crowd: false,
            difficult: false,
            // Something hides a part of it.
            truncated: attribute(tag, "occluded")?.as_deref() == Some("1"),
        })
    }

    fn fault(&self, at: usize, what: String) -> Error {
        Error::Content {
            path: self.path.to_owned(),
            position: Some(input::position(self.text.as_bytes(), at)),
            what,
            help: None,
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.as_ref() == name.as_bytes() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|error| error.to_string())?.into_owned()));
        }
    }
    Ok(None)
}

fn number(text: &str) -> Result<f64, String> {
    let number = text
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{}` is not a number", shown(text)))
}

/// `x,y;x,y`
fn points(text: &str) -> Result<Vec<f64>, String> {
    let mut points = Vec::new();
    for point in text.split(';') {
        let (x, y) = point
            .split_once(',')
            .ok_or_else(|| format!("`{}` is no point", shown(point)))?;
        points.extend([number(x)?, number(y)?]);
    }
    if points.len() < 6 {
        return Err(format!("this polygon has {} points", points.len() / 2));
    }
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    fn read(text: &str) -> Result<(DataSet, Report), Error> {
        let place = folder(&[("a.xml", text.as_bytes())]);
        let mut report = Report::default();
        let reader = Cvat {
            annotations: "a.xml".into(),
            categories: None,
            on_error: OnError::Error,
        };
        let data = reader.read(&Input::new(place.path()), &mut report)?;
        Ok((data, report))
    }

    const META: &str = "<meta><task><labels><label><name>van</name></label><label><name>car &amp; bike</name></label></labels></task></meta>";

    fn file(inside: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations><version>1.1</version>{META}\n{inside}</annotations>\n"
        )
    }

    #[test]
    fn shapes_and_labels() {
        let text = file(
            "<image id=\"0\" name=\"sub/a.png\" width=\"100\" height=\"50\" subset=\"Validation\">\
             <box label=\"car &amp; bike\" occluded=\"1\" xtl=\"1.5\" ytl=\"2\" xbr=\"4\" ybr=\"8\" z_order=\"0\" rotation=\"30\"><attribute name=\"c\">red</attribute></box>\
             <polygon label=\"van\" points=\"0,0;4,0;4,6\"></polygon><points label=\"van\" points=\"1,1\"/><tag label=\"van\"/></image>\
             <image id=\"1\" name=\"b.png\" width=\"10\" height=\"5\"/>",
        );
        let (data, report) = read(&text).unwrap();
        let names = data
            .categories
            .iter()
            .map(|category| category.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["van", "car & bike"]);
        assert_eq!(data.images.len(), 2);
        assert_eq!(data.images[0].split, Some(Split::Validation));
        assert_eq!(data.images[0].category, Some(0));
        assert_eq!(data.objects.len(), 2);
        assert_eq!(data.objects[0].bounding_box.width, 2.5);
        assert!(data.objects[0].truncated && data.objects[1].mask.is_some());
        assert_eq!(report.count(Stage::Lost, "attributes of objects"), 1);
        assert_eq!(
            report.count(Stage::Lost, "shapes that are neither boxes nor polygons"),
            1
        );
        assert_eq!(
            report.count(Stage::Lost, "rotations (the upright boxes are kept)"),
            1
        );
    }

    #[test]
    fn faults() {
        let check = |inside: &str, expect: &str| {
            let text = read(&file(inside)).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        let image = "<image id=\"0\" name=\"a.png\" width=\"100\" height=\"50\">";
        check(image, "ill-formed document");
        check(
            "<image name=\"a\" width=\"0\" height=\"1\"/>",
            "a.xml:3:1: `0` is not a size",
        );
        check("<image width=\"1\" height=\"1\"/>", "has no `name`");
        check(
            &format!(
                "{image}<box label=\"van\" xtl=\"nan\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/></image>"
            ),
            "`nan` is not a number",
        );
        check(
            &format!("{image}<box label=\"van\" xtl=\"9\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/></image>"),
            "negative width -7",
        );
        check(
            &format!("{image}<polygon label=\"van\" points=\"1,1\"/></image>"),
            "1 points",
        );
        check("<track id=\"0\" label=\"van\"/>", "holds tracks of a video");
        let twice = "<image name=\"a\" width=\"1\" height=\"1\"/>".repeat(2);
        check(&twice, "two images named `a`");
        let text = read("<html/>").unwrap_err().to_string();
        assert!(text.contains("is no file of CVAT"), "{text}");
        let text = read("<annotations><image").unwrap_err().to_string();
        assert!(text.contains("a.xml:1:"), "{text}");
    }

    #[test]
    fn entities_of_its_own_are_not_expanded() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
        let text = format!(
            "{bomb}<annotations><image name=\"&b;\" width=\"1\" height=\"1\"/></annotations>"
        );
        assert!(read(&text).is_err());
    }
}
