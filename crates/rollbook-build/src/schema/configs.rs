//! The schema of the configs that a `[[check]]` names: its top, and which files it is for.

use std::collections::{BTreeMap, HashSet};

use rollbook::__private::build::{Data, ScopeId};
use rollbook::__private::merge::BASE;
use serde_json::{Map, Value, json};

use super::arguments;
use super::graph::{graph, of_registry};
use super::json::{all, text};
use super::names::scopes;
use super::tables::Tables;
use crate::arguments::Arguments;
use crate::model::{Check, Model, RegistryId};

/// Which configs the schema is for.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) check: &'a Check,
    /// The only scope that names are looked up from, whatever key of a file could name another.
    pub(crate) viewer: Option<ScopeId>,
    /// What is known of the arguments of each module, by registry.
    pub(crate) arguments: &'a [Vec<Option<Arguments>>],
    /// The keys of a file.
    pub(crate) top: Option<Arguments>,
}

/// The schema of the configs that are asked for.
pub(crate) fn configs(model: &Model, data: &[&'static Data], asked: Asked<'_>) -> String {
    let Asked {
        check,
        viewer,
        arguments,
        top,
    } = asked;
    let default = viewer.unwrap_or(check.viewer);
    let mut tables = Tables::new(model, data, check, arguments, graph(model, check));
    let mut properties = Map::new();
    properties.insert(BASE.to_owned(), base());
    let (mut schemas, needs) = match (&check.viewer_key, viewer) {
        (Some(key), None) => {
            let named = scopes(model, data, check.viewer);
            let names = named.keys().collect::<Vec<_>>();
            // A value of another type names no scope, and is for the program to refuse.
            let names = json!({ "if": { "type": "string" }, "then": { "enum": names } });
            properties.insert(key.clone(), names);
            by_viewer(&mut tables, key, &named, default)
        }
        (key, _) => {
            if let Some(key) = key {
                let name = &model.scope(default).name;
                properties.insert(key.clone(), json!({ "enum": [name] }));
            }
            let schemas = vec![tables.hint(TOP, default), tables.checked(TOP, default)];
            (schemas, Vec::from_iter(tables.needed(TOP, default)))
        }
    };
    if let (Some(key), true) = (&check.viewer_key, default != check.viewer) {
        // Without the key, names are looked up from another scope.
        schemas.push(json!({ "required": [key] }));
    }
    // What a file is based on may have what it lacks.
    let mut needed = Vec::from_iter(tables.required());
    if let Some(top) = &top {
        schemas.push(arguments::top(top, check.viewer_key.as_deref()));
        needed.extend(arguments::required(top));
    }
    needed.extend(needs);
    if !needed.is_empty() {
        schemas.push(json!({ "if": { "required": [BASE] }, "else": all(needed) }));
    }
    let mut schema = all(schemas);
    schema["type"] = json!(["object", "array"]);
    schema["properties"] = Value::Object(properties);
    schema["additionalProperties"] = json!(true);
    let title = match model.scopes.len() {
        1 => format!("configs of {}", model.manifest),
        _ => format!(
            "configs of {}, seen from {}",
            model.manifest,
            model.scope(default).name
        ),
    };
    text(&title, schema, tables.definitions)
}

/// The schema of a file that is a module of one registry.
pub(crate) fn registry(
    model: &Model,
    data: &[&'static Data],
    arguments: &[Vec<Option<Arguments>>],
    registry: RegistryId,
    viewer: ScopeId,
) -> String {
    // It names no place: the types of arguments do.
    let check = Check {
        files: Vec::new(),
        type_path: None,
        viewer,
        viewer_key: None,
        slots: Vec::new(),
        ignore: Vec::new(),
        opaque: HashSet::new(),
        schema: None,
    };
    let nodes = of_registry(model, arguments, registry);
    let mut tables = Tables::new(model, data, &check, arguments, nodes);
    let mut schemas = vec![tables.hint(TOP, viewer), tables.checked(TOP, viewer)];
    if let Some(needs) = tables.needed(TOP, viewer) {
        schemas.push(json!({ "if": { "required": [BASE] }, "else": needs }));
    }
    let mut schema = all(schemas);
    schema["properties"] = json!({ BASE: base(), "$schema": {} });
    schema["additionalProperties"] = json!(true);
    let name = &model.registry(registry).name;
    text(
        &format!("a {name} of {}", model.manifest),
        schema,
        tables.definitions,
    )
}

/// The node of the top of a file.
const TOP: Option<usize> = Some(0);

/// A key names the scope, by its name below the root. TOML servers complete from `anyOf` only.
fn by_viewer(
    tables: &mut Tables<'_>,
    key: &str,
    named: &BTreeMap<String, ScopeId>,
    default: ScopeId,
) -> (Vec<Value>, Vec<Value>) {
    let is = |name: &str| json!({ "required": [key], "properties": { key: { "const": name } } });
    let names = named.keys().collect::<Vec<_>>();
    let other = json!({ "required": [key], "properties": { key: { "enum": names } } });
    let mut hints = Vec::new();
    let mut checked = Vec::new();
    let mut needed = Vec::new();
    for (name, scope) in named {
        let mut hint = is(name);
        hint["allOf"] = json!([tables.hint(TOP, *scope)]);
        hints.push(hint);
        checked.push(json!({ "if": is(name), "then": tables.checked(TOP, *scope) }));
        if let Some(needs) = tables.needed(TOP, *scope) {
            needed.push(json!({ "if": is(name), "then": needs }));
        }
    }
    hints.push(json!({ "not": other, "allOf": [tables.hint(TOP, default)] }));
    checked.push(json!({ "if": other, "else": tables.checked(TOP, default) }));
    if let Some(needs) = tables.needed(TOP, default) {
        needed.push(json!({ "if": other, "else": needs }));
    }
    checked.insert(0, json!({ "anyOf": hints }));
    (checked, needed)
}

fn base() -> Value {
    json!({
        "description": "The files that this one is based on: a path, or a list of paths, relative to this file.",
        "type": ["string", "array"],
        "items": { "type": "string" },
    })
}
