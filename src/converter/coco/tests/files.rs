//! Ids, sizes, and files as a whole.

use super::*;

#[test]
fn ids_that_are_no_whole_numbers() {
    for (id, expect) in [
        (
            r#""4""#,
            "the text \"4\" is not an id, which is a whole number: write the number without quotes",
        ),
        ("4.5", "4.5 is not an id, which is a whole number"),
        ("99999999999999999999", "an id is beyond 64 bits"),
        ("18446744073709551615", "an id is beyond 64 bits"),
        (
            "null",
            "invalid type: null, expected an id, which is a whole number",
        ),
    ] {
        check_error(
            &format!(r#"{{"image_id": {id}, "category_id": 7, "bbox": [1, 2, 3, 4]}}"#),
            expect,
        );
    }
    assert_eq!(
        read(r#"{"image_id": 4.0, "category_id": 7, "bbox": [1, 2, 3, 4]}"#)
            .unwrap()
            .objects[0]
            .image,
        1
    );
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
            Err("100.5 is not a size, which is a whole number"),
        ),
        (
            r#""width": -1, "height": 50"#,
            Err("the size -1 is negative"),
        ),
        (
            r#""width": 4294967296, "height": 50"#,
            Err("the size 4294967296 is beyond any image"),
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
        ("{}", "is no COCO annotation file: it has no `images`"),
        (r#"{"images": {}}"#, "expected a list"),
        (
            r#"{"images": [], "images": []}"#,
            "`images` stands twice in the file",
        ),
        (r#"{"images": []} x"#, "trailing characters"),
        (r#"{"images": [{"id": 1}]}"#, "missing field `file_name`"),
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
    assert!(text.contains("invalid unicode"), "{text}");
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
