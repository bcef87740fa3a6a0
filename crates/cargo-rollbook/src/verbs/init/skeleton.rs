//! A manifest that is being made.

use std::collections::BTreeMap;

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::manifest::module;

/// Registries, their modules, and the configs that name them.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    /// The first lines, as comments.
    pub(super) note: &'static str,
    pub(super) registries: BTreeMap<String, Registry>,
    /// The files of a `[[check]]`.
    pub(super) files: Option<String>,
    /// Path and registry.
    pub(super) slots: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
pub(super) struct Registry {
    /// The key that names the module, unless it is `type`.
    pub(super) key: Option<String>,
    /// By name.
    pub(super) modules: BTreeMap<String, Module>,
}

#[derive(Debug, Default)]
pub(super) struct Module {
    pub(super) type_path: String,
    pub(super) aliases: Vec<String>,
    pub(super) doc: Option<String>,
}

impl Skeleton {
    pub(super) fn empty(registry: &str) -> Self {
        Self {
            note: "# Which names configs can use, and which Rust types they mean.\n",
            registries: BTreeMap::from([(registry.to_owned(), Registry::default())]),
            ..Self::default()
        }
    }

    pub(super) fn write(&self) -> String {
        let mut document = DocumentMut::new();
        let mut registries = Table::new();
        registries.set_implicit(true);
        let mut modules = Table::new();
        modules.set_implicit(true);
        for (name, registry) in &self.registries {
            let mut table = Table::new();
            if let Some(key) = &registry.key {
                table.insert("key", Item::Value(key.into()));
            }
            registries.insert(name, Item::Table(table));
            let mut table = Table::new();
            for (name, given) in &registry.modules {
                table.insert(name, Item::Value(value(given)));
            }
            modules.insert(name, Item::Table(table));
        }
        document.insert("registry", Item::Table(registries));
        document.insert("modules", Item::Table(modules));
        if let Some(files) = &self.files {
            let mut check = Table::new();
            check.insert("files", Item::Value(files.into()));
            let mut slots = InlineTable::new();
            for (path, registry) in &self.slots {
                slots.insert(path, registry.into());
            }
            check.insert("slots", Item::Value(Value::InlineTable(slots)));
            let mut checks = ArrayOfTables::new();
            checks.push(check);
            document.insert("check", Item::ArrayOfTables(checks));
        }
        format!("{}\n{document}", self.note)
    }
}

fn value(given: &Module) -> Value {
    let mut value = module(&given.type_path, &[("doc", given.doc.as_deref())]);
    if given.aliases.is_empty() {
        return value;
    }
    let aliases = Value::Array(given.aliases.iter().collect::<Array>());
    match &mut value {
        Value::InlineTable(table) => {
            table.insert("aliases", aliases);
        }
        _ => {
            let mut table = InlineTable::new();
            table.insert("type", given.type_path.as_str().into());
            table.insert("aliases", aliases);
            value = Value::InlineTable(table);
        }
    }
    value
}
