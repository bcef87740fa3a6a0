//! `[modules.S.R]`, without scopes `[modules.R]`, and the entries below.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::defaults::defaults;
use super::entries::{AliasEntry, ModuleEntry};
use super::keys;
use super::settings::section;
use super::table::{Entry, Fields, Reader};
use crate::diagnostics::{Problem, messages, name, quoted};
use crate::text::Spanned;

/// The names that all files declare: they say how deep `[modules...]` goes.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) scopes: BTreeSet<String>,
    pub(super) registries: BTreeSet<String>,
}

impl Declared {
    fn scopes(&self) -> Vec<&str> {
        self.scopes.iter().map(String::as_str).collect()
    }

    fn registries(&self) -> Vec<&str> {
        self.registries.iter().map(String::as_str).collect()
    }

    /// The header of the table that an entry belongs to.
    fn header(&self, scope: Option<&str>) -> String {
        let registry = self.registries.first().map_or("model", String::as_str);
        match scope.or(self.scopes.first().map(String::as_str)) {
            Some(scope) => format!("`[modules.{}.{}]`", quoted(scope), quoted(registry)),
            None => format!("`[modules.{}]`", quoted(registry)),
        }
    }
}

pub(super) fn modules(
    reader: &mut Reader<'_>,
    file: &DeTable<'_>,
    declared: &Declared,
) -> Vec<ModuleEntry> {
    let mut modules = Vec::new();
    for first in section(reader, file, "modules") {
        // A declared name means what was declared, also if a module in it is named `type`.
        let has_scopes = !declared.scopes.is_empty();
        if !has_scopes && declared.registries.contains(first.key) && first.value.is_table() {
            entries(reader, None, first, &mut modules);
        } else if has_scopes && declared.scopes.contains(first.key) && first.value.is_table() {
            of_scope(reader, first, declared, &mut modules);
        } else if is_entry(first) {
            no_registry(reader, first, None, declared);
        } else if !has_scopes {
            unknown_without_scopes(reader, first, declared);
        } else {
            unknown_scope(reader, first, declared);
        }
    }
    modules
}

/// `[modules.S]`
fn of_scope(
    reader: &mut Reader<'_>,
    scope: Entry<'_>,
    declared: &Declared,
    modules: &mut Vec<ModuleEntry>,
) {
    let Some(table) = reader.table(scope) else {
        return;
    };
    let mut reported = false;
    for registry in reader.entries(table) {
        if declared.registries.contains(registry.key) {
            entries(reader, Some(scope.key), registry, modules);
        } else if !is_entry(registry) {
            unknown_registry(reader, registry, declared);
        } else if !reported {
            // One report is enough for a table full of them.
            no_registry(reader, registry, Some(scope.key), declared);
            reported = true;
        }
    }
}

/// `[modules.S.R]` or `[modules.R]`
fn entries(
    reader: &mut Reader<'_>,
    scope: Option<&str>,
    registry: Entry<'_>,
    modules: &mut Vec<ModuleEntry>,
) {
    let Some(table) = reader.table(registry) else {
        return;
    };
    let nothing = DeTable::new();
    for entry in reader.entries(table) {
        match entry.value {
            DeValue::String(path) => {
                let mut module = module(reader, scope, registry.key, entry, &nothing);
                module.type_path = Some(Spanned {
                    value: path.clone().into_owned(),
                    span: entry.span,
                });
                modules.push(module);
            }
            DeValue::Table(table) => {
                modules.push(module(reader, scope, registry.key, entry, table));
            }
            _ => {
                reader.wrong::<()>(entry, "the path of a type, or a table");
            }
        }
    }
}

fn module(
    reader: &mut Reader<'_>,
    scope: Option<&str>,
    registry: &str,
    entry: Entry<'_>,
    table: &DeTable<'_>,
) -> ModuleEntry {
    let shown = format!("the module {}", name(entry.key));
    let mut fields = reader.fields(table, &keys::MODULE, &shown);
    let type_path = fields.string("type");
    let wrong_type = fields.get("type").is_some() && type_path.is_none();
    ModuleEntry {
        scope: scope.map(str::to_owned),
        registry: registry.to_owned(),
        name: entry.name(),
        type_path,
        reported: wrong_type || fields.any_unknown(),
        config: fields.string("config"),
        valid: fields.string("valid"),
        build: fields.string("build"),
        aliases: aliases(&mut fields),
        defaults: defaults(&mut fields),
        feature: fields.string("feature"),
        deprecated: fields.string("deprecated"),
        overrides: fields.boolean("override"),
        overriding: false,
        variant: fields.string("variant"),
        boxed: fields.boolean("box").is_some_and(|boxed| boxed.value),
        doc: fields.string("doc").map(|doc| doc.value),
    }
}

/// Each alias is a string, or a table that says more.
fn aliases(fields: &mut Fields<'_, '_>) -> Vec<AliasEntry> {
    let Some(entry) = fields.get("aliases") else {
        return Vec::new();
    };
    let reader = &mut fields.reader;
    let DeValue::Array(list) = entry.value else {
        reader.wrong::<()>(entry, "a list of strings or tables");
        return Vec::new();
    };
    let mut aliases = Vec::new();
    for item in list.iter() {
        let span = reader.span(item.span());
        let value = item.get_ref();
        let item = Entry {
            value,
            span,
            ..entry
        };
        let alias = match value {
            DeValue::Table(table) => alias(reader, item, table),
            _ => reader.string(item).map(|name| AliasEntry {
                name,
                since: None,
                until: None,
            }),
        };
        aliases.extend(alias);
    }
    aliases
}

fn alias(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> Option<AliasEntry> {
    let mut fields = reader.fields(table, &keys::ALIAS, "the alias");
    let name = fields.string("name");
    let since = fields.string("since");
    let until = fields.string("until");
    let reported = fields.get("name").is_some() || fields.any_unknown();
    if name.is_none() && !reported {
        let problem = Problem::new(&messages::ALIAS_WITHOUT_NAME, entry.span, "no `name`");
        reader.problems.add(problem);
    }
    Some(AliasEntry {
        name: name?,
        since,
        until,
    })
}

/// Whether this is a module where a scope or a registry is expected.
fn is_entry(entry: Entry<'_>) -> bool {
    match entry.value {
        DeValue::String(_) => true,
        DeValue::Table(table) => table
            .get("type")
            .is_some_and(|path| matches!(path.get_ref(), DeValue::String(_))),
        _ => false,
    }
}

fn no_registry(
    reader: &mut Reader<'_>,
    entry: Entry<'_>,
    scope: Option<&str>,
    declared: &Declared,
) {
    let gap = if declared.registries.is_empty() {
        "header"
    } else {
        "under"
    };
    let problem = Problem::new(
        &messages::NO_REGISTRY_GIVEN,
        entry.key_span,
        "which registry?",
    )
    .with("name", name(entry.key))
    .with(gap, declared.header(scope));
    reader.problems.add(problem);
}

fn unknown_registry(reader: &mut Reader<'_>, entry: Entry<'_>, declared: &Declared) {
    reader.problems.add(registry_problem(
        reader.problems,
        &entry.name(),
        &declared.registries(),
    ));
}

/// The problem of a registry that is named, but not declared.
pub(crate) fn registry_problem(
    problems: &crate::diagnostics::Problems,
    registry: &Spanned<String>,
    known: &[&str],
) -> Problem {
    let similar = problems.similar(&registry.value, known.iter().copied());
    Problem::new(
        &messages::UNKNOWN_REGISTRY,
        registry.span,
        "no such registry",
    )
    .with("name", name(&registry.value))
    .with("declare", quoted(&registry.value))
    .with_similar(&registry.value, &similar)
    .with_any("known", known)
}

fn unknown_without_scopes(reader: &mut Reader<'_>, first: Entry<'_>, declared: &Declared) {
    let inner = match first.value {
        DeValue::Table(table) => reader.entries(table),
        _ => Vec::new(),
    };
    let registry = inner
        .iter()
        .find(|entry| declared.registries.contains(entry.key) && !is_entry(**entry));
    match registry {
        None => unknown_registry(reader, first, declared),
        Some(registry) => {
            let label = "no `[scope]` table declares it";
            let problem = Problem::new(&messages::SCOPE_NOT_DECLARED, first.key_span, label)
                .with("scope", name(first.key))
                .with("key", quoted(first.key))
                .with("registry", quoted(registry.key));
            reader.problems.add(problem);
        }
    }
}

fn unknown_scope(reader: &mut Reader<'_>, first: Entry<'_>, declared: &Declared) {
    let known = declared.scopes();
    let problem = if declared.registries.contains(first.key) {
        let label = "this is a registry; its scope is missing";
        Problem::new(&messages::NO_SCOPE_GIVEN, first.key_span, label)
            .with("registry", name(first.key))
            .with("key", quoted(first.key))
            .with("scope", quoted(known[0]))
            .with_any("known", &known)
    } else {
        let similar = reader.problems.similar(first.key, known.iter().copied());
        Problem::new(&messages::UNKNOWN_SCOPE, first.key_span, "no such scope")
            .with("name", name(first.key))
            .with("declare", quoted(first.key))
            .with_similar(first.key, &similar)
            .with_any("known", &known)
    };
    reader.problems.add(problem);
}
