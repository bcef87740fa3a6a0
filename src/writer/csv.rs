//! Writes a CSV file with a box a line.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Writer;
use super::losses::Holds;
use crate::converter::ATTRIBUTE;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one CSV file with the columns that the converter `Csv` reads by default. An image without boxes has a line without
/// a label. A data set that is divided has a column `split`, and each attribute of objects one, such as `attribute:colour`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Csv {
    /// The name of the file in the target folder.
    #[serde(default = "annotations_csv")]
    pub file: String,
}

pub(super) fn annotations_csv() -> String {
    "annotations.csv".to_owned()
}

impl Default for Csv {
    fn default() -> Self {
        Self {
            file: annotations_csv(),
        }
    }
}

/// The names of the attributes that objects have, in alphabetical order.
fn attribute_names(data: &DataSet) -> BTreeSet<String> {
    let all = data
        .objects
        .iter()
        .flat_map(|object| object.attributes().iter());
    all.map(|(name, _)| name.to_owned()).collect()
}

impl Writer for Csv {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut rows = || -> Result<(), csv::Error> {
            let divided = data.images.iter().any(|image| image.split.is_some());
            let columns = [
                "image", "label", "x_min", "y_min", "x_max", "y_max", "width", "height",
            ];
            let names = attribute_names(data);
            let heads = names.iter().map(|name| format!("{ATTRIBUTE}{name}"));
            let head = columns.into_iter().chain(divided.then_some("split"));
            writer.write_record(head.map(str::to_owned).chain(heads))?;
            let by_image = data.by_image();
            for (place, image) in data.images.iter().enumerate() {
                let size = [image.width.to_string(), image.height.to_string()];
                let split = image.split.map_or("", |split| split.name());
                let split = divided.then(|| split.to_owned());
                let objects = by_image.objects(place);
                if objects.len() == 0 {
                    let row = [&image.name, "", "", "", "", ""]
                        .into_iter()
                        .map(str::to_owned);
                    let none = names.iter().map(|_| String::new());
                    let row = row.chain(size.clone()).chain(split.clone());
                    writer.write_record(row.chain(none))?;
                }
                for object in objects {
                    let bounds = object.bounding_box;
                    let edges = [bounds.x, bounds.y, bounds.right(), bounds.bottom()];
                    let edges = edges.map(|edge| edge.to_string());
                    let label = &data.categories[object.category as usize].name;
                    let row = [&image.name, label].into_iter().chain(&edges).chain(&size);
                    let value = |name: &String| {
                        let value = object.attributes().get(name);
                        value.map_or_else(String::new, ToString::to_string)
                    };
                    let values = names.iter().map(value);
                    writer.write_record(row.chain(&split).cloned().chain(values))?;
                }
            }
            Ok(())
        };
        let failed = |error: csv::Error| output.failed(&self.file, error.into());
        rows().map_err(failed)?;
        let text = writer
            .into_inner()
            .map_err(|error| output.failed(&self.file, error.into_error()))?;
        output.write(&self.file, &text)?;
        let objects = data.objects.iter();
        let values = objects.flat_map(|object| object.attributes().iter());
        let empty = values.filter(|(_, value)| value.to_string().is_empty());
        report.add(
            Stage::Lost,
            "attributes of objects that are empty texts",
            empty.count(),
        );
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        let holds = Holds {
            empty_images: true,
            splits: true,
            attributes: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}
