//! `diff`: what happened to names since a revision of git, and whether configs may trip over it.

mod compare;

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result, bail};
use rollbook_build::{Catalog, ChangedArgument, Generator, Level};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Common, Format};
use crate::git::{Revision, Temporary, revision};
use crate::manifest;
use crate::package::{Package, package};
use crate::show::{in_scope, print, print_names};
use compare::{Change, changes};

pub(crate) fn run(common: &Common, name: &str) -> Result<Outcome> {
    let package = package(common)?;
    let revision = revision(package.generator.root_folder(), name)?;
    let before = catalog_of(&package, &revision)?;
    let after = package.catalog()?;
    let mut changes = changes(&before, &after);
    changes.extend(of_arguments(&package, &revision, &after)?);
    // Stable: what is said of one name stays together.
    changes.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    match common.message_format {
        Format::Human => human(&changes),
        Format::Short => {
            for change in &changes {
                print_names(&format!("{}: {}\n", change.level(), change.line()));
            }
        }
        Format::Json => {
            let list = changes.iter().map(|change| {
                json!({
                    "breaking": change.breaking,
                    "kind": change.kind,
                    "name": change.name,
                    "change": change.text,
                })
            });
            print(&format!("{:#}\n", Value::Array(list.collect())));
        }
    }
    Ok(match changes.iter().any(|change| change.breaking) {
        true => Outcome::Bad,
        false => Outcome::Good,
    })
}

fn human(changes: &[Change]) {
    let groups = [(true, "breaking for configs"), (false, "not breaking")];
    let mut between = "";
    for (breaking, title) in groups {
        let group = changes.iter().filter(|change| change.breaking == breaking);
        let lines = group.map(|change| format!("  {}\n", change.line()));
        let lines = lines.collect::<String>();
        if !lines.is_empty() {
            print_names(&format!("{between}{title}:\n{lines}"));
            between = "\n";
        }
    }
}

/// The arguments that changed since, if the revision has a lock: Rust sources are read as they are today.
fn of_arguments(package: &Package, revision: &Revision, after: &Catalog) -> Result<Vec<Change>> {
    let path = package.generator.manifest_path().with_extension("lock");
    let path = path
        .strip_prefix(package.generator.root_folder())
        .unwrap_or(&path);
    let Some(lock) = revision.read(path)? else {
        return Ok(Vec::new());
    };
    let changed = package.generator.changed_arguments(&lock)?.into_iter();
    let change = |changed: ChangedArgument| Change {
        breaking: true,
        name: in_scope(after, changed.scope, &changed.module),
        kind: changed.registry,
        text: format!("the argument {} {}", changed.argument, changed.what),
    };
    Ok(changed.map(change).collect())
}

/// What the package's manifest declared at the revision. The registries of other crates are those of today.
fn catalog_of(package: &Package, revision: &Revision) -> Result<Catalog> {
    let path = package.generator.manifest_path();
    let root = package.generator.root_folder();
    let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
    let Some(text) = revision.read(&path)? else {
        bail!(
            "`{}` is not in the revision `{}`",
            path.display(),
            revision.name
        );
    };
    let folder = Temporary::new()?;
    // Files above the package find room in the folder, too.
    let root = folder.path().join("a/b/c/d/e/f/g/h");
    let put = |path: &Path, text: &str| -> Result<()> {
        let up = path
            .components()
            .filter(|part| *part == Component::ParentDir);
        if path.is_absolute() || up.count() > 8 {
            return Ok(());
        }
        let path = root.join(path);
        let around = path.parent().unwrap_or(&root);
        let written = fs::create_dir_all(around).and_then(|()| fs::write(&path, text));
        written.with_context(|| format!("cannot write `{}`", path.display()))
    };
    fs::create_dir_all(&root).with_context(|| format!("cannot make `{}`", root.display()))?;
    put(&path, &text)?;
    for included in included(&path, &text, revision)? {
        if let Some(text) = revision.read(&included)? {
            put(&included, &text)?;
        }
    }
    let mut generator = package.generator.clone();
    generator.root(&root).manifest(&path);
    refuse_mistakes(&generator, revision)?;
    Ok(generator.catalog()?)
}

/// The files that the manifest included then.
fn included(path: &Path, text: &str, revision: &Revision) -> Result<Vec<PathBuf>> {
    // A manifest with mistakes is refused later, with what is wrong.
    let Ok(document) = manifest::parse(text, &path.to_string_lossy()) else {
        return Ok(Vec::new());
    };
    let patterns = document
        .get("rollbook")
        .and_then(|settings| settings.get("include"))
        .and_then(toml_edit::Item::as_array);
    let patterns = patterns
        .into_iter()
        .flatten()
        .filter_map(|item| item.as_str());
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut files = Vec::new();
    for pattern in patterns {
        files.extend(revision.find(folder, pattern)?);
    }
    Ok(files)
}

/// Entries with mistakes would be missing in what is compared. Configs are not: they are not read.
fn refuse_mistakes(generator: &Generator, revision: &Revision) -> Result<()> {
    let output = generator.check()?;
    let mut problems = output.diagnostics.iter().filter(|problem| {
        let of_configs = problem.code.starts_with("R1");
        // The features are those of today.
        problem.level == Level::Error && !of_configs && problem.code != "R074"
    });
    match problems.next() {
        None => Ok(()),
        Some(first) => bail!(
            "the manifest of the revision `{}` has mistakes, or this version of rollbook cannot read it\n\n{}",
            revision.name,
            first.drawing("", false).trim_end()
        ),
    }
}
