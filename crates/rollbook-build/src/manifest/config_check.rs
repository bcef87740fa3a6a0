//! `[[check]]`: which config files are checked while the program builds, and what in them names a module.

use toml::de::{DeTable, DeValue};

use super::table::{Entry, Reader};
use crate::diagnostics::{Problem, messages};
use crate::text::{Span, Spanned};

const KEYS: &[&str] = &[
    "files",
    "type",
    "viewer",
    "viewer-key",
    "slots",
    "ignore",
    "opaque",
];

/// One `[[check]]`.
#[derive(Debug)]
pub(crate) struct CheckEntry {
    /// Globs; those that start with `!` take files away.
    pub(crate) files: Vec<Spanned<String>>,
    /// What `check_configs!` reads a file into.
    pub(crate) type_path: Option<Spanned<String>>,
    pub(crate) viewer: Option<Spanned<String>>,
    pub(crate) viewer_key: Option<Spanned<String>>,
    /// Pattern and registry.
    pub(crate) slots: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) ignore: Vec<Spanned<String>>,
    /// Registry, and names of it.
    pub(crate) opaque: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

pub(super) fn checks(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<CheckEntry> {
    let Some((key, value)) = file.get_key_value("check") else {
        return Vec::new();
    };
    let whole = Entry {
        key: key.get_ref(),
        key_span: reader.span(key.span()),
        value: value.get_ref(),
        span: reader.span(value.span()),
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
    let mut check = CheckEntry {
        files: Vec::new(),
        type_path: None,
        viewer: None,
        viewer_key: None,
        slots: Vec::new(),
        ignore: Vec::new(),
        opaque: Vec::new(),
    };
    for entry in reader.entries(table) {
        match entry.key {
            "files" if matches!(entry.value, DeValue::String(_)) => {
                check.files.extend(reader.string(entry));
            }
            "files" => check.files = reader.strings(entry),
            "type" => check.type_path = reader.string(entry),
            "viewer" => check.viewer = reader.string(entry),
            "viewer-key" => check.viewer_key = reader.string(entry),
            "ignore" => check.ignore = reader.strings(entry),
            "slots" => {
                let Some(slots) = reader.table(entry) else {
                    continue;
                };
                for entry in reader.entries(slots) {
                    if let Some(registry) = reader.string(entry) {
                        check.slots.push((entry.name(), registry));
                    }
                }
            }
            "opaque" => {
                let Some(table) = reader.table(entry) else {
                    continue;
                };
                for entry in reader.entries(table) {
                    let names = reader.strings(entry);
                    check.opaque.push((entry.name(), names));
                }
            }
            _ => reader.unknown(entry, "`[[check]]`", KEYS),
        }
    }
    if !table.contains_key("files") {
        let problem = Problem::new(&messages::CHECK_WITHOUT_FILES, span, "this table");
        reader.problems.add(problem);
    }
    check
}
