//! One fault of a COCO file a test.

mod files;
mod pieces;

use super::*;
use crate::dataset::{BoundingBox, Counts, Keypoint, Mask, Object, Visibility};
use crate::report::Stage;
use crate::testing::{folder, png};

const IMAGES: &str = r#""images": [{"id": 10, "file_name": "a.png", "width": 100, "height": 50},
    {"id": 4, "file_name": "b.png", "width": 200, "height": 80}]"#;
const CATEGORIES: &str = r#""categories": [{"id": 90, "name": "hot dog"}, {"id": 3, "name": "cat"}, {"id": 7, "name": "dog"}]"#;

fn read_with(text: &str, on_error: OnError) -> Result<(DataSet, Report), String> {
    let folder = folder(&[
        ("coco.json", text.as_bytes()),
        ("pictures/a.png", &png(640, 480)),
        ("pictures/b.png", &png(200, 80)),
    ]);
    let images = Some("pictures".into());
    let coco = Coco {
        annotations: "coco.json".into(),
        images,
        on_error,
    };
    let mut report = Report::default();
    let read = coco.read(&Input::new(folder.path()), &mut report);
    let place = format!("{}/", folder.path().display());
    read.map(|data| (data, report))
        .map_err(|error| error.to_string().replace(&place, ""))
}

/// Reads a file of two images, three categories and these annotations.
fn read(annotations: &str) -> Result<DataSet, String> {
    let text = format!("{{{IMAGES}, \"annotations\": [{annotations}], {CATEGORIES}}}");
    read_with(&text, OnError::Error).map(|(data, _)| data)
}

fn read_whole(text: &str) -> Result<DataSet, String> {
    let (mut data, _) = read_with(text, OnError::Error)?;
    // Each is read from a folder of its own.
    data.images
        .iter_mut()
        .for_each(|image| image.picture = None);
    Ok(data)
}

#[track_caller]
fn check_error(annotations: &str, expect: &str) {
    let text = read(annotations).unwrap_err();
    assert!(text.contains(expect), "{text}");
}

#[track_caller]
fn check_whole_error(text: &str, expect: &str) {
    let text = read_whole(text).unwrap_err();
    assert!(text.contains(expect), "{text}");
}

#[test]
fn categories_are_in_the_order_of_their_ids() {
    let data = read(
        r#"{"image_id": 4, "category_id": 90, "bbox": [1, 2, 3, 4]},
        {"image_id": 10, "category_id": 3, "bbox": [5.5, 6, 1e1, 8]}"#,
    )
    .unwrap();
    let categories: Vec<_> = data
        .categories
        .iter()
        .map(|category| (category.id, category.name.as_str()))
        .collect();
    assert_eq!(
        categories,
        [(Some(3), "cat"), (Some(7), "dog"), (Some(90), "hot dog")]
    );
    let objects: Vec<_> = data
        .objects
        .iter()
        .map(|object| (object.image, object.category))
        .collect();
    assert_eq!(objects, [(1, 2), (0, 0)]);
    assert_eq!(
        data.objects[1].bounding_box,
        BoundingBox {
            x: 5.5,
            y: 6.0,
            width: 10.0,
            height: 8.0
        }
    );
}

#[test]
fn the_order_of_the_lists_does_not_matter() {
    let annotation = r#""annotations": [{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4]},
        {"image_id": 10, "category_id": 7, "bbox": [1, 2, 3, 4]}]"#;
    let expect = read_whole(&format!("{{{IMAGES}, {CATEGORIES}, {annotation}}}")).unwrap();
    for lists in [
        [annotation, IMAGES, CATEGORIES],
        [CATEGORIES, annotation, IMAGES],
        [annotation, CATEGORIES, IMAGES],
    ] {
        assert_eq!(
            read_whole(&format!("{{{}}}", lists.join(","))).unwrap(),
            expect
        );
    }
}

#[test]
fn category_id_zero() {
    let data = read_whole(
        r#"{"images": [{"id": 0, "file_name": "a.png", "width": 9, "height": 9}], "categories": [{"id": 0, "name": "x"}],
        "annotations": [{"id": 0, "image_id": 0, "category_id": 0, "bbox": [0, 0, 1, 1]}]}"#,
    )
    .unwrap();
    assert_eq!(
        (data.objects[0].category, data.categories[0].id),
        (0, Some(0))
    );
}

#[test]
fn iscrowd_may_be_missing_or_anything_that_means_a_flag() {
    for (flag, expect) in [
        ("", false),
        (r#", "iscrowd": 0"#, false),
        (r#", "iscrowd": 1"#, true),
        (r#", "iscrowd": 1.0"#, true),
        (r#", "iscrowd": true"#, true),
        (r#", "iscrowd": null"#, false),
    ] {
        let data = read(&format!(
            r#"{{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4]{flag}}}"#
        ))
        .unwrap();
        assert_eq!(data.objects[0].crowd, expect, "{flag}");
    }
    check_error(
        r#"{"image_id": 4, "category_id": 7, "iscrowd": 2}"#,
        "`iscrowd` is 2, expected 0 or 1",
    );
    check_error(
        r#"{"image_id": 4, "category_id": 7, "iscrowd": "0"}"#,
        "expected 0 or 1",
    );
}

#[test]
fn images_without_boxes_stay() {
    assert_eq!(read("").unwrap().images.len(), 2);
    assert_eq!(
        read_whole(&format!("{{{IMAGES}}}")).unwrap().images.len(),
        2
    );
}

#[test]
fn an_unknown_image() {
    check_error(
        r#"{"id": 17, "image_id": 99, "category_id": 7, "bbox": [1, 2, 3, 4]}"#,
        "coco.json: annotation 17 belongs to image 99, which is not in the file\n  help: mend the file, or set `on_error",
    );
}

#[test]
fn an_unknown_category() {
    check_error(
        r#"{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4]}, {"image_id": 4, "category_id": 8, "bbox": [1, 2, 3, 4]}"#,
        "annotation number 2 (without an id) belongs to category 8, which is not in the file",
    );
}

#[test]
fn skipping_is_counted() {
    let text = format!(
        r#"{{{IMAGES}, {CATEGORIES}, "annotations": [
        {{"id": 1, "image_id": 99, "category_id": 7, "bbox": [1, 2, 3, 4]}},
        {{"id": 2, "image_id": 4, "category_id": 8, "bbox": [1, 2, 3, 4]}},
        {{"id": 3, "image_id": 4, "category_id": 7}},
        {{"id": 4, "image_id": 4, "category_id": 7, "bbox": [1, 2, -3, 4]}},
        {{"id": 5, "image_id": 4, "category_id": 7, "bbox": [1, 2, 3]}},
        {{"id": 6, "image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4]}}]}}"#
    );
    let (data, report) = read_with(&text, OnError::Skip).unwrap();
    assert_eq!(data.objects.len(), 1);
    assert_eq!(data.objects[0].category, 1);
    assert_eq!(report.count(Stage::Skipped, "annotations"), 5);
    assert!(
        report
            .to_string()
            .contains("annotation 3: has neither `bbox`"),
        "{report}"
    );
}

#[test]
fn keypoints_and_their_names() {
    let categories = r#""categories": [{"id": 1, "name": "person", "keypoints": ["nose", "eye"], "skeleton": [[1, 2]]}]"#;
    let annotation = |keypoints| {
        format!(
            r#"{{"id": 5, "image_id": 4, "category_id": 1, "bbox": [1, 2, 3, 4], "num_keypoints": 1, "keypoints": {keypoints}}}"#
        )
    };
    let read = |keypoints| {
        let annotation = annotation(keypoints);
        read_with(
            &format!(r#"{{{IMAGES}, {categories}, "annotations": [{annotation}]}}"#),
            OnError::Error,
        )
    };
    let (data, report) = read("[1, 2, 2, 0, 0, 0]").unwrap();
    let nose = Keypoint {
        x: 1.0,
        y: 2.0,
        visibility: Visibility::Visible,
    };
    assert_eq!(data.objects[0].keypoints(), [nose, Keypoint::default()]);
    let skeleton = data.categories[0].skeleton.as_ref().unwrap();
    assert_eq!(skeleton.points, ["nose", "eye"]);
    assert_eq!(skeleton.edges, [[0, 1]]);
    assert!(!report.to_string().contains("lost"), "{report}");
    assert_eq!(
        read("[0, 0, 0, 0, 0, 0]").unwrap().0.objects[0].details,
        None
    );
    for (keypoints, expect) in [
        (
            "[1, 2]",
            "annotation 5: `keypoints` has 2 numbers, which are not triples",
        ),
        ("[1, 2, 3]", "annotation 5: a keypoint has the visibility 3"),
        (
            "[1, 2, \"2\"]",
            "annotation 5: `keypoints`: the text \"2\" is not a number",
        ),
    ] {
        let text = read(keypoints).unwrap_err();
        assert!(text.contains(expect), "{text}");
    }
}

#[test]
fn a_box_that_makes_no_sense() {
    for (bbox, expect) in [
        (
            "[1, 2, -3, 4]",
            "annotation 5: the box has the negative width -3",
        ),
        (
            "[1, 2, 3, -0.5]",
            "annotation 5: the box has the negative height -0.5",
        ),
        ("[1, 2, 3]", "annotation 5: `bbox` has 3 numbers, not 4"),
        (
            "[1, 2, 3, 4, 5]",
            "annotation 5: `bbox` has 5 numbers, not 4",
        ),
        ("[1e300, 2, 3, 4]", "which is beyond any image"),
        ("[]", "annotation 5: has neither `bbox` nor `segmentation`"),
        (
            "null",
            "annotation 5: has neither `bbox` nor `segmentation`",
        ),
        ("[NaN, 2, 3, 4]", "coco.json:2:"),
        ("[1, 2, Infinity, 4]", "coco.json:2:"),
        ("[1e999, 2, 3, 4]", "number out of range"),
        (
            r#"["1", 2, 3, 4]"#,
            "annotation 5: `bbox`: the text \"1\" is not a number, expected a box",
        ),
        ("{}", "expected a box [x, y, width, height]"),
    ] {
        check_error(
            &format!(r#"{{"id": 5, "image_id": 4, "category_id": 7, "bbox": {bbox}}}"#),
            expect,
        );
    }
}

#[test]
fn an_error_names_the_line() {
    let text = format!(
        "{{\n{CATEGORIES},\n\"annotations\": [\n{{\"image_id\": 4, \"category_id\": 7, \"bbox\": [1, 2, -3, 4]}},\n{{}}\n], {IMAGES}}}"
    );
    check_whole_error(&text, "coco.json:4:");
}

#[test]
fn boxes_without_width_or_beyond_the_image_stay() {
    let data = read(r#"{"image_id": 10, "category_id": 7, "bbox": [95, -5, 10, 0]}"#).unwrap();
    assert_eq!(
        data.objects[0].bounding_box,
        BoundingBox {
            x: 95.0,
            y: -5.0,
            width: 10.0,
            height: 0.0
        }
    );
}

#[test]
fn a_missing_box_comes_from_the_mask() {
    let expect = BoundingBox {
        x: 1.0,
        y: 2.0,
        width: 3.0,
        height: 5.0,
    };
    for segmentation in [
        "[[1, 2, 4, 2, 4, 7, 1, 7]]",
        "[[1, 2, 2, 3, 1, 3], [], [4, 7, 4, 6, 3, 7]]",
        r#"{"size": [9, 6], "counts": [11, 5, 4, 5, 4, 5, 20]}"#,
    ] {
        let data = read(&format!(
            r#"{{"image_id": 4, "category_id": 7, "segmentation": {segmentation}}}"#
        ))
        .unwrap();
        assert_eq!(data.objects[0].bounding_box, expect, "{segmentation}");
    }
}

#[test]
fn run_lengths_that_end_early_are_noted() {
    let annotation = |counts: &str| {
        format!(
            r#"{{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": {{"size": [2, 3], "counts": {counts}}}}}"#
        )
    };
    let annotations = ["[1, 2]", "[1, 2, 3]", "[]", "\"123\""]
        .map(annotation)
        .join(",");
    let text = format!("{{{IMAGES}, \"annotations\": [{annotations}], {CATEGORIES}}}");
    let (data, report) = read_with(&text, OnError::Error).unwrap();
    assert_eq!(data.objects.len(), 4);
    let short = "masks whose run lengths end before the last pixel; the rest is unset";
    assert_eq!(report.count(Stage::Noted, short), 2);
}

/// The images are 100 x 50 and 200 x 80.
#[test]
fn masks_of_another_size_than_their_image_are_noted() {
    let annotation = |(image, size): (u32, &str)| {
        format!(
            r#"{{"image_id": {image}, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": {{"size": {size}, "counts": [0, 4000]}}}}"#
        )
    };
    let annotations = [
        (10, "[50, 100]"),
        (4, "[80, 200]"),
        (10, "[100, 50]"),
        (4, "[40, 100]"),
    ];
    let annotations = annotations.map(annotation).join(",");
    let text = format!("{{{IMAGES}, \"annotations\": [{annotations}], {CATEGORIES}}}");
    let (_, report) = read_with(&text, OnError::Error).unwrap();
    let text = report.to_string();
    let other = "noted: run-length masks that are not as large as their image: 2 (first: 50 x 100 in `a.png`)";
    assert!(text.contains(other), "{text}");
}

/// CrowdPose has COCO's lines, but fewer keypoints.
#[test]
fn lines_of_a_skeleton_between_keypoints_that_are_not_there() {
    let text = format!(
        r#"{{{IMAGES}, "categories": [{{"id": 1, "name": "person", "keypoints": ["nose", "eye"], "skeleton": [[16, 14], [1, 2]]}}]}}"#
    );
    let error = read_with(&text, OnError::Error).unwrap_err();
    assert!(
        error.contains("category 1: a line of `skeleton` is between 16 and 14, which are not both among the 2 keypoints"),
        "{error}"
    );
    assert!(
        error.contains("`on_error = \"skip\"` to leave such lines out"),
        "{error}"
    );
    let (data, report) = read_with(&text, OnError::Skip).unwrap();
    assert_eq!(
        data.categories[0].skeleton.as_ref().unwrap().edges,
        [[0, 1]]
    );
    assert_eq!(report.count(Stage::Skipped, "lines of skeletons"), 1);
}

#[test]
fn masks_are_kept_as_they_are() {
    let data = read(
        r#"{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": []},
        {"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": null},
        {"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": [[1.5, 2, 3, 4, 5, 6]]},
        {"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": {"size": [9, 10], "counts": "61X13mN000`0"}}"#,
    )
    .unwrap();
    let masks: Vec<_> = data.objects.iter().map(Object::mask).collect();
    assert_eq!(masks[..2], [None, None]);
    assert_eq!(
        masks[2],
        Some(&Mask::Polygons(vec![vec![1.5, 2.0, 3.0, 4.0, 5.0, 6.0]]))
    );
    let Some(Mask::RunLength(runs)) = masks[3] else {
        panic!("{masks:?}")
    };
    assert_eq!((runs.height, runs.width), (9, 10));
    assert_eq!(runs.counts, Counts::Compressed("61X13mN000`0".to_owned()));
}

#[test]
fn a_mask_that_makes_no_sense() {
    for (segmentation, expect) in [
        (
            "[[1, 2, 3]]",
            "the mask has a polygon of 3 numbers, which are not pairs",
        ),
        (
            "[1, 2, 3, 4]",
            "`1` is not a list of numbers, expected a polygon of `segmentation`: write [[x, y, x, y, ...]]",
        ),
        (
            r#"{"size": [2, 2], "counts": [3, 4]}"#,
            "the mask has run lengths for 7 pixels, but its size is 4",
        ),
        (
            r#"{"size": [2, 2], "counts": [-3, 4]}"#,
            "the size -3 is negative",
        ),
        (r#"{"size": [2, 2]}"#, "`segmentation` has no `counts`"),
        (
            r#""polygon""#,
            "expected a segmentation: a list of polygons",
        ),
    ] {
        check_error(
            &format!(
                r#"{{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4], "segmentation": {segmentation}}}"#
            ),
            expect,
        );
    }
}
