//! Mistakes on the Rust side, each in a crate of its own, with all that rustc says: it leads back to the manifest's line.
//! `ROLLBOOK_BLESS=1` writes the records anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The records hold the words of this compiler; of another one only the headlines are compared.
const RECORDED_WITH: &str = "rustc 1.95.";

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wrong");
    let mut cases = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect::<Vec<_>>();
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_str().unwrap().to_owned()
}

/// A workspace with a package for each case.
fn lay_out(cases: &[PathBuf]) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong");
    let names = cases.iter().map(|case| name(case)).collect::<Vec<_>>();
    for (case, name) in cases.iter().zip(&names) {
        let package = folder.join(name);
        fs::create_dir_all(package.join("src")).unwrap();
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
             rollbook.workspace = true\nserde.workspace = true\n[build-dependencies]\nrollbook-build.workspace = true\n"
        );
        put(&package.join("Cargo.toml"), &manifest);
        put(
            &package.join("build.rs"),
            "fn main() { rollbook_build::generate(\"registry.toml\"); }\n",
        );
        put(
            &package.join("registry.toml"),
            &fs::read_to_string(case.join("registry.toml")).unwrap(),
        );
        put(
            &package.join("src/lib.rs"),
            &fs::read_to_string(case.join("lib.rs")).unwrap(),
        );
    }
    let crates = root.join("crates");
    let workspace = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n[workspace.dependencies]\n\
         rollbook = {{ path = {:?} }}\nrollbook-build = {{ path = {:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    put(&folder.join("Cargo.toml"), &workspace);
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    folder
}

/// Only where it differs, so that what is built stays fresh.
fn put(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap();
    }
}

/// What rustc says of each package.
fn check(folder: &Path) -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "check",
            "--workspace",
            "--keep-going",
            "--offline",
            "--message-format=json",
        ])
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let mut said = BTreeMap::<String, String>::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let package = message["target"]["name"]
            .as_str()
            .unwrap_or_default()
            .replace('_', "-");
        let Some(rendered) = message["message"]["rendered"].as_str() else {
            continue;
        };
        // The same error at the same place is shown to people once.
        let (said, text) = (said.entry(package).or_default(), plain(rendered, folder));
        if !said.contains(&text) {
            said.push_str(&text);
        }
    }
    assert!(
        !said.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    said
}

/// Without what differs from machine to machine.
fn plain(rendered: &str, folder: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap();
    let target = folder.join("target").display().to_string();
    let mut out = String::new();
    for line in rendered.lines() {
        let mut line = line.to_owned();
        if let Some(start) = line.find(&target) {
            let end = line.find("/out/registry.rs").unwrap_or(start);
            line.replace_range(start..end, "$OUT_DIR");
        }
        // Where rustc's own sources lie, and what long types are written to.
        if line.contains("/rustc/") || line.contains("long-type-") || line.contains("--verbose") {
            continue;
        }
        out.push_str(
            line.replace(&root.display().to_string(), "$ROLLBOOK")
                .trim_end(),
        );
        out.push('\n');
    }
    out
}

fn headlines(said: &str) -> Vec<&str> {
    said.lines()
        .filter(|line| line.starts_with("error"))
        .collect()
}

#[test]
fn each_mistake_is_told_as_recorded() {
    let cases = cases();
    assert!(cases.len() >= 15, "the cases are gone");
    let folder = lay_out(&cases);
    let said = check(&folder);
    let version = Command::new("rustc")
        .arg("--version")
        .output()
        .unwrap()
        .stdout;
    let same_compiler = String::from_utf8_lossy(&version).starts_with(RECORDED_WITH);
    if !same_compiler {
        eprintln!("not {RECORDED_WITH}x: ONLY THE HEADLINES ARE COMPARED");
    }
    let mut wrong = Vec::new();
    for case in cases {
        let said = said.get(&name(&case)).cloned().unwrap_or_default();
        let record = case.join("expect.txt");
        if std::env::var_os("ROLLBOOK_BLESS").is_some() {
            fs::write(&record, &said).unwrap();
        }
        let expect = fs::read_to_string(&record).unwrap_or_default();
        let agrees = if same_compiler {
            said == expect
        } else {
            headlines(&said) == headlines(&expect)
        };
        if !agrees || said.is_empty() {
            wrong.push(format!("{}:\n{said}", case.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "differs from the record:\n{}",
        wrong.join("\n")
    );
}
