//! `[rollbook]`, and what a file may have at its top.

use toml::de::DeTable;

use super::entries::Settings;
use super::keys;
use super::table::{Entry, Reader};
use crate::diagnostics::{Problem, messages, name, plain};

/// Refuses what a file may not have at its top. `manifest` names the manifest that includes the file.
pub(super) fn top(reader: &mut Reader<'_>, file: &DeTable<'_>, manifest: Option<&str>) {
    let fields = reader.fields(file, &keys::TOP, "the manifest");
    let Some(manifest) = manifest else {
        return;
    };
    for key in ["rollbook", "crates", "check"] {
        if let Some(entry) = fields.get(key) {
            let label = "only the manifest itself has it";
            let problem = Problem::new(&messages::SETTINGS_IN_INCLUDED, entry.key_span, label)
                .with("table", plain(entry.key))
                .with("manifest", name(manifest));
            fields.reader.problems.add(problem);
        }
    }
}

pub(super) fn settings(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Settings {
    let nothing = DeTable::new();
    let table = top_entry(reader, file, "rollbook").and_then(|entry| reader.table(entry));
    let mut fields = reader.fields(table.unwrap_or(&nothing), &keys::ROLLBOOK, "`[rollbook]`");
    Settings {
        scope: fields.string("scope"),
        module: fields.string("module"),
        visibility: fields.string("visibility"),
        include: fields.strings("include"),
        serde: fields.boolean("serde"),
        spans: fields.boolean("spans"),
        lock: fields.boolean("lock"),
    }
}

/// The entries of the table of that name at the top of a file.
pub(super) fn section<'t>(
    reader: &mut Reader<'_>,
    file: &'t DeTable<'t>,
    key: &str,
) -> Vec<Entry<'t>> {
    let table = top_entry(reader, file, key).and_then(|entry| reader.table(entry));
    table.map(|table| reader.entries(table)).unwrap_or_default()
}

/// A key at the top of a file.
pub(super) fn top_entry<'t>(
    reader: &Reader<'_>,
    file: &'t DeTable<'t>,
    key: &str,
) -> Option<Entry<'t>> {
    let (written, value) = file.get_key_value(key)?;
    Some(Entry {
        key: written.get_ref(),
        key_span: reader.span(written.span()),
        value: value.get_ref(),
        span: reader.span(value.span()),
        known: keys::TOP.key(key),
    })
}
