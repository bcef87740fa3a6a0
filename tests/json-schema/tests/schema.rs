//! The schema that schemars makes accepts what reading accepts, and refuses what it refuses.

use json_schema::{Job, registry};
use jsonschema::Validator;
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Compares each config with `expect`, for the schema and for reading.
fn check<T: JsonSchema + DeserializeOwned>(cases: &[(bool, Value)]) {
    let schema = schema_for!(T).to_value();
    let validator = Validator::new(&schema).unwrap();
    for (expect, config) in cases {
        let errors = validator.iter_errors(config).map(|error| error.to_string());
        let errors = errors.collect::<Vec<_>>();
        let read = serde_json::from_value::<T>(config.clone()).err();
        assert_eq!(read.is_none(), *expect, "reading {config}: {read:?}");
        assert_eq!(
            errors.is_empty(),
            *expect,
            "{config}: {errors:?}\n{schema:#}"
        );
    }
}

#[test]
fn the_name_beside_the_arguments() {
    check::<registry::norm::Config>(&[
        (true, json!({ "type": "Batch" })),
        (true, json!("Batch")),
        (true, json!("BN")),
        (true, json!({ "type": "BN", "momentum": 0.5 })),
        (true, json!({ "type": "core.Batch", "_scope_": "core" })),
        (true, json!({ "type": "Group", "channels": 3 })),
        (true, json!({ "type": "Group", "channels": 3, "groups": 2 })),
        (true, json!({ "type": "Old" })),
        (true, json!({ "type": "Instance" })),
        (false, json!({ "type": "Batc" })),
        (false, json!("Batc")),
        (false, json!("Group")),
        (false, json!({ "type": 3 })),
        (false, json!({ "momentum": 0.5 })),
        (false, json!({ "type": "Batch", "momentun": 0.5 })),
        (false, json!({ "type": "BN", "momentum": "0.5" })),
        (false, json!({ "type": "Group" })),
        (false, json!({ "type": "Group", "channels": -3 })),
        (false, json!({ "type": "Batch", "_scope_": "other" })),
        (false, json!([{ "type": "Batch" }])),
        (false, json!(null)),
    ]);
}

#[test]
fn names_of_another_scope() {
    let extra = |mut config: Value| {
        config["_scope_"] = json!("extra");
        config
    };
    check::<registry::norm::Config>(&[
        (true, json!({ "type": "extra.Layer" })),
        (true, extra(json!({ "type": "Layer" }))),
        (
            true,
            extra(json!({ "type": "Batch", "groups": 1, "channels": 2 })),
        ),
        (
            true,
            extra(json!({ "type": "core.Batch", "momentum": 0.5 })),
        ),
        (
            false,
            extra(json!({ "type": "core.Batch", "momentum": "0.5" })),
        ),
        (false, extra(json!({ "type": "Batch", "channels": [] }))),
        (false, json!({ "type": "extra.Batch", "channels": 2 })),
    ]);
    // A schema does not know which scope a table around it sets.
    let schema = schema_for!(registry::norm::Config).to_value();
    assert!(
        Validator::new(&schema)
            .unwrap()
            .is_valid(&json!({ "type": "Layer" }))
    );
}

#[test]
fn the_arguments_under_a_key() {
    check::<registry::act::Config>(&[
        (
            true,
            json!({ "type": "GELU", "with": { "approximate": true } }),
        ),
        (true, json!({ "type": "ReLU" })),
        (true, json!({ "type": "ReLU", "with": null })),
        (true, json!("ReLU")),
        (false, json!("GELU")),
        (false, json!({ "type": "GELU" })),
        (false, json!({ "type": "GELU", "with": {} })),
        (
            false,
            json!({ "type": "GELU", "with": { "approximate": 1 } }),
        ),
        (
            false,
            json!({ "type": "GELU", "with": { "approximate": true, "type": "GELU" } }),
        ),
        (false, json!({ "type": "GELU", "approximate": true })),
        (false, json!({ "type": "GLU", "with": {} })),
    ]);
}

#[test]
fn the_name_as_the_key() {
    check::<registry::pool::Config>(&[
        (true, json!({ "Max": { "size": 2 } })),
        (true, json!({ "Max": { "size": 2 }, "_scope_": "core" })),
        (true, json!("Global")),
        (true, json!({ "Global": null })),
        (false, json!("Max")),
        (false, json!({ "Max": { "size": 256 } })),
        (false, json!({ "Max": {} })),
        (false, json!({ "Maxx": {} })),
        (false, json!({ "Max": { "size": 2 }, "Global": null })),
        (false, json!({})),
    ]);
}

#[test]
fn lists_and_modules_in_modules() {
    let conv = json!({ "type": "Conv", "norm": "BN" });
    check::<registry::layer::Config>(&[
        (true, conv.clone()),
        (true, json!([conv, conv])),
        (true, json!([])),
        (
            true,
            json!({ "type": "Sequential", "layers": [conv, [conv]] }),
        ),
        (
            true,
            json!({ "type": "Conv", "norm": { "type": "Batch" }, "then": [conv] }),
        ),
        (false, json!([conv, { "type": "Conv", "norm": "BNN" }])),
        (false, json!({ "type": "Sequential" })),
        (
            false,
            json!({ "type": "Conv", "norm": { "type": "Batch", "x": 1 } }),
        ),
    ]);
}

#[test]
fn a_module_for_unknown_names() {
    check::<registry::loss::Config>(&[
        (true, json!({ "type": "Focal", "gamma": [2] })),
        (true, json!("Focal")),
        (true, json!({ "type": "L1", "groups": 1, "channels": 2 })),
        (false, json!({ "type": "L1", "groups": 1 })),
        (false, json!({ "gamma": 2 })),
        (false, json!({ "type": 2 })),
    ]);
}

#[test]
fn a_struct_with_fields_of_registries() {
    check::<Job>(&[
        (
            true,
            json!({
                "norm": "BN",
                "act": { "type": "ReLU" },
                "pool": { "Max": { "size": 3 } },
                "layer": [{ "type": "Conv", "norm": { "type": "Group", "channels": 4 } }],
                "loss": { "type": "Focal" },
            }),
        ),
        (
            true,
            json!({ "norm": { "type": "Batch", "momentum": null } }),
        ),
        (false, json!({})),
        (false, json!({ "norm": "BN", "act": "RELU" })),
        (
            false,
            json!({ "norm": "BN", "pool": { "Max": { "size": 3, "x": 1 } } }),
        ),
        (
            false,
            json!({ "norm": "BN", "layer": [{ "type": "Conv" }] }),
        ),
    ]);
    let schema = schema_for!(Job).to_value();
    let definitions = schema["$defs"].as_object().unwrap();
    let names = definitions.keys().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(names, ["act", "layer", "loss", "norm", "pool"]);
    let norm = &definitions["norm"];
    // What editors show and complete.
    assert_eq!(
        norm["properties"]["type"]["anyOf"],
        json!([
            { "const": "Batch", "description": "Over the batch." },
            { "const": "Old", "description": "Deprecated: use Instance", "deprecated": true },
            {},
        ])
    );
    assert_eq!(
        norm["properties"]["type"]["else"]["enum"],
        json!(["Batch", "Group", "Instance", "extra.Batch", "extra.Layer"])
    );
    // `Batch` is another module in the scope `extra`, so a part of its own comes before.
    let parts = norm["allOf"].as_array().unwrap();
    let names = |part: &Value| part["if"]["properties"]["type"]["enum"].clone();
    let of_group = |part: &&Value| names(part).as_array().unwrap().contains(&json!("Group"));
    let group = &parts.iter().find(of_group).unwrap()["then"];
    assert_eq!(group["properties"]["groups"]["default"], 32, "{group}");
    assert_eq!(group["required"], json!(["channels"]));
    assert_eq!(
        group["properties"]["channels"]["description"],
        "How many channels there are."
    );
}
