//! Removes what is too hard to recognise.

use serde::Deserialize;

use super::{Transform, remove};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::Report;

/// Removes objects that are marked as difficult, as Pascal VOC leaves them out of its evaluation.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropDifficult {}

impl Transform for DropDifficult {
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        Ok(remove(
            data,
            report,
            "difficult objects removed",
            |object| object.difficult,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Stage;
    use crate::testing::data_set;

    #[test]
    fn only_difficult_ones() {
        let mut data = data_set();
        data.objects[2].difficult = true;
        let mut report = Report::default();
        let data = DropDifficult {}.apply(data, &mut report).unwrap();
        assert_eq!(data.objects.len(), 2);
        assert_eq!(report.count(Stage::Changed, "difficult objects removed"), 1);
    }
}
