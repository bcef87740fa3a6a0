//! The three enums of a registry, `Kind`, `Config` and `Module`, and the aliases that they hold.

use super::text::{block, docs, place, prose};
use crate::model::{Model, Module, Registry};

/// The modules that can be built.
pub(super) fn enabled(registry: &Registry) -> impl Iterator<Item = &Module> + Clone {
    registry.modules.iter().filter(|module| module.enabled)
}

/// The alias of a module's config type. It is the module's own alias if the module is its own config.
pub(super) fn config_alias(module: &Module) -> String {
    let home = if module.config.is_some() {
        "configs"
    } else {
        "types"
    };
    format!("{home}::{}", module.variant)
}

/// The module that has the alias of each config.
pub(super) fn configs(registry: &Registry) -> &'static str {
    match enabled(registry).any(|module| module.config.is_some()) {
        true => "configs",
        false => "types",
    }
}

/// The alias of what a module is built from: its config, or what that is validated to.
pub(super) fn source_alias(registry: &Registry, module: &Module) -> String {
    match registry.validate && module.config.is_some() {
        true => format!("valids::{}", module.variant),
        false => config_alias(module),
    }
}

/// The enum that builds: `Config`, or `Valid`.
pub(super) fn source(registry: &Registry) -> &'static str {
    if registry.validate { "Valid" } else { "Config" }
}

/// What the macros that implement the traits of building get: that enum unless it is `Config`, and the context.
pub(super) fn source_and_context(registry: &Registry) -> &'static str {
    match (registry.validate, registry.context.is_some()) {
        (false, false) => "",
        (false, true) => "Context",
        (true, false) => "Valid:",
        (true, true) => "Valid: Context",
    }
}

pub(super) fn enums(model: &Model, registry: &Registry) -> String {
    let name = &registry.name;
    let mut out = docs(
        &format!("Which module of `{name}`: what a look-up finds. `Display` writes its name."),
        None,
    );
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n");
    out.push_str(&block("pub enum Kind", enabled(registry), |module| {
        let mut doc = docs(&title(model, module), module.doc.as_deref());
        if let Some(note) = &module.deprecated {
            doc.push_str(&format!("///\n/// Deprecated: {}\n", prose(note)));
        }
        format!("{doc}{},", module.variant)
    }));
    out.push('\n');
    out.push_str(&docs(
        &format!("The config of a module of `{name}`: its arguments, typed and checked."),
        None,
    ));
    out.push_str("#[allow(missing_docs)]\n");
    out.push_str(&derives(&registry.derive_config));
    out.push_str(&block("pub enum Config", enabled(registry), |module| {
        variant(module, &config_alias(module))
    }));
    out.push('\n');
    out.push_str(&docs(
        &format!("A module of `{name}`, built: one variant for each that the manifest lists."),
        None,
    ));
    out.push_str("#[allow(missing_docs)]\n");
    out.push_str(&derives(&registry.derive_module));
    out.push_str(&block("pub enum Module", enabled(registry), |module| {
        variant(module, &format!("types::{}", module.variant))
    }));
    out
}

/// The modules `types` and `configs`: one alias for each module, on one line, so that a wrong path is one error there.
pub(super) fn aliases(registry: &Registry) -> String {
    let mut out = docs("The type of each module, as the manifest says.", None);
    out.push_str("#[allow(missing_docs)]\n");
    out.push_str(&block("pub mod types", enabled(registry), |module| {
        alias(module, &module.type_path, &|_| "Module")
    }));
    if configs(registry) == "configs" {
        out.push('\n');
        out.push_str(&docs(
            "The type of each module's config. Without a line here, it is the module's type.",
            None,
        ));
        out.push_str("#[allow(missing_docs)]\n");
        let with_config = enabled(registry).filter(|module| module.config.is_some());
        let lines = block("pub mod configs", with_config, |module| {
            let path = module.config.as_ref().unwrap_or(&module.type_path);
            alias(module, path, &|_| "Config")
        });
        out.push_str(&lines.replacen('\n', "\n    pub use super::types::*;\n", 1));
    }
    out
}

/// A line of `types` or `configs`. `nested` is the enum that a registry's name means there.
pub(super) fn alias(module: &Module, path: &str, nested: &dyn Fn(&str) -> &'static str) -> String {
    format!(
        "pub type {} = {}; // {}",
        module.variant,
        nest(path, nested),
        place(&module.place),
    )
}

/// `$backbone` as the enum of that registry, seen from inside `types` or `configs`.
fn nest(path: &str, nested: &dyn Fn(&str) -> &'static str) -> String {
    let (before, nests) = path.split_once('$').unwrap_or((path, ""));
    let mut out = before.to_owned();
    for part in nests.split('$').filter(|part| !part.is_empty()) {
        let end = part
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(part.len());
        let (registry, rest) = part.split_at(end);
        let nested = nested(registry);
        out.push_str(&format!("super::super::{registry}::{nested}"));
        out.push_str(rest);
    }
    out
}

pub(super) fn variant(module: &Module, alias: &str) -> String {
    let held = if module.boxed {
        format!("__rollbook::Box<{alias}>")
    } else {
        alias.to_owned()
    };
    format!("{}({held}), // {}", module.variant, place(&module.place))
}

/// `mmdet.NetA`, registry.toml:11
fn title(model: &Model, module: &Module) -> String {
    let name = if model.scopes.len() > 1 {
        format!("{}.{}", model.scope(module.scope).name, module.name)
    } else {
        module.name.clone()
    };
    let name = name.replace('`', "'");
    format!("`{name}`, {}", place(&module.place))
}

fn derives(derives: &[String]) -> String {
    let list = derives
        .iter()
        .filter(|derive| *derive != "Serialize")
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if list.is_empty() {
        return String::new();
    }
    format!("#[derive({list})]\n")
}
