//! The tables of a model, as the constants that a program would hold, for look-ups while the program builds.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use rollbook::__private::build::{
    Data, NO_SCOPE, NameTable, ScopeId, ScopeInfo, info as entry, reserved, with_aliases,
    with_deprecated, with_feature, with_feature_package,
};

use super::names::name_table;
use crate::model::{Model, Registry};

/// The tables of all registries, in the order of the model.
///
/// They are never freed. The resolver is a `const fn` over the type that programs have as a constant, and an entry of it
/// is the public `rollbook::Info`, whose texts are `&'static str`. Tables that the generator owns need a lifetime there. Then each
/// field of a user's struct that holds an `Info` needs one, too; and a `const fn` cannot ask a trait for the texts instead.
/// So a process keeps one copy of each set of tables: to generate the same registries again takes no memory. Each
/// change of a name takes 0.28 MB with 1,000 modules, which only a tool that runs for days can notice.
pub(crate) fn constants(model: &Model) -> Vec<&'static Data> {
    if model.registries.is_empty() {
        // Nothing would hold the scopes.
        return Vec::new();
    }
    static KEPT: Mutex<BTreeMap<String, Vec<&'static Data>>> = Mutex::new(BTreeMap::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let tables = kept.entry(contents(model)).or_insert_with(|| make(model));
    tables.clone()
}

/// Everything that the tables are made of.
fn contents(model: &Model) -> String {
    let mut out = String::new();
    for scope in &model.scopes {
        out.push_str(&format!("{:?}", (&scope.name, scope.parent, scope.end)));
    }
    for registry in &model.registries {
        let known = (&registry.name, &registry.key, registry.fallback);
        out.push_str(&format!("\n{known:?}"));
        for module in &registry.modules {
            let name = (&module.name, module.scope, &module.aliases);
            let state = (module.enabled, &module.deprecated);
            let feature = (&module.feature, &module.feature_package);
            out.push_str(&format!("{name:?}{state:?}{feature:?}"));
        }
        for entry in &registry.reserved {
            let reserved = (&entry.name, entry.scope, &entry.note);
            out.push_str(&format!("reserved {reserved:?}"));
        }
    }
    out
}

fn make(model: &Model) -> Vec<&'static Data> {
    let scopes = model.scopes.iter().map(|scope| ScopeInfo {
        name: leak(&scope.name),
        parent: scope.parent.map_or(NO_SCOPE, ScopeId::packed),
        end: index(scope.end),
    });
    let scopes = &*scopes.collect::<Vec<_>>().leak();
    let registries = model.registries.iter();
    registries
        .map(|registry| &*Box::leak(Box::new(constant(model, registry, scopes))))
        .collect()
}

fn constant(model: &Model, registry: &Registry, scopes: &'static [ScopeInfo]) -> Data {
    let table = name_table(model, registry);
    let infos = registry.modules.iter().map(|module| {
        let scope = scopes[module.scope.index()].name;
        let mut info = entry(leak(&module.name), module.scope.packed(), scope, "", "");
        let aliases = module.aliases.iter().map(|alias| leak(alias));
        info = with_aliases(info, aliases.collect::<Vec<_>>().leak());
        if let Some(note) = &module.deprecated {
            info = with_deprecated(info, leak(note));
        }
        if let Some(feature) = &module.feature {
            info = with_feature(info, leak(feature));
        }
        if let Some(package) = &module.feature_package {
            info = with_feature_package(info, leak(package));
        }
        info
    });
    let removed = registry.reserved.iter().map(|entry| {
        let scope = scopes[entry.scope.index()].name;
        let (name, note) = (leak(&entry.name), leak(&entry.note));
        reserved(name, entry.scope.packed(), scope, "", note)
    });
    let infos = infos.chain(removed);
    Data {
        name: leak(&registry.name),
        key: leak(&registry.key),
        tag_first: "",
        scopes,
        modules: infos.collect::<Vec<_>>().leak(),
        enabled: index(
            registry
                .modules
                .iter()
                .filter(|module| module.enabled)
                .count(),
        ),
        table: NameTable {
            method: table.perfect.method,
            lengths: table.lengths,
            seed: table.perfect.seed,
            place: table.perfect.place,
            slots: table.slots.leak(),
            ranges: table.ranges.leak(),
            candidates: table.candidates.leak(),
            text: table.text.leak(),
        },
        // They would have to hold each other; whoever asks has the list.
        registries: &[],
    }
}

fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// A number of scopes or modules.
fn index(index: usize) -> u16 {
    u16::try_from(index).expect("the model limits scopes and modules to what fits")
}
