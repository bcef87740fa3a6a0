//! The arguments of a module as a schema.

use rollbook::__private::build::SCOPE_KEY;
use rollbook::__private::merge::{BASE, DELETE, MERGE};
use serde_json::{Map, Value, json};

use super::json::{all, toml_value};
use crate::arguments::{Argument, Arguments, Shape};

/// The keys that are not arguments, and may be there.
const OTHER_KEYS: [&str; 3] = [SCOPE_KEY, DELETE, MERGE];

/// What is checked of a table with these arguments, but for those that are missing. `keys` may be there, too.
pub(super) fn checked(arguments: &Arguments, keys: &[&str]) -> Value {
    let mut properties = properties(arguments, value);
    let keys = keys.iter().chain(&OTHER_KEYS);
    for key in keys {
        properties.entry(*key).or_insert_with(|| json!({}));
    }
    json!({ "properties": properties, "additionalProperties": !arguments.strict })
}

/// What is checked of a file with these keys.
pub(super) fn top(arguments: &Arguments, viewer_key: Option<&str>) -> Value {
    let mut keys = vec![BASE, "$schema"];
    keys.extend(viewer_key);
    checked(arguments, &keys)
}

/// What servers complete from: keys with documentation. Nothing fails it.
pub(super) fn hints(arguments: &Arguments) -> Map<String, Value> {
    properties(arguments, |_| json!({}))
}

/// The arguments that must be there, under one of their names. `None` if there are none.
pub(super) fn required(arguments: &Arguments) -> Option<Value> {
    let (plain, aliased): (Vec<_>, Vec<_>) = arguments
        .fields
        .iter()
        .filter(|field| field.required)
        .partition(|field| field.aliases.is_empty());
    let names = plain.iter().map(|field| &field.name).collect::<Vec<_>>();
    let mut schemas = Vec::new();
    if !names.is_empty() {
        schemas.push(json!({ "required": names }));
    }
    // Of a failed `anyOf`, a server would not say which name is missing.
    schemas.extend(aliased.iter().map(|field| {
        let alias = |alias| json!({ "required": [alias] });
        let aliases = field.aliases.iter().map(alias).collect::<Vec<_>>();
        json!({ "if": { "anyOf": aliases }, "else": { "required": [field.name] } })
    }));
    (!schemas.is_empty()).then(|| all(schemas))
}

/// The keys of a table that say how it is merged with what the file is based on.
pub(super) fn layer_keys() -> Value {
    json!({
        "properties": {
            DELETE: {
                "description": "`true`: this table replaces the one that it is based on. A list: these keys of that one are removed.",
                "type": ["boolean", "array"],
                "items": { "type": "string" },
            },
            MERGE: {
                "description": "`true`: the arguments of the table that this one is based on stay, though another module is named.",
                "type": "boolean",
            },
        },
        "additionalProperties": true,
    })
}

fn properties(arguments: &Arguments, of: impl Fn(&Shape) -> Value) -> Map<String, Value> {
    let mut properties = Map::new();
    for field in &arguments.fields {
        let mut schema = of(&field.shape);
        if let Some(text) = description(field) {
            schema["description"] = json!(text);
        }
        if let Some(default) = field.default.as_deref().and_then(toml_value) {
            schema["default"] = default;
        }
        for alias in &field.aliases {
            let mut schema = of(&field.shape);
            schema["description"] = json!(format!("The same as `{}`.", field.name));
            properties.insert(alias.clone(), schema);
        }
        properties.insert(field.name.clone(), schema);
    }
    properties
}

fn description(field: &Argument) -> Option<String> {
    let default = field.default.as_ref();
    let default = default.map(|default| format!("Default: `{default}`."));
    let parts = field.doc.iter().cloned().chain(default);
    let text = parts.collect::<Vec<_>>().join("\n\n");
    (!text.is_empty()).then_some(text)
}

fn value(shape: &Shape) -> Value {
    match shape {
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer { min, max } => {
            let mut schema = json!({ "type": "integer" });
            let limit = |limit: &Option<i128>| limit.and_then(|limit| i64::try_from(limit).ok());
            if let Some(min) = limit(min) {
                schema["minimum"] = json!(min);
            }
            if let Some(max) = limit(max) {
                schema["maximum"] = json!(max);
            }
            schema
        }
        Shape::Number => json!({ "type": "number" }),
        Shape::Text => json!({ "type": "string" }),
        Shape::Optional(inner) => {
            let mut schema = value(inner);
            if let Some(Value::String(known)) = schema.get("type") {
                schema["type"] = json!([known, "null"]);
            }
            if let Some(Value::Array(names)) = schema.get_mut("enum") {
                names.push(Value::Null);
            }
            schema
        }
        Shape::List { of, length } => {
            let mut schema = json!({ "type": "array", "items": value(of) });
            if let Some(length) = length {
                schema["minItems"] = json!(length);
                schema["maxItems"] = json!(length);
            }
            schema
        }
        Shape::Tuple(parts) => json!({
            "type": "array",
            "items": parts.iter().map(value).collect::<Vec<_>>(),
            "minItems": parts.len(),
            "maxItems": parts.len(),
        }),
        Shape::Map(of) => json!({ "type": "object", "additionalProperties": value(of) }),
        Shape::Table(arguments) => {
            let mut schema = checked(arguments, &[]);
            // serde takes a list of all values, too, in the order of the type.
            schema["type"] = json!(["object", "array"]);
            let items = arguments.fields.iter().map(|field| value(&field.shape));
            schema["items"] = Value::Array(items.collect());
            schema
        }
        Shape::Choice(choices) => {
            let names = choices.iter();
            let names = names.flat_map(|choice| choice.aliases.iter().chain([&choice.name]));
            json!({ "enum": names.collect::<Vec<_>>() })
        }
        // Slots say what belongs there.
        Shape::Any | Shape::Module(_) => json!({}),
    }
}
