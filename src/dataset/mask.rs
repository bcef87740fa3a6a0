//! The outline of an object: polygons, or COCO's run lengths.

use super::BoundingBox;

/// The outline of an object.
#[derive(Debug, Clone, PartialEq)]
pub enum Mask {
    /// One polygon for each visible part, as x, y, x, y, …
    Polygons(Vec<Vec<f64>>),
    /// A bitmap, column by column.
    RunLength(Box<RunLength>),
}

/// A bitmap as the lengths of runs of unset and set pixels in turn, column by column from the left.
#[derive(Debug, Clone, PartialEq)]
pub struct RunLength {
    /// Height of the bitmap.
    pub height: u32,
    /// Width of the bitmap.
    pub width: u32,
    /// The lengths, as the source wrote them.
    pub counts: Counts,
}

/// Run lengths in the form in which they were read, so that they are written back as they were.
#[derive(Debug, Clone, PartialEq)]
pub enum Counts {
    /// Plain numbers.
    List(Vec<u32>),
    /// COCO's compressed text.
    Compressed(String),
}

impl Mask {
    /// The area in square pixels.
    pub fn area(&self) -> f64 {
        match self {
            Mask::Polygons(polygons) => polygons.iter().map(|polygon| polygon_area(polygon)).sum(),
            Mask::RunLength(runs) => runs.lengths().map_or(0.0, |lengths| {
                lengths
                    .iter()
                    .skip(1)
                    .step_by(2)
                    .map(|length| f64::from(*length))
                    .sum()
            }),
        }
    }

    /// The smallest box around it; `None` if it is empty.
    pub fn bounding_box(&self) -> Option<BoundingBox> {
        match self {
            Mask::Polygons(polygons) => BoundingBox::around(&polygons.concat()),
            Mask::RunLength(runs) => runs.bounding_box(),
        }
    }

    /// What is wrong with it, in words that follow "the mask"; `None` if nothing is.
    pub fn fault(&self) -> Option<String> {
        match self {
            Mask::Polygons(polygons) => {
                let odd = polygons.iter().find(|polygon| polygon.len() % 2 == 1);
                let odd = odd.map(|polygon| {
                    format!(
                        "has a polygon of {} numbers, which are not pairs",
                        polygon.len()
                    )
                });
                odd.or_else(|| self.bounding_box().and_then(|bounds| bounds.fault()))
            }
            Mask::RunLength(runs) => {
                let pixels = runs.pixels();
                let Some(covered) = runs.covered() else {
                    return Some("has compressed run lengths that cannot be read".to_owned());
                };
                (covered > pixels).then(|| {
                    format!("has run lengths for {covered} pixels, but its size is {pixels}")
                })
            }
        }
    }
}

impl RunLength {
    /// Says whether the lengths end before the last pixel. Those behind them are unset.
    pub(crate) fn ends_early(&self) -> bool {
        self.covered().unwrap_or_default() < self.pixels()
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The pixels that the lengths are for; `None` if the compressed text cannot be read.
    fn covered(&self) -> Option<u64> {
        let sum = |lengths: &[u32]| lengths.iter().map(|length| u64::from(*length)).sum();
        match &self.counts {
            Counts::List(lengths) => Some(sum(lengths)),
            Counts::Compressed(text) => decompressed(text).map(|lengths| sum(&lengths)),
        }
    }

    /// The plain run lengths; `None` if the compressed text cannot be read.
    pub fn lengths(&self) -> Option<Vec<u32>> {
        match &self.counts {
            Counts::List(lengths) => Some(lengths.clone()),
            Counts::Compressed(text) => decompressed(text),
        }
    }

    fn bounding_box(&self) -> Option<BoundingBox> {
        let height = u64::from(self.height);
        let (mut left, mut top, mut right, mut bottom) = (u64::MAX, u64::MAX, 0, 0);
        let mut start = 0;
        for (place, length) in self.lengths()?.into_iter().enumerate() {
            let end = start + u64::from(length);
            if place % 2 == 1 && length > 0 && height > 0 {
                let last = end - 1;
                let one_column = start / height == last / height;
                left = left.min(start / height);
                right = right.max(last / height + 1);
                top = top.min(if one_column { start % height } else { 0 });
                bottom = bottom.max(if one_column {
                    last % height + 1
                } else {
                    height
                });
            }
            start = end;
        }
        // Sizes are 32 bits, so that the edges are exact as f64.
        (right > 0).then(|| {
            BoundingBox::from_corners(left as f64, top as f64, right as f64, bottom as f64)
        })
    }
}

/// The area that a polygon encloses.
fn polygon_area(polygon: &[f64]) -> f64 {
    let points = polygon.len() / 2;
    let twice: f64 = (0..points)
        .map(|point| {
            let next = (point + 1) % points;
            polygon[2 * point] * polygon[2 * next + 1] - polygon[2 * next] * polygon[2 * point + 1]
        })
        .sum();
    twice.abs() / 2.0
}

/// COCO's compressed run lengths: groups of five bits with a continuation bit, from the third length on as the
/// difference to the length before the last.
fn decompressed(text: &str) -> Option<Vec<u32>> {
    let mut lengths: Vec<u32> = Vec::new();
    let mut bytes = text.bytes();
    while let Some(mut byte) = bytes.next() {
        let (mut value, mut shift) = (0_i64, 0);
        loop {
            let bits = byte.checked_sub(48).filter(|bits| *bits < 64)?;
            value |= i64::from(bits & 0x1f) << shift;
            shift += 5;
            if bits & 0x20 == 0 {
                if bits & 0x10 != 0 {
                    value |= -1 << shift;
                }
                break;
            }
            if shift > 40 {
                return None;
            }
            byte = bytes.next()?;
        }
        if lengths.len() > 2 {
            value += i64::from(lengths[lengths.len() - 2]);
        }
        lengths.push(u32::try_from(value).ok()?);
    }
    Some(lengths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_length(width: u32, height: u32, lengths: &[u32]) -> Mask {
        Mask::RunLength(Box::new(RunLength {
            height,
            width,
            counts: Counts::List(lengths.into()),
        }))
    }

    fn compressed(width: u32, height: u32, text: &str) -> Mask {
        Mask::RunLength(Box::new(RunLength {
            height,
            width,
            counts: Counts::Compressed(text.into()),
        }))
    }

    #[test]
    fn area_of_polygons() {
        let square = vec![0.0, 0.0, 0.0, 10.0, 10.0, 10.0, 10.0, 0.0];
        let triangle = vec![20.0, 0.0, 30.0, 0.0, 20.0, 10.0];
        assert_eq!(Mask::Polygons(vec![square, triangle]).area(), 150.0);
        assert_eq!(Mask::Polygons(vec![vec![]]).area(), 0.0);
    }

    #[test]
    fn run_lengths_go_down_the_columns() {
        // 4 wide, 5 high: pixels 6, 7 (column 1, rows 1 and 2) and 10 to 19 (columns 2 and 3).
        let mask = run_length(4, 5, &[6, 2, 2, 10]);
        assert_eq!(mask.area(), 12.0);
        assert_eq!(
            mask.bounding_box(),
            Some(BoundingBox {
                x: 1.0,
                y: 0.0,
                width: 3.0,
                height: 5.0
            })
        );
        let one = run_length(4, 5, &[6, 2]);
        assert_eq!(
            one.bounding_box(),
            Some(BoundingBox {
                x: 1.0,
                y: 1.0,
                width: 1.0,
                height: 2.0
            })
        );
        assert_eq!(run_length(4, 5, &[20]).bounding_box(), None);
    }

    #[test]
    fn compressed_run_lengths_as_pycocotools_reads_them() {
        for (text, lengths, area, bounds) in [
            (
                "61X13mN000`0",
                vec![6, 1, 40, 4, 5, 4, 5, 4, 21],
                13.0,
                [0.0, 2.0, 8.0, 5.0],
            ),
            (
                "99;JK0000000=N_O",
                vec![9, 9, 11, 3, 6, 3, 6, 3, 6, 3, 6, 3, 19, 1, 2],
                25.0,
                [1.0, 0.0, 9.0, 9.0],
            ),
        ] {
            let mask = compressed(10, 9, text);
            let Mask::RunLength(runs) = &mask else {
                unreachable!()
            };
            assert_eq!(runs.lengths(), Some(lengths));
            assert_eq!(mask.area(), area);
            let [x, y, width, height] = bounds;
            assert_eq!(
                mask.bounding_box(),
                Some(BoundingBox {
                    x,
                    y,
                    width,
                    height
                })
            );
            assert_eq!(mask.fault(), None);
        }
    }

    #[test]
    fn faults() {
        for (mask, expect) in [
            (
                run_length(4, 5, &[6, 2, 20]),
                "has run lengths for 28 pixels, but its size is 20",
            ),
            (
                compressed(4, 5, "\n"),
                "has compressed run lengths that cannot be read",
            ),
            (
                compressed(4, 5, "oooooooooooooooooooo"),
                "has compressed run lengths that cannot be read",
            ),
            (
                compressed(4, 5, "o"),
                "has compressed run lengths that cannot be read",
            ),
            (
                Mask::Polygons(vec![vec![1.0; 7]]),
                "has a polygon of 7 numbers, which are not pairs",
            ),
            (
                Mask::Polygons(vec![vec![1e300; 6]]),
                "has the coordinate 1e300, which is beyond any image",
            ),
        ] {
            assert_eq!(mask.fault().as_deref(), Some(expect));
        }
    }
}
