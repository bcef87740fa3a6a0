//! Merges the modules of several crates into one registry: which of two modules with one name wins, what amends another.

use std::collections::HashMap;

use rollbook::__private::build::ScopeId;

use super::context::ModuleContext;
use crate::diagnostics::{Message, Problem, Problems, messages, name};
use crate::manifest::ModuleEntry;
use crate::text::PackageId;

/// Merges the entries of all crates, ending with the package that is built. If two crates define the same module, the
/// entry with `override = true` wins. An entry without `type` amends the existing one.
pub(super) fn merge(
    mut entries: Vec<ModuleEntry>,
    context: &ModuleContext<'_>,
    problems: &mut Problems,
) -> Vec<ModuleEntry> {
    if context.workspace.packages.len() == 1 {
        return entries;
    }
    // Stable: each crate's own order stays.
    let package = |entry: &ModuleEntry| context.workspace.package_id(entry.name.span);
    entries.sort_by_key(|entry| package(entry).in_order());
    let mut seen: HashMap<(ScopeId, String), usize> = HashMap::new();
    let mut out: Vec<ModuleEntry> = Vec::new();
    for entry in entries {
        let Some(scope) = context.scope(&entry) else {
            continue;
        };
        let key = (scope, entry.name.value.clone());
        match seen.get(&key).copied() {
            Some(first) if !same_package(&out[first], &entry, context) => {
                join(&mut out[first], entry, scope, context, problems);
            }
            Some(_) => out.push(entry),
            None => {
                seen.insert(key, out.len());
                out.push(entry);
            }
        }
    }
    out
}

fn same_package(first: &ModuleEntry, second: &ModuleEntry, context: &ModuleContext<'_>) -> bool {
    let package = |entry: &ModuleEntry| context.workspace.package_id(entry.name.span);
    package(first) == package(second)
}

fn join(
    first: &mut ModuleEntry,
    again: ModuleEntry,
    scope: ScopeId,
    context: &ModuleContext<'_>,
    problems: &mut Problems,
) {
    if again.type_path.is_none() && !again.reported {
        amend(first, again);
        return;
    }
    let overrides = |entry: &ModuleEntry| entry.overrides.as_ref().is_some_and(|given| given.value);
    // The package that is built decides. Between two libraries, neither does.
    let own = context.workspace.package_id(again.name.span) == PackageId::BUILT;
    match (
        overrides(first) || (first.overriding && !own),
        overrides(&again),
    ) {
        (false, true) => {
            *first = ModuleEntry {
                overrides: None,
                overriding: true,
                ..again
            };
        }
        (true, false) => {
            first.overrides = None;
            first.overriding = true;
        }
        (true, true) => problems.add(conflict(
            &messages::TWO_OVERRIDES,
            first,
            &again,
            scope,
            context,
        )),
        (false, false) => {
            problems.add(conflict(
                &messages::NEEDS_OVERRIDE,
                first,
                &again,
                scope,
                context,
            ));
        }
    }
}

/// Adds what the second entry says to the first, or replaces it.
fn amend(first: &mut ModuleEntry, by: ModuleEntry) {
    first.aliases.extend(by.aliases);
    first.defaults.retain(|known| {
        !by.defaults
            .iter()
            .any(|new| new.key.value == known.key.value)
    });
    first.defaults.extend(by.defaults);
    first.deprecated = by.deprecated.or(first.deprecated.take());
    first.variant = by.variant.or(first.variant.take());
    first.doc = by.doc.or(first.doc.take());
    first.boxed |= by.boxed;
}

fn conflict(
    message: &'static Message,
    first: &ModuleEntry,
    again: &ModuleEntry,
    scope: ScopeId,
    context: &ModuleContext<'_>,
) -> Problem {
    let package = |entry: &ModuleEntry| context.workspace.package(entry.name.span).name.clone();
    let (one, other) = (package(first), package(again));
    Problem::new(message, again.name.span, format!("in {other}"))
        .and(first.name.span, format!("in {one}"))
        .with("first", name(&one))
        .with("second", name(&other))
        .with("name", name(&again.name.value))
        .with("registry", name(&context.registry.name))
        .with("where", context.place(scope))
}
