//! What only some objects have.

use std::fs;

use converters::converter::Converter;
use converters::dataset::{Keypoint, Mask, RotatedBox, Skeleton, Spans, Value, Visibility};
use converters::registry::{self, Scope};
use converters::writer::Writer;
use converters::{Input, Output, Report};

use crate::{data_set, object, png};

/// Masks, keypoints, angles and attributes: each comes back from the formats that hold it, and is counted by the others.
#[test]
fn what_only_some_objects_have() {
    let visible = |x, y| Keypoint {
        x,
        y,
        visibility: Visibility::Visible,
    };
    let rotated = RotatedBox {
        x: 200.0,
        y: 150.0,
        width: 60.0,
        height: 20.0,
        angle: 30.0,
    };
    // A square of 4 x 4 with a hole of 2 x 2, and a pixel apart.
    let mask = Mask::Polygons(vec![
        vec![
            10.0, 20.0, 14.0, 20.0, 14.0, 24.0, 10.0, 24.0, 10.0, 20.0, 11.0, 21.0, 11.0, 23.0,
            13.0, 23.0, 13.0, 21.0, 11.0, 21.0,
        ],
        vec![16.0, 20.0, 17.0, 20.0, 17.0, 21.0, 16.0, 21.0],
    ]);
    let spans = Spans::of(&mask, (640, 480)).unwrap();
    assert_eq!(spans.area(), 13);
    let mut with_mask = object(0, 0, [10.0, 20.0, 7.0, 4.0]);
    with_mask.set_mask(Some(Mask::RunLength(Box::new(spans.to_runs()))));
    let mut with_keypoints = object(0, 0, [100.0, 100.0, 40.0, 60.0]);
    with_keypoints.change_rare(|rare| {
        let hidden = Keypoint {
            visibility: Visibility::Hidden,
            ..visible(140.0, 160.0)
        };
        rare.keypoints = vec![visible(100.0, 100.0), Keypoint::default(), hidden];
    });
    let with_angle = object(0, 0, [0.0; 4]).with_rotated(rotated);
    let mut with_attributes = object(0, 0, [1.0, 2.0, 3.0, 4.0]);
    with_attributes.change_rare(|rare| {
        rare.attributes
            .set("colour", Value::Text("dark & <red>".to_owned()));
        rare.attributes.set("size", Value::Number(1.5));
        rare.attributes.set("wet", Value::Flag(true));
    });
    let mut data = data_set();
    data.images.truncate(1);
    data.images[0].category = None;
    data.categories.truncate(1);
    data.categories[0].name = "car".to_owned();
    data.categories[0].skeleton = Some(Box::new(Skeleton {
        points: ["nose", "ear", "tail"].map(str::to_owned).into(),
        edges: vec![[0, 1]],
    }));
    data.objects = vec![with_mask, with_keypoints, with_angle, with_attributes];
    let formats = [
        (
            "type = 'Coco'",
            "type = 'Coco'\nannotations = 'out/annotations.json'",
            "mka",
        ),
        (
            "type = 'Cvat'",
            "type = 'Cvat'\nannotations = 'out/annotations.xml'",
            "mkra",
        ),
        (
            "type = 'LabelMe'",
            "type = 'LabelMe'\nannotations = 'out'",
            "mkra",
        ),
        (
            "type = 'PascalVoc'",
            "type = 'PascalVoc'\nannotations = 'out/Annotations'",
            "a",
        ),
        (
            "type = 'Csv'",
            "type = 'Csv'\nannotations = 'out/annotations.csv'",
            "a",
        ),
        (
            "type = 'Yolo'\nlabels = 'poses'",
            "type = 'Yolo'\ndata = 'out/data.yaml'\nimages = 'images'",
            "k",
        ),
        (
            "type = 'Yolo'\nlabels = 'rotated'",
            "type = 'Yolo'\ndata = 'out/data.yaml'\nimages = 'images'\nrotated = true",
            "r",
        ),
        (
            "type = 'Yolo'",
            "type = 'Yolo'\ndata = 'out/data.yaml'\nimages = 'images'",
            "",
        ),
        (
            "type = 'Dota'",
            "type = 'Dota'\nannotations = 'out/train/labelTxt'\nimages = 'images'",
            "r",
        ),
        (
            "type = 'OpenImages'",
            "type = 'OpenImages'\nannotations = 'out/annotations.csv'\nimages = 'images'",
            "",
        ),
    ];
    for (writer, reader, holds) in formats {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("images")).unwrap();
        fs::write(place.path().join("images/b & c.png"), png(640, 480)).unwrap();
        let (write, read): (registry::writer::Module, registry::converter::Module) =
            Scope::Detection.enter(|| {
                (
                    rollbook::toml::from_str(writer).unwrap(),
                    rollbook::toml::from_str(reader).unwrap(),
                )
            });
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        let mut report = Report::default();
        write.write(&data, &output, &mut report).unwrap();
        output.finish(&mut report).unwrap();
        let back = read
            .read(&Input::new(place.path()), &mut Report::default())
            .unwrap();
        let [mask, keypoints, angle, attributes] = &back.objects[..] else {
            panic!("{writer}: {} objects", back.objects.len());
        };
        let has = |letters: &[char]| holds.contains(letters);
        let lost = |what: &str| report.to_string().contains(&format!("lost: {what}"));
        let found = mask.mask().and_then(|mask| Spans::of(mask, (640, 480)));
        assert_eq!(found.as_ref() == Some(&spans), has(&['m']), "{writer}");
        assert_eq!(lost("run-length masks"), !has(&['m']), "{writer}: {report}");
        let near = |one: f64, other: f64| (one - other).abs() < 640.0 * 1e-6;
        let mut wanted = data.objects[1].keypoints().to_vec();
        if writer.contains("LabelMe") {
            // A point whose place is not known cannot be drawn, and its name is not known then.
            wanted.remove(1);
        }
        let same = keypoints.keypoints().len() == wanted.len()
            && keypoints
                .keypoints()
                .iter()
                .zip(&wanted)
                .all(|(one, other)| {
                    near(one.x, other.x)
                        && near(one.y, other.y)
                        && one.visibility == other.visibility
                });
        assert_eq!(same, has(&['k']), "{writer}: {:?}", keypoints.keypoints());
        assert_eq!(
            lost("keypoints (the boxes"),
            !has(&['k']),
            "{writer}: {report}"
        );
        if has(&['k']) {
            let names = back.categories[0].skeleton.as_ref().unwrap();
            assert_eq!(names.points.len(), wanted.len(), "{writer}");
        }
        let turned = angle.rotated();
        let same = turned.is_some_and(|found| {
            near(found.x, rotated.x)
                && near(found.y, rotated.y)
                && near(found.width, rotated.width)
                && near(found.height, rotated.height)
                && (found.angle - rotated.angle).abs() < 0.01
        });
        assert_eq!(same, has(&['r']), "{writer}: {turned:?}");
        assert_eq!(lost("angles of boxes"), !has(&['r']), "{writer}: {report}");
        // The box around it, whether or not the angle is held.
        let (one, other) = (angle.bounding_box, rotated.around());
        assert!(
            near(one.x, other.x) && near(one.width, other.width),
            "{writer}: {one:?}"
        );
        let same = attributes.attributes().len() == 3
            && data.objects[3]
                .attributes()
                .iter()
                .all(|(name, value)| attributes.attributes().get(name) == Some(value));
        assert_eq!(same, has(&['a']), "{writer}: {:?}", attributes.attributes());
        assert_eq!(
            lost("attributes of objects"),
            !has(&['a']),
            "{writer}: {report}"
        );
    }
}

/// A format that draws masks cannot draw one without pixels: its box is written, and the mask is counted.
#[test]
fn a_mask_without_pixels_is_counted() {
    // An outline around nothing.
    let spans = Spans::of(&Mask::Polygons(vec![vec![5.0; 6]]), (640, 480)).unwrap();
    assert_eq!(spans.area(), 0);
    let mask = Mask::RunLength(Box::new(spans.to_runs()));
    let mut data = data_set();
    data.objects.truncate(1);
    data.objects[0].set_mask(Some(mask));
    for writer in ["type = 'LabelMe'", "type = 'Cvat'"] {
        let place = tempfile::tempdir().unwrap();
        let write: registry::writer::Module = Scope::Detection
            .enter(|| rollbook::toml::from_str(writer))
            .unwrap();
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        let mut report = Report::default();
        write.write(&data, &output, &mut report).unwrap();
        let expect = "lost: masks that are empty or too large to be drawn (the boxes are kept): 1";
        assert!(report.to_string().contains(expect), "{writer}: {report}");
    }
}
