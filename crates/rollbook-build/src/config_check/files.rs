//! The files of a `[[check]]`: found, and read by their extension.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::document::{self, Fault, Node};
use super::json;
use crate::diagnostics::{Problem, Problems, messages, name, plain, toml_problems};
use crate::model::Check;
use crate::text::files::{find as find_files, read as read_text, slashes};
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

/// Parses a config file. Returns its source index and its document. If it cannot be parsed, adds a problem and returns
/// `None`.
pub(super) fn read(
    path: &Path,
    asked: Span,
    root: &Path,
    manifest: &str,
    sources: &mut Vec<Source>,
    problems: &mut Problems,
) -> Option<(usize, Node)> {
    let shown = slashes(path);
    let unreadable = |why: String| {
        Problem::new(&messages::CHECK_UNREADABLE, asked, "named here")
            .with("file", name(&shown))
            .with("why", why)
            .with("manifest", name(manifest))
    };
    let extension = path.extension().unwrap_or_default();
    let json = extension == "json";
    if !json && extension != "toml" {
        let problem = Problem::new(&messages::CHECK_FORMAT, asked, "found by this")
            .with("file", name(&shown))
            .with("plain", plain(&shown));
        problems.add(problem);
        return None;
    }
    let text = match read_text(&root.join(path)) {
        Ok(text) => text,
        Err(error) => {
            problems.add(unreadable(error.to_string()));
            return None;
        }
    };
    let index = sources.len();
    let source = Source::new(&shown, text);
    let read = if json {
        json::json(&source.text)
    } else {
        document::toml(&source.text)
    };
    let read = read.map_err(|fault| problems.list.extend(problems_of(fault, &source, index)));
    sources.push(source);
    Some((index, read.ok()?))
}

fn problems_of(fault: Fault, source: &Source, index: usize) -> Vec<Problem> {
    let span = |range: std::ops::Range<usize>| Span {
        source: index,
        start: range.start,
        end: range.end,
    };
    let problem = match fault {
        Fault::Toml(errors) => {
            let nothing = toml::de::DeTable::new();
            let problems = toml_problems(source, index, &nothing, &errors).into_iter();
            return problems.map(of_config).collect();
        }
        Fault::Json(range, what) => {
            let edits = [
                ("trailing commas are not allowed", "remove the comma"),
                ("comments are not allowed", "remove the comment"),
                ("expected comma", "write a comma between the two"),
                ("unterminated object", "write the missing `}`"),
                ("unterminated array", "write the missing `]`"),
            ];
            let edit = edits.iter().find(|(fault, _)| *fault == what);
            let problem = Problem::new(&messages::CONFIG_SYNTAX, span(range), "")
                .with("format", "JSON")
                .with("rules", "https://www.json.org")
                .with("what", what);
            match edit {
                Some((_, edit)) => problem.with("edit", *edit),
                None => problem,
            }
        }
        Fault::Twice(key, first, again) => {
            Problem::new(&messages::CONFIG_DUPLICATE, span(again), "again")
                .and(span(first), "first")
                .with("key", name(&key))
        }
        Fault::TooDeep(range, limit) => {
            Problem::new(&messages::TOO_DEEP, span(range), "here").with("limit", limit.to_string())
        }
    };
    vec![problem]
}

/// A fault of TOML in a config, not in the manifest.
fn of_config(mut problem: Problem) -> Problem {
    problem.message = if problem.message.id == messages::DUPLICATE_KEY.id {
        &messages::CONFIG_DUPLICATE
    } else {
        &messages::CONFIG_SYNTAX
    };
    problem
        .with("format", "TOML")
        .with("rules", "https://toml.io/en/v1.1.0")
}
