//! Counts of a data set: objects a category, parts, sizes of boxes, objects an image.

use serde::Serialize;

use crate::dataset::DataSet;

/// Counts of a data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// How many images there are.
    pub images: usize,
    /// How many of them have no objects.
    pub images_without_objects: usize,
    /// How many objects there are.
    pub objects: usize,
    /// Objects, and images with this label, of each category.
    pub categories: Vec<Count>,
    /// Boxes by the square root of their area, in pixels.
    pub sizes: Vec<Count>,
    /// Images of each part, if the data set is divided.
    pub parts: Vec<Count>,
    /// Images by how many objects they have.
    pub objects_an_image: Vec<Count>,
}

/// How many there are of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// What it is.
    pub name: String,
    /// How many there are.
    pub count: usize,
}

/// Upper bounds of the sizes: the square root of a box's area.
const SIZES: [f64; 7] = [8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

/// Upper bounds of the counts of objects an image.
const COUNTS: [f64; 7] = [1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0];

impl Statistics {
    /// Counts a data set, which [`DataSet::check`] has found sound.
    ///
    /// ```
    /// use converters::DataSet;
    /// use converters::statistics::Statistics;
    ///
    /// assert_eq!(Statistics::of(&DataSet::default()).objects, 0);
    /// ```
    #[must_use]
    pub fn of(data: &DataSet) -> Self {
        let mut categories = vec![0; data.categories.len()];
        let mut sizes = vec![0; SIZES.len() + 1];
        let mut of_image = vec![0_u32; data.images.len()];
        for object in &data.objects {
            categories[object.category as usize] += 1;
            of_image[object.image as usize] += 1;
            sizes[range(&SIZES, object.bounding_box.area().sqrt())] += 1;
        }
        for label in data.images.iter().filter_map(|image| image.category) {
            categories[label as usize] += 1;
        }
        let mut counts = vec![0; COUNTS.len() + 1];
        for count in &of_image {
            counts[range(&COUNTS, f64::from(*count))] += 1;
        }
        let names = data.categories.iter().map(|category| category.name.clone());
        let parts = data.parts().into_iter().map(|(part, images)| Count {
            name: part.map_or("no part", |part| part.name()).to_owned(),
            count: images.count(),
        });
        Self {
            images: data.images.len(),
            images_without_objects: of_image.iter().filter(|count| **count == 0).count(),
            objects: data.objects.len(),
            categories: named(names, categories),
            sizes: named((0..).map(size_name), sizes),
            parts: parts.collect(),
            objects_an_image: named((0..).map(count_name), counts),
        }
    }
}

/// The place of the first bound above a number.
fn range(bounds: &[f64], number: f64) -> usize {
    bounds.partition_point(|bound| *bound <= number)
}

fn named(names: impl Iterator<Item = String>, counts: Vec<usize>) -> Vec<Count> {
    let all = names.zip(counts);
    all.map(|(name, count)| Count { name, count }).collect()
}

fn size_name(place: usize) -> String {
    let low = place.checked_sub(1).map_or(0.0, |below| SIZES[below]);
    match SIZES.get(place) {
        Some(high) if place == 0 => format!("below {high} px"),
        Some(high) => format!("{low} to {high} px"),
        None => format!("from {low} px"),
    }
}

fn count_name(place: usize) -> String {
    let low = place.checked_sub(1).map_or(0.0, |below| COUNTS[below]);
    match COUNTS.get(place) {
        Some(high) if high - low == 1.0 => format!("{low}"),
        Some(high) => format!("{low} to {}", high - 1.0),
        None => format!("from {low}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Split;
    use crate::testing::{data_set, image};

    #[test]
    fn counts() {
        let mut data = data_set();
        data.images.push(image("b.png"));
        data.images[1].split = Some(Split::Test);
        data.images[1].category = Some(2);
        let found = Statistics::of(&data);
        let there = |counts: &[Count]| {
            let there = counts.iter().filter(|count| count.count > 0);
            there
                .map(|count| format!("{}: {}", count.name, count.count))
                .collect::<Vec<_>>()
        };
        assert_eq!(there(&found.categories), ["cat: 1", "dog: 1", "hot dog: 2"]);
        // 20 x 10 pixels.
        assert_eq!(there(&found.sizes), ["8 to 16 px: 3"]);
        assert_eq!(there(&found.parts), ["test: 1", "no part: 1"]);
        assert_eq!(there(&found.objects_an_image), ["0: 1", "3 to 4: 1"]);
        assert_eq!(found.images_without_objects, 1);
    }
}
