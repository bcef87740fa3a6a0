//! Removes boxes without an area.

use serde::Deserialize;

use super::{Transform, remove};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::Report;

/// Removes objects whose box has no width or no height.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropDegenerate {}

impl Transform for DropDegenerate {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        Ok(remove(data, report, "degenerate boxes removed", |object| {
            object.bounding_box.width <= 0.0 || object.bounding_box.height <= 0.0
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    #[test]
    fn a_line_and_a_point() {
        let mut data = data_set();
        data.objects[0].bounding_box.width = 0.0;
        data.objects[1].bounding_box.height = 0.0;
        let data = DropDegenerate {}
            .apply(data, &mut Report::default())
            .unwrap();
        assert_eq!(data.objects.len(), 1);
    }
}
