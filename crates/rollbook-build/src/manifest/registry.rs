//! `[registry.R]`

use toml::de::{DeTable, DeValue};

use super::entries::{BuildEntry, Derived, RegistryEntry};
use super::keys;
use super::settings::section;
use super::table::{Entry, Fields, Reader};
use crate::diagnostics::{Problem, messages, name};
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
        traits: traits(&mut fields),
        dispatch: fields.boolean("dispatch"),
        impls: fields.strings("impl"),
        context: fields.string("context"),
        asynchronous: fields.boolean("async"),
        local: fields.boolean("local"),
        validate: fields.boolean("validate"),
        build: fields
            .get("build")
            .and_then(|entry| build(&mut fields.reader, entry)),
        key: fields.string("key"),
        bare: fields.boolean("bare"),
        conversions: fields.boolean("conversions"),
        content: fields.string("content"),
        tagging: fields.string("tagging"),
        sequence: fields.string("sequence"),
        fallback: fields.string("fallback"),
        default: fields.string("default"),
        derive: derive(&mut fields),
        reserved: reserved(&mut fields),
        schema: fields.string("schema"),
        doc: fields.string("doc").map(|doc| doc.value),
    }
}

/// One trait, or a list of them.
fn traits(fields: &mut Fields<'_, '_>) -> Vec<Spanned<String>> {
    match fields.get("trait").map(|entry| entry.value) {
        Some(DeValue::Array(_)) => fields.strings("trait"),
        _ => fields.string("trait").into_iter().collect(),
    }
}

/// Names that were removed, each with what to do instead.
fn reserved(fields: &mut Fields<'_, '_>) -> Vec<(Spanned<String>, Spanned<String>)> {
    let entries = fields.named("reserved").into_iter();
    let read = |entry: Entry<'_>| Some((entry.name(), fields.reader.string(entry)?));
    entries.filter_map(read).collect()
}

/// A build function: its path, or a table that says more.
pub(super) fn build(reader: &mut Reader<'_>, entry: Entry<'_>) -> Option<BuildEntry> {
    let DeValue::Table(table) = entry.value else {
        let function = reader.string(Entry {
            known: entry.known.or(keys::REGISTRY.key("build")),
            ..entry
        })?;
        return Some(BuildEntry {
            function,
            generic: false,
        });
    };
    let mut fields = reader.fields(table, &keys::BUILD, "the build function");
    let generic = fields.boolean("generic");
    let function = fields.string("function");
    let reported = fields.get("function").is_some() || fields.any_unknown();
    if function.is_none() && !reported {
        let problem = Problem::new(&messages::NO_FUNCTION, entry.span, "no `function`");
        reader.problems.add(problem);
    }
    Some(BuildEntry {
        function: function?,
        generic: generic.is_some_and(|generic| generic.value),
    })
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
