//! The files of a `[[check]]`: found, and loaded with what they are based on.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rollbook::__private::merge::Fault;

use super::layers::Layers;
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::model::Check;
use crate::text::files::{find as find_files, slashes};
use crate::text::{Source, Span};

#[derive(Debug, Default)]
pub(super) struct Found {
    /// In sorted order, with the place that asks for it first.
    pub(super) files: BTreeMap<PathBuf, Span>,
    pub(super) watched: BTreeSet<PathBuf>,
}

/// What the patterns of a check find, relative to the root.
pub(super) fn find(check: &Check, root: &Path, manifest: &str, problems: &mut Problems) -> Found {
    let mut found = Found::default();
    let folder = Path::new(manifest).parent().unwrap_or(Path::new(""));
    let mut without = BTreeSet::new();
    for pattern in &check.files {
        let text = &pattern.value;
        let taken = text.strip_prefix('!');
        match find_files(root, folder, taken.unwrap_or(text)) {
            Ok((files, _)) if taken.is_some() => without.extend(files),
            Ok((files, folders)) => {
                if files.is_empty() {
                    let problem = Problem::new(&messages::NO_FILE, pattern.span, "this pattern");
                    problems.add(problem.with("pattern", name(text)));
                }
                found.watched.extend(folders);
                for file in files {
                    found.files.entry(file).or_insert(pattern.span);
                }
            }
            Err(why) => {
                let problem = Problem::new(&messages::CHECK_FILES, pattern.span, "this pattern")
                    .with("pattern", name(text))
                    .with("why", why)
                    .with("manifest", name(manifest));
                problems.add(problem);
            }
        }
    }
    found.files.retain(|file, _| !without.contains(file));
    found.watched.extend(found.files.keys().cloned());
    found
}

/// Loads a config file with its bases. Returns its index among the layers. If one of them cannot be read, adds a problem
/// and returns `None`.
pub(super) fn load(
    path: &Path,
    asked: Span,
    manifest: &str,
    layers: &mut Layers<'_>,
    sources: &mut Vec<Source>,
    watched: &mut BTreeSet<PathBuf>,
    problems: &mut Problems,
) -> Option<usize> {
    let shown = slashes(path);
    let extension = path.extension().unwrap_or_default();
    if extension != "json" && extension != "toml" {
        let problem = Problem::new(&messages::CHECK_FORMAT, asked, "found by this")
            .with("file", name(&shown))
            .with("plain", plain(&shown));
        problems.add(problem);
        return None;
    }
    let fault = match layers.load(path, sources, watched) {
        Ok(file) => return Some(file),
        Err(fault) => fault,
    };
    let problem = match &fault {
        Fault::Unreadable {
            asked: None, why, ..
        } => Problem::new(&messages::CHECK_UNREADABLE, asked, "named here")
            .with("file", name(&shown))
            .with("why", layers.why(path, why))
            .with("manifest", name(manifest)),
        _ => layers.problem_of(fault)?,
    };
    problems.add(problem);
    None
}
