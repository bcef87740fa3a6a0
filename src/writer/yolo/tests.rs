//! One convention of YOLO a test.

mod outlines;

use super::*;
use crate::dataset::{BoundingBox, Mask, Split};
use crate::testing::{category, data_set, folder, image, listing, object};

/// Writes, and hands back the files with their content, and the report.
fn write(yolo: &Yolo, data: &DataSet) -> Result<(Vec<(String, String)>, Report), Error> {
    let place = folder(&[]);
    let target = place.path().join("out");
    let output = Output::create(&target, false, &[]).unwrap();
    let mut report = Report::default();
    yolo.write(data, &output, &mut report)?;
    output.finish(&mut report).unwrap();
    let content = |name: &String| std::fs::read_to_string(target.join(name)).unwrap();
    Ok((
        listing(&target)
            .into_iter()
            .map(|name| (name.clone(), content(&name)))
            .collect(),
        report,
    ))
}

fn file(data: &DataSet, name: &str) -> String {
    let (files, _) = write(&Yolo::default(), data).unwrap();
    files
        .into_iter()
        .find(|(found, _)| found == name)
        .unwrap()
        .1
}

/// The row of one object in an image of 100 x 50, and the report.
fn row(decimals: u32, change: impl FnOnce(&mut Object)) -> (String, Report) {
    let mut data = data_set();
    data.objects.truncate(1);
    change(&mut data.objects[0]);
    let (mut files, report) = write(
        &Yolo {
            decimals,
            ..Yolo::default()
        },
        &data,
    )
    .unwrap();
    (files.remove(1).1, report)
}

fn set_box(object: &mut Object, [x, y, width, height]: [f64; 4]) {
    object.bounding_box = BoundingBox {
        x,
        y,
        width,
        height,
    };
}

#[test]
fn rows_in_the_order_of_the_source() {
    let mut data = data_set();
    data.objects.reverse();
    assert_eq!(
        file(&data, "labels/a.txt"),
        "2 0.120000 0.300000 0.200000 0.200000\n1 0.110000 0.300000 0.200000 0.200000\n0 0.100000 0.300000 0.200000 0.200000\n"
    );
}

#[test]
fn an_image_without_boxes_has_an_empty_file() {
    let mut data = data_set();
    data.images.push(image("empty.png"));
    assert_eq!(file(&data, "labels/empty.txt"), "");
}

#[test]
fn decimals() {
    let third = |object: &mut Object| set_box(object, [0.0, 0.0, 100.0 / 3.0, 50.0]);
    assert_eq!(row(2, third).0, "0 0.17 0.50 0.33 1.00\n");
    assert_eq!(
        row(15, third).0,
        "0 0.166666666666667 0.500000000000000 0.333333333333333 1.000000000000000
"
    );
    let text = write(
        &Yolo {
            decimals: 16,
            ..Yolo::default()
        },
        &data_set(),
    )
    .unwrap_err()
    .to_string();
    assert_eq!(
        text,
        "argument `decimals`: 16 is more than a number has; write at most 15"
    );
}

#[test]
fn a_box_beyond_the_image_is_written() {
    // Noted by the job, whatever the formats are.
    let (row, _) = row(6, |object| set_box(object, [-10.0, 0.0, 120.0, 50.0]));
    assert_eq!(row, "0 0.500000 0.500000 1.200000 1.000000\n");
}

#[test]
fn a_box_without_width_is_written_and_noted() {
    let (row, report) = row(6, |object| set_box(object, [10.0, 0.0, 0.0, 50.0]));
    assert_eq!(row, "0 0.100000 0.500000 0.000000 1.000000\n");
    assert_eq!(
        report.count(Stage::Noted, "boxes without width or height"),
        1
    );
}

#[test]
fn a_thin_box_does_not_become_an_empty_one() {
    let (row, report) = row(6, |object| set_box(object, [10.0, 0.0, 1e-9, 50.0]));
    assert_eq!(row, "0 0.100000 0.500000 0.000001 1.000000\n");
    assert_eq!(
        report.count(
            Stage::Noted,
            "sides below the last decimal, written as its smallest step"
        ),
        1
    );
}

#[test]
fn what_yolo_cannot_hold_is_counted() {
    let (row, report) = row(6, |object| {
        (object.crowd, object.difficult, object.truncated) = (true, true, true);
        object.set_mask(Some(Mask::Polygons(vec![vec![0.0; 6]])));
    });
    assert_eq!(row.lines().count(), 1);
    for what in [
        "crowd flags",
        "difficult flags",
        "truncated flags",
        "polygons",
    ] {
        assert_eq!(
            report.count(Stage::Lost, &format!("{what} (the boxes are kept)")),
            1,
            "{what}"
        );
    }
}

#[test]
fn folders_in_names_stay() {
    let mut data = data_set();
    data.images = vec![image("day/a.png"), image("night/a.png"), image("./a.b.png")];
    let (files, _) = write(&Yolo::default(), &data).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "data.yaml",
            "labels/a.b.txt",
            "labels/day/a.txt",
            "labels/night/a.txt",
            "train.txt"
        ]
    );
    assert_eq!(
        files[4].1,
        "./images/day/a.png\n./images/night/a.png\n./images/a.b.png\n"
    );
}

#[test]
fn two_images_that_would_share_a_label_file() {
    for (first, second) in [
        ("a.png", "a.jpg"),
        ("a.png", "a.png"),
        ("./x/a.png", "x/./a.jpg"),
    ] {
        let mut data = data_set();
        data.images = vec![image(first), image("b.png"), image(second)];
        let text = write(&Yolo::default(), &data).unwrap_err().to_string();
        assert!(
            text.starts_with(&format!(
                "`{first}` (image 1) and `{second}` (image 3) would share"
            )),
            "{text}"
        );
    }
}

#[test]
fn a_hostile_name_is_refused_before_anything_is_written() {
    for name in [
        "../../../evil.png",
        "/evil.png",
        "a\\..\\evil.png",
        "C:/evil.png",
        "a\0.png",
        "nul.png",
    ] {
        let mut data = data_set();
        data.images.push(image(name));
        let place = folder(&[]);
        let output = Output::create(&place.path().join("deep/er/out"), false, &[]).unwrap();
        let error = Yolo::default()
            .write(&data, &output, &mut Report::default())
            .unwrap_err();
        assert!(matches!(error, Error::Data { .. }), "{error}");
        assert_eq!(listing(place.path()), [""; 0]);
    }
}

#[test]
fn a_label_file_in_the_place_of_a_folder() {
    let mut data = data_set();
    data.images = vec![image("a.txt/b.png"), image("a.png")];
    let error = write(&Yolo::default(), &data).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`a.png` (image 2) needs the file `labels/a.txt`, and `a.txt/b.png` (image 1) a folder of that name\n  help: rename one of the two in the source"
    );
}

#[test]
fn class_names_are_text_whatever_they_hold() {
    let mut data = data_set();
    data.objects.clear();
    data.categories = [
        "no",
        "1",
        "null",
        "a: b # c",
        "it's \"x\"",
        "back\\slash",
        "line\nbreak",
        "网络 🐱",
        "\u{2028}\u{7f}",
    ]
    .iter()
    .map(|name| category(0, name))
    .collect();
    assert_eq!(
        file(&data, "data.yaml"),
        r#"train: train.txt
# no image is set apart for validation: YOLO asks for a list, so it is the one of training
val: train.txt
names:
  0: "no"
  1: "1"
  2: "null"
  3: "a: b # c"
  4: "it's \"x\""
  5: "back\\slash"
  6: "line\u000abreak"
  7: "网络 🐱"
  8: "\u2028\u007f"
"#
    );
}

#[test]
fn a_list_for_each_split() {
    let mut data = data_set();
    data.images = ["a.png", "b.png", "c.png", "d.png"].map(image).into();
    let splits = [Split::Train, Split::Validation, Split::Test, Split::Train];
    for (image, split) in data.images.iter_mut().zip(splits) {
        image.split = Some(split);
    }
    let (files, _) = write(&Yolo::default(), &data).unwrap();
    let content = |wanted: &str| {
        files
            .iter()
            .find(|(name, _)| name == wanted)
            .unwrap()
            .1
            .as_str()
    };
    assert!(
        content("data.yaml")
            .starts_with("train: train.txt\nval: val.txt\ntest: test.txt\nnames:\n")
    );
    assert_eq!(content("train.txt"), "./images/a.png\n./images/d.png\n");
    assert_eq!(content("val.txt"), "./images/b.png\n");
    assert_eq!(content("test.txt"), "./images/c.png\n");
}

#[test]
fn nothing_at_all() {
    let (files, _) = write(&Yolo::default(), &DataSet::default()).unwrap();
    assert_eq!(files, [("data.yaml".to_owned(), "names: {}\n".to_owned())]);
}

#[test]
fn many_objects_of_many_images() {
    let mut data = data_set();
    data.images = (0..50)
        .map(|place| image(&format!("{place:02}.png")))
        .collect();
    data.objects = (0..1000)
        .map(|place| object(place * 7 % 50, f64::from(place)))
        .collect();
    let (files, report) = write(&Yolo::default(), &data).unwrap();
    let rows: usize = files
        .iter()
        .filter(|(name, _)| name.starts_with("labels/"))
        .map(|(_, rows)| rows.lines().count())
        .sum();
    assert_eq!((rows, report.count(Stage::Written, "boxes")), (1000, 1000));
}

/// Ultralytics makes `labels` of the last folder `images` in the path of a picture.
#[test]
fn label_files_are_where_ultralytics_looks() {
    let mut data = data_set();
    data.images = vec![
        image("images/v1/a.png"),
        image("x/images/b.png"),
        image("c.png"),
    ];
    let (files, _) = write(&Yolo::default(), &data).unwrap();
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "data.yaml",
            "images/labels/v1/a.txt",
            "images/x/labels/b.txt",
            "labels/c.txt",
            "train.txt"
        ]
    );
    assert_eq!(
        files[4].1,
        "./images/images/v1/a.png\n./images/x/images/b.png\n./images/c.png\n"
    );
}
