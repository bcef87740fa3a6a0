//! What is written, kept and removed.

mod overwrite;

use super::written::FILE;
use super::*;
use crate::testing::{folder, listing};

const KEPT: &str =
    "files in the target that this program did not write, or that were changed later, kept";

#[test]
fn nothing_is_seen_before_the_end() {
    let place = folder(&[]);
    let target = place.path().join("deep/er/out");
    let output = Output::create(&target, false, &[]).unwrap();
    output.write("labels/a.txt", b"x").unwrap();
    assert!(!place.path().join("deep").exists());
    output.finish(&mut Report::default()).unwrap();
    assert_eq!(listing(place.path()), ["deep/er/out/labels/a.txt"]);
}

#[test]
fn an_abandoned_output_leaves_nothing() {
    let place = folder(&[]);
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    output.write("a/b.txt", b"x").unwrap();
    drop(output);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn an_existing_target_is_refused() {
    for old in ["out/old.txt", "out"] {
        let place = folder(&[(old, b"old")]);
        let error = Output::create(&place.path().join("out"), false, &[]).unwrap_err();
        assert!(matches!(error, Error::Exists { .. }), "{error}");
        assert_eq!(listing(place.path()), [old]);
    }
}

#[test]
fn a_target_made_meanwhile_is_refused() {
    let place = folder(&[]);
    let target = place.path().join("out");
    let output = Output::create(&target, false, &[]).unwrap();
    fs::create_dir(&target).unwrap();
    assert!(matches!(
        output.finish(&mut Report::default()).unwrap_err(),
        Error::Exists { .. }
    ));
}

/// Writes files with their own names in them, over what is there.
fn write(target: &Path, files: &[&str]) -> Result<Report, Error> {
    let output = Output::create(target, true, &[])?;
    for file in files {
        output.write(file, file.as_bytes())?;
    }
    let mut report = Report::default();
    output.finish(&mut report)?;
    Ok(report)
}

/// Says in a folder that this file was written there.
#[cfg(unix)]
fn list(folder: &Path, file: &str) {
    let names = Names::default();
    names.add(file);
    names.save(folder).unwrap();
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_has_left_is_removed_and_named() {
    let place = folder(&[(".out.partial-mine/a.txt", b"mine")]);
    let target = place.path().join("out");
    write(&target, &["a.txt"]).unwrap();
    fs::write(target.join("b.jpg"), "mine").unwrap();
    // Killed while it wrote, and killed after the exchange, before the old target was removed.
    let killed = |output: Output| drop(output.temporary.keep());
    let output = Output::create(&target, true, &[]).unwrap();
    output.write("x/y.txt", b"").unwrap();
    killed(output);
    let after = place.path().join(".out.partial-abcdef");
    fs::create_dir(&after).unwrap();
    fs::write(after.join("a.txt"), "old").unwrap();
    list(&after, "a.txt");
    fs::hard_link(target.join("b.jpg"), after.join("b.jpg")).unwrap();
    // Killed before it had written anything, or after it had removed everything.
    fs::create_dir(place.path().join(".out.partial-fedcba")).unwrap();
    let report = write(&target, &["c.txt"]).unwrap();
    let removed = "folders of interrupted runs, removed";
    assert_eq!(report.count(Stage::Noted, removed), 3);
    assert!(report.to_string().contains(".out.partial-"), "{report}");
    assert_eq!(
        listing(place.path()),
        [".out.partial-mine/a.txt", "out/b.jpg", "out/c.txt"]
    );
}

#[cfg(unix)]
#[test]
fn a_run_that_is_still_writing_is_left_alone() {
    let place = folder(&[]);
    let target = place.path().join("out");
    let running = Output::create(&target, true, &[]).unwrap();
    running.write("a.txt", b"").unwrap();
    let report = write(&target, &["b.txt"]).unwrap();
    assert!(
        report.to_string().contains("in use or hold other files"),
        "{report}"
    );
    running.finish(&mut Report::default()).unwrap();
    assert_eq!(listing(&target), ["a.txt"]);
}

#[cfg(unix)]
#[test]
fn a_file_of_others_in_what_was_left_stays() {
    let place = folder(&[]);
    let target = place.path().join("out");
    let left = place.path().join(".out.partial-abcdef");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("a.txt"), "").unwrap();
    list(&left, "a.txt");
    fs::write(left.join("b.jpg"), "").unwrap();
    let report = write(&target, &["c.txt"]).unwrap();
    assert!(
        report.to_string().contains("in use or hold other files"),
        "{report}"
    );
    assert_eq!(
        listing(place.path()),
        [".out.partial-abcdef/b.jpg", "out/c.txt"]
    );
}

#[cfg(unix)]
#[test]
fn a_target_that_was_moved_aside_is_put_back() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["a.txt"]).unwrap();
    let aside = place.path().join(".out.old-abcdef");
    fs::create_dir(&aside).unwrap();
    fs::rename(&target, aside.join("old")).unwrap();
    let error = Output::create(&target, false, &[]).unwrap_err();
    assert!(matches!(error, Error::Exists { .. }), "{error}");
    assert_eq!(listing(place.path()), ["out/a.txt"]);
}

#[derive(Debug)]
struct Stopped;

impl Progress for Stopped {
    fn stopped(&self) -> bool {
        true
    }
}

#[test]
fn stopped_work_leaves_nothing() {
    let place = folder(&[]);
    let target = place.path().join("out");
    let mut output = Output::create(&target, false, &[]).unwrap();
    let mut file = output.file("a.txt").unwrap();
    output.progress = Arc::new(Stopped);
    file.progress = Arc::new(Stopped);
    assert!(file.write(b"x").is_err());
    assert!(matches!(output.write("b.txt", b"x"), Err(Error::Stopped)));
    assert!(matches!(
        output.finish(&mut Report::default()),
        Err(Error::Stopped)
    ));
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
}

#[test]
fn the_list_of_what_was_written() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["b.txt", "a/ö.txt"]).unwrap();
    let list = fs::read_to_string(target.join(FILE)).unwrap();
    assert!(list.ends_with("no others.\na/ö.txt\nb.txt\n"), "{list}");
    let output = Output::create(&target, true, &[]).unwrap();
    assert!(output.write(FILE, b"").is_err());
}

#[test]
fn a_target_without_a_name() {
    for target in ["/", "..", ""] {
        let error = Output::create(Path::new(target), true, &[]).unwrap_err();
        assert!(
            error.to_string().contains("not the name of a folder"),
            "{error}"
        );
    }
}

#[test]
fn a_file_outside_the_target_is_refused() {
    let place = folder(&[]);
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    for path in ["../evil.txt", "/evil.txt", "a/../../evil.txt"] {
        assert!(
            matches!(output.write(path, b"x").unwrap_err(), Error::Data { .. }),
            "{path}"
        );
    }
}

#[test]
fn a_file_twice_is_refused() {
    let place = folder(&[]);
    let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
    output.write("a.txt", b"1").unwrap();
    let error = output.write("a.txt", b"2").unwrap_err();
    assert!(error.to_string().ends_with("out/a.txt`"), "{error}");
}

#[cfg(unix)]
#[test]
fn the_target_has_the_rights_of_any_folder() {
    use std::os::unix::fs::PermissionsExt;
    let place = folder(&[("usual/a.txt", b"")]);
    Output::create(&place.path().join("out"), false, &[])
        .unwrap()
        .finish(&mut Report::default())
        .unwrap();
    let rights = |name| {
        fs::metadata(place.path().join(name))
            .unwrap()
            .permissions()
            .mode()
    };
    assert_eq!(rights("out"), rights("usual"));
}
