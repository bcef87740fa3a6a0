//! Cuts boxes and polygons off at the edge of the image.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{BoundingBox, DataSet, Mask, cut};
use crate::error::Error;
use crate::report::{Report, Stage};

/// Cuts off what reaches beyond the image. Objects that lie outside of it altogether are removed. Run lengths cannot reach
/// beyond their image and stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {}

impl Transform for Clip {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let images = &data.images;
        let (mut changed, before) = (0, data.objects.len());
        data.objects.retain_mut(|object| {
            let image = &images[object.image as usize];
            if !object.bounding_box.leaves(image.width, image.height) {
                return true;
            }
            let Some(inside) = inside(object.bounding_box, image.width, image.height) else {
                return false;
            };
            object.bounding_box = inside;
            if let Some(Mask::Polygons(polygons)) = object.mask() {
                let size = (f64::from(image.width), f64::from(image.height));
                let parts = polygons.iter().map(|polygon| cut(polygon, size));
                let parts = parts.filter(|part| part.len() >= 6).collect::<Vec<_>>();
                object.set_mask((!parts.is_empty()).then_some(Mask::Polygons(parts)));
            }
            // What the source states, and what it draws at an angle, is no longer true.
            object.forget_area();
            if object.details.is_some() {
                object.change_rare(|rare| rare.rotated = None);
            }
            changed += 1;
            true
        });
        report.add(Stage::Changed, "boxes cut off at the edge", changed);
        let outside = before - data.objects.len();
        report.add(
            Stage::Changed,
            "objects outside of their image removed",
            outside,
        );
        Ok(data)
    }
}

/// The part of a box that lies in an image. None where it only touches it, unless it has no area at all.
fn inside(bounds: BoundingBox, width: u32, height: u32) -> Option<BoundingBox> {
    let clamp = |value: f64, size: u32| value.clamp(0.0, f64::from(size));
    let (left, right) = (clamp(bounds.x, width), clamp(bounds.right(), width));
    let (top, bottom) = (clamp(bounds.y, height), clamp(bounds.bottom(), height));
    let lost = |from: f64, to: f64, side: f64| to <= from && side > 0.0;
    if lost(left, right, bounds.width) || lost(top, bottom, bounds.height) {
        return None;
    }
    Some(BoundingBox::from_corners(left, top, right, bottom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, object};

    fn bounds(x: f64, y: f64, width: f64, height: f64) -> BoundingBox {
        BoundingBox {
            x,
            y,
            width,
            height,
        }
    }

    /// In an image of 100 x 50.
    #[test]
    fn boxes() {
        let check = |given, expect| assert_eq!(inside(given, 100, 50), expect, "{given:?}");
        let whole = bounds(1.0, 2.0, 3.0, 4.0);
        check(whole, Some(whole));
        check(
            bounds(-5.0, -5.0, 10.0, 10.0),
            Some(bounds(0.0, 0.0, 5.0, 5.0)),
        );
        check(
            bounds(95.0, 45.0, 10.0, 10.0),
            Some(bounds(95.0, 45.0, 5.0, 5.0)),
        );
        check(
            bounds(-9.0, -9.0, 900.0, 900.0),
            Some(bounds(0.0, 0.0, 100.0, 50.0)),
        );
        check(bounds(100.0, 0.0, 10.0, 10.0), None);
        check(bounds(-10.0, 0.0, 10.0, 10.0), None);
        check(
            bounds(-10.0, 7.0, 20.0, 0.0),
            Some(bounds(0.0, 7.0, 10.0, 0.0)),
        );
    }

    #[test]
    fn what_lies_outside_is_removed() {
        let mut data = data_set();
        data.objects = vec![object(0, 95.0), object(0, 500.0), object(0, 5.0)];
        let mut report = Report::default();
        let data = Clip {}.apply(data, &mut report).unwrap();
        assert_eq!(data.objects.len(), 2);
        assert_eq!(data.objects[0].bounding_box.width, 5.0);
        assert_eq!(report.count(Stage::Changed, "boxes cut off at the edge"), 1);
    }
}
