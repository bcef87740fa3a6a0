//! `[scope.S]`

use toml::de::DeTable;

use super::ScopeEntry;
use super::settings::section;
use super::table::{Entry, Reader};
use crate::diagnostics::name;

const KEYS: &[&str] = &["parent", "name", "build", "doc"];

pub(super) fn scopes(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<ScopeEntry> {
    let Some(table) = section(reader, file, "scope") else {
        return Vec::new();
    };
    let entries = reader.entries(table).into_iter();
    entries
        .map(|entry| match reader.table(entry) {
            Some(table) => scope(reader, entry, table),
            None => empty(entry),
        })
        .collect()
}

fn empty(entry: Entry<'_>) -> ScopeEntry {
    ScopeEntry {
        key: entry.name(),
        name: None,
        parent: None,
        builds: Vec::new(),
        doc: None,
    }
}

fn scope(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> ScopeEntry {
    let mut scope = empty(entry);
    for entry in reader.entries(table) {
        match entry.key {
            "parent" => scope.parent = reader.string(entry),
            "name" => scope.name = reader.string(entry),
            "doc" => scope.doc = reader.string(entry).map(|doc| doc.value),
            "build" => {
                let Some(table) = reader.table(entry) else {
                    continue;
                };
                for entry in reader.entries(table) {
                    if let Some(function) = reader.string(entry) {
                        scope.builds.push((entry.name(), function));
                    }
                }
            }
            _ => {
                let table = format!("the scope {}", name(&scope.key.value));
                reader.unknown(entry, &table, KEYS);
            }
        }
    }
    scope
}
