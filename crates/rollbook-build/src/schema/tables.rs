//! The definitions of a schema: for each place of a config and each scope, what completes there, and what is checked.

use std::collections::BTreeMap;
use std::rc::Rc;

use rollbook::__private::build::{Data, SCOPE_KEY, ScopeId};
use serde_json::{Map, Value, json};

use super::arguments;
use super::graph::{ModuleSlot, Node, Target};
use super::json::{Definitions, definition};
use super::names::{Names, OTHERS, scopes};
use crate::arguments::Arguments;
use crate::model::{Check, Model, Registry, RegistryId};

pub(super) struct Tables<'a> {
    pub(super) model: &'a Model,
    pub(super) data: &'a [&'static Data],
    pub(super) check: &'a Check,
    pub(super) arguments: &'a [Vec<Option<Arguments>>],
    pub(super) nodes: Rc<[Node]>,
    pub(super) names: BTreeMap<(RegistryId, ScopeId), Rc<Names>>,
    pub(super) definitions: Definitions,
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
            definitions: Definitions::default(),
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
            parts.push(tables.defined("layers".to_owned(), |_| arguments::layer_keys()));
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

    pub(super) fn defined(&mut self, name: String, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let reference = definition(&name);
        if self.definitions.take(&name) {
            let schema = make(self);
            self.definitions.insert(name, schema);
        }
        reference
    }

    pub(super) fn registry(&self, slot: ModuleSlot) -> &'a Registry {
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
}
