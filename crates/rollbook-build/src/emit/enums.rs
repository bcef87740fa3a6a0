//! The three enums of a registry, `Kind`, `Config` and `Module`, and the aliases that they hold.

use super::names::{config_alias, config_path, configs, enabled, is_empty};
use super::text::prose;
use super::writer::Writer;
use crate::model::{JSON_SCHEMA, Model, Module, Registry};

/// A match with an arm for each module.
pub(super) fn matched(
    out: &mut Writer,
    value: &str,
    registry: &Registry,
    arm: impl Fn(&mut Writer, &Module),
) {
    if is_empty(registry) {
        return writeln!(out, "match {value} {{}}");
    }
    out.block(format_args!("match {value}"), |out| {
        enabled(registry).for_each(|module| arm(out, module));
    });
}

/// The arm of a module that is its own config, and is not changed.
pub(super) fn as_it_is(out: &mut Writer, module: &Module) {
    let variant = &module.variant;
    writeln!(
        out,
        "Self::{variant}(config) => Ok(Module::{variant}(config)),"
    );
}

pub(super) fn enums(out: &mut Writer, model: &Model, registry: &Registry) {
    let name = &registry.name;
    out.docs(format_args!(
        "Which module of `{name}`: what a look-up finds. `Display` writes its name."
    ));
    out.line("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]");
    out.block(format_args!("{} enum Kind", model.visibility), |out| {
        enabled(registry).for_each(|module| kind(out, model, module));
    });
    writeln!(out);
    out.docs(format_args!(
        "The config of a module of `{name}`: its arguments, typed and checked."
    ));
    out.line("#[allow(missing_docs)]");
    derives(out, &registry.derive_config);
    holding(out, model, "Config", registry, config_alias);
    out.docs(format_args!(
        "A module of `{name}`, built: one variant for each that the manifest lists."
    ));
    out.line("#[allow(missing_docs)]");
    derives(out, &registry.derive_module);
    holding(out, model, "Module", registry, |module| {
        format!("types::{}", module.variant)
    });
}

/// A variant of `Kind`.
fn kind(out: &mut Writer, model: &Model, module: &Module) {
    let scope = match model.scopes.len() {
        1 => String::new(),
        _ => format!("{}.", model.scope(module.scope).name),
    };
    let name = format!("{scope}{}", module.name).replace('`', "'");
    out.docs(format_args!("`{name}`, {}", module.place));
    out.manifest_docs(module.doc.as_deref());
    if let Some(note) = &module.deprecated {
        writeln!(out, "///\n/// Deprecated: {}", prose(note));
    }
    writeln!(out, "{},", module.variant);
}

fn derives(out: &mut Writer, derives: &[String]) {
    let derives = derives
        .iter()
        .filter(|derive| !["Serialize", JSON_SCHEMA].contains(&derive.as_str()));
    let derives = derives.map(String::as_str).collect::<Vec<_>>();
    if !derives.is_empty() {
        writeln!(out, "#[derive({})]", derives.join(", "));
    }
}

/// An enum whose variants hold what the aliases name.
pub(super) fn holding(
    out: &mut Writer,
    model: &Model,
    name: &str,
    registry: &Registry,
    alias: impl Fn(&Module) -> String,
) {
    out.block(format_args!("{} enum {name}", model.visibility), |out| {
        for module in enabled(registry) {
            let Module { variant, place, .. } = module;
            let alias = match module.boxed {
                true => format!("__rollbook::Box<{}>", alias(module)),
                false => alias(module),
            };
            writeln!(out, "{variant}({alias}), // {place}");
        }
    });
    writeln!(out);
}

/// The modules `types` and `configs`: one alias for each module, on one line, so that a wrong path is one error there.
pub(super) fn aliases(out: &mut Writer, model: &Model, registry: &Registry) {
    out.docs("The type of each module, as the manifest says.");
    out.line("#[allow(missing_docs)]");
    out.block("pub mod types", |out| {
        for module in enabled(registry) {
            alias(out, model, module, &module.type_path, |_| "Module");
        }
    });
    writeln!(out);
    if configs(registry) == "types" {
        return;
    }
    out.docs("The type of each module's config. Without a line here, it is the module's type.");
    out.line("#[allow(missing_docs)]");
    out.block("pub mod configs", |out| {
        out.line("pub use super::types::*;");
        for module in enabled(registry) {
            if let Some(config) = config_path(module) {
                alias(out, model, module, config, |_| "Config");
            }
        }
    });
    writeln!(out);
}

/// A line of `types` or `configs`. `nested` is the enum that a registry's name means there.
pub(super) fn alias(
    out: &mut Writer,
    model: &Model,
    module: &Module,
    path: &str,
    nested: impl Fn(&str) -> &'static str,
) {
    let Module { variant, place, .. } = module;
    let (visibility, path) = (&model.visibility, nest(path, nested));
    writeln!(out, "{visibility} type {variant} = {path}; // {place}");
}

/// `$backbone` as the enum of that registry, seen from inside `types` or `configs`.
fn nest(path: &str, nested: impl Fn(&str) -> &'static str) -> String {
    let (before, nests) = path.split_once('$').unwrap_or((path, ""));
    let mut out = before.to_owned();
    for part in nests.split('$').filter(|part| !part.is_empty()) {
        let end = part
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(part.len());
        let (registry, rest) = part.split_at(end);
        let nested = nested(registry);
        out.push_str(&format!("super::super::{registry}::{nested}{rest}"));
    }
    out
}
