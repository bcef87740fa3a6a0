//! A copy of this package in a folder of its own, built with what is built already.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

/// The folder, and what builds in it.
pub(crate) struct Package(pub PathBuf, fixture::Package);

impl Package {
    pub(crate) fn copy(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = fixture::Package::new(env!("CARGO_TARGET_TMPDIR"), name).target_of_the_test();
        for part in [
            "src",
            "configs",
            "data",
            "docs",
            "build.rs",
            "registry.toml",
        ] {
            copy.copy(&root.join(part), part);
        }
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let own = &manifest[manifest.find("[package]").unwrap()..];
        // The target folder is shared, so its program must not have the name of the real one.
        let own_name = format!("name = \"converters-{name}\"");
        let own = own.replacen("name = \"converters\"", &own_name, 1);
        let tables = fixture::workspace_tables();
        let manifest =
            format!("[workspace]\nmembers = []\n{tables}{own}\n[lib]\nname = \"converters\"\n");
        copy.write("Cargo.toml", &manifest);
        Self(copy.path(""), copy)
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        self.1.cargo(arguments)
    }
}
