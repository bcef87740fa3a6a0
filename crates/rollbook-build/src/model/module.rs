//! One module: its paths, its feature and its defaults, checked.

use rollbook::__private::build::{SCOPE_KEY, ScopeId};

use super::context::ModuleContext;
use super::path::{self, Use};
use super::types::{Default, Module};
use super::validate;
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::fragment::feature_name;
use crate::manifest::{DefaultEntry, ModuleEntry};
use crate::text::rust::identifier;
use crate::text::{PackageId, Spanned};

impl ModuleContext<'_> {
    /// All of a module but its variant and its aliases.
    pub(super) fn module(
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
        let package = self.workspace.package(entry.name.span);
        let enabled = feature
            .as_ref()
            .is_none_or(|feature| package.features.contains(&feature_name(feature)));
        let is_own = self.workspace.package_id(entry.name.span) == PackageId::BUILT;
        let feature_package = (feature.is_some() && !is_own).then(|| package.name.clone());
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
            feature_package,
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
