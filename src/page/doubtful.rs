//! Which boxes look doubtful, and why.

use crate::dataset::{BoundingBox, DataSet, Object};

/// A box that looks doubtful.
pub(super) struct Doubt {
    /// The place of the object.
    pub(super) object: usize,
    pub(super) kind: &'static str,
}

/// What was found.
pub(super) struct Doubts {
    /// How many there are of each kind, without those that there are none of.
    pub(super) kinds: Vec<(&'static str, usize)>,
    /// Some of each kind.
    pub(super) shown: Vec<Doubt>,
}

const EMPTY: &str = "without width or height";
const BEYOND: &str = "beyond its image";
const TINY: &str = "smaller than 2 x 2 pixels";
const NARROW: &str = "more than 20 times as long as wide";
const WHOLE: &str = "the whole image";
const TWICE: &str = "almost the same box as another of its category";

/// Looks at each box.
pub(super) fn find(data: &DataSet) -> Doubts {
    const OF_A_KIND: usize = 6;
    let kinds = [EMPTY, BEYOND, TINY, NARROW, WHOLE, TWICE];
    let mut found = kinds.map(|kind| (kind, 0));
    let mut shown = kinds.map(|_| Vec::new());
    let mut see = |object: usize, kind: &'static str| {
        let place = kinds.iter().position(|known| *known == kind);
        let Some(place) = place else { return };
        found[place].1 += 1;
        if shown[place].len() < OF_A_KIND {
            shown[place].push(Doubt { object, kind });
        }
    };
    for (place, object) in data.objects.iter().enumerate() {
        let image = &data.images[object.image as usize];
        if let Some(kind) = kind(object.bounding_box, (image.width, image.height)) {
            see(place, kind);
        }
    }
    for place in twice(data) {
        see(place, TWICE);
    }
    Doubts {
        kinds: found.into_iter().filter(|(_, count)| *count > 0).collect(),
        shown: shown.into_iter().flatten().collect(),
    }
}

/// What is doubtful about a box alone.
fn kind(bounds: BoundingBox, (width, height): (u32, u32)) -> Option<&'static str> {
    let (longer, shorter) = (
        bounds.width.max(bounds.height),
        bounds.width.min(bounds.height),
    );
    let image = f64::from(width) * f64::from(height);
    if shorter == 0.0 {
        Some(EMPTY)
    } else if bounds.leaves(width, height) {
        Some(BEYOND)
    } else if longer < 2.0 {
        Some(TINY)
    } else if longer > 20.0 * shorter {
        Some(NARROW)
    } else if bounds.area() >= 0.999 * image {
        Some(WHOLE)
    } else {
        None
    }
}

/// The objects that have almost the box of an earlier one of their image and category.
fn twice(data: &DataSet) -> Vec<usize> {
    const SAME: f64 = 0.95;
    let key = |object: &Object| (object.image, object.category);
    let mut order = (0..data.objects.len()).collect::<Vec<_>>();
    order.sort_by(|one, other| {
        let (one, other) = (&data.objects[*one], &data.objects[*other]);
        let by_x = || one.bounding_box.x.total_cmp(&other.bounding_box.x);
        key(one).cmp(&key(other)).then_with(by_x)
    });
    let mut found = Vec::new();
    for (number, place) in order.iter().enumerate() {
        let object = &data.objects[*place];
        let bounds = object.bounding_box;
        // Two boxes that are almost the same begin almost at the same place.
        let near = order[..number].iter().rev().take_while(|before| {
            let before = &data.objects[**before];
            key(before) == key(object)
                && bounds.x - before.bounding_box.x <= bounds.width * (1.0 - SAME)
        });
        // Enough to find one, and not all pairs of a heap of boxes.
        let mut near = near.take(64);
        if near.any(|before| data.objects[*before].bounding_box.iou(&bounds) >= SAME) {
            found.push(*place);
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, object};

    #[test]
    fn kinds() {
        let check = |[x, y, width, height]: [f64; 4], expect| {
            let bounds = BoundingBox {
                x,
                y,
                width,
                height,
            };
            assert_eq!(kind(bounds, (100, 50)), expect, "{bounds:?}");
        };
        check([1.0, 1.0, 20.0, 10.0], None);
        check([1.0, 1.0, 0.0, 10.0], Some(EMPTY));
        check([90.0, 1.0, 20.0, 10.0], Some(BEYOND));
        check([1.0, 1.0, 1.5, 1.0], Some(TINY));
        check([1.0, 1.0, 1.0, 30.0], Some(NARROW));
        check([0.0, 0.0, 100.0, 50.0], Some(WHOLE));
    }

    #[test]
    fn boxes_that_are_there_twice() {
        let mut data = data_set();
        data.objects = vec![
            object(0, 5.0),
            object(0, 40.0),
            object(0, 5.1),
            object(0, 8.0),
        ];
        assert_eq!(twice(&data), [2]);
        data.objects[2].category = 1;
        assert_eq!(twice(&data), [0; 0]);
        let doubts = find(&data);
        assert!(doubts.kinds.is_empty() && doubts.shown.is_empty());
    }
}
