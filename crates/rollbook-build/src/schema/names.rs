//! The names of a registry's modules, as configs write them from a scope.

use std::collections::{BTreeMap, BTreeSet};

use rollbook::__private::build::{Data, ModuleId, ScopeId};
use serde_json::{Map, Value, json};

use super::arguments;
use super::json::{all, escaped, toml_value};
use crate::arguments::Arguments;
use crate::model::{Form, Model, Registry, RegistryId};

/// An error that lists more names than this helps nobody.
const MOST_LISTED: usize = 40;

/// The types of values that are not strings.
pub(super) const OTHERS: [&str; 5] = ["object", "array", "number", "boolean", "null"];

/// A registry, and what is known of its modules' arguments.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) registry: &'a Registry,
    pub(super) arguments: &'a [Option<Arguments>],
}

impl<'a> Known<'a> {
    pub(super) fn of(&self, module: ModuleId) -> Option<&'a Arguments> {
        self.arguments.get(module.index())?.as_ref()
    }

    /// What servers complete in the table of a module. `None` if nothing is known of its arguments.
    pub(super) fn hint(&self, id: ModuleId) -> Option<Value> {
        let module = self.registry.module(id);
        let mut properties = self.of(id).map_or_else(Map::new, arguments::hints);
        for default in &module.defaults {
            let hint = || json!({ "default": toml_value(&default.value.toml()) });
            properties.entry(&default.key).or_insert_with(hint);
        }
        let mut held = json!({ "properties": properties });
        match &self.registry.form {
            Form::External => {
                if let Some(doc) = &module.doc {
                    held["description"] = json!(doc);
                }
            }
            _ if properties.is_empty() => return None,
            Form::Internal => {}
            Form::Adjacent(content) => held = json!({ "properties": { content: held } }),
        }
        Some(held)
    }

    /// The names of all known arguments, sorted.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        let fields = self.arguments.iter().flatten();
        let fields = fields.flat_map(|arguments| &arguments.fields);
        let keys = fields.flat_map(|field| field.aliases.iter().chain([&field.name]));
        let keys = keys.map(String::as_str).collect::<BTreeSet<_>>();
        keys.into_iter().collect()
    }

    /// Whether anything is known of any argument.
    pub(super) fn is_any(&self) -> bool {
        let defaults = |module: &crate::model::Module| !module.defaults.is_empty();
        let external = self.registry.form == Form::External;
        external
            || self.arguments.iter().any(Option::is_some)
            || self.registry.modules.iter().any(defaults)
    }
}

/// What names mean from one scope.
pub(super) struct Names {
    /// A name for each module that is not deprecated: the shortest.
    shown: BTreeMap<String, ModuleId>,
    /// All names that are understood: aliases, deprecated ones, more scopes than are needed.
    all: BTreeMap<String, ModuleId>,
    /// A regular expression of them.
    pattern: String,
}

impl Names {
    /// Every answer is the resolver's.
    pub(super) fn new(model: &Model, data: &Data, registry: RegistryId, viewer: ScopeId) -> Self {
        let registry = model.registry(registry);
        let modules = &registry.modules;
        let mut names = modules
            .iter()
            .flat_map(|module| module.aliases.iter().chain([&module.name]))
            .collect::<Vec<_>>();
        names.sort_unstable();
        names.dedup();
        let prefixes = prefixes(model);
        let mut all = BTreeMap::new();
        let mut best = BTreeMap::<ModuleId, String>::new();
        let mut groups = BTreeMap::<Vec<&str>, Vec<&str>>::new();
        for name in names {
            let mut before = Vec::new();
            for prefix in &prefixes {
                let spelled = format!("{prefix}{name}");
                let Some(found) = data.resolve(viewer, &spelled) else {
                    continue;
                };
                before.push(prefix.as_str());
                let module = registry.module(found);
                if module.name == *name && module.deprecated.is_none() {
                    let best = best.entry(found).or_insert_with(|| spelled.clone());
                    if (spelled.len(), &spelled) < (best.len(), best) {
                        best.clone_from(&spelled);
                    }
                }
                all.insert(spelled, found);
            }
            if !before.is_empty() {
                groups.entry(before).or_default().push(name);
            }
        }
        let alternatives = |texts: &[&str]| {
            let texts = texts.iter().map(|text| escaped(text));
            texts.collect::<Vec<_>>().join("|")
        };
        let groups = groups.iter().map(|(prefixes, names)| {
            format!("(?:{})(?:{})", alternatives(prefixes), alternatives(names))
        });
        Self {
            shown: best
                .into_iter()
                .map(|(module, name)| (name, module))
                .collect(),
            pattern: format!("^(?:{})$", groups.collect::<Vec<_>>().join("|")),
            all,
        }
    }

    /// The names that are completed, and that an error lists.
    pub(super) fn completed(&self, registry: &Registry) -> Value {
        if self.shown.is_empty() {
            return json!({ "not": {} });
        }
        let mut schema = json!({ "enum": self.shown.keys().collect::<Vec<_>>() });
        if self.shown.len() > MOST_LISTED {
            schema["errorMessage"] = json!(format!(
                "unknown {}: complete the name to see the {} that there are",
                registry.name,
                self.shown.len()
            ));
        }
        schema
    }

    /// All names that are understood.
    pub(super) fn known(&self) -> Value {
        match self.all.is_empty() {
            true => json!({ "not": {} }),
            false => json!({ "type": "string", "pattern": self.pattern }),
        }
    }

    /// Each name with its documentation, for servers to complete. Nothing fails it.
    pub(super) fn documented(&self, registry: &Registry) -> Value {
        let mut branches = Vec::new();
        for (spelled, index) in &self.shown {
            let mut name = json!({ "const": spelled });
            if let Some(doc) = &registry.module(*index).doc {
                name["description"] = json!(doc);
            }
            branches.push(name);
        }
        branches.extend([json!({ "type": "string" }), json!({ "type": OTHERS })]);
        json!({ "anyOf": branches })
    }

    /// The arguments of each module that has known ones, for servers to complete. Nothing fails it. `hint` gives the schema
    /// of a module's table.
    pub(super) fn arguments(
        &self,
        known: &Known<'_>,
        mut hint: impl FnMut(ModuleId) -> Option<Value>,
    ) -> Value {
        let key = known.registry.key.as_str();
        if known.registry.form == Form::External {
            let keys = self.shown.iter();
            let keys = keys.filter_map(|(spelled, id)| Some((spelled.clone(), hint(*id)?)));
            return json!({ "properties": keys.collect::<Map<_, _>>(), "additionalProperties": true });
        }
        let mut branches = Vec::new();
        let mut names = Vec::new();
        for (spelled, id) in &self.shown {
            let Some(hint) = hint(*id) else { continue };
            names.push(spelled);
            branches.push(json!({
                "title": spelled,
                "required": [key],
                "properties": { key: { "const": spelled } },
                "allOf": [hint],
            }));
        }
        branches.push(json!({ "not": named(key, &names) }));
        json!({ "anyOf": branches })
    }

    /// What is checked besides the name: the arguments of each module, and a warning at each deprecated name, from servers
    /// that have one. `config` gives the schema of a module's arguments.
    pub(super) fn modules(
        &self,
        known: &Known<'_>,
        mut config: impl FnMut(ModuleId, &Arguments) -> Option<Value>,
    ) -> Value {
        let key = known.registry.key.as_str();
        let mut notes = BTreeMap::<&str, Vec<&String>>::new();
        // Not by id, which says which features are on.
        let mut modules = BTreeMap::<(ScopeId, &str), (ModuleId, Vec<&String>)>::new();
        for (spelled, id) in &self.all {
            let module = known.registry.module(*id);
            if let Some(note) = &module.deprecated {
                notes.entry(note).or_default().push(spelled);
            }
            let place = (module.scope, module.name.as_str());
            let (_, names) = modules.entry(place).or_insert_with(|| (*id, Vec::new()));
            names.push(spelled);
        }
        let mut schemas = Vec::new();
        let mut keys = Map::new();
        for (id, names) in modules.into_values() {
            let Some(schema) = known.of(id).and_then(|found| config(id, found)) else {
                continue;
            };
            let schema = match &known.registry.form {
                Form::External => {
                    keys.extend(names.into_iter().map(|name| (name.clone(), schema.clone())));
                    continue;
                }
                Form::Internal => schema,
                Form::Adjacent(content) => json!({
                    "properties": { content: schema },
                    "additionalProperties": true,
                }),
            };
            schemas.push(json!({ "if": named(key, &names), "then": schema }));
        }
        if known.registry.form == Form::External {
            return json!({ "properties": keys, "additionalProperties": true });
        }
        schemas.extend(notes.into_iter().map(|(note, names)| {
            json!({
                "if": named(key, &names),
                "then": {
                    "properties": { key: {
                        "deprecated": true,
                        "deprecationMessage": format!("deprecated: {note}"),
                    } },
                    "additionalProperties": true,
                },
            })
        }));
        all(schemas)
    }

    /// All names of some modules.
    pub(super) fn of(&self, wanted: impl Fn(ModuleId) -> bool) -> Vec<&String> {
        let wanted = self.all.iter().filter(|(_, module)| wanted(**module));
        wanted.map(|(spelled, _)| spelled).collect()
    }
}

/// A table that has one of these names. What is not a table passes, too.
pub(super) fn named(key: &str, names: &[&String]) -> Value {
    json!({ "required": [key], "properties": { key: { "enum": names } } })
}

/// What may come before a name: nothing, or the last part of the path to each scope.
fn prefixes(model: &Model) -> Vec<String> {
    let mut all = vec![String::new()];
    for scope in &model.scopes {
        let mut prefix = format!("{}.", scope.name);
        let mut above = scope.parent;
        all.push(prefix.clone());
        while let Some(id) = above {
            prefix = format!("{}.{prefix}", model.scope(id).name);
            all.push(prefix.clone());
            above = model.scope(id).parent;
        }
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The scopes that can be named from one, as the resolver finds them.
pub(super) fn scopes(
    model: &Model,
    data: &[&'static Data],
    viewer: ScopeId,
) -> BTreeMap<String, ScopeId> {
    let Some(data) = data.first() else {
        return BTreeMap::new();
    };
    let names = model.scopes.iter().map(|scope| &scope.name);
    let found = names.filter_map(|name| {
        let scope = data.scope_named(viewer, name)?;
        Some((name.clone(), scope))
    });
    found.collect()
}
