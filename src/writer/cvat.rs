//! Writes CVAT's XML for images, version 1.1.

use std::fmt::Write;

use quick_xml::escape::escape;
use serde::Deserialize;

use super::Writer;
use super::losses::{Holds, UNDRAWN};
use crate::dataset::{
    BoundingBox, Category, DataSet, Image, Mask, Object, Spans, Split, Visibility,
};
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one XML file, as CVAT imports it. An object of several polygons becomes one polygon each.
///
/// An object with keypoints is written as a skeleton, which has no box. Videos are not written.
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
        let mut counts = Counts::default();
        // Writing to memory does not fail.
        let _ = head(&mut text, data);
        let by_image = data.by_image();
        for (place, given) in data.images.iter().enumerate() {
            let _ = image(&mut text, data, place, given);
            for object in by_image.objects(place) {
                let category = &data.categories[object.category as usize];
                let _ = shapes(&mut text, object, category, &mut counts);
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
            counts.parts,
        );
        report.add(
            Stage::Lost,
            "boxes and outlines of objects with keypoints, of which CVAT holds the skeleton alone",
            counts.skeletons,
        );
        report.add(Stage::Lost, UNDRAWN, counts.masks);
        let holds = Holds {
            polygons: true,
            run_lengths: true,
            keypoints: true,
            rotated: true,
            attributes: true,
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

/// What is written otherwise than it is.
#[derive(Default)]
struct Counts {
    parts: usize,
    skeletons: usize,
    masks: usize,
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
        for point in category
            .skeleton
            .iter()
            .flat_map(|skeleton| &skeleton.points)
        {
            let point = escape(point);
            writeln!(
                text,
                "        <label>\n          <name>{point}</name>\n          <type>points</type>\n          <parent>{name}</parent>\n        </label>"
            )?;
        }
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

fn shapes(
    text: &mut String,
    object: &Object,
    category: &Category,
    counts: &mut Counts,
) -> std::fmt::Result {
    let label = escape(&category.name);
    let common = format!(
        "label=\"{label}\" source=\"manual\" occluded=\"{}\"",
        u8::from(object.truncated)
    );
    if !object.keypoints().is_empty() {
        counts.skeletons += 1;
        writeln!(text, "    <skeleton {common} z_order=\"0\">")?;
        let names = category
            .skeleton
            .as_deref()
            .map_or(&[][..], |skeleton| &skeleton.points);
        for (place, point) in object.keypoints().iter().enumerate() {
            let number = place.to_string();
            let name = escape(names.get(place).unwrap_or(&number));
            let outside = u8::from(point.visibility == Visibility::Unlabelled);
            let occluded = u8::from(point.visibility == Visibility::Hidden);
            let (x, y) = (point.x, point.y);
            writeln!(
                text,
                "      <points label=\"{name}\" source=\"manual\" outside=\"{outside}\" occluded=\"{occluded}\" points=\"{x},{y}\">\n      </points>"
            )?;
        }
        attributes(text, object)?;
        return writeln!(text, "    </skeleton>");
    }
    match object.mask() {
        Some(Mask::Polygons(polygons)) if !polygons.is_empty() && !object.is_box_at_an_angle() => {
            if polygons.len() > 1 {
                counts.parts += polygons.len();
            }
            for polygon in polygons {
                let points = polygon.chunks_exact(2);
                let points = points.map(|point| format!("{},{}", point[0], point[1]));
                let points = points.collect::<Vec<_>>().join(";");
                writeln!(
                    text,
                    "    <polygon {common} points=\"{points}\" z_order=\"0\">"
                )?;
                attributes(text, object)?;
                writeln!(text, "    </polygon>")?;
            }
            return Ok(());
        }
        Some(mask @ Mask::RunLength(runs)) => {
            let spans = Spans::of(mask, (runs.width, runs.height));
            if let Some((around, spans)) =
                spans.and_then(|spans| Some((spans.box_to_draw()?, spans)))
            {
                let (left, top) = (around.x, around.y);
                let (width, height) = (around.width, around.height);
                let runs = row_runs(&spans, around);
                writeln!(
                    text,
                    "    <mask {common} rle=\"{runs}\" left=\"{left}\" top=\"{top}\" width=\"{width}\" height=\"{height}\" z_order=\"0\">"
                )?;
                attributes(text, object)?;
                return writeln!(text, "    </mask>");
            }
            counts.masks += 1;
        }
        _ => {}
    }
    let bounds = object
        .rotated()
        .map_or(object.bounding_box, |rotated| rotated.unturned());
    let rotation = match object.rotated() {
        Some(rotated) => format!(" rotation=\"{}\"", rotated.angle.rem_euclid(360.0)),
        None => String::new(),
    };
    let (x, y, right, bottom) = (bounds.x, bounds.y, bounds.right(), bounds.bottom());
    writeln!(
        text,
        "    <box {common} xtl=\"{x}\" ytl=\"{y}\" xbr=\"{right}\" ybr=\"{bottom}\"{rotation} z_order=\"0\">"
    )?;
    attributes(text, object)?;
    writeln!(text, "    </box>")
}

fn attributes(text: &mut String, object: &Object) -> std::fmt::Result {
    for (name, value) in object.attributes().iter() {
        let (name, value) = (escape(name), value.to_string());
        let value = escape(&value);
        writeln!(text, "      <attribute name=\"{name}\">{value}</attribute>")?;
    }
    Ok(())
}

/// Lengths of unset and set pixels in turn, along the rows of a box.
fn row_runs(spans: &Spans, around: BoundingBox) -> String {
    let (width, height) = (around.width as usize, around.height as usize);
    let mut set = vec![false; width * height];
    let rows = u64::from(spans.height);
    for at in spans.list().iter().flat_map(|(start, end)| *start..*end) {
        let (x, y) = (at / rows - around.x as u64, at % rows - around.y as u64);
        set[y as usize * width + x as usize] = true;
    }
    let mut runs = vec![0];
    let mut last = false;
    for pixel in set {
        if pixel != last {
            runs.push(0);
            last = pixel;
        }
        *runs.last_mut().unwrap_or(&mut 0) += 1;
    }
    let runs = runs.iter().map(u32::to_string);
    runs.collect::<Vec<_>>().join(", ")
}
