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
    /// The manifest's own scope, if there are others.
    pub(super) own_scope: Option<String>,
    /// The name and the parent of each other scope, by its key.
    pub(super) scopes: BTreeMap<String, (String, Option<String>)>,
    /// The files of a `[[check]]`.
    pub(super) files: Option<String>,
    /// Path and registry.
    pub(super) slots: BTreeMap<String, String>,
}

#[derive(Debug, Default)]
pub(super) struct Registry {
    /// The key that names the module, unless it is `type`.
    pub(super) key: Option<String>,
    /// The key of the arguments, unless they are beside the name.
    pub(super) content: Option<String>,
    /// Whether the name is the key of the arguments.
    pub(super) external: bool,
    /// By scope and name. `None` is the own scope.
    pub(super) modules: BTreeMap<(Option<String>, String), Module>,
}

#[derive(Debug, Default)]
pub(super) struct Module {
    /// The key of its scope. `None` is the own one.
    pub(super) scope: Option<String>,
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

    /// The key of the scope that is reached by these names, from the own one on. It is declared if it is new. `None` for the
    /// own scope.
    pub(super) fn scope(&mut self, names: &[&str], own: &str) -> Option<String> {
        let mut parent = None::<String>;
        for name in names {
            let is_own = parent.is_none() && *name == own.replace('.', "_");
            if name.is_empty() || is_own {
                continue;
            }
            let mut key = parent
                .as_ref()
                .map_or_else(String::new, |parent| format!("{parent}-"));
            key.push_str(name);
            let entry = ((*name).to_owned(), parent);
            self.scopes.entry(key.clone()).or_insert(entry);
            parent = Some(key);
        }
        parent
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
            if let Some(content) = &registry.content {
                table.insert("content", Item::Value(content.into()));
            }
            if registry.external {
                table.insert("tagging", Item::Value("external".into()));
            }
            registries.insert(name, Item::Table(table));
            match &self.own_scope {
                None => {
                    let table = table_of(registry, None);
                    modules.insert(name, Item::Table(table));
                }
                Some(own) => {
                    let others = self.scopes.keys().map(Some);
                    for scope in std::iter::once(None).chain(others) {
                        let table = table_of(registry, scope);
                        if !table.is_empty() {
                            let key = scope.unwrap_or(own);
                            let of_scope = modules.entry(key).or_insert(implicit());
                            of_scope[name] = Item::Table(table);
                        }
                    }
                }
            }
        }
        if let Some(own) = &self.own_scope {
            let mut settings = Table::new();
            settings.insert("scope", Item::Value(own.into()));
            document.insert("rollbook", Item::Table(settings));
            let mut scopes = Table::new();
            scopes.set_implicit(true);
            scopes.insert(own, Item::Table(Table::new()));
            for (key, (name, parent)) in &self.scopes {
                let mut table = Table::new();
                if key != name {
                    table.insert("name", Item::Value(name.into()));
                }
                let parent = parent.as_ref().unwrap_or(own);
                table.insert("parent", Item::Value(parent.into()));
                scopes.insert(key, Item::Table(table));
            }
            document.insert("scope", Item::Table(scopes));
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

/// The modules of a registry in one scope.
fn table_of(registry: &Registry, scope: Option<&String>) -> Table {
    let mut table = Table::new();
    let modules = registry.modules.iter();
    for ((_, name), given) in modules.filter(|((of, _), _)| of.as_ref() == scope) {
        table.insert(name, Item::Value(value(given)));
    }
    table
}

/// A table without a header of its own.
fn implicit() -> Item {
    let mut table = Table::new();
    table.set_implicit(true);
    Item::Table(table)
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
