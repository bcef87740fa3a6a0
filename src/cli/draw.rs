//! Draws objects into a picture: boxes, boxes at an angle, outlines, masks and keypoints.

use converters::dataset::{Mask, Spans, Visibility};
use converters::{DataSet, dataset::Object};
use image::{Rgb, RgbImage};

/// Colours that differ on most pictures; a category has the one of its place.
const COLOURS: [[u8; 3]; 6] = [
    [230, 60, 50],
    [60, 180, 75],
    [255, 225, 25],
    [0, 130, 200],
    [245, 130, 48],
    [240, 50, 230],
];

/// Draws the objects of an image. Returns how many there are.
pub(super) fn draw(picture: &mut RgbImage, data: &DataSet, image: usize) -> usize {
    let objects = data.objects.iter();
    let own = objects.filter(|object| object.image as usize == image);
    own.map(|object| draw_object(picture, object)).count()
}

fn draw_object(picture: &mut RgbImage, object: &Object) {
    let colour = Rgb(COLOURS[object.category as usize % COLOURS.len()]);
    let thick = f64::from((picture.width().max(picture.height()) / 300).max(1));
    match object.mask() {
        Some(Mask::Polygons(polygons)) => {
            for polygon in polygons {
                outline(picture, polygon, thick, colour);
            }
        }
        Some(mask) => tint(picture, mask, colour),
        None => {}
    }
    match object.rotated() {
        Some(rotated) => outline(picture, &rotated.corners(), thick, colour),
        None => {
            let bounds = object.bounding_box;
            let (left, top) = (bounds.x, bounds.y);
            let (right, bottom) = (bounds.right(), bounds.bottom());
            fill(picture, [left, top, right, top + thick], colour);
            fill(picture, [left, bottom - thick, right, bottom], colour);
            fill(picture, [left, top, left + thick, bottom], colour);
            fill(picture, [right - thick, top, right, bottom], colour);
        }
    }
    for point in object.keypoints() {
        if point.visibility != Visibility::Unlabelled {
            let (x, y) = (point.x, point.y);
            let reach = 1.5 * thick;
            fill(
                picture,
                [x - reach, y - reach, x + reach, y + reach],
                colour,
            );
        }
    }
}

/// Draws the lines between points that follow each other, and from the last one to the first.
fn outline(picture: &mut RgbImage, points: &[f64], thick: f64, colour: Rgb<u8>) {
    let points = points.chunks_exact(2).map(|point| [point[0], point[1]]);
    let next = points.clone().cycle().skip(1);
    for (from, to) in points.zip(next) {
        line(picture, from, to, thick, colour);
    }
}

fn line(picture: &mut RgbImage, from: [f64; 2], to: [f64; 2], thick: f64, colour: Rgb<u8>) {
    let (width, height) = picture.dimensions();
    let Some((start, end)) = inside(from, to, [f64::from(width), f64::from(height)], thick) else {
        return;
    };
    let at = |share: f64| [0, 1].map(|side| from[side] + (to[side] - from[side]) * share);
    let (first, last) = (at(start), at(end));
    let steps = (last[0] - first[0])
        .abs()
        .max((last[1] - first[1]).abs())
        .ceil();
    for step in 0..=steps as u32 {
        let share = f64::from(step) / steps.max(1.0);
        let [x, y] = [0, 1].map(|side| first[side] + (last[side] - first[side]) * share);
        let reach = thick / 2.0;
        fill(
            picture,
            [x - reach, y - reach, x + reach, y + reach],
            colour,
        );
    }
}

/// The share of a line where it enters the picture, and the one where it leaves it; `None` if it is outside.
fn inside(from: [f64; 2], to: [f64; 2], size: [f64; 2], margin: f64) -> Option<(f64, f64)> {
    let (mut start, mut end) = (0.0_f64, 1.0_f64);
    for side in [0, 1] {
        let (low, high) = (-margin - from[side], size[side] + margin - from[side]);
        let way = to[side] - from[side];
        if way == 0.0 {
            // Also if a number is not one.
            if !(low <= 0.0 && high >= 0.0) {
                return None;
            }
            continue;
        }
        let (one, other) = (low / way, high / way);
        start = start.max(one.min(other));
        end = end.min(one.max(other));
    }
    (start <= end).then_some((start, end))
}

/// Mixes a colour into the pixels of a mask.
fn tint(picture: &mut RgbImage, mask: &Mask, colour: Rgb<u8>) {
    let (width, height) = picture.dimensions();
    let Some(spans) = Spans::of(mask, (width, height)) else {
        return;
    };
    let rows = u64::from(spans.height);
    for at in spans.list().iter().flat_map(|(start, end)| *start..*end) {
        let (x, y) = ((at / rows) as u32, (at % rows) as u32);
        if x < width && y < height {
            let Rgb(pixel) = picture.get_pixel_mut(x, y);
            for (channel, own) in pixel.iter_mut().zip(colour.0) {
                *channel = channel.midpoint(own);
            }
        }
    }
}

/// Paints what of a rectangle lies inside the picture.
fn fill(picture: &mut RgbImage, [left, top, right, bottom]: [f64; 4], colour: Rgb<u8>) {
    let (width, height) = picture.dimensions();
    // `as` saturates, so a box far outside stays outside.
    let range = |low: f64, high: f64, end: u32| {
        (low.round().max(0.0) as u32).min(end)..(high.round().max(0.0) as u32).min(end)
    };
    for y in range(top, bottom, height) {
        for x in range(left, right, width) {
            picture.put_pixel(x, y, colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use converters::dataset::{BoundingBox, RotatedBox};

    const RED: Rgb<u8> = Rgb(COLOURS[0]);

    fn painted(picture: &RgbImage) -> Vec<(u32, u32)> {
        let painted = picture.enumerate_pixels();
        let painted = painted.filter(|(.., pixel)| **pixel == RED);
        painted.map(|(x, y, _)| (x, y)).collect()
    }

    #[test]
    fn a_rectangle_far_outside_is_cut() {
        let mut picture = RgbImage::new(4, 4);
        fill(&mut picture, [-10.0, 2.0, 1e300, 3.0], RED);
        fill(&mut picture, [f64::NAN, f64::NAN, 1.0, 1.0], RED);
        assert_eq!(painted(&picture), [(0, 0), (0, 2), (1, 2), (2, 2), (3, 2)]);
    }

    #[test]
    fn lines_of_any_length() {
        for (from, to, expect) in [
            ([0.5, 1.5], [3.5, 1.5], vec![(0, 1), (1, 1), (2, 1), (3, 1)]),
            (
                [1.5, -1e9],
                [1.5, 1e9],
                vec![(1, 0), (1, 1), (1, 2), (1, 3)],
            ),
            (
                [-1e9, -1e9],
                [1e9, 1e9],
                vec![(0, 0), (1, 1), (2, 2), (3, 3)],
            ),
            ([9.0, 9.0], [1e300, 9.0], vec![]),
            ([f64::NAN, 1.0], [2.0, f64::INFINITY], vec![]),
        ] {
            let mut picture = RgbImage::new(4, 4);
            line(&mut picture, from, to, 1.0, RED);
            let found = painted(&picture);
            assert!(
                expect.iter().all(|pixel| found.contains(pixel)),
                "{from:?}: {found:?}"
            );
            assert_eq!(found.is_empty(), expect.is_empty(), "{from:?}: {found:?}");
        }
    }

    #[test]
    fn what_an_object_has_is_drawn() {
        let bounds = BoundingBox::from_corners(4.0, 4.0, 16.0, 16.0);
        let upright = Object::new(0, 0, bounds);
        let turned = RotatedBox::of(bounds, 45.0);
        let outline = vec![10.0, 4.0, 16.0, 16.0, 4.0, 16.0];
        let outlined = upright
            .clone()
            .with_mask(Some(Mask::Polygons(vec![outline])));
        // A corner of the box, one of the turned box, and a place on the outline alone.
        for (object, expect) in [
            (upright.clone(), [true, false, false]),
            (upright.clone().with_rotated(turned), [false, true, false]),
            (outlined, [true, false, true]),
        ] {
            let mut picture = RgbImage::new(20, 20);
            draw_object(&mut picture, &object);
            let found = painted(&picture);
            let is = [(4, 4), (10, 2), (7, 10)].map(|place| found.contains(&place));
            assert_eq!(is, expect, "{found:?}");
        }
    }
}
