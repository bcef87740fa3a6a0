//! The schema of `registry.toml`, from the table of its keys.

use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};

use super::json::{definition, text};
use crate::manifest::keys::{Key, Kind, MODULE, TOP, Table};

/// The schema of a manifest.
pub(crate) fn manifest() -> String {
    let mut definitions = Map::new();
    let mut schema = table(&TOP, &mut definitions);
    schema["$defs"] = Value::Object(definitions);
    text("rollbook's registry.toml", schema)
}

fn table(table: &'static Table, definitions: &mut Map<String, Value>) -> Value {
    let keys = table.keys.iter();
    let properties = keys.map(|key| (key.name.to_owned(), property(key, definitions)));
    json!({
        "type": "object",
        "description": table.doc,
        "properties": properties.collect::<Map<_, _>>(),
        "additionalProperties": false,
    })
}

fn property(key: &'static Key, definitions: &mut Map<String, Value>) -> Value {
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
fn any(kinds: &'static [Kind], definitions: &mut Map<String, Value>) -> Value {
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

/// Modules by registry, or by scope and registry. A table with a `type` in it is a module.
fn either_depth(
    modules: &'static Kind,
    scoped: &'static Kind,
    definitions: &mut Map<String, Value>,
) -> Value {
    let (Kind::Named(module), Kind::Named(_)) = (modules, scoped) else {
        return json!({ "type": "object" });
    };
    let module = any(module, definitions);
    // Servers for TOML complete from here.
    let loose = super::json::definition("complete");
    let keys = MODULE.keys.iter();
    let keys = keys.map(|key| (key.name.to_owned(), json!({ "description": key.doc })));
    definitions.insert(
        "complete".to_owned(),
        json!({ "anyOf": [{ "properties": keys.collect::<Map<_, _>>() }, {}] }),
    );
    json!({
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": {
                "type": ["string", "object"],
                "allOf": [loose],
                "if": {
                    "type": "object",
                    "required": ["type"],
                    "properties": { "type": { "type": "string" } },
                },
                "then": module,
                "else": { "additionalProperties": module },
            },
        },
    })
}

fn table_of(held: &'static Table, definitions: &mut Map<String, Value>) -> Value {
    // Headers are unique.
    let name = held.header.trim_matches(['[', ']', '`']).to_owned();
    if !definitions.contains_key(&name) {
        definitions.insert(name.clone(), Value::Null);
        let mut schema = table(held, definitions);
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("type");
        }
        definitions.insert(name.clone(), schema);
    }
    json!({ "type": "object", "allOf": [definition(&name)] })
}

/// A value of TOML as JSON. `None` for the header of a table, and for prose.
fn toml_value(text: &str) -> Option<Value> {
    let text = format!("value = {text}");
    let table = DeTable::parse(&text).ok()?;
    json_of(table.get_ref().get("value")?.get_ref())
}

fn json_of(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(value) => json!(value),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().ok()?),
        DeValue::Array(items) => {
            let items = items.iter().map(|item| json_of(item.get_ref()));
            Value::Array(items.collect::<Option<_>>()?)
        }
        DeValue::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Some((key.get_ref().to_string(), json_of(value.get_ref())?)));
            Value::Object(entries.collect::<Option<_>>()?)
        }
        DeValue::Float(_) | DeValue::Datetime(_) => return None,
    })
}
