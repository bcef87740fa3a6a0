//! Names images by the last part of their names.

use serde::Deserialize;

use super::Transform;
use super::rename_images::rename;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::name;
use crate::report::Report;

/// Names each image by the last part of its path or address: `https://host/x/a.jpg?w=1` and `C:\x\a.jpg` become `a.jpg`.
///
/// Two images that would have one name are an error.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastPart {}

impl Transform for LastPart {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        rename(data, report, |given| {
            let last = match given.contains("://") {
                true => name::of_url(given),
                false => name::last_part_of_any(given),
            };
            last.to_owned()
        })
    }
}
