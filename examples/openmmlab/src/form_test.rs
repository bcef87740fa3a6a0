//! Small schemas, asked by a validator: each form of a config, what is missing, and manifests.

use std::path::{Path, PathBuf};

use rollbook_build::Generator;
use serde_json::{Value, json};

use super::schema_test::faults;

/// A package with sources, removed at the end.
struct Package(PathBuf);

impl Package {
    fn new(name: &str, registry: &str) -> Self {
        let folder = format!("rollbook-form-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(path.join("src")).unwrap();
        let manifest = format!("[registry.act]\n{registry}\n{MODULES}");
        std::fs::write(path.join("registry.toml"), manifest).unwrap();
        std::fs::write(path.join("src/lib.rs"), SOURCE).unwrap();
        Self(path)
    }

    fn schema(&self) -> Value {
        let schema = Generator::new().root(&self.0).config_schema(0, None);
        serde_json::from_str(&schema.unwrap()).unwrap()
    }
}

impl Drop for Package {
    fn drop(&mut self) {
        // A folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const MODULES: &str = "[modules.act]\nGELU = \"crate::Gelu\"\nReLU = { type = \"crate::Relu\", aliases = [\"relu\"] }\nPair = \"crate::Pair\"\n\
     [[check]]\nfiles = \"configs/*.toml\"\ntype = \"crate::Net\"\nslots = { act = \"act\" }\n";

const SOURCE: &str = "#[derive(Deserialize)] #[serde(deny_unknown_fields)] pub struct Gelu { approximate: bool, steps: Option<u8> }\n\
     #[derive(Deserialize)] pub struct Relu;\n\
     #[derive(Deserialize)] pub struct Pair { #[serde(alias = \"wide\")] width: u8, of: Option<Two> }\n\
     #[derive(Deserialize)] pub struct Two { x: u8, y: String }\n\
     #[derive(Deserialize)] #[serde(deny_unknown_fields)] pub struct Net { act: Act, size: u8 }\n";

fn check(schema: &Value, cases: &[(Value, &[&str])]) {
    let validator = jsonschema::draft7::new(schema).unwrap();
    for (config, places) in cases {
        assert_eq!(faults(&validator, config), *places, "{config}");
    }
}

#[test]
fn the_name_beside_the_arguments() {
    let schema = Package::new("internal", "").schema();
    let gelu = json!({ "type": "GELU", "approximate": true, "steps": 3 });
    check(
        &schema,
        &[
            (json!({ "act": gelu, "size": 1 }), &[]),
            (json!({ "act": "relu", "size": 1 }), &[]),
            (json!({ "act": "rleu", "size": 1 }), &["/act"]),
            (json!({ "act": { "type": "GELU" }, "size": 1 }), &["/act"]),
            (
                json!({ "act": { "approximate": true }, "size": 1 }),
                &["/act"],
            ),
            (json!({ "act": "relu" }), &[""]),
            (json!({ "act": "relu", "size": 256 }), &["/size"]),
            (json!({ "act": "relu", "size": 1, "sice": 2 }), &[""]),
            // What it is based on may have the rest.
            (json!({ "_base_": "a.toml", "act": { "steps": 3 } }), &[]),
            (
                json!({ "_base_": "a.toml", "act": { "type": "GELU", "stepz": 3 } }),
                &["/act"],
            ),
            (
                json!({ "_base_": "a.toml", "act": { "_delete_": "yes" } }),
                &["/act/_delete_"],
            ),
        ],
    );
}

#[test]
fn the_arguments_under_a_key() {
    let schema = Package::new("adjacent", "content = \"with\"").schema();
    let with = |with: Value| json!({ "act": { "type": "GELU", "with": with }, "size": 1 });
    check(
        &schema,
        &[
            (with(json!({ "approximate": true })), &[]),
            (
                with(json!({ "approximate": 1 })),
                &["/act/with/approximate"],
            ),
            (with(json!({})), &["/act/with"]),
            (
                json!({ "act": { "type": "GELUU", "with": {} }, "size": 1 }),
                &["/act/type"],
            ),
        ],
    );
}

#[test]
fn the_name_as_the_key() {
    let schema = Package::new("external", "tagging = \"external\"").schema();
    let act = |act: Value| json!({ "act": act, "size": 1 });
    check(
        &schema,
        &[
            (act(json!({ "GELU": { "approximate": true } })), &[]),
            (act(json!("relu")), &[]),
            (
                act(json!({ "GELU": { "approximate": 1 } })),
                &["/act/GELU/approximate"],
            ),
            (act(json!({ "GELU": {} })), &["/act/GELU"]),
            (act(json!({ "GELUU": {} })), &["/act"]),
            // YAML's `!GELU { approximate: true }`, as its server sees it.
            (act(json!({ "approximate": true })), &[]),
            (act(Value::Null), &[]),
        ],
    );
}

#[test]
fn a_module_for_unknown_names() {
    let later = "fallback = \"Later\"\n[modules.act.Later]\ntype = \"crate::Relu\"\n";
    let schema = |name: &str, form: &str| Package::new(name, &format!("{form}\n{later}")).schema();
    let act = |act: Value| json!({ "act": act, "size": 1 });
    check(
        &schema("fallback", ""),
        &[
            (act(json!({ "type": "Swin", "depths": [2, 2] })), &[]),
            (act(json!("Swin")), &[]),
            (
                act(json!({ "type": "GELU", "approximate": 1 })),
                &["/act/approximate"],
            ),
            (act(json!({ "type": "GELU" })), &["/act"]),
            (act(json!({ "depths": [2, 2] })), &["/act"]),
        ],
    );
    check(
        &schema("fallback-adjacent", "content = \"with\""),
        &[
            (act(json!({ "type": "Swin", "with": [2, 2] })), &[]),
            (
                act(json!({ "type": "GELU", "with": { "approximate": 1 } })),
                &["/act/with/approximate"],
            ),
        ],
    );
    check(
        &schema("fallback-external", "tagging = \"external\""),
        &[
            (act(json!({ "Swin": { "depths": [2, 2] } })), &[]),
            (act(json!("Swin")), &[]),
            (
                act(json!({ "GELU": { "approximate": 1 } })),
                &["/act/GELU/approximate"],
            ),
        ],
    );
}

#[test]
fn arguments_with_two_names_and_lists_of_values() {
    let schema = Package::new("arguments", "").schema();
    let pair = |arguments: Value| {
        let mut act = json!({ "type": "Pair" });
        for (key, value) in arguments.as_object().unwrap() {
            act[key] = value.clone();
        }
        json!({ "act": act, "size": 1 })
    };
    check(
        &schema,
        &[
            (pair(json!({ "width": 1 })), &[]),
            (pair(json!({ "wide": 1 })), &[]),
            (pair(json!({})), &["/act"]),
            (pair(json!({ "wide": "1" })), &["/act/wide"]),
            (pair(json!({ "width": 1, "of": { "x": 1, "y": "a" } })), &[]),
            (pair(json!({ "width": 1, "of": [1, "a"] })), &[]),
            (
                pair(json!({ "width": 1, "of": ["a", "a"] })),
                &["/act/of/0"],
            ),
            (pair(json!({ "width": 1, "of": 1 })), &["/act/of"]),
        ],
    );
}

#[test]
fn manifests() {
    let schema = rollbook_build::manifest_schema();
    let schema = serde_json::from_str::<Value>(&schema).unwrap();
    let with = |modules: Value, more: Value| {
        let mut manifest = json!({ "registry": { "act": {} }, "modules": modules });
        for (key, value) in more.as_object().unwrap() {
            manifest[key] = value.clone();
        }
        manifest
    };
    let plain = json!({ "act": { "A": "crate::A", "B": { "type": "crate::B" } } });
    let scoped = json!({ "det": { "act": { "A": { "type": "crate::A", "box": true } } } });
    let scopes = json!({ "scope": { "det": {} } });
    let crates = json!({ "crates": { "cv": {} } });
    check(
        &schema,
        &[
            (with(plain, json!({})), &[]),
            (with(scoped, scopes.clone()), &[]),
            (
                with(json!({ "act": { "A": { "box": true } } }), json!({})),
                &["/modules/act/A"],
            ),
            (
                with(
                    json!({ "act": { "A": { "type": "crate::A", "bocks": 1 } } }),
                    json!({}),
                ),
                &["/modules/act/A"],
            ),
            (
                with(json!({ "det": { "act": { "A": {} } } }), scopes),
                &["/modules/det/act/A"],
            ),
            // It may amend the module of another crate.
            (
                with(json!({ "cv": { "act": { "A": { "doc": "A." } } } }), crates),
                &[],
            ),
        ],
    );
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../registry.toml");
    let own = toml::from_str::<Value>(&std::fs::read_to_string(own).unwrap()).unwrap();
    check(&schema, &[(own, &[])]);
}
