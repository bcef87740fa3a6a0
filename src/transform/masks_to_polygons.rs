//! Makes polygons of run-length masks.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Mask, Outlining, Spans, outlines};
use crate::error::{Error, shown};
use crate::report::{Report, Stage, Tally};

/// Replaces run-length masks by the outlines of their parts. A hole is joined to the outline around it by a line there and
/// back, since a list of polygons cannot hold it otherwise.
///
/// An outline and its mask share at least 98 of 100 pixels, whatever the tolerance is.
///
/// The outlines follow the edges of the pixels and may be `tolerance` pixels off; with 0 they are exact. To share 98 of 100 pixels, the
/// tolerance is made smaller if need be. The stated area stays.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MasksToPolygons {
    /// How far an outline may be from the edges of the pixels, in pixels. With 0, it is exact.
    #[serde(default = "one")]
    pub tolerance: f64,
}

fn one() -> f64 {
    Outlining::default().tolerance
}

impl Transform for MasksToPolygons {
    fn check(&self) -> Result<(), Error> {
        if !self.tolerance.is_finite() || self.tolerance < 0.0 {
            return Err(Error::Argument {
                name: "tolerance",
                what: format!(
                    "{} is not a distance; write a number from 0",
                    self.tolerance
                ),
            });
        }
        Ok(())
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let asked = Outlining {
            tolerance: self.tolerance,
            ..Outlining::default()
        };
        let mut changed = 0;
        let mut without = Tally::default();
        for object in &mut data.objects {
            let Some(mask @ Mask::RunLength(runs)) = object.mask() else {
                continue;
            };
            let image = &data.images[object.image as usize];
            let traced = Spans::of(mask, (runs.width, runs.height));
            let traced = traced.and_then(|spans| outlines(&spans, asked));
            match &traced {
                Some(_) => changed += 1,
                None => without.see(|| format!("in `{}`", shown(&image.name))),
            }
            let area = object.area();
            object.set_mask(traced);
            object.state_area(area);
        }
        report.add(Stage::Changed, "masks made into polygons", changed);
        report.add_tally(
            Stage::Lost,
            "masks that are empty or too large to be traced (the boxes are kept)",
            without,
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Counts, RunLength};
    use crate::testing::data_set;

    #[test]
    fn a_mask_with_a_hole() {
        let mut data = data_set();
        // 4 x 4 in an image of 5 x 5, with a hole of 2 x 2.
        let lengths = vec![0, 4, 1, 1, 2, 1, 1, 1, 2, 1, 1, 4];
        let runs = RunLength {
            height: 5,
            width: 5,
            counts: Counts::List(lengths),
        };
        data.objects[0].set_mask(Some(Mask::RunLength(Box::new(runs))));
        let mut report = Report::default();
        let data = MasksToPolygons { tolerance: 1.0 }
            .apply(data, &mut report)
            .unwrap();
        let mask = data.objects[0].mask().unwrap();
        assert_eq!((mask.area(), data.objects[0].area()), (12.0, 12.0));
        assert_eq!(Spans::of(mask, (5, 5)).unwrap().area(), 12);
        assert_eq!(report.count(Stage::Changed, "masks made into polygons"), 1);
    }

    #[test]
    fn an_empty_mask() {
        let mut data = data_set();
        let runs = RunLength {
            height: 5,
            width: 5,
            counts: Counts::List(vec![25]),
        };
        data.objects[0].set_mask(Some(Mask::RunLength(Box::new(runs))));
        let mut report = Report::default();
        let data = MasksToPolygons { tolerance: 1.0 }
            .apply(data, &mut report)
            .unwrap();
        assert_eq!(data.objects[0].mask(), None);
        assert!(
            report.to_string().contains("lost: masks that are empty"),
            "{report}"
        );
    }
}
