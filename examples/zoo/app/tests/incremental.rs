//! What Cargo runs again when a manifest changes, counted in a copy of the zoo, in a folder with a blank in its name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: [&str; 4] = ["app", "mmcls", "mmcv", "mmdet"];

/// A copy of the four packages, as a workspace of their own.
struct Zoo(PathBuf);

impl Zoo {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("a zoo");
        let _ = fs::remove_dir_all(&folder);
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (zoo, root) = (here.join(".."), here.join("../../.."));
        for package in PACKAGES {
            copy(&zoo.join(package), &folder.join(package));
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let shared = manifest.split("[package]").next().unwrap();
        let start = shared.find("[workspace.package]").unwrap();
        let crates = root.canonicalize().unwrap().join("crates");
        let shared = shared[start..].replace("\"crates/", &format!("\"{}/", crates.display()));
        let workspace = format!("[workspace]\nresolver = \"3\"\nmembers = {PACKAGES:?}\n{shared}");
        fs::write(folder.join("Cargo.toml"), workspace).unwrap();
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        Self(folder)
    }

    /// Builds the program; the packages whose build script ran.
    fn build(&self) -> Vec<String> {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "-v", "-p", "app"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.with_file_name("zoo-target"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let runs = |package: &str| {
            let folder = format!("/{package}-");
            let mut lines = said.lines().filter(|line| line.contains("Running"));
            lines.any(|line| line.contains("build-script-build") && line.contains(&folder))
        };
        let packages = PACKAGES.iter().filter(|package| runs(package));
        packages.map(ToString::to_string).collect()
    }

    fn edit(&self, package: &str) {
        let path = self.0.join(package).join("registry.toml");
        let text = fs::read_to_string(&path).unwrap();
        // Cargo compares times of a second where the file system has no finer ones.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        fs::write(path, format!("# edited\n{text}")).unwrap();
    }
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
fn an_edit_reruns_what_depends_on_it_and_nothing_else() {
    let zoo = Zoo::new();
    let _ = fs::remove_dir_all(zoo.0.with_file_name("zoo-target"));
    assert_eq!(zoo.build(), PACKAGES);
    assert_eq!(zoo.build(), [""; 0]);
    zoo.edit("mmcls");
    assert_eq!(zoo.build(), ["app", "mmcls"]);
    zoo.edit("mmcv");
    assert_eq!(zoo.build(), PACKAGES);
    assert_eq!(zoo.build(), [""; 0]);
}
