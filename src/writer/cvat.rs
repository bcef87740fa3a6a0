//! Writes CVAT's XML for images, version 1.1.

use std::fmt::Write;

use quick_xml::escape::escape;
use serde::Deserialize;

use super::Writer;
use super::losses::Holds;
use crate::dataset::{DataSet, Image, Mask, Object, Split};
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one XML file, as CVAT imports it. An object of several polygons becomes one polygon each.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cvat {
    /// The name of the file in the target folder.
    #[serde(default = "annotations_xml")]
    pub file: String,
}

fn annotations_xml() -> String {
    "annotations.xml".to_owned()
}

impl Default for Cvat {
    fn default() -> Self {
        Self {
            file: annotations_xml(),
        }
    }
}

impl Writer for Cvat {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let mut text = String::new();
        let mut parts = 0;
        // Writing to memory does not fail.
        let _ = head(&mut text, data);
        let by_image = data.by_image();
        for (place, given) in data.images.iter().enumerate() {
            let _ = image(&mut text, data, place, given);
            for object in by_image.objects(place) {
                let label = &data.categories[object.category as usize].name;
                let _ = shapes(&mut text, object, label, &mut parts);
            }
            text.push_str("  </image>\n");
        }
        text.push_str("</annotations>\n");
        output.write(&self.file, text.as_bytes())?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "objects", data.objects.len());
        report.add(
            Stage::Noted,
            "polygons written as objects of their own",
            parts,
        );
        let holds = Holds {
            polygons: true,
            truncated: true,
            splits: true,
            empty_images: true,
            unused_categories: true,
            labels: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}

fn head(text: &mut String, data: &DataSet) -> std::fmt::Result {
    text.push_str(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n  <version>1.1</version>\n",
    );
    text.push_str("  <meta>\n    <task>\n      <labels>\n");
    for category in &data.categories {
        let name = escape(&category.name);
        writeln!(
            text,
            "        <label>\n          <name>{name}</name>\n        </label>"
        )?;
    }
    text.push_str("      </labels>\n    </task>\n  </meta>\n");
    Ok(())
}

fn image(text: &mut String, data: &DataSet, place: usize, image: &Image) -> std::fmt::Result {
    let subset = match image.split {
        None => "",
        Some(Split::Train) => " subset=\"Train\"",
        Some(Split::Validation) => " subset=\"Validation\"",
        Some(Split::Test) => " subset=\"Test\"",
    };
    let (width, height) = (image.width, image.height);
    let name = escape(&image.name);
    writeln!(
        text,
        "  <image id=\"{place}\" name=\"{name}\"{subset} width=\"{width}\" height=\"{height}\">"
    )?;
    if let Some(category) = image.category {
        let label = escape(&data.categories[category as usize].name);
        writeln!(
            text,
            "    <tag label=\"{label}\" source=\"manual\">\n    </tag>"
        )?;
    }
    Ok(())
}

fn shapes(text: &mut String, object: &Object, label: &str, parts: &mut usize) -> std::fmt::Result {
    let label = escape(label);
    let occluded = u8::from(object.truncated);
    if let Some(Mask::Polygons(polygons)) = object.mask() {
        if polygons.len() > 1 {
            *parts += polygons.len();
        }
        for polygon in polygons {
            let points = polygon.chunks_exact(2);
            let points = points.map(|point| format!("{},{}", point[0], point[1]));
            let points = points.collect::<Vec<_>>().join(";");
            writeln!(
                text,
                "    <polygon label=\"{label}\" source=\"manual\" occluded=\"{occluded}\" points=\"{points}\" z_order=\"0\">\n    </polygon>"
            )?;
        }
        return Ok(());
    }
    let bounds = object.bounding_box;
    let (x, y, right, bottom) = (bounds.x, bounds.y, bounds.right(), bounds.bottom());
    writeln!(
        text,
        "    <box label=\"{label}\" source=\"manual\" occluded=\"{occluded}\" xtl=\"{x}\" ytl=\"{y}\" xbr=\"{right}\" ybr=\"{bottom}\" z_order=\"0\">\n    </box>"
    )
}
