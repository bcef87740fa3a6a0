//! One VOC file as it is written: XML to fields, nothing decided.

use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::converter::xml::{self, character};
use crate::dataset::{Attributes, Value};
use crate::error::{Error, shown};
use crate::input;
use crate::report::Fields;

/// One file's annotations.
#[derive(Debug, Default)]
pub(super) struct Annotation {
    pub(super) file_name: Option<String>,
    pub(super) folder: Option<String>,
    pub(super) width: Option<u32>,
    pub(super) height: Option<u32>,
    pub(super) objects: Vec<Object>,
    /// How many parts its objects have, such as a head.
    pub(super) parts: usize,
    /// What is not carried.
    pub(super) fields: Fields,
}

#[derive(Debug, Default)]
pub(super) struct Object {
    /// Where it begins, in bytes from the start of the file.
    pub(super) place: usize,
    pub(super) name: Option<String>,
    pub(super) left: Option<f64>,
    pub(super) top: Option<f64>,
    pub(super) right: Option<f64>,
    pub(super) bottom: Option<f64>,
    pub(super) difficult: bool,
    pub(super) truncated: bool,
    pub(super) attributes: Attributes,
    /// The name of the attribute that is being read.
    attribute: String,
}

/// The elements that are read, below `annotation`. What is in others is counted, and so is what is in these if it is not
/// carried.
const KNOWN: &[&str] = &[
    "filename",
    "folder",
    "size",
    "size/width",
    "size/height",
    "size/depth",
    "segmented",
    "object",
    "object/name",
    "object/pose",
    "object/difficult",
    "object/truncated",
    "object/bndbox",
    "object/bndbox/xmin",
    "object/bndbox/ymin",
    "object/bndbox/xmax",
    "object/bndbox/ymax",
    "object/attributes",
    "object/attributes/attribute",
    "object/attributes/attribute/name",
    "object/attributes/attribute/value",
];

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Annotation, Error> {
    let text = xml::read(path)?;
    let mut xml = Reader::from_str(&text);
    parse(&mut xml).map_err(|what| {
        let place = match xml.error_position() {
            0 => xml.buffer_position(),
            place => place,
        };
        // A place in a text that is in memory.
        let position = Some(input::position(text.as_bytes(), place as usize));
        Error::Content {
            path: path.to_owned(),
            position,
            what,
            help: None,
        }
    })
}

fn parse(xml: &mut Reader<&[u8]>) -> Result<Annotation, String> {
    let mut annotation = None;
    let mut path = String::new();
    let mut text = String::new();
    let mut others = Others::default();
    loop {
        match xml.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => {
                enter(&mut path, tag.name().as_ref());
                let annotation = start(&mut annotation, &path, xml.buffer_position())?;
                others.start(&path, &tag, annotation)?;
                text.clear();
            }
            Event::Empty(tag) => {
                enter(&mut path, tag.name().as_ref());
                let annotation = start(&mut annotation, &path, xml.buffer_position())?;
                others.start(&path, &tag, annotation)?;
                take(annotation, &path, "")?;
                others.end(&path, "", annotation);
                leave(&mut path);
            }
            Event::End(_) => {
                if let Some(annotation) = &mut annotation {
                    take(annotation, &path, text.trim())?;
                    others.end(&path, text.trim(), annotation);
                }
                text.clear();
                leave(&mut path);
            }
            Event::Text(part) => text.push_str(&part.decode().map_err(|error| error.to_string())?),
            Event::CData(part) => text.push_str(&part.decode().map_err(|error| error.to_string())?),
            Event::GeneralRef(entity) => text.push(character(&entity)?),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if path.is_empty() => break,
            Event::Eof => return Err(format!("the file ends inside `{}`", shown(&path[1..]))),
        }
    }
    annotation.ok_or_else(|| "is not a VOC annotation: it has no `annotation`".to_owned())
}

/// The outermost element that is not read, while it is open.
#[derive(Default)]
struct Others {
    open: String,
    said: bool,
}

impl Others {
    fn start(
        &mut self,
        path: &str,
        tag: &BytesStart<'_>,
        annotation: &mut Annotation,
    ) -> Result<(), String> {
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let name = String::from_utf8_lossy(attribute.key.as_ref());
            if !name.starts_with("xmlns") {
                annotation.fields.see("XML elements", &name);
            }
        }
        let below = path.strip_prefix("/annotation/").unwrap_or_default();
        // Parts are counted themselves.
        let known = below.is_empty() || KNOWN.contains(&below) || below.starts_with("object/part");
        if self.open.is_empty() && !known {
            path.clone_into(&mut self.open);
        }
        Ok(())
    }

    fn end(&mut self, path: &str, text: &str, annotation: &mut Annotation) {
        // What labelImg and others write where they know nothing.
        self.said |= !matches!(text, "" | "Unspecified" | "Unknown" | "0");
        if self.open.is_empty() {
            self.said = false;
        } else if self.open == path {
            if std::mem::take(&mut self.said) {
                let below = path.trim_start_matches("/annotation/");
                match below.strip_prefix("object/") {
                    Some(field) => annotation.fields.see("objects", field),
                    None => annotation.fields.see("files", below),
                }
            }
            self.open.clear();
        }
    }
}

/// Adds an element to the path of those that are open.
fn enter(path: &mut String, name: &[u8]) {
    path.push('/');
    path.push_str(&String::from_utf8_lossy(name));
}

fn leave(path: &mut String) {
    path.truncate(path.rfind('/').unwrap_or(0));
}

/// Takes note of an element that begins.
fn start<'a>(
    annotation: &'a mut Option<Annotation>,
    path: &str,
    place: u64,
) -> Result<&'a mut Annotation, String> {
    if path == "/annotation" && annotation.is_some() {
        return Err("holds two `annotation`s".to_owned());
    }
    if annotation.is_none() && path != "/annotation" {
        return Err(format!(
            "is not a VOC annotation: it begins with `{}`",
            shown(&path[1..])
        ));
    }
    let annotation = annotation.get_or_insert_default();
    if path == "/annotation/object/part" {
        annotation.parts += 1;
    }
    if path == "/annotation/object" {
        annotation.objects.push(Object {
            place: place as usize,
            ..Object::default()
        });
    }
    Ok(annotation)
}

/// Takes the text of an element that ends. What a part of an object says, such as its own box, is not taken.
fn take(annotation: &mut Annotation, path: &str, text: &str) -> Result<(), String> {
    let Some(field) = path.strip_prefix("/annotation/") else {
        return Ok(());
    };
    match field {
        "filename" if !text.is_empty() => {
            return set(&mut annotation.file_name, field, text.to_owned());
        }
        "folder" if !text.is_empty() => {
            return set(&mut annotation.folder, field, text.to_owned());
        }
        // What the writer writes, which reads no picture.
        "size/depth" if !matches!(text, "" | "3") => annotation.fields.see("files", "depth"),
        "segmented" if !matches!(text, "" | "0") => annotation.fields.see("files", field),
        "object/pose" if !matches!(text, "" | "Unspecified") => {
            annotation.fields.see("objects", "pose");
        }
        "size/width" if !text.is_empty() => return set(&mut annotation.width, field, size(text)?),
        "size/height" if !text.is_empty() => {
            return set(&mut annotation.height, field, size(text)?);
        }
        _ => {}
    }
    let (Some(object), Some(field)) =
        (annotation.objects.last_mut(), field.strip_prefix("object/"))
    else {
        return Ok(());
    };
    match field {
        "name" => set(&mut object.name, field, text.to_owned()),
        "difficult" => flag(field, text).map(|difficult| object.difficult = difficult),
        "truncated" => flag(field, text).map(|truncated| object.truncated = truncated),
        "attributes/attribute/name" => {
            text.clone_into(&mut object.attribute);
            Ok(())
        }
        "attributes/attribute/value" => {
            let name = std::mem::take(&mut object.attribute);
            object.attributes.set(name, Value::of_text(text));
            Ok(())
        }
        "bndbox/xmin" => set(&mut object.left, field, number(text)?),
        "bndbox/ymin" => set(&mut object.top, field, number(text)?),
        "bndbox/xmax" => set(&mut object.right, field, number(text)?),
        "bndbox/ymax" => set(&mut object.bottom, field, number(text)?),
        _ => Ok(()),
    }
}

fn set<T>(slot: &mut Option<T>, field: &str, value: T) -> Result<(), String> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(format!("`{field}` appears twice")),
    }
}

fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{}` is not a number", shown(text)))
}

fn size(text: &str) -> Result<u32, String> {
    let size = number(text)?;
    if size.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&size) {
        Ok(size as u32)
    } else {
        Err(format!("`{}` is not a size in pixels", shown(text)))
    }
}

/// 0 or 1; nothing at all means 0, and a share such as 0.3 means that there is some.
fn flag(field: &str, text: &str) -> Result<bool, String> {
    match text {
        "" | "Unspecified" => Ok(false),
        _ => match text.to_ascii_lowercase().as_str() {
            "false" | "no" => Ok(false),
            "true" | "yes" => Ok(true),
            _ => number(text)
                .map(|number| number != 0.0)
                .map_err(|_| format!("`{field}` is `{}`, expected 0 or 1", shown(text))),
        },
    }
}
