//! Each kind of difference, alone.

use super::*;
use crate::dataset::{Keypoint, Mask, RotatedBox, Spans, Split, Value, Visibility};
use crate::testing::{category, data_set, image, object};

/// What differs after a change, as `what: count`.
fn after(change: impl FnOnce(&mut DataSet)) -> Vec<String> {
    let one = data_set();
    let mut other = one.clone();
    change(&mut other);
    let found = compare(&one, &other, Asked::default()).differences;
    found
        .into_iter()
        .map(|line| format!("{}: {}", line.what, line.count))
        .collect()
}

#[test]
fn the_same() {
    assert_eq!(after(|_| {}), [""; 0]);
    let found = compare(&data_set(), &data_set(), Asked::default());
    assert_eq!((found.images, found.categories, found.objects), (1, 3, 3));
    // The order of objects, and what is below the tolerance.
    assert_eq!(after(|data| data.objects.reverse()), [""; 0]);
    assert_eq!(
        after(|data| data.objects[0].bounding_box.x += 0.009),
        [""; 0]
    );
}

#[test]
fn images() {
    let check = |change: fn(&mut DataSet), expect: &[&str]| assert_eq!(after(change), expect);
    check(
        |data| data.images.push(image("b.png")),
        &["images only in the second: 1"],
    );
    check(
        |data| data.images[0].name = "b.png".to_owned(),
        &[
            "images only in the first: 1",
            "images only in the second: 1",
            "objects only in the first: 3",
            "objects only in the second: 3",
        ],
    );
    check(
        |data| data.images[0].width = 101,
        &["images of another size: 1"],
    );
    check(
        |data| data.images[0].split = Some(Split::Test),
        &["images of another part: 1"],
    );
    check(
        |data| data.images[0].category = Some(1),
        &["images with another label: 1"],
    );
    check(
        |data| data.images[0].attributes.set("a", Value::Flag(true)),
        &["images with other attributes: 1"],
    );
}

#[test]
fn categories() {
    let check = |change: fn(&mut DataSet), expect: &[&str]| assert_eq!(after(change), expect);
    check(
        |data| data.categories.push(category(99, "bird")),
        &["categories only in the second: 1"],
    );
    check(
        |data| data.categories[2].name = "bird".to_owned(),
        &[
            "categories only in the first: 1",
            "categories only in the second: 1",
            "objects of another category: 1",
        ],
    );
    check(
        |data| data.sort_categories(|a, b| b.name.cmp(&a.name)),
        &["categories with another class index: 2"],
    );
    check(
        |data| data.categories[0].supercategory = Some("animal".to_owned()),
        &["categories with another supercategory: 1"],
    );
}

#[test]
fn objects() {
    let check = |change: fn(&mut DataSet), expect: &[&str]| assert_eq!(after(change), expect);
    check(
        |data| drop(data.objects.pop()),
        &["objects only in the first: 1"],
    );
    check(
        |data| data.objects.push(object(0, 70.0)),
        &["objects only in the second: 1"],
    );
    check(
        |data| data.objects[0].bounding_box.width = 19.0,
        &["objects with another box: 1"],
    );
    check(
        |data| data.objects[0].bounding_box.x = 60.0,
        &[
            "objects only in the first: 1",
            "objects only in the second: 1",
        ],
    );
    check(
        |data| data.objects[0].category = 1,
        &["objects of another category: 1"],
    );
    check(
        |data| data.objects[0].crowd = true,
        &["objects with other flags (crowd, difficult, truncated): 1"],
    );
    check(
        |data| data.objects[0].set_mask(Some(Mask::Polygons(vec![vec![0.0; 6]]))),
        &["objects with another outline: 1"],
    );
    check(
        |data| {
            let turned = RotatedBox::of(data.objects[0].bounding_box, 180.0);
            data.objects[0] = data.objects[0].clone().with_rotated(turned);
        },
        &["objects with another angle: 1"],
    );
    check(
        |data| {
            let point = Keypoint {
                visibility: Visibility::Visible,
                ..Keypoint::default()
            };
            data.objects[0].change_rare(|rare| rare.keypoints.push(point));
        },
        &["objects with other keypoints: 1"],
    );
}

#[test]
fn run_lengths_that_are_written_in_two_ways() {
    let square = Mask::Polygons(vec![vec![1.0, 1.0, 9.0, 1.0, 9.0, 9.0, 1.0, 9.0]]);
    let runs = Spans::of(&square, (100, 50)).unwrap().to_runs();
    let lengths = runs.lengths().unwrap();
    let compressed = Mask::RunLength(Box::new(runs.clone()));
    let mut plain = runs;
    plain.counts = crate::dataset::Counts::List(lengths);
    let plain = Mask::RunLength(Box::new(plain));
    let with = |mask: &Mask| {
        let mut data = data_set();
        data.objects[0].set_mask(Some(mask.clone()));
        data
    };
    let differences = |one: &Mask, other: &Mask| {
        let found = compare(&with(one), &with(other), Asked::default());
        found.differences.len()
    };
    assert_eq!(differences(&compressed, &plain), 0);
    assert_eq!(differences(&compressed, &square), 0);
}

#[test]
fn polygons_begin_anywhere() {
    let with = |points: &[f64]| {
        let mut data = data_set();
        data.objects[0].set_mask(Some(Mask::Polygons(vec![points.to_vec()])));
        data
    };
    let one = with(&[1.0, 1.0, 9.0, 1.0, 9.0, 9.0, 3.0, 7.0]);
    for (other, expect) in [
        ([9.0, 1.0, 9.0, 9.0, 3.0, 7.0, 1.0, 1.0], 0),
        ([3.0, 7.0, 1.0, 1.0, 9.0, 1.0, 9.0, 9.005], 0),
        ([9.0, 9.0, 9.0, 1.0, 1.0, 1.0, 3.0, 7.0], 0),
        ([1.0, 1.0, 9.0, 9.0, 9.0, 1.0, 3.0, 7.0], 1),
        ([9.0, 1.0, 9.0, 9.0, 3.0, 7.0, 1.0, 2.0], 1),
    ] {
        let found = compare(&one, &with(&other), Asked::default());
        assert_eq!(found.differences.len(), expect, "{other:?}");
    }
    let shorter = with(&[1.0, 1.0, 9.0, 1.0, 9.0, 9.0]);
    assert_eq!(
        compare(&one, &shorter, Asked::default()).differences.len(),
        1
    );
}

#[test]
fn boxes_that_cover_nothing_and_boxes_that_are_alike() {
    let mut one = data_set();
    one.objects = vec![object(0, 1.0), object(0, 2.0), object(0, 30.0)];
    one.objects[2].bounding_box.width = 0.0;
    let mut other = one.clone();
    for object in &mut other.objects {
        object.bounding_box.x += 0.001;
    }
    other.objects.reverse();
    let found = compare(&one, &other, Asked::default());
    assert_eq!((found.differences.len(), found.objects), (0, 3));
}
