//! Closed outlines as x, y, x, y, …: cut, simplified, joined.

/// Cuts off what reaches beyond an image, in Sutherland and Hodgman's way: at one edge after the other.
pub(crate) fn cut(polygon: &[f64], (width, height): (f64, f64)) -> Vec<f64> {
    // Which coordinate, the limit, and whether what is larger is kept.
    let edges = [
        (0, 0.0, true),
        (0, width, false),
        (1, 0.0, true),
        (1, height, false),
    ];
    let mut points = points(polygon);
    for (axis, limit, larger) in edges {
        let keeps = |point: [f64; 2]| (point[axis] >= limit) == larger || point[axis] == limit;
        let mut next = Vec::with_capacity(points.len());
        for (place, point) in points.iter().copied().enumerate() {
            let before = points[(place + points.len() - 1) % points.len()];
            if keeps(before) != keeps(point) {
                let share = (limit - before[axis]) / (point[axis] - before[axis]);
                let mut crossing = [0, 1].map(|at| before[at] + share * (point[at] - before[at]));
                crossing[axis] = limit;
                next.push(crossing);
            }
            if keeps(point) {
                next.push(point);
            }
        }
        points = next;
    }
    points.concat()
}

/// Twice the area, positive if the points go clockwise as it is seen on the screen.
pub(crate) fn twice_area(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let pairs = ring.iter().zip(next);
    pairs
        .map(|(one, two)| one[0] * two[1] - two[0] * one[1])
        .sum()
}

/// Says whether a point lies inside.
pub(crate) fn holds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let crossings = ring.iter().zip(next).filter(|(one, two)| {
        (one[1] > y) != (two[1] > y)
            && x < one[0] + (y - one[1]) / (two[1] - one[1]) * (two[0] - one[0])
    });
    crossings.count() % 2 == 1
}

/// Leaves out points that are at most `tolerance` from the line between their neighbours, in Douglas and Peucker's
/// way. At least three points stay.
pub(crate) fn simplified(ring: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    if ring.len() <= 3 || tolerance <= 0.0 {
        return ring.to_vec();
    }
    // A ring has no ends: its first point and the one that is furthest from it take their part.
    let distance = |point: &[f64; 2]| (point[0] - ring[0][0]).hypot(point[1] - ring[0][1]);
    let far = (0..ring.len()).max_by(|a, b| distance(&ring[*a]).total_cmp(&distance(&ring[*b])));
    let far = far.unwrap_or(0);
    let mut kept = vec![false; ring.len()];
    (kept[0], kept[far]) = (true, true);
    // A stack, so that no outline is too long for it.
    let mut open = vec![(0, far), (far, ring.len())];
    while let Some((from, to)) = open.pop() {
        let end = ring[to % ring.len()];
        let off = |place: &usize| from_line(ring[*place], ring[from], end);
        let furthest = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b)));
        if let Some(place) = furthest.filter(|place| off(place) > tolerance) {
            kept[place] = true;
            open.extend([(from, place), (place, to)]);
        }
    }
    let simple: Vec<_> = ring
        .iter()
        .zip(&kept)
        .filter(|(_, kept)| **kept)
        .map(|(point, _)| *point)
        .collect();
    match simple.len() {
        0..3 => ring.to_vec(),
        _ => simple,
    }
}

/// The distance of a point from the line between two others.
fn from_line(point: [f64; 2], start: [f64; 2], end: [f64; 2]) -> f64 {
    let (dx, dy) = (end[0] - start[0], end[1] - start[1]);
    let length = dx.hypot(dy);
    let (x, y) = (point[0] - start[0], point[1] - start[1]);
    match length {
        0.0 => x.hypot(y),
        _ => (x * dy - y * dx).abs() / length,
    }
}

/// Makes one ring of several: each is joined to those before it at the two points that are nearest to each other, by a line
/// there and the same line back, which encloses nothing. A hole, whose points go the other way round, stays a hole.
///
/// ```
/// use converters::dataset::join;
///
/// let left = vec![0.0, 0.0, 4.0, 0.0, 4.0, 4.0, 0.0, 4.0];
/// let right = vec![6.0, 0.0, 9.0, 0.0, 9.0, 4.0];
/// let joined = join(&[left, right]);
/// assert_eq!(joined.len(), 2 * (4 + 3 + 2));
/// ```
#[must_use]
pub fn join(rings: &[Vec<f64>]) -> Vec<f64> {
    let mut rest: Vec<Vec<[f64; 2]>> = rings
        .iter()
        .map(|ring| points(ring))
        .filter(|ring| !ring.is_empty())
        .collect();
    if rest.is_empty() {
        return Vec::new();
    }
    let mut whole = rest.remove(0);
    for ring in rest {
        let (at, from) = nearest(&whole, &ring);
        let mut next = Vec::with_capacity(whole.len() + ring.len() + 2);
        next.extend_from_slice(&whole[..=at]);
        next.extend_from_slice(&ring[from..]);
        next.extend_from_slice(&ring[..=from]);
        next.extend_from_slice(&whole[at..]);
        whole = next;
    }
    whole.concat()
}

/// The places of the two points that are nearest to each other. In very long rings, not every point is tried.
fn nearest(one: &[[f64; 2]], two: &[[f64; 2]]) -> (usize, usize) {
    const MOST: usize = 2000;
    let (by_one, by_two) = (one.len().div_ceil(MOST), two.len().div_ceil(MOST));
    let mut best = (f64::INFINITY, (0, 0));
    for (i, a) in one.iter().enumerate().step_by(by_one) {
        for (j, b) in two.iter().enumerate().step_by(by_two) {
            let distance = (a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2);
            if distance < best.0 {
                best = (distance, (i, j));
            }
        }
    }
    best.1
}

fn points(ring: &[f64]) -> Vec<[f64; 2]> {
    ring.chunks_exact(2)
        .map(|point| [point[0], point[1]])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_at_the_edges() {
        let check = |given: &[f64], expect: &[f64]| {
            assert_eq!(cut(given, (100.0, 50.0)), expect, "{given:?}");
        };
        let inside = [1.0, 1.0, 9.0, 1.0, 9.0, 9.0];
        check(&inside, &inside);
        check(
            &[-10.0, 10.0, 10.0, 10.0, 10.0, 20.0, -10.0, 20.0],
            &[0.0, 10.0, 10.0, 10.0, 10.0, 20.0, 0.0, 20.0],
        );
        check(&[200.0, 0.0, 300.0, 0.0, 300.0, 9.0], &[]);
        check(&[], &[]);
    }

    #[test]
    fn simpler_outlines() {
        let square = [
            [0.0, 0.0],
            [5.0, 0.1],
            [10.0, 0.0],
            [10.0, 10.0],
            [5.0, 9.0],
            [0.0, 10.0],
        ];
        assert_eq!(simplified(&square, 0.0).len(), 6);
        assert_eq!(simplified(&square, 0.5).len(), 5);
        assert_eq!(
            simplified(&square, 2.0),
            [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
        );
        assert_eq!(simplified(&square, 1e9).len(), 6);
        assert!(holds(&square, [5.0, 5.0]) && !holds(&square, [5.0, 9.5]));
        assert!(twice_area(&square) > 0.0);
    }
}
