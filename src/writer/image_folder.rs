//! Writes a folder a class, with copies of the pictures.

use std::path::PathBuf;

use serde::Deserialize;

use super::Writer;
use super::images::{Images, Pictures};
use super::losses::Holds;
use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::name;
use crate::output::Output;
use crate::report::{Report, Stage, Tally};

/// Copies the pictures into a folder for each class: `cat/1.png`; below `train`, `val` and `test` where the data set is
/// divided. Images without a label are left out and counted.
///
/// `images` is the folder to copy the pictures from, if they are not where the converter has found them.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageFolder {
    /// The folder of the pictures, if they are not where the converter has found them.
    #[serde(default)]
    pub images: Option<PathBuf>,
}

impl Writer for ImageFolder {
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error> {
        let mut unlabelled = Tally::default();
        let pictures = Pictures::of_some(Images::Copy, output);
        let mut copied = 0;
        output.progress().total(data.images.len() as u64);
        for image in &data.images {
            output.progress().advance(1);
            let Some(category) = image.category else {
                unlabelled.see(|| format!("`{}`", shown(&image.name)));
                continue;
            };
            let class = name::relative(&data.categories[category as usize].name)?;
            let name = name::relative(&image.name)?;
            let split = image.split.map(|split| format!("{}/", split.name()));
            let target = format!(
                "{}{class}/{}",
                split.unwrap_or_default(),
                name::last_part(&name)
            );
            match &self.images {
                Some(images) => output.copy(&output.source(images).join(name.as_ref()), &target)?,
                None => pictures.put(image, &target)?,
            }
            copied += 1;
        }
        report.add(Stage::Written, "images", copied);
        report.add_tally(Stage::Lost, "images without a label", unlabelled);
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
