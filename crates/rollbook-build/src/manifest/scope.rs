//! `[scope.S]`

use toml::de::DeTable;

use super::entries::ScopeEntry;
use super::settings::section;
use super::table::{Entry, Reader};
use crate::diagnostics::name;
use crate::fragment::Package;
use crate::text::{Span, Spanned};

const KEYS: &[&str] = &["parent", "name", "build", "doc"];

pub(super) fn scopes(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<ScopeEntry> {
    let Some(table) = section(reader, file, "scope") else {
        return Vec::new();
    };
    let entries = reader.entries(table).into_iter();
    entries
        .map(|entry| match reader.table(entry) {
            Some(table) => scope(reader, entry, table),
            None => empty(entry.name()),
        })
        .collect()
}

/// The one scope of a package whose manifest speaks of none.
pub(super) fn of_package(package: &Package, source: usize) -> ScopeEntry {
    empty(Spanned {
        value: package.scope.clone(),
        span: Span {
            source,
            start: 0,
            end: 0,
        },
    })
}

fn empty(key: Spanned<String>) -> ScopeEntry {
    ScopeEntry {
        key,
        name: None,
        parent: None,
        builds: Vec::new(),
        doc: None,
    }
}

fn scope(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> ScopeEntry {
    let mut scope = empty(entry.name());
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
