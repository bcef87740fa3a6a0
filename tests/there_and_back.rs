//! What two formats both hold is the same after a data set went through one of them and came back.

use std::fs;
use std::path::Path;

use converters::converter::{self, Converter};
use converters::dataset::{BoundingBox, Category, Image, Mask, Object, Split};
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
