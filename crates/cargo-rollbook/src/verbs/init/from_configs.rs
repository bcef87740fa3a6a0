//! Makes a manifest from existing configs: each table with a `type` names a module, and its place says of
//! which registry.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::skeleton::{Module, Skeleton};
use crate::write::read as read_text;

const NOTE: &str = "# Made by `cargo rollbook init --from-configs`. The names are those of the configs. The types and the registries are\n# guesses: correct them.\n";

/// The key that names a module.
const KEY: &str = "type";

/// The key that names the scope of a table.
const SCOPE_KEY: &str = "_scope_";

/// # Errors
///
/// The pattern finds no file, or a file cannot be read.
pub(super) fn read(pattern: &str, folder: &Path, package: &str) -> Result<Skeleton> {
    let found = glob::glob(pattern).with_context(|| format!("`{pattern}` is not a pattern"))?;
    let mut files = found.collect::<Result<Vec<_>, _>>()?;
    files.retain(|file| file.is_file());
    files.sort();
    if files.is_empty() {
        bail!("no file matches `{pattern}`");
    }
    let mut skeleton = Skeleton {
        note: NOTE,
        files: Some(relative(pattern, folder)),
        ..Skeleton::default()
    };
    for file in &files {
        let text = read_text(file)?;
        let shown = file.display();
        let config = match file.extension().and_then(|extension| extension.to_str()) {
            Some("json") => {
                serde_json::from_str(&text).with_context(|| format!("cannot read `{shown}`"))?
            }
            Some("toml") => {
                let document = text.parse::<toml_edit::DocumentMut>();
                of_toml(
                    document
                        .with_context(|| format!("cannot read `{shown}`"))?
                        .as_item(),
                )
            }
            _ => bail!("`{shown}` is neither `.toml` nor `.json`"),
        };
        walk(&config, "", package, &mut skeleton);
    }
    if !skeleton.scopes.is_empty() {
        skeleton.own_scope = Some(package.to_owned());
    }
    if skeleton.registries.is_empty() {
        bail!("no config has a table with the key `{KEY}`");
    }
    Ok(skeleton)
}

/// The pattern as the manifest must write it: relative to its folder.
fn relative(pattern: &str, folder: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let whole = here.join(pattern);
    let below = whole
        .strip_prefix(folder)
        .map(|path| path.to_string_lossy().into_owned());
    below
        .unwrap_or_else(|_| pattern.to_owned())
        .replace('\\', "/")
}

fn of_toml(item: &toml_edit::Item) -> Value {
    if let Some(text) = item.as_str() {
        return text.into();
    }
    if let Some(tables) = item.as_array_of_tables() {
        return tables.iter().map(|table| of_table(table)).collect();
    }
    if let Some(list) = item.as_array() {
        return list
            .iter()
            .map(|value| of_toml(&toml_edit::Item::Value(value.clone())))
            .collect();
    }
    item.as_table_like().map_or(Value::Null, of_table)
}

fn of_table(table: &dyn toml_edit::TableLike) -> Value {
    let entries = table
        .iter()
        .map(|(key, item)| (key.to_owned(), of_toml(item)));
    Value::Object(entries.collect())
}

fn walk(value: &Value, path: &str, package: &str, skeleton: &mut Skeleton) {
    match value {
        Value::Object(entries) => {
            if let Some(scope) = entries.get(SCOPE_KEY).and_then(Value::as_str) {
                // It is sought by its name among all scopes.
                skeleton.scope(&[scope], package);
            }
            if let (Some(name), Some(registry)) =
                (entries.get(KEY).and_then(Value::as_str), registry(path))
            {
                let parts = name.split('.').collect::<Vec<_>>();
                let (name, scopes) = parts.split_last().unwrap_or((&name, &[]));
                let scope = skeleton.scope(scopes, package);
                let module = Module {
                    scope,
                    type_path: format!("crate::{}", identifier(name)),
                    ..Module::default()
                };
                let modules = &mut skeleton
                    .registries
                    .entry(registry.clone())
                    .or_default()
                    .modules;
                if !name.is_empty() {
                    modules.insert((module.scope.clone(), (*name).to_owned()), module);
                }
                skeleton.slots.insert(path.to_owned(), registry);
            }
            for (key, value) in entries {
                let key = quoted(key);
                let below = if path.is_empty() {
                    key
                } else {
                    format!("{path}.{key}")
                };
                walk(value, &below, package, skeleton);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, &format!("{path}[]"), package, skeleton);
            }
        }
        _ => {}
    }
}

/// A key as a path of `slots` writes it.
fn quoted(key: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        format!("'{key}'")
    }
}

/// A registry that is named after the place: `model.backbone` is a `backbone`, `transforms[]` holds a `transform`.
fn registry(path: &str) -> Option<String> {
    let list = path.ends_with("[]");
    let key = path.trim_end_matches("[]").rsplit('.').next()?;
    let word = key
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let word = word.collect::<String>().to_lowercase().replace('-', "_");
    let word = match word.strip_suffix('s') {
        Some(one) if list && !one.is_empty() => one.to_owned(),
        _ => word,
    };
    let starts = word.starts_with(|c: char| c.is_alphabetic() || c == '_');
    // A word of Rust, and what the generated file has itself, cannot name a registry.
    let word = match rollbook_build::is_registry_name(&word) {
        true => word,
        false => format!("{word}_"),
    };
    (starts && rollbook_build::is_registry_name(&word)).then_some(word)
}

/// A Rust name for a module.
fn identifier(name: &str) -> String {
    let mut out = String::new();
    let mut start = true;
    for c in name.chars() {
        if c.is_alphanumeric() {
            if start {
                out.extend(c.to_uppercase());
            } else {
                out.push(c);
            }
            start = false;
        } else {
            start = true;
        }
    }
    if out.starts_with(|c: char| c.is_alphabetic()) {
        out
    } else {
        format!("M{out}")
    }
}
