//! Removes what marks a crowd.

use serde::Deserialize;

use super::{Transform, remove};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::Report;

/// Removes objects that mark a group which was not told apart: `iscrowd` in COCO, `IsGroupOf` in OpenImages.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropCrowd {}

impl Transform for DropCrowd {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        Ok(remove(data, report, "crowd objects removed", |object| {
            object.crowd
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Stage;
    use crate::testing::data_set;

    #[test]
    fn only_crowds() {
        let mut data = data_set();
        data.objects[1].crowd = true;
        let mut report = Report::default();
        let data = DropCrowd {}.apply(data, &mut report).unwrap();
        assert_eq!(data.objects.len(), 2);
        assert_eq!(report.count(Stage::Changed, "crowd objects removed"), 1);
    }
}
