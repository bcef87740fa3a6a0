//! Walks a config along its slots: what in it names a module, of which registry, seen from which scope.

use rollbook::__private::build::{SCOPE_KEY, ScopeId, join};

use super::context::CheckContext;
use super::document::{Entry, Node, Value};
use super::reference::{self, Reference};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::model::{Check, Down, Form, Progress, SlotId};
use crate::text::Span;

/// The references of a file, in its order. `used` gets the slots that matched anything.
pub(super) fn walk(
    check: &Check,
    top: &Node,
    viewer: ScopeId,
    context: &CheckContext<'_>,
    used: &mut [bool],
    problems: &mut Problems,
) -> Vec<Reference> {
    let at = At {
        progress: Progress::top(check),
        path: String::new(),
        viewer,
        given: None,
    };
    let mut walk = Walk {
        check,
        context,
        used,
        problems,
        references: Vec::new(),
    };
    walk.node(top, &at);
    walk.references
}

struct Walk<'a> {
    check: &'a Check,
    context: &'a CheckContext<'a>,
    used: &'a mut [bool],
    problems: &'a mut Problems,
    references: Vec<Reference>,
}

/// A place in the config.
#[derive(Clone)]
struct At {
    progress: Progress,
    path: String,
    viewer: ScopeId,
    /// The slot of the list around this item, if its registry has a sequence.
    given: Option<SlotId>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, at: &At) {
        let check = self.check;
        if at.progress.is_ignored(check) {
            return;
        }
        let slot = self.slot(at);
        match &node.value {
            Value::Table(entries) => self.table(entries, slot, at),
            Value::List(items) => {
                let sequence = |slot: &SlotId| {
                    let slot = check.slot(*slot);
                    let registry = self.context.model.registry(slot.registry);
                    registry.sequence.is_some() && slot.pattern.is_exact()
                };
                let given = slot.filter(sequence);
                for (index, item) in items.iter().enumerate() {
                    let below = self.below(at, Down::Item, join(&at.path, &format!("[{index}]")));
                    self.node(item, &At { given, ..below });
                }
            }
            Value::Text(text) => {
                let exact = |slot: &SlotId| check.slot(*slot).pattern.is_exact();
                if let Some(slot) = slot.filter(exact) {
                    self.refer(slot, text, node.span, at);
                }
            }
            Value::Other(_) => {}
        }
    }

    fn table(&mut self, entries: &[Entry], slot: Option<SlotId>, at: &At) {
        let viewer = self.viewer(entries, slot, at);
        if let Some(slot) = slot.filter(|slot| self.registry_of(*slot).form == Form::External) {
            return self.external(entries, slot, viewer, at);
        }
        let key = slot.map(|slot| self.registry_of(slot).key.clone());
        let opaque = self.names_opaque(entries, slot, viewer);
        for Entry {
            key: name, node, ..
        } in entries
        {
            let path = join(&at.path, name);
            let below = At {
                viewer,
                ..self.below(at, Down::Key(name), path)
            };
            match (slot, &node.value) {
                (Some(slot), Value::Text(text)) if Some(name) == key.as_ref() => {
                    // The path is that of the table, which is what the name stands for.
                    let below = At {
                        path: at.path.clone(),
                        ..below
                    };
                    self.refer(slot, text, node.span, &below);
                }
                (Some(slot), value) if Some(name) == key.as_ref() => {
                    if self.check.slot(slot).pattern.is_exact() {
                        self.no_name(slot, value, node);
                    }
                    self.node(node, &below);
                }
                _ if opaque => {}
                _ => self.node(node, &below),
            }
        }
    }

    /// A table whose key is the name of a module.
    fn external(&mut self, entries: &[Entry], slot: SlotId, viewer: ScopeId, at: &At) {
        for Entry {
            key,
            key_span,
            node,
        } in entries
        {
            let path = join(&at.path, key);
            let below = At {
                viewer,
                ..self.below(at, Down::Key(key), path)
            };
            if key == SCOPE_KEY {
                continue;
            }
            // Without a pattern that ends here, the keys may be other things.
            if self.check.slot(slot).pattern.is_exact() {
                let named = At {
                    path: at.path.clone(),
                    ..below.clone()
                };
                self.refer(slot, key, *key_span, &named);
            }
            let registry = self.check.slot(slot).registry;
            let found = self.context.data_of(registry).resolve(viewer, key);
            let opaque = found.map(|module| (registry, module));
            if !opaque.is_some_and(|module| self.check.opaque.contains(&module)) {
                self.node(node, &below);
            }
        }
    }

    /// Whether a table names a module whose arguments are left alone.
    fn names_opaque(&self, entries: &[Entry], slot: Option<SlotId>, viewer: ScopeId) -> bool {
        let Some(slot) = slot.filter(|_| !self.check.opaque.is_empty()) else {
            return false;
        };
        let registry = self.check.slot(slot).registry;
        let data = self.context.data_of(registry);
        let tag = entries.iter().find(|entry| entry.key == data.key);
        let found = tag.and_then(|tag| data.resolve(viewer, tag.node.text()?));
        found.is_some_and(|module| self.check.opaque.contains(&(registry, module)))
    }

    /// The scope that `_scope_` sets for a table.
    fn viewer(&mut self, entries: &[Entry], slot: Option<SlotId>, at: &At) -> ScopeId {
        let entry = entries.iter().find(|entry| entry.key == SCOPE_KEY);
        let Some((node, text)) = entry.and_then(|entry| Some((&entry.node, entry.node.text()?)))
        else {
            return at.viewer;
        };
        // All registries have the same scopes.
        let data = self.context.data.first();
        let found = data.and_then(|data| data.scope_named(at.viewer, text));
        if found.is_none() && slot.is_some() {
            let span = node.span;
            let problem = reference::unknown_scope(text, span, self.context, self.problems);
            self.problems.add(problem);
        }
        found.unwrap_or(at.viewer)
    }

    /// The slot that a place is.
    fn slot(&mut self, at: &At) -> Option<SlotId> {
        let matching = at.progress.matching(self.check);
        let used = matching.inspect(|slot| self.used[slot.index()] = true);
        self.check.heaviest(used).or(at.given)
    }

    fn below(&self, at: &At, down: Down<'_>, path: String) -> At {
        At {
            progress: at.progress.below(self.check, down),
            path,
            viewer: at.viewer,
            given: None,
        }
    }

    fn refer(&mut self, slot: SlotId, text: &str, span: Span, at: &At) {
        let registry = self.check.slot(slot).registry;
        let viewer = at.viewer;
        self.references.push(Reference {
            span,
            path: at.path.clone(),
            slot,
            registry,
            viewer,
            name: text.to_owned(),
            module: self.context.data_of(registry).resolve(viewer, text),
        });
    }

    fn no_name(&mut self, slot: SlotId, value: &Value, node: &Node) {
        let registry = self.registry_of(slot);
        let label = format!("a {} is named here", registry.name);
        let problem = Problem::new(&messages::CONFIG_TAG, node.span, label)
            .with("key", name(&registry.key))
            .with("found", value.called())
            .with("registry", registry.name.clone());
        self.problems.add(problem);
    }

    fn registry_of(&self, slot: SlotId) -> &crate::model::Registry {
        self.context.model.registry(self.check.slot(slot).registry)
    }
}
