//! Streams the objects of a COCO file into a [`Reader`]: nothing but the object at hand is held as JSON.

use std::fmt;
use std::io::BufRead;
use std::marker::PhantomData;
use std::path::Path;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::reader::Reader;
use crate::error::Error;

/// Reads a whole file.
pub(super) fn read(path: &Path, file: impl BufRead, reader: &mut Reader) -> Result<(), Error> {
    let mut json = serde_json::Deserializer::from_reader(file);
    let read = reader.deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| {
        if error.is_io() {
            return Error::io("read", path, error.into());
        }
        let position = (error.line(), error.column());
        let message = error.to_string();
        let suffix = format!(" at line {} column {}", position.0, position.1);
        let what = message.strip_suffix(&suffix).unwrap_or(&message).to_owned();
        Error::Content {
            path: path.to_owned(),
            position: Some(position),
            what,
            help: None,
        }
    })
}

impl<'de> DeserializeSeed<'de> for &mut Reader {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Images,
    Categories,
    Annotations,
    #[serde(other)]
    Other,
}

impl<'de> Visitor<'de> for &mut Reader {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a COCO annotation file: an object with `images`, `annotations` and `categories`",
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = [false; 3];
        while let Some(key) = map.next_key()? {
            let (place, name) = match key {
                Key::Images => (0, "images"),
                Key::Categories => (1, "categories"),
                Key::Annotations => (2, "annotations"),
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(A::Error::custom(format!(
                    "`{name}` stands twice in the file"
                )));
            }
            match place {
                0 => map.next_value_seed(each(|record| self.add_image(record)))?,
                1 => map.next_value_seed(each(|record| self.add_category(record)))?,
                _ => map.next_value_seed(each(|record| self.add_annotation(record)))?,
            }
        }
        if seen[0] {
            Ok(())
        } else {
            Err(A::Error::custom(
                "is no COCO annotation file: it has no `images`",
            ))
        }
    }
}

/// Hands each element of a list to a function, so that the list is never held as a whole.
struct Each<R, F>(F, PhantomData<R>);

fn each<R, F: FnMut(R) -> Result<(), String>>(take: F) -> Each<R, F> {
    Each(take, PhantomData)
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> DeserializeSeed<'de>
    for Each<R, F>
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> Visitor<'de> for Each<R, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(()) = list.next_element_seed(One(&mut self.0, PhantomData))? {}
        Ok(())
    }
}

/// One element. It is taken before the parser leaves it, so that an error has its line.
struct One<'f, R, F>(&'f mut F, PhantomData<R>);

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> DeserializeSeed<'de>
    for One<'_, R, F>
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> Visitor<'de> for One<'_, R, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let record = R::deserialize(MapAccessDeserializer::new(map))?;
        (self.0)(record).map_err(A::Error::custom)
    }
}
