//! `From` for the enum of configs, if the manifest asks for it.

use std::collections::HashMap;

use super::enums::{config_alias, enabled};
use super::text::place;
use crate::fragment::direct;
use crate::model::{Module, Registry};

/// For each config type that one module has only.
pub(super) fn configs(registry: &Registry) -> String {
    if !registry.from_config {
        return String::new();
    }
    let path = |module: &Module| direct(module.config.as_ref().unwrap_or(&module.type_path));
    let mut counts = HashMap::<String, usize>::new();
    for module in enabled(registry) {
        *counts.entry(path(module)).or_default() += 1;
    }
    let single = enabled(registry).filter(|module| counts[&path(module)] == 1);
    single.map(one).collect()
}

fn one(module: &Module) -> String {
    let (variant, alias, place) = (&module.variant, config_alias(module), place(&module.place));
    let held = match module.boxed {
        true => "__rollbook::Box::new(config)",
        false => "config",
    };
    format!(
        "impl ::core::convert::From<{alias}> for Config {{ // {place}\n    \
         fn from(config: {alias}) -> Self {{\n        Self::{variant}({held})\n    }}\n}}\n\n"
    )
}
