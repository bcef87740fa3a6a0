//! The generated tables against a plain walk written from MMEngine's rules, over random trees of scopes.

use proptest::prelude::*;
use rollbook::__private::build::Data;

use super::constants::constants;
use crate::model::{Model, Module, Registry, Scope};
use crate::text::{Place, Span};

/// A scope of the plain world; its index is its place in depth-first order.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) name: &'static str,
    pub(super) parent: Option<usize>,
    pub(super) end: usize,
    pub(super) modules: Vec<&'static str>,
}

const SCOPES: [&str; 6] = ["a", "b", "c", "d", "a-long-name-of-a-scope", "é"];
const NAMES: [&str; 8] = [
    "a",
    "b",
    "X",
    "Y",
    "Net",
    "ANameOfMoreThanSixteenBytes",
    "ANameOfMoreThanSixtyeenBytes",
    "网络",
];

/// The rules of `semantics.md`, section 4, line by line.
fn plain_walk(world: &[Node], viewer: usize, key: &str) -> Option<(usize, String)> {
    let root_of = |mut at: usize| {
        while let Some(parent) = world[at].parent {
            at = parent;
        }
        at
    };
    let child = |at: usize, name: &str| {
        (0..world.len()).find(|n| world[*n].parent == Some(at) && world[*n].name == name)
    };
    let own = |at: usize, name: &str| {
        let found = world[at].modules.contains(&name);
        found.then(|| (at, name.to_owned()))
    };
    let (mut at, mut key) = (viewer, key);
    loop {
        let Some((head, rest)) = key.split_once('.') else {
            let mut node = Some(at);
            while let Some(n) = node {
                if let Some(found) = own(n, key) {
                    return Some(found);
                }
                node = world[n].parent;
            }
            return None;
        };
        let root = root_of(at);
        if head == world[at].name {
            return own(at, rest);
        } else if let Some(next) = child(at, head) {
            at = next;
        } else if head == world[root].name {
            return own(root, rest);
        } else if let Some(next) = child(root, head) {
            at = next;
        } else {
            return None;
        }
        key = rest;
    }
}

/// A random forest: each number says how far the next scope's parent is up the path to it, 0 for a new root.
fn world() -> impl Strategy<Value = Vec<Node>> {
    let scope = (
        0..4usize,
        prop::sample::select(&SCOPES[..]),
        prop::sample::subsequence(NAMES.to_vec(), 0..5),
    );
    prop::collection::vec(scope, 1..9).prop_map(|scopes| {
        let mut world: Vec<Node> = Vec::new();
        let mut path: Vec<usize> = Vec::new();
        for (up, name, modules) in scopes {
            path.truncate(path.len().saturating_sub(up.saturating_sub(1)));
            if up == 0 {
                path.clear();
            }
            let parent = path.last().copied();
            let sibling = world.iter().any(|n| n.parent == parent && n.name == name);
            if sibling {
                continue;
            }
            path.push(world.len());
            world.push(Node {
                name,
                parent,
                end: 0,
                modules,
            });
        }
        for index in (0..world.len()).rev() {
            let ends = (index + 1..world.len()).filter(|n| world[*n].parent == Some(index));
            world[index].end = ends.map(|n| world[n].end).max().unwrap_or(index + 1);
        }
        world
    })
}

/// What the generator makes of it, as the constants that a program holds.
pub(super) fn generated(world: &[Node]) -> &'static Data {
    let place = || Place {
        file: String::new(),
        line: 1,
        column: 1,
    };
    let scopes = world.iter().map(|node| Scope {
        key: node.name.into(),
        name: node.name.into(),
        variant: String::new(),
        parent: node.parent.map(crate::model::scope_id),
        end: node.end,
        doc: None,
        place: place(),
        span: Span::default(),
    });
    let modules = world.iter().enumerate().flat_map(|(scope, node)| {
        node.modules.iter().map(move |name| Module {
            name: (*name).into(),
            scope: crate::model::scope_id(scope),
            enabled: true,
            ..Module::default()
        })
    });
    let model = Model {
        scopes: scopes.collect(),
        ..Model::default()
    };
    let registry = Registry {
        name: "model".into(),
        key: "type".into(),
        modules: modules.collect(),
        ..Registry::default()
    };
    let model = Model {
        registries: vec![registry],
        ..model
    };
    constants(&model)[0]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn the_tables_answer_as_the_plain_walk(
        world in world(),
        keys in prop::collection::vec(
            prop::collection::vec(
                prop_oneof![
                    3 => prop::sample::select(&SCOPES[..]),
                    3 => prop::sample::select(&NAMES[..]),
                    1 => prop::sample::select(&["", "zz", "A"][..]),
                ],
                1..5,
            ),
            40,
        ),
    ) {
        let data = generated(&world);
        for key in keys.iter().map(|parts| parts.join(".")) {
            for viewer in 0..world.len() {
                let found = data.resolve(crate::model::scope_id(viewer), &key).map(|module| {
                    let info = &data.modules[module.index()];
                    (info.scope_index as usize, info.name.to_owned())
                });
                prop_assert_eq!(&found, &plain_walk(&world, viewer, &key), "{} ? {}", viewer, key);
                if found.is_none() {
                    let text = data.explain(crate::model::scope_id(viewer), &key);
                    prop_assert!(text.as_str().starts_with("no model"));
                }
            }
        }
    }
}
