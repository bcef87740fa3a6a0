//! The modules of each registry: named, checked, sorted.

use std::collections::HashMap;

use rollbook::__private::build::ScopeId;

use super::context::ModuleContext;
use super::derives::Written;
use super::id::MOST_NAMES;
use super::registries::RegistryWithoutModules;
use super::scopes::Scopes;
use super::types::{AliasTerms, Module, Registry};
use super::variants::Variants;
use super::workspace::Workspace;
use super::{merge, names, role};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::manifest::{AliasEntry, ModuleEntry};
use crate::text::{Span, Spanned, version};

pub(super) fn resolve(
    drafts: Vec<RegistryWithoutModules>,
    entries: Vec<ModuleEntry>,
    scopes: &Scopes,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Vec<Registry> {
    let known = drafts
        .iter()
        .map(|draft| draft.registry.name.clone())
        .collect::<Vec<_>>();
    let known = known.iter().map(String::as_str).collect::<Vec<_>>();
    let contexts = drafts
        .iter()
        .filter(|draft| draft.registry.context.is_some());
    let contexts = contexts
        .map(|draft| draft.registry.name.clone())
        .collect::<Vec<_>>();
    let validated = drafts.iter().filter(|draft| draft.registry.validate);
    let validated = validated
        .map(|draft| draft.registry.name.clone())
        .collect::<Vec<_>>();
    let asynchronous = drafts
        .iter()
        .map(|draft| (draft.registry.name.clone(), draft.registry.asynchronous));
    let asynchronous = asynchronous.collect::<Vec<_>>();
    let mut groups = known.iter().map(|_| Vec::new()).collect::<Vec<_>>();
    let index = known.iter().enumerate().map(|(index, name)| (*name, index));
    let index = index.collect::<HashMap<_, _>>();
    for entry in entries {
        // A registry or a scope that is missing has been reported already.
        if let Some(group) = index.get(entry.registry.as_str()) {
            groups[*group].push(entry);
        }
    }
    let mut registries = Vec::new();
    for (draft, entries) in drafts.into_iter().zip(groups) {
        let mut registry = draft.registry;
        let context = ModuleContext {
            registry: &registry,
            scopes,
            known: &known,
            contexts: &contexts,
            validated: &validated,
            asynchronous: &asynchronous,
            workspace,
        };
        let entries = merge::merge(entries, &context, problems);
        let modules = context.modules(entries, problems);
        let reserved = context.reserved(draft.reserved, &modules, problems);
        registry.modules = modules;
        registry.reserved = reserved;
        if let Some(written) = draft.written {
            write_modules(&mut registry, &written, problems);
        }
        for (role, given) in draft.named {
            if !given.value.contains("::") {
                registry.named.push((role, given));
                continue;
            }
            let found = role::by_type((role, &given), &registry, &known, workspace, problems);
            role::give(role, &given, found, &mut registry, problems);
        }
        registries.push(registry);
    }
    registries
}

/// A module can be written if it is its own config: otherwise nothing leads back from it to its arguments.
fn write_modules(registry: &mut Registry, written: &Written, problems: &mut Problems) {
    let made = registry
        .modules
        .iter()
        .filter(|module| module.config.is_some());
    let made = made.map(|module| module.name.as_str()).collect::<Vec<_>>();
    if made.is_empty() {
        registry.derive_module.push("Serialize".to_owned());
    } else if written.only {
        let label = "not for these modules";
        let problem = Problem::new(&messages::DERIVE_SERIALIZE, written.span, label);
        problems.add(
            problem
                .with("registry", name(&registry.name))
                .with_any("made", &made),
        );
    }
}

impl ModuleContext<'_> {
    fn modules(&self, entries: Vec<ModuleEntry>, problems: &mut Problems) -> Vec<Module> {
        let mut taken = self.names(&entries);
        let mut count = 0;
        let mut variants = Variants::default();
        let mut modules = Vec::with_capacity(entries.len());
        for entry in entries {
            let Some(scope) = self.scope(&entry) else {
                continue;
            };
            let aliases = self.aliases(&entry, scope, &mut taken, problems);
            let variant = self.named(&entry, scope, &taken, &mut variants, problems);
            count += 1 + aliases.0.len();
            if count > MOST_NAMES {
                let span = entry.name.span;
                let problem = Problem::new(&messages::TOO_MANY_MODULES, span, "one too many")
                    .with("registry", name(&self.registry.name))
                    .with("limit", MOST_NAMES.to_string());
                problems.add(problem);
                break;
            }
            // Also if there is no variant: all problems are reported in one run.
            let module = self.module(entry, scope, problems);
            if let (Some(variant), Some(module)) = (variant, module) {
                let (aliases, terms) = aliases;
                modules.push(Module {
                    variant,
                    aliases,
                    terms,
                    ..module
                });
            }
        }
        // Stable: the manifest's order stays within a scope.
        modules.sort_by_key(|module| (!module.enabled, module.scope));
        modules
    }

    /// The first place of each name. Names of modules come before aliases: if they clash, the alias is left out.
    fn names(&self, entries: &[ModuleEntry]) -> HashMap<(ScopeId, String), Span> {
        let mut names = HashMap::with_capacity(entries.len());
        for entry in entries {
            if let Some(scope) = self.scope(entry) {
                let key = (scope, entry.name.value.clone());
                names.entry(key).or_insert(entry.name.span);
            }
        }
        names
    }

    /// The aliases that are good names and nobody else's, and what is said of each.
    fn aliases(
        &self,
        entry: &ModuleEntry,
        scope: ScopeId,
        taken: &mut HashMap<(ScopeId, String), Span>,
        problems: &mut Problems,
    ) -> (Vec<String>, Vec<AliasTerms>) {
        let (mut aliases, mut all_terms) = (Vec::new(), Vec::new());
        for written in &entry.aliases {
            let alias = &written.name;
            let terms = self.terms(written, problems);
            if !names::check("module", alias, problems) {
                continue;
            }
            let key = (scope, alias.value.clone());
            if let Some(first) = taken.get(&key) {
                problems.add(self.duplicate(alias, *first, scope));
                continue;
            }
            taken.insert(key, alias.span);
            aliases.push(alias.value.clone());
            all_terms.push(terms);
        }
        (aliases, all_terms)
    }

    fn terms(&self, alias: &AliasEntry, problems: &mut Problems) -> AliasTerms {
        let good = |key: &str, given: &Option<Spanned<String>>, problems: &mut Problems| {
            let given = given.as_ref()?;
            if version(&given.value).is_some() {
                return Some(given.clone());
            }
            let problem = Problem::new(&messages::BAD_VERSION, given.span, "this version")
                .with("text", name(&given.value))
                .with("key", key);
            problems.add(problem);
            None
        };
        AliasTerms {
            span: alias.name.span,
            since: good("since", &alias.since, problems).map(|given| given.value),
            until: good("until", &alias.until, problems),
        }
    }

    fn duplicate(&self, again: &Spanned<String>, first: Span, scope: ScopeId) -> Problem {
        Problem::new(&messages::DUPLICATE_NAME, again.span, "again")
            .and(first, "first")
            .with("name", name(&again.value))
            .with("registry", name(&self.registry.name))
            .with("where", self.place(scope))
    }

    /// The variant of an entry with a good name.
    fn named(
        &self,
        entry: &ModuleEntry,
        scope: ScopeId,
        taken: &HashMap<(ScopeId, String), Span>,
        variants: &mut Variants,
        problems: &mut Problems,
    ) -> Option<String> {
        if !names::check("module", &entry.name, problems) {
            return None;
        }
        let key = (scope, entry.name.value.clone());
        match taken.get(&key) {
            Some(first) if *first != entry.name.span => {
                problems.add(self.duplicate(&entry.name, *first, scope));
                return None;
            }
            _ => {}
        }
        let outside = scope != self.scopes.viewer;
        let prefix = outside.then(|| self.scopes.scope(scope).key.as_str());
        variants.of(entry, prefix, problems)
    }
}
