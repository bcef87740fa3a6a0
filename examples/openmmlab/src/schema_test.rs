//! The schema of OpenMMLab's configs, asked by a JSON Schema validator.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use jsonschema::Validator;
use rollbook_build::Generator;
use serde_json::{Value, json};

use super::{Folder, corpus, manifest};

/// `None` without the corpus, which is said.
fn schema() -> Option<(Validator, std::path::PathBuf)> {
    let Some(corpus) = corpus() else {
        // Not println: the test runner keeps that to itself.
        let told = b"\nSKIPPED: ../shared/corpus is not there: the schema of OpenMMLab's configs was not tried\n";
        std::io::stderr().write_all(told).unwrap();
        return None;
    };
    let folder = Folder::new().unwrap();
    let text = manifest::read(&corpus.join("openmmlab-registry.json")).unwrap();
    let text = manifest::manifest(&text).unwrap() + include_str!("../checks.toml");
    std::fs::write(folder.0.join("registry.toml"), text).unwrap();
    let mut generator = Generator::new();
    generator.root(&folder.0).package("openmmlab");
    let schema = generator.config_schema(0, None).unwrap();
    // Editors read all of it at once.
    assert!(schema.len() <= 2_000_000, "{} bytes", schema.len());
    let schema = serde_json::from_str::<Value>(&schema).unwrap();
    Some((jsonschema::draft7::new(&schema).unwrap(), corpus))
}

fn configs(folder: &Path) -> BTreeMap<String, Value> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path).unwrap();
        (name, serde_json::from_str(&text).unwrap())
    });
    files.collect()
}

/// The places of the faults.
pub(crate) fn faults(schema: &Validator, config: &Value) -> Vec<String> {
    let errors = schema.iter_errors(config);
    let mut places = errors
        .map(|error| error.instance_path().to_string())
        .collect::<Vec<_>>();
    places.sort_unstable();
    places.dedup();
    places
}

/// One test, since the schema is large.
#[test]
fn the_schema_agrees_with_the_check() {
    let Some((schema, corpus)) = schema() else {
        return;
    };
    mistakes_are_found_at_their_places(&schema);
    let good = configs(&corpus.join("configs"));
    assert!(good.len() >= 40, "{}", good.len());
    for (name, config) in &good {
        assert_eq!(faults(&schema, config), Vec::<String>::new(), "{name}");
    }
    // The check finds 7, 1 and 5.
    let broken = configs(&corpus.join("configs-broken"));
    let counts = broken
        .values()
        .map(|config| faults(&schema, config).len())
        .filter(|count| *count > 0);
    assert_eq!(counts.collect::<Vec<_>>(), [7, 1, 5]);
}

fn mistakes_are_found_at_their_places(schema: &Validator) {
    let det = |config: Value| {
        let mut config = config;
        config["default_scope"] = json!("mmdet");
        config
    };
    let cases = [
        (
            "a wrong name",
            det(json!({ "model": { "type": "FasterRCNNN" } })),
            "/model/type",
        ),
        (
            "a name of another registry",
            det(json!({ "model": { "backbone": { "type": "AdamW" } } })),
            "/model/backbone/type",
        ),
        (
            "a wrong scope",
            det(json!({ "model": { "type": "ResNet", "_scope_": "mmdte" } })),
            "/model/_scope_",
        ),
        (
            "a wrong scope of the file",
            json!({ "default_scope": "mmdte" }),
            "/default_scope",
        ),
        (
            "a name of another scope",
            det(json!({ "model": { "_scope_": "mmpretrain", "type": "FasterRCNN" } })),
            "/model/type",
        ),
        (
            "a number as a name",
            det(json!({ "custom_hooks": [{ "type": 3 }] })),
            "/custom_hooks/0/type",
        ),
        (
            "a wrong name in a list of lists",
            det(json!({ "color_space": [[{ "type": "Resiize" }]] })),
            "/color_space/0/0/type",
        ),
    ];
    for (what, config, place) in cases {
        assert_eq!(faults(schema, &config), [place], "{what}");
    }
    let good = [
        det(
            json!({ "model": { "type": "FasterRCNN", "backbone": { "type": "mmpretrain.ResNet" } } }),
        ),
        json!({ "model": { "_scope_": "mmdet", "type": "FasterRCNN" }, "default_scope": "mmpretrain" }),
    ];
    for config in good {
        assert_eq!(faults(schema, &config), Vec::<String>::new(), "{config}");
    }
}
