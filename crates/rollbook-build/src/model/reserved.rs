//! Names of modules that were removed: no module may have them again.

use std::collections::HashMap;

use rollbook::__private::build::ScopeId;

use super::context::ModuleContext;
use super::id::MOST_NAMES;
use super::names;
use super::types::{Module, Reserved};
use crate::diagnostics::{Problem, Problems, messages, name, quoted};
use crate::text::{PackageId, Span, Spanned};

impl ModuleContext<'_> {
    /// The reserved names of a registry. `given` holds each with its note.
    pub(super) fn reserved(
        &self,
        given: Vec<(Spanned<String>, Spanned<String>)>,
        modules: &[Module],
        problems: &mut Problems,
    ) -> Vec<Reserved> {
        let mut taken = HashMap::<(ScopeId, &str), Span>::new();
        for module in modules {
            taken.insert((module.scope, &module.name), module.span);
            for (alias, terms) in module.aliases.iter().zip(&module.terms) {
                taken.insert((module.scope, alias), terms.span);
            }
        }
        let mut reserved: Vec<Reserved> = Vec::new();
        for (written, note) in given {
            let Some((scope, bare)) = self.scoped(&written, problems) else {
                continue;
            };
            if !names::check("module", &bare, problems) {
                continue;
            }
            if note.value.trim().is_empty() {
                let problem = Problem::new(&messages::EMPTY_TEXT, note.span, "no text")
                    .with("key", name(&written.value))
                    .with("what", "what to do instead");
                problems.add(problem);
                continue;
            }
            if let Some(module) = taken.get(&(scope, bare.value.as_str())) {
                let problem = Problem::new(&messages::RESERVED_TAKEN, *module, "this module")
                    .and(written.span, "reserved here")
                    .with("name", name(&bare.value))
                    .with("registry", name(&self.registry.name))
                    .with("where", self.place(scope));
                problems.add(problem);
                continue;
            }
            // Two crates may agree on it.
            let again = |known: &Reserved| known.scope == scope && known.name == bare.value;
            if reserved.iter().any(again) {
                continue;
            }
            if taken.len() + reserved.len() >= MOST_NAMES {
                let problem = Problem::new(&messages::TOO_MANY_MODULES, written.span, "too many")
                    .with("registry", name(&self.registry.name))
                    .with("limit", MOST_NAMES.to_string());
                problems.add(problem);
                break;
            }
            reserved.push(Reserved {
                place: self.workspace.place(written.span),
                span: written.span,
                name: bare.value,
                scope,
                note: note.value,
            });
        }
        // As modules: the deepest scope of a name is found by its order.
        reserved.sort_by_key(|entry| entry.scope);
        reserved
    }

    /// The scope of a reserved name, and the name alone. Without a scope before it, it is in the own scope of the package
    /// that says so.
    fn scoped(
        &self,
        written: &Spanned<String>,
        problems: &mut Problems,
    ) -> Option<(ScopeId, Spanned<String>)> {
        let Some((scope, bare)) = written.value.split_once('.') else {
            let own = &self.workspace.package(written.span).scope;
            let known = match self.workspace.package_id(written.span) {
                PackageId::BUILT => None,
                _ => self.scopes.by_key.get(own),
            };
            return Some((*known.unwrap_or(&self.scopes.viewer), written.clone()));
        };
        let bare = Spanned {
            value: bare.to_owned(),
            span: written.span,
        };
        if let Some(scope) = self.scopes.by_key.get(scope) {
            return Some((*scope, bare));
        }
        let known = self.scopes.list.iter().map(|scope| scope.key.as_str());
        let known = known.collect::<Vec<_>>();
        let similar = problems.similar(scope, known.iter().copied());
        let label = "a dot ends the name of a scope";
        let problem = Problem::new(&messages::UNKNOWN_SCOPE, written.span, label)
            .with("name", name(scope))
            .with("declare", quoted(scope))
            .with_any("similar", &similar)
            .with_any("known", &known);
        problems.add(problem);
        None
    }
}
