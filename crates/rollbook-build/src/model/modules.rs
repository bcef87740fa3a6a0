//! The modules of each registry: named, checked, sorted.

use std::collections::HashMap;

use rollbook::__private::build::{SCOPE_KEY, ScopeId};

use super::context::ModuleContext;
use super::derives::Written;
use super::id::MOST_NAMES;
use super::path::{self, Use};
use super::registries::RegistryWithoutModules;
use super::scopes::Scopes;
use super::types::{AliasTerms, Default, Module, Registry};
use super::variants::Variants;
use super::workspace::Workspace;
use super::{merge, names, role, validate};
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::fragment::feature_name;
use crate::manifest::{AliasEntry, DefaultEntry, ModuleEntry};
use crate::text::rust::identifier;
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

    /// All of a module but its variant and its aliases.
    fn module(
        &self,
        entry: ModuleEntry,
        scope: ScopeId,
        problems: &mut Problems,
    ) -> Option<Module> {
        if let Some(overrides) = entry.overrides.as_ref().filter(|overrides| overrides.value) {
            let label = "no other crate's modules are merged here";
            let problem = Problem::new(&messages::NOTHING_TO_OVERRIDE, overrides.span, label);
            problems.add(problem.with("name", name(&entry.name.value)));
        }
        if let Some(feature) = &entry.feature {
            self.declared(feature, problems);
        }
        let feature = self.text("feature", entry.feature, "the name of a feature", problems);
        if let Some(note) = entry
            .deprecated
            .as_ref()
            .filter(|note| note.value.trim().is_empty())
        {
            let problem = Problem::new(&messages::EMPTY_DEPRECATED, note.span, "no text");
            problems.add(problem);
        }
        let mut resolve = |path: &Option<Spanned<String>>, used| match path {
            None => Some(None),
            Some(path) => path::resolve(path, used, self.known, self.workspace, problems).map(Some),
        };
        let type_path = resolve(&entry.type_path, Use::Type);
        let config = resolve(&entry.config, Use::Config);
        let valid = resolve(&entry.valid, Use::Config);
        let build = resolve(&entry.build, Use::Build);
        let (type_path, config, build, valid) = (type_path?, config?, build?, valid?);
        if let Some(given) = &entry.valid {
            let alone = validate::alone(
                self.registry,
                given,
                entry.name.value.as_str(),
                config.as_deref(),
            );
            if let Some(problem) = alone {
                problems.add(problem);
                return None;
            }
        }
        let defaults = self.defaults(entry.defaults, problems);
        let Some(type_path) = type_path else {
            if !entry.reported {
                problems.add(no_type(&entry.name));
            }
            return None;
        };
        if build.is_none() {
            let paths = [Some(type_path.as_str()), config.as_deref()];
            let paths = paths.into_iter().flatten().collect::<Vec<_>>();
            if let Some(problem) = self.waits(&entry.name, &paths) {
                problems.add(problem);
                return None;
            }
        }
        if config.is_none() {
            let mut nested = path::nested(&type_path);
            if let Some((nested, (why, label))) =
                nested.find_map(|name| Some((name, self.needs_config(name)?)))
            {
                let span = entry.type_path.map_or(entry.name.span, |path| path.span);
                let problem = Problem::new(&messages::NESTS_WITHOUT_CONFIG, span, label)
                    .with("why", why)
                    .with("name", name(&entry.name.value))
                    .with("nested", name(nested))
                    .with("plain", plain(nested));
                problems.add(problem);
                return None;
            }
        }
        let enabled = feature.as_ref().is_none_or(|feature| {
            self.workspace
                .package(entry.name.span)
                .features
                .contains(&feature_name(feature))
        });
        Some(Module {
            place: self.workspace.place(entry.name.span),
            name: entry.name.value,
            scope,
            variant: String::new(),
            type_path,
            config,
            valid,
            build,
            aliases: Vec::new(),
            terms: Vec::new(),
            span: entry.name.span,
            defaults,
            feature,
            enabled,
            deprecated: entry.deprecated.map(|note| note.value),
            boxed: entry.boxed,
            closes_cycle: false,
            doc: entry.doc,
        })
    }

    /// Why a module that nests the registry cannot be its own config: what the nested modules do, and this one cannot.
    fn needs_config(&self, nested: &str) -> Option<(&'static str, &'static str)> {
        let is = |names: &[String]| names.iter().any(|known| known == nested);
        let waits = self.asynchronous.iter().find(|known| known.0 == nested);
        if waits.is_some_and(|known| known.1.is_some()) {
            Some(("have async constructors", "built without waiting"))
        } else if is(self.validated) {
            Some((
                "are validated before they are built",
                "built while it is read",
            ))
        } else if is(self.contexts) {
            Some(("need a context", "built without a context"))
        } else {
            None
        }
    }

    /// Refuses a feature that the package does not declare: its module could never be there.
    fn declared(&self, feature: &Spanned<String>, problems: &mut Problems) {
        let Some(declared) = &self.workspace.package(feature.span).declared else {
            return;
        };
        let spelled = feature_name(&feature.value);
        if feature.value.is_empty() || declared.iter().any(|known| feature_name(known) == spelled) {
            return;
        }
        let known = declared.iter().map(String::as_str).collect::<Vec<_>>();
        let similar = problems.similar(&feature.value, known.iter().copied());
        let problem = Problem::new(&messages::UNKNOWN_FEATURE, feature.span, "no such feature")
            .with("name", name(&feature.value))
            .with("plain", plain(&feature.value))
            .with_any("similar", &similar)
            .with_any("known", &known);
        problems.add(problem);
    }

    fn text(
        &self,
        key: &str,
        given: Option<Spanned<String>>,
        what: &str,
        problems: &mut Problems,
    ) -> Option<String> {
        let given = given?;
        if given.value.is_empty() {
            let problem = Problem::new(&messages::EMPTY_TEXT, given.span, "no text")
                .with("key", name(key))
                .with("what", what);
            problems.add(problem);
            return None;
        }
        Some(given.value)
    }

    fn defaults(&self, given: Vec<DefaultEntry>, problems: &mut Problems) -> Vec<Default> {
        let mut defaults = Vec::new();
        for DefaultEntry { key, value, texts } in given {
            let why = if key.value == self.registry.key {
                "says which module it is"
            } else if key.value == SCOPE_KEY {
                "says the scope of a table"
            } else {
                defaults.push(Default {
                    place: self.workspace.place(key.span),
                    key: key.value,
                    value,
                    texts,
                });
                continue;
            };
            let problem = Problem::new(&messages::TAG_DEFAULT, key.span, "no argument")
                .with("key", name(&key.value))
                .with("why", why);
            problems.add(problem);
        }
        defaults
    }
}

fn no_type(module: &Spanned<String>) -> Problem {
    let problem = Problem::new(&messages::NO_TYPE, module.span, "this module");
    let problem = problem.with("name", name(&module.value));
    match identifier::variant(&module.value) {
        Some(identifier) => problem.with("identifier", plain(&identifier)),
        None => problem,
    }
}
