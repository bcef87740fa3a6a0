//! A mistake in a job file that comes with the program fails the build.

use std::fs;
use std::path::Path;
use std::process::Command;

/// A copy of this package in a folder of its own.
fn copy_package(to: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let _ = fs::remove_dir_all(to);
    for folder in ["src", "configs"] {
        copy(&root.join(folder), &to.join(folder));
    }
    for file in ["build.rs", "registry.toml", "Cargo.lock"] {
        fs::copy(root.join(file), to.join(file)).unwrap();
    }
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let members = manifest.find("members = ").unwrap();
    let end = members + manifest[members..].find('\n').unwrap();
    let crates = format!("\"{}/", root.join("crates").display());
    let manifest = manifest.replace(&manifest[members..end], "members = []");
    fs::write(
        to.join("Cargo.toml"),
        manifest.replace("\"crates/", &crates),
    )
    .unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn a_wrong_name_in_a_job_file_fails_the_build() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("checked");
    copy_package(&folder);
    let job = folder.join("configs/coco-to-yolo.toml");
    let text = fs::read_to_string(&job).unwrap();
    fs::write(&job, text.replace("\"DropSmall\"", "\"DropSmal\"")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["build", "--lib", "--offline"])
        .current_dir(&folder)
        // What is built already serves here, too.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
        )
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    for line in [
        "no transform `DropSmal` as seen from the scope `detection` [R115]",
        "--> configs/coco-to-yolo.toml:10:8",
        "= help: a similar transform: `DropSmall`",
    ] {
        assert!(said.contains(line), "{said}");
    }
    assert_eq!(
        said.matches("error: ").count() - said.matches("could not compile").count(),
        1,
        "{said}"
    );
}
