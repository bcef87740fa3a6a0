//! Makes the tables of a model, and looks up what the manifest itself gives by name.

use rollbook::__private::build::Data;

use super::constants::constants;
use crate::diagnostics::Problems;
use crate::model::{self, Model};

/// The tables of all registries. Resolves the `sequence` of each.
pub(crate) fn look_up(model: &mut Model, problems: &mut Problems) -> Vec<&'static Data> {
    let needed = |model: &Model| {
        let mut registries = model.registries.iter();
        !model.checks.is_empty() || registries.any(|registry| registry.sequence_name.is_some())
    };
    if !needed(model) {
        return Vec::new();
    }
    let tables = constants(model);
    for (registry, table) in model.registries.iter_mut().zip(&tables) {
        let Some(given) = registry.sequence_name.take() else {
            continue;
        };
        let found = table.resolve(model.viewer, &given.value);
        registry.sequence = match found {
            Some(module) => Some(module),
            // A scope outside of the own scope's ancestors, or a feature that is off.
            None => {
                let named = |module: &model::Module| {
                    module.name == given.value || module.aliases.contains(&given.value)
                };
                model::only(&given, registry, named, problems)
            }
        };
    }
    tables
}
