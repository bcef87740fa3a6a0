//! Bars, and a map of where objects are.

use super::text;
use crate::dataset::DataSet;
use crate::statistics::Count;

/// A table with a bar for each count.
pub(super) fn bars(counts: &[Count]) -> String {
    let most = counts.iter().map(|count| count.count).max().unwrap_or(0);
    let rows = counts.iter().map(|Count { name, count }| {
        // A count that is not zero is seen.
        let share = match (*count, most) {
            (0, _) => 0.0,
            (count, most) => (count as f64 / most as f64 * 100.0).max(0.5),
        };
        format!(
            "<tr><td>{}</td><td class=\"number\">{count}</td><td class=\"bar\"><div style=\"width:{share:.1}%\"></div></td></tr>\n",
            text(name)
        )
    });
    format!("<table>\n{}</table>\n", rows.collect::<String>())
}

/// Cells of the map, a side.
const CELLS: usize = 24;

/// The width of the map in pixels.
const WIDTH: usize = 360;

/// How many centres of boxes are in each part of the images, all images scaled to one size: the darker, the more.
pub(super) fn heat_map(data: &DataSet) -> String {
    let mut cells = vec![0_usize; CELLS * CELLS];
    let mut outside = 0;
    for object in &data.objects {
        let image = &data.images[object.image as usize];
        let bounds = object.bounding_box;
        let cell = |centre: f64, side: u32| {
            let share = centre / f64::from(side);
            // The far edge belongs to the last cell.
            (0.0..=1.0)
                .contains(&share)
                .then(|| ((share * CELLS as f64) as usize).min(CELLS - 1))
        };
        let x = cell(bounds.x + bounds.width / 2.0, image.width);
        let y = cell(bounds.y + bounds.height / 2.0, image.height);
        match (x, y) {
            (Some(x), Some(y)) => cells[y * CELLS + x] += 1,
            _ => outside += 1,
        }
    }
    let most = cells.iter().copied().max().unwrap_or(0);
    let side = WIDTH / CELLS;
    let squares = cells.iter().enumerate().filter(|(_, count)| **count > 0);
    let squares = squares.map(|(place, count)| {
        let (x, y) = (place % CELLS * side, place / CELLS * side);
        let shade = *count as f64 / most as f64;
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"{side}\" height=\"{side}\" fill=\"#b3001b\" fill-opacity=\"{shade:.3}\"><title>{count}</title></rect>\n")
    });
    format!(
        "<svg class=\"heat\" width=\"{WIDTH}\" height=\"{WIDTH}\" role=\"img\" aria-label=\"map of centres\">\n{}</svg>\n<p>The darkest square has {most} centres; {outside} are outside of their image.</p>\n",
        squares.collect::<String>()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, object};

    #[test]
    fn where_centres_are() {
        let mut data = data_set();
        // Images of 100 x 50; boxes of 20 x 10, centres at 10, 50 and 100, all 15 from the top.
        data.objects = vec![
            object(0, 0.0),
            object(0, 40.0),
            object(0, 40.0),
            object(0, 90.0),
        ];
        let map = heat_map(&data);
        assert_eq!(map.matches("<rect").count(), 3);
        assert!(map.contains("x=\"30\" y=\"105\""), "{map}");
        assert!(map.contains("x=\"180\" y=\"105\" width=\"15\" height=\"15\" fill=\"#b3001b\" fill-opacity=\"1.000\"><title>2<"), "{map}");
        assert!(map.contains("x=\"345\" y=\"105\""), "{map}");
        data.objects[0].bounding_box.x = -500.0;
        assert!(heat_map(&data).contains("1 are outside"));
    }
}
