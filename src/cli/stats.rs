//! `stats`: objects a category, and the sizes of their boxes as a small chart.

use converters::DataSet;
use converters::error::visible;
use serde::Serialize;

use super::{JobArguments, Printing};

#[derive(Serialize)]
struct Statistics {
    images: usize,
    images_without_objects: usize,
    objects: usize,
    categories: Vec<Count>,
    /// By the square root of the area, in pixels.
    sizes: Vec<Count>,
}

#[derive(Serialize)]
struct Count {
    name: String,
    count: usize,
}

/// Upper bounds of the chart's lines: the square root of a box's area.
const SIZES: [u32; 7] = [8, 16, 32, 64, 128, 256, 512];

/// The longest bar, in characters.
const BAR: usize = 40;

pub(crate) fn stats(arguments: &JobArguments, printing: &Printing) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let data = arguments.prepare(&job, printing)?.data;
    let statistics = count(&data);
    printing.result(&statistics, || chart(&statistics))
}

fn count(data: &DataSet) -> Statistics {
    let mut categories = vec![0; data.categories.len()];
    let mut sizes = vec![0; SIZES.len() + 1];
    let mut used = vec![false; data.images.len()];
    for object in &data.objects {
        // `DataSet::check` has found the indices sound.
        categories[object.category as usize] += 1;
        used[object.image as usize] = true;
        let side = object.bounding_box.area().sqrt();
        sizes[SIZES.partition_point(|bound| f64::from(*bound) <= side)] += 1;
    }
    let names = data.categories.iter().map(|category| category.name.clone());
    Statistics {
        images: data.images.len(),
        images_without_objects: used.iter().filter(|used| !**used).count(),
        objects: data.objects.len(),
        categories: names
            .zip(categories)
            .map(|(name, count)| Count { name, count })
            .collect(),
        sizes: (0..sizes.len())
            .map(|index| Count {
                name: size_name(index),
                count: sizes[index],
            })
            .collect(),
    }
}

fn size_name(index: usize) -> String {
    match (
        index.checked_sub(1).and_then(|below| SIZES.get(below)),
        SIZES.get(index),
    ) {
        (None, Some(high)) => format!("below {high} px"),
        (Some(low), Some(high)) => format!("{low} to {high} px"),
        (Some(low), None) => format!("from {low} px"),
        (None, None) => String::new(),
    }
}

fn chart(statistics: &Statistics) -> String {
    let Statistics {
        images,
        images_without_objects,
        objects,
        categories,
        sizes,
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
        .map(|count| visible(&count.name).chars().count())
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
        let name = visible(name).chars().take(30).collect::<String>();
        // A count that is not zero is seen.
        let bar = "█".repeat((count * BAR).div_ceil(most));
        out.push_str(&format!("  {name:<width$} {count:>8} {bar}\n"));
    }
    out
}
