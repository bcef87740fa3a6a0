//! Small things that the unit tests share.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::dataset::{BoundingBox, Category, DataSet, Image, Object};

/// A new folder with these files; a name that ends in `/` is a folder.
pub(crate) fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// The files below a folder, sorted.
pub(crate) fn listing(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else {
                found.push(name);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, "", &mut found);
    found.sort();
    found
}

/// What a writer writes: the files, by name and text, and the folder that `out` is in.
pub(crate) fn written(
    writer: &dyn crate::writer::Writer,
    data: &DataSet,
) -> (Vec<(String, String)>, TempDir) {
    let place = folder(&[]);
    let output = crate::Output::create(&place.path().join("out"), false, &[]).unwrap();
    writer
        .write(data, &output, &mut crate::Report::default())
        .unwrap();
    output.finish().unwrap();
    let files = listing(&place.path().join("out"));
    let read = |name: String| {
        let text = fs::read(place.path().join("out").join(&name)).unwrap();
        (name, String::from_utf8_lossy(&text).into_owned())
    };
    (files.into_iter().map(read).collect(), place)
}

/// The first bytes of a PNG of this size: all that its header says.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

/// An image of 100 x 50 pixels.
pub(crate) fn image(name: &str) -> Image {
    Image {
        name: name.to_owned(),
        width: 100,
        height: 50,
        split: None,
        category: None,
    }
}

pub(crate) fn category(id: i64, name: &str) -> Category {
    Category {
        id: Some(id),
        name: name.to_owned(),
        supercategory: None,
    }
}

/// An object of the first category, 20 x 10 pixels.
pub(crate) fn object(image: u32, x: f64) -> Object {
    Object {
        image,
        category: 0,
        bounding_box: BoundingBox {
            x,
            y: 10.0,
            width: 20.0,
            height: 10.0,
        },
        mask: None,
        crowd: false,
        difficult: false,
        truncated: false,
    }
}

/// One image, three categories with gaps in their ids, and an object of each.
pub(crate) fn data_set() -> DataSet {
    DataSet {
        images: vec![image("a.png")],
        categories: vec![
            category(3, "cat"),
            category(7, "dog"),
            category(90, "hot dog"),
        ],
        objects: (0..3)
            .map(|place| Object {
                category: place,
                ..object(0, f64::from(place))
            })
            .collect(),
    }
}
