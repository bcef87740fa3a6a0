//! Whole jobs on the sample data: what is read, what is written, and what an error leaves behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use converters::Input;
use converters::converter::{self, Converter, OnError, PascalVoc, Pixels};
use converters::job::{self, Job};
use converters::progress::Silent;
use converters::report::{Report, Stage};
use converters::transform::{DropSmall, KeepCategories, RenameCategories, Transform};
use converters::writer::{self, Writer, Yolo};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

fn run(
    converter: &dyn Converter,
    transforms: &[&dyn Transform],
    writer: &dyn Writer,
    output: &Path,
) -> Result<Report, String> {
    let job = Job {
        converter,
        transforms: transforms.to_vec(),
        writer,
        folder: &data(),
        output,
        overwrite: output.exists(),
        reading: Arc::new(Silent),
        writing: Arc::new(Silent),
    };
    job::run(&job).map_err(|error| error.to_string())
}

fn street() -> converter::Coco {
    converter::Coco {
        annotations: "street/annotations.json".into(),
        images: None,
        on_error: OnError::Error,
    }
}

fn parking() -> PascalVoc {
    PascalVoc {
        annotations: "parking".into(),
        pixels: Pixels::AsWritten,
        categories: None,
        images: None,
        on_error: OnError::Error,
    }
}

/// The files below a folder with their text, sorted by name; without the list of what was written.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(".converters-written") {
                let name = path
                    .strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn check(folder: &Path, expect: &[(&str, &str)]) {
    let expect: Vec<_> = expect
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    assert_eq!(files(folder), expect);
}

#[test]
fn coco_to_yolo() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let small = DropSmall {
        min_area: 4.0,
        ..DropSmall::default()
    };
    let report = run(&street(), &[&small], &Yolo::default(), &target).unwrap();
    check(
        &target,
        &[
            (
                "data.yaml",
                "train: train.txt\n# no image is set apart for validation: YOLO asks for a list, so it is the one of training\nval: train.txt\n\
                 names:\n  0: \"person\"\n  1: \"car\"\n  2: \"traffic light\"\n  3: \"hot dog stand\"\n",
            ),
            (
                "labels/day/0001.txt",
                "1 0.206250 0.351302 0.312500 0.200521\n0 0.501094 0.323646 0.063438 0.271458\n",
            ),
            (
                "labels/day/0002.txt",
                "0 0.984375 0.541667 0.093750 0.250000\n0 0.005469 0.004167 0.004687 0.004167\n",
            ),
            ("labels/empty-road.txt", ""),
            (
                "labels/night/0001.txt",
                "3 0.550000 0.550000 0.100000 0.100000\n1 0.031250 0.066667 0.037500 0.066667\n",
            ),
            (
                "train.txt",
                "./images/day/0001.jpg\n./images/day/0002.jpg\n./images/night/0001.jpg\n./images/empty-road.png\n",
            ),
        ],
    );
    assert_eq!(
        report.to_string(),
        "read: images: 4\nread: objects: 7\nlost: `info` of the file: 1\nchanged: small objects removed: 1\nnoted: crowd objects: 1\n\
         noted: boxes that reach beyond their image: 1 (first: in `day/0002.jpg`)\nwritten: images: 4\nwritten: boxes: 6\n\
         lost: crowd flags (the boxes are kept): 1\nlost: polygons (the boxes are kept): 1\n\
         lost: run-length masks (the boxes are kept): 1\nlost: supercategories: 4"
    );
}

#[test]
fn voc_to_yolo() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    run(
        &parking(),
        &[],
        &Yolo {
            decimals: 3,
            ..Yolo::default()
        },
        &target,
    )
    .unwrap();
    let labels: Vec<_> = files(&target)
        .into_iter()
        .filter(|(name, _)| name.starts_with("labels/"))
        .collect();
    let expect = [
        (
            "labels/gate-1.txt",
            "1 0.210 0.547 0.420 0.453\n2 0.583 0.493 0.044 0.187\n",
        ),
        ("labels/gate-2.txt", "0 0.180 0.293 0.200 0.267\n"),
        ("labels/gate-3.txt", ""),
    ];
    assert_eq!(
        labels,
        expect.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
}

#[test]
fn voc_to_coco_with_transforms() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    let rename = RenameCategories {
        names: [("bicycle & trailer".to_owned(), "bicycle".to_owned())].into(),
    };
    let keep = KeepCategories {
        names: vec!["bicycle".to_owned(), "person".to_owned()],
    };
    let report = run(
        &parking(),
        &[&rename, &keep],
        &writer::Coco::default(),
        &target,
    )
    .unwrap();
    check(
        &target,
        &[(
            "annotations.json",
            concat!(
                r#"{"info":{},"licenses":[],"images":[{"id":1,"file_name":"gate-1.jpg","width":500,"height":375},"#,
                r#"{"id":2,"file_name":"gate-2.jpg","width":500,"height":375},{"id":3,"file_name":"gate-3.jpg","width":500,"height":375}],"#,
                r#""annotations":[{"id":1,"image_id":1,"category_id":2,"bbox":[280.25,150,22.25,70],"area":1557.5,"iscrowd":0},"#,
                r#"{"id":2,"image_id":2,"category_id":1,"bbox":[40,60,100,100],"area":10000,"iscrowd":0}],"#,
                r#""categories":[{"id":1,"name":"bicycle"},{"id":2,"name":"person"}]}"#,
                "\n"
            ),
        )],
    );
    assert_eq!(
        report.count(Stage::Lost, "difficult flags (the boxes are kept)"),
        1
    );
}

#[test]
fn coco_to_coco_loses_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (once, twice) = (place.path().join("once"), place.path().join("twice"));
    let report = run(&street(), &[], &writer::Coco::default(), &once).unwrap();
    assert!(
        report
            .lines()
            .iter()
            .filter(|line| line.stage == Stage::Lost)
            .all(|line| line.what == "`info` of the file"),
        "{report}"
    );
    let again = converter::Coco {
        annotations: once.join("annotations.json"),
        ..street()
    };
    run(&again, &[], &writer::Coco::default(), &twice).unwrap();
    assert_eq!(files(&once), files(&twice));
    let text = &files(&once)[0].1;
    for kept in [
        r#""id":90,"#,
        r#""supercategory":"place""#,
        r#""counts":[961,2,478,2,478,2,305277]"#,
        r#""area":6,"iscrowd":1"#,
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
}

#[test]
fn the_same_output_twice() {
    let place = tempfile::tempdir().unwrap();
    let targets = ["a", "b"].map(|name| place.path().join(name));
    for target in &targets {
        run(&street(), &[], &Yolo::default(), target).unwrap();
    }
    assert_eq!(files(&targets[0]), files(&targets[1]));
}

#[test]
fn an_existing_target_is_refused_and_stays() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("mine.txt"), "precious").unwrap();
    let job = Job {
        converter: &street(),
        transforms: vec![],
        writer: &Yolo::default(),
        folder: &data(),
        output: place.path(),
        overwrite: false,
        reading: Arc::new(Silent),
        writing: Arc::new(Silent),
    };
    let text = job::run(&job).unwrap_err().to_string();
    assert!(
        text.contains("exists\n  help: choose another one, or set `overwrite = true`"),
        "{text}"
    );
    check(place.path(), &[("mine.txt", "precious")]);
}

#[test]
fn a_failed_job_leaves_the_old_target() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    run(&street(), &[], &Yolo::default(), &target).unwrap();
    let before = files(&target);
    let hostile = r#"{"images": [{"id": 1, "file_name": "a.png", "width": 9, "height": 9},
        {"id": 2, "file_name": "../../evil.png", "width": 9, "height": 9}]}"#;
    let same = hostile.replace("../../evil.png", "a.jpg");
    let unknown = hostile.replace(['}', ']'], "");
    for (text, expect) in [
        (
            hostile,
            "the name `../../evil.png` climbs out of its folder",
        ),
        (
            same.as_str(),
            "`a.png` (image 1) and `a.jpg` (image 2) would share the label file `labels/a.txt`",
        ),
        (unknown.as_str(), "hostile.json:"),
    ] {
        let annotations = place.path().join("hostile.json");
        fs::write(&annotations, text).unwrap();
        let error = run(
            &converter::Coco {
                annotations,
                ..street()
            },
            &[],
            &Yolo::default(),
            &target,
        )
        .unwrap_err();
        assert!(error.contains(expect), "{error}");
        assert_eq!(files(&target), before);
        assert_eq!(
            fs::read_dir(place.path()).unwrap().count(),
            2,
            "the target and the source, nothing else"
        );
    }
}

#[test]
fn a_target_that_holds_the_source_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let annotations = place.path().join("set/coco.json");
    fs::create_dir(place.path().join("set")).unwrap();
    fs::copy(data().join("street/annotations.json"), &annotations).unwrap();
    let coco = converter::Coco {
        annotations: annotations.clone(),
        ..street()
    };
    let error = run(&coco, &[], &Yolo::default(), &place.path().join("set")).unwrap_err();
    assert!(error.contains("which the job needs"), "{error}");
    assert!(annotations.exists());
}

#[test]
fn two_categories_of_one_name_are_refused_before_writing() {
    let place = tempfile::tempdir().unwrap();
    let annotations = place.path().join("coco.json");
    let text =
        r#"{"images": [], "categories": [{"id": 3, "name": "cat"}, {"id": 7, "name": "cat"}]}"#;
    fs::write(&annotations, text).unwrap();
    let coco = converter::Coco {
        annotations,
        ..street()
    };
    let error = run(&coco, &[], &Yolo::default(), &place.path().join("out")).unwrap_err();
    assert!(
        error.starts_with("categories 3 and 7 are both named `cat`"),
        "{error}"
    );
    assert!(!place.path().join("out").exists());
    let merge = converters::transform::MergeCategories {
        names: vec!["cat".to_owned()],
        into: "cat".to_owned(),
    };
    run(
        &coco,
        &[&merge],
        &Yolo::default(),
        &place.path().join("out"),
    )
    .unwrap();
}

/// Writes many damaged copies of a file, and reads each: none may panic.
fn damage(source: &str, read: impl Fn(&Path) -> bool) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("damaged.xml");
    let text = fs::read(data().join(source)).unwrap();
    let mut refused = 0;
    for at in 0..text.len() {
        for byte in [b'"', b'<', b'9', b'-', b'e', b'[', 0xff] {
            let mut damaged = text.clone();
            damaged[at] = byte;
            fs::write(&path, damaged).unwrap();
            refused += usize::from(!read(&path));
        }
    }
    assert!(refused > text.len(), "only {refused} were refused");
}

#[test]
fn damaged_coco_files() {
    damage("street/annotations.json", |path| {
        let coco = converter::Coco {
            annotations: path.to_owned(),
            ..street()
        };
        coco.read(&Input::new(""), &mut Report::default())
            .is_ok_and(|data| data.check().is_ok())
    });
}

#[test]
fn damaged_voc_files() {
    damage("parking/gate-1.xml", |path| {
        let voc = PascalVoc {
            annotations: path.to_owned(),
            ..parking()
        };
        voc.read(&Input::new(""), &mut Report::default())
            .is_ok_and(|data| data.check().is_ok())
    });
}

/// Each number as it was, and the area that the source states, which is not the one of the outline.
#[test]
fn coco_to_coco_keeps_every_digit() {
    let place = tempfile::tempdir().unwrap();
    let annotations = place.path().join("coco.json");
    let kept = [
        r#""bbox":[107.33596837944665,0.1,1e-7,356725.25]"#,
        r#""area":356725,"#,
        r#""segmentation":[[107.33596837944665,1.5,2.6666666666666665,3,5e-324,9]]"#,
    ];
    let text = format!(
        r#"{{"images": [{{"id": 1, "file_name": "a.png", "width": 9, "height": 9}}], "categories": [{{"id": 1, "name": "x"}}],
        "annotations": [{{"image_id": 1, "category_id": 1, {} {} {}}}]}}"#,
        kept[0].to_owned() + ",",
        kept[1],
        kept[2]
    );
    fs::write(&annotations, text).unwrap();
    let coco = converter::Coco {
        annotations,
        ..street()
    };
    let target = place.path().join("out");
    run(&coco, &[], &writer::Coco::default(), &target).unwrap();
    let text = &files(&target)[0].1;
    for kept in kept {
        assert!(text.contains(kept), "{kept} in {text}");
    }
}

/// Pictures that a user has put where the job says that they belong are there after the next run.
#[test]
fn overwriting_keeps_the_pictures_of_the_user() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("out");
    run(&street(), &[], &Yolo::default(), &target).unwrap();
    let picture = target.join("images/day/0001.jpg");
    fs::create_dir_all(picture.parent().unwrap()).unwrap();
    fs::write(&picture, "mine").unwrap();
    let report = run(&street(), &[], &Yolo::default(), &target).unwrap();
    assert_eq!(fs::read_to_string(&picture).unwrap(), "mine");
    let kept =
        "files in the target that this program did not write, or that were changed later, kept";
    assert_eq!(report.count(Stage::Noted, kept), 1);
    // A folder of pictures that no job has written is not a target.
    let pictures = place.path().join("pictures");
    fs::create_dir(&pictures).unwrap();
    fs::write(pictures.join("a.jpg"), "mine").unwrap();
    let error = run(&street(), &[], &Yolo::default(), &pictures).unwrap_err();
    assert!(error.contains("was not written by this program"), "{error}");
    assert_eq!(fs::read_to_string(pictures.join("a.jpg")).unwrap(), "mine");
}
