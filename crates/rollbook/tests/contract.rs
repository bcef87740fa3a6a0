//! The contract between the four crates: one version, pinned, and one hidden module.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates that are published together.
const CRATES: [&str; 4] = [
    "rollbook",
    "rollbook-build",
    "rollbook-derive",
    "rollbook-macros",
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Whether `table` is only a reference to the workspace's entry.
fn inherited(table: &toml::Value) -> bool {
    table.get("workspace").and_then(toml::Value::as_bool) == Some(true)
}

#[test]
fn versions_are_one_and_pinned() {
    let workspace = read(&crates().join("../Cargo.toml"));
    let pinned = &workspace["workspace"]["dependencies"];
    let version = workspace["workspace"]["package"]["version"]
        .as_str()
        .unwrap();
    let mut pins = 0;
    for name in CRATES {
        let manifest = read(&crates().join(name).join("Cargo.toml"));
        assert!(
            inherited(&manifest["package"]["version"]),
            "{name}: version"
        );
        for kind in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(kind).and_then(toml::Value::as_table) else {
                continue;
            };
            for (dependency, given) in dependencies {
                if !CRATES.contains(&dependency.as_str()) {
                    continue;
                }
                let given = if inherited(given) {
                    &pinned[dependency.as_str()]
                } else {
                    given
                };
                let required = given["version"].as_str().unwrap();
                assert_eq!(required, format!("={version}"), "{name} -> {dependency}");
                pins += 1;
            }
        }
    }
    // rollbook -> derive, rollbook -> macros, build -> rollbook.
    assert_eq!(pins, 3);
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The attribute in a line, before the item that it hides.
fn hidden_items(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).collect::<Vec<_>>();
    let hiding = (0..lines.len()).filter(|at| lines[*at].starts_with("#[doc(hidden)]"));
    hiding
        .filter_map(|at| lines[at + 1..].iter().find(|line| !line.starts_with("#[")))
        .map(|line| (*line).to_owned())
        .collect()
}

#[test]
fn one_module_is_hidden_and_the_macros_it_exports() {
    let mut files = Vec::new();
    rust_files(&crates().join("rollbook/src"), &mut files);
    let mut modules = Vec::new();
    let mut macros = 0;
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        for item in hidden_items(&text) {
            // `#[macro_export]` puts a macro at the crate's root; `__private` gives it its name.
            if item.starts_with("macro_rules! __rollbook_") {
                macros += 1;
            } else {
                modules.push(item);
            }
        }
    }
    modules.sort();
    let expect = [
        "pub mod __private;",
        // What `include_registry!` writes into the user's crate.
        "pub use $crate::__private::registry as __rollbook;",
    ];
    assert_eq!(modules, expect);
    assert!(macros > 8, "{macros}");
}
