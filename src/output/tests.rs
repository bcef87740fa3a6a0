//! What is written, kept and removed.

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

#[test]
fn overwrite_replaces_what_was_written() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["a.txt", "old/b.txt"]).unwrap();
    let output = Output::create(&target, true, &[]).unwrap();
    output.write("a.txt", b"new").unwrap();
    assert_eq!(fs::read(target.join("a.txt")).unwrap(), b"a.txt");
    output.finish(&mut Report::default()).unwrap();
    assert_eq!(fs::read(target.join("a.txt")).unwrap(), b"new");
    assert!(!target.join("old").exists());
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[test]
fn overwrite_keeps_files_of_others() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["labels/a.txt", "data.yaml"]).unwrap();
    for file in ["images/x/a.jpg", "labels/mine.txt", "notes.md"] {
        fs::create_dir_all(target.join(file).parent().unwrap()).unwrap();
        fs::write(target.join(file), "mine").unwrap();
    }
    fs::create_dir(target.join("later")).unwrap();
    let report = write(&target, &["labels/b.txt"]).unwrap();
    assert_eq!(
        listing(&target),
        [
            "images/x/a.jpg",
            "labels/b.txt",
            "labels/mine.txt",
            "notes.md"
        ]
    );
    assert_eq!(fs::read(target.join("images/x/a.jpg")).unwrap(), b"mine");
    assert!(target.join("later").is_dir());
    assert_eq!(report.count(Stage::Noted, KEPT), 3);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    // And again: what was kept is still not the program's.
    write(&target, &["labels/c.txt"]).unwrap();
    assert_eq!(fs::read(target.join("images/x/a.jpg")).unwrap(), b"mine");
}

/// As if someone had changed it some time later.
fn change(path: &Path) {
    fs::write(path, "changed").unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(10);
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(later).unwrap();
}

#[test]
fn overwrite_keeps_files_that_were_changed_since() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["deep/er/a.txt", "b.txt", "c.txt"]).unwrap();
    let changed = target.join("deep/er/a.txt");
    change(&changed);
    let error = write(&target, &["b.txt", "deep/er/a.txt"]).unwrap_err();
    let expect = "holds `deep/er/a.txt`, which was changed after this program wrote it";
    assert!(error.to_string().contains(expect), "{error}");
    assert_eq!(fs::read(&changed).unwrap(), b"changed");
    // A job that does not write it keeps it, from now on as a file of others.
    for _ in 0..2 {
        let report = write(&target, &["b.txt"]).unwrap();
        assert_eq!(listing(&target), ["b.txt", "deep/er/a.txt"]);
        assert_eq!(fs::read(&changed).unwrap(), b"changed");
        assert_eq!(report.count(Stage::Noted, KEPT), 1);
    }
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_linked_picture_that_was_changed_is_not_in_the_way() {
    let place = folder(&[("a.jpg", b"picture")]);
    let target = place.path().join("out");
    let source = place.path().join("a.jpg");
    for _ in 0..2 {
        let output = Output::create(&target, true, &[]).unwrap();
        output.link(&source, "a.jpg").unwrap();
        output.finish(&mut Report::default()).unwrap();
        change(&source);
    }
    assert_eq!(fs::read(&source).unwrap(), b"changed");
}

#[test]
fn overwrite_does_not_write_over_a_file_of_others() {
    for (mine, written) in [
        ("labels/a.txt", "labels/a.txt"),
        ("labels", "labels/a.txt"),
        ("labels/a.txt/b.txt", "labels/a.txt"),
    ] {
        let place = folder(&[]);
        let target = place.path().join("out");
        write(&target, &["data.yaml"]).unwrap();
        let path = target.join(mine);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "mine").unwrap();
        let error = write(&target, &[written]).unwrap_err();
        assert!(matches!(error, Error::NotWritten { .. }), "{error}");
        assert!(
            error.to_string().contains(&format!("holds `{mine}`")),
            "{error}"
        );
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(fs::read(target.join("data.yaml")).unwrap(), b"data.yaml");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_folder_that_was_not_written_is_not_replaced() {
    for files in [&[("out/a.jpg", &b"mine"[..])][..], &[("out", b"mine")]] {
        let place = folder(files);
        let error = write(&place.path().join("out"), &["b.txt"]).unwrap_err();
        assert!(matches!(error, Error::NotWritten { .. }), "{error}");
        assert_eq!(listing(place.path()), [files[0].0]);
    }
    let place = folder(&[("out/", b"")]);
    write(&place.path().join("out"), &["b.txt"]).unwrap();
    assert_eq!(listing(place.path()), ["out/b.txt"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_leads_to_is_written() {
    use std::os::unix::fs::symlink;
    let place = folder(&[("disk/", b"")]);
    let [link, disk] = ["out", "disk"].map(|name| place.path().join(name));
    symlink(&disk, &link).unwrap();
    write(&link, &["a.txt"]).unwrap();
    write(&link, &["b.txt"]).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(listing(&disk), ["b.txt"]);
    fs::remove_file(&link).unwrap();
    symlink(place.path().join("nowhere"), &link).unwrap();
    let error = write(&link, &["c.txt"]).unwrap_err();
    assert!(error.to_string().contains("leads nowhere"), "{error}");
}

#[cfg(unix)]
#[test]
fn a_linked_folder_in_the_target_stays_a_link() {
    let place = folder(&[("pictures/a.jpg", b"mine")]);
    let target = place.path().join("out");
    write(&target, &["data.yaml"]).unwrap();
    std::os::unix::fs::symlink(place.path().join("pictures"), target.join("images")).unwrap();
    write(&target, &["data.yaml"]).unwrap();
    assert!(
        fs::symlink_metadata(target.join("images"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        listing(place.path()),
        ["out/data.yaml", "out/images/a.jpg", "pictures/a.jpg"]
    );
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
    written::save(&after).unwrap();
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
    written::save(&left).unwrap();
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
fn overwrite_does_not_remove_the_source() {
    let place = folder(&[("data/coco.json", b"{}")]);
    let source = place.path().join("data/coco.json");
    let error = Output::create(&place.path().join("data"), true, &[source]).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("coco.json`, which the job needs"),
        "{error}"
    );
    assert_eq!(listing(place.path()), ["data/coco.json"]);
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
