//! A lock and a manifest: which names vanished or mean something else, and what the lock lacks.

use std::collections::BTreeSet;

use super::file::Lines;
use super::names::{Key, Named, Names, SCOPE, What};
use crate::diagnostics::{Problem, Problems, messages, name, names as listed, plain, quoted};
use crate::model::Model;
use crate::text::{Span, version};

/// What old configs may trip over.
pub(super) fn breaking(names: &Names, lines: &Lines, model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    let registries = model
        .registries
        .iter()
        .map(|registry| registry.name.as_str());
    let registries = registries.collect::<BTreeSet<_>>();
    let scopes = model.scopes.iter().map(|scope| scope.key.as_str());
    let scopes = scopes.collect::<BTreeSet<_>>();
    let mut gone = BTreeSet::new();
    for (key, line) in lines {
        let found = names.all.get(key);
        let known = scopes.contains(key.scope.as_str());
        if key.kind == SCOPE {
            problems.extend(scope(key, &line.what, found, line.span));
        } else if !registries.contains(key.kind.as_str()) {
            if gone.insert(("registry", key.kind.as_str())) {
                problems.push(group("registry", &key.kind, "its modules", line.span));
            }
        } else if !known {
            // The line of the scope says so, if there is one.
            let scope = Key {
                kind: SCOPE.to_owned(),
                scope: String::new(),
                name: key.scope.clone(),
            };
            if !lines.contains_key(&scope) && gone.insert(("scope", key.scope.as_str())) {
                problems.push(group("scope", &key.scope, "its modules", line.span));
            }
        } else {
            problems.extend(match found {
                Some(found) => meaning(key, &line.what, found, names, line.span),
                None => Some(vanished(key, &line.what, names, lines, line.span)),
            });
        }
    }
    problems
}

fn group(what: &'static str, gone: &str, them: &str, span: Span) -> Problem {
    Problem::new(&messages::LOCK_GROUP, span, "it was here")
        .with("what", what)
        .with("name", name(gone))
        .with("them", them)
        .with("table", format!("{what}.{}", quoted(gone)))
}

fn scope(key: &Key, before: &What, found: Option<&Named>, span: Span) -> Option<Problem> {
    let Some(found) = found else {
        return Some(group("scope", &key.name, "it", span));
    };
    let called = |what: &What| match what {
        What::Scope { named, .. } => named.clone().unwrap_or_else(|| key.name.clone()),
        _ => key.name.clone(),
    };
    let (before, after) = (called(before), called(&found.what));
    (before != after).then(|| {
        Problem::new(&messages::LOCK_MEANING, found.span, "this scope")
            .and(span, "it was this")
            .with("registry", "scope")
            .with("name", name(&key.name))
            .with("before", format!("named {} in configs", name(&before)))
            .with("after", format!("named {} now", name(&after)))
    })
}

/// The name as `reserved` writes it.
fn written(key: &Key, names: &Names) -> String {
    match names.scoped {
        true => quoted(&format!("{}.{}", key.scope, key.name)),
        false => quoted(&key.name),
    }
}

fn vanished(key: &Key, before: &What, names: &Names, lines: &Lines, span: Span) -> Problem {
    if let What::Reserved(_) = before {
        return Problem::new(&messages::LOCK_FREED, span, "it was reserved here")
            .with("registry", plain(&key.kind))
            .with("key", written(key, names))
            .with("name", name(&key.name));
    }
    // Of the names that are new, one may be the same module.
    let new = names.all.iter().filter(|(other, named)| {
        let same_place = other.kind == key.kind && other.scope == key.scope;
        same_place && named.what == What::Module && !lines.contains_key(other)
    });
    let new = new.map(|(other, _)| other.name.as_str());
    let similar = Problems::default().similar(&key.name, new);
    let alias = match quoted(&key.name) {
        bare if bare.starts_with(['"', '\'']) => bare,
        bare => format!("\"{bare}\""),
    };
    let problem = Problem::new(&messages::LOCK_VANISHED, span, "it was here")
        .with("registry", plain(&key.kind))
        .with("name", name(&key.name))
        .with("alias", alias)
        .with("key", written(key, names));
    match similar.as_slice() {
        [first, ..] => problem.with("similar", name(first)),
        [] => problem,
    }
}

/// A name that stands for something else than before.
fn meaning(key: &Key, before: &What, found: &Named, names: &Names, span: Span) -> Option<Problem> {
    let is_alias_of = |of: &str, module: &str| {
        let key = Key {
            name: of.to_owned(),
            ..key.clone()
        };
        let named = names.all.get(&key);
        matches!(named.map(|named| &named.what), Some(What::Alias { of, .. }) if of == module)
    };
    let (before, after) = match (before, &found.what) {
        // It may have become an alias, as `cargo rollbook rename` makes it; and it may be reserved.
        (What::Module, _) | (_, What::Reserved(_)) => return None,
        (What::Alias { of, .. }, What::Alias { of: now, .. }) => {
            if of == now || is_alias_of(of, now) {
                return None;
            }
            let alias = |of: &str| format!("an alias of {}", name(of));
            (alias(of), format!("{} now", alias(now)))
        }
        (What::Alias { of, .. }, What::Module) => {
            // The two may have changed places.
            if is_alias_of(of, &key.name) {
                return None;
            }
            let before = format!("an alias of {}", name(of));
            (before, "a module of its own now".to_owned())
        }
        (What::Reserved(_), _) => (
            "reserved".to_owned(),
            "the name of a module again".to_owned(),
        ),
        (What::Scope { .. }, _) | (_, What::Scope { .. }) => return None,
    };
    let problem = Problem::new(&messages::LOCK_MEANING, found.span, "this one")
        .and(span, "it was this")
        .with("registry", plain(&key.kind))
        .with("name", name(&key.name));
    Some(problem.with("before", before).with("after", after))
}

/// What the lock lacks or says differently, and what is in it no more: one problem for all.
pub(super) fn stale(names: &Names, lines: &Lines, file: &str, asked: Span) -> Vec<Problem> {
    let differs =
        |key: &Key, named: &Named| lines.get(key).is_none_or(|line| line.what != named.what);
    let differ = names.all.iter().filter(|(key, named)| differs(key, named));
    let differ = differ.collect::<Vec<_>>();
    let Some((key, first)) = differ.first() else {
        return Vec::new();
    };
    let lacks = differ.iter().all(|(key, _)| !lines.contains_key(key));
    let what = format!(
        "it {} {}",
        if lacks {
            "lacks"
        } else {
            "does not say the same of"
        },
        listed(differ.iter().map(|(key, _)| key.name.as_str()))
    );
    let label = match lines.contains_key(key) {
        true => "changed since",
        false => "this name is new",
    };
    let problem =
        Problem::new(&messages::LOCK_STALE, first.span, label).and(asked, "asked for here");
    vec![problem.with("file", name(file)).with("what", what)]
}

/// The aliases that a version should not have any more. None if the version is not known.
pub(super) fn expired(names: &Names, package_version: &str) -> Vec<Problem> {
    let Some(now) = version(package_version) else {
        return Vec::new();
    };
    let over = names.all.iter().filter_map(|(key, named)| {
        let (What::Alias { of, .. }, Some(until)) = (&named.what, &named.until) else {
            return None;
        };
        let is_over = version(&until.value).is_some_and(|until| until <= now);
        is_over.then(|| {
            Problem::new(&messages::ALIAS_EXPIRED, until.span, "over")
                .with("name", name(&key.name))
                .with("until", plain(&until.value))
                .with("version", plain(package_version))
                .with("registry", plain(&key.kind))
                .with("key", written(key, names))
                .with("module", plain(of))
        })
    });
    over.collect()
}
