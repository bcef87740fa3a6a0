//! The registries, still without their modules.

use std::collections::HashMap;

use rollbook::__private::build::SCOPE_KEY;

use super::derives::{Written, derives};
use super::path::{self, Use};
use super::refusal::refusal;
use super::scopes::Scopes;
use super::types::{Form, Listed, Registry, Role};
use super::workspace::Workspace;
use super::{asynchronous, builds};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::manifest::{BuildEntry, Derived, RegistryEntry};
use crate::text::{PackageId, Span, Spanned};

/// A registry whose sequence waits for its modules.
pub(super) struct RegistryWithoutModules {
    pub(super) registry: Registry,
    /// The modules that it names, with what for.
    pub(super) named: Vec<(Role, Spanned<String>)>,
    /// Where the manifest asks for modules that are written.
    pub(super) written: Option<Written>,
    /// Names that no module may have again, each with its note.
    pub(super) reserved: Vec<(Spanned<String>, Spanned<String>)>,
}

pub(super) fn resolve(
    entries: Vec<RegistryEntry>,
    scopes: &Scopes,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Vec<RegistryWithoutModules> {
    let mut drafts = Vec::new();
    let (entries, builds) = distinct(entries, workspace, problems);
    for entry in entries {
        drafts.push(draft(entry, workspace, problems));
    }
    let registries = drafts.iter_mut().map(|draft| &mut draft.registry);
    let mut registries = registries.collect::<Vec<_>>();
    builds::place(&mut registries, builds, scopes, workspace, problems);
    drafts
}

/// The entries with a good name, each once, and the build functions of all of them.
fn distinct(
    entries: Vec<RegistryEntry>,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> (Vec<RegistryEntry>, Vec<(String, BuildEntry)>) {
    let mut builds = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    let mut out: Vec<RegistryEntry> = Vec::new();
    for mut entry in entries {
        if let Some(build) = entry.build.take() {
            builds.push((entry.name.value.clone(), build));
        }
        // Those of other packages are not written here.
        let own = |given: &Spanned<String>| workspace.package_id(given.span) == PackageId::BUILT;
        entry.schema = entry.schema.filter(own);
        let given = &entry.name;
        if let Some(why) = refusal(&given.value) {
            let problem = Problem::new(&messages::BAD_REGISTRY, given.span, "this name")
                .with("name", name(&given.value))
                .with("why", why);
            problems.add(problem);
            continue;
        }
        // Names that differ only in case are easily taken for each other.
        let folded = given.value.to_uppercase();
        let known = seen.get(&folded).copied();
        match known.map(|at: usize| (at, &out[at].name)) {
            None => {
                seen.insert(folded, out.len());
                out.push(entry);
            }
            Some((at, first))
                if first.value == given.value && !same_package(first, given, workspace) =>
            {
                join(&mut out[at], entry, workspace, problems);
            }
            Some((_, first)) if first.value == given.value => {
                let problem = Problem::new(&messages::DUPLICATE_REGISTRY, given.span, "again")
                    .and(first.span, "first")
                    .with("name", name(&given.value));
                problems.add(problem);
            }
            Some((_, first)) => {
                let why = format!(
                    "{} differs only in upper and lower case",
                    name(&first.value)
                );
                let problem = Problem::new(&messages::BAD_REGISTRY, given.span, "this name")
                    .and(first.span, "the other")
                    .with("name", name(&given.value))
                    .with("why", why);
                problems.add(problem);
            }
        }
    }
    (out, builds)
}

fn same_package(
    first: &Spanned<String>,
    second: &Spanned<String>,
    workspace: &Workspace<'_>,
) -> bool {
    workspace.package_id(first.span) == workspace.package_id(second.span)
}

/// One registry in two crates: they agree on what its modules are, and each may add derives.
fn join(
    first: &mut RegistryEntry,
    again: RegistryEntry,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) {
    let crates = (
        workspace.package(first.name.span),
        workspace.package(again.name.span),
    );
    let path = |given: &Spanned<String>| {
        // A path is meant in its own crate.
        path::resolve(given, Use::Trait, &[], workspace, &mut Problems::default())
    };
    let mut conflict = |what: &'static str, one: Span, other: Span| {
        let label = format!("in {}", crates.1.name);
        let problem = Problem::new(&messages::REGISTRY_CONFLICT, other, label)
            .and(one, format!("in {}", crates.0.name))
            .with("first", name(&crates.0.name))
            .with("second", name(&crates.1.name))
            .with("what", what)
            .with("name", name(&again.name.value));
        problems.add(problem);
    };
    if first.traits.is_empty() {
        first.traits = again.traits;
    } else if let Some(other) = again.traits.first() {
        let paths = |traits: &[Spanned<String>]| traits.iter().map(path).collect::<Vec<_>>();
        if paths(&first.traits) != paths(&again.traits) {
            conflict("trait", first.traits[0].span, other.span);
        }
    }
    let mut agree = |what: &'static str,
                     one: &mut Option<Spanned<String>>,
                     other: Option<Spanned<String>>,
                     text: &dyn Fn(&Spanned<String>) -> Option<String>| {
        let Some(other) = other else {
            return;
        };
        match one {
            None => *one = Some(other),
            Some(one) if text(one) == text(&other) => {}
            Some(one) => conflict(what, one.span, other.span),
        }
    };
    agree("context", &mut first.context, again.context, &path);
    agree("key", &mut first.key, again.key, &|key| {
        Some(key.value.clone())
    });
    agree("content", &mut first.content, again.content, &|key| {
        Some(key.value.clone())
    });
    agree("tagging", &mut first.tagging, again.tagging, &|text| {
        Some(text.value.clone())
    });
    for (what, one, other) in [
        ("`async`", &mut first.asynchronous, again.asynchronous),
        ("`local`", &mut first.local, again.local),
        ("`validate`", &mut first.validate, again.validate),
    ] {
        switch(what, one, other, &mut conflict);
    }
    first.dispatch = first.dispatch.take().or(again.dispatch);
    first.bare = first.bare.take().or(again.bare);
    first.conversions = first.conversions.take().or(again.conversions);
    first.sequence = first.sequence.take().or(again.sequence);
    first.fallback = first.fallback.take().or(again.fallback);
    first.default = first.default.take().or(again.default);
    first.schema = first.schema.take().or(again.schema);
    first.doc = first.doc.take().or(again.doc);
    first.derive.extend(again.derive);
    first.reserved.extend(again.reserved);
    first.impls.extend(again.impls);
}

/// A switch that means the same in all crates.
fn switch(
    what: &'static str,
    one: &mut Option<Spanned<bool>>,
    other: Option<Spanned<bool>>,
    conflict: &mut impl FnMut(&'static str, Span, Span),
) {
    match (&*one, other) {
        (None, other) => *one = other,
        (Some(one), Some(other)) if one.value != other.value => {
            conflict(what, one.span, other.span);
        }
        _ => {}
    }
}

fn draft(
    entry: RegistryEntry,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> RegistryWithoutModules {
    let dispatched = entry.dispatch.as_ref().is_none_or(|given| given.value);
    let used = if dispatched { Use::Trait } else { Use::Bound };
    let traits = listed(&entry.traits, used, workspace, problems);
    let impls = listed(&entry.impls, Use::Macro, workspace, problems);
    let context = entry
        .context
        .as_ref()
        .and_then(|context| path::resolve(context, Use::Context, &[], workspace, problems));
    if let (Some(dispatch), true) = (&entry.dispatch, entry.traits.is_empty()) {
        let problem = Problem::new(
            &messages::NO_DISPATCH,
            dispatch.span,
            "no trait to dispatch",
        );
        problems.add(problem);
    }
    let asynchronous = asynchronous::resolve(&entry, problems);
    let is_from = |(which, derive): &(Derived, Spanned<String>)| {
        derive.value == "From" && *which != Derived::Module
    };
    let from_config = entry.derive.iter().any(is_from);
    let (derive_config, derive_module, written) = derives(&entry.derive, workspace, problems);
    let place = workspace.place(entry.name.span);
    let (key, form) = form(entry.key, entry.content, entry.tagging, problems);
    let named = [
        (Role::Sequence, entry.sequence),
        (Role::Fallback, entry.fallback),
        (Role::Default, entry.default),
    ];
    let named = named.into_iter();
    let named = named.filter_map(|(role, given)| Some((role, given?)));
    RegistryWithoutModules {
        registry: Registry {
            name: entry.name.value,
            traits,
            dispatch: dispatched,
            impls,
            context,
            asynchronous,
            validate: entry.validate.is_some_and(|given| given.value),
            build: None,
            scope_builds: Vec::new(),
            key,
            form,
            bare: entry.bare.is_none_or(|bare| bare.value),
            conversions: entry.conversions.is_none_or(|given| given.value),
            sequence: None,
            fallback: None,
            default: None,
            named: Vec::new(),
            derive_config,
            derive_module,
            from_config,
            doc: entry.doc,
            modules: Vec::new(),
            reserved: Vec::new(),
            schema: entry.schema,
            place,
        },
        reserved: entry.reserved,
        named: named.collect(),
        written,
    }
}

/// Each path once, with its place.
fn listed(
    paths: &[Spanned<String>],
    used: Use,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    for given in paths {
        let resolved = path::resolve(given, used, &[], workspace, problems);
        if let Some(path) = resolved.filter(|path| listed.iter().all(|known| known.path != *path)) {
            let place = workspace.place(given.span);
            listed.push(Listed { path, place });
        }
    }
    listed
}

/// The key of the name, and where the arguments are.
fn form(
    key_given: Option<Spanned<String>>,
    content: Option<Spanned<String>>,
    tagging: Option<Spanned<String>>,
    problems: &mut Problems,
) -> (String, Form) {
    let is_external = match tagging.as_ref().map(|given| given.value.as_str()) {
        None | Some("internal") => false,
        Some("external") => true,
        Some(other) => {
            let span = tagging
                .as_ref()
                .map_or_else(Span::default, |given| given.span);
            let problem = Problem::new(&messages::BAD_TAGGING, span, "this form");
            problems.add(problem.with("name", name(other)));
            false
        }
    };
    if is_external {
        let others = [("key", key_given), ("content", content)];
        for (other, given) in others {
            if let Some(given) = given {
                let problem = Problem::new(&messages::EXTERNAL_KEY, given.span, "no such key");
                problems.add(problem.with("key", name(other)));
            }
        }
        return (String::new(), Form::External);
    }
    let key = key(key_given, problems);
    let Some(content) = content else {
        return (key, Form::Internal);
    };
    let why = match content.value.as_str() {
        "" => "it is empty",
        SCOPE_KEY => "it is the key for the scope of a table",
        text if text == key => "it is the key of the name",
        _ => return (key, Form::Adjacent(content.value)),
    };
    let problem = Problem::new(&messages::BAD_CONTENT, content.span, "this key")
        .with("key", name(&content.value))
        .with("why", why);
    problems.add(problem);
    (key, Form::Internal)
}

fn key(given: Option<Spanned<String>>, problems: &mut Problems) -> String {
    const USUAL: &str = "type";
    let Some(given) = given else {
        return USUAL.to_owned();
    };
    let why = match given.value.as_str() {
        "" => "it is empty",
        SCOPE_KEY => "it is the key for the scope of a table",
        text if text.contains('\0') => "it contains a zero byte",
        _ => return given.value,
    };
    let problem = Problem::new(&messages::BAD_TAG, given.span, "this key")
        .with("key", name(&given.value))
        .with("why", why);
    problems.add(problem);
    USUAL.to_owned()
}
