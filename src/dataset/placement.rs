//! Where the pixels of an image come to lie in another one: scaled, then shifted.

use super::{BoundingBox, Mask, Object, RotatedBox, Spans, Visibility, cut};

/// A change of scale, and then a shift.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Placement {
    /// Of x and y.
    pub(crate) scale: [f64; 2],
    /// Of x and y, in pixels of the new image.
    pub(crate) shift: [f64; 2],
    /// Width and height of the new image.
    pub(crate) size: (u32, u32),
}

impl Placement {
    /// The object in the new image, which has this index. `None` if nothing of it is inside, or less than `least`, a share of
    /// its area.
    ///
    /// What is outside is cut off; of a box at an angle, the corners outside are moved to the edge. The area that the source states is
    /// scaled if nothing is cut off, or else forgotten.
    pub(crate) fn place(&self, object: &Object, image: u32, least: f64) -> Option<Object> {
        // Most objects of a large image are in another tile.
        self.upright(object.bounding_box).inside(self.size)?;
        let moved = self.moved(object);
        let mut placed = match moved.leaves(self.size) {
            false => moved,
            true => {
                let [sx, sy] = self.scale;
                self.cut(moved, object.measured_area() * sx * sy, least)?
            }
        };
        placed.drop_keypoints_outside(self.size);
        placed.image = image;
        Some(placed)
    }

    /// All of it, also what is outside of the new image. Of run lengths, what is inside.
    pub(crate) fn moved(&self, object: &Object) -> Object {
        let [sx, sy] = self.scale;
        let mut moved = object.clone();
        moved.bounding_box = self.upright(object.bounding_box);
        if object.details.is_none() && object.area_decimals.is_none() {
            return moved;
        }
        let stated = object.details.as_ref().and_then(|details| details.area);
        moved.set_mask(object.mask().and_then(|mask| self.mask(mask)));
        moved.forget_area();
        if let Some(area) = stated {
            moved.state_area(area * sx * sy);
        }
        if self.scale == [1.0, 1.0] {
            moved.area_decimals = object.area_decimals;
        }
        if moved.details.is_none() {
            return moved;
        }
        let rotated = object.rotated().map(|rotated| self.rotated(rotated));
        moved.change_rare(|rare| {
            for point in &mut rare.keypoints {
                if point.visibility != Visibility::Unlabelled {
                    (point.x, point.y) = self.point(point.x, point.y);
                }
            }
            rare.rotated = rotated;
        });
        if let Some(rotated) = rotated.filter(|_| moved.mask().is_none()) {
            // Other scales for width and height make another quadrilateral of a rectangle.
            let corners = self.points(&object.corners());
            if let Ok(corners) = corners.try_into() {
                let exact = Object::of_corners(0, 0, corners);
                moved.set_mask(exact.mask().cloned());
            }
            moved.bounding_box = rotated.around();
        }
        moved
    }

    /// The part that is inside of what had this area.
    fn cut(&self, mut moved: Object, area: f64, least: f64) -> Option<Object> {
        let (width, height) = (f64::from(self.size.0), f64::from(self.size.1));
        // Any other outline is cut like that of an upright box.
        if moved.rotated().is_some() && !moved.has_another_outline() {
            let corners = moved.corners();
            let area = |ring: &[f64]| Mask::Polygons(vec![ring.to_vec()]).area();
            let part = cut(&corners, (width, height));
            let share = area(&part) / area(&corners);
            if part.len() < 6 || share < least {
                return None;
            }
            moved.clamp_corners(self.size);
            moved.truncated = true;
            return Some(moved);
        }
        let whole = !moved.bounding_box.leaves(self.size.0, self.size.1);
        moved.bounding_box = moved.bounding_box.inside(self.size)?;
        match moved.mask() {
            None => {}
            Some(Mask::Polygons(polygons)) => {
                let parts = polygons.iter().map(|polygon| cut(polygon, (width, height)));
                let parts = parts.filter(|part| part.len() >= 6).collect::<Vec<_>>();
                let mask = Mask::Polygons(parts);
                match mask.bounding_box() {
                    // The source has a box of its own, which is inside.
                    _ if whole => {}
                    Some(around) => moved.bounding_box = around,
                    None => return None,
                }
                moved.set_mask(mask.bounding_box().map(|_| mask));
            }
            // They are cut already.
            Some(mask) => moved.bounding_box = mask.bounding_box()?,
        }
        moved.forget_area();
        moved.truncated = true;
        // Without an area, there is nothing to compare.
        (area == 0.0 || moved.measured_area() / area >= least).then_some(moved)
    }

    fn upright(&self, bounds: BoundingBox) -> BoundingBox {
        let (left, top) = self.point(bounds.x, bounds.y);
        let (right, bottom) = self.point(bounds.right(), bounds.bottom());
        BoundingBox::from_corners(left, top, right, bottom)
    }

    fn point(&self, x: f64, y: f64) -> (f64, f64) {
        let [sx, sy] = self.scale;
        let [dx, dy] = self.shift;
        (x * sx + dx, y * sy + dy)
    }

    fn points(&self, points: &[f64]) -> Vec<f64> {
        let moved = points.chunks_exact(2).flat_map(|point| {
            let (x, y) = self.point(point[0], point[1]);
            [x, y]
        });
        moved.collect()
    }

    fn mask(&self, mask: &Mask) -> Option<Mask> {
        match mask {
            Mask::Polygons(polygons) => {
                let moved = polygons.iter().map(|polygon| self.points(polygon));
                Some(Mask::Polygons(moved.collect()))
            }
            Mask::RunLength(runs) => {
                let spans = Spans::of(mask, (runs.width, runs.height))?;
                let placed = spans.placed(self.scale, self.shift, self.size);
                Some(Mask::RunLength(Box::new(placed.to_runs())))
            }
        }
    }

    fn rotated(&self, rotated: RotatedBox) -> RotatedBox {
        let [sx, sy] = self.scale;
        if sx != sy {
            let corners = self.points(&rotated.corners());
            if let Ok(corners) = corners.try_into() {
                return RotatedBox::of_corners(corners);
            }
        }
        let (x, y) = self.point(rotated.x, rotated.y);
        RotatedBox {
            x,
            y,
            width: rotated.width * sx,
            height: rotated.height * sx,
            angle: rotated.angle,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Keypoint;
    use crate::testing::object;

    /// The left half of an image of 100 x 50.
    const LEFT: Placement = Placement {
        scale: [1.0, 1.0],
        shift: [0.0, 0.0],
        size: (50, 50),
    };
    /// The right half.
    const RIGHT: Placement = Placement {
        shift: [-50.0, 0.0],
        ..LEFT
    };
    /// Twice as wide, and half as high.
    const STRETCHED: Placement = Placement {
        scale: [2.0, 0.5],
        shift: [0.0, 0.0],
        size: (200, 25),
    };

    fn edges(object: &Object) -> [f64; 4] {
        let bounds = object.bounding_box;
        [bounds.x, bounds.y, bounds.width, bounds.height]
    }

    #[test]
    fn boxes() {
        // From 35 to 55.
        let object = object(0, 35.0);
        let left = LEFT.place(&object, 7, 0.5).unwrap();
        assert_eq!((left.image, left.truncated), (7, true));
        assert_eq!(edges(&left), [35.0, 10.0, 15.0, 10.0]);
        let right = RIGHT.place(&object, 0, 0.25).unwrap();
        assert_eq!(edges(&right), [0.0, 10.0, 5.0, 10.0]);
        assert_eq!(RIGHT.place(&object, 0, 0.5), None);
        let stretched = STRETCHED.place(&object, 0, 0.5).unwrap();
        assert_eq!(edges(&stretched), [70.0, 5.0, 40.0, 5.0]);
        assert!(!stretched.truncated);
    }

    #[test]
    fn a_rounded_area_stays_if_nothing_is_cut() {
        let mut object = object(0, 10.0);
        object.bounding_box.width = 20.333;
        object.state_area(203.3);
        let left = LEFT.place(&object, 0, 0.5).unwrap();
        assert_eq!(left.area(), 203.3);
        object.bounding_box.x = 40.0;
        let left = LEFT.place(&object, 0, 0.1).unwrap();
        assert_eq!(left.area(), 100.0);
    }

    #[test]
    fn polygons_areas_and_keypoints() {
        let mut object = object(0, 35.0);
        let triangle = vec![35.0, 10.0, 55.0, 10.0, 55.0, 20.0];
        object.set_mask(Some(Mask::Polygons(vec![triangle])));
        object.state_area(77.0);
        let point = |x| Keypoint {
            x,
            y: 12.0,
            visibility: Visibility::Visible,
        };
        object.change_rare(|rare| rare.keypoints = vec![point(40.0), point(55.0)]);
        let left = LEFT.place(&object, 0, 0.1).unwrap();
        assert_eq!(edges(&left), [35.0, 10.0, 15.0, 7.5]);
        assert_eq!(left.area(), 56.25);
        assert_eq!(left.keypoints(), [point(40.0), Keypoint::default()]);
        let right = RIGHT.place(&object, 0, 0.1).unwrap();
        assert_eq!(edges(&right), [0.0, 10.0, 5.0, 10.0]);
        let stretched = STRETCHED.place(&object, 0, 0.1).unwrap();
        assert_eq!((stretched.area(), stretched.keypoints()[0].x), (77.0, 80.0));
    }

    #[test]
    fn run_lengths() {
        let mut object = object(0, 35.0);
        let square = Mask::Polygons(vec![vec![35.0, 10.0, 55.0, 10.0, 55.0, 20.0, 35.0, 20.0]]);
        let spans = Spans::of(&square, (100, 50)).unwrap();
        object.set_mask(Some(Mask::RunLength(Box::new(spans.to_runs()))));
        for (placement, expect) in [
            (LEFT, [35.0, 10.0, 15.0, 10.0]),
            (RIGHT, [0.0, 10.0, 5.0, 10.0]),
            (STRETCHED, [70.0, 5.0, 40.0, 5.0]),
        ] {
            let placed = placement.place(&object, 0, 0.0).unwrap();
            assert_eq!(edges(&placed), expect);
            assert_eq!(placed.area(), expect[2] * expect[3]);
            let Some(Mask::RunLength(runs)) = placed.mask() else {
                panic!("no run lengths");
            };
            assert_eq!((runs.width, runs.height), placement.size);
        }
    }

    #[test]
    fn boxes_at_an_angle() {
        let turned = RotatedBox {
            x: 46.0,
            y: 25.0,
            width: 20.0,
            height: 10.0,
            angle: 45.0,
        };
        let object = object(0, 0.0).with_rotated(turned);
        let left = LEFT.place(&object, 0, 0.5).unwrap();
        let clamped = object.corners().map(|edge| edge.min(50.0));
        assert_eq!((left.corners(), left.truncated), (clamped, true));
        assert_eq!(left.bounding_box.right(), 50.0);
        assert_eq!(RIGHT.place(&object, 0, 0.5), None);
        let stretched = STRETCHED.place(&object, 0, 0.5).unwrap();
        let corners = object.corners();
        for (one, other) in stretched.corners().chunks(2).zip(corners.chunks(2)) {
            let away = (one[0] - other[0] * 2.0).hypot(one[1] - other[1] / 2.0);
            assert!(away < 1e-9, "{away}");
        }
        let double = Placement {
            scale: [2.0, 2.0],
            shift: [0.0, 0.0],
            size: (200, 100),
        };
        let double = double.place(&object, 0, 0.5).unwrap();
        assert_eq!(double.rotated().unwrap().width, 40.0);
        assert_eq!(double.mask(), None);
    }
}
