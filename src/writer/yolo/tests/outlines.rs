//! What becomes of polygons.

use super::*;

/// Each polygon is an outline.
const APART: Yolo = Yolo {
    decimals: 2,
    labels: super::Labels::Outlines,
    join: false,
    images: super::Images::None,
};

#[test]
fn outlines() {
    let mut data = data_set();
    data.objects.truncate(2);
    data.objects[0].set_mask(Some(Mask::Polygons(vec![
        vec![0.0, 0.0, 50.0, 0.0, 50.0, 25.0],
        vec![100.0, 50.0, 0.0, 50.0, 0.0, 25.0],
    ])));
    let (files, report) = write(&APART, &data).unwrap();
    let (_, rows) = files
        .iter()
        .find(|(name, _)| name == "labels/a.txt")
        .unwrap();
    assert_eq!(
        rows,
        "0 0.00 0.00 0.50 0.00 0.50 0.50\n0 1.00 1.00 0.00 1.00 0.00 0.50\n\
         1 0.01 0.20 0.21 0.20 0.21 0.40 0.01 0.40\n"
    );
    assert_eq!(
        report.count(
            Stage::Noted,
            "objects of several polygons, each written as an object"
        ),
        1
    );
    assert_eq!(
        report.count(Stage::Lost, "polygons (the boxes are kept)"),
        0
    );
}

#[test]
fn outlines_of_fewer_than_three_points_are_counted_and_not_written() {
    let mut data = data_set();
    data.objects.truncate(2);
    data.objects[0].set_mask(Some(Mask::Polygons(vec![
        vec![0.0, 0.0, 50.0, 0.0, 50.0, 25.0],
        vec![10.0, 10.0, 30.0, 30.0],
    ])));
    data.objects[1].set_mask(Some(Mask::Polygons(vec![vec![10.0, 10.0]])));
    let (files, report) = write(&APART, &data).unwrap();
    let (_, rows) = &files[1];
    assert_eq!(
        rows,
        "0 0.00 0.00 0.50 0.00 0.50 0.50\n1 0.01 0.20 0.21 0.20 0.21 0.40 0.01 0.40\n"
    );
    assert_eq!(
        report.count(Stage::Lost, "outlines of fewer than three points"),
        2
    );
    let corners = "objects without an outline, written as the corners of their box";
    assert_eq!(report.count(Stage::Noted, corners), 1);
}

#[test]
fn the_polygons_of_an_object_are_joined() {
    let mut data = data_set();
    data.objects.truncate(1);
    data.objects[0].set_mask(Some(Mask::Polygons(vec![
        vec![0.0, 0.0, 20.0, 0.0, 20.0, 20.0],
        vec![30.0, 20.0, 50.0, 20.0, 50.0, 40.0],
    ])));
    let yolo = Yolo {
        decimals: 1,
        labels: super::Labels::Outlines,
        ..Yolo::default()
    };
    let (files, report) = write(&yolo, &data).unwrap();
    // Along the first to its last point, around the second, and back.
    assert_eq!(
        files[1].1,
        "0 0.0 0.0 0.2 0.0 0.2 0.4 0.3 0.4 0.5 0.4 0.5 0.8 0.3 0.4 0.2 0.4\n"
    );
    let joined = "objects of several polygons, joined into one outline";
    assert_eq!(report.count(Stage::Noted, joined), 1);
}
