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
        match name.ends_with('/') {
            true => fs::create_dir_all(path).unwrap(),
            false => fs::write(path, content).unwrap(),
        }
    }
    folder
}

/// The files below a folder, sorted; without the list of what was written.
pub(crate) fn listing(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else if !name.ends_with(".converters-written") {
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
    output.finish(&mut crate::Report::default()).unwrap();
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

/// The segments of a JPEG of this size up to its pixels, with an EXIF orientation.
pub(crate) fn jpeg(width: u16, height: u16, turn: Option<u16>) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    // A segment of XMP, which has the same marker as EXIF.
    let xmp = turn.map(|_| b"http://ns.adobe.com/xap/1.0/\0".to_vec());
    let exif = turn.map(|turn| [b"Exif\0\0".to_vec(), tiff(turn)].concat());
    for segment in xmp.into_iter().chain(exif) {
        bytes.extend([0xff, 0xe1]);
        bytes.extend((segment.len() as u16 + 2).to_be_bytes());
        bytes.extend(segment);
    }
    bytes.extend([0xff, 0xc0, 0, 11, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([1, 1, 0x11, 0, 0xff, 0xd9]);
    bytes
}

/// EXIF data with nothing but an orientation.
pub(crate) fn tiff(turn: u16) -> Vec<u8> {
    let mut bytes = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    bytes.extend(turn.to_be_bytes());
    bytes.extend([0; 6]);
    bytes
}

/// An image of 100 x 50 pixels.
pub(crate) fn image(name: &str) -> Image {
    Image::new(name, (100, 50))
}

pub(crate) fn category(id: i64, name: &str) -> Category {
    Category {
        id: Some(id),
        ..Category::new(name)
    }
}

/// An object of the first category, 20 x 10 pixels.
pub(crate) fn object(image: u32, x: f64) -> Object {
    let bounding_box = BoundingBox {
        x,
        y: 10.0,
        width: 20.0,
        height: 10.0,
    };
    Object::new(image, 0, bounding_box)
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
