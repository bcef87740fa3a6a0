//! What the reader of YOLO makes of folders, whole and faulty.

mod places;

use super::*;
use crate::dataset::Object;
use crate::testing::{folder, png};

fn read(yaml: &str, labels: &[u8]) -> Result<(DataSet, Report), Error> {
    let place = folder(&[
        ("data.yaml", yaml.as_bytes()),
        ("train.txt", b"./images/sub/a.png\n\n./images/b.png\n"),
        ("images/sub/a.png", &png(100, 50)),
        ("images/b.png", &png(10, 10)),
        ("labels/sub/a.txt", labels),
    ]);
    let reader = Yolo {
        data: "data.yaml".into(),
        images: None,
        rotated: false,
        on_error: OnError::Error,
    };
    let mut report = Report::default();
    let data = reader.read(&Input::new(place.path()), &mut report)?;
    Ok((data, report))
}

const YAML: &str = "path: .\ntrain: train.txt\nval: train.txt\nnames:\n  0: cat\n  2: 'hot dog'\n";

#[test]
fn boxes_and_outlines() {
    let labels =
        b"\xef\xbb\xbf0 0.5 0.5 0.2 0.4\r\n\r\n2.0\t0.5 0.5 0.2 0.4 0.9\n2 0 0 0.1 0 0.1 0.2\n";
    for yaml in [
        YAML,
        "train: [images/sub, images/b.png]\nnames: [cat, dog, hot dog]\nnc: 3\n",
    ] {
        let (data, report) = read(yaml, labels).unwrap();
        assert_eq!(data.images.len(), 2, "{yaml}");
        assert_eq!(data.images[0].name, "sub/a.png");
        let bounds = data.objects[0].bounding_box;
        assert_eq!(
            (bounds.x, bounds.y, bounds.width, bounds.height),
            (40.0, 15.0, 20.0, 20.0)
        );
        let name = |object: &Object| data.categories[object.category as usize].name.clone();
        assert_eq!(
            data.objects.iter().map(name).collect::<Vec<_>>(),
            ["cat", "hot dog", "hot dog"]
        );
        assert!(data.objects[2].mask().is_some());
        assert_eq!(
            report.count(Stage::Lost, "confidences (the boxes are kept)"),
            1
        );
        assert_eq!(report.count(Stage::Noted, "images without a label file"), 1);
    }
}

/// Reads a data set of these files; each picture is 100 x 50.
fn read_set(
    on_error: OnError,
    pictures: &[&str],
    files: &[(&str, &str)],
) -> Result<(DataSet, Report), Error> {
    let place = folder(&[]);
    for name in pictures {
        put(place.path(), name, &png(100, 50));
    }
    for (name, text) in files {
        put(place.path(), name, text.as_bytes());
    }
    let reader = Yolo {
        data: "data.yaml".into(),
        images: None,
        rotated: false,
        on_error,
    };
    let mut report = Report::default();
    let data = reader.read(&Input::new(place.path()), &mut report)?;
    Ok((data, report))
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn names_of(data: &DataSet) -> Vec<&str> {
    data.images
        .iter()
        .map(|image| image.name.as_str())
        .collect()
}

#[test]
fn poses() {
    let visible = |x, y| crate::dataset::Keypoint {
        x,
        y,
        visibility: crate::dataset::Visibility::Visible,
    };
    let none = crate::dataset::Keypoint::default();
    for (shape, row, expect) in [
        (
            "[2, 3]",
            "0.45 0.4 2 0.75 0.6 2",
            vec![visible(45.0, 20.0), visible(75.0, 30.0)],
        ),
        (
            "[2, 3]",
            "0.45 0.4 2 0 0 0 0.9",
            vec![visible(45.0, 20.0), none],
        ),
        ("[2, 2]", "0.45 0.4 0 0", vec![visible(45.0, 20.0), none]),
        ("[3, 2]", "0 0 0 0 0 0", vec![]),
        ("[3, 2]", "", vec![]),
    ] {
        let yaml = format!("train: images\nnames: [a]\nkpt_shape: {shape}\n");
        let row = format!("0 0.5 0.5 0.2 0.4 {row}\n");
        let files = [("data.yaml", yaml.as_str()), ("labels/a.txt", &row)];
        let (data, _) = read_set(OnError::Error, &["images/a.png"], &files).unwrap();
        let object = &data.objects[0];
        let bounds = object.bounding_box;
        assert_eq!(
            [bounds.x, bounds.y, bounds.width, bounds.height],
            [40.0, 15.0, 20.0, 20.0]
        );
        assert_eq!(object.keypoints(), expect, "{shape}: {row}");
        assert_eq!(object.mask(), None);
    }
    let files = [
        (
            "data.yaml",
            "train: images\nnames: [a]\nkpt_shape: [17, 3]\n",
        ),
        ("labels/a.txt", "0 0.1 0.1 0.2 0.1 0.2 0.3 0.4 0.4\n"),
    ];
    let error = read_set(OnError::Error, &["images/a.png"], &files).unwrap_err();
    let expect =
        "9 numbers, expected 56 for a box and 17 keypoints of 3 numbers, as `kpt_shape` says";
    assert!(error.to_string().contains(expect), "{error}");
}

#[test]
fn numbers_that_are_pixels() {
    for row in [
        "0 50 25 20 20",
        "0 0.5 25 0.2 0.2",
        "0 10 10 30 10 30 30",
        "0 -5 0.5 0.1 0.1",
    ] {
        let row = format!("{row}\n0 0.5 0.5 0.2 0.4\n");
        let files = [
            ("data.yaml", "train: images\nnames: [a]\n"),
            ("labels/a.txt", &row),
        ];
        let error = read_set(OnError::Error, &["images/a.png"], &files).unwrap_err();
        assert!(
            error.to_string().contains("is not a fraction of the image"),
            "{error}"
        );
        let (data, report) = read_set(OnError::Skip, &["images/a.png"], &files).unwrap();
        assert_eq!(data.objects.len(), 1);
        assert_eq!(report.count(Stage::Skipped, "objects"), 1);
    }
}

#[test]
fn classes_without_names() {
    let files = [
        ("data.yaml", "train: images\nnc: 2\n"),
        ("labels/a.txt", "1 0.5 0.5 0.2 0.4\n"),
    ];
    let (data, _) = read_set(OnError::Error, &["images/a.png"], &files).unwrap();
    assert_eq!(data.categories[1].name, "class_1");
}

#[test]
fn pictures_that_are_missing_or_broken() {
    let files = [
        ("data.yaml", "train: train.txt\nnames: [a]\n"),
        (
            "train.txt",
            "./images/a.png\n./images/b.png\n./images/c.png\n",
        ),
        ("images/b.png", "x"),
        ("labels/b.txt", "0 0.5 0.5 0.2 0.4\n"),
    ];
    let error = read_set(OnError::Error, &["images/a.png"], &files).unwrap_err();
    assert!(error.to_string().contains("on_error = \"skip\""), "{error}");
    let (data, report) = read_set(OnError::Skip, &["images/a.png"], &files).unwrap();
    assert_eq!((names_of(&data), data.objects.len()), (vec!["a.png"], 0));
    let skipped = "images whose picture cannot be read, with their objects";
    assert_eq!(report.count(Stage::Skipped, skipped), 2);
}

#[test]
fn faults_of_the_yaml_in_plain_words() {
    for (yaml, expect) in [
        (
            "names: {0: a, 0: b}",
            "data.yaml:1:15: duplicate mapping key: 0",
        ),
        (
            "names: [a]\n---\nnames: [b]",
            "data.yaml:3:1: multiple YAML documents detected",
        ),
        ("names: [[a]]", "data.yaml:1:9: expected string scalar"),
    ] {
        let error = read_set(OnError::Error, &[], &[("data.yaml", yaml)]).unwrap_err();
        let text = error.to_string();
        assert!(text.ends_with(expect), "{text}");
    }
}

#[test]
fn rotated_and_poses() {
    let files = [(
        "data.yaml",
        "train: images\nnames: [a]\nkpt_shape: [2, 2]\n",
    )];
    let place = folder(&files.map(|(name, text)| (name, text.as_bytes())));
    let reader = rollbook::toml::from_str::<Yolo>("data = 'data.yaml'\nrotated = true").unwrap();
    let error = reader
        .read(&Input::new(place.path()), &mut Report::default())
        .unwrap_err();
    assert!(error.to_string().contains("has `kpt_shape`"), "{error}");
}

#[test]
fn a_picture_that_is_turned() {
    let place = folder(&[
        ("data.yaml", b"train: images\nnames: [a]\n"),
        ("images/a.jpg", &crate::testing::jpeg(100, 50, Some(6))),
        ("labels/a.txt", b"0 0.5 0.5 0.2 0.4\n"),
    ]);
    let reader = Yolo {
        data: "data.yaml".into(),
        images: None,
        rotated: false,
        on_error: OnError::Error,
    };
    let data = reader
        .read(&Input::new(place.path()), &mut Report::default())
        .unwrap();
    assert_eq!((data.images[0].width, data.images[0].height), (50, 100));
    let bounds = data.objects[0].bounding_box;
    assert_eq!(
        [bounds.x, bounds.y, bounds.width, bounds.height],
        [20.0, 30.0, 10.0, 40.0]
    );
}

#[test]
fn faults() {
    let row = |labels: &[u8], expect: &str| {
        let text = read(YAML, labels).unwrap_err().to_string();
        assert!(text.contains(expect), "{text}");
    };
    row(
        b"0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2\n",
        "a.txt:2:1: 4 numbers, expected 5",
    );
    row(b"0 1 2 3 4 5 6 7\n", "8 numbers, expected 5");
    row(b"0 nan 0.5 0.2 0.1", "`nan` is not a number");
    row(b"0 0.5 0.5 -0.2 0.1", "negative width");
    row(b"1 0.5 0.5 0.2 0.1", "there is no class 1");
    row(b"99999999999999999999 0.5 0.5 0.2 0.1", "there is no class");
    row(b"\xff", "is not UTF-8");
    let yaml = |yaml: &str, expect: &str| {
        let text = read(yaml, b"").unwrap_err().to_string();
        assert!(text.contains(expect), "{text}");
    };
    yaml("names: [a]\n", "leads to no pictures");
    yaml("train: [\n", "data.yaml:");
    yaml("train: missing.txt\nnames: [a]\n", "could not read");
    yaml("train: train.txt\n", "has neither `names` nor `nc`");
    yaml(
        "train: train.txt\nnames: {a: b}\n",
        "`a` is not a class index",
    );
}
