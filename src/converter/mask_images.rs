//! Reads masks that are pictures: the value of a pixel is its class, or its class and the number of the object.

mod pixels;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError, files};
use crate::dataset::{DataSet, Mask, Object, Spans};
use crate::error::{Error, shown_path};
use crate::input::Input;
use crate::name;
use crate::parallel;
use crate::report::{Report, Stage, Tally};
use pixels::Pixels;

/// Reads PNG files whose pixels are numbers: a class each (Pascal VOC's `SegmentationClass`, semantic masks), or a class times
/// 1000 and the number of an object (Cityscapes). Palettes are not looked at: the index counts.
///
/// With `values = "classes"`, all pixels of one class in a picture are one object.
///
/// The numbers are grey or by a palette. `classes` names them, `{ 1 = "road", 2 = "car" }`; other numbers are background. With
/// `values = "objects"`, a number below 1000 is a class whose objects are not told apart. `images` names the image of `a.png` after the
/// picture `a.jpg`. Masks are read as run lengths; `MasksToPolygons` makes outlines of them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskImages {
    /// The folder of the masks, with its sub-folders.
    pub masks: PathBuf,
    /// The name of each class, by its number: `{ 1 = "road", 2 = "car" }`. Other numbers are background.
    pub classes: BTreeMap<String, String>,
    /// What the pixels say.
    #[serde(default)]
    pub values: Values,
    /// The folder of the pictures, which give the images their names: `a.jpg` for the mask `a.png`.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about a mask that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

/// What the pixels of a mask say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Values {
    /// The number of a class.
    #[default]
    Classes,
    /// The number of a class times 1000, and the number of an object; below 1000, a class whose objects are not told apart.
    Objects,
}

const MEND_MASK: &str = "write the mask as a PNG with a number a pixel, or set `on_error = \"skip\"` to leave such images out";

impl Values {
    /// The class of a value, and whether it is a group of objects that were not told apart.
    fn class(self, value: u16) -> (u16, bool) {
        match self {
            Self::Classes => (value, false),
            Self::Objects if value < 1000 => (value, true),
            Self::Objects => (value / 1000, false),
        }
    }
}

impl MaskImages {
    fn numbers(&self) -> Result<BTreeMap<u16, &str>, Error> {
        let mut numbers = BTreeMap::new();
        for (number, name) in &self.classes {
            let parsed = number.parse::<u16>().map_err(|_| Error::Argument {
                name: "classes",
                what: format!("`{number}` is not the number of a class"),
            })?;
            numbers.insert(parsed, name.as_str());
        }
        Ok(numbers)
    }
}

impl Converter for MaskImages {
    fn check(&self) -> Result<(), Error> {
        self.numbers().map(drop)
    }

    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.masks);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let numbers = self.numbers()?;
        let files = files::below(&root, &["png"], report)?;
        let known = match &pictures {
            Some(pictures) => files::by_stem(pictures, report)?,
            None => HashMap::new(),
        };
        let mut collected = Collected::new(None, self.on_error)?;
        for name in numbers.values() {
            collected.declare(name);
        }
        let (mut without, mut unnamed) = (Tally::default(), Tally::default());
        parallel::each(
            &**input.progress(),
            files.len(),
            |place| Ok(pixels::read(&files[place]).map(|pixels| objects(&pixels))),
            |place, found| {
                let path = &files[place];
                let own = files::name_below(&root, path);
                let picture = known.get(name::stem(&own));
                if pictures.is_some() && picture.is_none() {
                    without.see(|| format!("`{}`", shown_path(path)));
                }
                let name = picture.map_or(own, Clone::clone);
                let size = found.as_ref().map(|(size, _)| *size);
                let size = size.map_err(|what| Error::content(path, what.clone()));
                let Some(size) = collected.sized_by(&name, size, MEND_MASK)? else {
                    return Ok(());
                };
                let image = collected
                    .add_image(&name, size)
                    .map_err(|what| Error::content(path, what))?;
                if picture.is_some() {
                    collected.set_picture(image, files::picture_of(pictures.as_deref(), &name));
                }
                for (value, spans) in found.map_or(Vec::new(), |(_, objects)| objects) {
                    let (class, crowd) = self.values.class(value);
                    let Some(around) = spans.bounding_box() else {
                        continue;
                    };
                    let Some(name) = numbers.get(&class) else {
                        // 0 is background in all of these formats.
                        if value != 0 {
                            unnamed.see(|| format!("{class} in `{}`", shown_path(path)));
                        }
                        continue;
                    };
                    let category = collected.declare(name);
                    let mask = Mask::RunLength(Box::new(spans.to_runs()));
                    let mut object = Object::new(image, category, around).with_mask(Some(mask));
                    object.crowd = crowd;
                    let added = collected.add_object(object);
                    collected.settle(added, path, None)?;
                }
                Ok(())
            },
        )?;
        report.add_tally(Stage::Noted, "masks without a picture", without);
        report.add_tally(
            Stage::Noted,
            "numbers in masks that `classes` does not name, read as background",
            unnamed,
        );
        Ok(collected.finish(Order::AsDeclared, report))
    }
}

/// The size of a mask, and the pixels of each value.
fn objects(pixels: &Pixels) -> ((u32, u32), Vec<(u16, Spans)>) {
    let (width, height) = (pixels.width, pixels.height);
    let rows = u64::from(height);
    let mut spans: BTreeMap<u16, Vec<(u64, u64)>> = BTreeMap::new();
    for x in 0..u64::from(width) {
        let mut y = 0;
        while y < rows {
            let value = pixels.at(x, y);
            let start = y;
            while y < rows && pixels.at(x, y) == value {
                y += 1;
            }
            spans
                .entry(value)
                .or_default()
                .push((x * rows + start, x * rows + y));
        }
    }
    let spans = spans
        .into_iter()
        .map(|(value, list)| (value, Spans::of_any(width, height, list)));
    ((width, height), spans.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, jpeg};

    fn png(bits: png::BitDepth, width: u32, rows: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let bytes_a_row = (width as usize * bits as usize).div_ceil(8);
        let mut encoder = png::Encoder::new(&mut bytes, width, (rows.len() / bytes_a_row) as u32);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(bits);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(rows).unwrap();
        writer.finish().unwrap();
        bytes
    }

    fn read(values: &str, mask: &[u8]) -> Result<(DataSet, Report), Error> {
        let place = folder(&[
            ("masks/x/a.png", mask),
            ("images/x/a.jpg", &jpeg(3, 2, None)),
        ]);
        let text = format!(
            "masks = 'masks'\nimages = 'images'\nvalues = '{values}'\nclasses = {{ 1 = 'road', 2 = 'car' }}"
        );
        let reader = rollbook::toml::from_str::<MaskImages>(&text).unwrap();
        let mut report = Report::default();
        let data = reader.read(&Input::new(place.path()), &mut report)?;
        Ok((data, report))
    }

    #[test]
    fn a_class_a_pixel() {
        let eight = png(png::BitDepth::Eight, 3, &[0, 1, 1, 2, 255, 1]);
        // The same in two bits, but for 255.
        let two = png(png::BitDepth::Two, 3, &[0b0001_0100, 0b1000_0100]);
        for mask in [eight, two] {
            let (data, _) = read("classes", &mask).unwrap();
            assert_eq!(
                (data.images[0].name.as_str(), data.images[0].width),
                ("x/a.jpg", 3)
            );
            let found = data
                .objects
                .iter()
                .map(|object| (object.category, object.area()));
            assert_eq!(found.collect::<Vec<_>>(), [(0, 3.0), (1, 1.0)]);
            assert_eq!(data.objects[0].bounding_box.x, 1.0);
            assert_eq!(data.categories[1].name, "car");
        }
    }

    #[test]
    fn numbers_without_a_name_are_noted() {
        let (_, report) = read(
            "classes",
            &png(png::BitDepth::Eight, 3, &[0, 1, 9, 2, 255, 9]),
        )
        .unwrap();
        let unnamed = "numbers in masks that `classes` does not name, read as background";
        assert_eq!(report.count(Stage::Noted, unnamed), 2);
    }

    #[test]
    fn an_object_a_number() {
        let rows: Vec<u8> = [0, 2001, 2002, 2, 2001, 1000]
            .into_iter()
            .flat_map(u16::to_be_bytes)
            .collect();
        let (data, _) = read("objects", &png(png::BitDepth::Sixteen, 3, &rows)).unwrap();
        let found = data
            .objects
            .iter()
            .map(|object| (object.category, object.crowd, object.area()));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [
                (1, true, 1.0),
                (0, false, 1.0),
                (1, false, 2.0),
                (1, false, 1.0)
            ]
        );
    }

    /// A damaged file never panics.
    #[test]
    fn damaged_masks() {
        let whole = png(png::BitDepth::Two, 3, &[0b0001_0100, 0b1000_0100]);
        for at in 0..whole.len() {
            assert!(read("classes", &whole[..at]).is_err() || at + 16 > whole.len());
            for byte in [0, 1, 0x7f, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                let _ = read("classes", &damaged);
            }
        }
    }

    #[test]
    fn faults() {
        let error = read("classes", b"no picture").unwrap_err().to_string();
        assert!(
            error.contains("a.png: this mask could not be read"),
            "{error}"
        );
        assert!(error.contains("help: write the mask as a PNG"), "{error}");
        let mut damaged = png(png::BitDepth::Eight, 3, &[0, 1, 1]);
        // In the check sum of the header.
        damaged[30] ^= 1;
        let error = read("classes", &damaged).unwrap_err().to_string();
        assert!(!error.contains("ChunkType"), "{error}");
        let text = "masks = '.'\nclasses = { road = '1' }";
        let reader = rollbook::toml::from_str::<MaskImages>(text).unwrap();
        assert!(
            reader
                .check()
                .unwrap_err()
                .to_string()
                .contains("`road` is not the number")
        );
    }
}
