//! The pixels of a mask as spans, column by column from the left: what run lengths and polygons have in common.

use super::{BoundingBox, Counts, Mask, RunLength};

/// What is drawn or traced is held in memory pixel by pixel: more than this are refused, whatever a file says.
pub(crate) const MOST_PIXELS: f64 = (1_u64 << 28) as f64;

/// Polygons are drawn in images whose sides are at most this long.
const LONGEST: u32 = 1 << 17;

/// The pixels of a mask in an image: spans of their numbers, which go down the columns from the left. In order, and none
/// touches the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spans {
    /// Width of the image.
    pub width: u32,
    /// Height of the image.
    pub height: u32,
    spans: Vec<(u64, u64)>,
}

impl Spans {
    /// The pixels that a mask covers in an image of this size. Polygons cover the pixels that pycocotools says, and what
    /// lies outside of the image is cut off. `None` for run lengths that cannot be read, and for polygons in an image of more
    /// than 131,072 pixels a side.
    #[must_use]
    pub fn of(mask: &Mask, (width, height): (u32, u32)) -> Option<Spans> {
        match mask {
            Mask::RunLength(runs) => Spans::of_runs(runs),
            Mask::Polygons(_) if width.max(height) > LONGEST => None,
            Mask::Polygons(polygons) => {
                let parts = polygons
                    .iter()
                    .filter(|polygon| polygon.len() >= 6)
                    .flat_map(|polygon| covered(polygon, width, height));
                Some(Spans::of_any(width, height, parts.collect()))
            }
        }
    }

    /// Spans in any order.
    pub(crate) fn of_any(width: u32, height: u32, mut any: Vec<(u64, u64)>) -> Spans {
        any.retain(|(start, end)| start < end);
        any.sort_unstable();
        let mut spans: Vec<(u64, u64)> = Vec::with_capacity(any.len());
        for (start, end) in any {
            match spans.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => spans.push((start, end)),
            }
        }
        Spans {
            width,
            height,
            spans,
        }
    }

    fn of_runs(runs: &RunLength) -> Option<Spans> {
        let mut at = 0;
        let mut spans = Vec::new();
        for (place, length) in runs.lengths()?.into_iter().enumerate() {
            let end = at + u64::from(length);
            if place % 2 == 1 {
                spans.push((at, end));
            }
            at = end;
        }
        let pixels = u64::from(runs.width) * u64::from(runs.height);
        (at <= pixels).then(|| Spans::of_any(runs.width, runs.height, spans))
    }

    /// The spans, each from its first pixel to behind its last.
    #[must_use]
    pub fn list(&self) -> &[(u64, u64)] {
        &self.spans
    }

    /// How many pixels there are.
    #[must_use]
    pub fn area(&self) -> u64 {
        self.spans.iter().map(|(start, end)| end - start).sum()
    }

    /// The pixels that both cover, as a share of those that at least one covers; 1 if none covers any.
    #[must_use]
    pub fn iou(&self, other: &Spans) -> f64 {
        let (mut one, mut two) = (0, 0);
        let mut both = 0;
        while let (Some(a), Some(b)) = (self.spans.get(one), other.spans.get(two)) {
            both += a.1.min(b.1).saturating_sub(a.0.max(b.0));
            match a.1 < b.1 {
                true => one += 1,
                false => two += 1,
            }
        }
        match self.area() + other.area() - both {
            0 => 1.0,
            either => both as f64 / either as f64,
        }
    }

    /// The smallest box around the pixels; `None` if there are none.
    #[must_use]
    pub fn bounding_box(&self) -> Option<BoundingBox> {
        let rows = u64::from(self.height);
        let (mut left, mut top, mut right, mut bottom) = (u64::MAX, u64::MAX, 0, 0);
        for (start, end) in &self.spans {
            let (first, last) = (start / rows, (end - 1) / rows);
            (left, right) = (left.min(first), right.max(last + 1));
            // One that goes on in the next column touches the bottom and the top.
            let one = first == last;
            top = top.min(if one { start % rows } else { 0 });
            bottom = bottom.max(if one { (end - 1) % rows + 1 } else { rows });
        }
        // Sizes are 32 bits, so that the edges are exact as f64.
        (right > 0).then(|| {
            BoundingBox::from_corners(left as f64, top as f64, right as f64, bottom as f64)
        })
    }

    /// The same pixels in another image of this size, whose pixels show the nearest ones of this image: scaled, then shifted.
    pub(crate) fn placed(
        &self,
        scale: [f64; 2],
        shift: [f64; 2],
        (width, height): (u32, u32),
    ) -> Spans {
        let rows = u64::from(self.height);
        let mut placed = Vec::new();
        for x in 0..u64::from(width) {
            let from = ((x as f64 + 0.5 - shift[0]) / scale[0]).floor();
            if from < 0.0 || from >= f64::from(self.width) {
                continue;
            }
            let (start, end) = (from as u64 * rows, (from as u64 + 1) * rows);
            // The first row that shows a pixel at this place of the column, or one behind it.
            let row = |at: u64| {
                let row = (((at - start) as f64) * scale[1] + shift[1] - 0.5).ceil();
                row.clamp(0.0, f64::from(height)) as u64
            };
            let first = self.spans.partition_point(|(_, behind)| *behind <= start);
            let own = self.spans[first..].iter().take_while(|(at, _)| *at < end);
            let column = x * u64::from(height);
            placed.extend(own.map(|(from, behind)| {
                (
                    column + row((*from).max(start)),
                    column + row((*behind).min(end)),
                )
            }));
        }
        Spans::of_any(width, height, placed)
    }

    /// The box around the pixels, if there are any and not too many to be held one by one.
    pub(crate) fn box_to_draw(&self) -> Option<BoundingBox> {
        self.bounding_box()
            .filter(|around| around.area() <= MOST_PIXELS)
    }

    /// The same pixels as COCO's compressed run lengths.
    #[must_use]
    pub fn to_runs(&self) -> RunLength {
        let mut at = 0;
        let mut lengths = Vec::with_capacity(2 * self.spans.len() + 1);
        let pixels = u64::from(self.width) * u64::from(self.height);
        for (start, end) in &self.spans {
            lengths.extend([start - at, end - start]);
            at = *end;
        }
        if at < pixels || lengths.is_empty() {
            lengths.push(pixels - at);
        }
        RunLength {
            height: self.height,
            width: self.width,
            counts: Counts::Compressed(compressed(&lengths)),
        }
    }
}

/// COCO's text for run lengths: groups of five bits with a continuation bit, from the fourth length on of the difference to
/// the length before the last.
fn compressed(lengths: &[u64]) -> String {
    let mut text = String::new();
    for (place, length) in lengths.iter().enumerate() {
        let mut value = i128::from(*length);
        if place > 2 {
            value -= i128::from(lengths[place - 2]);
        }
        loop {
            let bits = (value & 0x1f) as u8;
            value >>= 5;
            let more = value != if bits & 0x10 != 0 { -1 } else { 0 };
            text.push(char::from(48 + bits + if more { 0x20 } else { 0 }));
            if !more {
                break;
            }
        }
    }
    text
}

/// The pixels that a polygon covers, by the rule of pycocotools: its outline is drawn at five times the size, and the pixels of
/// a column change between in and out where that outline crosses the middle of the column.
fn covered(polygon: &[f64], width: u32, height: u32) -> Vec<(u64, u64)> {
    const SCALE: f64 = 5.0;
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let points: Vec<(i64, i64)> = inside(polygon, width, height)
        .chunks_exact(2)
        .map(|point| {
            (
                (SCALE * point[0] + 0.5) as i64,
                (SCALE * point[1] + 0.5) as i64,
            )
        })
        .collect();
    let mut crossings = Vec::new();
    let mut last: Option<(i64, i64)> = None;
    let mut visit = |u: i64, v: i64| {
        if let Some((before_u, before_v)) = last.filter(|(before, _)| *before != u) {
            let x = (before_u.min(u) as f64 + 0.5) / SCALE - 0.5;
            if x.fract() == 0.0 && x >= 0.0 && x <= f64::from(width - 1) {
                let y = (before_v.min(v) as f64 + 0.5) / SCALE - 0.5;
                let y = y.clamp(0.0, f64::from(height)).ceil();
                crossings.push(x as u64 * u64::from(height) + y as u64);
            }
        }
        last = Some((u, v));
    };
    for (place, (from_x, from_y)) in points.iter().copied().enumerate() {
        let (to_x, to_y) = points[(place + 1) % points.len()];
        let (dx, dy) = ((to_x - from_x).abs(), (to_y - from_y).abs());
        let level = dx >= dy;
        // Always drawn in one direction, so that two polygons with one edge share its pixels.
        let flip = if level { from_x > to_x } else { from_y > to_y };
        let ((start_x, start_y), (end_x, end_y)) = match flip {
            true => ((to_x, to_y), (from_x, from_y)),
            false => ((from_x, from_y), (to_x, to_y)),
        };
        let steps = dx.max(dy);
        for step in 0..=steps {
            let at = if flip { steps - step } else { step };
            let share = |from: i64, to: i64| match steps {
                0 => from,
                _ => (from as f64 + (to - from) as f64 / steps as f64 * at as f64 + 0.5) as i64,
            };
            match level {
                true => visit(start_x + at, share(start_y, end_y)),
                false => visit(share(start_x, end_x), start_y + at),
            }
        }
    }
    crossings.sort_unstable();
    // Between the first and the second crossing it is in, and so on; behind an odd one, to the end.
    if crossings.len() % 2 == 1 {
        crossings.push(u64::from(width) * u64::from(height));
    }
    crossings
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .collect()
}

/// A polygon without what is far outside of its image, which would take long to draw for nothing.
fn inside(polygon: &[f64], width: u32, height: u32) -> Vec<f64> {
    let (width, height) = (f64::from(width), f64::from(height));
    let limit = 4.0 * (width + height);
    let far = |point: &[f64]| point[0].abs() > limit || point[1].abs() > limit;
    match polygon.chunks_exact(2).any(far) {
        true => super::ring::cut(polygon, (width, height)),
        false => polygon.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polygons in images of 40 x 30, with area and run lengths as pycocotools 2.0.11 gives them:
    /// `mask.frPyObjects([polygon], 30, 40)`.
    #[test]
    fn polygons_as_pycocotools_draws_them() {
        for (polygons, area, counts) in PYCOCOTOOLS {
            let mask = Mask::Polygons(polygons.iter().map(|polygon| polygon.to_vec()).collect());
            let spans = Spans::of(&mask, (40, 30)).unwrap();
            assert_eq!(spans.area(), *area, "{polygons:?}");
            let runs = spans.to_runs();
            assert_eq!(
                runs.counts,
                Counts::Compressed((*counts).to_owned()),
                "{polygons:?}"
            );
            // And back.
            let back = Spans::of(&Mask::RunLength(Box::new(runs)), (40, 30)).unwrap();
            assert_eq!(back, spans);
        }
    }

    include!("spans/pycocotools.rs");

    #[test]
    fn shares_of_both() {
        let spans = |list: &[(u64, u64)]| Spans::of_any(10, 10, list.to_vec());
        let one = spans(&[(0, 10), (20, 30)]);
        assert_eq!(one.iou(&one), 1.0);
        assert_eq!(one.iou(&spans(&[(5, 25)])), 10.0 / 30.0);
        assert_eq!(one.iou(&spans(&[])), 0.0);
        assert_eq!(spans(&[]).iou(&spans(&[])), 1.0);
        // Spans that touch or overlap are one.
        assert_eq!(spans(&[(5, 10), (0, 5), (8, 9), (4, 4)]).list(), [(0, 10)]);
    }

    #[test]
    fn hostile_polygons_do_not_take_long() {
        let far = Mask::Polygons(vec![vec![
            -1e12, -1e12, 1e12, -1e12, 1e12, 1e12, -1e12, 1e12,
        ]]);
        assert_eq!(Spans::of(&far, (40, 30)).unwrap().area(), 1200);
        assert_eq!(Spans::of(&far, (0, 0)).unwrap().area(), 0);
        assert_eq!(Spans::of(&far, (u32::MAX, 30)), None);
    }
}
