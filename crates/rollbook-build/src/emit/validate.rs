//! The step before building: the enum `Valid`, and what makes it from a `Config`.

use super::build::{self, fallible};
use super::enums::{self, alias};
use super::names::{
    config, config_alias, config_path, constructor, enabled, is_empty, source_alias, variants,
};
use super::text::{literal, wrapped};
use super::writer::Writer;
use crate::model::{Model, Module, Registry};

/// Nothing in a registry without `validate = true`.
pub(super) fn validate(out: &mut Writer, model: &Model, registry: &Registry) {
    if !registry.validate {
        return;
    }
    out.docs(format_args!(
        "A config of a module of `{}` that was validated: what the module is built from.",
        registry.name
    ));
    out.line("#[allow(missing_docs)]");
    enums::holding(out, model, "Valid", registry, |module| {
        source_alias(registry, module)
    });
    aliases(out, model, registry);
    let variants = wrapped(variants(registry));
    writeln!(out, "\n__rollbook::kind!(Valid {variants});");
    out.line("__rollbook::debug!(Valid);\n");
    out.block("impl Config", |out| builds(out, registry));
    writeln!(out);
    out.block("__rollbook::validates!", |out| {
        out.block("impl Config", |out| validates(out, registry));
        out.line("\n#[allow(unused_imports)]\nuse __rollbook::Checks as _;\n");
        implements(out, registry);
    });
    let context = registry.context.as_ref().map_or("", |_| "Context");
    let suffix = build::suffix(registry);
    writeln!(out, "\n__rollbook::builds{suffix}!({context});\n");
}

/// The module `valids`, as `configs`.
fn aliases(out: &mut Writer, model: &Model, registry: &Registry) {
    let validated = |name: &str| {
        let mut known = model.registries.iter();
        let known = known.find(|known| known.name == name);
        let validated = known.is_some_and(|known| known.validate);
        if validated { "Valid" } else { "Config" }
    };
    out.docs("The type that each module's config is validated to.");
    out.line("#[allow(missing_docs)]");
    out.block("pub mod valids", |out| {
        for module in enabled(registry) {
            if let Some(config) = config_path(module) {
                let path = module.valid.as_deref().unwrap_or(config);
                alias(out, model, module, path, validated);
            }
        }
    });
}

/// `Config::validate`.
fn validates(out: &mut Writer, registry: &Registry) {
    let (parameter, argument) = match (&registry.context, is_empty(registry)) {
        (None, _) => ("", "&()"),
        (Some(_), false) => (", context: &Context", "context"),
        (Some(_), true) => (", _context: &Context", ""),
    };
    let title = "Finds all mistakes of this config and of those in it, and builds nothing.";
    fallible(out, title, "Everything that is wrong.");
    let head = format!(
        "pub fn validate(self{parameter}) -> __rollbook::Result<Valid, __rollbook::ValidateError>"
    );
    out.block(head, |out| {
        if is_empty(registry) {
            return out.line("match self {}");
        }
        let name = literal(&registry.name);
        out.line("let info = self.kind().info();");
        let given = format!("self, {argument}, {name}, info");
        writeln!(out, "__rollbook::validate_config({given})");
    });
}

/// `Config::build`: both steps.
fn builds(out: &mut Writer, registry: &Registry) {
    let empty = is_empty(registry);
    let argument = registry.context.as_ref().map_or("", |_| "context");
    let wait = match registry.asynchronous {
        Some(_) => ".await",
        None => {
            out.line("#[allow(unused_variables)]");
            ""
        }
    };
    let title = "Validates the config, and builds the module.";
    build::function(out, registry, "build", title, !empty, |out| {
        if empty {
            return out.line("match self {}");
        }
        let name = literal(&registry.name);
        out.line("let info = self.kind().info();");
        let head = format!("__rollbook::validated!(match self.validate({argument}) {{");
        out.nest(head, "})", |out| {
            writeln!(out, "Ok(valid) => valid.build({argument}){wait},");
            let invalid = format!("__rollbook::invalid(error, {name}, info)");
            writeln!(out, "__rollbook::Err(error) => __rollbook::Err({invalid}),");
        });
    });
}

/// `rollbook::Validate` of `Config`.
fn implements(out: &mut Writer, registry: &Registry) {
    let empty = is_empty(registry);
    let (of, parameter) = match (&registry.context, empty) {
        (None, _) => ("()", "(): &()"),
        (Some(_), false) => ("Context", "context: &Context"),
        (Some(_), true) => ("Context", "_: &Context"),
    };
    let problems = if empty { "_" } else { "problems" };
    out.block(format_args!("impl __rollbook::Validate<{of}> for Config"), |out| {
        out.line("type Valid = Valid;\n");
        let head = format!(
            "fn validate(self, {parameter}, {problems}: &mut __rollbook::Problems) -> __rollbook::Option<Valid>"
        );
        out.block(head, |out| {
            if empty {
                return out.line("match self {}");
            }
            let name = literal(&registry.name);
            out.line("let info = self.kind().info();");
            write!(out, "__rollbook::validate_module(problems, {name}, info, |problems| ");
            out.nest("match self {", "})", |out| {
                enabled(registry).for_each(|module| arm(out, registry, module));
            });
        });
    });
}

fn arm(out: &mut Writer, registry: &Registry, module: &Module) {
    let Module { variant, place, .. } = module;
    let (of, argument) = match registry.context {
        Some(_) => ("Context", "context"),
        None => ("()", "&()"),
    };
    let (alias, source) = (config_alias(module), source_alias(registry, module));
    let (config, constructor) = (config(module), constructor("Valid", module, "valid"));
    out.block(format_args!("Self::{variant}(config) =>"), |out| {
        let check = format!("__rollbook::Check::<{alias}, {source}, {of}>");
        writeln!(out, "let way = (&&&{check}::OF).way(); // {place}");
        let given = format!("{config}, {argument}, problems");
        writeln!(out, "way.validate({given}) // {place}");
        writeln!(out, "    .map({constructor})");
    });
}
