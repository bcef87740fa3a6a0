//! `stats`: objects a category, and the sizes of their boxes as a small chart.

use converters::statistics::{Count, Statistics};
use rollbook::printable;

use super::{JobArguments, Printing};

/// The longest bar, in characters.
const BAR: usize = 40;

pub(crate) fn stats(arguments: &JobArguments, printing: &Printing) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let data = arguments.prepare(&job, printing)?.data;
    let statistics = Statistics::of(&data);
    printing.result(&statistics, || chart(&statistics))
}

fn chart(statistics: &Statistics) -> String {
    let Statistics {
        images,
        images_without_objects,
        objects,
        categories,
        sizes,
        ..
    } = statistics;
    format!(
        "{images} images ({images_without_objects} without objects), {objects} objects\n\nobjects a category\n{}\n\
         boxes by the root of their area\n{}",
        bars(categories),
        bars(sizes)
    )
}

fn bars(counts: &[Count]) -> String {
    let width = counts
        .iter()
        .map(|count| printable(&count.name).chars().count())
        .max();
    let width = width.unwrap_or(0).min(30);
    let most = counts
        .iter()
        .map(|count| count.count)
        .max()
        .unwrap_or(0)
        .max(1);
    let mut out = String::new();
    for Count { name, count } in counts {
        let name = printable(name).chars().take(30).collect::<String>();
        // A count that is not zero is seen.
        let bar = "█".repeat((count * BAR).div_ceil(most));
        out.push_str(&format!("  {name:<width$} {count:>8} {bar}\n"));
    }
    out
}
