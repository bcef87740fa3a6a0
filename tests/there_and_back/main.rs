//! What two formats both hold is the same after a data set went through one of them and came back.

mod details;
mod formats;
mod image_folder;
mod pictures;

use converters::DataSet;
use converters::dataset::{BoundingBox, Category, Image, Mask, Object, Split};

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

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}
