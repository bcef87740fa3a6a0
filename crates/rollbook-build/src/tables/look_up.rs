//! Makes the tables of a model, and looks up what the manifest itself gives by name.

use rollbook::__private::build::Data;

use super::constants::constants;
use crate::diagnostics::Problems;
use crate::model::{self, Model};

/// The tables of all registries. Resolves the modules that each names for something.
pub(crate) fn look_up(model: &mut Model, problems: &mut Problems) -> Vec<&'static Data> {
    let needed = |model: &Model| {
        let mut registries = model.registries.iter();
        let named = registries.any(|registry| !registry.named.is_empty());
        named || !model.checks.is_empty() || model::default_texts(&model.registries)
    };
    if !needed(model) {
        return Vec::new();
    }
    let tables = constants(model);
    for (registry, table) in model.registries.iter_mut().zip(&tables) {
        for (role, given) in std::mem::take(&mut registry.named) {
            let found = table.resolve(model.viewer, &given.value);
            let found = match found {
                Some(module) => Some(module),
                // A scope outside of the own scope's ancestors, or a feature that is off.
                None => {
                    let named = |module: &model::Module| {
                        module.name == given.value || module.aliases.contains(&given.value)
                    };
                    model::only((role, &given), registry, named, problems)
                }
            };
            model::give(role, &given, found, registry, problems);
        }
    }
    // A fallback has no name of its own.
    match model
        .registries
        .iter()
        .any(|registry| registry.fallback.is_some())
    {
        true => constants(model),
        false => tables,
    }
}
