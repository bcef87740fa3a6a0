//! What two data sets differ in: their images, categories and objects.

mod matching;
mod object;

use std::collections::HashMap;

use serde::Serialize;

use crate::dataset::{Category, DataSet, Image, Object};
use crate::error::shown;
use crate::report::Tally;

/// When two objects are one, and when they are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// The least share of their area that the boxes of one object have in common, from 0 to 1.
    pub iou: f64,
    /// Coordinates that differ by no more pixels than this are the same.
    pub tolerance: f64,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            iou: 0.5,
            tolerance: 0.01,
        }
    }
}

/// What two data sets differ in, and what they have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// What differs, counted; empty if the two are the same.
    pub differences: Vec<Line>,
    /// Images that both have.
    pub images: usize,
    /// Categories that both have.
    pub categories: usize,
    /// Objects that are the same in both.
    pub objects: usize,
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What is counted.
    pub what: String,
    /// How many there are; never zero.
    pub count: u64,
    /// The first of them.
    pub first: Option<String>,
}

impl Difference {
    fn add(&mut self, what: impl Into<String>, tally: Tally) {
        let (count, first) = tally.into_parts();
        if count > 0 {
            self.differences.push(Line {
                what: what.into(),
                count,
                first,
            });
        }
    }
}

/// Compares two data sets, which [`DataSet::check`] has found sound. Images and categories are known by their names, objects by
/// their image and where they are. The order of images and objects does not matter; that of categories does, because it is
/// that of their class indices.
///
/// ```
/// use converters::dataset::{DataSet, Image};
/// use converters::diff::{Asked, compare};
///
/// let mut one = DataSet::default();
/// one.images = vec![Image::new("a.png", (640, 480)), Image::new("b.png", (640, 480))];
/// let mut other = one.clone();
/// other.images.reverse();
/// assert_eq!(compare(&one, &other, Asked::default()).differences, []);
/// other.images.pop();
/// let found = compare(&one, &other, Asked::default()).differences;
/// assert_eq!((found[0].what.as_str(), found[0].count), ("images only in the first", 1));
/// ```
#[must_use]
pub fn compare(one: &DataSet, other: &DataSet, asked: Asked) -> Difference {
    let mut difference = Difference::default();
    let images = images(one, other, &mut difference);
    let categories = categories(one, other, &mut difference);
    objects((one, other), &images, &categories, asked, &mut difference);
    difference
}

/// Pairs of images of one name, by their places.
fn images(one: &DataSet, other: &DataSet, difference: &mut Difference) -> Vec<(usize, usize)> {
    let named = |image: &Image| format!("`{}`", shown(&image.name));
    let mut there: HashMap<&str, usize> = HashMap::with_capacity(other.images.len());
    for (place, image) in other.images.iter().enumerate() {
        there.insert(&image.name, place);
    }
    let mut pairs = Vec::new();
    let mut found = vec![false; other.images.len()];
    let (mut gone, mut new) = (Tally::default(), Tally::default());
    let [mut sizes, mut parts, mut labels, mut attributes] = [(); 4].map(|()| Tally::default());
    for (place, image) in one.images.iter().enumerate() {
        let Some(second) = there.get(image.name.as_str()).copied() else {
            gone.see(|| named(image));
            continue;
        };
        if std::mem::replace(&mut found[second], true) {
            // A second image of one name.
            gone.see(|| named(image));
            continue;
        }
        pairs.push((place, second));
        let there = &other.images[second];
        let size = |image: &Image| (image.width, image.height);
        if size(image) != size(there) {
            let text = |(width, height): (u32, u32)| format!("{width} x {height}");
            sizes.see(|| {
                format!(
                    "{}: {} and {}",
                    named(image),
                    text(size(image)),
                    text(size(there))
                )
            });
        }
        if image.split != there.split {
            let part = |image: &Image| image.split.map_or("no part", |part| part.name());
            parts.see(|| format!("{}: {} and {}", named(image), part(image), part(there)));
        }
        let label = |data: &DataSet, image: &Image| {
            let category = image.category?;
            Some(data.categories[category as usize].name.clone())
        };
        let (first, second) = (label(one, image), label(other, there));
        if first != second {
            let text =
                |label: Option<String>| label.map_or("none".to_owned(), |label| shown(&label));
            labels.see(|| format!("{}: {} and {}", named(image), text(first), text(second)));
        }
        if !object::same_attributes(&image.attributes, &there.attributes) {
            attributes.see(|| named(image));
        }
    }
    for (image, _) in other.images.iter().zip(found).filter(|(_, found)| !found) {
        new.see(|| named(image));
    }
    difference.images = pairs.len();
    difference.add("images only in the first", gone);
    difference.add("images only in the second", new);
    difference.add("images of another size", sizes);
    difference.add("images of another part", parts);
    difference.add("images with another label", labels);
    difference.add("images with other attributes", attributes);
    pairs
}

/// A number for each category, the same for one name in both data sets.
type Numbers = [Vec<u32>; 2];

fn categories<'a>(one: &'a DataSet, other: &'a DataSet, difference: &mut Difference) -> Numbers {
    let there: HashMap<&str, usize> = (0..)
        .zip(&other.categories)
        .map(|(place, category)| (category.name.as_str(), place))
        .collect();
    let first = (0..one.categories.len() as u32).collect::<Vec<_>>();
    // Those that only the second has come behind.
    let behind = one.categories.len() as u32;
    let mut second = (behind..).take(other.categories.len()).collect::<Vec<_>>();
    let mut found = vec![false; other.categories.len()];
    let [mut gone, mut new, mut order] = [(); 3].map(|()| Tally::default());
    let [mut above, mut skeletons] = [(); 2].map(|()| Tally::default());
    let named = |category: &Category| format!("`{}`", shown(&category.name));
    for (place, category) in one.categories.iter().enumerate() {
        let Some(match_of) = there.get(category.name.as_str()).copied() else {
            gone.see(|| named(category));
            continue;
        };
        second[match_of] = place as u32;
        found[match_of] = true;
        difference.categories += 1;
        let there = &other.categories[match_of];
        if match_of != place {
            order.see(|| format!("{}: {place} and {match_of}", named(category)));
        }
        if category.supercategory != there.supercategory {
            above.see(|| named(category));
        }
        if category.skeleton != there.skeleton {
            skeletons.see(|| named(category));
        }
    }
    for (category, _) in other
        .categories
        .iter()
        .zip(found)
        .filter(|(_, found)| !found)
    {
        new.see(|| named(category));
    }
    difference.add("categories only in the first", gone);
    difference.add("categories only in the second", new);
    difference.add("categories with another class index", order);
    difference.add("categories with another supercategory", above);
    difference.add("categories with other keypoints", skeletons);
    [first, second]
}

fn objects(
    (one, other): (&DataSet, &DataSet),
    images: &[(usize, usize)],
    numbers: &Numbers,
    asked: Asked,
    difference: &mut Difference,
) {
    let (first, second) = (one.by_image(), other.by_image());
    let mut gone = Tally::default();
    let mut new = Tally::default();
    let mut of_another_category = Tally::default();
    let mut details = object::PARTS.map(|_| Tally::default());
    let mut paired = [
        vec![false; one.images.len()],
        vec![false; other.images.len()],
    ];
    for (place, match_of) in images {
        (paired[0][*place], paired[1][*match_of]) = (true, true);
        let a = first.objects(*place).collect::<Vec<_>>();
        let b = second.objects(*match_of).collect::<Vec<_>>();
        let pairs = matching::pairs([&a, &b], numbers, asked);
        let mut found = [vec![false; a.len()], vec![false; b.len()]];
        for (i, j) in pairs {
            (found[0][i], found[1][j]) = (true, true);
            let mut same = true;
            if numbers[0][a[i].category as usize] != numbers[1][b[j].category as usize] {
                same = false;
                let name = shown(&other.categories[b[j].category as usize].name);
                of_another_category.see(|| format!("{}: `{name}`", named(one, a[i])));
            }
            for (part, tally) in object::PARTS.iter().zip(&mut details) {
                if !(part.same)(a[i], b[j], asked.tolerance) {
                    same = false;
                    tally.see(|| named(one, a[i]));
                }
            }
            difference.objects += usize::from(same);
        }
        let alone = |objects: &[&Object], found: &[bool], data: &DataSet, tally: &mut Tally| {
            for (object, _) in objects.iter().zip(found).filter(|(_, found)| !**found) {
                tally.see(|| named(data, object));
            }
        };
        alone(&a, &found[0], one, &mut gone);
        alone(&b, &found[1], other, &mut new);
    }
    for (data, paired, tally) in [(one, &paired[0], &mut gone), (other, &paired[1], &mut new)] {
        let alone = data
            .objects
            .iter()
            .filter(|object| !paired[object.image as usize]);
        for object in alone {
            tally.see(|| named(data, object));
        }
    }
    difference.add("objects only in the first", gone);
    difference.add("objects only in the second", new);
    difference.add("objects of another category", of_another_category);
    for (part, tally) in object::PARTS.iter().zip(details) {
        difference.add(part.what, tally);
    }
}

/// An object as a line names it.
fn named(data: &DataSet, object: &Object) -> String {
    let bounds = object.bounding_box;
    let short = |number: f64| (number * 100.0).round() / 100.0;
    format!(
        "`{}` in `{}`, {} x {} at {}, {}",
        shown(&data.categories[object.category as usize].name),
        shown(&data.images[object.image as usize].name),
        short(bounds.width),
        short(bounds.height),
        short(bounds.x),
        short(bounds.y)
    )
}

#[cfg(test)]
mod tests;
