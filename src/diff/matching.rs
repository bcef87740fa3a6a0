//! Which objects of two images are one.

use std::collections::HashMap;

use super::{Asked, Numbers, object};
use crate::dataset::Object;

/// Pairs of objects that are one, by their places: those of one category first, and those that have more in common before
/// those that have less.
pub(super) fn pairs(
    [one, other]: [&[&Object]; 2],
    numbers: &Numbers,
    asked: Asked,
) -> Vec<(usize, usize)> {
    let category = |side: usize, object: &Object| numbers[side][object.category as usize];
    let mut found = [vec![false; one.len()], vec![false; other.len()]];
    let mut pairs = Vec::new();
    // Most are the same to the bit, and need not be compared with all others.
    let key = |side: usize, object: &Object| {
        let bounds = object.bounding_box;
        let edges = [bounds.x, bounds.y, bounds.width, bounds.height].map(f64::to_bits);
        (category(side, object), edges)
    };
    let mut known: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, object) in other.iter().enumerate().rev() {
        known.entry(key(1, object)).or_default().push(place);
    }
    for (place, object) in one.iter().enumerate() {
        if let Some(same) = known.get_mut(&key(0, object)).and_then(Vec::pop) {
            (found[0][place], found[1][same]) = (true, true);
            pairs.push((place, same));
        }
    }
    // The others from left to right.
    let mut rest = (0..other.len())
        .filter(|place| !found[1][*place])
        .collect::<Vec<_>>();
    let left = |place: &usize| other[*place].bounding_box.x;
    rest.sort_by(|a, b| left(a).total_cmp(&left(b)));
    let mut candidates = Vec::new();
    for (i, object) in one
        .iter()
        .enumerate()
        .filter(|(place, _)| !found[0][*place])
    {
        let bounds = object.bounding_box;
        let end = bounds.right() + asked.tolerance;
        for j in rest.iter().copied().take_while(|place| left(place) <= end) {
            let there = other[j].bounding_box;
            let iou = match object::same_box(object, other[j], asked.tolerance) {
                // Also of a box that covers nothing.
                true => 1.0,
                false => bounds.iou(&there),
            };
            if iou >= asked.iou {
                let same = category(0, object) == category(1, other[j]);
                candidates.push((same, iou, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| {
        let by_likeness = b.0.cmp(&a.0).then(b.1.total_cmp(&a.1));
        by_likeness.then((a.2, a.3).cmp(&(b.2, b.3)))
    });
    for (_, _, i, j) in candidates {
        if !found[0][i] && !found[1][j] {
            (found[0][i], found[1][j]) = (true, true);
            pairs.push((i, j));
        }
    }
    pairs
}
