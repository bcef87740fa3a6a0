//! Makes boxes of outlines.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Mask};
use crate::error::Error;
use crate::report::{Report, Stage};

/// Replaces each object's box by the smallest one around its outline, and removes the outline. Objects without one stay as
/// they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolygonsToBoxes {}

impl Transform for PolygonsToBoxes {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let mut changed = 0;
        for object in &mut data.objects {
            if let Some(around) = object.mask().map(Mask::bounding_box) {
                changed += 1;
                object.set_mask(None);
                object.bounding_box = around.unwrap_or(object.bounding_box);
            }
        }
        report.add(Stage::Changed, "outlines made into boxes", changed);
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::BoundingBox;
    use crate::testing::data_set;

    #[test]
    fn the_box_around_the_outline() {
        let mut data = data_set();
        let polygon = vec![1.0, 2.0, 5.0, 2.0, 5.0, 8.0];
        data.objects[0].set_mask(Some(Mask::Polygons(vec![polygon])));
        let before = data.objects[1].bounding_box;
        let data = PolygonsToBoxes {}
            .apply(data, &mut Report::default())
            .unwrap();
        let around = BoundingBox {
            x: 1.0,
            y: 2.0,
            width: 4.0,
            height: 6.0,
        };
        assert_eq!(data.objects[0].bounding_box, around);
        assert_eq!(data.objects[0].mask(), None);
        assert_eq!(data.objects[1].bounding_box, before);
    }
}
