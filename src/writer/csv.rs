//! Writes a CSV file with a box a line.

use serde::Deserialize;

use super::Writer;
use super::losses::Holds;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one CSV file with the columns that the converter `Csv` reads by default. An image without boxes has a line without
/// a label. A data set that is divided has a column `split`.
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

impl Writer for Csv {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut rows = || -> Result<(), csv::Error> {
            let divided = data.images.iter().any(|image| image.split.is_some());
            let columns = [
                "image", "label", "x_min", "y_min", "x_max", "y_max", "width", "height",
            ];
            writer.write_record(columns.into_iter().chain(divided.then_some("split")))?;
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
                    writer.write_record(row.chain(size.clone()).chain(split.clone()))?;
                }
                for object in objects {
                    let bounds = object.bounding_box;
                    let edges = [bounds.x, bounds.y, bounds.right(), bounds.bottom()];
                    let edges = edges.map(|edge| edge.to_string());
                    let label = &data.categories[object.category as usize].name;
                    let row = [&image.name, label].into_iter().chain(&edges).chain(&size);
                    writer.write_record(row.chain(&split))?;
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
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Written, "boxes", data.objects.len());
        let holds = Holds {
            empty_images: true,
            splits: true,
            ..Holds::default()
        };
        holds.report(data, report);
        Ok(())
    }
}
