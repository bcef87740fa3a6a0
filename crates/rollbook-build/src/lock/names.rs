//! The names that a manifest gives, of which its lock has a line each.

use std::collections::BTreeMap;

use rollbook::__private::build::ScopeId;

use crate::model::{Model, Registry};
use crate::text::{PackageId, Source, Span, Spanned};

/// Each name of this package, sorted.
pub(super) struct Names {
    pub(super) all: BTreeMap<Key, Named>,
    /// Whether the manifest declares scopes. If not, lines have names without a scope.
    pub(super) scoped: bool,
}

/// What tells one name from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The registry, or `scope`, which cannot be one.
    pub(super) kind: String,
    /// The key of its scope. Empty for a scope.
    pub(super) scope: String,
    pub(super) name: String,
}

/// The kind of a scope.
pub(super) const SCOPE: &str = "scope";

/// A name of the manifest.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) what: What,
    pub(super) span: Span,
    /// The first version without it, of an alias.
    pub(super) until: Option<Spanned<String>>,
}

/// What a name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A scope with the name that configs write, if it differs, and its parent.
    Scope {
        named: Option<String>,
        parent: Option<String>,
    },
    Module,
    /// A further name of a module.
    Alias {
        of: String,
        since: Option<String>,
        until: Option<String>,
    },
    /// No module may have it. With what to do instead, on one line.
    Reserved(String),
}

/// The names that the manifest of this package gives, not those of the crates that it merges.
pub(super) fn names(model: &Model, sources: &[Source]) -> Names {
    let own = |span: Span| span.within(sources).package == PackageId::BUILT;
    let mut all = BTreeMap::new();
    if model.scopes_declared {
        for scope in model.scopes.iter().filter(|scope| own(scope.span)) {
            let key = Key {
                kind: SCOPE.to_owned(),
                scope: String::new(),
                name: scope.key.clone(),
            };
            let what = What::Scope {
                named: (scope.name != scope.key).then(|| scope.name.clone()),
                parent: scope.parent.map(|parent| model.scope(parent).key.clone()),
            };
            add(&mut all, key, what, scope.span, None);
        }
    }
    for registry in &model.registries {
        let key = |scope: ScopeId, name: &str| key(model, registry, scope, name);
        for module in &registry.modules {
            if own(module.span) {
                let key = key(module.scope, &module.name);
                add(&mut all, key, What::Module, module.span, None);
            }
            // An alias may be given to a module of another crate.
            let aliases = module.aliases.iter().zip(&module.terms);
            for (alias, terms) in aliases.filter(|(_, terms)| own(terms.span)) {
                let until = terms.until.as_ref().map(|until| until.value.clone());
                let what = What::Alias {
                    of: module.name.clone(),
                    since: terms.since.clone(),
                    until,
                };
                let key = key(module.scope, alias);
                add(&mut all, key, what, terms.span, terms.until.clone());
            }
        }
        for entry in registry.reserved.iter().filter(|entry| own(entry.span)) {
            let note = entry.note.split_whitespace().collect::<Vec<_>>().join(" ");
            let key = key(entry.scope, &entry.name);
            add(&mut all, key, What::Reserved(note), entry.span, None);
        }
    }
    Names {
        all,
        scoped: model.scopes_declared,
    }
}

/// A name of a registry.
pub(super) fn key(model: &Model, registry: &Registry, scope: ScopeId, name: &str) -> Key {
    Key {
        kind: registry.name.clone(),
        scope: model.scope(scope).key.clone(),
        name: name.to_owned(),
    }
}

fn add(
    all: &mut BTreeMap<Key, Named>,
    key: Key,
    what: What,
    span: Span,
    until: Option<Spanned<String>>,
) {
    all.insert(key, Named { what, span, until });
}
