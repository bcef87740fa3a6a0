//! The look-ups of OpenMMLab's own configs, over its own registry of 1,102 modules.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use super::walk_test::{Node, generated};

const SCOPES: [&str; 3] = ["mmengine", "mmdet", "mmpretrain"];

/// The corpus lies beside the project, if it is there.
fn read(file: &str) -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/corpus")
        .join(file);
    let text = std::fs::read_to_string(&path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

/// One registry: mmengine at the root, the other two below it.
fn world(registry: &Value) -> Vec<Node> {
    let node = |(index, scope): (usize, &&'static str)| {
        let modules = registry["scopes"][*scope]["modules"].as_array();
        let names = modules.into_iter().flatten();
        Node {
            name: scope,
            parent: (index > 0).then_some(0),
            end: if index == 0 { SCOPES.len() } else { index + 1 },
            modules: names
                .map(|module| &*module["name"].as_str().unwrap().to_owned().leak())
                .collect(),
        }
    };
    SCOPES.iter().enumerate().map(node).collect()
}

#[test]
fn every_look_up_of_the_real_configs() {
    let (Some(corpus), Some(expected)) = (read("openmmlab-registry.json"), read("expected.json"))
    else {
        let reported = b"\nSKIPPED: ../shared/corpus is not there: 2,893 look-ups of real configs were not tried\n";
        // Not println: the test runner keeps that to itself.
        std::io::stderr().write_all(reported).unwrap();
        return;
    };
    let registries = corpus["registries"].as_object().unwrap();
    let tables = registries
        .iter()
        .map(|(name, registry)| (name.as_str(), generated(&world(registry))));
    let tables = tables.collect::<BTreeMap<_, _>>();
    let mut count = 0;
    for (file, rows) in expected["files"].as_object().unwrap() {
        for row in rows.as_array().unwrap() {
            let text = |column: usize| row[column].as_str();
            // Not a reference to a registry.
            let (Some(registry), Some(key)) = (text(2), text(3)) else {
                continue;
            };
            let data = tables[registry];
            let viewer = SCOPES
                .iter()
                .position(|scope| Some(*scope) == text(1))
                .unwrap();
            let found = data
                .resolve(crate::model::scope_id(viewer), key)
                .map(|module| {
                    let info = &data.modules[module.index()];
                    format!("{}.{}", SCOPES[info.scope_index as usize], info.name)
                });
            // Python's own objects, named by their path, are not modules here.
            let expect = text(4).filter(|found| !found.starts_with("py:"));
            assert_eq!(found.as_deref(), expect, "{file}: {row}");
            count += 1;
        }
    }
    assert_eq!(count, 2893);
}
