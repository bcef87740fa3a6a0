//! One file for each fault, with everything that is said about it. `ROLLBOOK_BLESS=1` writes the files again.

use std::fs;
use std::path::{Path, PathBuf};

use rollbook_build::{Generator, Level};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

/// The manifests of the folder, by name.
fn manifests() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap();
    let mut paths = files.map(|file| file.unwrap().path()).collect::<Vec<_>>();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "toml"));
    paths.sort();
    paths
}

/// Whether it is about what tools read of the Rust sources.
fn needs_schema(manifest: &Path) -> bool {
    fs::read_to_string(manifest).is_ok_and(|text| text.starts_with("# needs schema"))
}

fn said(manifest: &Path) -> String {
    let text = fs::read_to_string(manifest).unwrap_or_default();
    let mut generator = Generator::new();
    // A file that the command line names.
    if let Some(file) = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# checks "))
    {
        generator.check_file(file);
    }
    let output = generator
        .declared_features(["gpu", "huge-models", "big"])
        .root(folder())
        .manifest(manifest)
        .package("demo")
        .package_version("2.0.0")
        .generate()
        .unwrap();
    let warnings = output.diagnostics.iter();
    let warnings = warnings.filter(|diagnostic| diagnostic.level == Level::Warning);
    let warnings = warnings.map(|warning| warning.drawing("", false));
    let mut said = warnings.collect::<String>() + &output.problems;
    if !output.problems.is_empty() {
        said.push('\n');
    }
    // What the generated test says.
    said.push_str(&output.lock);
    said.push_str(&output.schema);
    #[cfg(feature = "schema")]
    if needs_schema(manifest) {
        let lock = generator.lock().unwrap();
        let drawings = lock
            .breaking
            .iter()
            .map(|problem| problem.drawing("", false));
        said.push_str(&drawings.collect::<String>());
        said.push_str(&format!("{}\n", lock.after));
    }
    said
}

#[test]
fn each_fault_is_drawn_as_recorded() {
    let bless = std::env::var_os("ROLLBOOK_BLESS").is_some();
    let mut wrong = Vec::new();
    let manifests = manifests();
    assert!(manifests.len() > 50, "the cases are gone");
    for manifest in manifests {
        if cfg!(not(feature = "schema")) && needs_schema(&manifest) {
            eprintln!("SKIPPED: {} needs the feature `schema`", manifest.display());
            continue;
        }
        let said = said(&manifest);
        assert!(!said.is_empty(), "{} shows nothing", manifest.display());
        let record = manifest.with_extension("txt");
        if bless {
            fs::write(&record, &said).unwrap();
        } else if fs::read_to_string(&record).unwrap_or_default() != said {
            wrong.push(format!("{}:\n{said}", manifest.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "differs from the record:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_drawing_is_larger_than_a_screen() {
    for manifest in manifests() {
        let said = said(&manifest);
        let drawings = said.split("\n\nerror: ");
        let longest = drawings.map(|drawing| drawing.lines().count()).max();
        assert!(longest < Some(20), "{}", manifest.display());
        for line in said.lines() {
            assert!(
                line.chars().count() <= 180,
                "{}: {line}",
                manifest.display()
            );
        }
    }
}
