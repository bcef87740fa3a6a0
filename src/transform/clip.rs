//! Cuts boxes and polygons off at the edge of the image.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Mask, cut};
use crate::error::Error;
use crate::report::{Report, Stage};

/// Cuts off what reaches beyond the image; of boxes at an angle, the corners outside are moved to the edge. Objects whose boxes lie
/// outside of it altogether are removed, and keypoints outside become unlabelled. Run lengths cannot reach beyond their image and stay
/// as they are.
///
/// The stated area of what is cut is given up. Ultralytics leaves out an image with a point of an outline or of a box at an angle outside of
/// it; `Yolo` notes such objects.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clip {}

impl Transform for Clip {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let images = &data.images;
        let (mut changed, mut points, before) = (0, 0, data.objects.len());
        data.objects.retain_mut(|object| {
            let image = &images[object.image as usize];
            let size = (image.width, image.height);
            let Some(inside) = object.bounding_box.inside(size) else {
                return false;
            };
            points += object.drop_keypoints_outside(size);
            if !object.leaves(size) {
                return true;
            }
            changed += 1;
            if object.clamp_corners(size) {
                return true;
            }
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
            true
        });
        report.add(Stage::Changed, "objects cut off at the edge", changed);
        report.add(
            Stage::Changed,
            "keypoints outside of their image made unlabelled",
            points,
        );
        let outside = before - data.objects.len();
        report.add(
            Stage::Changed,
            "objects outside of their image removed",
            outside,
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Keypoint, Object, Visibility};
    use crate::testing::{data_set, object};

    #[test]
    fn a_box_at_an_angle() {
        let mut data = data_set();
        let corners = [80.0, 10.0, 120.0, 30.0, 110.0, 50.0, 70.0, 30.0];
        data.objects = vec![Object::of_corners(0, 0, corners)];
        let data = Clip {}.apply(data, &mut Report::default()).unwrap();
        let expect = [80.0, 10.0, 100.0, 30.0, 100.0, 50.0, 70.0, 30.0];
        assert_eq!(data.objects[0].corners(), expect);
        assert!(!data.objects[0].bounding_box.leaves(100, 50));
    }

    #[test]
    fn what_lies_outside_is_removed() {
        let mut data = data_set();
        data.objects = vec![object(0, 95.0), object(0, 500.0), object(0, 5.0)];
        let mut report = Report::default();
        let data = Clip {}.apply(data, &mut report).unwrap();
        assert_eq!(data.objects.len(), 2);
        assert_eq!(data.objects[0].bounding_box.width, 5.0);
        assert_eq!(
            report.count(Stage::Changed, "objects cut off at the edge"),
            1
        );
    }

    #[test]
    fn what_reaches_beyond_although_the_box_does_not() {
        let mut data = data_set();
        let at = |x| Keypoint {
            x,
            y: 5.0,
            visibility: Visibility::Visible,
        };
        let outline = vec![90.0, 10.0, 110.0, 10.0, 110.0, 20.0, 90.0, 20.0];
        let mut two = object(0, 1.0);
        two.change_rare(|rare| rare.keypoints = vec![at(5.0), at(130.0)]);
        let mut all = object(0, 1.0);
        all.change_rare(|rare| rare.keypoints = vec![at(-1.0)]);
        data.objects = vec![
            object(0, 1.0).with_mask(Some(Mask::Polygons(vec![outline]))),
            two,
            all,
        ];
        let mut report = Report::default();
        let objects = Clip {}.apply(data, &mut report).unwrap().objects;
        let expect = vec![90.0, 10.0, 100.0, 10.0, 100.0, 20.0, 90.0, 20.0];
        assert_eq!(objects[0].mask(), Some(&Mask::Polygons(vec![expect])));
        assert_eq!(objects[0].bounding_box, object(0, 1.0).bounding_box);
        assert_eq!(objects[1].keypoints(), [at(5.0), Keypoint::default()]);
        assert!(objects[2].keypoints().is_empty());
        let what = "keypoints outside of their image made unlabelled";
        assert_eq!(report.count(Stage::Changed, what), 2);
    }
}
