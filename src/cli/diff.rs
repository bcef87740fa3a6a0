//! `diff`: what two data sets differ in.

use converters::diff::{Asked, Difference, compare};
use rollbook::printable;

use super::{JobArguments, Printing};

/// Returns `true` if the two are the same.
pub(crate) fn diff(
    [one, other]: [&JobArguments; 2],
    asked: Asked,
    printing: &Printing,
) -> anyhow::Result<bool> {
    anyhow::ensure!(
        asked.iou > 0.0 && asked.iou <= 1.0,
        "--iou is {}, expected a number above 0, at most 1",
        asked.iou
    );
    anyhow::ensure!(
        asked.tolerance >= 0.0,
        "--tolerance is {}, expected a number of pixels from 0",
        asked.tolerance
    );
    let read = |arguments: &JobArguments| {
        let job = arguments.read()?;
        Ok::<_, anyhow::Error>(arguments.prepare(&job, printing)?.data)
    };
    let difference = compare(&read(one)?, &read(other)?, asked);
    printing.result(&difference, || text(&difference))?;
    Ok(difference.differences.is_empty())
}

fn text(difference: &Difference) -> String {
    let mut text = String::new();
    for line in &difference.differences {
        text += &format!("{}: {}", line.what, line.count);
        if let Some(first) = &line.first {
            text += &format!(" (first: {})", printable(first));
        }
        text.push('\n');
    }
    let Difference {
        images,
        categories,
        objects,
        ..
    } = difference;
    text + &format!(
        "in both: images: {images}, categories: {categories}; the same: objects: {objects}"
    )
}
