//! Writes a CSV file with a label an image.

use serde::Deserialize;

use super::Writer;
use super::csv::annotations_csv;
use super::losses::Holds;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::output::Output;
use crate::report::{Report, Stage};

/// Writes one CSV file with the columns `image`, `label` and `split`. An image without a label has an empty one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassificationCsv {
    /// The name of the file in the target folder.
    #[serde(default = "annotations_csv")]
    pub file: String,
}

impl Default for ClassificationCsv {
    fn default() -> Self {
        Self {
            file: annotations_csv(),
        }
    }
}

impl Writer for ClassificationCsv {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut rows = || -> Result<(), csv::Error> {
            writer.write_record(["image", "label", "split"])?;
            for image in &data.images {
                let category = image.category.map(|place| &data.categories[place as usize]);
                let label = category.map_or("", |category| &category.name);
                let split = image.split.map_or("", |split| split.name());
                writer.write_record([&image.name, label, split])?;
            }
            Ok(())
        };
        rows().map_err(|error| output.failed(&self.file, error.into()))?;
        let text = writer.into_inner();
        let text = text.map_err(|error| output.failed(&self.file, error.into_error()))?;
        output.write(&self.file, &text)?;
        report.add(Stage::Written, "images", data.images.len());
        report.add(Stage::Lost, "objects", data.objects.len());
        let holds = Holds {
            splits: true,
            empty_images: true,
            labels: true,
            ..Holds::default()
        };
        let only_labels = DataSet {
            objects: Vec::new(),
            ..data.clone()
        };
        holds.report(&only_labels, report);
        Ok(())
    }
}
