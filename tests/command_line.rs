//! The program as a user calls it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn converters(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_converters"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A job file beside a copy of the sample data.
fn job(name: &str, text: &str) -> PathBuf {
    let folder = folder(name);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/street/annotations.json");
    fs::copy(data, folder.join("annotations.json")).unwrap();
    fs::write(folder.join("job.toml"), text).unwrap();
    folder.join("job.toml")
}

const JOB: &str = "output = \"out\"\n[converter]\ntype = \"Coco\"\nannotations = \"annotations.json\"\n[writer]\ntype = \"Yolo\"\n";

#[test]
fn the_first_command_of_the_readme() {
    let output = converters(&["configs/coco-to-yolo.toml"]);
    assert!(output.status.success(), "{output:?}");
    assert!(said(&output).starts_with("built Coco -> DropSmall -> Yolo\nread: images: 4\n"));
}

#[test]
fn an_existing_target_is_refused() {
    let job = job("refused", JOB);
    let job = job.to_str().unwrap();
    assert!(converters(&["run", job, "--quiet"]).status.success());
    let again = converters(&["run", job]);
    assert_eq!(again.status.code(), Some(1));
    let error = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(error.contains("overwrite = true"), "{error}");
}

#[test]
fn check_writes_nothing_and_quiet_says_nothing() {
    let job = job("checked", JOB);
    let output = converters(&["check", job.to_str().unwrap()]);
    assert!(output.status.success());
    assert!(said(&output).ends_with("nothing written\n"));
    assert!(!job.with_file_name("out").exists());
    assert_eq!(
        said(&converters(&["-q", "check", job.to_str().unwrap()])),
        ""
    );
}

#[test]
fn results_as_json() {
    let output = converters(&["--json", "list"]);
    let list: serde_json::Value = serde_json::from_str(&said(&output)).unwrap();
    let yolo = list
        .as_array()
        .unwrap()
        .iter()
        .find(|module| module["name"] == "Yolo" && module["registry"] == "writer");
    assert!(
        yolo.unwrap()["arguments"]
            .as_array()
            .unwrap()
            .contains(&"decimals".into())
    );
    let output = converters(&["stats", "configs/coco-to-yolo.toml", "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&said(&output)).unwrap();
    assert_eq!(
        (&stats["images"], &stats["objects"]),
        (&4.into(), &6.into())
    );
}

#[test]
fn a_name_that_is_misspelt_in_a_job() {
    let job = job("misspelt", &JOB.replace("Yolo", "Yollo"));
    let output = converters(&[job.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let expect = "TOML error at line 6, column 8\n  |\n6 | type = \"Yollo\"\n  |        ^^^^^^^\n\
                  no writer `Yollo` as seen from `detection`; did you mean `Yolo`?\nin `writer.type`\n";
    assert!(error.ends_with(expect), "{error}");
}

#[test]
fn an_argument_that_makes_no_sense() {
    let text = format!("{JOB}\n[[transform]]\ntype = \"DropSmall\"\nmin_area = -1\n");
    let output = converters(&["check", job("argument", &text).to_str().unwrap()]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("-1 is no size"), "{error}");
}

#[test]
fn boxes_are_drawn_over_the_picture() {
    let job = job("shown", JOB);
    let folder = job.parent().unwrap();
    let picture = folder.join("pictures/day/0002.jpg");
    fs::create_dir_all(picture.parent().unwrap()).unwrap();
    let grey = image::RgbImage::from_pixel(640, 480, image::Rgb([128, 128, 128]));
    grey.save(&picture).unwrap();
    let drawn = folder.join("drawn.png");
    let pictures = folder.join("pictures");
    let output = converters(&[
        "show",
        job.to_str().unwrap(),
        "--image",
        "day/0002.jpg",
        "--images",
        pictures.to_str().unwrap(),
        "-o",
        drawn.to_str().unwrap(),
    ]);
    assert!(output.status.success(), "{output:?}");
    let colours = image::open(&drawn).unwrap().into_rgb8();
    assert!(
        colours
            .pixels()
            .any(|pixel| pixel.0[0].abs_diff(pixel.0[2]) > 80),
        "no box was drawn"
    );
    let missing = converters(&[
        "show",
        job.to_str().unwrap(),
        "--image",
        "none.jpg",
        "-o",
        "x.png",
    ]);
    let error = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(
        error.starts_with("error: there is no image `none.jpg`; there are `"),
        "{error}"
    );
}

#[test]
fn completions() {
    let output = converters(&["completions", "bash"]);
    assert!(said(&output).contains("_converters()"));
}

/// The limit on the size of a file stands for a disk that is full: both fail in the middle of a write.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_nothing() {
    let job = job("full", &JOB.replace("Yolo", "Coco"));
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    let output = Command::new("sh")
        .args(["-c", limited, "sh", env!("CARGO_BIN_EXE_converters")])
        .arg(&job)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("could not write"), "{error}");
    assert!(error.contains("out/annotations.json"), "{error}");
    let folder = fs::read_dir(job.parent().unwrap()).unwrap();
    let mut left = folder
        .map(|entry| entry.unwrap().file_name())
        .collect::<Vec<_>>();
    left.sort();
    assert_eq!(left, ["annotations.json", "job.toml"]);
}
