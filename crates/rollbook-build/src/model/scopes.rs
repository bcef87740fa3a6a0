//! The tree of scopes.

use std::collections::HashMap;

use rollbook::__private::build::ScopeId;

use super::id::{MOST_SCOPES, scope_id};
use super::names;
use super::parents::{cut_cycles, parents, siblings};
use super::types::Scope;
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::manifest::{BuildEntry, ScopeEntry, Settings};
use crate::text::rust::identifier::variant;
use crate::text::{PackageId, Span, Spanned};

/// All scopes, depth first.
pub(super) struct Scopes {
    pub(super) list: Vec<Scope>,
    pub(super) by_key: HashMap<String, ScopeId>,
    pub(super) viewer: ScopeId,
    /// Build functions: scope, registry, function.
    pub(super) builds: Vec<(ScopeId, Spanned<String>, BuildEntry)>,
    /// Whether the manifest speaks of scopes at all.
    pub(super) declared: bool,
}

impl Scopes {
    pub(super) fn scope(&self, id: ScopeId) -> &Scope {
        &self.list[id.index()]
    }
}

pub(super) fn resolve(
    entries: Vec<ScopeEntry>,
    settings: &Settings,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Scopes {
    let declared = !entries.is_empty();
    let entries = distinct(entries, workspace, problems);
    if entries.is_empty() {
        return only(settings, workspace, declared, problems);
    }
    let index = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.key.value.as_str(), index))
        .collect::<HashMap<_, _>>();
    let mut parents = parents(&entries, &index, problems);
    cut_cycles(&entries, &mut parents, problems);
    siblings(&entries, &parents, problems);
    let viewer = viewer(&entries, &index, settings, problems);
    arrange(entries, &parents, viewer, workspace, problems)
}

/// A manifest without scopes has one all the same, named after the package.
fn only(
    settings: &Settings,
    workspace: &Workspace<'_>,
    declared: bool,
    problems: &mut Problems,
) -> Scopes {
    let package = Spanned {
        value: workspace.packages[0].name.replace('.', "_"),
        span: Span::default(),
    };
    let given = settings.scope.as_ref();
    let key = match given.filter(|given| names::check("scope", given, problems)) {
        Some(given) => given,
        None => &package,
    };
    let scope = Scope {
        key: key.value.clone(),
        name: key.value.clone(),
        variant: variant(&key.value).unwrap_or_else(|| "Scope1".to_owned()),
        parent: None,
        end: 1,
        doc: None,
        place: workspace.sources[0].place(key.span.start),
        span: key.span,
    };
    Scopes {
        by_key: HashMap::from([(scope.key.clone(), ScopeId::new(0))]),
        list: vec![scope],
        viewer: ScopeId::new(0),
        builds: Vec::new(),
        declared,
    }
}

/// The entries with a good name, each once. Several crates may speak of one scope, as long as they agree.
fn distinct(
    entries: Vec<ScopeEntry>,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Vec<ScopeEntry> {
    let mut seen = HashMap::new();
    let mut out: Vec<ScopeEntry> = Vec::new();
    for mut entry in entries {
        if !names::check("scope", &entry.key, problems) {
            continue;
        }
        entry.name = entry
            .name
            .filter(|name| names::check("scope", name, problems));
        if workspace.package_id(entry.key.span) != PackageId::BUILT {
            // One that is not generic takes the enum of its own crate.
            entry.builds.retain(|(_, build)| build.generic);
        }
        if let Some(first) = seen.get(&entry.key.value) {
            join(&mut out[*first], entry, workspace, problems);
            continue;
        }
        if out.len() == MOST_SCOPES {
            let problem = Problem::new(&messages::TOO_MANY_SCOPES, entry.key.span, "one too many");
            problems.add(problem.with("limit", MOST_SCOPES.to_string()));
            break;
        }
        seen.insert(entry.key.value.clone(), out.len());
        out.push(entry);
    }
    out
}

/// Two entries of one key: the same scope, where two crates have them.
fn join(
    first: &mut ScopeEntry,
    again: ScopeEntry,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) {
    let crates = (
        workspace.package(first.key.span),
        workspace.package(again.key.span),
    );
    if crates.0.name == crates.1.name {
        let problem = Problem::new(&messages::DUPLICATE_SCOPE, again.key.span, "again")
            .and(first.key.span, "first")
            .with("name", name(&again.key.value));
        problems.add(problem);
        return;
    }
    let text = |given: &Option<Spanned<String>>| given.as_ref().map(|given| given.value.clone());
    let says_nothing = |entry: &ScopeEntry| entry.parent.is_none() && entry.name.is_none();
    let agrees =
        text(&first.parent) == text(&again.parent) && text(&first.name) == text(&again.name);
    // The package that is built may name a scope of another only to add to it.
    let own = workspace.package_id(first.key.span) == PackageId::BUILT;
    if agrees || (own && says_nothing(first)) {
        first.parent = first.parent.take().or(again.parent);
        first.name = first.name.take().or(again.name);
        first.doc = first.doc.take().or(again.doc);
        first.builds.extend(again.builds);
        return;
    }
    let problem = Problem::new(
        &messages::SCOPE_CONFLICT,
        again.key.span,
        format!("in {}", crates.1.name),
    )
    .and(first.key.span, format!("in {}", crates.0.name))
    .with("first", name(&crates.0.name))
    .with("second", name(&crates.1.name))
    .with("name", name(&again.key.value));
    problems.add(problem);
}

/// The manifest's own scope, as an entry.
fn viewer(
    entries: &[ScopeEntry],
    index: &HashMap<&str, usize>,
    settings: &Settings,
    problems: &mut Problems,
) -> usize {
    let known = || entries.iter().map(|entry| entry.key.value.as_str());
    match &settings.scope {
        Some(own) => {
            if let Some(found) = index.get(own.value.as_str()) {
                return *found;
            }
            let similar = problems.similar(&own.value, known());
            let problem = Problem::new(&messages::UNKNOWN_OWN_SCOPE, own.span, "no such scope")
                .with("name", name(&own.value))
                .with_similar(&own.value, &similar)
                .with_any("known", &known().collect::<Vec<_>>());
            problems.add(problem);
        }
        None if entries.len() > 1 => {
            let first = &entries[0].key;
            let label = "one of several scopes";
            let problem = Problem::new(&messages::NO_OWN_SCOPE, first.span, label)
                .with("first", plain(&first.value))
                .with_any("known", &known().skip(1).collect::<Vec<_>>());
            problems.add(problem);
        }
        None => {}
    }
    0
}

/// Depth first, roots and children in the manifest's order.
fn arrange(
    entries: Vec<ScopeEntry>,
    parents: &[Option<usize>],
    viewer: usize,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Scopes {
    let mut children = vec![Vec::new(); entries.len()];
    let mut waiting = Vec::new();
    for index in (0..entries.len()).rev() {
        match parents[index] {
            Some(parent) => children[parent].push(index),
            None => waiting.push(index),
        }
    }
    let mut order = Vec::with_capacity(entries.len());
    while let Some(index) = waiting.pop() {
        order.push(index);
        waiting.extend(&children[index]);
    }
    let mut positions = vec![0; entries.len()];
    for (position, index) in order.iter().enumerate() {
        positions[*index] = position;
    }

    let mut entries = entries.into_iter().map(Some).collect::<Vec<_>>();
    let mut variants = Variants::default();
    let mut scopes = Scopes {
        list: Vec::with_capacity(order.len()),
        by_key: HashMap::new(),
        viewer: scope_id(positions[viewer]),
        builds: Vec::new(),
        declared: true,
    };
    for (position, index) in order.into_iter().enumerate() {
        let Some(entry) = entries[index].take() else {
            continue;
        };
        let id = scope_id(position);
        let builds = entry.builds.into_iter();
        scopes
            .builds
            .extend(builds.map(|(registry, function)| (id, registry, function)));
        scopes.by_key.insert(entry.key.value.clone(), id);
        scopes.list.push(Scope {
            variant: variants.of(&entry.key, position, problems),
            name: entry
                .name
                .map_or_else(|| entry.key.value.clone(), |name| name.value),
            parent: parents[index].map(|parent| scope_id(positions[parent])),
            end: position + 1,
            doc: entry.doc,
            place: workspace.place(entry.key.span),
            span: entry.key.span,
            key: entry.key.value,
        });
    }
    for index in (0..scopes.list.len()).rev() {
        if let Some(parent) = scopes.list[index].parent {
            let end = scopes.list[index].end;
            let parent = &mut scopes.list[parent.index()];
            parent.end = parent.end.max(end);
        }
    }
    scopes
}

/// The variants given so far, and by which scope.
#[derive(Default)]
struct Variants(HashMap<String, Spanned<String>>);

impl Variants {
    /// A scope always gets one, so that its modules are not lost with it.
    fn of(&mut self, key: &Spanned<String>, position: usize, problems: &mut Problems) -> String {
        let mut made = variant(&key.value).unwrap_or_else(|| {
            let problem = Problem::new(&messages::NO_SCOPE_VARIANT, key.span, "no letter in it")
                .with("name", name(&key.value))
                .with("plain", plain(&key.value));
            problems.add(problem);
            format!("Scope{}_", position + 1)
        });
        if let Some(first) = self.0.get(&made) {
            let problem = Problem::new(&messages::SCOPE_CLASH, key.span, "the second")
                .and(first.span, "the first")
                .with("first", name(&first.value))
                .with("second", name(&key.value))
                .with("variant", plain(&made))
                .with("name", plain(&key.value));
            problems.add(problem);
            made = format!("{made}_{}_", position + 1);
        }
        self.0.insert(made.clone(), key.clone());
        made
    }
}
