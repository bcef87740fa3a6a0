//! What Cargo runs again when a manifest changes, counted in a copy of the zoo, in a folder with a blank in its name.

use std::fs;
use std::path::Path;

use fixture::Package;

const PACKAGES: [&str; 4] = ["app", "mmcls", "mmcv", "mmdet"];

/// A copy of the four packages, as a workspace of their own.
fn zoo() -> Package {
    let copy = Package::new(env!("CARGO_TARGET_TMPDIR"), "a zoo");
    let zoo = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for package in PACKAGES {
        copy.copy(&zoo.join(package), package);
    }
    let tables = fixture::workspace_tables();
    let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {PACKAGES:?}\n{tables}");
    copy.write("Cargo.toml", &workspace);
    copy
}

/// Builds the program, and returns the packages whose build script ran.
fn build(zoo: &Package) -> Vec<&'static str> {
    let output = zoo.cargo(&["build", "-v", "-p", "app"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    fixture::build_scripts_run(&said, &PACKAGES)
}

fn edit(zoo: &Package, package: &str) {
    let path = format!("{package}/registry.toml");
    let text = fs::read_to_string(zoo.path(&path)).unwrap();
    zoo.write(&path, &format!("# edited\n{text}"));
}

#[test]
fn an_edit_reruns_what_depends_on_it_and_nothing_else() {
    let zoo = zoo();
    assert_eq!(build(&zoo), PACKAGES);
    assert_eq!(build(&zoo), [] as [&str; 0]);
    edit(&zoo, "mmcls");
    assert_eq!(build(&zoo), ["app", "mmcls"]);
    edit(&zoo, "mmcv");
    assert_eq!(build(&zoo), PACKAGES);
    assert_eq!(build(&zoo), [] as [&str; 0]);

    // Without the crate that is behind a feature.
    let output = zoo.cargo(&["check", "-p", "app", "--no-default-features"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(!said.contains("mmcls"), "{said}");
}
