//! The definitions for a registry as it is seen from a scope: which names a place may hold, and what belongs to each.

use std::rc::Rc;

use rollbook::__private::build::{ModuleId, SCOPE_KEY, ScopeId};
use rollbook::__private::merge::{DELETE, MERGE};
use serde_json::{Value, json};

use super::arguments;
use super::graph::ModuleSlot;
use super::json::definition;
use super::names::{Known, Names, OTHERS, named};
use super::tables::Tables;
use crate::model::{Form, RegistryId};

impl<'a> Tables<'a> {
    fn names(&mut self, registry: RegistryId, viewer: ScopeId) -> Rc<Names> {
        let (model, data) = (self.model, self.data[registry.index()]);
        let made = || Rc::new(Names::new(model, data, registry, viewer));
        Rc::clone(self.names.entry((registry, viewer)).or_insert_with(made))
    }

    /// A definition for a registry as it is seen from a scope.
    pub(super) fn of_registry(
        &mut self,
        kind: &str,
        registry: RegistryId,
        viewer: ScopeId,
        make: impl FnOnce(&mut Self, &Names) -> Value,
    ) -> Value {
        let known = &self.model.registry(registry).name;
        let name = format!("{kind}.{known}.{}", self.model.scope(viewer).key);
        let names = self.names(registry, viewer);
        self.defined(name, |tables| make(tables, &names))
    }

    fn completed(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("names", registry, viewer, |tables, names| {
            names.completed(tables.model.registry(registry))
        })
    }

    fn known(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("known", registry, viewer, |_, names| names.known())
    }

    /// A table whose key names a module. `if` is at the table, since tombi does not know it at a string.
    pub(super) fn tag(&mut self, slot: ModuleSlot, viewer: ScopeId) -> Value {
        let kind = if slot.exact { "tag" } else { "tag-if-any" };
        let ModuleSlot { registry, exact } = slot;
        self.of_registry(kind, registry, viewer, |tables, _| {
            let held = tables.model.registry(registry);
            let key = held.key.as_str();
            // A module takes unknown names.
            if held.fallback.is_some() {
                return json!({});
            }
            if held.form == Form::External {
                let known = tables.known(registry, viewer);
                let keys = json!([known, { "enum": [SCOPE_KEY, DELETE, MERGE] }]);
                let schema = json!({ "propertyNames": { "anyOf": keys } });
                // YAML's `!Name` hides the name from a server: it sees a table of arguments.
                let keys = tables.known_of(registry).keys();
                if keys.is_empty() {
                    return schema;
                }
                let tagged = json!({ "minProperties": 1, "propertyNames": { "enum": keys } });
                return json!({ "if": tagged, "else": schema });
            }
            let known = tables.known(registry, viewer);
            let passes = match exact {
                true => known,
                false => json!({ "anyOf": [known, { "type": OTHERS }] }),
            };
            let names = tables.completed(registry, viewer);
            json!({
                "if": { "properties": { key: passes } },
                "else": { "properties": { key: names }, "additionalProperties": true },
            })
        })
    }

    /// A name alone.
    pub(super) fn bare(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("bare", registry, viewer, |tables, _| {
            if tables.model.registry(registry).fallback.is_some() {
                return json!({});
            }
            let known = tables.known(registry, viewer);
            let names = tables.completed(registry, viewer);
            json!({ "if": { "anyOf": [known, { "type": OTHERS }] }, "else": names })
        })
    }

    pub(super) fn documented(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("complete", registry, viewer, |tables, names| {
            names.documented(tables.model.registry(registry))
        })
    }

    pub(super) fn arguments(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
        let known = self.known_of(registry);
        let make = |tables: &mut Self| {
            tables.of_registry("arguments", registry, viewer, |tables, names| {
                names.arguments(&known, |id| tables.keys_of(&known, id))
            })
        };
        known.is_any().then(|| make(self))
    }

    pub(super) fn known_of(&self, registry: RegistryId) -> Known<'a> {
        let arguments = self.arguments.get(registry.index());
        Known {
            registry: self.model.registry(registry),
            arguments: arguments.map_or(&[], Vec::as_slice),
        }
    }

    /// The keys of a module's table, for servers to complete. `None` if nothing is known of its arguments.
    fn keys_of(&mut self, known: &Known<'_>, id: ModuleId) -> Option<Value> {
        let name = self.module("keys", known, id);
        if self.definitions.has(&name) {
            return Some(definition(&name));
        }
        let hint = known.hint(id)?;
        Some(self.defined(name, |_| hint))
    }

    /// The name of a definition for a module, which is the same from all scopes.
    fn module(&self, kind: &str, known: &Known<'_>, id: ModuleId) -> String {
        let module = known.registry.module(id);
        let scope = &self.model.scope(module.scope).key;
        format!("{kind}.{}.{scope}.{}", known.registry.name, module.name)
    }

    /// What is checked besides names. `None` if there is nothing.
    pub(super) fn modules(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
        let known = self.known_of(registry);
        let mut modules = known.registry.modules.iter();
        let deprecated = modules.any(|module| module.deprecated.is_some());
        if !deprecated && !known.is_any() {
            return None;
        }
        Some(
            self.of_registry("modules", registry, viewer, |tables, names| {
                names.modules(&known, |id, found| {
                    let name = tables.module("config", &known, id);
                    Some(tables.defined(name, |_| {
                        let keys = match known.registry.form {
                            Form::Internal => &[known.registry.key.as_str()][..],
                            Form::Adjacent(_) | Form::External => &[],
                        };
                        let mut schema = arguments::checked(found, keys);
                        schema["title"] = json!(known.registry.module(id).name);
                        schema
                    }))
                })
            }),
        )
    }

    /// A table that names a module whose arguments are left alone.
    pub(super) fn opaque(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
        let opaque = &self.check.opaque;
        if !opaque.iter().any(|(known, _)| *known == registry) {
            return None;
        }
        let key = &self.model.registry(registry).key;
        let schema = self.of_registry("opaque", registry, viewer, |_, names| {
            let names = names.of(|module| opaque.contains(&(registry, module)));
            let mut schema = named(key, &names);
            schema["type"] = json!("object");
            schema
        });
        Some(schema)
    }
}
