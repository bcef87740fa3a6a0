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
    let expect = format!(
        "error: no writer `Yollo` as seen from `detection`; did you mean `Yolo`?\nin `writer.type`\n \
         --> {}:6:8\n  |\n6 | type = \"Yollo\"\n  |        ^^^^^^^\n",
        job.display()
    );
    assert_eq!(error, expect);
}

#[test]
fn an_argument_that_makes_no_sense() {
    let text = format!("{JOB}\n[[transform]]\ntype = \"DropSmall\"\nmin_area = -1\n");
    let output = converters(&["check", job("argument", &text).to_str().unwrap()]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("-1 is not a size"), "{error}");
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

/// As `head` does.
#[test]
fn a_reader_of_completions_may_stop() {
    let output = fixture::unread(env!("CARGO_BIN_EXE_converters"), &["completions", "bash"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
}

/// The limit on the size of a file has the effect of a full disk: both fail in the middle of a write.
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

/// The program says by its exit code which signal has stopped it, and nothing is left of what it was writing.
#[cfg(unix)]
#[test]
fn a_signal_stops_a_job_and_leaves_nothing() {
    use std::io::Write;
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let job = job(&format!("signal-{signal}"), JOB);
        let folder = job.parent().unwrap();
        // A source that does not end: the job is reading when the signal comes.
        let source = folder.join("annotations.json");
        fs::remove_file(&source).unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(&source)
                .status()
                .unwrap()
                .success()
        );
        let mut running = Command::new(env!("CARGO_BIN_EXE_converters"))
            .arg(&job)
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        // Opening it waits for the reader, which listens for signals before.
        let mut pipe = fs::File::options().write(true).open(&source).unwrap();
        pipe.write_all(b"{\"images\": [").unwrap();
        let kill = ["-s", signal, &running.id().to_string()];
        assert!(Command::new("kill").args(kill).status().unwrap().success());
        let image = b"{\"id\": 1, \"file_name\": \"a.png\", \"width\": 9, \"height\": 9},";
        // The next piece wakes the reader, who is gone at some point.
        while pipe.write_all(image).is_ok() {}
        let status = running.wait().unwrap();
        assert_eq!(status.code(), Some(code), "{signal}");
        let left = fs::read_dir(folder).unwrap();
        let left = left
            .map(|entry| entry.unwrap().file_name())
            .collect::<Vec<_>>();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}

/// Killed while it writes: the next run names what is left, and removes it.
#[cfg(unix)]
#[test]
fn a_killed_run_is_cleaned_up_by_the_next() {
    let job = job("killed", JOB);
    let folder = job.parent().unwrap();
    let left = folder.join(".out.partial-a1B2c3");
    fs::create_dir(&left).unwrap();
    fs::write(
        left.join(".converters-written"),
        "# `converters` is writing here\n",
    )
    .unwrap();
    fs::write(left.join("x.txt"), "").unwrap();
    let output = converters(&[job.to_str().unwrap()]);
    let said = said(&output);
    assert!(output.status.success(), "{output:?}");
    assert!(
        said.contains("folders of interrupted runs, removed: 1"),
        "{said}"
    );
    assert!(said.contains(".out.partial-a1B2c3"), "{said}");
    assert!(!left.exists());
}

/// Names from a file cannot write on the terminal.
#[test]
fn names_are_shown_harmless() {
    let job = job("harmless", JOB);
    let text = r#"{"images": [{"id": 1, "file_name": "a.png", "width": 9, "height": 9}],
        "categories": [{"id": 1, "name": "a\u001b[31m\nb\u202e"}],
        "annotations": [{"image_id": 1, "category_id": 1, "bbox": [0, 0, 20, 2], "x\u001b[2J": 1}]}"#;
    fs::write(job.with_file_name("annotations.json"), text).unwrap();
    for command in ["stats", "check"] {
        let output = converters(&[command, job.to_str().unwrap()]);
        assert!(output.status.success(), "{output:?}");
        let said = said(&output);
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
    }
}

#[test]
fn values_that_are_set_over_a_job() {
    let text = format!("{JOB}\n[[transform]]\ntype = \"DropSmall\"\nmin_area = 1\n");
    let job = job("set", &text);
    let job = job.to_str().unwrap();
    let run = |set: &[&str]| {
        let mut words = vec!["run", job, "--print-config"];
        words.extend(set.iter().flat_map(|value| ["--set", value]));
        converters(&words)
    };
    let output = run(&["writer.labels=outlines", "transform[0].min_area=9"]);
    let expect = format!(
        "output = \"out\" # {job}:1:10\n\n[converter]\ntype = \"Coco\" # {job}:3:8\n\
         annotations = \"annotations.json\" # {job}:4:15\n\n[writer]\ntype = \"Yolo\" # {job}:6:8\n\
         labels = \"outlines\" # --set writer.labels\n\n[[transform]]\ntype = \"DropSmall\" # {job}:9:8\n\
         min_area = 9 # --set transform[0].min_area\n"
    );
    assert_eq!(said(&output), expect, "{output:?}");
    let folder = Path::new(job).parent().unwrap();
    assert!(!folder.join("out").exists(), "nothing is run");
    // What is printed is a job that says the same.
    fs::write(folder.join("printed.toml"), &expect).unwrap();
    let printed = folder.join("printed.toml");
    assert!(converters(&[printed.to_str().unwrap()]).status.success());

    let output = run(&["writer.type=Yollo"]);
    assert_eq!(output.status.code(), Some(1));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    let expect = "error: no writer `Yollo` as seen from `detection`; did you mean `Yolo`?\nin `writer.type`\n \
                  --> --set writer.type\n  |\n1 | writer.type=Yollo\n  |             ^^^^^\n";
    assert_eq!(error, expect);
    // With another module, the arguments of the first are gone.
    let output = run(&["writer.labels=outlines", "writer.type=Coco"]);
    assert!(output.status.success(), "{output:?}");
    assert!(!said(&output).contains("labels"), "{}", said(&output));
    // Without `run`, and for the other commands.
    let output = converters(&[job, "--set", "output=elsewhere"]);
    assert!(output.status.success(), "{output:?}");
    assert!(folder.join("elsewhere").exists());
    let output = converters(&["stats", job, "--set", "converter.annotations=nowhere.json"]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_job_that_is_based_on_another() {
    let base = job("based", JOB);
    let folder = base.parent().unwrap();
    let write = |text: &str| {
        let path = folder.join("over.toml");
        fs::write(&path, format!("_base_ = \"job.toml\"\n{text}")).unwrap();
        path
    };
    let over = write("output = \"over\"\n[writer]\nlabels = \"outlines\"\n");
    let output = converters(&[over.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    assert!(folder.join("over").exists() && !folder.join("out").exists());
    // The place is that of the base, and how it came to be read is said.
    fs::write(&base, JOB.replace("Coco", "Coca")).unwrap();
    let output = converters(&["check", over.to_str().unwrap()]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        error.contains(&format!("{}:3:8", base.display())),
        "{error}"
    );
    let chain = format!(
        "`{}` is a base of `{}:1:10`",
        base.display(),
        over.display()
    );
    assert!(error.contains(&chain), "{error}");
    // The task of a base is that of the job; a wrong one is drawn where it is written.
    fs::write(&base, format!("task = \"detektion\"\n{JOB}")).unwrap();
    let output = converters(&["check", over.to_str().unwrap()]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("there is no scope `detektion`"), "{error}");
    assert!(
        error.contains(&format!("{}:1:8", base.display())),
        "{error}"
    );
}

#[test]
fn what_two_data_sets_differ_in() {
    let one = job("diff", JOB);
    let folder = one.parent().unwrap();
    let one = one.to_str().unwrap();
    let same = converters(&["diff", one, one]);
    assert_eq!(same.status.code(), Some(0), "{same:?}");
    let expect = "in both: images: 4, categories: 4; the same: objects: 7\n";
    assert_eq!(said(&same), expect);
    let other = folder.join("other.toml");
    fs::write(
        &other,
        format!("{JOB}[[transform]]\ntype = \"DropSmall\"\nmin_area = 30000\n"),
    )
    .unwrap();
    let other = other.to_str().unwrap();
    let differ = converters(&["diff", one, other]);
    assert_eq!(differ.status.code(), Some(1), "{differ:?}");
    assert!(
        said(&differ).starts_with("objects only in the first: "),
        "{}",
        said(&differ)
    );
    let json = converters(&["diff", one, other, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&said(&json)).unwrap();
    assert_eq!(json["differences"][0]["what"], "objects only in the first");
    for wrong in [
        &["diff", one, "no-such-file.toml"][..],
        &["diff", one, one, "--iou", "0"],
        &["diff", one, one, "--tolerance", "-1"],
        &["diff", one],
    ] {
        let wrong = converters(wrong);
        assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
        assert!(!wrong.stderr.is_empty());
    }
    assert!(!folder.join("out").exists());
}
