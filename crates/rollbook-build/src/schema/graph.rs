//! The different places of a config as a graph: two places with the same slot, from which the same ways lead to the same
//! places, are one node. So a schema has a definition for each difference, and not for each path.

use std::collections::BTreeMap;

use super::places::{KnownForms, Place};
use crate::arguments::{Arguments, Shape};
use crate::model::{Check, Down, Model, RegistryId};

/// The index of a node. `None` if nothing there or below is checked.
pub(super) type Target = Option<usize>;

/// A place of a config.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    /// The module that belongs here.
    pub(super) slot: Option<ModuleSlot>,
    /// Below the keys that patterns name.
    pub(super) named: BTreeMap<String, Target>,
    /// Below the keys that look like something, as a regular expression. No key matches two.
    pub(super) like: Vec<(String, Target)>,
    /// Keys that are not checked, as a regular expression.
    pub(super) open: Option<String>,
    /// Below all other keys.
    pub(super) others: Target,
    /// The items of a list.
    pub(super) items: Target,
}

/// What belongs at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ModuleSlot {
    pub(super) registry: RegistryId,
    /// Whether a string is a name.
    pub(super) exact: bool,
}

/// All nodes; the first is the top of a file, unless that is not checked.
pub(super) fn graph(model: &Model, check: &Check) -> Vec<Node> {
    let mut found = Found {
        model,
        check,
        numbers: BTreeMap::new(),
        places: Vec::new(),
        forms: KnownForms::new(),
    };
    found.target(Place::top(check));
    let mut nodes = Vec::new();
    while let Some(place) = found.places.get(nodes.len()).cloned() {
        nodes.push(found.node(&place));
    }
    merged(nodes)
}

/// The nodes of a file that is a module of one registry: a node for each registry, below which are the arguments that hold
/// modules by their types, and a node for a list of each. The first is that of the registry.
pub(super) fn of_registry(
    model: &Model,
    arguments: &[Vec<Option<Arguments>>],
    registry: RegistryId,
) -> Vec<Node> {
    let count = model.registries.len();
    // The asked one changes places with the first.
    let place = |id: usize| match id {
        id if id == registry.index() => 0,
        0 => registry.index(),
        id => id,
    };
    let node = |index: usize| {
        let id = place(index);
        let known = &model.registries[id];
        let mut named = BTreeMap::<String, Target>::new();
        let fields = arguments.get(id).into_iter().flatten().flatten();
        for field in fields.flat_map(|arguments| &arguments.fields) {
            let held = held(&field.shape).and_then(|(name, list)| {
                let mut registries = model.registries.iter();
                let id = registries.position(|known| known.name == name)?;
                Some(place(id) + if list { count } else { 0 })
            });
            let keys = field.aliases.iter().chain([&field.name]);
            for key in keys {
                let target = named.entry(key.clone()).or_insert(held);
                // Arguments of one name that hold different things.
                if *target != held {
                    *target = None;
                }
            }
        }
        named.retain(|_, target| target.is_some());
        Node {
            slot: Some(ModuleSlot {
                registry: RegistryId::new(id),
                exact: true,
            }),
            named,
            like: Vec::new(),
            open: None,
            others: None,
            items: known.sequence.map(|_| index),
        }
    };
    let list = |index: usize| Node {
        slot: None,
        named: BTreeMap::new(),
        like: Vec::new(),
        open: None,
        others: None,
        items: Some(index),
    };
    let nodes = (0..count).map(node).chain((0..count).map(list));
    nodes.collect()
}

/// The registry whose modules a value holds, and whether it is a list of them.
fn held(shape: &Shape) -> Option<(&str, bool)> {
    match shape {
        Shape::Module(name) => Some((name, false)),
        Shape::Optional(inner) => held(inner),
        Shape::List { of, .. } => match of.as_ref() {
            Shape::Module(name) => Some((name, true)),
            _ => None,
        },
        _ => None,
    }
}

struct Found<'a> {
    model: &'a Model,
    check: &'a Check,
    numbers: BTreeMap<Place, usize>,
    places: Vec<Place>,
    forms: KnownForms<'a>,
}

impl Found<'_> {
    fn target(&mut self, place: Place) -> Target {
        if place.is_open(self.check) {
            return None;
        }
        let next = self.places.len();
        let number = *self.numbers.entry(place.clone()).or_insert(next);
        if number == next {
            self.places.push(place);
        }
        Some(number)
    }

    fn node(&mut self, place: &Place) -> Node {
        let (model, check) = (self.model, self.check);
        let index = place.slot(check);
        let slot = index.map(|index| ModuleSlot {
            registry: check.slot(index).registry,
            exact: check.slot(index).pattern.is_exact(),
        });
        let keys = place.keys(check, &mut self.forms);
        let named = keys.named.into_iter();
        let named = named.map(|(name, below)| (name, self.target(below)));
        let named = named.collect();
        let like = keys.like.into_iter();
        let like = like.map(|(regex, below)| (regex, self.target(below)));
        let like = like.collect();
        let sequence =
            |slot: ModuleSlot| slot.exact && model.registry(slot.registry).sequence.is_some();
        let given = index.filter(|_| slot.is_some_and(sequence));
        Node {
            slot,
            named,
            like,
            open: keys.open,
            others: self.target(place.below(check, Down::Globs(&[]), None)),
            items: self.target(place.below(check, Down::Item, given)),
        }
    }
}

/// One node for each class of equal ones: the coarsest classes whose members have the same slot, and equal ways into the
/// same classes.
fn merged(nodes: Vec<Node>) -> Vec<Node> {
    let mut classes = vec![0; nodes.len()];
    let mut count = 1;
    loop {
        let mut known = BTreeMap::new();
        let next = nodes.iter().map(|node| {
            let number = known.len();
            *known.entry(node.through(&classes)).or_insert(number)
        });
        classes = next.collect();
        if known.len() == count {
            break;
        }
        count = known.len();
    }
    let mut one = BTreeMap::new();
    for (class, node) in classes.iter().zip(&nodes) {
        one.entry(*class).or_insert_with(|| node.through(&classes));
    }
    one.into_values().collect()
}

impl Node {
    /// Whether nothing below it is checked.
    pub(super) fn is_leaf(&self) -> bool {
        let below = self
            .named
            .values()
            .chain(self.like.iter().map(|(_, below)| below));
        below
            .chain([&self.others, &self.items])
            .all(Option::is_none)
    }

    /// With other numbers for the nodes.
    fn through(&self, numbers: &[usize]) -> Self {
        let to = |target: &Target| target.map(|index| numbers[index]);
        let named = self.named.iter();
        let like = self.like.iter();
        Self {
            slot: self.slot,
            named: named
                .map(|(name, below)| (name.clone(), to(below)))
                .collect(),
            like: like
                .map(|(regex, below)| (regex.clone(), to(below)))
                .collect(),
            open: self.open.clone(),
            others: to(&self.others),
            items: to(&self.items),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(below: &[(&str, usize)], others: Target) -> Node {
        let named = below.iter();
        Node {
            slot: None,
            named: named
                .map(|(name, below)| ((*name).to_owned(), Some(*below)))
                .collect(),
            like: Vec::new(),
            open: None,
            others,
            items: None,
        }
    }

    #[test]
    fn equal_nodes_are_one() {
        // Two circles that cannot be told apart, behind two keys, and a node that leads elsewhere.
        let nodes = vec![
            node(&[("a", 1), ("b", 2), ("c", 3)], None),
            node(&[("x", 2)], Some(1)),
            node(&[("x", 1)], Some(2)),
            node(&[("x", 0)], Some(3)),
        ];
        let expect = vec![
            node(&[("a", 1), ("b", 1), ("c", 2)], None),
            node(&[("x", 1)], Some(1)),
            node(&[("x", 0)], Some(2)),
        ];
        assert_eq!(merged(nodes), expect);
        assert_eq!(merged(Vec::new()), Vec::new());
    }
}
