//! The schema of `registry.toml`, from the table of its keys.

use serde_json::{Map, Value, json};

use super::json::{Definitions, definition, text, toml_value};
use crate::manifest::keys::{Key, Kind, MODULE, TOP, Table};

/// The schema of a manifest.
pub(crate) fn manifest() -> String {
    let mut definitions = Definitions::default();
    let mut schema = table(&TOP, &mut definitions);
    schema["allOf"] = json!([modules()]);
    text("rollbook's registry.toml", schema, definitions)
}

fn table(table: &'static Table, definitions: &mut Definitions) -> Value {
    let keys = table.keys.iter();
    let properties = keys.map(|key| (key.name.to_owned(), property(key, definitions)));
    json!({
        "type": "object",
        "description": table.doc,
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}

fn property(key: &'static Key, definitions: &mut Definitions) -> Value {
    let mut description = key.doc.to_owned();
    if !key.default.is_empty() {
        description.push_str(&format!("\n\nDefault: {}.", key.default));
    }
    description.push_str(&format!("\n\nExample: `{}`", key.example));
    let mut schema = any(key.kinds, definitions);
    schema["description"] = json!(description);
    let value = key.default.trim_matches('`');
    if let Some(default) = toml_value(value).filter(|_| value != key.default) {
        schema["default"] = default;
    }
    if let Some(example) = toml_value(key.example).filter(|_| {
        !key.example.starts_with('[')
            || !matches!(
                key.kinds,
                [Kind::Tables(_) | Kind::Table(_) | Kind::Named(_), ..]
            )
    }) {
        schema["examples"] = json!([example]);
    }
    schema
}

/// One schema for all kinds. They have different types, so their keywords do not meet, and a mistake is reported at its
/// own place rather than as "none of these".
fn any(kinds: &'static [Kind], definitions: &mut Definitions) -> Value {
    if let [Kind::Named([modules]), Kind::Named([scoped])] = kinds {
        return either_depth(modules, scoped, definitions);
    }
    let mut types = Vec::new();
    let mut schema = Map::new();
    for kind in kinds {
        let one = match kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::Switch => json!({ "type": "boolean" }),
            Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Kind::Any => json!({}),
            Kind::Table(held) => table_of(held, definitions),
            Kind::Tables(held) => {
                json!({ "type": "array", "items": table_of(held, definitions) })
            }
            Kind::TextsOrTables(held) => {
                let mut items = table_of(held, definitions);
                items["type"] = json!(["string", "object"]);
                json!({ "type": "array", "items": items })
            }
            Kind::Named(kinds) => {
                json!({ "type": "object", "additionalProperties": any(kinds, definitions) })
            }
        };
        let Value::Object(mut one) = one else {
            continue;
        };
        match one.remove("type") {
            Some(Value::Array(several)) => types.extend(several),
            Some(single) => types.push(single),
            None => {}
        }
        schema.extend(one);
    }
    if !types.is_empty() {
        let only = (types.len() == 1).then(|| types.remove(0));
        schema.insert("type".to_owned(), only.unwrap_or(Value::Array(types)));
    }
    Value::Object(schema)
}

/// Modules by registry, or by scope and registry. Here is what servers complete from; `modules` says what is right.
fn either_depth(
    modules: &'static Kind,
    scoped: &'static Kind,
    definitions: &mut Definitions,
) -> Value {
    let (Kind::Named(module), Kind::Named(_)) = (modules, scoped) else {
        return json!({ "type": "object" });
    };
    let module = any(module, definitions);
    definitions.insert("module".to_owned(), module);
    let keys = MODULE.keys.iter();
    let keys = keys.map(|key| (key.name.to_owned(), json!({ "description": key.doc })));
    let keys = keys.collect::<Map<_, _>>();
    let keys = json!({ "properties": keys, "additionalProperties": true });
    definitions.insert(
        "complete".to_owned(),
        json!({ "anyOf": [keys, { "additionalProperties": true }] }),
    );
    let complete = definition("complete");
    json!({
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {
                "allOf": [complete, { "additionalProperties": complete }],
            },
        },
    })
}

/// How deep modules are: with scopes, by scope, registry and name. Scopes may also come from another file or crate; then
/// a table with a `type` in it is a module.
fn modules() -> Value {
    let module = definition("module");
    let strict = json!({
        "allOf": [module, { "required": ["type"], "additionalProperties": true }],
    });
    let either = json!({
        "type": ["string", "object"],
        "if": {
            "type": "object",
            "required": ["type"],
            "properties": { "type": { "type": "string" } },
            "additionalProperties": true,
        },
        "then": module,
        "else": { "additionalProperties": module },
    });
    let at = |schema: &Value| {
        let named = json!({ "additionalProperties": { "additionalProperties": schema } });
        json!({ "properties": { "modules": named }, "additionalProperties": true })
    };
    let included = json!({
        "required": ["rollbook"],
        "properties": {
            "rollbook": { "required": ["include"], "properties": { "include": {} }, "additionalProperties": true },
        },
        "additionalProperties": true,
    });
    json!({
        "if": { "anyOf": [{ "required": ["crates"] }, included] },
        "then": at(&either),
        "else": {
            "if": { "required": ["scope"] },
            "then": at(&json!({ "type": "object", "additionalProperties": strict })),
            "else": at(&strict),
        },
    })
}

fn table_of(held: &'static Table, definitions: &mut Definitions) -> Value {
    // Headers are unique.
    let name = held.header.trim_matches(['[', ']', '`']).to_owned();
    if definitions.take(&name) {
        let mut schema = table(held, definitions);
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("type");
        }
        definitions.insert(name.clone(), schema);
    }
    // tombi takes keys for unknown that a schema does not mention.
    json!({ "type": "object", "allOf": [definition(&name)], "additionalProperties": true })
}
