//! Two catalogs: what changed from one to the other, as configs see it.

use std::collections::BTreeMap;

use rollbook_build::{Catalog, ModuleEntry, RegistryEntry};

use crate::show::in_scope;

/// A change.
#[derive(Debug)]
pub(super) struct Change {
    /// Whether a config that was right may be wrong now, or mean something else.
    pub(super) breaking: bool,
    /// The registry that has the name. `registry` or `scope` if the name is that of a registry or a scope.
    pub(super) kind: String,
    pub(super) name: String,
    /// What happened.
    pub(super) text: String,
}

impl Change {
    pub(super) fn level(&self) -> &'static str {
        match self.breaking {
            true => "breaking",
            false => "not breaking",
        }
    }

    pub(super) fn line(&self) -> String {
        format!("{} {}: {}", self.kind, self.name, self.text)
    }
}

/// A name of a registry.
enum Named<'c> {
    Module(&'c ModuleEntry),
    Alias(&'c ModuleEntry),
    Reserved(&'c str),
}

/// Registry, key of the scope, and name.
type Key<'c> = (&'c str, &'c str, &'c str);

type Names<'c> = BTreeMap<Key<'c>, (Named<'c>, String)>;

/// All changes but those of arguments.
pub(super) fn changes(before: &Catalog, after: &Catalog) -> Vec<Change> {
    let mut list = Changes::default();
    list.scopes(before, after);
    list.registries(before, after);
    let flat = [before, after].iter().any(|catalog| is_flat(catalog));
    let (old, new) = (names(before, flat), names(after, flat));
    for (key, (was, shown)) in &old {
        list.at(key.0, shown);
        match new.get(key) {
            None => list.gone(was),
            Some((is, _)) => list.differ(key, was, is, &new),
        }
    }
    for (key, (is, shown)) in &new {
        if old.contains_key(key) {
            continue;
        }
        list.at(key.0, shown);
        let text = match is {
            Named::Module(_) => "new".to_owned(),
            Named::Alias(module) => format!("new alias of {}", module.name),
            Named::Reserved(note) => format!("reserved: {note}"),
        };
        list.add(false, text);
    }
    list.all
}

/// Whether the manifest declares no scopes: then there is one, named after the package.
fn is_flat(catalog: &Catalog) -> bool {
    catalog.scopes.iter().all(|scope| scope.place.is_empty())
}

/// With `flat`, one of the two manifests has no scopes: its modules are compared with those of the own scope.
fn names(catalog: &Catalog, flat: bool) -> Names<'_> {
    let mut names = Names::new();
    for registry in &catalog.registries {
        let mut add = |scope: usize, name, named| {
            let in_own = flat && scope == catalog.own_scope;
            let scope_key = if in_own {
                ""
            } else {
                &catalog.scopes[scope].key
            };
            let key = (registry.name.as_str(), scope_key, name);
            names.insert(key, (named, in_scope(catalog, scope, name)));
        };
        for module in &registry.modules {
            for alias in &module.aliases {
                add(module.scope, alias, Named::Alias(module));
            }
            add(module.scope, &module.name, Named::Module(module));
        }
        for entry in &registry.reserved {
            add(entry.scope, &entry.name, Named::Reserved(&entry.note));
        }
    }
    names
}

#[derive(Default)]
struct Changes {
    all: Vec<Change>,
    kind: String,
    name: String,
}

impl Changes {
    /// What the next changes are of.
    fn at(&mut self, kind: &str, name: &str) {
        self.kind = kind.to_owned();
        self.name = name.to_owned();
    }

    fn add(&mut self, breaking: bool, text: impl Into<String>) {
        self.all.push(Change {
            breaking,
            kind: self.kind.clone(),
            name: self.name.clone(),
            text: text.into(),
        });
    }

    fn scopes(&mut self, before: &Catalog, after: &Catalog) {
        let parent = |catalog: &Catalog, index: usize| {
            let parent = catalog.scopes[index].parent;
            parent.map(|parent| catalog.scopes[parent].key.clone())
        };
        let declared = |catalog: &Catalog, index: usize| !catalog.scopes[index].place.is_empty();
        let of = |catalog: &Catalog, key: &str| {
            let mut scopes = catalog.scopes.iter().enumerate();
            scopes.position(|(index, scope)| scope.key == key && declared(catalog, index))
        };
        for (index, scope) in before.scopes.iter().enumerate() {
            if !declared(before, index) {
                continue;
            }
            self.at("scope", &scope.key);
            let Some(now) = of(after, &scope.key) else {
                self.add(true, "removed");
                continue;
            };
            let name = &after.scopes[now].name;
            if *name != scope.name {
                self.add(true, format!("configs write {name}, not {}", scope.name));
            }
            let (was, is) = (parent(before, index), parent(after, now));
            if was != is {
                let called =
                    |parent: Option<String>| parent.unwrap_or_else(|| "nothing".to_owned());
                let text = format!("below {} now, not below {}", called(is), called(was));
                self.add(true, text);
            }
        }
        for (index, scope) in after.scopes.iter().enumerate() {
            if declared(after, index) && of(before, &scope.key).is_none() {
                self.at("scope", &scope.key);
                self.add(false, "new");
            }
        }
    }

    fn registries(&mut self, before: &Catalog, after: &Catalog) {
        for was in &before.registries {
            self.at("registry", &was.name);
            let Ok(index) = after.registry(&was.name) else {
                self.add(true, "removed");
                continue;
            };
            self.registry(was, &after.registries[index]);
        }
        for is in &after.registries {
            if before.registry(&is.name).is_err() {
                self.at("registry", &is.name);
                self.add(false, "new");
            }
        }
    }

    fn registry(&mut self, was: &RegistryEntry, is: &RegistryEntry) {
        if was.key != is.key {
            let text = format!("the key that names a module is {}, not {}", is.key, was.key);
            self.add(true, text);
        }
        match (was.bare, is.bare) {
            (true, false) => self.add(true, "a name alone is refused"),
            (false, true) => self.add(false, "a name alone is accepted"),
            _ => {}
        }
        let sequence = |registry: &RegistryEntry| {
            let module = registry
                .sequence
                .and_then(|index| registry.modules.get(index));
            module.map(|module| module.name.clone())
        };
        match (sequence(was), sequence(is)) {
            (Some(was), Some(is)) if was != is => {
                self.add(true, format!("a list is a {is}, not a {was}"));
            }
            (Some(_), None) => self.add(true, "a list is refused"),
            (None, Some(is)) => self.add(false, format!("a list is a {is}")),
            _ => {}
        }
    }

    fn gone(&mut self, was: &Named<'_>) {
        match was {
            Named::Module(_) => self.add(true, "removed"),
            Named::Alias(module) => self.add(true, format!("removed, an alias of {}", module.name)),
            Named::Reserved(_) => self.add(false, "not reserved any more"),
        }
    }

    fn differ(&mut self, key: &Key<'_>, was: &Named<'_>, is: &Named<'_>, new: &Names<'_>) {
        // A module that was renamed, and left an alias.
        let renamed = |from: &str, to: &str| {
            let alias = new.get(&(key.0, key.1, from));
            matches!(alias, Some((Named::Alias(module), _)) if module.name == to)
        };
        match (was, is) {
            (Named::Module(was), Named::Module(is)) => self.module(was, is),
            (Named::Module(was), Named::Alias(is)) => {
                self.add(false, format!("an alias of {} now", is.name));
                self.module(was, is);
            }
            (Named::Alias(was), Named::Alias(is)) => {
                if was.name != is.name {
                    let breaking = !renamed(&was.name, &is.name);
                    let text = format!("an alias of {} now, not of {}", is.name, was.name);
                    self.add(breaking, text);
                }
            }
            (Named::Alias(was), Named::Module(is)) => {
                let breaking = !renamed(&was.name, &is.name);
                let text = format!("a module of its own now, not an alias of {}", was.name);
                self.add(breaking, text);
            }
            (Named::Module(_) | Named::Alias(_), Named::Reserved(note)) => {
                self.add(true, format!("removed: {note}"));
            }
            (Named::Reserved(_), Named::Reserved(_)) => {}
            (Named::Reserved(_), _) => self.add(true, "was reserved, and is used again"),
        }
    }

    fn module(&mut self, was: &ModuleEntry, is: &ModuleEntry) {
        match (&was.feature, &is.feature) {
            (was, Some(feature)) if was.as_ref() != Some(feature) => {
                self.add(true, format!("needs the feature {feature}"));
            }
            (Some(feature), None) => self.add(false, format!("needs no feature, not {feature}")),
            _ => {}
        }
        match (&was.deprecated, &is.deprecated) {
            (None, Some(note)) => self.add(false, format!("deprecated: {note}")),
            (Some(_), None) => self.add(false, "not deprecated any more"),
            _ => {}
        }
        let default = |module: &ModuleEntry, key: &str| {
            let mut defaults = module.defaults.iter();
            let found = defaults.find(|(known, _)| known == key);
            found.map(|(_, value)| value.clone())
        };
        for (key, was) in &was.defaults {
            match default(is, key) {
                None => self.add(true, format!("no default for {key}, which was {was}")),
                Some(is) if is != *was => {
                    self.add(true, format!("the default of {key} is {is}, not {was}"));
                }
                Some(_) => {}
            }
        }
        for (key, is) in &is.defaults {
            if default(was, key).is_none() {
                self.add(false, format!("the default of {key} is {is}"));
            }
        }
    }
}
