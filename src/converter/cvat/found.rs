//! Follows the elements of a file, and gathers what they hold.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::label::Label;
use super::track::Track;
use super::{shape, tag};
use crate::converter::collected::Collected;
use crate::converter::xml;
use crate::dataset::{Keypoint, Object, Value};
use crate::error::{Error, shown};
use crate::input;
use crate::report::Tally;

/// What has been found, and where the reading is.
pub(super) struct Found<'a> {
    pub(super) collected: Collected,
    path: &'a Path,
    pub(super) pictures: Option<&'a Path>,
    text: &'a str,
    /// The elements that are open.
    open: Vec<String>,
    image: Option<u32>,
    label: Label,
    /// The shape that is open, until its attributes are known.
    shape: Option<(Result<Object, String>, usize)>,
    /// The name of the attribute that is open.
    attribute: String,
    pub(super) other_shapes: Tally,
    /// Set if the file says more of the task than its labels.
    pub(super) details: bool,
    pub(super) track: Track,
}

impl<'a> Found<'a> {
    pub(super) fn new(
        path: &'a Path,
        text: &'a str,
        pictures: Option<&'a Path>,
        collected: Collected,
    ) -> Self {
        Self {
            collected,
            path,
            pictures,
            text,
            open: Vec::new(),
            image: None,
            label: Label::default(),
            shape: None,
            attribute: String::new(),
            other_shapes: Tally::default(),
            details: false,
            track: Track::default(),
        }
    }

    /// Reads the file.
    pub(super) fn run(&mut self) -> Result<(), Error> {
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
            (1, "track", _) => self.start_track(tag, at)?,
            (1, "image", _) => {
                let image = self.image(tag).map_err(|what| self.fault(at, what))?;
                self.image = Some(image);
            }
            (2, "box" | "polygon" | "ellipse" | "mask" | "skeleton", _) => {
                let object = match self.image {
                    Some(image) => {
                        shape::object(tag, image, &name, None, &mut self.collected).map(Some)
                    }
                    None => self.tracked(tag, &name),
                };
                self.shape = object.transpose().map(|object| (object, at));
            }
            (3, "points", _) if self.open.last().is_some_and(|open| open == "skeleton") => {
                self.keypoint(tag);
            }
            (2, "tag", Some(image)) => {
                let tagged = self.tag(tag, image);
                self.settle(tagged, at)?;
            }
            (2, _, _) if self.image.is_some() || self.track.is_open() => {
                self.other_shapes.see(|| format!("`{}`", shown(&name)))
            }
            (3, "attribute", _) => {
                let named = tag::attribute(tag, "name").map_err(|what| self.fault(at, what))?;
                self.attribute = named.unwrap_or_default();
            }
            _ if (name == "task" || name == "job")
                && self.open.get(1).is_some_and(|open| open == "meta") =>
            {
                self.track.start_task();
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
            (1, "track") => self.track.close(),
            (2, "box" | "polygon" | "ellipse" | "mask" | "skeleton") => {
                if let Some((object, at)) = self.shape.take() {
                    let object = match name.as_str() {
                        "skeleton" => object.and_then(shape::around_keypoints),
                        _ => object,
                    };
                    let added = object.and_then(|object| self.add(object));
                    self.settle(added, at)?;
                }
            }
            (3, "attribute") if self.image.is_some() || self.shape.is_some() => {
                match &mut self.shape {
                    Some((Ok(object), _)) => {
                        let name = std::mem::take(&mut self.attribute);
                        object.change_rare(|rare| rare.attributes.set(name, Value::of_text(text)));
                    }
                    Some((Err(_), _)) => {}
                    // Of a tag, or of a shape that is counted itself.
                    None => self.collected.fields.see(of(above), "attribute"),
                }
            }
            (_, "label") if above == "labels" => {
                let label = std::mem::take(&mut self.label);
                label.declare(&mut self.collected);
            }
            (_, field) if above == "label" => self.label.take(field, text),
            (_, field) if ["task", "job", "project", "original_size"].contains(&above) => {
                if above != "project" {
                    self.track.take(field, text.trim());
                }
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

    /// A point of the skeleton that is open.
    fn keypoint(&mut self, tag: &BytesStart<'_>) {
        let Some((Ok(object), _)) = &self.shape else {
            return;
        };
        let category = object.category;
        let point = shape::point_of(tag)
            .map(|(label, point)| (self.collected.keypoint(category, &label), point));
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

    pub(super) fn fault(&self, at: usize, what: String) -> Error {
        Error::Content {
            path: self.path.to_owned(),
            position: Some(input::position(self.text.as_bytes(), at)),
            what,
            help: None,
        }
    }
}

/// What has an attribute, as a report calls several of them.
fn of(element: &str) -> &'static str {
    match element {
        "tag" => "tags",
        _ => "shapes that are not converted",
    }
}
