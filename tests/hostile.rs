//! Damaged and hostile files: each reader says what is wrong, and none panics or takes what leads out of the target.

use std::fs;
use std::path::Path;

use converters::converter::Converter;
use converters::registry::{Scope, converter, writer};
use converters::writer::Writer;
use converters::{DataSet, Input, Output, Report};

const COCO: &str = r#"{"images": [{"id": 1, "file_name": "a.png", "width": 64, "height": 48}],
 "categories": [{"id": 3, "name": "cat", "supercategory": "animal"}],
 "annotations": [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [1, 2.5, 30, 4], "iscrowd": 0, "area": 120,
  "segmentation": [[1, 2.5, 31, 2.5, 31, 6.5]]},
  {"id": 2, "image_id": 1, "category_id": 3, "iscrowd": 1, "bbox": [0, 0, 2, 2],
  "segmentation": {"size": [48, 64], "counts": [0, 2, 46, 2, 3022]}}]}"#;
const VOC: &str = "<annotation><filename>a.png</filename><size><width>64</width><height>48</height></size>\
 <object><name>cat</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object></annotation>";
const LABEL_ME: &str = r#"{"imagePath": "a.png", "imageWidth": 64, "imageHeight": 48, "imageData": null,
 "shapes": [{"label": "cat", "points": [[1, 2], [3, 4], [5, 1]], "group_id": 1, "shape_type": "polygon"}]}"#;
const CVAT: &str = "<annotations><meta><task><labels><label><name>cat</name></label></labels></task></meta>\
 <image id=\"0\" name=\"a.png\" width=\"64\" height=\"48\"><box label=\"cat\" occluded=\"0\" xtl=\"1\" ytl=\"2\" xbr=\"3\" ybr=\"4\"/>\
 <polygon label=\"cat\" points=\"1,2;3,4;5,1\"/></image></annotations>";
const OPEN_IMAGES: &str =
    "ImageID,LabelName,XMin,XMax,YMin,YMax,IsGroupOf\na,cat,0.1,0.2,0.3,0.4,1\n";
const CSV: &str = "image,label,x_min,y_min,x_max,y_max,width,height\na.png,cat,1,2,3,4,64,48\n";
const LABELS: &str = "image,label\na.png,cat\n";
const YAML: &str = "path: .\ntrain: images\nnames:\n  0: cat\n";
const ROWS: &str = "0 0.5 0.5 0.1 0.2\n0 0.1 0.1 0.2 0.1 0.2 0.3\n";

const DOTA: &str =
    "imagesource:GoogleEarth\ngsd:0.15\n1 1 9 1 9 9 1 9 cat 1\n10 0 20 10 10 30 0 10 cat 0\n";

/// Each reader of text: its job, and the file that is damaged.
const READERS: &[(&str, &str, &str)] = &[
    ("type = 'Coco'\nannotations = 'f.json'", "f.json", COCO),
    ("type = 'PascalVoc'\nannotations = 'f.xml'", "f.xml", VOC),
    (
        "type = 'LabelMe'\nannotations = 'f.json'",
        "f.json",
        LABEL_ME,
    ),
    ("type = 'Cvat'\nannotations = 'f.xml'", "f.xml", CVAT),
    (
        "type = 'OpenImages'\nannotations = 'f.csv'\nimages = 'images'",
        "f.csv",
        OPEN_IMAGES,
    ),
    ("type = 'Csv'\nannotations = 'f.csv'", "f.csv", CSV),
    ("type = 'Yolo'\ndata = 'data.yaml'", "data.yaml", YAML),
    ("type = 'Yolo'\ndata = 'data.yaml'", "labels/a.txt", ROWS),
    (
        "type = 'classification.Csv'\nannotations = 'f.csv'",
        "f.csv",
        LABELS,
    ),
    (
        "type = 'Dota'\nannotations = 'labels'\nimages = 'images'",
        "labels/a.txt",
        DOTA,
    ),
];

/// Those of other files.
fn readers() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let texts = READERS
        .iter()
        .map(|(job, file, text)| (*job, *file, text.as_bytes().to_vec()));
    let masks = "type = 'MaskImages'\nmasks = 'masks'\nclasses = { 1 = 'cat' }";
    let masks = [(masks, "masks/a.png", mask())];
    let folders = [(
        "type = 'classification.ImageFolder'\nimages = 'folder'",
        "folder/cat/a.png",
        png(),
    )];
    texts.chain(masks).chain(folders).collect()
}

/// A picture of 8 x 6 pixels of 8 bits.
fn mask() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8, 6);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    let pixels = (0..48).map(|place| u8::from(place % 5 == 0));
    writer
        .write_image_data(&pixels.collect::<Vec<_>>())
        .unwrap();
    writer.finish().unwrap();
    bytes
}

/// No reader that a job can name is forgotten: it has a sample here, or is made of others.
#[test]
fn each_reader_has_a_sample() {
    let samples = readers();
    for scope in Scope::ALL {
        for (name, kind) in converter::from(*scope).iter() {
            let is_made_of_others = ["Merge", "Parts", "PartLists"].contains(&name);
            let named = |job: &str| {
                let module = reader(job);
                module.kind() == kind
            };
            let known = samples.iter().any(|(job, ..)| named(job));
            assert!(known || is_made_of_others, "{name} has no sample");
        }
    }
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn png() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(64_u32.to_be_bytes());
    bytes.extend(48_u32.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

fn reader(job: &str) -> converter::Module {
    Scope::Detection
        .enter(|| rollbook::toml::from_str(job))
        .unwrap()
}

fn read(reader: &converter::Module, folder: &Path) -> Result<DataSet, String> {
    let read = reader.read(&Input::new(folder), &mut Report::default());
    let read = read.map_err(|error| error.to_string());
    if let Ok(data) = &read {
        // What is read is sound, whatever the file was.
        for object in &data.objects {
            assert!((object.image as usize) < data.images.len());
            assert!((object.category as usize) < data.categories.len());
            assert_eq!(object.bounding_box.fault(), None);
        }
    }
    read
}

#[test]
fn damaged_files() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "images/a.png", &png());
    let mut random = fastrand::Rng::with_seed(1);
    for (job, file, whole) in &readers() {
        put(place.path(), "data.yaml", YAML.as_bytes());
        put(place.path(), "labels/a.txt", ROWS.as_bytes());
        let reader = reader(job);
        put(place.path(), file, whole);
        assert!(
            read(&reader, place.path()).is_ok(),
            "{job}: {:?}",
            read(&reader, place.path())
        );
        let mut refused = 0;
        for end in 0..whole.len() {
            put(place.path(), file, &whole[..end]);
            refused += usize::from(read(&reader, place.path()).is_err());
        }
        assert!(
            refused > whole.len() / 3,
            "{job}: {refused} of {}",
            whole.len()
        );
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(..bytes.len());
                match random.u8(..4) {
                    0 => bytes[at] = random.u8(..),
                    1 => drop(bytes.remove(at)),
                    2 => bytes.insert(at, *random.choice(b"\"<>&,;{}[]0-9\n\x80e").unwrap()),
                    _ => {
                        let part = bytes[at..(at + 9).min(bytes.len())].to_vec();
                        bytes.splice(at..at, part);
                    }
                }
            }
            put(place.path(), file, &bytes);
            let _ = read(&reader, place.path());
        }
    }
}

#[test]
fn numbers_that_are_none() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "images/a.png", &png());
    let check = |job: &str, file: &str, text: &str, from: &str, others: &[(&str, &str)]| {
        for (name, text) in others {
            put(place.path(), name, text.as_bytes());
        }
        for to in [
            "NaN",
            "-inf",
            "1e999",
            "-1e300",
            "99999999999999999999999999",
            "\u{0}",
            "é",
        ] {
            let text = text.replacen(from, to, 1);
            put(place.path(), file, text.as_bytes());
            let result = read(&reader(job), place.path());
            assert!(result.is_err(), "{job} took {to}: {result:?}");
        }
    };
    check(READERS[0].0, "f.json", COCO, "2.5", &[]);
    check(READERS[0].0, "f.json", COCO, "64", &[]);
    check(READERS[1].0, "f.xml", VOC, ">3<", &[]);
    check(READERS[2].0, "f.json", LABEL_ME, "[1, 2]", &[]);
    check(READERS[3].0, "f.xml", CVAT, "\"3\"", &[]);
    check(READERS[4].0, "f.csv", OPEN_IMAGES, "0.2", &[]);
    check(READERS[5].0, "f.csv", CSV, "3,", &[]);
    check(
        READERS[7].0,
        "labels/a.txt",
        ROWS,
        "0.1",
        &[("data.yaml", YAML)],
    );
    check(READERS[9].0, "labels/a.txt", DOTA, "9", &[]);
}

#[test]
fn endless_lines_and_deep_nesting() {
    let place = tempfile::tempdir().unwrap();
    put(place.path(), "images/a.png", &png());
    let deep = "[".repeat(200_000);
    let tags = "<annotation>".repeat(20_000);
    let line = "x".repeat(3 << 20);
    for (job, file, whole) in &readers() {
        put(place.path(), "data.yaml", YAML.as_bytes());
        put(place.path(), "labels/a.txt", ROWS.as_bytes());
        for hostile in [
            deep.as_bytes(),
            tags.as_bytes(),
            line.as_bytes(),
            &[whole, line.as_bytes()].concat(),
            b"",
            "\u{feff}".as_bytes(),
            b"\0",
        ] {
            put(place.path(), file, hostile);
            let _ = read(&reader(job), place.path());
        }
    }
}

#[test]
fn an_image_that_climbs_out_is_refused_by_each_writer_before_anything_is_written() {
    let job = "type = 'Csv'\nannotations = 'f.csv'";
    for name in [
        "../../evil.png",
        "/evil.png",
        "a/../../evil.png",
        "C:evil.png",
        "a\\..\\evil.png",
        "nul",
    ] {
        for format in ["Yolo", "PascalVoc", "LabelMe"] {
            let place = tempfile::tempdir().unwrap();
            put(place.path(), "f.csv", CSV.replace("a.png", name).as_bytes());
            let data = read(&reader(job), place.path()).unwrap();
            let write =
                || rollbook::toml::from_str::<writer::Module>(&format!("type = '{format}'"));
            let write = Scope::Detection.enter(write).unwrap();
            let target = place.path().join("deep/er/out");
            let output = Output::create(&target, false, &[]).unwrap();
            let written = write.write(&data, &output, &mut Report::default());
            assert!(written.is_err(), "{format} wrote {name}");
            drop(output);
            let left = fs::read_dir(place.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name());
            assert_eq!(left.collect::<Vec<_>>(), ["f.csv"], "{format} {name}");
        }
    }
}

#[test]
fn an_entity_bomb() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
                <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
    let place = tempfile::tempdir().unwrap();
    for (job, text) in [(READERS[1].0, VOC), (READERS[3].0, CVAT)] {
        put(
            place.path(),
            "f.xml",
            format!("{bomb}{}", text.replace("a.png", "&c;")).as_bytes(),
        );
        let error = read(&reader(job), place.path()).unwrap_err();
        assert!(error.len() < 500, "{error}");
    }
}
