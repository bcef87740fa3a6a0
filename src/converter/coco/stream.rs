//! Streams the objects of a COCO file into a [`Reader`]: no more than the piece at hand is held as JSON.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};

use super::reader::Reader;
use crate::converter::json::Scalar;
use crate::converter::record::each;
use crate::converter::text::Text;
use crate::error::Error;

/// Reads a whole file.
pub(super) fn read(
    path: &Path,
    file: impl Read + 'static,
    reader: &mut Reader,
) -> Result<(), Error> {
    let text = Text::new(file);
    let mut json = serde_json::Deserializer::from_reader(text.clone());
    let document = Document {
        reader,
        text: &text,
    };
    let read = json.deserialize_map(document).and_then(|()| json.end());
    read.map_err(|error| {
        let (error, position) = text.placed(error);
        if error.is_io() {
            return Error::io("read", path, error.into());
        }
        let message = error.to_string();
        let suffix = format!(" at line {} column {}", error.line(), error.column());
        let mut what = message.strip_suffix(&suffix).unwrap_or(&message).to_owned();
        let mut help = reader.help.take().map(str::to_owned);
        // A fault of the text itself, not of what it says.
        if !error.is_data() {
            if let Some(at) = reader.at() {
                what = format!("{at}: {what}");
            }
            if message.starts_with("invalid unicode code point") {
                what = "is not UTF-8 text".to_owned();
                help = Some("save it as UTF-8".to_owned());
            }
            if is_not_a_number(path, position).unwrap_or(false) {
                what = format!("{what}: JSON has no `NaN` and no `Infinity`");
                help = Some("write `null` there, or leave the field out".to_owned());
            }
        }
        Error::Content {
            path: path.to_owned(),
            position: Some(position),
            what,
            help,
        }
    })
}

/// Says whether Python's `NaN`, `Infinity` or `-Infinity` is at a place, which its JSON writers put there.
fn is_not_a_number(path: &Path, (line, column): (usize, usize)) -> std::io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    for _ in 1..line {
        file.skip_until(b'\n')?;
    }
    let before = column.saturating_sub(2) as u64;
    std::io::copy(&mut file.by_ref().take(before), &mut std::io::sink())?;
    let mut found = Vec::new();
    file.take(12).read_to_end(&mut found)?;
    let holds = |word: &[u8]| found.windows(word.len()).any(|part| part == word);
    Ok(holds(b"NaN") || holds(b"Infinity"))
}

/// The whole file, read into a reader.
struct Document<'a> {
    reader: &'a mut Reader,
    text: &'a Text,
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a COCO annotation file: an object with `images`, `annotations` and `categories`",
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let text = self.text;
        self.read(map).inspect_err(|_| text.failed())
    }
}

impl Document<'_> {
    fn read<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        const LISTS: [&str; 3] = ["images", "categories", "annotations"];
        let Document { reader, text } = self;
        let mut seen = [false; 3];
        while let Some(key) = map.next_key::<String>()? {
            let Some(place) = LISTS.iter().position(|list| *list == key) else {
                if !map.next_value::<Scalar>()?.is_empty() {
                    reader.fields.see("the file", &key);
                }
                continue;
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(A::Error::custom(format!(
                    "`{key}` appears twice in the file"
                )));
            }
            let mut fields = std::mem::take(&mut reader.fields);
            match place {
                0 => map.next_value_seed(each(Some(text), &mut fields, |image| {
                    reader.add_image(image)
                }))?,
                1 => map.next_value_seed(each(Some(text), &mut fields, |category| {
                    reader.add_category(category)
                }))?,
                _ => map.next_value_seed(each(Some(text), &mut fields, |annotation| {
                    reader.add_annotation(annotation)
                }))?,
            }
            reader.fields = fields;
            reader.leave_list();
        }
        if seen[0] {
            Ok(())
        } else {
            Err(A::Error::custom(
                "is not a COCO annotation file: it has no `images`",
            ))
        }
    }
}
