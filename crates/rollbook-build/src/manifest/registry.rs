//! `[registry.R]`

use toml::de::{DeTable, DeValue};

use super::entries::{Derived, RegistryEntry};
use super::settings::section;
use super::table::{Entry, Reader};
use crate::diagnostics::name;

const KEYS: &[&str] = &[
    "trait", "dispatch", "context", "build", "key", "bare", "sequence", "derive", "doc",
];

pub(super) fn registries(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<RegistryEntry> {
    let Some(table) = section(reader, file, "registry") else {
        return Vec::new();
    };
    let entries = reader.entries(table).into_iter();
    entries
        .map(|entry| match reader.table(entry) {
            Some(table) => registry(reader, entry, table),
            None => empty(entry),
        })
        .collect()
}

fn empty(entry: Entry<'_>) -> RegistryEntry {
    RegistryEntry {
        name: entry.name(),
        trait_path: None,
        dispatch: None,
        context: None,
        build: None,
        key: None,
        bare: None,
        sequence: None,
        derive: Vec::new(),
        doc: None,
    }
}

fn registry(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> RegistryEntry {
    let mut registry = empty(entry);
    for entry in reader.entries(table) {
        match entry.key {
            "trait" => registry.trait_path = reader.string(entry),
            "dispatch" => registry.dispatch = reader.boolean(entry),
            "context" => registry.context = reader.string(entry),
            "build" => registry.build = reader.string(entry),
            "key" => registry.key = reader.string(entry),
            "bare" => registry.bare = reader.boolean(entry),
            "sequence" => registry.sequence = reader.string(entry),
            "derive" => registry.derive = derive(reader, entry),
            "doc" => registry.doc = reader.string(entry).map(|doc| doc.value),
            _ => {
                let table = format!("the registry {}", name(&registry.name.value));
                reader.unknown(entry, &table, KEYS);
            }
        }
    }
    registry
}

/// A list for both enums, or one for each.
fn derive(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
) -> Vec<(Derived, crate::text::Spanned<String>)> {
    let mut derived = Vec::new();
    let mut add = |reader: &mut Reader<'_>, entry, which| {
        derived.extend(reader.strings(entry).into_iter().map(|name| (which, name)));
    };
    match entry.value {
        DeValue::Array(_) => add(reader, entry, Derived::Both),
        DeValue::Table(table) => {
            for entry in reader.entries(table) {
                match entry.key {
                    "config" => add(reader, entry, Derived::Config),
                    "module" => add(reader, entry, Derived::Module),
                    _ => reader.unknown(entry, "`derive`", &["config", "module"]),
                }
            }
        }
        _ => {
            reader.wrong::<()>(entry, "a list of strings or a table");
        }
    }
    derived
}
