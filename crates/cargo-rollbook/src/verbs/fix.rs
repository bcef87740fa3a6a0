//! `fix`: deprecated names, and on request misspelled ones, in the manifest and in configs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use rollbook_build::{Edit, Level};

use super::check::checked;
use crate::Outcome;
use crate::args::Common;
use crate::package::packages;
use crate::show::left;
use crate::write::{Change, apply, read};

/// The generator reports a limited number at once, so it is asked again this often.
const ROUNDS: usize = 50;

pub(crate) fn run(
    common: &Common,
    files: &[PathBuf],
    misspelled: bool,
    check: bool,
) -> Result<Outcome> {
    for package in packages(common)? {
        for _ in 0..ROUNDS {
            let output = checked(&package, files)?;
            let wanted = |level: Level| misspelled || level == Level::Warning;
            let edits = output
                .diagnostics
                .iter()
                .filter(|diagnostic| wanted(diagnostic.level));
            let edits = edits
                .filter_map(|diagnostic| diagnostic.edit.as_ref())
                .filter(|edit| edit.sure);
            let mut by_file = BTreeMap::<&str, Vec<&Edit>>::new();
            for edit in edits {
                by_file.entry(&edit.place.file).or_default().push(edit);
            }
            if by_file.is_empty() {
                break;
            }
            let mut changes = Vec::new();
            for (file, edits) in by_file {
                let path = package.generator.root_folder().join(file);
                let before = read(&path)?;
                let after = edited(&before, edits);
                changes.push(Change {
                    path,
                    before: Some(before),
                    after,
                });
            }
            if apply(&changes, check)? == Outcome::Bad {
                return Ok(Outcome::Bad);
            }
        }
        let output = checked(&package, files)?;
        left(output.diagnostics.len());
    }
    Ok(Outcome::Good)
}

/// From the end, so that the places before stay. Two edits of the same place are one.
fn edited(text: &str, mut edits: Vec<&Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.place.bytes.start));
    let mut out = text.to_owned();
    let mut end = text.len();
    for edit in edits {
        let bytes = &edit.place.bytes;
        if bytes.end <= end && text.get(bytes.clone()).is_some() {
            out.replace_range(bytes.clone(), &edit.replacement);
            end = bytes.start;
        }
    }
    out
}
