//! The definitions of a schema: for each place of a config and each scope, what completes there, and what is checked.

use std::collections::BTreeMap;
use std::rc::Rc;

use rollbook::__private::build::{Data, SCOPE_KEY, ScopeId};
use rollbook::__private::merge::{DELETE, MERGE};
use serde_json::{Map, Value, json};

use super::arguments;
use super::graph::{ModuleSlot, Node, Target};
use super::json::{all, definition};
use super::names::{Known, Names, OTHERS, named, scopes};
use crate::arguments::Arguments;
use crate::model::{Check, Form, Model, Registry, RegistryId};

pub(super) struct Tables<'a> {
    model: &'a Model,
    data: &'a [&'static Data],
    check: &'a Check,
    arguments: &'a [Vec<Option<Arguments>>],
    nodes: Rc<[Node]>,
    names: BTreeMap<(RegistryId, ScopeId), Rc<Names>>,
    pub(super) definitions: Map<String, Value>,
}

impl<'a> Tables<'a> {
    pub(super) fn new(
        model: &'a Model,
        data: &'a [&'static Data],
        check: &'a Check,
        arguments: &'a [Vec<Option<Arguments>>],
        nodes: Vec<Node>,
    ) -> Self {
        Self {
            model,
            data,
            check,
            arguments,
            nodes: nodes.into(),
            names: BTreeMap::new(),
            definitions: Map::new(),
        }
    }

    /// The part that language servers complete from. Every value passes it.
    pub(super) fn hint(&mut self, target: Target, viewer: ScopeId) -> Value {
        self.place("hint", target, viewer, |tables, node| {
            let mut schema = json!({});
            let mut own = Vec::new();
            if let Some(slot) = node.slot {
                // tombi completes names from here, and never from the branches of `anyOf`.
                let key = tables.registry(slot).key.as_str();
                own.push((key, tables.documented(slot.registry, viewer)));
                let mut parts = Vec::from_iter(tables.arguments(slot.registry, viewer));
                if slot.exact && tables.registry(slot).bare {
                    parts.push(tables.documented(slot.registry, viewer));
                }
                // It offers the arguments of the module that is named, if no other keys are known, and otherwise those of
                // all modules.
                let how = if node.is_leaf() { "anyOf" } else { "allOf" };
                if !parts.is_empty() {
                    schema[how] = Value::Array(parts);
                }
            }
            tables.children(node, &mut schema, own, &|tables, below| {
                tables.hint(below, viewer)
            });
            schema
        })
    }

    /// The part that checks. In a table, `_scope_` names another scope for all of it.
    pub(super) fn checked(&mut self, target: Target, viewer: ScopeId) -> Value {
        self.by_scope("check", target, viewer, Self::seen)
    }

    /// What must be there. `None` if that is nothing.
    pub(super) fn needed(&mut self, target: Target, viewer: ScopeId) -> Option<Value> {
        let mut arguments = self.arguments.iter().flatten().flatten();
        let any = arguments.any(|arguments| arguments::required(arguments).is_some());
        any.then(|| self.by_scope("need", target, viewer, Self::needed_here))
    }

    fn needed_here(&mut self, target: Target, viewer: ScopeId) -> Value {
        self.place("need-in", target, viewer, |tables, node| {
            let mut schema = json!({});
            let mut own = vec![(SCOPE_KEY, json!({}))];
            if let Some(slot) = node.slot {
                let known = tables.known_of(slot.registry);
                own.push((known.registry.key.as_str(), json!({})));
                let needs = tables.of_registry("needs", slot.registry, viewer, |_, names| {
                    names.modules(&known, |_, found| arguments::required(found))
                });
                schema["allOf"] = json!([needs]);
            }
            tables.children(node, &mut schema, own, &|tables, below| {
                tables.by_scope("need", below, viewer, Self::needed_here)
            });
            schema
        })
    }

    /// A place by the scope that its table names.
    fn by_scope(
        &mut self,
        kind: &str,
        target: Target,
        viewer: ScopeId,
        seen: fn(&mut Self, Target, ScopeId) -> Value,
    ) -> Value {
        if self.model.scopes.len() == 1 {
            return seen(self, target, viewer);
        }
        self.place(kind, target, viewer, |tables, node| {
            let scopes = scopes(tables.model, tables.data, viewer);
            let set = json!({ "type": "object", "required": [SCOPE_KEY] });
            let own = seen(tables, target, viewer);
            let mut parts = vec![json!({ "if": set, "else": own })];
            for (name, scope) in &scopes {
                let mut set = set.clone();
                set["properties"] = json!({ SCOPE_KEY: { "const": name } });
                parts.push(json!({ "if": set, "then": seen(tables, target, *scope) }));
            }
            let mut schema = json!({ "allOf": parts });
            if node.slot.is_some() {
                let names = scopes.keys().collect::<Vec<_>>();
                let names = json!({ "if": { "type": "string" }, "then": { "enum": names } });
                schema["properties"] = json!({ SCOPE_KEY: names });
            }
            schema
        })
    }

    /// A place whose table says nothing else about its scope.
    fn seen(&mut self, target: Target, viewer: ScopeId) -> Value {
        self.place("in", target, viewer, |tables, node| {
            let mut schema = json!({});
            let Some(slot) = node.slot else {
                let own = vec![(SCOPE_KEY, json!({}))];
                tables.children(node, &mut schema, own, &|tables, below| {
                    tables.checked(below, viewer)
                });
                return schema;
            };
            let registry = tables.registry(slot);
            let mut parts = vec![tables.tag(slot, viewer)];
            if slot.exact {
                match registry.bare {
                    true => parts.push(tables.bare(slot.registry, viewer)),
                    false => schema["type"] = json!(OTHERS),
                }
            }
            parts.push(tables.defined("layers".to_owned(), |_| layer_keys()));
            parts.extend(tables.modules(slot.registry, viewer));
            let opaque = tables.opaque(slot.registry, viewer);
            let mut below = json!({});
            let place = if opaque.is_some() {
                &mut below
            } else {
                &mut schema
            };
            // The name of the module is checked where the place is.
            let own = vec![(SCOPE_KEY, json!({})), (registry.key.as_str(), json!({}))];
            tables.children(node, place, own, &|tables, below| {
                tables.checked(below, viewer)
            });
            if let Some(opaque) = opaque {
                parts.push(json!({ "if": opaque, "else": below }));
            }
            schema["allOf"] = Value::Array(parts);
            schema
        })
    }

    /// A definition for a place, made when it is first asked for.
    fn place(
        &mut self,
        kind: &str,
        target: Target,
        viewer: ScopeId,
        make: impl FnOnce(&mut Self, &Node) -> Value,
    ) -> Value {
        let nodes = Rc::clone(&self.nodes);
        let Some((index, node)) = target.and_then(|index| Some((index, nodes.get(index)?))) else {
            return json!({});
        };
        let name = format!("{kind}.{index}.{}", self.model.scope(viewer).key);
        self.defined(name, |tables| make(tables, node))
    }

    fn defined(&mut self, name: String, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let reference = definition(&name);
        if !self.definitions.contains_key(&name) {
            // It may lead back to itself.
            self.definitions.insert(name.clone(), Value::Null);
            let schema = make(self);
            self.definitions.insert(name, schema);
        }
        reference
    }

    fn names(&mut self, registry: RegistryId, viewer: ScopeId) -> Rc<Names> {
        let (model, data) = (self.model, self.data[registry.index()]);
        let made = || Rc::new(Names::new(model, data, registry, viewer));
        Rc::clone(self.names.entry((registry, viewer)).or_insert_with(made))
    }

    /// A definition for a registry as it is seen from a scope.
    fn of_registry(
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
    fn tag(&mut self, slot: ModuleSlot, viewer: ScopeId) -> Value {
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
                return json!({ "propertyNames": { "anyOf": keys } });
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
    fn bare(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("bare", registry, viewer, |tables, _| {
            if tables.model.registry(registry).fallback.is_some() {
                return json!({});
            }
            let known = tables.known(registry, viewer);
            let names = tables.completed(registry, viewer);
            json!({ "if": { "anyOf": [known, { "type": OTHERS }] }, "else": names })
        })
    }

    fn documented(&mut self, registry: RegistryId, viewer: ScopeId) -> Value {
        self.of_registry("complete", registry, viewer, |tables, names| {
            names.documented(tables.model.registry(registry))
        })
    }

    fn arguments(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
        let known = self.known_of(registry);
        let make = |tables: &mut Self| {
            tables.of_registry("arguments", registry, viewer, |_, names| {
                names.arguments(&known)
            })
        };
        known.is_any().then(|| make(self))
    }

    fn known_of(&self, registry: RegistryId) -> Known<'a> {
        let arguments = self.arguments.get(registry.index());
        Known {
            registry: self.model.registry(registry),
            arguments: arguments.map_or(&[], Vec::as_slice),
        }
    }

    /// What is checked besides names. `None` if there is nothing.
    fn modules(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
        let known = self.known_of(registry);
        let mut modules = known.registry.modules.iter();
        let deprecated = modules.any(|module| module.deprecated.is_some());
        if !deprecated && !known.is_any() {
            return None;
        }
        Some(
            self.of_registry("modules", registry, viewer, |tables, names| {
                names.modules(&known, |id, found| {
                    let module = known.registry.module(id);
                    let scope = &tables.model.scope(module.scope).key;
                    let name = format!("config.{}.{scope}.{}", known.registry.name, module.name);
                    Some(tables.defined(name, |_| {
                        let keys = match known.registry.form {
                            Form::Internal => &[known.registry.key.as_str()][..],
                            Form::Adjacent(_) | Form::External => &[],
                        };
                        let mut schema = arguments::checked(found, keys);
                        schema["title"] = json!(module.name);
                        schema
                    }))
                })
            }),
        )
    }

    /// A table that names a module whose arguments are left alone.
    fn opaque(&mut self, registry: RegistryId, viewer: ScopeId) -> Option<Value> {
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

    fn registry(&self, slot: ModuleSlot) -> &'a Registry {
        self.model.registry(slot.registry)
    }

    /// The keys and items of a place. `own` keys are not those of modules below.
    fn children(
        &mut self,
        node: &Node,
        schema: &mut Value,
        own: Vec<(&str, Value)>,
        of: &dyn Fn(&mut Self, Target) -> Value,
    ) {
        let tag = node.slot.map(|slot| self.registry(slot).key.as_str());
        let mut named = Map::new();
        for (name, below) in &node.named {
            if Some(name.as_str()) != tag {
                named.insert(name.clone(), of(self, *below));
            }
        }
        for (key, schema) in own {
            named.entry(key).or_insert(schema);
        }
        schema["properties"] = Value::Object(named);
        let mut like = Map::new();
        for (regex, below) in &node.like {
            like.insert(regex.clone(), of(self, *below));
        }
        like.extend(node.open.iter().map(|regex| (regex.clone(), json!({}))));
        if !like.is_empty() {
            schema["patternProperties"] = Value::Object(like);
        }
        // tombi takes keys for unknown that a schema does not mention.
        schema["additionalProperties"] = match node.others {
            Some(_) => of(self, node.others),
            None => json!(true),
        };
        if node.items.is_some() {
            let items = of(self, node.items);
            schema["items"] = items;
        }
    }

    /// Where a module must be named: at the slots of plain keys and items, if the files are read as they are. `None` if
    /// nothing is required.
    pub(super) fn required(&self) -> Option<Value> {
        self.check.type_path.as_ref()?;
        let mut tree = Required::default();
        for slot in &self.check.slots {
            let Some(steps) = slot.pattern.literal() else {
                continue;
            };
            let mut at = Some(0);
            let mut known = true;
            for step in &steps {
                let node = at.and_then(|index| self.nodes.get(index));
                let opaque = |slot: ModuleSlot| {
                    let mut opaque = self.check.opaque.iter();
                    opaque.any(|(registry, _)| *registry == slot.registry)
                };
                known &= node.is_some_and(|node| !node.slot.is_some_and(opaque));
                at = node.and_then(|node| match step {
                    Some(key) => node.named.get(*key).copied().flatten(),
                    None => node.items,
                });
            }
            let node = at.and_then(|index| self.nodes.get(index));
            let expect = ModuleSlot {
                registry: slot.registry,
                exact: true,
            };
            let has_key = self.model.registry(slot.registry).form != Form::External;
            if known && has_key && node.is_some_and(|node| node.slot == Some(expect)) {
                let key = self.model.registry(slot.registry).key.as_str();
                let place = steps.iter().fold(&mut tree, |tree, step| match step {
                    Some(key) => tree.below.entry(key).or_default(),
                    None => tree.items.get_or_insert_default(),
                });
                place.key = Some(key);
            }
        }
        tree.schema()
    }
}

/// The keys that a program must find, as a tree.
#[derive(Default)]
struct Required<'a> {
    key: Option<&'a str>,
    below: BTreeMap<&'a str, Self>,
    items: Option<Box<Self>>,
}

impl Required<'_> {
    fn schema(&self) -> Option<Value> {
        let below = self.below.iter();
        let below = below.filter_map(|(key, tree)| Some(((*key).to_owned(), tree.schema()?)));
        let below = below.collect::<Map<_, _>>();
        let mut parts = Vec::new();
        if let Some(key) = self.key {
            parts.push(json!({ "required": [key] }));
        }
        if !below.is_empty() {
            parts.push(json!({ "properties": below }));
        }
        if let Some(items) = self.items.as_ref().and_then(|items| items.schema()) {
            parts.push(json!({ "items": items }));
        }
        (!parts.is_empty()).then(|| all(parts))
    }
}

/// The keys of a table that say how it is merged with what the file is based on.
fn layer_keys() -> Value {
    json!({
        "properties": {
            DELETE: {
                "description": "`true`: this table replaces the one that it is based on. A list: these keys of that one are removed.",
                "type": ["boolean", "array"],
                "items": { "type": "string" },
            },
            MERGE: {
                "description": "`true`: the arguments of the table that this one is based on stay, though another module is named.",
                "type": "boolean",
            },
        },
        "additionalProperties": true,
    })
}
