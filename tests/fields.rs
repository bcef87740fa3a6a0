//! All fields that a format has, each either carried or counted: a sample of each format holds them all, and what the reader
//! does not carry is what its report calls lost.

use std::collections::BTreeSet;
use std::fs;

use converters::converter::Converter;
use converters::registry::{Scope, converter::Module};
use converters::report::Stage;
use converters::{DataSet, Input, Report};

/// A format: its job, the file, the names of the fields that are carried, and those that are counted with what has them.
struct Sample {
    job: &'static str,
    file: &'static str,
    text: &'static str,
    carried: &'static [&'static str],
    counted: &'static [&'static str],
}

fn read(sample: &Sample) -> (DataSet, BTreeSet<String>) {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("images")).unwrap();
    fs::write(place.path().join("images/a.png"), png(100, 50)).unwrap();
    fs::create_dir(place.path().join("labels")).unwrap();
    fs::write(place.path().join("labels/a.txt"), "0 0.5 0.5 0.2 0.4\n").unwrap();
    fs::write(place.path().join(sample.file), sample.text).unwrap();
    let reader = Scope::Detection.enter(|| rollbook::toml::from_str::<Module>(sample.job).unwrap());
    let mut report = Report::default();
    let data = reader.read(&Input::new(place.path()), &mut report).unwrap();
    let lost = report
        .lines()
        .iter()
        .filter(|line| line.stage == Stage::Lost);
    let lost = lost.map(|line| line.what.clone().into_owned()).collect();
    (data, lost)
}

/// The names of fields in a text: of JSON and YAML before a colon, of XML behind `<` and before `="`.
fn names(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    for (place, _) in text.match_indices("\":") {
        let start = text[..place].rfind('"').unwrap() + 1;
        names.insert(text[start..place].to_owned());
    }
    for (place, _) in text.match_indices('<') {
        let name = text[place + 1..]
            .split(|c| !is_name(c))
            .next()
            .unwrap_or_default();
        names.insert(name.to_owned());
    }
    for (place, _) in text.match_indices("=\"") {
        let name = text[..place]
            .rsplit(|c| !is_name(c))
            .next()
            .unwrap_or_default();
        names.insert(name.to_owned());
    }
    if !text.contains(['<', '{']) {
        // The first line of a table, or the keys of YAML.
        let table = text.lines().next().unwrap_or_default().split(',');
        let keys = text.lines().filter_map(|line| line.split_once(':'));
        match text.contains(": ") {
            true => names.extend(keys.map(|(key, _)| key.trim().to_owned())),
            false => names.extend(table.map(str::to_owned)),
        }
    }
    names.remove("");
    names
}

#[track_caller]
fn check(sample: &Sample) -> DataSet {
    let (data, lost) = read(sample);
    let counted = sample.counted.iter().map(|line| (*line).to_owned());
    assert_eq!(lost, counted.collect(), "{}", sample.job);
    // No field of the sample is in neither list, so that none is forgotten.
    let known = |name: &String| {
        sample.carried.contains(&name.as_str())
            || sample
                .counted
                .iter()
                .any(|line| line.contains(&format!("`{name}`")))
    };
    let forgotten: Vec<String> = names(sample.text)
        .into_iter()
        .filter(|name| !known(name))
        .collect();
    assert_eq!(forgotten, [""; 0], "{}", sample.job);
    data
}

#[test]
fn coco() {
    let data = check(&Sample {
        job: "type = 'Coco'\nannotations = 'a.json'",
        file: "a.json",
        text: r#"{"info": {"year": 2026}, "licenses": [{"id": 1}], "type": "instances",
            "images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 50, "license": 1, "flickr_url": "http://x/a.png",
                "coco_url": "http://x/a.png", "date_captured": "2013-11-14", "depth_file_name": "x", "attributes": {"weather": "wet"}}],
            "categories": [{"id": 1, "name": "cat", "supercategory": "animal", "synset": "cat.n.01", "keypoints": ["ear"], "skeleton": [],
                "color": [1, 2, 3], "isthing": 1}],
            "annotations": [{"id": 7, "image_id": 1, "category_id": 1, "bbox": [10, 10, 20, 20], "area": 321.5, "iscrowd": 1,
                "segmentation": [[10, 10, 30, 10, 30, 30]], "keypoints": [11, 12, 2], "num_keypoints": 1, "score": 0.9, "ignore": 1,
                "attributes": {"occluded": true, "rotation": 30.5, "track_id": 4, "colour": "red", "list": [1]}, "caption": null}]}"#,
        carried: &[
            "images",
            "annotations",
            "categories",
            "id",
            "file_name",
            "width",
            "height",
            "name",
            "supercategory",
            "keypoints",
            "skeleton",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "iscrowd",
            "segmentation",
            "num_keypoints",
            "weather",
            "occluded",
            "rotation",
            "track_id",
            "colour",
            // Within what is counted, or nothing at all.
            "year",
            "list",
            "caption",
        ],
        counted: &[
            "`info` of the file",
            "`licenses` of the file",
            "`type` of the file",
            "`license` of images",
            "`flickr_url` of images",
            "`coco_url` of images",
            "`date_captured` of images",
            "`depth_file_name` of images",
            "`synset` of categories",
            "`color` of categories",
            "`isthing` of categories",
            "`score` of annotations",
            "`ignore` of annotations",
            "`attributes` of annotations",
        ],
    });
    let object = &data.objects[0];
    assert_eq!((object.area(), object.crowd), (321.5, true));
    assert_eq!(
        (object.keypoints().len(), object.attributes().len()),
        (1, 4)
    );
    assert_eq!(
        data.images[0]
            .attributes
            .get("weather")
            .unwrap()
            .to_string(),
        "wet"
    );
}

#[test]
fn pascal_voc() {
    let data = check(&Sample {
        job: "type = 'PascalVoc'\nannotations = 'a.xml'",
        file: "a.xml",
        text: "<annotation verified=\"yes\"><folder>VOC2007</folder><filename>a.png</filename><path>/home/me/a.png</path>\
            <source><database>The VOC2007 Database</database><annotation>PASCAL</annotation></source><owner><flickrid>x</flickrid></owner>\
            <size><width>100</width><height>50</height><depth>1</depth></size><segmented>1</segmented>\
            <object><name>cat</name><pose>Left</pose><truncated>1</truncated><difficult>1</difficult><occluded>1</occluded>\
            <bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox>\
            <polygon><x1>1</x1><y1>2</y1></polygon><actions><jumping>1</jumping></actions>\
            <attributes><attribute><name>colour</name><value>red</value></attribute></attributes>\
            <part><name>head</name><bndbox><xmin>1</xmin></bndbox></part></object></annotation>",
        carried: &[
            "annotation",
            "filename",
            "size",
            "width",
            "height",
            "object",
            "name",
            "truncated",
            "difficult",
            "bndbox",
            "xmin",
            "ymin",
            "xmax",
            "ymax",
            "attributes",
            "attribute",
            "value",
            // Within what is counted.
            "database",
            "flickrid",
            "x1",
            "y1",
            "jumping",
            "part",
        ],
        counted: &[
            "`verified` of XML elements",
            "`folder` of files",
            "`path` of files",
            "`source` of files",
            "`owner` of files",
            "`depth` of files",
            "`segmented` of files",
            "`pose` of objects",
            "`occluded` of objects",
            "`polygon` of objects",
            "`actions` of objects",
            "parts of objects (the objects are kept)",
        ],
    });
    assert_eq!(
        data.objects[0]
            .attributes()
            .get("colour")
            .unwrap()
            .to_string(),
        "red"
    );
}

#[test]
fn label_me() {
    let data = check(&Sample {
        job: "type = 'LabelMe'\nannotations = 'a.json'",
        file: "a.json",
        text: r#"{"version": "5.5.0", "flags": {"cat": true}, "imagePath": "a.png", "imageData": "iVBORw0", "imageHeight": 50,
            "imageWidth": 100, "lineColor": [0, 255, 0, 128], "text": "x",
            "shapes": [{"label": "cat", "points": [[1, 1], [9, 1], [9, 9]], "shape_type": "polygon", "group_id": 3, "description": "big",
                "flags": {"wet": false}, "attributes": {"colour": "red"}, "difficult": true, "score": 0.5, "mask": "iVBORw0",
                "kie_linking": [[1, 2]], "line_color": null}]}"#,
        carried: &[
            "version",
            "flags",
            "cat",
            "imagePath",
            "imageHeight",
            "imageWidth",
            "shapes",
            "label",
            "points",
            "shape_type",
            "wet",
            "attributes",
            "colour",
            "difficult",
            "mask",
            // Nothing at all.
            "line_color",
        ],
        counted: &[
            "`imageData` of files",
            "`lineColor` of files",
            "`text` of files",
            "`group_id` of shapes",
            "`description` of shapes",
            "`score` of shapes",
            "`kie_linking` of shapes",
        ],
    });
    assert!(data.objects[0].difficult);
    assert_eq!(data.objects[0].attributes().len(), 2);
    assert_eq!(
        data.images[0].attributes.get("cat").unwrap().to_string(),
        "true"
    );
}

#[test]
fn cvat() {
    let data = check(&Sample {
        job: "type = 'Cvat'\nannotations = 'a.xml'",
        file: "a.xml",
        text: "<annotations><version>1.1</version><meta><task><id>3</id><labels><label><name>cat</name><color>#fff</color>\
            <type>any</type></label></labels></task></meta>\
            <image id=\"0\" name=\"a.png\" subset=\"Train\" task_id=\"3\" width=\"100\" height=\"50\" deleted=\"1\">\
            <box label=\"cat\" source=\"auto\" occluded=\"1\" xtl=\"1\" ytl=\"2\" xbr=\"3\" ybr=\"4\" z_order=\"2\" rotation=\"30.00\" group_id=\"1\">\
            <attribute name=\"colour\">red</attribute></box>\
            <polygon label=\"cat\" points=\"1,1;2,1;2,2\"/><points label=\"cat\" points=\"1,1\"/>\
            <tag label=\"cat\"><attribute name=\"wet\">true</attribute></tag></image></annotations>",
        carried: &[
            "annotations",
            "version",
            "labels",
            "label",
            "name",
            "type",
            "image",
            "id",
            "subset",
            "task_id",
            "width",
            "height",
            "box",
            "occluded",
            "xtl",
            "ytl",
            "xbr",
            "ybr",
            "rotation",
            "polygon",
            "points",
            "tag",
            // Within what is counted.
            "task",
        ],
        counted: &[
            "`meta` of the file, but its labels",
            "`color` of labels",
            "`deleted` of images",
            "`source` of shapes",
            "`z_order` of shapes",
            "`group_id` of shapes",
            "`attribute` of tags",
            "shapes that are not converted",
        ],
    });
    assert_eq!(data.objects[0].rotated().unwrap().angle, 30.0);
    assert_eq!(
        data.objects[0]
            .attributes()
            .get("colour")
            .unwrap()
            .to_string(),
        "red"
    );
}

#[test]
fn csv() {
    check(&Sample {
        job: "type = 'Csv'\nannotations = 'a.csv'",
        file: "a.csv",
        text: "image,label,x_min,y_min,x_max,y_max,width,height,split,occluded\na.png,cat,1,2,3,4,100,50,val,1\n",
        carried: &[
            "image", "label", "x_min", "y_min", "x_max", "y_max", "width", "height", "split",
        ],
        counted: &["`occluded` of lines"],
    });
}

#[test]
fn open_images() {
    check(&Sample {
        job: "type = 'OpenImages'\nannotations = 'a.csv'\nimages = 'images'",
        file: "a.csv",
        text: "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside,XClick1X\n\
            a,activemil,cat,0.5,0.1,0.2,0.3,0.4,1,1,1,1,1,0.3\n",
        carried: &[
            "ImageID",
            "LabelName",
            "XMin",
            "XMax",
            "YMin",
            "YMax",
            "IsOccluded",
            "IsTruncated",
            "IsGroupOf",
        ],
        counted: &[
            "`Source` of boxes",
            "`Confidence` of boxes",
            "`IsDepiction` of boxes",
            "`IsInside` of boxes",
            "`XClick1X` of boxes",
        ],
    });
}

#[test]
fn dota() {
    let data = check(&Sample {
        job: "type = 'Dota'\nannotations = 'a.txt'\nimages = 'images'",
        file: "a.txt",
        text: "imagesource:GoogleEarth\ngsd:0.15\n1 1 9 1 9 9 1 9 cat 1\n1 1 9 1 9 9 1 9 cat 2\n",
        carried: &["imagesource:GoogleEarth"],
        counted: &["`difficult 2` of objects"],
    });
    assert!(data.objects.iter().all(|object| object.difficult));
    let gsd = data.images[0].attributes.get("gsd").unwrap();
    assert_eq!(gsd.to_string(), "0.15");
}

#[test]
fn yolo() {
    check(&Sample {
        job: "type = 'Yolo'\ndata = 'data.yaml'",
        file: "data.yaml",
        text: "path: .\ntrain: images\nval: images\ntest:\nnc: 1\nnames: [cat]\ndownload: https://x\nflip_idx: [0]\ntask: detect\n",
        carried: &["path", "train", "val", "test", "nc", "names"],
        counted: &[
            "`download` of data.yaml",
            "`flip_idx` of data.yaml",
            "`task` of data.yaml",
        ],
    });
}

#[test]
fn classification_csv() {
    check(&Sample {
        job: "type = 'classification.Csv'\nannotations = 'a.csv'",
        file: "a.csv",
        text: "image,label,split,score\na.png,cat,val,1\n",
        carried: &["image", "label", "split"],
        counted: &["`score` of lines"],
    });
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}
