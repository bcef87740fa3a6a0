//! Removes objects whose box is too small.

use serde::Deserialize;

use super::Transform;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::{Report, Stage};

/// Removes objects whose box is narrower, lower or smaller than asked. A limit itself is large enough.
///
/// `min_width` and `min_height` are pixels, `min_area` square pixels.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropSmall {
    /// The least width in pixels.
    #[serde(default)]
    pub min_width: f64,
    /// The least height in pixels.
    #[serde(default)]
    pub min_height: f64,
    /// The least area of the box in square pixels.
    #[serde(default)]
    pub min_area: f64,
}

impl Transform for DropSmall {
    fn check(&self) -> Result<(), Error> {
        let limits = [
            ("min_width", self.min_width),
            ("min_height", self.min_height),
            ("min_area", self.min_area),
        ];
        if let Some((name, limit)) = limits
            .into_iter()
            .find(|(_, limit)| !limit.is_finite() || *limit < 0.0)
        {
            return Err(Error::Argument {
                name,
                what: format!("{limit} is not a size; write a number from 0"),
            });
        }
        Ok(())
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let before = data.objects.len();
        data.objects.retain(|object| {
            let bounds = object.bounding_box;
            bounds.width >= self.min_width
                && bounds.height >= self.min_height
                && bounds.area() >= self.min_area
        });
        report.add(
            Stage::Changed,
            "small objects removed",
            before - data.objects.len(),
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    #[test]
    fn limits() {
        // Each object is 20 x 10.
        for (min_width, min_height, min_area, left) in [
            (0.0, 0.0, 0.0, 3),
            (20.0, 10.0, 200.0, 3),
            (20.1, 0.0, 0.0, 0),
            (0.0, 10.1, 0.0, 0),
            (0.0, 0.0, 200.1, 0),
        ] {
            let mut report = Report::default();
            let data = DropSmall {
                min_width,
                min_height,
                min_area,
            }
            .apply(data_set(), &mut report)
            .unwrap();
            assert_eq!(data.objects.len(), left);
            assert_eq!(
                report.count(Stage::Changed, "small objects removed"),
                3 - left as u64
            );
        }
    }

    #[test]
    fn a_limit_that_is_no_size() {
        for min_area in [f64::NAN, f64::INFINITY, -1.0] {
            let transform = DropSmall {
                min_area,
                ..DropSmall::default()
            };
            let text = transform
                .apply(data_set(), &mut Report::default())
                .unwrap_err()
                .to_string();
            assert!(text.starts_with("argument `min_area`"), "{text}");
        }
    }
}
