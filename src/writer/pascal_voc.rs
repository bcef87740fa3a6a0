//! Writes Pascal VOC: an XML file an image.

use std::fmt::Write;

use quick_xml::escape::escape;
use serde::Deserialize;

use super::images::{Images, Pictures};
use super::losses::Holds;
use super::{Writer, distinct};
use crate::converter::Pixels;
use crate::dataset::{BoundingBox, DataSet, Image, Object};
use crate::error::Error;
use crate::name;
use crate::output::Output;
use crate::parallel;
use crate::report::{Report, Stage};

/// Writes Pascal VOC annotations: `Annotations/` has a file for each image, in the folders of the image's name, and
/// `ImageSets/Main/` a list for each part.
///
/// The lists are those that `PartLists` reads. Written with `pixels = "one-based"`, a box is widened to whole pixels.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PascalVoc {
    /// What the coordinates mean: edges from 0 as they are, or whole pixels from 1 that cover the box.
    #[serde(default)]
    pub pixels: Pixels,
    /// What becomes of the pictures, which belong into `JPEGImages/`.
    #[serde(default)]
    pub images: Images,
}

impl Writer for PascalVoc {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let files = distinct(data, "Annotations", "xml")?;
        let pictures = Pictures::new(self.images, data, output)?;
        let by_image = data.by_image();
        let write = |place: usize| {
            let mut text = String::new();
            // Writing to memory does not fail.
            let _ = self.annotation(&mut text, &data.images[place]);
            for object in by_image.objects(place) {
                let category = &data.categories[object.category as usize].name;
                let _ = self.object(&mut text, object, category);
            }
            text.push_str("</annotation>\n");
            output.write(&files[place], text.as_bytes())?;
            let image = &data.images[place];
            pictures.put(
                image,
                &format!("JPEGImages/{}", name::relative(&image.name)?),
            )
        };
        parallel::each(&**output.progress(), files.len(), write, |_, ()| Ok(()))?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        write_lists(data, output)?;
        pictures.report(data, report);
        let holds = Holds {
            difficult: true,
            truncated: true,
            splits: true,
            attributes: true,
            empty_images: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

/// `ImageSets/Main/train.txt` and others: the names of the images of each part, without their extensions.
fn write_lists(data: &DataSet, output: &Output) -> Result<(), Error> {
    for (split, images) in data.parts() {
        let Some(split) = split else { continue };
        let mut list = String::new();
        for image in images {
            let name = name::relative(&data.images[image].name)?;
            list.extend([name::stem(&name), "\n"]);
        }
        let path = format!("ImageSets/Main/{}.txt", split.name());
        output.write(&path, list.as_bytes())?;
    }
    Ok(())
}

impl PascalVoc {
    fn annotation(&self, text: &mut String, image: &Image) -> std::fmt::Result {
        let folder = image.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        writeln!(text, "<annotation>")?;
        writeln!(text, "  <folder>{}</folder>", escape(folder))?;
        writeln!(
            text,
            "  <filename>{}</filename>",
            escape(name::last_part(&image.name))
        )?;
        writeln!(text, "  <size>")?;
        writeln!(text, "    <width>{}</width>", image.width)?;
        writeln!(text, "    <height>{}</height>", image.height)?;
        writeln!(
            text,
            "    <depth>3</depth>\n  </size>\n  <segmented>0</segmented>"
        )
    }

    fn object(&self, text: &mut String, object: &Object, category: &str) -> std::fmt::Result {
        let [left, top, right, bottom] = self.edges(object.bounding_box);
        writeln!(text, "  <object>\n    <name>{}</name>", escape(category))?;
        writeln!(text, "    <pose>Unspecified</pose>")?;
        writeln!(
            text,
            "    <truncated>{}</truncated>",
            u8::from(object.truncated)
        )?;
        writeln!(
            text,
            "    <difficult>{}</difficult>",
            u8::from(object.difficult)
        )?;
        writeln!(
            text,
            "    <bndbox>\n      <xmin>{left}</xmin>\n      <ymin>{top}</ymin>"
        )?;
        writeln!(
            text,
            "      <xmax>{right}</xmax>\n      <ymax>{bottom}</ymax>\n    </bndbox>"
        )?;
        if !object.attributes().is_empty() {
            writeln!(text, "    <attributes>")?;
            for (name, value) in object.attributes().iter() {
                let (name, value) = (escape(name), value.to_string());
                let value = escape(&value);
                writeln!(
                    text,
                    "      <attribute><name>{name}</name><value>{value}</value></attribute>"
                )?;
            }
            writeln!(text, "    </attributes>")?;
        }
        writeln!(text, "  </object>")
    }

    fn edges(&self, bounds: BoundingBox) -> [f64; 4] {
        let edges = [bounds.x, bounds.y, bounds.right(), bounds.bottom()];
        match self.pixels {
            Pixels::AsWritten => edges,
            // Whole pixels, the last one included: they cover the box, and are exact for whole numbers.
            Pixels::OneBased => [
                edges[0].floor() + 1.0,
                edges[1].floor() + 1.0,
                edges[2].ceil(),
                edges[3].ceil(),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::Converter;
    use crate::testing::{data_set, written};

    fn written_with(pixels: Pixels) -> String {
        let mut data = data_set();
        data.images[0].name = "sub & up/a.png".to_owned();
        data.objects.truncate(1);
        data.objects[0].bounding_box.x = 0.5;
        let (files, _) = written(
            &PascalVoc {
                pixels,
                images: Images::None,
            },
            &data,
        );
        assert_eq!(files.len(), 1);
        let (name, text) = &files[0];
        assert_eq!(name, "Annotations/sub & up/a.xml");
        text.clone()
    }

    #[test]
    fn as_written_and_one_based() {
        let text = written_with(Pixels::AsWritten);
        assert!(text.contains("<filename>a.png</filename>"), "{text}");
        assert!(text.contains("<folder>sub &amp; up</folder>"), "{text}");
        assert!(text.contains("<xmin>0.5</xmin>"), "{text}");
        assert!(text.contains("<xmax>20.5</xmax>"), "{text}");
        let text = written_with(Pixels::OneBased);
        assert!(text.contains("<xmin>1</xmin>"), "{text}");
        assert!(text.contains("<xmax>21</xmax>"), "{text}");
    }

    #[test]
    fn what_voc_holds_comes_back() {
        let mut data = data_set();
        data.objects[1].difficult = true;
        data.objects[2].truncated = true;
        let (_, folder) = written(&PascalVoc::default(), &data);
        let reader = crate::converter::PascalVoc {
            annotations: folder.path().join("out/Annotations"),
            pixels: Pixels::AsWritten,
            categories: None,
            images: None,
            on_error: crate::converter::OnError::Error,
        };
        let input = crate::Input::new(folder.path());
        let back = reader.read(&input, &mut Report::default()).unwrap();
        assert_eq!(back.images, data.images);
        assert_eq!(back.objects, data.objects);
    }
}
