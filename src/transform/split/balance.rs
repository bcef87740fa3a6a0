//! Divides groups of images so that each part has its share of the images, and of the objects of each category.

use std::cmp::Reverse;

use super::group::Images;
use crate::dataset::DataSet;

/// Images that come into one part.
pub(super) struct Unit {
    /// How many images there are.
    pub(super) images: usize,
    /// How many objects of each category, by the index of the category; images with a label count as objects.
    pub(super) categories: Vec<(u32, usize)>,
}

/// Counts the objects of each unit, which is the group at the same place.
pub(super) fn count_categories(data: &DataSet, groups: &[Images<'_>], units: &mut [Unit]) {
    let mut unit_of = vec![0; data.images.len()];
    for (number, group) in groups.iter().enumerate() {
        group
            .images
            .iter()
            .for_each(|place| unit_of[*place] = number);
    }
    let objects = data
        .objects
        .iter()
        .map(|object| (unit_of[object.image as usize], object.category));
    let labels = data.images.iter().zip(&unit_of);
    let labels = labels.filter_map(|(image, unit)| Some((*unit, image.category?)));
    let mut all = objects.chain(labels).collect::<Vec<_>>();
    all.sort_unstable();
    for same in all.chunk_by(|one, other| one == other) {
        let (unit, category) = same[0];
        units[unit].categories.push((category, same.len()));
    }
}

/// The number of the part of each unit. `order` has all units, shuffled.
///
/// The units of the rarest category come first, in the way of Sechidis and others (2011): each goes to the part that still
/// wants the most objects of that category, large ones before small ones. Units without objects follow.
pub(super) fn parts<const N: usize>(
    units: &[Unit],
    order: &[usize],
    categories: usize,
    shares: [f64; N],
) -> Vec<usize> {
    let mut counts = vec![0; categories];
    // The units of each category, in the order.
    let mut of_category = vec![Vec::new(); categories];
    for place in order {
        for (category, count) in &units[*place].categories {
            counts[*category as usize] += count;
            of_category[*category as usize].push((*count, *place));
        }
    }
    let all = units.iter().map(|unit| unit.images).sum::<usize>();
    let wanted = |count: usize| shares.map(|share| share * count as f64);
    let mut wants = counts
        .iter()
        .map(|count| wanted(*count))
        .collect::<Vec<_>>();
    let mut wants_images = wanted(all);
    let mut chosen = vec![None; units.len()];
    let mut choose = |place: usize, category: Option<usize>| {
        if chosen[place].is_some() {
            return;
        }
        // A part without a share gets nothing, also if the others have too much.
        let open = (0..N).filter(|part| shares[*part] > 0.0);
        let most = open.max_by(|a, b| {
            let of_category = |part: usize| category.map_or(0.0, |category| wants[category][part]);
            let by_category = of_category(*a).total_cmp(&of_category(*b));
            let by_images = wants_images[*a].total_cmp(&wants_images[*b]);
            by_category.then(by_images).then(b.cmp(a))
        });
        let part = most.unwrap_or(0);
        chosen[place] = Some(part);
        wants_images[part] -= units[place].images as f64;
        for (category, count) in &units[place].categories {
            wants[*category as usize][part] -= *count as f64;
        }
    };
    let mut rarest = (0..categories).collect::<Vec<_>>();
    rarest.sort_by_key(|category| counts[*category]);
    for category in rarest {
        let own = &mut of_category[category];
        own.sort_by_key(|(count, _)| Reverse(*count));
        own.iter()
            .for_each(|(_, place)| choose(*place, Some(category)));
    }
    let mut rest = order.to_vec();
    rest.sort_by_key(|place| Reverse(units[*place].images));
    rest.iter().for_each(|place| choose(*place, None));
    // Each place is in the order, so that it has a part.
    chosen.into_iter().map(Option::unwrap_or_default).collect()
}
