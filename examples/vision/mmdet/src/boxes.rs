//! Boxes: which of those that lie on each other is kept.

/// Left, top, right, bottom.
pub type Box4 = [f32; 4];

/// A box that a network found, with its class and score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Where it is.
    pub bbox: Box4,
    /// The number of its class.
    pub class: usize,
    /// From 0 to 1.
    pub score: f32,
}

/// Non-maximum suppression among boxes of one class: drops a box that overlaps a better one by more than `threshold`.
/// The result has the best first.
///
/// ```
/// use mmdet::boxes::{Found, nms};
///
/// let found = |left: f32, score| Found { bbox: [left, 0.0, left + 10.0, 10.0], class: 0, score };
/// let kept = nms(vec![found(0.0, 0.5), found(1.0, 0.9), found(50.0, 0.1)], 0.5);
/// assert_eq!(kept, [found(1.0, 0.9), found(50.0, 0.1)]);
/// ```
#[must_use]
pub fn nms(mut found: Vec<Found>, threshold: f32) -> Vec<Found> {
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    // As MMCV does, boxes of each class are moved to a place of their own, in the same arithmetic.
    let largest = found
        .iter()
        .flat_map(|found| found.bbox)
        .fold(f32::NEG_INFINITY, f32::max);
    #[allow(clippy::cast_precision_loss)]
    let moved: Vec<Box4> = found
        .iter()
        .map(|found| {
            found
                .bbox
                .map(|side| side + found.class as f32 * (largest + 1.0))
        })
        .collect();
    let mut dropped = vec![false; found.len()];
    let mut kept = Vec::new();
    for (index, bbox) in moved.iter().enumerate() {
        if dropped[index] {
            continue;
        }
        kept.push(found[index]);
        for (other, dropped) in moved.iter().zip(&mut dropped).skip(index + 1) {
            *dropped |= overlap(bbox, other) > threshold;
        }
    }
    kept
}

/// The intersection of two boxes over their union.
///
/// ```
/// assert_eq!(mmdet::boxes::overlap(&[0.0, 0.0, 2.0, 1.0], &[1.0, 0.0, 3.0, 1.0]), 1.0 / 3.0);
/// ```
#[must_use]
pub fn overlap(a: &Box4, b: &Box4) -> f32 {
    let area = |b: &Box4| (b[2] - b[0]) * (b[3] - b[1]);
    let width = (a[2].min(b[2]) - a[0].max(b[0])).max(0.0);
    let height = (a[3].min(b[3]) - a[1].max(b[1])).max(0.0);
    let shared = width * height;
    shared / (area(a) + area(b) - shared)
}
