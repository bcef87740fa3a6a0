//! Circles and ellipses as outlines.

use super::RotatedBox;

/// The outline of the ellipse within a box that may be at an angle, as x, y, x, y, …: 64 points of it, the four that touch the box
/// among them.
#[must_use]
pub fn ellipse(around: RotatedBox) -> Vec<f64> {
    const POINTS: usize = 64;
    let (sin, cos) = around.angle.to_radians().sin_cos();
    let quarter = std::f64::consts::FRAC_PI_2;
    let points = (0..POINTS).map(|place| {
        // Exact at the quarters, so that the box around the points is that of the ellipse.
        let (up, right) = match place {
            0 => (0.0, 1.0),
            16 => (1.0, 0.0),
            32 => (0.0, -1.0),
            48 => (-1.0, 0.0),
            _ => (place as f64 / 16.0 * quarter).sin_cos(),
        };
        let (x, y) = (right * around.width / 2.0, up * around.height / 2.0);
        [around.x + x * cos - y * sin, around.y + x * sin + y * cos]
    });
    points.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{BoundingBox, Mask};

    #[test]
    fn a_circle() {
        let bounds = BoundingBox {
            x: 5.0,
            y: 5.0,
            width: 10.0,
            height: 10.0,
        };
        let outline = ellipse(RotatedBox::of(bounds, 0.0));
        assert_eq!(BoundingBox::around(&outline), Some(bounds));
        let area = Mask::Polygons(vec![outline]).area();
        assert!((area - 25.0 * std::f64::consts::PI).abs() < 0.3, "{area}");
    }
}
