//! Mistakes in Rust code, each in its own package. What rustc prints must lead to the line of the manifest.
//! `ROLLBOOK_BLESS=1` rewrites the records.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use fixture::Package;

/// The records hold the words of this compiler. With another one only the headlines are compared.
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
fn lay_out(cases: &[PathBuf]) -> Package {
    let workspace = Package::reused(env!("CARGO_TARGET_TMPDIR"), "wrong");
    let names = cases.iter().map(|case| name(case)).collect::<Vec<_>>();
    let dependencies = "[dependencies]\nrollbook.workspace = true\nserde.workspace = true\n\
                        [build-dependencies]\nrollbook-build.workspace = true\n";
    for (case, name) in cases.iter().zip(&names) {
        let text = |file: &str| fs::read_to_string(case.join(file)).unwrap();
        let (registry, lib) = (text("registry.toml"), text("lib.rs"));
        workspace.write_user(name, dependencies, &registry, &lib);
    }
    let crates = fixture::repository().join("crates");
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {names:?}\n[workspace.dependencies]\n\
         rollbook = {{ path = {:?}, features = [\"async\", \"derive\", \"validate\"] }}\nrollbook-build = {{ path = {:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    workspace.write("Cargo.toml", &manifest);
    workspace
}

/// What rustc says of each package.
fn check(workspace: &Package) -> BTreeMap<String, String> {
    let output = workspace.cargo(&[
        "check",
        "--workspace",
        "--keep-going",
        "--message-format=json",
    ]);
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
        // Cargo shows the same error at the same place once.
        let (said, text) = (said.entry(package).or_default(), plain(rendered, workspace));
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
fn plain(rendered: &str, workspace: &Package) -> String {
    let root = fixture::repository().display().to_string();
    let target = workspace.target_folder().display().to_string();
    let mut out = String::new();
    for line in fixture::without_library_source(rendered).lines() {
        let mut line = line.to_owned();
        if let Some(start) = line.find(&target) {
            let end = line.find("/out/registry.rs").unwrap_or(start);
            line.replace_range(start..end, "$OUT_DIR");
        }
        // The file that a long type is written to.
        if line.contains("long-type-") || line.contains("--verbose") {
            continue;
        }
        out.push_str(line.replace(&root, "$ROLLBOOK").trim_end());
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
    let workspace = lay_out(&cases);
    let said = check(&workspace);
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc)
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
