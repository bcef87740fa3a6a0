//! `lock`: the names of a registry.

use std::fs;

use crate::command::as_recorded;
use crate::command::example::{REGISTRY, folder, package};
use crate::{check, read, run};

const LOCKED: &str = "[rollbook]\nlock = true";

#[test]
fn the_lock_of_names() {
    let package = package("lock", &[]);
    check(&package, "lock-not-asked-for", &["lock"]);
    let registry = REGISTRY.replace("[rollbook]", LOCKED);
    package.write("lock/registry.toml", &registry);
    check(&package, "lock-check", &["lock", "--check"]);
    check(&package, "lock", &["lock"]);
    let lock = read(&package, "registry.lock");
    assert!(as_recorded("package", "lock-file", &lock).is_none());
    check(&package, "lock-up-to-date", &["lock", "--check"]);

    // As git writes it on Windows, and as an editor may.
    for text in [lock.replace('\n', "\r\n"), format!("\u{feff}{lock}")] {
        package.write("lock/registry.lock", &text);
        let said = run(&package, &["lock", "--check"]);
        assert_eq!(said.contains("exit code 0"), text.contains('\r'), "{said}");
    }
    // A merge that left lines twice, and in another order.
    let mut lines = lock.lines().collect::<Vec<_>>();
    lines[1..].reverse();
    package.write(
        "lock/registry.lock",
        &format!("{}\n{}\n", lines.join("\n"), lines[2]),
    );
    run(&package, &["lock"]);
    assert_eq!(read(&package, "registry.lock"), lock);

    package.write(
        "lock/registry.toml",
        &registry.replace("Log = ", "Print = "),
    );
    check(&package, "lock-vanished", &["lock"]);
    check(
        &package,
        "lock-vanished-short",
        &["lock", "--message-format=short"],
    );
    assert_eq!(read(&package, "registry.lock"), lock);
    check(&package, "lock-accept", &["lock", "--accept"]);
    assert_eq!(
        read(&package, "registry.lock"),
        lock.replace("Log", "Print")
    );
}

#[test]
fn locks_that_are_not_written() {
    let registry = REGISTRY.replace("[rollbook]", LOCKED);
    let package = package("bad-lock", &[("registry.toml", &registry)]);
    let start = "# rollbook names, version 1.\n";
    let cases = [
        (
            "lock-conflict",
            format!("{start}<<<<<<< HEAD\nhook det.Log\n=======\n>>>>>>> b\n"),
        ),
        (
            "lock-newer",
            start.replace('1', "7") + "hook det.Log of a new kind\n",
        ),
        ("lock-other-file", "[[package]]\nname = \"x\"\n".to_owned()),
        ("lock-empty", String::new()),
        (
            "lock-odd-line",
            format!("{start}hook\n\u{202e}hook \u{0}det.Log\n"),
        ),
    ];
    for (name, text) in cases {
        package.write("bad-lock/registry.lock", &text);
        check(&package, name, &["lock", "--accept"]);
        assert_eq!(read(&package, "registry.lock"), text, "{name}");
    }
    fs::write(folder(&package).join("registry.lock"), b"# \xff\n").unwrap();
    check(&package, "lock-odd-bytes", &["lock"]);
    fs::remove_file(folder(&package).join("registry.lock")).unwrap();
    fs::create_dir(folder(&package).join("registry.lock")).unwrap();
    check(&package, "lock-folder", &["lock"]);
}
