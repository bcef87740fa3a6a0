//! What is written is read back as it was.

use super::*;
use crate::converter::{self, Converter, OnError};
use crate::dataset::{BoundingBox, Split};
use crate::input::Input;
use crate::testing::{category, data_set, folder, image};

fn written(data: &DataSet) -> (String, Report) {
    let place = folder(&[]);
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    let mut report = Report::default();
    Coco::default().write(data, &output, &mut report).unwrap();
    output.finish(&mut report).unwrap();
    (
        std::fs::read_to_string(place.path().join("out/annotations.json")).unwrap(),
        report,
    )
}

fn read_back(text: &str) -> DataSet {
    let place = folder(&[("coco.json", text.as_bytes())]);
    let coco = converter::Coco {
        annotations: "coco.json".into(),
        images: None,
        on_error: OnError::Error,
    };
    coco.read(&Input::new(place.path()), &mut Report::default())
        .unwrap()
}

/// A data set with all that COCO can hold.
fn rich() -> DataSet {
    let mut data = data_set();
    data.images.insert(0, image("folder/empty \"quoted\".png"));
    data.categories[0].supercategory = Some("animal".to_owned());
    for (place, object) in data.objects.iter_mut().enumerate() {
        object.image = 1;
        object.crowd = place == 1;
    }
    data.objects[0].bounding_box = BoundingBox {
        x: 0.1,
        y: -1e-7,
        width: 1.0 / 3.0,
        height: 30.0,
    };
    data.objects[0].set_mask(Some(Mask::Polygons(vec![vec![
        0.0, 0.0, 0.0, 10.0, 10.5, 10.0, 10.5, 0.0,
    ]])));
    let runs = |counts| {
        Some(Mask::RunLength(Box::new(RunLength {
            height: 9,
            width: 10,
            counts,
        })))
    };
    data.objects[1].set_mask(runs(Counts::List(vec![6, 1, 40, 4])));
    data.objects[2].set_mask(runs(Counts::Compressed("61X13mN000`0".to_owned())));
    data
}

#[test]
fn there_and_back() {
    assert_eq!(read_back(&written(&rich()).0), rich());
}

#[test]
fn the_same_twice() {
    assert_eq!(written(&rich()).0, written(&rich()).0);
}

#[test]
fn the_text() {
    let mut data = data_set();
    data.objects.truncate(1);
    data.categories.truncate(1);
    assert_eq!(
        written(&data).0,
        concat!(
            r#"{"info":{},"licenses":[],"images":[{"id":1,"file_name":"a.png","width":100,"height":50}],"#,
            r#""annotations":[{"id":1,"image_id":1,"category_id":3,"bbox":[0,10,20,10],"area":200,"iscrowd":0}],"#,
            r#""categories":[{"id":3,"name":"cat"}]}"#,
            "\n"
        )
    );
}

#[test]
fn the_area_is_that_of_the_mask() {
    let text = written(&rich()).0;
    for area in [r#""area":105,"#, r#""area":5,"#, r#""area":13,"#] {
        assert!(text.contains(area), "{area} in {text}");
    }
}

#[test]
fn categories_without_ids_of_their_own_are_numbered() {
    for (first, second) in [(None, None), (Some(4), None), (Some(4), Some(4))] {
        let mut data = data_set();
        data.categories = vec![
            category(0, "cat"),
            category(0, "dog"),
            category(9, "hot dog"),
        ];
        (data.categories[0].id, data.categories[1].id) = (first, second);
        let ids: Vec<_> = read_back(&written(&data).0)
            .categories
            .iter()
            .map(|category| category.id)
            .collect();
        assert_eq!(ids, [Some(1), Some(2), Some(3)]);
    }
}

#[test]
fn what_coco_cannot_hold_is_counted() {
    let mut data = data_set();
    (data.objects[0].difficult, data.objects[1].truncated) = (true, true);
    data.images[0].split = Some(Split::Train);
    let report = written(&data).1;
    assert_eq!(
        report
            .lines()
            .iter()
            .filter(|line| line.stage == Stage::Lost)
            .count(),
        3,
        "{report}"
    );
}

#[test]
fn a_name_that_leaves_the_target() {
    let place = folder(&[]);
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    let coco = Coco {
        file: "../evil.json".to_owned(),
        parts: true,
    };
    assert!(matches!(
        coco.write(&data_set(), &output, &mut Report::default()),
        Err(Error::Data { .. })
    ));
}

#[test]
fn no_number_becomes_null() {
    let mut data = data_set();
    data.objects[0].bounding_box = BoundingBox {
        x: -1e12,
        y: 1e12,
        width: 1e12,
        height: 1e12,
    };
    assert_eq!(data.objects[0].bounding_box.fault(), None);
    assert!(!written(&data).0.contains("null"));
}
