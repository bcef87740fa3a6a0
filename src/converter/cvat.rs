//! Reads CVAT's XML for images, version 1.1.

mod label;

use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError, files, xml};
use crate::dataset::{
    BoundingBox, DataSet, Keypoint, MOST_PIXELS, Mask, Object, RotatedBox, Spans, Value,
    Visibility, ellipse,
};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::report::{Report, Stage, Tally};
use label::Label;

/// Reads an XML file of CVAT: boxes, polygons, ellipses (as outlines), masks and skeletons, with angles and attributes. Other
/// shapes are counted, not converted.
///
/// Categories are in the order in which the file declares them, unless `categories` says another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cvat {
    /// The file, which CVAT calls `annotations.xml`.
    pub annotations: PathBuf,
    /// The folder of the pictures: needed only if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
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
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let text = xml::read(&path)?;
        let mut found = Found {
            collected: Collected::new(self.categories.as_deref(), self.on_error)?,
            path: &path,
            pictures: pictures.as_deref(),
            text: &text,
            open: Vec::new(),
            image: None,
            label: Label::default(),
            shape: None,
            attribute: String::new(),
            other_shapes: Tally::default(),
            details: false,
        };
        found.run()?;
        report.add_tally(
            Stage::Lost,
            "shapes that are not converted",
            found.other_shapes,
        );
        let details = usize::from(found.details);
        found
            .collected
            .fields
            .count("the file, but its labels", "meta", details);
        Ok(found.collected.finish(Order::AsDeclared, report))
    }
}

struct Found<'a> {
    collected: Collected,
    path: &'a Path,
    pictures: Option<&'a Path>,
    text: &'a str,
    /// The elements that are open.
    open: Vec<String>,
    image: Option<u32>,
    label: Label,
    /// The shape that is open, until its attributes are known.
    shape: Option<(Result<Object, String>, usize)>,
    /// The name of the attribute that is open.
    attribute: String,
    other_shapes: Tally,
    /// Set if the file says more of the task than its labels.
    details: bool,
}

impl Found<'_> {
    fn run(&mut self) -> Result<(), Error> {
        let mut xml = Reader::from_str(self.text);
        let mut text = String::new();
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
                    text.clear();
                }
                Event::Empty(tag) => {
                    self.start(&tag, at)?;
                    self.open
                        .push(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                    self.end("")?;
                }
                Event::Text(part) => {
                    let part = part
                        .decode()
                        .map_err(|error| self.fault(at, error.to_string()))?;
                    text.push_str(&part);
                }
                Event::CData(part) => {
                    let part = part
                        .decode()
                        .map_err(|error| self.fault(at, error.to_string()))?;
                    text.push_str(&part);
                }
                Event::GeneralRef(entity) => {
                    let character = xml::character(&entity);
                    text.push(character.map_err(|what| self.fault(at, what))?);
                }
                Event::End(_) => {
                    self.end(&text)?;
                    text.clear();
                }
                Event::Eof if self.open.is_empty() => return Ok(()),
                Event::Eof => {
                    let open = self.open.last().map_or("", |name| name.as_str());
                    return Err(self.fault(at, format!("the file ends inside `{}`", shown(open))));
                }
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// An element has begun.
    fn start(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Error> {
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        let depth = self.open.len();
        if depth == 0 && name != "annotations" {
            let what = format!("is not a file of CVAT: it begins with `{}`", shown(&name));
            return Err(self.fault(at, what));
        }
        match (depth, name.as_str(), self.image) {
            (1, "track", _) => {
                let help = "export the task as \"CVAT for images 1.1\"";
                return Err(self
                    .fault(at, "holds tracks of a video".to_owned())
                    .with_help(help));
            }
            (1, "image", _) => {
                let image = self.image(tag).map_err(|what| self.fault(at, what))?;
                self.image = Some(image);
            }
            (2, "box" | "polygon" | "ellipse" | "mask" | "skeleton", Some(image)) => {
                let object = self.object(tag, image, &name);
                self.shape = Some((object, at));
            }
            (3, "points", Some(_)) if self.open.last().is_some_and(|open| open == "skeleton") => {
                self.keypoint(tag);
            }
            (2, "tag", Some(image)) => {
                let tagged = self.tag(tag, image);
                self.settle(tagged, at)?;
            }
            (2, _, Some(_)) => self.other_shapes.see(|| format!("`{}`", shown(&name))),
            (3, "attribute", Some(_)) => {
                let named = attribute(tag, "name").map_err(|what| self.fault(at, what))?;
                self.attribute = named.unwrap_or_default();
            }
            _ if name == "label" && self.open.first().is_some_and(|open| open == "annotations") => {
                self.label = Label::default();
            }
            _ => {}
        }
        Ok(())
    }

    /// An element has ended, with this text in it.
    fn end(&mut self, text: &str) -> Result<(), Error> {
        let name = self.open.pop().unwrap_or_default();
        let above = self.open.last().map_or("", |name| name.as_str());
        match (self.open.len(), name.as_str()) {
            (1, "image") => self.image = None,
            (2, "box" | "polygon" | "ellipse" | "mask" | "skeleton") => {
                if let Some((object, at)) = self.shape.take() {
                    let object = match name.as_str() {
                        "skeleton" => object.and_then(around_keypoints),
                        _ => object,
                    };
                    let added = object.and_then(|object| self.collected.add_object(object));
                    self.settle(added, at)?;
                }
            }
            (3, "attribute") if self.image.is_some() => match &mut self.shape {
                Some((Ok(object), _)) => {
                    let name = std::mem::take(&mut self.attribute);
                    object.change_rare(|rare| rare.attributes.set(name, Value::of_text(text)));
                }
                Some((Err(_), _)) => {}
                // Of a tag, or of a shape that is counted itself.
                None => self.collected.fields.see(of(above), "attribute"),
            },
            (_, "label") if above == "labels" => {
                let label = std::mem::take(&mut self.label);
                label.declare(&mut self.collected);
            }
            (_, field) if above == "label" => self.label.take(field, text),
            (_, field) if ["task", "job", "project"].contains(&above) => {
                self.details |= field != "labels" && !text.trim().is_empty();
            }
            _ => {}
        }
        Ok(())
    }

    /// What cannot be read is left out and counted, or ends the reading. The line is looked for only then: to look for it
    /// each time would take longer than all the rest.
    fn settle(&mut self, read: Result<(), String>, at: usize) -> Result<(), Error> {
        if read.is_err() {
            let position = Some(input::position(self.text.as_bytes(), at));
            self.collected.settle(read, self.path, position)?;
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
        // CVAT calls the whole of a task that is not divided by this name.
        let subset = attribute(tag, "subset")?.filter(|subset| subset != "default");
        self.collected
            .set_split(image, subset.as_deref().unwrap_or_default());
        let picture = files::picture_of(self.pictures, &name);
        self.collected.set_picture(image, picture);
        // The id of a job or task says nothing of the picture.
        let known = [
            "id", "name", "width", "height", "subset", "task_id", "job_id",
        ];
        self.count_others(tag, "images", &known)?;
        Ok(image)
    }

    /// A label of the image as a whole.
    fn tag(&mut self, tag: &BytesStart<'_>, image: u32) -> Result<(), String> {
        let label = attribute(tag, "label")?.ok_or("this tag has no `label`")?;
        let category = self.collected.category(&label)?;
        self.count_others(tag, "tags", &["label"])?;
        let slot = &mut self.collected.image_mut(image).category;
        match slot.replace(category) {
            None => Ok(()),
            Some(_) => Err("this image has a second tag".to_owned()),
        }
    }

    fn object(&mut self, tag: &BytesStart<'_>, image: u32, kind: &str) -> Result<Object, String> {
        let label = attribute(tag, "label")?.ok_or("this shape has no `label`")?;
        let category = self.collected.category(&label)?;
        let size = self.collected.image_mut(image);
        let size = (size.width, size.height);
        let number = |name: &str| {
            number(&attribute(tag, name)?.ok_or(format!("this {kind} has no `{name}`"))?)
        };
        let angle = match attribute(tag, "rotation")?.unwrap_or_default().as_str() {
            "" => 0.0,
            rotation => self::number(rotation)?,
        };
        let upright = |upright: BoundingBox| match upright.fault() {
            Some(fault) => Err(format!("the {kind} {fault}")),
            None => Ok(RotatedBox::of(upright, angle)),
        };
        let mut object = match kind {
            "polygon" => {
                let points = attribute(tag, "points")?.ok_or("this polygon has no `points`")?;
                outlined(image, category, self::points(&points)?)?
            }
            "ellipse" => {
                let (x, y) = (number("cx")?, number("cy")?);
                let (rx, ry) = (number("rx")?, number("ry")?);
                let around = BoundingBox::from_corners(x - rx, y - ry, x + rx, y + ry);
                outlined(image, category, ellipse(upright(around)?))?
            }
            "mask" => {
                let runs = attribute(tag, "rle")?.ok_or("this mask has no `rle`")?;
                let place = ["left", "top", "width", "height"].map(number);
                let [left, top, width, height] = place;
                let spans = bitmap(&runs, [left?, top?, width?, height?], size)?;
                let around = spans.bounding_box().ok_or("this mask has no pixels")?;
                let mask = Mask::RunLength(Box::new(spans.to_runs()));
                Object::new(image, category, around).with_mask(Some(mask))
            }
            // Its points follow.
            "skeleton" => Object::new(
                image,
                category,
                BoundingBox::from_corners(0.0, 0.0, 0.0, 0.0),
            ),
            _ => {
                let corners = (
                    number("xtl")?,
                    number("ytl")?,
                    number("xbr")?,
                    number("ybr")?,
                );
                let (left, top, right, bottom) = corners;
                let bounds = BoundingBox::from_corners(left, top, right, bottom);
                let rotated = upright(bounds)?;
                let object = Object::new(image, category, bounds);
                match angle {
                    0.0 => object,
                    _ => object.with_rotated(rotated),
                }
            }
        };
        // Something hides a part of it.
        object.truncated = attribute(tag, "occluded")?.as_deref() == Some("1");
        let known = [
            "label", "points", "xtl", "ytl", "xbr", "ybr", "rotation", "occluded", "cx", "cy",
            "rx", "ry", "rle", "left", "top", "width", "height",
        ];
        self.count_others(tag, "shapes", &known)?;
        Ok(object)
    }

    /// A point of the skeleton that is open.
    fn keypoint(&mut self, tag: &BytesStart<'_>) {
        let Some((Ok(object), _)) = &self.shape else {
            return;
        };
        let category = object.category;
        let point =
            point_of(tag).map(|(label, point)| (self.collected.keypoint(category, &label), point));
        let Some((shape, _)) = &mut self.shape else {
            return;
        };
        match (point, shape) {
            (Ok((place, point)), Ok(object)) => object.change_rare(|rare| {
                let count = rare.keypoints.len().max(place + 1);
                rare.keypoints.resize(count, Keypoint::default());
                rare.keypoints[place] = point;
            }),
            (Err(what), shape) => *shape = Err(what),
            (Ok(_), Err(_)) => {}
        }
    }

    /// Counts the attributes of an element that are not carried, if they say anything.
    fn count_others(
        &mut self,
        tag: &BytesStart<'_>,
        of: &'static str,
        known: &[&str],
    ) -> Result<(), String> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            let says_nothing = match name.as_str() {
                "source" => &*attribute.value == b"manual",
                "z_order" => &*attribute.value == b"0",
                _ => attribute.value.is_empty(),
            };
            if !says_nothing && !known.contains(&name.as_str()) {
                self.collected.fields.see(of, &name);
            }
        }
        Ok(())
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

fn outlined(image: u32, category: u32, points: Vec<f64>) -> Result<Object, String> {
    let around = BoundingBox::around(&points).ok_or("this outline has no points")?;
    let mask = Mask::Polygons(vec![points]);
    Ok(Object::new(image, category, around).with_mask(Some(mask)))
}

/// The name of a keypoint, and where it is.
fn point_of(tag: &BytesStart<'_>) -> Result<(String, Keypoint), String> {
    let label = attribute(tag, "label")?.ok_or("this point has no `label`")?;
    let is = |name| attribute(tag, name).map(|value| value.as_deref() == Some("1"));
    if is("outside")? {
        return Ok((label, Keypoint::default()));
    }
    let points = attribute(tag, "points")?.ok_or("this point has no `points`")?;
    let (x, y) = points
        .split_once(',')
        .ok_or_else(|| format!("`{}` is not a point", shown(&points)))?;
    let visibility = match is("occluded")? {
        true => Visibility::Hidden,
        false => Visibility::Visible,
    };
    let (x, y) = (number(x)?, number(y)?);
    Ok((label, Keypoint { x, y, visibility }))
}

/// A skeleton has no box of its own: it is the one around the points whose place is known.
fn around_keypoints(mut object: Object) -> Result<Object, String> {
    let known = object.keypoints().iter();
    let known = known.filter(|point| point.visibility != Visibility::Unlabelled);
    let points = known
        .flat_map(|point| [point.x, point.y])
        .collect::<Vec<_>>();
    object.bounding_box =
        BoundingBox::around(&points).ok_or("this skeleton has no point whose place is known")?;
    Ok(object)
}

/// Run lengths along the rows of a part of the image, of unset and set pixels in turn.
fn bitmap(runs: &str, place: [f64; 4], (width, height): (u32, u32)) -> Result<Spans, String> {
    let whole = |number: f64, most: u32| {
        let fits = number.fract() == 0.0 && (0.0..=f64::from(most)).contains(&number);
        fits.then_some(number as u64).ok_or_else(|| {
            format!("the mask's place {number} is not a whole number within the image")
        })
    };
    let [left, top] = [whole(place[0], width)?, whole(place[1], height)?];
    let [columns, rows] = [whole(place[2], width)?, whole(place[3], height)?];
    if (columns * rows) as f64 > MOST_PIXELS {
        return Err(format!("a mask of {columns} x {rows} pixels is too large"));
    }
    let (mut at, mut set) = (0_u64, Vec::new());
    for (number, length) in runs.split(',').enumerate() {
        let length = length.trim();
        let count = length.parse::<u32>();
        let count = count.map_err(|_| format!("`{}` is not a run length", shown(length)))?;
        let end = at + u64::from(count);
        if end > columns * rows {
            return Err("the mask has run lengths for more pixels than its size".to_owned());
        }
        if number % 2 == 1 {
            set.extend((at..end).filter_map(|at| {
                let (x, y) = (left + at % columns, top + at / columns);
                let inside = x < u64::from(width) && y < u64::from(height);
                let place = x * u64::from(height) + y;
                inside.then_some((place, place + 1))
            }));
        }
        at = end;
    }
    Ok(Spans::of_any(width, height, set))
}

/// What has an attribute, as a report calls several of them.
fn of(element: &str) -> &'static str {
    match element {
        "tag" => "tags",
        _ => "shapes that are not converted",
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
            .ok_or_else(|| format!("`{}` is not a point", shown(point)))?;
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
    use crate::dataset::Split;
    use crate::testing::folder;

    fn read(text: &str) -> Result<(DataSet, Report), Error> {
        let place = folder(&[("a.xml", text.as_bytes())]);
        let mut report = Report::default();
        let reader = Cvat {
            annotations: "a.xml".into(),
            images: None,
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
        let rotated = data.objects[0].rotated().unwrap();
        assert_eq!((rotated.width, rotated.angle), (2.5, 30.0));
        assert_eq!(data.objects[0].bounding_box, rotated.around());
        assert!(data.objects[0].truncated && data.objects[1].mask().is_some());
        let colour = data.objects[0].attributes().get("c");
        assert_eq!(colour, Some(&Value::Text("red".to_owned())));
        assert_eq!(
            report.count(Stage::Lost, "shapes that are not converted"),
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
        assert!(text.contains("is not a file of CVAT"), "{text}");
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
