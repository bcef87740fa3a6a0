//! Outlines of a mask: the edges of its pixels, followed around each part and each hole.

use super::ring::{holds, join, simplified, twice_area};
use super::{Mask, Spans};

/// What is asked of outlines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlining {
    /// How far an outline may be from the edges of the pixels, in pixels.
    pub tolerance: f64,
    /// The share of pixels that the mask and its outlines must have in common at least. The tolerance is halved until they
    /// do.
    pub least_iou: f64,
}

impl Default for Outlining {
    fn default() -> Self {
        Self {
            tolerance: 1.0,
            least_iou: 0.98,
        }
    }
}

/// Outlines of a mask as polygons, one for each part. A hole is joined to the outline around it. `None` if there are no pixels,
/// or too many.
#[must_use]
pub fn outlines(spans: &Spans, asked: Outlining) -> Option<Mask> {
    let rings = rings(spans)?;
    let mut tolerance = asked.tolerance;
    loop {
        let polygons = rings.iter().map(|(outer, inner)| {
            let all = [outer].into_iter().chain(inner);
            let simple = all.map(|ring| simplified(ring, tolerance).concat());
            join(&simple.collect::<Vec<_>>())
        });
        let mask = Mask::Polygons(polygons.collect());
        // Below this, nothing more is left out than points on a line.
        const EXACT: f64 = 0.1;
        let exact = tolerance < EXACT;
        let is_near = || {
            let size = (spans.width, spans.height);
            Spans::of(&mask, size).is_some_and(|drawn| drawn.iou(spans) >= asked.least_iou)
        };
        if exact || is_near() {
            return Some(mask);
        }
        tolerance /= 2.0;
        if tolerance < EXACT {
            tolerance = 0.0;
        }
    }
}

type Ring = Vec<[f64; 2]>;

/// The outline of each part, and those of its holes.
fn rings(spans: &Spans) -> Option<Vec<(Ring, Vec<Ring>)>> {
    let bounds = spans.box_to_draw()?;
    let grid = Grid::of(
        spans,
        bounds.x as u64,
        bounds.y as u64,
        bounds.width as usize,
        bounds.height as usize,
    );
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    for (ring, pixel) in grid.follow() {
        match twice_area(&ring) > 0.0 {
            true => outer.push((ring, Vec::new())),
            false => inner.push((ring, pixel)),
        }
    }
    // Each hole belongs to the smallest outline around a pixel at its edge.
    for (hole, pixel) in inner {
        let around = outer
            .iter_mut()
            .filter(|(ring, _): &&mut (Ring, Vec<Ring>)| holds(ring, pixel));
        let nearest = around.min_by(|a, b| twice_area(&a.0).total_cmp(&twice_area(&b.0)));
        if let Some((_, holes)) = nearest {
            holes.push(hole);
        }
    }
    Some(outer)
}

/// The pixels of a part of an image.
struct Grid {
    left: f64,
    top: f64,
    width: usize,
    height: usize,
    /// Column by column.
    set: Vec<bool>,
}

/// Steps along edges: right, down, left, up.
const STEPS: [(i64, i64); 4] = [(1, 0), (0, 1), (-1, 0), (0, -1)];

impl Grid {
    fn of(spans: &Spans, left: u64, top: u64, width: usize, height: usize) -> Self {
        let mut set = vec![false; width * height];
        let rows = u64::from(spans.height);
        for (start, end) in spans.list() {
            // A span may go on in the next column.
            for column in start / rows..=(end - 1) / rows {
                let from = (*start).max(column * rows) - column * rows;
                let to = (*end).min((column + 1) * rows) - column * rows;
                let place = (column - left) as usize * height;
                set[place + (from - top) as usize..place + (to - top) as usize].fill(true);
            }
        }
        Self {
            left: left as f64,
            top: top as f64,
            width,
            height,
            set,
        }
    }

    fn is_set(&self, x: i64, y: i64) -> bool {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else {
            return false;
        };
        x < self.width && y < self.height && self.set[x * self.height + y]
    }

    /// The edges that leave each corner with a set pixel at their right hand, as bits in the order of [`STEPS`].
    fn edges(&self) -> Vec<u8> {
        let mut edges = vec![0; (self.width + 1) * (self.height + 1)];
        for x in 0..self.width as i64 {
            for y in 0..self.height as i64 {
                if !self.is_set(x, y) {
                    continue;
                }
                for (outside, corner, step) in [
                    ((x, y - 1), (x, y), 0),
                    ((x + 1, y), (x + 1, y), 1),
                    ((x, y + 1), (x + 1, y + 1), 2),
                    ((x - 1, y), (x, y + 1), 3),
                ] {
                    if !self.is_set(outside.0, outside.1) {
                        edges[self.corner(corner)] |= 1 << step;
                    }
                }
            }
        }
        edges
    }

    fn corner(&self, (x, y): (i64, i64)) -> usize {
        x as usize * (self.height + 1) + y as usize
    }

    /// Follows all edges. Each ring comes with the middle of a set pixel at its first edge. Pixels that meet at a corner alone
    /// are not one part.
    fn follow(&self) -> Vec<(Ring, [f64; 2])> {
        let mut edges = self.edges();
        let mut rings = Vec::new();
        for start in 0..edges.len() {
            while edges[start] != 0 {
                rings.push(self.ring(&mut edges, start));
            }
        }
        rings
    }

    fn ring(&self, edges: &mut [u8], start: usize) -> (Ring, [f64; 2]) {
        let first = (
            (start / (self.height + 1)) as i64,
            (start % (self.height + 1)) as i64,
        );
        let mut step = edges[start].trailing_zeros() as usize;
        // The pixel at the right hand.
        let (dx, dy) = STEPS[step];
        let pixel = [
            self.left + first.0 as f64 + (dx - dy) as f64 / 2.0,
            self.top + first.1 as f64 + (dy + dx) as f64 / 2.0,
        ];
        let mut ring = Vec::new();
        let mut at = first;
        loop {
            edges[self.corner(at)] &= !(1 << step);
            at = (at.0 + STEPS[step].0, at.1 + STEPS[step].1);
            // To the right first: around the same pixel.
            let turns = [1, 0, 3].map(|turn| (step + turn) % 4);
            let next = turns
                .into_iter()
                .find(|next| edges[self.corner(at)] & (1 << next) != 0);
            // The first edge is used up: the ring ends where it began.
            let turned = next != Some(step);
            if turned {
                ring.push([self.left + at.0 as f64, self.top + at.1 as f64]);
            }
            match next {
                Some(next) => step = next,
                None => return (ring, pixel),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of characters: `#` is set.
    fn spans(rows: &[&str]) -> Spans {
        let (width, height) = (rows[0].len() as u32, rows.len() as u32);
        let mut set = Vec::new();
        for (y, row) in rows.iter().enumerate() {
            for (x, _) in row.match_indices('#') {
                let at = x as u64 * u64::from(height) + y as u64;
                set.push((at, at + 1));
            }
        }
        Spans::of_any(width, height, set)
    }

    fn traced(spans: &Spans, tolerance: f64) -> Vec<Vec<f64>> {
        let asked = Outlining {
            tolerance,
            ..Outlining::default()
        };
        match outlines(spans, asked) {
            Some(Mask::Polygons(polygons)) => polygons,
            _ => Vec::new(),
        }
    }

    #[test]
    fn parts_and_holes() {
        for (rows, polygons) in [
            (&["#"][..], 1),
            (&["....", ".##.", ".##."], 1),
            // A hole.
            (&["#####", "#...#", "#.#.#", "#...#", "#####"], 2),
            // Two holes in one part, and another part.
            (
                &["#######.", "#.###.#.", "#######.", "........", "......##"],
                2,
            ),
            // Parts that meet at a corner, and holes that do.
            (&["##..", "##..", "..##", "..##"], 2),
            (&["#####", "#.###", "##.##", "#####"], 1),
            (&["#.#.#.#.#.#", ".#.#.#.#.#.", "#.#.#.#.#.#"], 17),
            (&["...", "..."], 0),
        ] {
            let mask = spans(rows);
            let found = traced(&mask, 0.0);
            assert_eq!(found.len(), polygons, "{rows:?}: {found:?}");
            let back = Spans::of(&Mask::Polygons(found), (mask.width, mask.height)).unwrap();
            assert_eq!(back, mask, "{rows:?}");
        }
    }

    #[test]
    fn a_square_has_four_points() {
        let found = traced(&spans(&["....", ".##.", ".##."]), 1.0);
        assert_eq!(found[0].len(), 8);
        assert_eq!(Mask::Polygons(found).area(), 4.0);
    }

    /// Circles, rings and slopes of all sizes, at the default tolerance.
    #[test]
    fn there_and_back() {
        for radius in [1.0, 2.0, 3.5, 5.0, 8.0, 13.0, 21.0, 34.0, 55.0] {
            for (inner, slope) in [(0.0, 0.0), (0.5, 0.0), (0.0, 0.3), (0.7, 0.9)] {
                let (side, mut set) = (128_u64, Vec::new());
                for at in 0..side * side {
                    let x = (at / side) as f64 - 63.2;
                    let y = (at % side) as f64 - 64.1 + slope * x;
                    let away = x.hypot(y);
                    if away <= radius && away >= inner * radius {
                        set.push((at, at + 1));
                    }
                }
                let mask = Spans::of_any(128, 128, set);
                let outlines = outlines(&mask, Outlining::default()).unwrap();
                let back = Spans::of(&outlines, (128, 128)).unwrap();
                let iou = back.iou(&mask);
                assert!(
                    iou >= 0.98,
                    "radius {radius}, inner {inner}, slope {slope}: {iou}"
                );
            }
        }
    }

    #[test]
    fn masks_that_are_too_large() {
        let mask = Spans::of_any(u32::MAX, u32::MAX, vec![(0, 1), (1 << 62, (1 << 62) + 1)]);
        assert_eq!(outlines(&mask, Outlining::default()), None);
    }
}
