//! The tables of a model as the constants that a program would hold, for look-ups while the program builds.

use rollbook::__private::build::{Data, NO_SCOPE, NameTable, ScopeInfo};
use rollbook::Info;

use super::names::name_table;
use crate::model::{Model, Registry};

/// In the order of the model's registries. Such data lives as long as the process, as constants do: a build script is
/// short.
pub(crate) fn constants(model: &Model) -> Vec<&'static Data> {
    let scopes = model.scopes.iter().map(|scope| ScopeInfo {
        name: leak(&scope.name),
        parent: scope.parent.map_or(NO_SCOPE, index),
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
        let scope = scopes[module.scope].name;
        let mut info = Info::new(leak(&module.name), index(module.scope), scope, "", "");
        let aliases = module.aliases.iter().map(|alias| leak(alias));
        info = info.aliases(aliases.collect::<Vec<_>>().leak());
        if let Some(note) = &module.deprecated {
            info = info.deprecated(leak(note));
        }
        if let Some(feature) = &module.feature {
            info = info.feature(leak(feature));
        }
        info
    });
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
            seed: table.perfect.seed,
            level: table.perfect.level,
            shift: table.perfect.shift as u8,
            pilots: table.perfect.pilots.leak(),
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

/// The model holds at most as many scopes and modules as fit.
fn index(index: usize) -> u16 {
    index as u16
}
