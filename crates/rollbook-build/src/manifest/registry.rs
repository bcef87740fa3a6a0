//! `[registry.R]`

use toml::de::{DeTable, DeValue};

use super::entries::{Derived, RegistryEntry};
use super::keys;
use super::settings::section;
use super::table::{Entry, Fields, Reader};
use crate::diagnostics::name;
use crate::text::Spanned;

pub(super) fn registries(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<RegistryEntry> {
    let nothing = DeTable::new();
    let mut registries = Vec::new();
    for entry in section(reader, file, "registry") {
        let table = reader.table(entry).unwrap_or(&nothing);
        registries.push(registry(reader, entry, table));
    }
    registries
}

fn registry(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> RegistryEntry {
    let shown = format!("the registry {}", name(entry.key));
    let mut fields = reader.fields(table, &keys::REGISTRY, &shown);
    RegistryEntry {
        name: entry.name(),
        trait_path: fields.string("trait"),
        dispatch: fields.boolean("dispatch"),
        context: fields.string("context"),
        build: fields.string("build"),
        key: fields.string("key"),
        bare: fields.boolean("bare"),
        sequence: fields.string("sequence"),
        derive: derive(&mut fields),
        doc: fields.string("doc").map(|doc| doc.value),
    }
}

/// A list for both enums, or one for each.
fn derive(fields: &mut Fields<'_, '_>) -> Vec<(Derived, Spanned<String>)> {
    let for_enum = |which| move |name| (which, name);
    let Some(entry) = fields.get("derive") else {
        return Vec::new();
    };
    match entry.value {
        DeValue::Table(table) => {
            let mut fields = fields.reader.fields(table, &keys::DERIVE, "`derive`");
            let config = fields.strings("config").into_iter();
            let config = config.map(for_enum(Derived::Config)).collect::<Vec<_>>();
            let module = fields.strings("module").into_iter();
            let module = module.map(for_enum(Derived::Module));
            config.into_iter().chain(module).collect()
        }
        _ => {
            let both = fields.strings("derive").into_iter();
            both.map(for_enum(Derived::Both)).collect()
        }
    }
}
