//! Classification: a folder a class.

use std::fs;
use std::path::Path;

use converters::converter::{self, Converter};
use converters::dataset::Split;
use converters::writer::Writer;
use converters::{DataSet, Input, Output, Report};

use crate::{data_set, image, png};

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
