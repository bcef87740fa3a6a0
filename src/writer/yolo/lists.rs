//! The lists of images, and `data.yaml`, which names them and the classes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{BufWriter, Write};

use crate::dataset::{Category, DataSet, Image, Split};
use crate::error::Error;
use crate::output::Output;

/// Writes the lists of images and `data.yaml`, which names them.
pub(super) fn write_lists(
    data: &DataSet,
    names: &[Cow<'_, str>],
    keypoints: usize,
    output: &Output,
) -> Result<(), Error> {
    // Without `path`, the folder of the file is meant. `path: .` would be the one that YOLO is called from.
    let mut yaml = String::new();
    let mut trains = false;
    for (key, split) in [
        ("train", Split::Train),
        ("val", Split::Validation),
        ("test", Split::Test),
    ] {
        let belongs = |image: &Image| image.split.unwrap_or(Split::Train) == split;
        let images = names.iter().zip(&data.images);
        let mut own = images
            .filter(|(_, image)| belongs(image))
            .map(|(name, _)| name)
            .peekable();
        if own.peek().is_some() {
            let file = format!("{key}.txt");
            let mut list = BufWriter::new(output.file(&file)?);
            // The leading `./` makes it relative to the list itself.
            own.flat_map(|name| ["./images/", name, "\n"])
                .try_for_each(|part| list.write_all(part.as_bytes()))
                .and_then(|()| list.flush())
                .map_err(|source| output.failed(&file, source))?;
            yaml.extend([key, ": ", key, ".txt\n"]);
            trains |= split == Split::Train;
        } else if split == Split::Validation && trains {
            yaml.push_str("# no image is set apart for validation: YOLO asks for a list, so it is the one of training\nval: train.txt\n");
        }
    }
    yaml.push_str(if data.categories.is_empty() {
        "names: {}\n"
    } else {
        "names:\n"
    });
    for (index, category) in data.categories.iter().enumerate() {
        // Writing to memory does not fail.
        let _ = writeln!(yaml, "  {index}: {}", quoted(&category.name));
    }
    if keypoints > 0 {
        let _ = writeln!(yaml, "kpt_shape: [{keypoints}, 3]");
        let named = |category: &Category| Some(category.skeleton.as_ref()?.points.clone());
        let of_class = data.categories.iter().map(named).enumerate();
        let of_class: Vec<_> = of_class
            .filter_map(|(class, points)| Some((class, points?)))
            .collect();
        if !of_class.is_empty() {
            yaml.push_str("kpt_names:\n");
        }
        for (class, points) in of_class {
            let points = points.iter().map(|point| quoted(point)).collect::<Vec<_>>();
            let _ = writeln!(yaml, "  {class}: [{}]", points.join(", "));
        }
    }
    output.write("data.yaml", yaml.as_bytes())
}

/// A text as YAML: in quotes whatever it holds, since `no`, `1` and `null` are names too.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            _ if character.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(character));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
