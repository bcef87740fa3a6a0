//! `check`: the manifest, the config files that it checks, and others.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use rollbook_build::{Diagnostic, Level, Output};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Common, Format};
use crate::package::{Package, packages_with};
use crate::show::print;

pub(crate) fn run(common: &Common, files: &[PathBuf], watch: bool) -> Result<Outcome> {
    if watch {
        return watching(common, files);
    }
    let (outcome, _) = once(common, files)?;
    Ok(outcome)
}

/// Also says which files the outcome depends on.
fn once(common: &Common, files: &[PathBuf]) -> Result<(Outcome, Vec<PathBuf>)> {
    let json = common.message_format == Format::Json;
    let mut shown = HashSet::new();
    let mut finished = None;
    let (packages, success) = packages_with(common, |line| {
        if !json {
            return;
        }
        if line.contains("\"reason\":\"build-finished\"") {
            // It is the last message.
            finished = Some(line.to_owned());
            return;
        }
        shown.extend(problem(line));
        print(&format!("{line}\n"));
    })?;
    let mut watched = Vec::new();
    let mut errors = 0;
    let mut warnings = 0;
    for package in packages {
        let output = checked(&package, files)?;
        for diagnostic in &output.diagnostics {
            match diagnostic.level {
                Level::Error => errors += 1,
                _ => warnings += 1,
            }
            let new = json && !shown.contains(&key(diagnostic, &package.folder_in_workspace));
            if new || !json {
                show(diagnostic, &package, common);
            }
        }
        watched.extend(output.files);
    }
    let good = errors == 0 && (success || !json);
    match common.message_format {
        Format::Json if finished.is_some() => print(&format!(
            "{}\n",
            json!({"reason": "build-finished", "success": good})
        )),
        Format::Human if errors + warnings > 0 => print(&format!("{}\n", count(errors, warnings))),
        _ => {}
    }
    Ok((if good { Outcome::Good } else { Outcome::Bad }, watched))
}

/// The output for a package, with those of the files that lie in it, or all if there is one package.
pub(super) fn checked(package: &Package, files: &[PathBuf]) -> Result<Output> {
    let mut generator = package.generator.clone();
    for file in files {
        let real = file
            .canonicalize()
            .with_context(|| format!("cannot check `{}`", file.display()))?;
        let root = generator.root_folder().canonicalize();
        let inside = root
            .ok()
            .and_then(|root| real.strip_prefix(root).map(Path::to_owned).ok());
        generator.check_file(inside.unwrap_or(real));
    }
    Ok(generator.check()?)
}

pub(super) fn show(diagnostic: &Diagnostic, package: &Package, common: &Common) {
    let color = common.colored();
    print(&match common.message_format {
        Format::Human => diagnostic.drawing(&package.folder, color),
        Format::Short => diagnostic.short(&package.folder),
        Format::Json => {
            let folder = &package.folder_in_workspace;
            let message = diagnostic.json(folder, &diagnostic.drawing(folder, color));
            let member = &package.member;
            // It is an object: `rollbook-build` wrote it.
            let message = serde_json::from_str::<Value>(&message).unwrap_or_default();
            let line = json!({
                "reason": "compiler-message",
                "package_id": member.id,
                "manifest_path": member.manifest,
                "target": member.target,
                "message": message,
            });
            format!("{line}\n")
        }
    });
}

/// What tells one problem from another.
type Key = (String, String, u64, String);

fn key(diagnostic: &Diagnostic, folder: &str) -> Key {
    let label = &diagnostic.labels[0];
    let file = format!("{folder}{}", label.file);
    let code = format!("rollbook::{}", diagnostic.code);
    (
        code,
        file,
        label.bytes.start as u64,
        diagnostic.message.clone(),
    )
}

/// A problem of rollbook's in Cargo's stream: a macro in the package printed it.
fn problem(line: &str) -> Option<Key> {
    if !line.contains("\"rollbook::") {
        return None;
    }
    let message: Value = serde_json::from_str(line).ok()?;
    let message = &message["message"];
    let span = &message["spans"][0];
    Some((
        message["code"]["code"].as_str()?.to_owned(),
        span["file_name"].as_str()?.to_owned(),
        span["byte_start"].as_u64()?,
        message["message"].as_str()?.to_owned(),
    ))
}

fn count(errors: usize, warnings: usize) -> String {
    let counted = |count: usize, what: &str| match count {
        0 => None,
        1 => Some(format!("1 {what}")),
        count => Some(format!("{count} {what}s")),
    };
    let parts = [counted(errors, "error"), counted(warnings, "warning")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

const CLOCK: Duration = Duration::from_millis(20);

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(300);

fn watching(common: &Common, files: &[PathBuf]) -> Result<Outcome> {
    loop {
        // A little earlier, since the clock of a file system may be behind.
        let start = SystemTime::now() - CLOCK;
        let watched = match once(common, files) {
            Ok((outcome, watched)) => {
                if outcome == Outcome::Good && common.message_format == Format::Human {
                    print("no errors\n");
                }
                watched
            }
            Err(error) => {
                // A file that is half written, or gone for a moment, does not end the watch.
                crate::show::error(&error, common.colored_errors());
                files.to_vec()
            }
        };
        let mut all = watched;
        all.extend(files.iter().cloned());
        let before = times(&all);
        // What changed while it was checked is checked again. A time in the future says nothing.
        let meanwhile = start..=SystemTime::now();
        let mut known = before.values().flatten();
        if known.any(|(time, _)| meanwhile.contains(time)) {
            continue;
        }
        while times(&all) == before {
            std::thread::sleep(PAUSE);
        }
    }
}

fn times(files: &[PathBuf]) -> BTreeMap<&Path, Option<(SystemTime, u64)>> {
    let time = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files
        .iter()
        .map(|path| (path.as_path(), time(path)))
        .collect()
}
