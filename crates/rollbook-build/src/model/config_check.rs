//! `[[check]]` resolved: scopes and registries by index, paths as patterns.

use rollbook::__private::build::{ModuleId, ScopeId};

use super::id::{RegistryId, scope_id};
use super::path::{self, Use};
use super::pattern::Pattern;
use super::types::{Check, Registry, Scope, Slot};
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::manifest::{CheckEntry, registry_problem};
use crate::text::Spanned;

/// What the entries are resolved with.
pub(super) struct CheckResolver<'a> {
    pub(super) scopes: &'a [Scope],
    pub(super) viewer: ScopeId,
    pub(super) registries: &'a [Registry],
    pub(super) workspace: &'a Workspace<'a>,
}

impl CheckResolver<'_> {
    pub(super) fn resolve(&self, entry: CheckEntry, problems: &mut Problems) -> Check {
        let viewer = entry.viewer.as_ref();
        let viewer = viewer.map_or(self.viewer, |viewer| self.scope(viewer, problems));
        let slots = entry.slots.into_iter();
        let slots = slots.filter_map(|(path, registry)| self.slot(path, &registry, problems));
        let slots = slots.collect();
        let ignore = entry.ignore.iter();
        let ignore = ignore.filter_map(|text| pattern(text, problems)).collect();
        let type_path = entry.type_path.as_ref();
        let opaque = entry.opaque.iter();
        let opaque = opaque.flat_map(|(registry, names)| self.opaque(registry, names, problems));
        let opaque = opaque.collect();
        Check {
            files: entry.files,
            type_path: type_path
                .and_then(|path| path::resolve(path, Use::Context, &[], self.workspace, problems)),
            viewer,
            viewer_key: entry.viewer_key.map(|key| key.value),
            slots,
            ignore,
            opaque,
            schema: entry.schema,
        }
    }

    fn scope(&self, given: &Spanned<String>, problems: &mut Problems) -> ScopeId {
        let called = |scope: &Scope| scope.key == given.value || scope.name == given.value;
        if let Some(found) = self.scopes.iter().position(called) {
            return scope_id(found);
        }
        let known = self.scopes.iter().map(|scope| scope.key.as_str());
        let known = known.collect::<Vec<_>>();
        let similar = problems.similar(&given.value, known.iter().copied());
        let problem = Problem::new(&messages::UNKNOWN_SCOPE, given.span, "no such scope")
            .with("name", name(&given.value))
            .with("declare", crate::diagnostics::quoted(&given.value))
            .with_similar(&given.value, &similar)
            .with_any("known", &known);
        problems.add(problem);
        self.viewer
    }

    fn slot(
        &self,
        path: Spanned<String>,
        registry: &Spanned<String>,
        problems: &mut Problems,
    ) -> Option<Slot> {
        let pattern = pattern(&path, problems);
        let registry = self.registry(registry, problems);
        Some(Slot {
            path,
            pattern: pattern?,
            registry: registry?,
        })
    }

    fn registry(&self, given: &Spanned<String>, problems: &mut Problems) -> Option<RegistryId> {
        let known = self.registries.iter().map(|known| known.name.as_str());
        let index = known.clone().position(|known| known == given.value);
        if index.is_none() {
            problems.add(registry_problem(
                problems,
                given,
                &known.collect::<Vec<_>>(),
            ));
        }
        index.map(RegistryId::new)
    }

    /// All modules of these names, in whatever scope.
    fn opaque(
        &self,
        registry: &Spanned<String>,
        names: &[Spanned<String>],
        problems: &mut Problems,
    ) -> Vec<(RegistryId, ModuleId)> {
        let Some(id) = self.registry(registry, problems) else {
            return Vec::new();
        };
        let found_in = &self.registries[id.index()];
        let mut found = Vec::new();
        for given in names {
            let before = found.len();
            let called = found_in
                .numbered()
                .filter(|(_, module)| module.name == given.value);
            found.extend(called.map(|(module, _)| (id, module)));
            if found.len() == before {
                let known = found_in.modules.iter().map(|module| module.name.as_str());
                let similar = problems.similar(&given.value, known);
                let problem = Problem::new(&messages::UNKNOWN_OPAQUE, given.span, "no such module")
                    .with("name", name(&given.value))
                    .with("registry", name(&registry.value))
                    .with_similar(&given.value, &similar);
                problems.add(problem);
            }
        }
        found
    }
}

fn pattern(text: &Spanned<String>, problems: &mut Problems) -> Option<Pattern> {
    let why = match Pattern::parse(&text.value) {
        Ok(pattern) => return Some(pattern),
        Err(why) => why,
    };
    let problem = Problem::new(&messages::BAD_PATTERN, text.span, "this path")
        .with("pattern", name(&text.value))
        .with("why", why);
    problems.add(problem);
    None
}
