//! A copy of this package in a folder of its own, built with what is built already.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) struct Package(pub PathBuf);

impl Package {
    pub(crate) fn copy(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&to);
        for folder in ["src", "configs", "data", "docs"] {
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
        let manifest = manifest.replace("\"crates/", &crates);
        // The target folder is shared, so its program must not be called as the real one.
        let own_name = format!("name = \"converters-{name}\"");
        let manifest = manifest.replacen("name = \"converters\"", &own_name, 1);
        let manifest = format!("{manifest}\n[lib]\nname = \"converters\"\n");
        fs::write(to.join("Cargo.toml"), manifest).unwrap();
        Self(to)
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        Command::new(env!("CARGO"))
            .args([command, "--offline"])
            .args(rest)
            .current_dir(&self.0)
            .env(
                "CARGO_TARGET_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).join(".."),
            )
            .output()
            .unwrap()
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
