//! Writes masks that are pictures: a PNG an image, whose pixels are numbers.

use std::fmt::Write as _;

use serde::Deserialize;

use super::losses::Holds;
use super::{Writer, distinct};
use crate::converter::Values;
use crate::dataset::{DataSet, Image, MOST_PIXELS, Mask, Object, Spans};
use crate::error::{Error, shown};
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage, Tally};

/// Writes a PNG of 16 bits for each image into `masks/`, and `classes.txt` with the number and the name of each class, from 1. The
/// value of a pixel is the number of its class, or that times 1000 and the number of the object in its image. An object covers those
/// before it; one without an outline is its box.
///
/// What another object covers is counted.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskImages {
    /// What the pixels say.
    #[serde(default)]
    pub values: Values,
}

impl MaskImages {
    /// The value of the pixels of an object, which is the one of this number in its image.
    fn value(&self, object: &Object, number: usize) -> Option<u16> {
        let class = u64::from(object.category) + 1;
        let value = match (self.values, object.crowd) {
            (Values::Classes, _) | (Values::Objects, true) => class,
            (Values::Objects, false) if number < 1000 => class * 1000 + number as u64,
            (Values::Objects, false) => return None,
        };
        u16::try_from(value).ok()
    }
}

/// The picture of an image, and the objects that it does not hold.
#[derive(Default)]
struct Lost {
    numbers: Tally,
    covered: Tally,
    boxes: Tally,
    nothing: Tally,
}

impl Writer for MaskImages {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let files = distinct(data, "masks", "png")?;
        let large = |image: &&Image| {
            let pixels = f64::from(image.width) * f64::from(image.height);
            pixels > MOST_PIXELS || pixels == 0.0
        };
        if let Some(image) = data.images.iter().find(large) {
            let (width, height) = (image.width, image.height);
            let name = shown(&image.name);
            return Err(Error::data(
                format!("the image `{name}` of {width} x {height} pixels cannot have a mask"),
                "masks are drawn for images of 1 to 268,435,456 pixels",
            ));
        }
        let by_image = data.by_image();
        let mut all = Lost::default();
        let write = |place: usize| {
            let image = &data.images[place];
            let (width, height) = (image.width, image.height);
            let mut lost = Lost::default();
            let mut pixels = vec![0_u16; width as usize * height as usize];
            let seen = || format!("in `{}`", shown(&image.name));
            let mut drawn: Vec<(u16, u64)> = Vec::new();
            for (number, object) in by_image.objects(place).enumerate() {
                let Some(value) = self.value(object, number) else {
                    lost.numbers.see(seen);
                    continue;
                };
                if object.mask().is_none() {
                    lost.boxes.see(seen);
                }
                let spans = spans(object, (width, height));
                let Some(spans) = spans.filter(|spans| spans.area() > 0) else {
                    lost.nothing.see(seen);
                    continue;
                };
                let rows = u64::from(height);
                for at in spans.list().iter().flat_map(|(start, end)| *start..*end) {
                    pixels[((at % rows) * u64::from(width) + at / rows) as usize] = value;
                }
                drawn.push((value, spans.area()));
            }
            if self.values == Values::Objects {
                // What is left of each is less than what was drawn if another covers it.
                let mut left = std::collections::HashMap::new();
                pixels
                    .iter()
                    .for_each(|value| *left.entry(*value).or_insert(0_u64) += 1);
                let covered = |(value, area): &&(u16, u64)| {
                    *value >= 1000 && left.get(value).copied().unwrap_or(0) < *area
                };
                drawn
                    .iter()
                    .filter(covered)
                    .for_each(|_| lost.covered.see(seen));
            }
            let bytes =
                png(&pixels, width, height).map_err(|error| output.failed(&files[place], error))?;
            output.write(&files[place], &bytes)?;
            Ok(lost)
        };
        parallel::each(&**output.progress(), files.len(), write, |_, lost| {
            all.numbers.add(lost.numbers);
            all.covered.add(lost.covered);
            all.boxes.add(lost.boxes);
            all.nothing.add(lost.nothing);
            Ok(())
        })?;
        let mut classes = String::new();
        for (number, category) in (1..).zip(&data.categories) {
            // Writing to memory does not fail.
            let _ = writeln!(classes, "{number} {}", category.name);
        }
        output.write("classes.txt", classes.as_bytes())?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        report.add_tally(
            Stage::Noted,
            "objects without an outline, drawn as their box",
            all.boxes,
        );
        report.add_tally(
            Stage::Lost,
            "objects without a pixel in their image, or with a mask of another size",
            all.nothing,
        );
        report.add_tally(
            Stage::Lost,
            "pixels of objects that others cover",
            all.covered,
        );
        report.add_tally(
            Stage::Lost,
            "objects whose number does not fit into 16 bits",
            all.numbers,
        );
        let holds = Holds {
            polygons: true,
            run_lengths: true,
            crowd: self.values == Values::Objects,
            empty_images: true,
            unused_categories: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

/// The pixels of an object in its image. Run lengths of another size than the image are not of it.
fn spans(object: &Object, size: (u32, u32)) -> Option<Spans> {
    let bounds = object.bounding_box;
    let (x, y, right, bottom) = (bounds.x, bounds.y, bounds.right(), bounds.bottom());
    let corners = || Mask::Polygons(vec![vec![x, y, right, y, right, bottom, x, bottom]]);
    let spans = match object.mask() {
        Some(mask) => Spans::of(mask, size),
        None => Spans::of(&corners(), size),
    };
    spans.filter(|spans| (spans.width, spans.height) == size)
}

fn png(pixels: &[u16], width: u32, height: u32) -> Result<Vec<u8>, std::io::Error> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Sixteen);
    let mut writer = encoder.write_header()?;
    let numbers: Vec<u8> = pixels
        .iter()
        .flat_map(|pixel| pixel.to_be_bytes())
        .collect();
    writer.write_image_data(&numbers)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::Converter;
    use crate::testing::{data_set, written};

    #[test]
    fn objects_without_a_pixel_are_counted() {
        let mut data = data_set();
        let empty = Spans::of_any(100, 50, Vec::new());
        let other = Spans::of_any(50, 100, vec![(0, 9)]);
        for (object, spans) in data.objects.iter_mut().zip([empty, other]) {
            object.set_mask(Some(Mask::RunLength(Box::new(spans.to_runs()))));
        }
        data.objects[2].bounding_box.x = 200.0;
        let place = crate::testing::folder(&[]);
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        let mut report = Report::default();
        MaskImages::default()
            .write(&data, &output, &mut report)
            .unwrap();
        let nothing = "objects without a pixel in their image, or with a mask of another size";
        assert_eq!(report.count(Stage::Lost, nothing), 3);
    }

    #[test]
    fn there_and_back() {
        let mut data = data_set();
        data.objects.truncate(2);
        data.objects[1].bounding_box.x = 60.0;
        for values in ["classes", "objects"] {
            let writer = rollbook::toml::from_str::<MaskImages>(&format!("values = '{values}'"));
            let (files, place) = written(&writer.unwrap(), &data);
            assert_eq!(files[0].1, "1 cat\n2 dog\n3 hot dog\n");
            let reader = format!(
                "masks = 'out/masks'\nvalues = '{values}'\nclasses = {{ 1 = 'cat', 2 = 'dog' }}"
            );
            let reader = rollbook::toml::from_str::<crate::converter::MaskImages>(&reader).unwrap();
            let input = crate::Input::new(place.path());
            let back = reader.read(&input, &mut Report::default()).unwrap();
            let boxes = back
                .objects
                .iter()
                .map(|object| (object.category, object.bounding_box));
            let wanted = data
                .objects
                .iter()
                .map(|object| (object.category, object.bounding_box));
            assert_eq!(
                boxes.collect::<Vec<_>>(),
                wanted.collect::<Vec<_>>(),
                "{values}"
            );
        }
    }
}
