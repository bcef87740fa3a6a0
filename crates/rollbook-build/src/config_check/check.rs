//! Checks the config files that a manifest names: from files to documents to references to problems.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rollbook::__private::build::Data;

use super::context::CheckContext;
use super::document::Node;
use super::reference::{self, Reference};
use super::{files, walk};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::model::{Check, CheckedFile, Model};
use crate::text::Source;

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) references: Vec<Reference>,
    /// Files and folders that a change in would change the outcome, relative to the root.
    pub(crate) watched: BTreeSet<PathBuf>,
}

/// Checks all files; their texts join the sources. With a manifest that is broken at its base, everything would be
/// unknown: then nothing is looked at.
pub(crate) fn check(
    model: &Model,
    tables: &[&'static Data],
    root: &Path,
    sources: &mut Vec<Source>,
    problems: &mut Problems,
) -> Checked {
    let mut checked = Checked::default();
    let broken =
        problems.suppress_rest || problems.list.iter().any(|problem| problem.message.rank < 2);
    if model.checks.is_empty() || broken {
        return checked;
    }
    let context = CheckContext {
        model,
        data: tables,
        manifest: &model.manifest,
    };
    let mut documents = BTreeMap::new();
    for check in &model.checks {
        let found = files::find(check, root, &model.manifest, problems);
        checked.watched.extend(found.watched);
        let mut used = vec![false; check.slots.len()];
        let mut whole = true;
        for (path, asked) in found.files {
            let document = documents.entry(path.clone()).or_insert_with(|| {
                files::read(&path, asked, root, &model.manifest, sources, problems)
            });
            let Some((source, top)) = document else {
                whole = false;
                continue;
            };
            let viewer = viewer(check, *source, top, &context, problems);
            let reported = problems.list.len();
            let references = walk::walk(check, *source, top, viewer, &context, &mut used, problems);
            for reference in &references {
                reference::report_unknown(reference, check, &context, problems);
            }
            whole &= reported == problems.list.len();
            checked.references.extend(references);
            checked.files.push(CheckedFile {
                path: crate::text::files::slashes(&path),
                viewer,
                type_path: check.type_path.clone(),
            });
        }
        if whole {
            unused(check, &used, problems);
        }
    }
    checked
        .files
        .sort_by(|one, other| one.path.cmp(&other.path));
    checked
}

/// The scope that a file's names are looked up from.
fn viewer(
    check: &Check,
    source: usize,
    top: &Node,
    context: &CheckContext<'_>,
    problems: &mut Problems,
) -> usize {
    let named = check.viewer_key.as_ref().and_then(|key| top.get(key));
    let Some((node, name)) = named.and_then(|node| Some((node, node.text()?))) else {
        return check.viewer;
    };
    // As `_scope_` is resolved. All registries have the same scopes.
    let data = context.data.first();
    match data.and_then(|data| data.scope_named(check.viewer as u16, name)) {
        Some(scope) => usize::from(scope),
        None => {
            let problem = reference::unknown_scope(name, node.span(source), context, problems);
            problems.add(problem);
            check.viewer
        }
    }
}

/// A slot that never matches checks nothing, which looks the same as a slot in which all is right.
fn unused(check: &Check, used: &[bool], problems: &mut Problems) {
    for (slot, used) in check.slots.iter().zip(used) {
        if !used {
            let problem = Problem::new(&messages::UNUSED_SLOT, slot.path.span, "no such place");
            problems.add(problem.with("slot", name(&slot.path.value)));
        }
    }
}
