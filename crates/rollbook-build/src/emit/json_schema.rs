//! `schemars::JsonSchema` for the enums, if the manifest asks for it. The runtime puts the schema together.

use super::defaults;
use super::enums::matched;
use super::names::{config_alias, derived, is_empty};
use super::writer::Writer;
use crate::model::{Form, JSON_SCHEMA, Model, Module, Registry};

/// Whether an enum of the registry derives it.
pub(super) fn is_asked(registry: &Registry) -> bool {
    enums(registry).next().is_some()
}

fn enums(registry: &Registry) -> impl Iterator<Item = &'static str> {
    let asked = |derives: &[String]| derives.iter().any(|derive| derive == JSON_SCHEMA);
    let enums = derived(registry).into_iter();
    enums.filter_map(move |(name, derives)| asked(derives).then_some(name))
}

pub(super) fn json_schema(out: &mut Writer, model: &Model, registry: &Registry) {
    if !is_asked(registry) {
        return;
    }
    // A module that needs more than its config cannot be read.
    let is_read = registry.context.is_none() && registry.asynchronous.is_none();
    let module = enums(registry).any(|name| name == "Module") && is_read;
    let names = if module { "Config Module" } else { "Config" };
    let constants = [
        ("IS_EXTERNAL", registry.form == Form::External),
        ("IS_BARE", registry.bare),
        (
            "IS_LIST",
            registry
                .sequence
                .is_some_and(|id| registry.module(id).enabled),
        ),
    ];
    writeln!(out);
    // Where configs are read, the values are there already.
    if !model.serde && defaults::filled(registry).next().is_some() {
        out.block("__rollbook::serde!", |out| defaults::values(out, registry));
        writeln!(out);
    }
    out.block("__rollbook::json_schema!", |out| {
        writeln!(out, "[{names}]");
        out.block("impl __rollbook::Described for Config", |out| {
            out.line("type Kind = Kind;");
            for (name, _) in constants.iter().filter(|(_, is)| *is) {
                writeln!(out, "const {name}: bool = true;");
            }
            let generator = if is_empty(registry) { "_" } else { "generator" };
            let head = format!(
                "\nfn arguments(kind: Kind, {generator}: &mut __rollbook::SchemaGenerator) -> __rollbook::Schema"
            );
            out.block(head, |out| {
                matched(out, "kind", registry, |out, module| arm(out, registry, module));
            });
        });
    });
}

fn arm(out: &mut Writer, registry: &Registry, module: &Module) {
    let Module { variant, place, .. } = module;
    let arguments = match registry.is_fallback(module) {
        true => "true.into()".to_owned(),
        false => format!(
            "__rollbook::arguments::<{}>(generator, {})",
            config_alias(module),
            defaults::of(module)
        ),
    };
    writeln!(out, "Kind::{variant} => {arguments}, // {place}");
}
