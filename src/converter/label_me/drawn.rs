//! What the shapes of LabelMe draw: boxes, also at an angle, outlines, bitmaps.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::file::Shape;
use crate::dataset::{BoundingBox, Mask, Object, RotatedBox, Spans, ellipse};

/// A region.
pub(super) struct Drawn {
    pub(super) bounds: BoundingBox,
    pub(super) mask: Option<Mask>,
    pub(super) rotated: Option<RotatedBox>,
    /// A part of the mask lies outside of the image.
    pub(super) cut: bool,
}

impl Drawn {
    /// The region of a shape in an image of this size; `None` for a shape that is not a region.
    pub(super) fn of(shape: &Shape, size: (u32, u32)) -> Option<Result<Drawn, String>> {
        let points = &shape.points;
        let kind = shape.shape_type.as_str();
        let least = match kind {
            "rectangle" | "circle" | "mask" => 2,
            "polygon" => 3,
            "rotation" | "oriented_rectangle" => 4,
            _ => return None,
        };
        if points.len() < least {
            return Some(Err(format!("a {kind} of {} points", points.len())));
        }
        let flat = points.concat();
        Some(match kind {
            "circle" => circle(&flat),
            "mask" => mask(shape, size),
            "polygon" => around(&flat).map(|bounds| Drawn {
                bounds,
                mask: Some(Mask::Polygons(vec![flat])),
                ..Drawn::of_box(bounds)
            }),
            "rectangle" => around(&flat).map(Drawn::of_box),
            _ => {
                let mut corners = [0.0; 8];
                corners.copy_from_slice(&flat[..8]);
                let object = Object::of_corners(0, 0, corners);
                Ok(Drawn {
                    bounds: object.bounding_box,
                    mask: object.mask().cloned(),
                    rotated: object.rotated(),
                    cut: false,
                })
            }
        })
    }

    fn of_box(bounds: BoundingBox) -> Drawn {
        Drawn {
            bounds,
            mask: None,
            rotated: None,
            cut: false,
        }
    }
}

fn around(points: &[f64]) -> Result<BoundingBox, String> {
    BoundingBox::around(points).ok_or_else(|| "no points".to_owned())
}

/// The centre, and a point at the edge.
fn circle(points: &[f64]) -> Result<Drawn, String> {
    let radius = (points[2] - points[0]).hypot(points[3] - points[1]);
    let bounds = BoundingBox::from_corners(
        points[0] - radius,
        points[1] - radius,
        points[0] + radius,
        points[1] + radius,
    );
    if let Some(fault) = bounds.fault() {
        return Err(format!("the circle {fault}"));
    }
    let outline = ellipse(RotatedBox::of(bounds, 0.0));
    Ok(Drawn {
        mask: Some(Mask::Polygons(vec![outline])),
        ..Drawn::of_box(bounds)
    })
}

/// A PNG in the text of the file, whose first pixel is at the left and top of the two points. Numbers other than 0 are the mask.
fn mask(shape: &Shape, (width, height): (u32, u32)) -> Result<Drawn, String> {
    let text = shape.mask.as_deref().ok_or("a mask without `mask`")?;
    let bytes = STANDARD.decode(text.trim());
    let bytes = bytes.map_err(|error| format!("`mask` is not base64: {error}"))?;
    let picture = image::load_from_memory_with_format(&bytes, image::ImageFormat::Png);
    let picture = picture.map_err(|error| format!("`mask` is not a PNG: {error}"))?;
    let [one, other] = [shape.points[0], shape.points[1]];
    let (left, top) = (one[0].min(other[0]), one[1].min(other[1]));
    if !(left >= 0.0 && top >= 0.0 && left < f64::from(width) && top < f64::from(height)) {
        return Err("a mask whose left or top is outside of the image".to_owned());
    }
    let (left, top) = (left as u32, top as u32);
    let (mut set, mut cut) = (Vec::new(), false);
    // With 16 bits, the number 1 is not rounded to 0.
    for (x, y, pixel) in picture.to_luma16().enumerate_pixels() {
        let (x, y) = (
            u64::from(left) + u64::from(x),
            u64::from(top) + u64::from(y),
        );
        if pixel.0[0] == 0 {
            continue;
        }
        match x < u64::from(width) && y < u64::from(height) {
            true => {
                let at = x * u64::from(height) + y;
                set.push((at, at + 1));
            }
            false => cut = true,
        }
    }
    let spans = Spans::of_any(width, height, set);
    let bounds = spans.bounding_box().ok_or("a mask without pixels")?;
    Ok(Drawn {
        mask: Some(Mask::RunLength(Box::new(spans.to_runs()))),
        cut,
        ..Drawn::of_box(bounds)
    })
}
