//! Checks the config files that a manifest names: from files to documents to references to problems.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use rollbook::__private::build::{Data, ScopeId};
use rollbook::__private::merge::Rules;

use super::context::CheckContext;
use super::document::Node;
use super::layers::Layers;
use super::reference::{self, Reference};
use super::{defaults, files, walk};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::model::{Check, CheckedFile, Model};
use crate::text::{Source, SourceId, Span};

/// The result of the check.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) files: Vec<CheckedFile>,
    pub(crate) references: Vec<Reference>,
    /// Files and folders on which the result depends, relative to the root.
    pub(crate) watched: BTreeSet<PathBuf>,
}

/// Checks the files of all `[[check]]`, and `extra` files by the first. Their texts join the sources. If the manifest is
/// broken at its base, everything would be unknown: then nothing is looked at.
pub(crate) fn check(
    model: &Model,
    tables: &[&'static Data],
    root: &Path,
    extra: &[PathBuf],
    sources: &mut Vec<Source>,
    problems: &mut Problems,
) -> Checked {
    let mut checked = Checked::default();
    let broken =
        problems.suppress_rest || problems.list.iter().any(|problem| problem.message.rank < 2);
    if tables.is_empty() || broken {
        return checked;
    }
    let context = CheckContext {
        model,
        data: tables,
        manifest: &model.manifest,
    };
    defaults::check(&context, sources, problems);
    if model.checks.is_empty() {
        return checked;
    }
    let reported_before = (problems.list.len(), problems.warnings.len());
    let mut found = Vec::new();
    for check in &model.checks {
        let files::Found { files, watched } = files::find(check, root, &model.manifest, problems);
        checked.watched.extend(watched);
        found.push(files);
    }
    for file in extra {
        let asked = model.checks[0].files.first().map(|pattern| pattern.span);
        if !found.iter().any(|files| files.contains_key(file)) {
            checked.watched.insert(file.clone());
            found[0].insert(file.clone(), asked.unwrap_or(SourceId::MANIFEST.span(0..0)));
        }
    }
    let mut layers = Layers::new(root);
    let mut loaded = BTreeMap::new();
    for (path, asked) in found.iter().flatten() {
        loaded.entry(path.clone()).or_insert_with(|| {
            let (manifest, watched) = (&model.manifest, &mut checked.watched);
            files::load(
                path,
                *asked,
                manifest,
                &mut layers,
                sources,
                watched,
                problems,
            )
        });
    }
    let trees = layers.trees(sources, problems);
    for (check, files) in model.checks.iter().zip(found) {
        let rules = rules(check, model);
        let mut used = vec![false; check.slots.len()];
        let mut whole = true;
        for path in files.into_keys() {
            let file = loaded.get(&path).copied().flatten();
            let document = file.and_then(|file| {
                let top = layers.document(file, &trees, &rules, problems)?;
                Some((top, layers.is_layered(file)))
            });
            let Some((top, is_layered)) = document else {
                whole = false;
                continue;
            };
            let viewer = viewer(check, &top, &context, problems);
            let reported = problems.list.len();
            let mut matched = vec![false; check.slots.len()];
            let references = walk::walk(check, &top, viewer, &context, &mut matched, problems);
            if extra.contains(&path) && !matched.contains(&true) {
                no_slot(&path, &top, &context, problems);
            }
            for (used, matched) in used.iter_mut().zip(matched) {
                *used |= matched;
            }
            for reference in &references {
                reference::report_unknown(reference, check, &context, problems);
            }
            whole &= reported == problems.list.len();
            checked.references.extend(references);
            checked.files.push(CheckedFile {
                path: crate::text::files::slashes(&path),
                viewer,
                type_path: check.type_path.clone(),
                layered: is_layered.then(|| rules.tags.clone()),
            });
        }
        if whole {
            unused(check, &used, problems);
        }
    }
    once(reported_before, &mut checked, problems);
    checked
        .files
        .sort_by(|one, other| one.path.cmp(&other.path));
    checked
}

/// How files merge: the keys of the registries that the slots name are those of modules.
fn rules(check: &Check, model: &Model) -> Rules {
    let mut tags = Vec::new();
    for slot in &check.slots {
        let key = &model.registry(slot.registry).key;
        if !tags.contains(key) {
            tags.push(key.clone());
        }
    }
    match tags.is_empty() {
        true => Rules::default(),
        false => Rules { tags },
    }
}

/// A base is reported and listed once, however many files are based on it.
fn once((reported, warned): (usize, usize), checked: &mut Checked, problems: &mut Problems) {
    for (list, from) in [
        (&mut problems.list, reported),
        (&mut problems.warnings, warned),
    ] {
        let mut seen = HashSet::new();
        let new = list.split_off(from).into_iter();
        list.extend(new.filter(|problem| {
            let places = problem.labels.iter().map(|(span, _)| *span);
            let places = places.collect::<Vec<_>>();
            seen.insert((problem.message.id, places, problem.headline()))
        }));
    }
    let mut seen = HashSet::new();
    checked.references.retain(|reference| {
        let Reference {
            span,
            registry,
            viewer,
            slot,
            ..
        } = reference;
        seen.insert((*span, *registry, *viewer, *slot, reference.path.clone()))
    });
}

/// The scope that a file's names are looked up from.
fn viewer(
    check: &Check,
    top: &Node,
    context: &CheckContext<'_>,
    problems: &mut Problems,
) -> ScopeId {
    let named = check.viewer_key.as_ref().and_then(|key| top.get(key));
    let Some((node, name)) = named.and_then(|node| Some((node, node.text()?))) else {
        return check.viewer;
    };
    // As `_scope_` is resolved. All registries have the same scopes.
    let data = context.data.first();
    match data.and_then(|data| data.scope_named(check.viewer, name)) {
        Some(scope) => scope,
        None => {
            let problem = reference::unknown_scope(name, node.span, context, problems);
            problems.add(problem);
            check.viewer
        }
    }
}

/// A file that was asked for, and of which nothing was looked at.
fn no_slot(path: &Path, top: &Node, context: &CheckContext<'_>, problems: &mut Problems) {
    let span = Span {
        end: top.span.start,
        ..top.span
    };
    let problem = Problem::new(&messages::NO_SLOT, span, "")
        .with("file", name(&crate::text::files::slashes(path)))
        .with("manifest", name(context.manifest));
    problems.add(problem);
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
