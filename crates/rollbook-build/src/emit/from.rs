//! `From` for the enum of configs, if the manifest asks for it.

use std::collections::HashMap;

use super::names::{config_alias, enabled, held};
use super::writer::Writer;
use crate::fragment::direct;
use crate::model::{Module, Registry};

/// For each config type that one module has only.
pub(super) fn configs(out: &mut Writer, registry: &Registry) {
    if !registry.from_config {
        return;
    }
    let path = |module: &Module| direct(module.config.as_ref().unwrap_or(&module.type_path));
    let mut counts = HashMap::<String, usize>::new();
    for module in enabled(registry) {
        *counts.entry(path(module)).or_default() += 1;
    }
    for module in enabled(registry).filter(|module| counts[&path(module)] == 1) {
        let Module { variant, place, .. } = module;
        let (alias, held) = (config_alias(module), held(module, "config"));
        writeln!(
            out,
            "impl ::core::convert::From<{alias}> for Config {{ // {place}"
        );
        writeln!(out, "    fn from(config: {alias}) -> Self {{");
        writeln!(out, "        Self::{variant}({held})");
        out.line("    }\n}\n");
    }
}
