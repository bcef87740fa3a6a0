//! Whether two objects that are one are the same, part by part.

use crate::dataset::{Attributes, Mask, Object, Spans};

/// A part of an object.
pub(super) struct Part {
    /// What objects with another one are called.
    pub(super) what: &'static str,
    /// Says whether it is the same in both, with this tolerance in pixels.
    pub(super) same: fn(&Object, &Object, f64) -> bool,
}

/// The parts of an object, but its category.
pub(super) const PARTS: [Part; 6] = [
    Part {
        what: "objects with another box",
        same: same_box,
    },
    Part {
        what: "objects with another outline",
        same: same_outline,
    },
    Part {
        what: "objects with another angle",
        same: same_angle,
    },
    Part {
        what: "objects with other keypoints",
        same: same_keypoints,
    },
    Part {
        what: "objects with other attributes",
        same: |one, other, _| same_attributes(one.attributes(), other.attributes()),
    },
    Part {
        what: "objects with other flags (crowd, difficult, truncated)",
        same: |one, other, _| {
            let flags = |object: &Object| (object.crowd, object.difficult, object.truncated);
            flags(one) == flags(other)
        },
    },
];

pub(super) fn same_box(one: &Object, other: &Object, tolerance: f64) -> bool {
    let edges = |object: &Object| {
        let bounds = object.bounding_box;
        [bounds.x, bounds.y, bounds.right(), bounds.bottom()]
    };
    near(&edges(one), &edges(other), tolerance)
}

fn near(one: &[f64], other: &[f64], tolerance: f64) -> bool {
    let mut pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.all(|(one, other)| (one - other).abs() <= tolerance)
}

fn same_outline(one: &Object, other: &Object, tolerance: f64) -> bool {
    let (one, other) = match (one.mask(), other.mask()) {
        (None, None) => return true,
        (Some(one), Some(other)) => (one, other),
        _ => return false,
    };
    if let (Mask::Polygons(one), Mask::Polygons(other)) = (one, other) {
        let mut pairs = one.iter().zip(other);
        return one.len() == other.len()
            && pairs.all(|(one, other)| same_polygon(one, other, tolerance));
    }
    // Run lengths may be written in two ways. They know the size of their image.
    let size = |mask: &Mask| match mask {
        Mask::RunLength(runs) => Some((runs.width, runs.height)),
        Mask::Polygons(_) => None,
    };
    let Some(size) = size(one).or(size(other)) else {
        return one == other;
    };
    match (Spans::of(one, size), Spans::of(other, size)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

/// A polygon has no first point: it may begin at any, and go either way round.
fn same_polygon(one: &[f64], other: &[f64], tolerance: f64) -> bool {
    if one.len() != other.len() || one.is_empty() {
        return one.len() == other.len();
    }
    if near(one, other, tolerance) {
        return true;
    }
    let backwards: Vec<f64> = other.rchunks(2).flatten().copied().collect();
    [other, &backwards].into_iter().any(|other| {
        let first = &one[..one.len().min(2)];
        (0..other.len()).step_by(2).any(|at| {
            let (before, behind) = other.split_at(at);
            near(first, &behind[..behind.len().min(2)], tolerance)
                && near(&one[..behind.len()], behind, tolerance)
                && near(&one[behind.len()..], before, tolerance)
        })
    })
}

fn same_angle(one: &Object, other: &Object, tolerance: f64) -> bool {
    match (one.rotated(), other.rotated()) {
        (None, None) => true,
        (Some(one), Some(other)) => one.distance(other.corners()) <= tolerance,
        _ => false,
    }
}

fn same_keypoints(one: &Object, other: &Object, tolerance: f64) -> bool {
    let (one, other) = (one.keypoints(), other.keypoints());
    let mut pairs = one.iter().zip(other);
    one.len() == other.len()
        && pairs.all(|(one, other)| {
            one.visibility == other.visibility
                && near(&[one.x, one.y], &[other.x, other.y], tolerance)
        })
}

/// Says whether two have the same names and values, in any order.
pub(super) fn same_attributes(one: &Attributes, other: &Attributes) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .all(|(name, value)| other.get(name) == Some(value))
}
