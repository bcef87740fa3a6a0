//! What the reader of YOLO makes of folders, whole and faulty.

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
fn labels_are_where_ultralytics_looks() {
    let files = [
        ("data.yaml", "train: train.txt\nnames: [a]\n"),
        (
            "train.txt",
            "./images/images/a.png\n./images/x/images/b.png\n./images/c.png\n",
        ),
        ("images/labels/a.txt", "0 0.5 0.5 0.2 0.4\n"),
        ("images/x/labels/b.txt", "0 0.5 0.5 0.2 0.4\n"),
        ("labels/c.txt", "0 0.5 0.5 0.2 0.4\n"),
    ];
    let pictures = [
        "images/images/a.png",
        "images/x/images/b.png",
        "images/c.png",
    ];
    let (data, report) = read_set(OnError::Error, &pictures, &files).unwrap();
    assert_eq!(data.objects.len(), 3, "{report}");
    assert_eq!(names_of(&data), ["images/a.png", "x/images/b.png", "c.png"]);
}

#[test]
fn roboflow() {
    let yaml = "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: ['a']\nroboflow:\n  version: 1\n";
    let files = [
        ("data.yaml", yaml),
        ("train/labels/a.txt", "0 0.5 0.5 0.2 0.4\n"),
    ];
    let pictures = [
        "train/images/a.png",
        "valid/images/a.png",
        "test/images/b.png",
    ];
    let (data, _) = read_set(OnError::Error, &pictures, &files).unwrap();
    assert_eq!(
        names_of(&data),
        [
            "train/images/a.png",
            "valid/images/a.png",
            "test/images/b.png"
        ]
    );
    let splits = data.images.iter().map(|image| image.split.unwrap());
    use crate::dataset::Split::{Test, Train, Validation};
    assert_eq!(splits.collect::<Vec<_>>(), [Train, Validation, Test]);
    assert_eq!(data.objects.len(), 1);
    // A part that was not downloaded.
    let error = read_set(OnError::Error, &pictures[..2], &files).unwrap_err();
    assert!(error.to_string().contains("test/images"), "{error}");
    let (data, report) = read_set(OnError::Skip, &pictures[..2], &files).unwrap();
    assert_eq!(data.images.len(), 2);
    assert_eq!(
        report.count(Stage::Skipped, "parts whose pictures are not there"),
        1
    );
}

#[test]
fn a_path_of_another_machine() {
    let files = [(
        "data.yaml",
        "path: /content/datasets/x\ntrain: images\nnames: [a]\n",
    )];
    let (data, report) = read_set(OnError::Error, &["images/a.png"], &files).unwrap();
    assert_eq!(data.images.len(), 1);
    assert!(report.to_string().contains("leads nowhere"), "{report}");
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
fn label_files_without_a_picture_and_hidden_pictures() {
    let files = [
        ("data.yaml", "train: images\nnames: [a]\n"),
        ("images/._a.png", "x"),
        ("images/.cache/a.png", "x"),
        ("labels/a.txt", ""),
        ("labels/zz.txt", "0 0.5 0.5 0.2 0.4\n"),
        ("labels/sub/zz.txt", ""),
        ("labels/classes.txt", "a\n"),
    ];
    let (data, report) = read_set(OnError::Error, &["images/a.png"], &files).unwrap();
    assert_eq!(data.images.len(), 1);
    assert_eq!(
        report.count(Stage::Noted, "label files without a picture"),
        2
    );
    let hidden = "hidden files and folders, whose names begin with a dot";
    assert_eq!(report.count(Stage::Skipped, hidden), 2);
}

#[test]
fn label_files_beside_pictures() {
    let files = [
        ("data.yaml", "train: p\nnames: [a]\n"),
        ("p/a.txt", "0 0.5 0.5 0.2 0.4\n"),
        ("p/zz.txt", "0 0.5 0.5 0.2 0.4\n"),
        ("p/sub/zz.txt", "0 0.1 0.2 0.3 0.4 0.5 0.6\n"),
        ("p/train.txt", "p/a.png\n"),
        ("p/notes.txt", "2 of them are missing\n"),
    ];
    let (data, report) = read_set(OnError::Error, &["p/a.png"], &files).unwrap();
    assert_eq!(data.objects.len(), 1);
    let without = "label files without a picture";
    assert_eq!(report.count(Stage::Noted, without), 2);
}

#[test]
fn a_list_that_was_written_on_windows() {
    let files = [
        ("data.yaml", "train: lists\\train.txt\nnames: [a]\n"),
        ("lists/train.txt", ".\\a.png\r\nimages\\b.png\r\n"),
    ];
    let pictures = ["lists/a.png", "images/b.png"];
    let error = read_set(OnError::Error, &pictures[1..], &files).unwrap_err();
    assert!(error.to_string().contains("lists/a.png"), "{error}");
    let (data, _) = read_set(OnError::Error, &pictures, &files).unwrap();
    assert_eq!(names_of(&data), ["a.png", "b.png"]);
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
fn one_part_within_another() {
    let files = [("data.yaml", "train: images\nval: images/b\nnames: [a]\n")];
    let pictures = ["images/a.png", "images/b/c.png"];
    let (data, report) = read_set(OnError::Error, &pictures, &files).unwrap();
    assert_eq!(names_of(&data), ["a.png", "b/c.png"]);
    let twice = "pictures that are listed again, kept in their first part";
    assert_eq!(report.count(Stage::Noted, twice), 1);
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
