//! Makes forward slashes of the backslashes of Windows in the names of images.

use serde::Deserialize;

use super::Transform;
use super::rename_images::rename;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::Report;

/// Makes forward slashes of backslashes in the names of images: `images\a.jpg` becomes `images/a.jpg`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForwardSlashes {}

impl Transform for ForwardSlashes {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        rename(data, report, |name| name.replace('\\', "/"))
    }
}
