//! Makes run-length masks of polygons.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Mask, Spans};
use crate::error::{Error, shown};
use crate::report::{Report, Stage, Tally};

/// Replaces polygons by the pixels that they cover, as COCO's compressed run lengths: those that pycocotools says. What lies
/// outside of the image is cut off.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolygonsToMasks {}

impl Transform for PolygonsToMasks {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let mut changed = 0;
        let mut without = Tally::default();
        for object in &mut data.objects {
            let Some(mask @ Mask::Polygons(_)) = object.mask() else {
                continue;
            };
            let image = &data.images[object.image as usize];
            let spans = Spans::of(mask, (image.width, image.height));
            match &spans {
                Some(_) => changed += 1,
                None => without.see(|| format!("in `{}`", shown(&image.name))),
            }
            object.set_mask(spans.map(|spans| Mask::RunLength(Box::new(spans.to_runs()))));
        }
        report.add(Stage::Changed, "polygons made into masks", changed);
        report.add_tally(
            Stage::Lost,
            "polygons in images that are too large to be drawn (the boxes are kept)",
            without,
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    #[test]
    fn the_pixels_of_two_polygons() {
        let mut data = data_set();
        let square = |x: f64| vec![x, 1.0, x + 2.0, 1.0, x + 2.0, 3.0, x, 3.0];
        data.objects[0].set_mask(Some(Mask::Polygons(vec![square(1.0), square(2.0)])));
        let mut report = Report::default();
        let data = PolygonsToMasks {}.apply(data, &mut report).unwrap();
        assert_eq!(data.objects[0].area(), 6.0);
        assert!(matches!(data.objects[0].mask(), Some(Mask::RunLength(_))));
    }
}
