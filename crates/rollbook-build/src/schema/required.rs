//! Where a config must name a module.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::graph::ModuleSlot;
use super::json::all;
use super::tables::Tables;
use crate::model::Form;

impl Tables<'_> {
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
