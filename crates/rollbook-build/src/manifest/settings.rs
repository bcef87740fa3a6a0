//! `[rollbook]`, and what may stand at the top of a file.

use toml::de::DeTable;

use super::entries::Settings;
use super::table::{Entry, Reader};
use crate::diagnostics::{Problem, messages, name};

const TOP: &[&str] = &[
    "rollbook", "registry", "scope", "modules", "crates", "check",
];
const KEYS: &[&str] = &["scope", "module", "include", "serde"];

/// Refuses what a file does not have at its top.
pub(super) fn top(reader: &mut Reader<'_>, file: &DeTable<'_>, manifest: Option<&str>) {
    for entry in reader.entries(file) {
        if !TOP.contains(&entry.key) {
            reader.unknown(entry, "the manifest", TOP);
        } else if let ("rollbook" | "crates" | "check", Some(manifest)) = (entry.key, manifest) {
            let label = "only the manifest itself has it";
            let problem = Problem::new(&messages::SETTINGS_IN_INCLUDED, entry.key_span, label)
                .with("table", crate::diagnostics::plain(entry.key))
                .with("manifest", name(manifest));
            reader.problems.add(problem);
        }
    }
}

pub(super) fn settings(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Settings {
    let mut settings = Settings::default();
    let Some(table) = section(reader, file, "rollbook") else {
        return settings;
    };
    for entry in reader.entries(table) {
        match entry.key {
            "scope" => settings.scope = reader.string(entry),
            "module" => settings.module = reader.string(entry),
            "include" => settings.include = reader.strings(entry),
            "serde" => settings.serde = reader.boolean(entry),
            _ => reader.unknown(entry, "`[rollbook]`", KEYS),
        }
    }
    settings
}

/// The table of that name at the top of a file.
pub(super) fn section<'t>(
    reader: &mut Reader<'_>,
    file: &'t DeTable<'t>,
    key: &str,
) -> Option<&'t DeTable<'t>> {
    let (key, value) = file.get_key_value(key)?;
    let entry = Entry {
        key: key.get_ref(),
        key_span: reader.span(key.span()),
        value: value.get_ref(),
        span: reader.span(value.span()),
    };
    reader.table(entry)
}
