//! What generated code calls the parts of a registry and of a module.

use crate::model::{Module, Registry, UNKNOWN};

/// The modules that can be built.
pub(super) fn enabled(registry: &Registry) -> impl Iterator<Item = &Module> + Clone {
    registry.modules.iter().filter(|module| module.enabled)
}

/// Whether there is no module that can be built.
pub(super) fn is_empty(registry: &Registry) -> bool {
    enabled(registry).next().is_none()
}

pub(super) fn variants(registry: &Registry) -> impl Iterator<Item = &str> {
    enabled(registry).map(|module| module.variant.as_str())
}

/// The enums that the manifest may derive traits for, and which.
pub(super) fn derived(registry: &Registry) -> [(&'static str, &[String]); 2] {
    [
        ("Config", &registry.derive_config),
        ("Module", &registry.derive_module),
    ]
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

/// The path of a module's config type, unless the module is its own config.
pub(super) fn config_path(module: &Module) -> Option<&str> {
    match module.config.as_deref() {
        // The crate may call rollbook something else.
        Some(UNKNOWN) => Some("super::super::__rollbook::Unknown"),
        config => config,
    }
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

/// What makes a variant of an enum from a value of this name.
pub(super) fn constructor(of: &str, module: &Module, value: &str) -> String {
    let variant = &module.variant;
    match module.boxed {
        true => format!("|{value}| {of}::{variant}({})", held(module, value)),
        false => format!("{of}::{variant}"),
    }
}

/// A value as a variant holds it.
pub(super) fn held(module: &Module, value: &str) -> String {
    match module.boxed {
        true => format!("__rollbook::Box::new({value})"),
        false => value.to_owned(),
    }
}

/// The argument of constructors behind the config.
pub(super) fn argument(registry: &Registry) -> &'static str {
    registry.context.as_ref().map_or("", |_| ", context")
}

/// Whether a module is its own config, and is not changed.
pub(super) fn is_as_it_is(module: &Module) -> bool {
    module.config.is_none() && module.build.is_none()
}

/// The config in an arm, out of its box.
pub(super) fn config(module: &Module) -> &'static str {
    if module.boxed { "*config" } else { "config" }
}
