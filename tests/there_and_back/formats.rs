//! One data set through each format.

use std::fs;

use converters::converter::Converter;
use converters::dataset::Mask;
use converters::registry::{self, Scope};
use converters::writer::Writer;
use converters::{DataSet, Input, Output, Report};

use crate::{data_set, png};

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
    check_data(task, writer, reader, &data_set(), expected(holds));
}

fn check_data(task: Scope, writer: &str, reader: &str, data: &DataSet, expect: DataSet) {
    let place = tempfile::tempdir().unwrap();
    // The pictures, for the formats that hold no sizes.
    for image in &data.images {
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
    write.write(data, &output, &mut Report::default()).unwrap();
    output.finish(&mut Report::default()).unwrap();
    let back = read.read(&Input::new(place.path()), &mut Report::default());
    let mut back = back.unwrap();
    if expect
        .categories
        .iter()
        .all(|category| category.id.is_none())
    {
        // YOLO numbers its classes from 0, whatever they were before.
        back.categories
            .iter_mut()
            .for_each(|category| category.id = None);
    }
    same(back, expect, reader);
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
    // Where the pictures are does not belong to a format.
    back.images
        .iter_mut()
        .for_each(|image| image.picture = None);
    assert_eq!(back, expect, "{reader}");
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

/// Its names have no blanks.
#[test]
fn dota() {
    let holds = Holds {
        difficult: true,
        splits: true,
        empty_images: true,
        ..BOXES
    };
    let part = |part| {
        format!("{{ type = 'Dota', annotations = 'out/{part}/labelTxt', images = 'images' }}")
    };
    let reader = format!(
        "type = 'Parts'\ntrain = {}\nvalidation = {}\ntest = {}",
        part("train"),
        part("val"),
        part("test")
    );
    let without_blanks = |mut data: DataSet| {
        for category in &mut data.categories {
            category.name = category.name.replace(' ', "-");
        }
        data
    };
    check_data(
        Scope::Detection,
        "type = 'Dota'",
        &reader,
        &without_blanks(data_set()),
        without_blanks(expected(holds)),
    );
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
