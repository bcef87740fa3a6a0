//! Takes the beginning off the names of images.

use serde::Deserialize;

use super::Transform;
use super::rename_images::rename;
use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::report::{Report, Stage, Tally};

/// Takes a prefix off the names of images that begin with it, such as `/data/` or `https://host/`. Other names stay.
///
/// The pictures stay where they are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripPrefix {
    /// What is taken off.
    pub prefix: String,
}

impl Transform for StripPrefix {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let mut unused = Tally::default();
        if !data
            .images
            .iter()
            .any(|image| image.name.starts_with(&self.prefix))
        {
            unused.see(|| format!("`{}`", shown(&self.prefix)));
        }
        report.add_tally(
            Stage::Noted,
            "prefixes that no image's name begins with",
            unused,
        );
        rename(data, report, |name| {
            name.strip_prefix(&self.prefix).unwrap_or(name).to_owned()
        })
    }
}
