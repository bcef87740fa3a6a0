//! Where pictures and their label files are.

use super::*;

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
fn one_part_within_another() {
    let files = [("data.yaml", "train: images\nval: images/b\nnames: [a]\n")];
    let pictures = ["images/a.png", "images/b/c.png"];
    let (data, report) = read_set(OnError::Error, &pictures, &files).unwrap();
    assert_eq!(names_of(&data), ["a.png", "b/c.png"]);
    let twice = "pictures that are listed again, kept in their first part";
    assert_eq!(report.count(Stage::Noted, twice), 1);
}
