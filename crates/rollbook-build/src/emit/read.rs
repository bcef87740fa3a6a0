//! What needs serde: reading and writing configs.

use super::enums::matched;
use super::names::{config_alias, constructor, derived, is_empty};
use super::writer::Writer;
use super::{defaults, form};
use crate::model::{Module, Registry};

pub(super) fn read(out: &mut Writer, registry: &Registry) {
    let read = if registry.context.is_some() || registry.asynchronous.is_some() {
        "Config"
    } else {
        "Config Module"
    };
    writeln!(out, "__rollbook::deserialize!({read});\n");
    out.block("__rollbook::serde!", |out| {
        out.block("impl<'de> __rollbook::ReadKind<'de> for Config", |out| {
            reader(out, registry)
        });
        defaults::defaults(out, registry);
        for (name, derived) in derived(registry) {
            if derived.iter().any(|derive| derive == "Serialize") {
                writeln!(out);
                serialize(out, registry, name);
            }
        }
    });
}

fn reader(out: &mut Writer, registry: &Registry) {
    out.line("type Kind = Kind;");
    form::constants(out, registry);
    let empty = is_empty(registry);
    let (source, made) = match empty {
        true => ("_", "_"),
        false => ("source", "made"),
    };
    let head = format!(
        "\nfn read<S: __rollbook::Arguments<'de>>(kind: Kind, {source}: S, {made}: &mut __rollbook::Made<Self>) \
         -> __rollbook::Result<(), S::Error>"
    );
    out.block(head, |out| {
        if !empty {
            out.line("use __rollbook::{AnyConfig as _, ConfigOf};");
        }
        matched(out, "kind", registry, |out, module| {
            arm(out, registry, module)
        });
    });
    form::functions(out, registry);
    if registry.bare && !empty {
        let head = "\nfn bare<E: __rollbook::serde_core::de::Error>(kind: Kind) -> __rollbook::Result<Self, E>";
        out.block(head, |out| out.line("__rollbook::read_bare(kind)"));
    }
    let sequence = registry.sequence.map(|id| registry.module(id));
    if let Some(module) = sequence.filter(|module| module.enabled) {
        list(out, module);
    }
}

fn arm(out: &mut Writer, registry: &Registry, module: &Module) {
    let Module { variant, place, .. } = module;
    write!(out, "Kind::{variant} => ");
    if registry.is_fallback(module) {
        let never = "source.read::<__rollbook::Nameless>().map(|never| match never {})";
        writeln!(out, "{never}, // {place}");
        return;
    }
    let (alias, constructor) = (config_alias(module), constructor("Self", module, "config"));
    if module.defaults.is_empty() {
        writeln!(
            out,
            "ConfigOf::<{alias}>::read(source, made, {constructor}), // {place}"
        );
    } else {
        let defaults = format!("__rollbook::defaults(kind, filled::{variant})");
        write!(out, "__rollbook::read_filled::<S, {alias}, Self>");
        writeln!(out, "(source, made, {constructor}, {defaults}), // {place}");
    }
}

/// A list of configs instead of one config.
fn list(out: &mut Writer, module: &Module) {
    let item = if module.config.is_some() {
        "Config"
    } else {
        "Module"
    };
    let (alias, constructor) = (config_alias(module), constructor("Self", module, "config"));
    let place = &module.place;
    out.line("\nfn list<A: __rollbook::serde_core::de::SeqAccess<'de>>(");
    out.line("    list: A,");
    out.block(") -> __rollbook::Result<Self, A::Error>", |out| {
        writeln!(
            out,
            "__rollbook::read_list::<{item}, {alias}, A>(list).map({constructor}) // {place}"
        );
    });
}

fn serialize(out: &mut Writer, registry: &Registry, name: &str) {
    let (value, serializer) = match is_empty(registry) {
        true => ("*self", "_"),
        false => ("self", "serializer"),
    };
    out.block(
        format_args!("impl __rollbook::serde_core::Serialize for {name}"),
        |out| {
            out.line("fn serialize<S: __rollbook::serde_core::Serializer>(");
            writeln!(out, "    &self,\n    {serializer}: S,");
            out.block(") -> __rollbook::Result<S::Ok, S::Error>", |out| {
                matched(out, value, registry, |out, module| {
                    let Module { variant, place, .. } = module;
                    let write = form::write(registry, module);
                    writeln!(
                        out,
                        "Self::{variant}(config) => __rollbook::{write}, // {place}"
                    );
                });
            });
        },
    );
}
