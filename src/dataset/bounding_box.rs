//! An upright rectangle in pixels, and arithmetic on it that adds no noise.

/// An upright rectangle: the edge coordinates of the pixels, from 0 at the image's left and top.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundingBox {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, not negative.
    pub width: f64,
    /// Height, not negative.
    pub height: f64,
}

/// No coordinate may be further out, so that no sum or product of two overflows or loses whole pixels.
const FURTHEST: f64 = 1e12;

impl BoundingBox {
    /// The box between two corners.
    ///
    /// The width is the difference as a person would write it: 40.7 - 10.4 gives 30.3, not 30.300000000000004.
    ///
    /// ```
    /// use converters::dataset::BoundingBox;
    ///
    /// assert_eq!(BoundingBox::from_corners(10.4, 5.0, 40.7, 9.0).width, 30.3);
    /// ```
    pub fn from_corners(left: f64, top: f64, right: f64, bottom: f64) -> BoundingBox {
        BoundingBox {
            x: left,
            y: top,
            width: without_noise(right - left, left.abs().max(right.abs())),
            height: without_noise(bottom - top, top.abs().max(bottom.abs())),
        }
    }

    /// The smallest box around points that are given as x, y, x, y, …; `None` without a point.
    pub fn around(points: &[f64]) -> Option<BoundingBox> {
        let mut corners: Option<(f64, f64, f64, f64)> = None;
        for point in points.chunks_exact(2) {
            let (x, y) = (point[0], point[1]);
            let (left, top, right, bottom) = corners.unwrap_or((x, y, x, y));
            corners = Some((left.min(x), top.min(y), right.max(x), bottom.max(y)));
        }
        corners
            .map(|(left, top, right, bottom)| BoundingBox::from_corners(left, top, right, bottom))
    }

    /// The right edge.
    pub fn right(&self) -> f64 {
        without_noise(self.x + self.width, self.x.abs().max(self.width))
    }

    /// The bottom edge.
    pub fn bottom(&self) -> f64 {
        without_noise(self.y + self.height, self.y.abs().max(self.height))
    }

    /// The area in square pixels.
    pub fn area(&self) -> f64 {
        self.width * self.height
    }

    /// The area that both cover, as a share of the area that at least one covers. Of two that cover nothing, 1 if they are the
    /// same, or else 0.
    ///
    /// ```
    /// use converters::dataset::BoundingBox;
    ///
    /// let one = BoundingBox::from_corners(0.0, 0.0, 4.0, 2.0);
    /// let other = BoundingBox::from_corners(2.0, 0.0, 6.0, 2.0);
    /// assert_eq!(one.iou(&other), 1.0 / 3.0);
    /// ```
    pub fn iou(&self, other: &BoundingBox) -> f64 {
        if self == other {
            return 1.0;
        }
        let shared =
            |a: f64, a_end: f64, b: f64, b_end: f64| (a_end.min(b_end) - a.max(b)).max(0.0);
        let both = shared(self.x, self.right(), other.x, other.right())
            * shared(self.y, self.bottom(), other.y, other.bottom());
        match self.area() + other.area() - both {
            0.0 => 0.0,
            either => both / either,
        }
    }

    /// Says whether a part of the box lies outside an image of this size.
    pub fn leaves(&self, width: u32, height: u32) -> bool {
        // Rounding away noise does not move what is inside beyond a whole number.
        let (width, height) = (f64::from(width), f64::from(height));
        self.x < 0.0
            || self.y < 0.0
            || (self.x + self.width > width && self.right() > width)
            || (self.y + self.height > height && self.bottom() > height)
    }

    /// The part of the box that lies in an image of this size. `None` if it only touches the image, unless it is a line or a point
    /// within it.
    ///
    /// ```
    /// use converters::dataset::BoundingBox;
    ///
    /// let half = BoundingBox::from_corners(-10.0, 5.0, 10.0, 9.0).inside((100, 50)).unwrap();
    /// assert_eq!((half.x, half.width), (0.0, 10.0));
    /// assert!(half.inside((0, 50)).is_none());
    /// ```
    pub fn inside(&self, (width, height): (u32, u32)) -> Option<BoundingBox> {
        let clamp = |value: f64, size: u32| value.clamp(0.0, f64::from(size));
        let (left, right) = (clamp(self.x, width), clamp(self.right(), width));
        let (top, bottom) = (clamp(self.y, height), clamp(self.bottom(), height));
        // A side without a length has not been moved to the edge.
        let lost =
            |from: f64, to: f64, start: f64, side: f64| to <= from && (side > 0.0 || from != start);
        if lost(left, right, self.x, self.width) || lost(top, bottom, self.y, self.height) {
            return None;
        }
        Some(BoundingBox::from_corners(left, top, right, bottom))
    }

    /// What is wrong with the box, in words that follow "the box"; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        let numbers = [self.x, self.y, self.width, self.height];
        if numbers.iter().any(|number| !number.is_finite()) {
            return Some("has a coordinate that is not a number".to_owned());
        }
        if let Some(far) = numbers.iter().find(|number| number.abs() > FURTHEST) {
            return Some(format!(
                "has the coordinate {far:e}, which is beyond any image"
            ));
        }
        if self.width < 0.0 {
            return Some(format!("has the negative width {}", self.width));
        }
        if self.height < 0.0 {
            return Some(format!("has the negative height {}", self.height));
        }
        None
    }
}

/// Rounds to nine decimals where that changes less than the last bit of the larger operand means.
fn without_noise(value: f64, operand: f64) -> f64 {
    let rounded = (value * 1e9).round() / 1e9;
    if (rounded - value).abs() <= operand * f64::EPSILON {
        rounded
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_there_and_back() {
        for (x, width) in [
            (10.4, 30.3),
            (0.1, 0.2),
            (1e-7, 3.0),
            (123_456.789, 0.001),
            (-5.5, 4.4),
        ] {
            let there = BoundingBox {
                x,
                y: 0.0,
                width,
                height: 1.0,
            };
            let back = BoundingBox::from_corners(x, 0.0, there.right(), 1.0);
            assert_eq!(back.width, width, "x = {x}");
        }
    }

    #[test]
    fn precision_is_kept() {
        let third = 1.0 / 3.0;
        assert_eq!(
            BoundingBox::from_corners(0.0, 0.0, third, third).width,
            third
        );
    }

    #[test]
    fn beyond_the_image() {
        let inside = BoundingBox {
            x: 0.0,
            y: 0.0,
            width: 100.0,
            height: 50.0,
        };
        for (change, expect) in [(0.0, false), (0.5, true), (-0.5, true)] {
            assert_eq!(
                BoundingBox {
                    x: change,
                    ..inside
                }
                .leaves(100, 50),
                expect,
                "x = {change}"
            );
            assert_eq!(
                BoundingBox {
                    y: change,
                    ..inside
                }
                .leaves(100, 50),
                expect,
                "y = {change}"
            );
        }
    }

    #[test]
    fn the_sum_of_decimals_does_not_leave_the_image() {
        let whole = BoundingBox {
            x: 0.1,
            y: 0.0,
            width: 0.2 + 99.7,
            height: 1.0,
        };
        assert!(!whole.leaves(100, 1));
    }

    #[test]
    fn faults() {
        let good = BoundingBox {
            x: -1.0,
            y: 2.0,
            width: 0.0,
            height: 4.0,
        };
        assert_eq!(good.fault(), None);
        for (bad, expect) in [
            (
                BoundingBox {
                    width: -3.0,
                    ..good
                },
                "has the negative width -3",
            ),
            (
                BoundingBox {
                    height: -0.5,
                    ..good
                },
                "has the negative height -0.5",
            ),
            (
                BoundingBox {
                    x: f64::NAN,
                    ..good
                },
                "has a coordinate that is not a number",
            ),
            (
                BoundingBox {
                    y: f64::INFINITY,
                    ..good
                },
                "has a coordinate that is not a number",
            ),
            (
                BoundingBox { x: 1e300, ..good },
                "has the coordinate 1e300, which is beyond any image",
            ),
        ] {
            assert_eq!(bad.fault().as_deref(), Some(expect));
        }
    }

    #[test]
    fn around_points() {
        let expect = BoundingBox {
            x: 1.0,
            y: 2.0,
            width: 4.0,
            height: 6.0,
        };
        assert_eq!(
            BoundingBox::around(&[5.0, 2.0, 1.0, 8.0, 3.0, 3.0]),
            Some(expect)
        );
        assert_eq!(BoundingBox::around(&[]), None);
    }

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
    fn inside_an_image() {
        let check =
            |given: BoundingBox, expect| assert_eq!(given.inside((100, 50)), expect, "{given:?}");
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
        // Lines and points.
        check(bounds(0.0, -7.0, 10.0, 0.0), None);
        check(bounds(0.0, 50.5, 10.0, 0.0), None);
        check(bounds(101.0, 5.0, 0.0, 0.0), None);
        for point in [bounds(0.0, 0.0, 0.0, 0.0), bounds(100.0, 50.0, 0.0, 0.0)] {
            check(point, Some(point));
        }
    }
}
