//! OpenMMLab's registry of 1,102 modules and 43 of its configs, checked by rollbook-build as a program's own would be.
//!
//! `cargo run -p openmmlab` prints what it finds. The corpus lies beside the repository, where it lies at all.

mod compare;
#[cfg(test)]
mod form_test;
mod manifest;
#[cfg(test)]
mod schema_test;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use rollbook_build::{Generator, Output};

fn main() -> Result<()> {
    let Some(corpus) = corpus() else {
        eprintln!(
            "SKIPPED: ../shared/corpus is not there, so OpenMMLab's configs were not checked"
        );
        return Ok(());
    };
    let folder = Folder::new()?;
    let text = manifest::manifest(&manifest::read(&corpus.join("openmmlab-registry.json"))?)?;
    let checks = include_str!("../checks.toml");
    let whole = checked(
        &folder,
        &corpus,
        &format!("{text}\n{checks}"),
        &["configs", "configs-broken"],
    )?;
    print!("{}", report(&whole, &corpus)?);
    for (what, slots) in [("without the check", ""), ("with it", checks)] {
        let (files, seconds) = timed(&folder, &corpus, &format!("{text}\n{slots}"))?;
        println!("the build script's work {what}: {seconds:.3} s ({files} config files)");
    }
    for viewer in [None, Some(0), Some(1), Some(2)] {
        let (schema, seconds) = schema(&folder, viewer)?;
        let of = viewer.map_or_else(|| "all scopes".to_owned(), |index| format!("scope {index}"));
        println!(
            "the schema of {of}: {} bytes in {seconds:.3} s",
            schema.len()
        );
    }
    Ok(())
}

/// The schema of the configs, and the least time of five runs.
fn schema(folder: &Folder, viewer: Option<usize>) -> Result<(String, f64)> {
    let mut generator = Generator::new();
    generator.root(&folder.0).package("openmmlab");
    let mut best = f64::INFINITY;
    let mut schema = String::new();
    for _ in 0..5 {
        let start = Instant::now();
        schema = generator.config_schema(0, viewer)?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    Ok((schema, best))
}

/// What the check says of all files, against what MMEngine does. Fails where they differ.
fn report(output: &Output, corpus: &Path) -> Result<String> {
    let expected = compare::expected(&corpus.join("expected.json"))?;
    let compared = compare::compare(output, &expected);
    ensure!(
        compared.differences.is_empty(),
        "differs from MMEngine:\n{}",
        compared.differences.join("\n")
    );
    Ok(format!(
        "{} files, {} references as in MMEngine, {} other tables left alone, {} faults in {} files\n",
        expected.len(),
        compared.references,
        compared.left_alone,
        compared.faults.values().sum::<usize>(),
        compared.faults.len(),
    ))
}

/// Copies the configs, so that a manifest can name their paths, and runs the generator.
fn checked(folder: &Folder, corpus: &Path, manifest: &str, configs: &[&str]) -> Result<Output> {
    for part in configs {
        let target = folder.0.join(part);
        std::fs::create_dir_all(&target)?;
        for entry in std::fs::read_dir(corpus.join(part))? {
            let entry = entry?;
            std::fs::copy(entry.path(), target.join(entry.file_name()))?;
        }
    }
    std::fs::write(folder.0.join("registry.toml"), manifest)?;
    Generator::new()
        .root(&folder.0)
        .package("openmmlab")
        .generate()
        .context("the manifest made of the corpus")
}

/// Over the good configs alone, the least of five runs.
fn timed(folder: &Folder, corpus: &Path, manifest: &str) -> Result<(usize, f64)> {
    let manifest = manifest.replace(", \"configs-broken/*.json\"", "");
    let mut best = f64::INFINITY;
    let mut files = 0;
    for _ in 0..5 {
        checked(folder, corpus, &manifest, &["configs"])?;
        let start = Instant::now();
        let output = Generator::new()
            .root(&folder.0)
            .package("openmmlab")
            .generate()?;
        best = best.min(start.elapsed().as_secs_f64());
        ensure!(output.problems.is_empty(), "{}", output.problems);
        let names = output.references.iter().map(|found| &found.file);
        files = names.collect::<std::collections::BTreeSet<_>>().len();
    }
    Ok((files, best))
}

fn corpus() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    path.is_dir().then_some(path)
}

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let name = format!("rollbook-openmmlab-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configs_are_told_apart_as_mmengine_does() {
        let Some(corpus) = corpus() else {
            // Not println: the test runner keeps that to itself.
            let told = b"\nSKIPPED: ../shared/corpus is not there: 43 configs of OpenMMLab were not checked\n";
            std::io::Write::write_all(&mut std::io::stderr(), told).unwrap();
            return;
        };
        let folder = Folder::new().unwrap();
        let text = manifest::read(&corpus.join("openmmlab-registry.json")).unwrap();
        let text = manifest::manifest(&text).unwrap() + include_str!("../checks.toml");
        let output = checked(&folder, &corpus, &text, &["configs", "configs-broken"]).unwrap();
        assert_eq!(output.warnings, Vec::<String>::new());
        let expected = compare::expected(&corpus.join("expected.json")).unwrap();
        let compared = compare::compare(&output, &expected);
        assert_eq!(compared.differences, Vec::<String>::new());
        assert_eq!(compared.references + compared.left_alone, 2990);
        let faults = compared.faults.values().copied().collect::<Vec<_>>();
        assert_eq!(faults, [7, 1, 5]);
        assert!(
            compared
                .faults
                .keys()
                .all(|file| file.starts_with("configs-broken/"))
        );
        let lines = output
            .problems
            .lines()
            .map(|line| line.strip_prefix("error: ").unwrap_or(line));
        assert_eq!(lines.filter(|line| line.starts_with("no ")).count(), 13);
    }
}
