//! `include = [...]`: the other files of a manifest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::files::{find, read, slashes};
use crate::text::{Source, Spanned};

/// The included files in sorted order, and what to watch for changes.
#[derive(Debug, Default)]
pub(super) struct Included {
    pub(super) sources: Vec<Source>,
    pub(super) watched: BTreeSet<PathBuf>,
}

/// Patterns are relative to the folder of the manifest; both are relative to the root.
pub(super) fn include(
    root: &Path,
    manifest: &Path,
    patterns: &[Spanned<String>],
    problems: &mut Problems,
) -> Included {
    let mut included = Included::default();
    let folder = manifest.parent().unwrap_or(Path::new(""));
    // Each file once, with the place that asks for it first.
    let mut files: Vec<(PathBuf, &Spanned<String>)> = Vec::new();
    for pattern in patterns {
        match find(root, folder, &pattern.value) {
            Err(why) => {
                let problem =
                    Problem::new(&messages::INCLUDE_PATTERN, pattern.span, "this pattern")
                        .with("pattern", name(&pattern.value))
                        .with("why", why);
                problems.add(problem);
                problems.suppress_rest = true;
            }
            Ok((found, folders)) => {
                if found.is_empty() {
                    let problem = Problem::new(&messages::NO_FILE, pattern.span, "this pattern");
                    problems.add(problem.with("pattern", name(&pattern.value)));
                }
                included.watched.extend(folders);
                let new = found
                    .into_iter()
                    .filter(|file| root.join(file) != root.join(manifest));
                files.extend(new.map(|file| (file, pattern)));
            }
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files.dedup_by(|(next, _), (file, _)| next == file);
    for (file, pattern) in files {
        match read(&root.join(&file)) {
            Ok(text) => included.sources.push(Source::new(&slashes(&file), text)),
            Err(why) => {
                let problem =
                    Problem::new(&messages::INCLUDE_UNREADABLE, pattern.span, "named here")
                        .with("file", name(&slashes(&file)))
                        .with("why", why.to_string())
                        .with("manifest", name(&slashes(manifest)));
                problems.add(problem);
                // Everything that it declares would be unknown.
                problems.suppress_rest = true;
            }
        }
        included.watched.insert(file);
    }
    included
}
