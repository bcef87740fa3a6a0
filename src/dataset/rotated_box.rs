//! A rectangle at an angle.

use super::BoundingBox;

/// A rectangle that is turned about its centre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RotatedBox {
    /// The centre, in pixels from the left.
    pub x: f64,
    /// The centre, in pixels from the top.
    pub y: f64,
    /// The side that is level at an angle of 0.
    pub width: f64,
    /// The side that is upright at an angle of 0.
    pub height: f64,
    /// The angle in degrees, clockwise as it is seen on the screen.
    pub angle: f64,
}

impl RotatedBox {
    /// An upright box that is turned about its centre.
    #[must_use]
    pub fn of(upright: BoundingBox, angle: f64) -> Self {
        Self {
            x: upright.x + upright.width / 2.0,
            y: upright.y + upright.height / 2.0,
            width: upright.width,
            height: upright.height,
            angle,
        }
    }

    /// The rectangle with these corners, in their order around it; the first side is the one that is level at an angle of 0. Of
    /// corners that are not those of a rectangle, one of the same centre and mean sides.
    ///
    /// ```
    /// use converters::dataset::RotatedBox;
    ///
    /// let turned = RotatedBox::of_corners([35.0, 5.0, 35.0, 45.0, 25.0, 45.0, 25.0, 5.0]);
    /// assert_eq!((turned.width, turned.height, turned.angle), (40.0, 10.0, 90.0));
    /// ```
    #[must_use]
    pub fn of_corners(corners: [f64; 8]) -> Self {
        let [ax, ay, bx, by, cx, cy, dx, dy] = corners;
        let angle = ((by - ay) + (cy - dy)).atan2((bx - ax) + (cx - dx));
        Self {
            x: (ax + bx + cx + dx) / 4.0,
            y: (ay + by + cy + dy) / 4.0,
            width: f64::midpoint((bx - ax).hypot(by - ay), (cx - dx).hypot(cy - dy)),
            height: f64::midpoint((cx - bx).hypot(cy - by), (dx - ax).hypot(dy - ay)),
            angle: angle.to_degrees(),
        }
    }

    /// The upright box that it is before it is turned.
    #[must_use]
    pub fn unturned(&self) -> BoundingBox {
        BoundingBox {
            x: self.x - self.width / 2.0,
            y: self.y - self.height / 2.0,
            width: self.width,
            height: self.height,
        }
    }

    /// The corners as x, y, x, y, …: that which is left and top at an angle of 0 comes first, the others clockwise.
    #[must_use]
    pub fn corners(&self) -> [f64; 8] {
        let (sin, cos) = match self.angle.rem_euclid(360.0) {
            // Exact, so that a quarter turn adds no noise.
            0.0 => (0.0, 1.0),
            90.0 => (1.0, 0.0),
            180.0 => (0.0, -1.0),
            270.0 => (-1.0, 0.0),
            _ => self.angle.to_radians().sin_cos(),
        };
        let (w, h) = (self.width / 2.0, self.height / 2.0);
        let mut corners = [0.0; 8];
        for (corner, (x, y)) in
            corners
                .chunks_exact_mut(2)
                .zip([(-w, -h), (w, -h), (w, h), (-w, h)])
        {
            corner[0] = self.x + x * cos - y * sin;
            corner[1] = self.y + x * sin + y * cos;
        }
        corners
    }

    /// How far a corner of a quadrilateral is from its place at a corner of this rectangle, at most, in pixels. The
    /// quadrilateral may begin at any corner, and go either way round.
    ///
    /// ```
    /// use converters::dataset::RotatedBox;
    ///
    /// let corners = [0.0, 0.0, 4.0, 0.0, 4.0, 2.0, 0.0, 2.0];
    /// let turned = RotatedBox::of_corners(corners);
    /// assert_eq!(turned.distance(corners), 0.0);
    /// assert_eq!(turned.distance([0.0, 3.0, 0.0, 0.0, 4.0, 0.0, 4.0, 2.0]), 1.0);
    /// ```
    #[must_use]
    pub fn distance(&self, corners: [f64; 8]) -> f64 {
        let own = self.corners();
        let point = |of: &[f64; 8], place: usize| [of[2 * place], of[2 * place + 1]];
        let away = |first: usize, step: usize| {
            let pairs = (0..4).map(|place| {
                let (a, b) = (
                    point(&own, place),
                    point(&corners, (first + step * place) % 4),
                );
                (a[0] - b[0]).hypot(a[1] - b[1])
            });
            pairs.fold(0.0, f64::max)
        };
        // A step of 3 is one back.
        let ways = (0..4).flat_map(|first| [away(first, 1), away(first, 3)]);
        ways.fold(f64::INFINITY, f64::min)
    }

    /// The smallest upright box around it.
    #[must_use]
    pub fn around(&self) -> BoundingBox {
        // Four corners: there is always a box around them.
        BoundingBox::around(&self.corners()).unwrap_or(self.unturned())
    }

    /// What is wrong with it, in words that follow "the box"; `None` if nothing is.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        if !self.angle.is_finite() {
            return Some("has an angle that is not a number".to_owned());
        }
        self.unturned().fault().or_else(|| self.around().fault())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn() {
        let upright = BoundingBox {
            x: 10.0,
            y: 20.0,
            width: 40.0,
            height: 10.0,
        };
        let turned = RotatedBox::of(upright, 90.0);
        assert_eq!(
            turned.around(),
            BoundingBox {
                x: 25.0,
                y: 5.0,
                width: 10.0,
                height: 40.0
            }
        );
        // Clockwise: what was left and top is right and top.
        assert_eq!(turned.corners()[..2], [35.0, 5.0]);
        assert_eq!(turned.unturned(), upright);
    }

    #[test]
    fn faults() {
        let good = RotatedBox {
            x: 0.0,
            y: 0.0,
            width: 2.0,
            height: 1.0,
            angle: 30.0,
        };
        assert_eq!(good.fault(), None);
        let angle = f64::NAN;
        assert!(RotatedBox { angle, ..good }.fault().is_some());
        let width = -1.0;
        assert!(RotatedBox { width, ..good }.fault().is_some());
    }
}
