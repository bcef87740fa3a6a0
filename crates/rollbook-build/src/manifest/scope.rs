//! `[scope.S]`

use toml::de::DeTable;

use super::entries::ScopeEntry;
use super::keys;
use super::registry::build;
use super::settings::section;
use super::table::{Entry, Reader};
use crate::diagnostics::name;
use crate::fragment::Package;
use crate::text::{SourceId, Spanned};

pub(super) fn scopes(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<ScopeEntry> {
    let nothing = DeTable::new();
    let mut scopes = Vec::new();
    for entry in section(reader, file, "scope") {
        let table = reader.table(entry).unwrap_or(&nothing);
        scopes.push(scope(reader, entry, table));
    }
    scopes
}

fn scope(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> ScopeEntry {
    let shown = format!("the scope {}", name(entry.key));
    let mut fields = reader.fields(table, &keys::SCOPE, &shown);
    let mut builds = Vec::new();
    for entry in fields.named("build") {
        let function = build(&mut fields.reader, entry);
        builds.extend(function.map(|function| (entry.name(), function)));
    }
    ScopeEntry {
        key: entry.name(),
        name: fields.string("name"),
        parent: fields.string("parent"),
        builds,
        doc: fields.string("doc").map(|doc| doc.value),
    }
}

/// The one scope of a package whose manifest has no `[scope]`.
pub(super) fn of_package(package: &Package, source: SourceId) -> ScopeEntry {
    ScopeEntry {
        key: Spanned {
            value: package.scope.clone(),
            span: source.span(0..0),
        },
        name: None,
        parent: None,
        builds: Vec::new(),
        doc: None,
    }
}
