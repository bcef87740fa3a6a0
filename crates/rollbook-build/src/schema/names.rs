//! The names of a registry's modules, as configs write them from a scope.

use std::collections::BTreeMap;

use rollbook::__private::build::{Data, ModuleId, ScopeId};
use serde_json::{Map, Value, json};

use super::json::escaped;
use crate::model::{Model, Registry, RegistryId};

/// What names mean from one scope.
pub(super) struct Names {
    /// A name for each module that is not deprecated: the shortest.
    pub(super) shown: BTreeMap<String, ModuleId>,
    /// All others that are understood: aliases, deprecated names, more scopes than are needed.
    hidden: BTreeMap<String, ModuleId>,
}

impl Names {
    /// Every answer is the resolver's.
    pub(super) fn new(model: &Model, data: &Data, registry: RegistryId, viewer: ScopeId) -> Self {
        let registry = model.registry(registry);
        let modules = &registry.modules;
        let mut all = BTreeMap::new();
        let mut names = modules
            .iter()
            .flat_map(|module| module.aliases.iter().chain([&module.name]))
            .collect::<Vec<_>>();
        names.sort_unstable();
        names.dedup();
        for prefix in prefixes(model) {
            for name in &names {
                let spelled = format!("{prefix}{name}");
                if let Some(module) = data.resolve(viewer, &spelled) {
                    all.insert(spelled, module);
                }
            }
        }
        let mut best = BTreeMap::<ModuleId, &String>::new();
        for (spelled, index) in &all {
            let module = registry.module(*index);
            let own = match spelled.strip_suffix(module.name.as_str()) {
                Some(prefix) => prefix.is_empty() || prefix.ends_with('.'),
                None => false,
            };
            if own && module.deprecated.is_none() {
                let best = best.entry(*index).or_insert(spelled);
                if spelled.len() < best.len() {
                    *best = spelled;
                }
            }
        }
        let shown = best
            .into_iter()
            .map(|(module, spelled)| (spelled.clone(), module))
            .collect::<BTreeMap<_, _>>();
        all.retain(|spelled, _| !shown.contains_key(spelled));
        Self { shown, hidden: all }
    }

    /// The schema of a name: a value of another type is not looked at.
    pub(super) fn schema(&self) -> Value {
        let shown = match self.shown.is_empty() {
            true => json!({ "not": {} }),
            false => json!({ "enum": self.shown.keys().collect::<Vec<_>>() }),
        };
        let mut by_prefix = BTreeMap::<&str, Vec<String>>::new();
        for spelled in self.hidden.keys() {
            let (prefix, name) = match spelled.rfind('.') {
                Some(dot) => spelled.split_at(dot + 1),
                None => ("", spelled.as_str()),
            };
            by_prefix.entry(prefix).or_default().push(escaped(name));
        }
        let groups = by_prefix
            .into_iter()
            .map(|(prefix, names)| format!("{}(?:{})", escaped(prefix), names.join("|")));
        let groups = groups.collect::<Vec<_>>();
        let passes = match groups.is_empty() {
            true => json!({ "not": { "type": "string" } }),
            false => json!({ "pattern": format!("^(?:{})$", groups.join("|")) }),
        };
        json!({ "if": passes, "else": shown })
    }

    /// What servers complete from: each name with its documentation, and the arguments that are known. Nothing fails it.
    pub(super) fn hints(&self, registry: &Registry) -> Value {
        let key = registry.key.as_str();
        let mut branches = Vec::new();
        for (spelled, index) in &self.shown {
            let module = registry.module(*index);
            let mut name = json!({ "const": spelled });
            if let Some(doc) = &module.doc {
                name["description"] = json!(doc);
            }
            let mut properties = Map::new();
            for default in &module.defaults {
                let given = json!({ "default": json_of(&default.value) });
                properties.insert(default.key.clone(), given);
            }
            properties.insert(key.to_owned(), name);
            branches.push(json!({
                "title": spelled,
                "required": [key],
                "properties": properties,
            }));
        }
        let others = match self.shown.is_empty() {
            true => json!({}),
            false => json!({ "not": {
                "required": [key],
                "properties": { key: { "enum": self.shown.keys().collect::<Vec<_>>() } },
            }}),
        };
        branches.push(others);
        json!({ "anyOf": branches })
    }

    /// A warning at each deprecated name, from servers that have one.
    pub(super) fn deprecated(&self, registry: &Registry) -> Vec<Value> {
        let key = registry.key.as_str();
        let mut notes = BTreeMap::<&str, Vec<&String>>::new();
        for (spelled, index) in &self.hidden {
            if let Some(note) = &registry.module(*index).deprecated {
                notes.entry(note).or_default().push(spelled);
            }
        }
        let notes = notes.into_iter().map(|(note, names)| {
            json!({
                "if": { "required": [key], "properties": { key: { "enum": names } } },
                "then": { "properties": { key: {
                    "deprecated": true,
                    "deprecationMessage": format!("deprecated: {note}"),
                } } },
            })
        });
        notes.collect()
    }

    /// All names of some modules.
    pub(super) fn of(&self, wanted: impl Fn(ModuleId) -> bool) -> Vec<&String> {
        let all = self.shown.iter().chain(&self.hidden);
        all.filter(|(_, module)| wanted(**module))
            .map(|(spelled, _)| spelled)
            .collect()
    }
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

fn json_of(value: &crate::manifest::Value) -> Value {
    use crate::manifest::Value as Toml;
    match value {
        Toml::Bool(value) => json!(value),
        Toml::Integer(value) => json!(value),
        Toml::Float(value) => json!(value),
        Toml::String(text) => json!(text),
        Toml::Array(items) => items.iter().map(json_of).collect(),
        Toml::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), json_of(value)));
            Value::Object(entries.collect())
        }
    }
}
