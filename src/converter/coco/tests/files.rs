//! Ids, sizes, and files as a whole.

use super::*;

#[test]
fn ids_that_make_no_sense() {
    for (id, expect) in [
        (
            "4.5",
            "annotation number 1 (without an id): `image_id`: `4.5` is not an id",
        ),
        ("null", "`image_id`: `null` is not an id"),
        ("[4]", "`image_id`: a list is not an id"),
        (r#""""#, "`image_id`: the text \"\" is not an id"),
        ("1e300", "is not an id"),
        ("99999999999999999999", "is not an id"),
    ] {
        check_error(
            &format!(r#"{{"image_id": {id}, "category_id": 7, "bbox": [1, 2, 3, 4]}}"#),
            expect,
        );
    }
    check_error(
        r#"{"id": 5, "category_id": 7}"#,
        "annotation 5: has no `image_id`",
    );
}

#[test]
fn ids_that_are_written_otherwise() {
    for id in ["4", "4.0", r#""4""#] {
        let annotation =
            format!(r#"{{"image_id": {id}, "category_id": "7", "bbox": [1, 2, 3, 4]}}"#);
        assert_eq!(read(&annotation).unwrap().objects[0].image, 1, "{id}");
    }
    // Ids that are not numbers of 63 bits, and then no category has one.
    let data = read_whole(
        r#"{"images": [{"id": "a-1", "file_name": "a.png", "width": 9, "height": 9}, {"id": 18446744073709551615, "file_name": "b.png", "width": 9, "height": 9}],
        "categories": [{"id": "z", "name": "x"}, {"id": "007", "name": 7}],
        "annotations": [{"id": "q", "image_id": 18446744073709551615, "category_id": "007", "bbox": [1, 2, 3, 4]}]}"#,
    )
    .unwrap();
    assert_eq!((data.objects[0].image, data.objects[0].category), (1, 1));
    let categories = data
        .categories
        .iter()
        .map(|category| (category.id, category.name.as_str()));
    assert_eq!(categories.collect::<Vec<_>>(), [(None, "x"), (None, "7")]);
}

#[test]
fn lvis_has_addresses_in_place_of_names() {
    let text = r#"{"images": [{"id": 1, "coco_url": "http://images.cocodataset.org/val2017/000000397133.jpg?w=1", "width": 9, "height": 9}]}"#;
    let (data, report) = read_with(text, OnError::Error).unwrap();
    assert_eq!(data.images[0].name, "000000397133.jpg");
    let noted = "images without `file_name`, named by the last part of their `coco_url`";
    assert_eq!(report.count(Stage::Noted, noted), 1);
}

/// Fields of wrong types, elements that are not objects, captions and panoptic files.
#[test]
fn wrong_types_are_skipped() {
    let wrong = [
        r#"{"id": 1, "image_id": 4, "category_id": 7, "bbox": ["1", "1", "2", "2"]}"#,
        r#"{"id": 2, "image_id": 4, "category_id": [7], "bbox": [1, 1, 2, 2]}"#,
        r#"{"id": 3, "image_id": 4, "caption": "a cat"}"#,
        r#"{"id": 4, "image_id": 4, "category_id": 7, "bbox": {"x": 1}}"#,
        r#"{"id": 5, "image_id": 4, "category_id": 7, "bbox": "1,1,2,2"}"#,
        r#"{"id": 6, "image_id": true, "category_id": 7, "bbox": [1, 1, 2, 2]}"#,
        r#"{"id": 7, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "segmentation": [1, 2, 3, 4, 5, 6]}"#,
        r#"{"id": 8, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "segmentation": {"counts": {}, "size": [1, 1]}}"#,
        r#"{"id": 9, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "segmentation": "x"}"#,
        r#"{"id": 10, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "iscrowd": "x"}"#,
        r#"{"id": 11, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "keypoints": "x"}"#,
        r#"{"id": {}, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2]}"#,
        "null",
        "3",
        r#""x""#,
        "[]",
        "true",
        "{}",
    ];
    let good = r#"{"id": 99, "image_id": 4, "category_id": 7, "bbox": [1, 1, 2, 2], "area": "x", "attributes": 3}"#;
    for wrong in wrong {
        let text = format!(r#"{{{IMAGES}, {CATEGORIES}, "annotations": [{wrong}, {good}]}}"#);
        let (data, report) = read_with(&text, OnError::Skip).unwrap();
        assert_eq!(data.objects.len(), 1, "{wrong}");
        assert_eq!(report.count(Stage::Skipped, "annotations"), 1, "{wrong}");
        let error = read_with(&text, OnError::Error).unwrap_err();
        assert!(error.contains("annotation "), "{error}");
        assert!(error.contains("on_error = \"skip\""), "{error}");
    }
    check_error(
        wrong[2],
        "annotation 3: has no `category_id`: it is a caption",
    );
    check_error(
        r#"{"id": 3, "image_id": 4, "segments_info": [{}]}"#,
        "annotation 3: has no `category_id`: it is of a panoptic file",
    );
}

#[test]
fn an_image_of_wrong_types_is_skipped_with_its_annotations() {
    let text = r#"{"images": [{"id": 1, "file_name": "a.png", "width": "wide", "height": 9}, 7], "categories": [{"id": 1, "name": "x"}],
        "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}]}"#;
    let (data, report) = read_with(text, OnError::Skip).unwrap();
    assert_eq!((data.images.len(), data.objects.len()), (0, 0));
    assert_eq!(report.count(Stage::Skipped, "images"), 2);
    let error = read_with(text, OnError::Error).unwrap_err();
    assert!(
        error.contains("image number 1: the text \"wide\" is not a size"),
        "{error}"
    );
}

#[test]
fn pictures_that_cannot_be_read_are_skipped() {
    let text = r#"{"images": [{"id": 1, "file_name": "missing.png"}, {"id": 2, "file_name": "a.png"}], "categories": [{"id": 1, "name": "x"}],
        "annotations": [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}, {"image_id": 2, "category_id": 1, "bbox": [1, 2, 3, 4]}]}"#;
    let (data, report) = read_with(text, OnError::Skip).unwrap();
    assert_eq!((data.images.len(), data.objects[0].image), (1, 0));
    let skipped = "images whose picture cannot be read, with their objects";
    assert_eq!(report.count(Stage::Skipped, skipped), 1);
    let error = read_with(text, OnError::Error).unwrap_err();
    assert!(
        error.contains("missing.png") && error.contains("skip"),
        "{error}"
    );
}

#[test]
fn numbers_of_python_that_are_not_json() {
    for number in ["NaN", "Infinity", "-Infinity"] {
        let annotation = format!(
            "{{\"id\": 1}},\n{{\"id\": 2, \"image_id\": 4, \"category_id\": 7, \"bbox\": [1, 2, 3, 4], \"area\": {number}}}"
        );
        let text = format!("{{{IMAGES}, {CATEGORIES}, \"annotations\": [{annotation}]}}");
        let error = read_with(&text, OnError::Skip).unwrap_err();
        assert!(error.starts_with("coco.json:3:"), "{error}");
        assert!(
            error.contains("annotation number 2: ") && error.contains("no `NaN` and no"),
            "{error}"
        );
    }
}

#[test]
fn outlines_of_fewer_than_three_points() {
    for (segmentation, polygons) in [
        ("[[10, 10, 30, 30]]", 0),
        ("[[10, 10]]", 0),
        ("[[10, 10, 30, 30], [1, 1, 4, 1, 4, 4]]", 1),
    ] {
        let annotation = format!(
            r#"{{"image_id": 4, "category_id": 7, "bbox": [10, 10, 20, 20], "area": 400, "segmentation": {segmentation}}}"#
        );
        let text = format!(r#"{{{IMAGES}, {CATEGORIES}, "annotations": [{annotation}]}}"#);
        let (data, report) = read_with(&text, OnError::Error).unwrap();
        let object = &data.objects[0];
        assert_eq!((object.bounding_box.width, object.area()), (20.0, 400.0));
        let found = object.mask().map_or(0, |mask| match mask {
            Mask::Polygons(polygons) => polygons.len(),
            Mask::RunLength(_) => unreachable!(),
        });
        assert_eq!(found, polygons);
        let lost = "outlines of fewer than three points (the boxes are kept)";
        assert_eq!(report.count(Stage::Lost, lost), 1);
    }
    // Without a box, it is around the points.
    let data = read(r#"{"image_id": 4, "category_id": 7, "segmentation": [[10, 10, 30, 30]]}"#);
    assert_eq!(data.unwrap().objects[0].bounding_box.width, 20.0);
}

#[test]
fn large_ids_stay_apart() {
    let data = read_whole(
        r#"{"images": [{"id": 1234567, "file_name": "a.png", "width": 9, "height": 9}, {"id": 1234568, "file_name": "b.png", "width": 9, "height": 9}],
        "categories": [{"id": 1, "name": "x"}], "annotations": [{"image_id": 1234567, "category_id": 1, "bbox": [1, 2, 3, 4]},
        {"image_id": 1234568, "category_id": 1, "bbox": [1, 2, 3, 4]}]}"#,
    )
    .unwrap();
    assert_eq!(
        data.objects
            .iter()
            .map(|object| object.image)
            .collect::<Vec<_>>(),
        [0, 1]
    );
}

#[test]
fn an_id_twice() {
    let image = r#"{"id": 1, "file_name": "a.png", "width": 9, "height": 9}"#;
    check_whole_error(
        &format!(r#"{{"images": [{image}, {image}]}}"#),
        "two of the `images` have the id 1",
    );
    let category = r#"{"id": 1, "name": "x"}"#;
    check_whole_error(
        &format!(r#"{{"categories": [{category}, {category}]}}"#),
        "two of the `categories` have the id 1",
    );
}

#[test]
fn sizes() {
    for (size, expect) in [
        (r#""width": 100.0, "height": 50"#, Ok((100, 50))),
        (r#""width": 0, "height": 0"#, Ok((640, 480))),
        (r#""width": null"#, Ok((640, 480))),
        (
            r#""width": 100.5, "height": 50"#,
            Err("image number 1: `100.5` is not a size, which is a whole number"),
        ),
        (
            r#""width": -1, "height": 50"#,
            Err("the size -1 is negative"),
        ),
        (
            r#""width": 4294967296, "height": 50"#,
            Err("the size `4294967296` is beyond any image"),
        ),
    ] {
        let read = read_whole(&format!(
            r#"{{"images": [{{"id": 1, "file_name": "a.png", {size}}}]}}"#
        ));
        match (read, expect) {
            (Ok(data), Ok(expect)) => {
                assert_eq!((data.images[0].width, data.images[0].height), expect)
            }
            (Err(text), Err(expect)) => assert!(text.contains(expect), "{text}"),
            (read, _) => panic!("{size}: {read:?}"),
        }
    }
}

#[test]
fn no_size_and_no_pictures() {
    let folder = folder(&[(
        "coco.json",
        br#"{"images": [{"id": 1, "file_name": "a.png"}]}"#,
    )]);
    let coco = Coco {
        annotations: "coco.json".into(),
        images: None,
        on_error: OnError::Error,
    };
    let text = coco
        .read(&Input::new(folder.path()), &mut Report::default())
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("image `a.png` has no `width` and `height`\n  help: set `images`"),
        "{text}"
    );
}

#[test]
fn files_that_are_no_annotations() {
    for (text, expect) in [
        ("", "coco.json:1:0: EOF while parsing a value"),
        ("[]", "expected a COCO annotation file"),
        ("{}", "is not a COCO annotation file: it has no `images`"),
        (r#"{"images": {}}"#, "expected a list"),
        (
            r#"{"images": [], "images": []}"#,
            "`images` appears twice in the file",
        ),
        (r#"{"images": []} x"#, "trailing characters"),
        (
            r#"{"images": [{"id": 1}]}"#,
            "image number 1: image 1 has an empty `file_name`, or none",
        ),
        (
            r#"{"images": [{"id": 1, "file_name": ""}]}"#,
            "image 1 has an empty `file_name`",
        ),
        (
            r#"{"images": [{"id": 1, "id": 2}]}"#,
            "duplicate field `id`",
        ),
    ] {
        check_whole_error(text, expect);
    }
}

#[test]
fn a_truncated_file_is_refused_wherever_it_ends() {
    let text = format!(
        r#"{{{IMAGES}, {CATEGORIES}, "annotations": [{{"image_id": 4, "category_id": 7, "bbox": [1, 2, 3, 4]}}]}}"#
    );
    for end in 0..text.len() {
        assert!(read_whole(&text[..end]).is_err(), "{}", &text[..end]);
    }
    assert!(read_whole(&text).is_ok());
}

#[test]
fn a_file_100_000_levels_deep() {
    let deep = "[".repeat(100_000);
    check_whole_error(&format!(r#"{{"info": {deep}"#), "EOF while parsing");
    check_error(&format!(r#"{{"segmentation": {deep}"#), "coco.json:2:");
}

#[test]
fn a_name_that_is_not_utf8() {
    let folder = folder(&[(
        "coco.json",
        b"{\"images\": [{\"id\": 1, \"file_name\": \"\xe9.png\"}]}",
    )]);
    let coco = Coco {
        annotations: "coco.json".into(),
        images: None,
        on_error: OnError::Error,
    };
    let text = coco
        .read(&Input::new(folder.path()), &mut Report::default())
        .unwrap_err()
        .to_string();
    assert!(text.contains("coco.json:1:37: is not UTF-8 text"), "{text}");
}

#[test]
fn a_byte_order_mark() {
    assert!(read_whole(&format!("\u{feff}{{{IMAGES}}}")).is_ok());
}

#[test]
fn a_missing_file() {
    let coco = Coco {
        annotations: "none.json".into(),
        images: None,
        on_error: OnError::Error,
    };
    let error = coco
        .read(&Input::new("some/where"), &mut Report::default())
        .unwrap_err();
    assert_eq!(error.to_string(), "could not read `some/where/none.json`");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn arguments() {
    let coco: Coco =
        serde_json::from_str(r#"{"annotations": "a.json", "on_error": "skip"}"#).unwrap();
    assert_eq!(
        coco,
        Coco {
            annotations: "a.json".into(),
            images: None,
            on_error: OnError::Skip
        }
    );
    let error = serde_json::from_str::<Coco>(r#"{"annotations": "a.json", "anotations": "b"}"#)
        .unwrap_err();
    assert!(
        error.to_string().contains("unknown field `anotations`"),
        "{error}"
    );
}
