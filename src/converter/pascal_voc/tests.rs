//! One fault of a VOC file a test.

mod files;

use super::*;
use crate::testing::{folder, png};

const BOX: &str =
    "<bndbox><xmin>10.4</xmin><ymin>5</ymin><xmax>40.7</xmax><ymax>25</ymax></bndbox>";

fn voc() -> PascalVoc {
    PascalVoc {
        annotations: "xml".into(),
        pixels: Pixels::AsWritten,
        categories: None,
        images: None,
        on_error: OnError::Error,
    }
}

/// A file for `a.png` with these objects.
fn file(objects: &str) -> String {
    format!(
        "<annotation>\n<filename>a.png</filename>\n<size><height>50</height><width>100</width></size>\n{objects}\n</annotation>"
    )
}

fn object(name: &str, box_: &str) -> String {
    format!("<object><name>{name}</name>{box_}</object>")
}

fn read(voc: &PascalVoc, files: &[(&str, &str)]) -> Result<(DataSet, Report), String> {
    let files: Vec<_> = files
        .iter()
        .map(|(name, text)| (format!("xml/{name}"), text.as_bytes()))
        .collect();
    let mut files: Vec<_> = files
        .iter()
        .map(|(name, text)| (name.as_str(), *text))
        .collect();
    let picture = png(640, 480);
    files.push(("pictures/a.png", &picture));
    let folder = folder(&files);
    let mut report = Report::default();
    let read = voc.read(&Input::new(folder.path()), &mut report);
    let place = format!("{}/", folder.path().display());
    read.map(|data| (data, report))
        .map_err(|error| error.to_string().replace(&place, ""))
}

fn read_one(text: &str) -> Result<DataSet, String> {
    read(&voc(), &[("a.xml", text)]).map(|(data, _)| data)
}

#[track_caller]
fn check_error(text: &str, expect: &str) {
    let text = read_one(text).unwrap_err();
    assert!(text.contains(expect), "{text}");
}

#[test]
fn a_usual_file() {
    let data = read_one(&file(&format!(
        "<object><name>cat &amp; co</name><pose>Left</pose><truncated>1</truncated><difficult/>{BOX}</object>"
    )))
    .unwrap();
    let image = &data.images[0];
    assert_eq!(
        (image.name.as_str(), image.width, image.height),
        ("a.png", 100, 50)
    );
    assert_eq!(data.categories[0], Category::new("cat & co"));
    let object = &data.objects[0];
    assert_eq!(
        object.bounding_box,
        BoundingBox {
            x: 10.4,
            y: 5.0,
            width: 30.3,
            height: 20.0
        }
    );
    assert_eq!(
        (object.truncated, object.difficult, object.crowd),
        (true, false, false)
    );
}

#[test]
fn categories_are_in_the_order_of_their_names() {
    let first = file(&(object("zebra", BOX) + &object("Ant", BOX)));
    let second = file(&object("cat", BOX)).replace("a.png", "b.png");
    let (data, _) = read(&voc(), &[("a.xml", &first), ("b.xml", &second)]).unwrap();
    let names: Vec<_> = data
        .categories
        .iter()
        .map(|category| category.name.as_str())
        .collect();
    assert_eq!(names, ["Ant", "cat", "zebra"]);
    let objects: Vec<_> = data
        .objects
        .iter()
        .map(|object| (object.image, object.category))
        .collect();
    assert_eq!(objects, [(0, 2), (0, 0), (1, 1)]);
}

#[test]
fn categories_of_the_job() {
    let categories = |names: &[&str]| PascalVoc {
        categories: Some(names.iter().map(|name| (*name).to_owned()).collect()),
        ..voc()
    };
    let text = file(&object("cat", BOX));
    let (data, _) = read(&categories(&["dog", "cat"]), &[("a.xml", &text)]).unwrap();
    assert_eq!((data.objects[0].category, data.categories.len()), (1, 2));
    let error = read(&categories(&["dog"]), &[("a.xml", &text)]).unwrap_err();
    assert!(error.starts_with("xml/a.xml:4:"), "{error}");
    assert!(
        error.contains("the name `cat` is not among the `categories` of the job"),
        "{error}"
    );
    let error = read(&categories(&["dog", "dog"]), &[("a.xml", &text)]).unwrap_err();
    assert_eq!(
        error,
        "argument `categories`: `dog` appears twice in the list"
    );
}

#[test]
fn one_based_pixels() {
    let one_based = PascalVoc {
        pixels: Pixels::OneBased,
        ..voc()
    };
    let whole = "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>100</xmax><ymax>50</ymax></bndbox>";
    let (data, report) = read(&one_based, &[("a.xml", &file(&object("cat", whole)))]).unwrap();
    assert_eq!(
        data.objects[0].bounding_box,
        BoundingBox {
            x: 0.0,
            y: 0.0,
            width: 100.0,
            height: 50.0
        }
    );
    assert_eq!(report.lines().len(), 2, "{report}");
    let zero = whole.replace("<xmin>1<", "<xmin>0<");
    let error = read(&one_based, &[("a.xml", &file(&object("cat", &zero)))]).unwrap_err();
    assert!(error.contains("the coordinate 0 is below 1, so the file is not one-based: set `pixels = \"as-written\"`"), "{error}");
}

#[test]
fn files_that_look_one_based_are_noted() {
    for (corner, expect) in [
        ("1", true),
        ("1.0", true),
        ("0", false),
        ("2", false),
        ("1.5", false),
    ] {
        let text = file(&object(
            "cat",
            &BOX.replace("10.4", corner).replace("40.7", "40"),
        ));
        let (_, report) = read(&voc(), &[("a.xml", &text)]).unwrap();
        assert_eq!(
            report.to_string().contains("set `pixels = \"one-based\"`"),
            expect,
            "{corner}: {report}"
        );
    }
}

#[test]
fn parts_are_no_objects() {
    let part = "<part><name>head</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax></bndbox></part>";
    let text = file(&format!("<object><name>person</name>{BOX}{part}</object>"));
    let (data, report) = read(&voc(), &[("a.xml", &text)]).unwrap();
    assert_eq!(
        report.count(Stage::Lost, "parts of objects (the objects are kept)"),
        1
    );
    assert_eq!((data.objects.len(), data.categories.len()), (1, 1));
    assert_eq!(data.objects[0].bounding_box.x, 10.4);
}

#[test]
fn an_image_without_objects_stays() {
    let data = read_one(&file("")).unwrap();
    assert_eq!((data.images.len(), data.objects.len()), (1, 0));
}

#[test]
fn the_filename_wins_over_the_name_of_the_file() {
    let (data, report) = read(&voc(), &[("000001.xml", &file(""))]).unwrap();
    assert_eq!(data.images[0].name, "a.png");
    assert!(
        report
            .to_string()
            .contains("`filename` differs from the name of their .xml: 1 (first: `a.png` in"),
        "{report}"
    );
}

#[test]
fn a_missing_filename() {
    let text = file("").replace("<filename>a.png</filename>", "");
    let (data, report) = read(&voc(), &[("000001.xml", &text)]).unwrap();
    assert_eq!(data.images[0].name, "000001.jpg");
    assert_eq!(
        report.count(
            Stage::Noted,
            "files without `filename`, taken for a .jpg of their own name"
        ),
        1
    );
}

#[test]
fn folders_of_files_are_folders_of_images() {
    let named = file("").replace("a.png", "x/c.png");
    let files = [
        ("night/a.xml", &*file("")),
        ("a.XML", &file("")),
        ("night/c.xml", &named),
        ("night/readme.txt", "no"),
    ];
    let (data, _) = read(&voc(), &files).unwrap();
    let names: Vec<_> = data
        .images
        .iter()
        .map(|image| image.name.as_str())
        .collect();
    assert_eq!(names, ["a.png", "night/a.png", "x/c.png"]);
}

#[test]
fn two_files_for_one_image() {
    let error = read(&voc(), &[("a.xml", &file("")), ("b.xml", &file(""))]).unwrap_err();
    assert!(
        error.contains("xml/b.xml: describes the image `a.png`, as `xml/a.xml` does"),
        "{error}"
    );
}

#[test]
fn a_missing_size() {
    for size in [
        "",
        "<size><width>0</width><height>0</height></size>",
        "<size><width>100</width></size>",
        "<size><width/><height/></size>",
    ] {
        let text = file("").replace("<size><height>50</height><width>100</width></size>", size);
        check_error(
            &text,
            "a.xml: has no `size` with a `width` and a `height`\n  help: set `images`",
        );
        let with_pictures = PascalVoc {
            images: Some("pictures".into()),
            ..voc()
        };
        let (data, _) = read(&with_pictures, &[("a.xml", &text)]).unwrap();
        assert_eq!((data.images[0].width, data.images[0].height), (640, 480));
    }
}

#[test]
fn an_object_that_makes_no_sense() {
    for (text, expect) in [
        (object("", BOX), "this object has no `name`"),
        (
            format!("<object>{BOX}</object>"),
            "this object has no `name`",
        ),
        (
            object("cat", ""),
            "this object has no `bndbox` with four edges",
        ),
        (
            object("cat", "<bndbox><xmin>1</xmin></bndbox>"),
            "this object has no `bndbox` with four edges",
        ),
        (
            object("cat", &BOX.replace("40.7", "10")),
            "the box has the negative width -0.4",
        ),
        (
            object("cat", &BOX.replace("25", "1e300")),
            "which is beyond any image",
        ),
    ] {
        check_error(&file(&text), expect);
        let skip = PascalVoc {
            on_error: OnError::Skip,
            ..voc()
        };
        let (data, report) =
            read(&skip, &[("a.xml", &file(&(object("dog", BOX) + &text)))]).unwrap();
        assert_eq!(data.objects.len(), 1);
        assert_eq!(report.count(Stage::Skipped, "objects"), 1);
    }
}

#[test]
fn numbers_that_are_none() {
    for number in ["nan", "inf", "-infinity", "1,5", "", "0x10", "1 2"] {
        check_error(
            &file(&object("cat", &BOX.replace("40.7", number))),
            "is not a number",
        );
    }
    for size in ["-1", "1.5", "4294967296", "wide"] {
        let text = file("").replace("<width>100<", &format!("<width>{size}<"));
        assert!(
            read_one(&text).unwrap_err().starts_with("xml/a.xml:3:"),
            "{size}"
        );
    }
}

#[test]
fn flags() {
    for (flag, expect) in [
        ("0", false),
        ("1", true),
        ("", false),
        ("Unspecified", false),
        ("True", true),
        ("0.3", true),
    ] {
        let text = file(&format!(
            "<object><name>cat</name><difficult>{flag}</difficult>{BOX}</object>"
        ));
        assert_eq!(
            read_one(&text).unwrap().objects[0].difficult,
            expect,
            "{flag}"
        );
    }
    check_error(
        &file("<object><truncated>perhaps</truncated></object>"),
        "`truncated` is `perhaps`, expected 0 or 1",
    );
}
