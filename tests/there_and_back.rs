//! What two formats both hold is the same after a data set went through one of them and came back.

use std::fs;
use std::path::Path;

use converters::converter::{self, Converter};
use converters::dataset::{
    BoundingBox, Category, Image, Keypoint, Mask, Object, RotatedBox, Skeleton, Spans, Split,
    Value, Visibility,
};
use converters::registry::{self, Scope};
use converters::writer::Writer;
use converters::{DataSet, Input, Output, Report};

/// What a format holds besides names, sizes and boxes.
#[derive(Clone, Copy, Default)]
struct Holds {
    ids: bool,
    polygons: bool,
    crowd: bool,
    difficult: bool,
    truncated: bool,
    splits: bool,
    empty_images: bool,
    unused_categories: bool,
    supercategories: bool,
    labels: bool,
    objects: bool,
}

fn image(name: &str, split: Option<Split>, category: Option<u32>) -> Image {
    Image {
        split,
        category,
        ..Image::new(name, (640, 480))
    }
}

fn object(image: u32, category: u32, edges: [f64; 4]) -> Object {
    let [x, y, width, height] = edges;
    let bounding_box = BoundingBox {
        x,
        y,
        width,
        height,
    };
    Object::new(image, category, bounding_box)
}

fn data_set() -> DataSet {
    let category = |id, name: &str, above: Option<&str>| Category {
        id: Some(id),
        supercategory: above.map(str::to_owned),
        ..Category::new(name)
    };
    let triangle = vec![100.0, 100.0, 164.0, 100.0, 164.0, 148.0];
    DataSet {
        // In the order of their names, which is that of formats with a file an image.
        images: vec![
            image("b & c.png", Some(Split::Train), Some(0)),
            image("sub dir/a.png", Some(Split::Validation), Some(1)),
            image("空.png", Some(Split::Test), Some(0)),
        ],
        // In the order of their names, which is that of formats without ids.
        categories: vec![
            category(3, "car, small", Some("thing")),
            category(7, "hot \"dog\"", None),
            category(90, "never <seen>", None),
        ],
        objects: vec![
            Object {
                crowd: true,
                truncated: true,
                ..object(0, 1, [10.5, 20.25, 30.125, 40.0])
            },
            object(0, 0, [100.0, 100.0, 64.0, 48.0])
                .with_mask(Some(Mask::Polygons(vec![triangle]))),
            Object {
                difficult: true,
                ..object(1, 0, [-3.0, 0.0, 700.0, 480.0])
            },
        ],
    }
}

/// The data set without what the format does not hold.
fn expected(holds: Holds) -> DataSet {
    let mut data = data_set();
    for object in &mut data.objects {
        object.crowd &= holds.crowd;
        object.difficult &= holds.difficult;
        object.truncated &= holds.truncated;
        if !holds.polygons {
            object.set_mask(None);
        }
    }
    for image in &mut data.images {
        image.split = image.split.filter(|_| holds.splits);
        image.category = image.category.filter(|_| holds.labels);
    }
    for category in &mut data.categories {
        category.id = category.id.filter(|_| holds.ids);
        category.supercategory = category
            .supercategory
            .take()
            .filter(|_| holds.supercategories);
    }
    if !holds.empty_images {
        data.images.pop();
    }
    if !holds.unused_categories {
        data.categories.pop();
    }
    if !holds.objects {
        data.objects.clear();
        data.images
            .iter_mut()
            .for_each(|image| (image.width, image.height) = (0, 0));
    }
    data
}

fn check(task: Scope, writer: &str, reader: &str, holds: Holds) {
    let place = tempfile::tempdir().unwrap();
    // The pictures, for the formats that hold no sizes.
    for image in &data_set().images {
        let path = place.path().join("images").join(&image.name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, png(640, 480)).unwrap();
    }
    let (write, read): (registry::writer::Module, registry::converter::Module) = task.enter(|| {
        (
            rollbook::toml::from_str(writer).unwrap(),
            rollbook::toml::from_str(reader).unwrap(),
        )
    });
    let target = place.path().join("out");
    let output = Output::create(&target, false, &[]).unwrap();
    write
        .write(&data_set(), &output, &mut Report::default())
        .unwrap();
    output.finish(&mut Report::default()).unwrap();
    let back = read.read(&Input::new(place.path()), &mut Report::default());
    let mut back = back.unwrap();
    if !holds.ids {
        // YOLO numbers its classes from 0, whatever they were before.
        back.categories
            .iter_mut()
            .for_each(|category| category.id = None);
    }
    same(back, expected(holds), reader);
}

/// Numbers agree to a millionth of the image, which YOLO's six decimals keep.
fn same(mut back: DataSet, expect: DataSet, reader: &str) {
    let near = |one: f64, other: f64| (one - other).abs() < 640.0 * 1e-6;
    for (found, wanted) in back.objects.iter_mut().zip(&expect.objects) {
        let (one, other) = (found.bounding_box, wanted.bounding_box);
        let edges = [
            (one.x, other.x),
            (one.y, other.y),
            (one.width, other.width),
            (one.height, other.height),
        ];
        assert!(
            edges.iter().all(|(one, other)| near(*one, *other)),
            "{reader}: {one:?} {other:?}"
        );
        found.bounding_box = other;
        if let (Some(Mask::Polygons(one)), Some(Mask::Polygons(other))) =
            (found.mask(), wanted.mask())
        {
            let mut pairs = one[0].iter().zip(&other[0]);
            assert!(pairs.all(|(one, other)| near(*one, *other)), "{reader}");
            found.set_mask(Some(Mask::Polygons(other.clone())));
        }
    }
    // Where the pictures are is no part of a format.
    back.images
        .iter_mut()
        .for_each(|image| image.picture = None);
    assert_eq!(back, expect, "{reader}");
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

/// A source with its parts in lists.
fn lists(source: &str, folder: &str) -> String {
    format!(
        "type = 'PartLists'\nsource = {source}\ntrain_list = '{folder}/train.txt'\nvalidation_list = '{folder}/val.txt'\ntest_list = '{folder}/test.txt'"
    )
}

const BOXES: Holds = Holds {
    ids: false,
    polygons: false,
    crowd: false,
    difficult: false,
    truncated: false,
    splits: false,
    empty_images: false,
    unused_categories: false,
    supercategories: false,
    labels: false,
    objects: true,
};

#[test]
fn coco() {
    let holds = Holds {
        splits: true,
        ids: true,
        polygons: true,
        crowd: true,
        empty_images: true,
        unused_categories: true,
        supercategories: true,
        ..BOXES
    };
    let part = |part| format!("{{ type = 'Coco', annotations = 'out/annotations_{part}.json' }}");
    let reader = format!(
        "type = 'Parts'\ntrain = {}\nvalidation = {}\ntest = {}",
        part("train"),
        part("val"),
        part("test")
    );
    check(Scope::Detection, "type = 'Coco'", &reader, holds);
    let holds = Holds {
        splits: false,
        ..holds
    };
    let reader = "type = 'Coco'\nannotations = 'out/annotations.json'";
    check(
        Scope::Detection,
        "type = 'Coco'\nparts = false",
        reader,
        holds,
    );
}

#[test]
fn pascal_voc() {
    let holds = Holds {
        difficult: true,
        truncated: true,
        splits: true,
        empty_images: true,
        ..BOXES
    };
    let reader = lists(
        "{ type = 'PascalVoc', annotations = 'out/Annotations' }",
        "out/ImageSets/Main",
    );
    let reader = &reader;
    check(Scope::Detection, "type = 'PascalVoc'", reader, holds);
}

#[test]
fn label_me() {
    let holds = Holds {
        polygons: true,
        difficult: true,
        splits: true,
        empty_images: true,
        ..BOXES
    };
    let reader = lists("{ type = 'LabelMe', annotations = 'out' }", "out");
    let reader = &reader;
    check(Scope::Detection, "type = 'LabelMe'", reader, holds);
}

#[test]
fn cvat() {
    let holds = Holds {
        polygons: true,
        truncated: true,
        splits: true,
        empty_images: true,
        unused_categories: true,
        labels: true,
        ..BOXES
    };
    let reader = "type = 'Cvat'\nannotations = 'out/annotations.xml'";
    check(Scope::Detection, "type = 'Cvat'", reader, holds);
}

#[test]
fn csv() {
    let holds = Holds {
        splits: true,
        empty_images: true,
        ..BOXES
    };
    let reader = "type = 'Csv'\nannotations = 'out/annotations.csv'";
    check(Scope::Detection, "type = 'Csv'", reader, holds);
}

#[test]
fn open_images() {
    let holds = Holds {
        crowd: true,
        truncated: true,
        ..BOXES
    };
    let reader = "type = 'OpenImages'\nannotations = 'out/annotations.csv'\nclasses = 'out/classes.csv'\nimages = 'images'";
    check(Scope::Detection, "type = 'OpenImages'", reader, holds);
}

#[test]
fn yolo() {
    let holds = Holds {
        splits: true,
        empty_images: true,
        unused_categories: true,
        ..BOXES
    };
    let reader = "type = 'Yolo'\ndata = 'out/data.yaml'\nimages = 'images'";
    check(Scope::Detection, "type = 'Yolo'", reader, holds);
}

#[test]
fn classification_csv() {
    let holds = Holds {
        splits: true,
        empty_images: true,
        labels: true,
        objects: false,
        ..BOXES
    };
    let reader = "type = 'Csv'\nannotations = 'out/annotations.csv'";
    check(Scope::Classification, "type = 'Csv'", reader, holds);
}

#[test]
fn image_folder() {
    let place = tempfile::tempdir().unwrap();
    for name in ["1.png", "x/2.png"] {
        let path = place.path().join("images").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, png(640, 480)).unwrap();
    }
    let data = DataSet {
        images: vec![
            image("1.png", Some(Split::Train), Some(0)),
            image("x/2.png", Some(Split::Test), Some(1)),
        ],
        objects: Vec::new(),
        ..data_set()
    };
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    let output = output.with_sources(place.path());
    let writer = converters::writer::ImageFolder {
        images: Some("images".into()),
    };
    writer
        .write(&data, &output, &mut Report::default())
        .unwrap();
    output.finish(&mut Report::default()).unwrap();
    let reader = converter::ImageFolder {
        images: "out".into(),
        categories: None,
        on_error: converter::OnError::Error,
    };
    let back = reader
        .read(&Input::new(place.path()), &mut Report::default())
        .unwrap();
    let found = back.images.iter().map(|image| {
        let category = image
            .category
            .map(|place| back.categories[place as usize].name.as_str());
        (image.name.as_str(), image.split, category)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (
                "test/hot \"dog\"/2.png",
                Some(Split::Test),
                Some("hot \"dog\"")
            ),
            (
                "train/car, small/1.png",
                Some(Split::Train),
                Some("car, small")
            ),
        ]
    );
    assert!(Path::new(&place.path().join("out/train/car, small/1.png")).is_file());
}

/// Each writer that lays out a data set puts the pictures where its format has them.
#[test]
fn pictures_copied_and_linked() {
    for (writer, pictures) in [
        ("Yolo", "images"),
        ("PascalVoc", "JPEGImages"),
        ("LabelMe", ""),
        ("OpenImages", "images"),
    ] {
        for mode in ["copy", "link", "none"] {
            let place = tempfile::tempdir().unwrap();
            let picture = place.path().join("source/sub dir/a.png");
            fs::create_dir_all(picture.parent().unwrap()).unwrap();
            fs::write(&picture, png(640, 480)).unwrap();
            let mut data = data_set();
            data.images.drain(..1);
            data.images.truncate(1);
            data.objects.clear();
            data.images[0].picture = Some(picture.clone().into());
            let job = format!("type = '{writer}'\nimages = '{mode}'");
            let write = || rollbook::toml::from_str::<registry::writer::Module>(&job).unwrap();
            let write = Scope::Detection.enter(write);
            let target = place.path().join("out");
            let once = || {
                let output = Output::create(&target, true, &[]).unwrap();
                write.write(&data, &output, &mut Report::default()).unwrap();
                output.finish(&mut Report::default()).unwrap();
            };
            once();
            let there = target.join(pictures).join("sub dir/a.png");
            assert_eq!(there.is_file(), mode != "none", "{writer} {mode}");
            // Again over what was written, and the source is as it was.
            once();
            assert_eq!(fs::read(&picture).unwrap(), png(640, 480));
            if mode == "none" {
                continue;
            }
            assert_eq!(fs::read(&there).unwrap(), png(640, 480));
            // A picture of the user in that place stays.
            let list = target.join(".converters-written");
            let kept = fs::read_to_string(&list)
                .unwrap()
                .replace("sub dir/a.png", "x");
            fs::write(&list, kept).unwrap();
            fs::remove_file(&there).unwrap();
            fs::write(&there, "mine").unwrap();
            let output = Output::create(&target, true, &[]).unwrap();
            write.write(&data, &output, &mut Report::default()).unwrap();
            assert!(output.finish(&mut Report::default()).is_err());
            assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
            // A picture that is not known where it is.
            data.images[0].picture = None;
            let output = Output::create(&place.path().join("other"), false, &[]).unwrap();
            let error = write
                .write(&data, &output, &mut Report::default())
                .unwrap_err();
            assert!(
                error.to_string().contains("set `images` of the converter"),
                "{error}"
            );
            data.images[0].picture = Some(picture.into());
        }
    }
}

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
