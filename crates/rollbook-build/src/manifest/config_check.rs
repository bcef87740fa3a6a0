//! `[[check]]`: which config files are checked while the program builds, and what in them names a module.

use toml::de::{DeTable, DeValue};

use super::entries::CheckEntry;
use super::keys;
use super::settings::top_entry;
use super::table::{Entry, Reader};
use crate::diagnostics::{Problem, messages};
use crate::text::Span;

pub(super) fn checks(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<CheckEntry> {
    let Some(whole) = top_entry(reader, file, "check") else {
        return Vec::new();
    };
    let DeValue::Array(list) = whole.value else {
        reader.wrong::<()>(whole, "a list of tables");
        return Vec::new();
    };
    let mut checks = Vec::new();
    for item in list.iter() {
        let entry = Entry {
            value: item.get_ref(),
            span: reader.span(item.span()),
            ..whole
        };
        match entry.value {
            DeValue::Table(table) => checks.push(one(reader, entry.span, table)),
            _ => {
                reader.wrong::<()>(entry, "a list of tables");
            }
        }
    }
    checks
}

fn one(reader: &mut Reader<'_>, span: Span, table: &DeTable<'_>) -> CheckEntry {
    let mut fields = reader.fields(table, &keys::CHECK, "`[[check]]`");
    let files = match fields.get("files") {
        Some(entry) if entry.value.is_str() => fields.reader.string(entry).into_iter().collect(),
        _ => fields.strings("files"),
    };
    let mut slots = Vec::new();
    for entry in fields.named("slots") {
        let registry = fields.reader.string(entry);
        slots.extend(registry.map(|registry| (entry.name(), registry)));
    }
    let mut opaque = Vec::new();
    for entry in fields.named("opaque") {
        opaque.push((entry.name(), fields.reader.strings(entry)));
    }
    let check = CheckEntry {
        files,
        type_path: fields.string("type"),
        viewer: fields.string("viewer"),
        viewer_key: fields.string("viewer-key"),
        slots,
        ignore: fields.strings("ignore"),
        opaque,
        schema: fields.string("schema"),
    };
    if fields.get("files").is_none() {
        let problem = Problem::new(&messages::CHECK_WITHOUT_FILES, span, "this table");
        reader.problems.add(problem);
    }
    check
}
