//! What is replaced, and what is kept.

use super::*;

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

#[cfg(unix)]
#[test]
fn runs_at_once_do_not_take_each_others_files_for_those_of_others() {
    let place = folder(&[]);
    let target = place.path().join("out");
    write(&target, &["a.txt"]).unwrap();
    fs::write(target.join("mine"), "mine").unwrap();
    let one: Vec<String> = (0..200).map(|number| format!("one/{number}")).collect();
    let two: Vec<String> = (0..200).map(|number| format!("two/{number}")).collect();
    std::thread::scope(|scope| {
        for names in [&one, &two] {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let target = &target;
            scope.spawn(move || (0..6).for_each(|_| drop(write(target, &names).unwrap())));
        }
    });
    write(&target, &["a.txt"]).unwrap();
    assert_eq!(listing(&target), ["a.txt", "mine"]);
    assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
}
