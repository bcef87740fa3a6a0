//! The step before building: the enum `Valid`, and what makes it from a `Config`.

use super::enums::{self, config_alias, enabled, source_alias};
use super::text::{block, docs, indent, literal, place, wrapped_list};
use super::{async_build, build};
use crate::model::{Model, Module, Registry};

/// Nothing in a registry without `validate = true`.
pub(super) fn validate(model: &Model, registry: &Registry) -> String {
    if !registry.validate {
        return String::new();
    }
    let mut out = valid(registry);
    out.push_str(&aliases(model, registry));
    let variants = enabled(registry).map(|module| module.variant.as_str());
    out.push_str(&format!(
        "\n__rollbook::kind!(Valid {});\n__rollbook::debug!(Valid);\n\n",
        wrapped_list(&variants.collect::<Vec<_>>(), 0)
    ));
    out.push_str(&format!(
        "impl Config {{\n{}}}\n\n",
        indent(&builds(registry), 1)
    ));
    let items = format!(
        "impl Config {{\n{}}}\n\n#[allow(unused_imports)]\nuse __rollbook::Checks as _;\n\n{}",
        indent(&validates(registry), 1),
        implements(registry),
    );
    out.push_str(&format!(
        "__rollbook::validates! {{\n{}}}\n\n",
        indent(&items, 1)
    ));
    let context = if registry.context.is_some() {
        "Context"
    } else {
        ""
    };
    let suffix = build::suffix(registry);
    out.push_str(&format!("__rollbook::builds{suffix}!({context});\n\n"));
    out
}

fn valid(registry: &Registry) -> String {
    let title = format!(
        "A config of a module of `{}` that was validated: what the module is built from.",
        registry.name
    );
    let variants = block("pub enum Valid", enabled(registry), |module| {
        enums::variant(module, &source_alias(registry, module))
    });
    format!("{}#[allow(missing_docs)]\n{variants}\n", docs(&title, None))
}

/// The module `valids`, as `configs`.
fn aliases(model: &Model, registry: &Registry) -> String {
    let validated = |name: &str| {
        let mut known = model.registries.iter();
        let known = known.find(|known| known.name == name);
        let validated = known.is_some_and(|known| known.validate);
        if validated { "Valid" } else { "Config" }
    };
    let with_config = enabled(registry).filter(|module| module.config.is_some());
    let lines = block("pub mod valids", with_config, |module| {
        let config = module.config.as_ref().unwrap_or(&module.type_path);
        let path = module.valid.as_ref().unwrap_or(config);
        enums::alias(module, path, &validated)
    });
    let title = "The type that each module's config is validated to.";
    format!("{}#[allow(missing_docs)]\n{lines}", docs(title, None))
}

/// `Config::validate`.
fn validates(registry: &Registry) -> String {
    let empty = enabled(registry).next().is_none();
    let (parameter, argument) = match (&registry.context, empty) {
        (None, _) => ("", "&()"),
        (Some(_), false) => (", context: &Context", "context"),
        (Some(_), true) => (", _context: &Context", ""),
    };
    let body = match empty {
        true => "match self {}\n".to_owned(),
        false => format!(
            "let info = self.kind().info();\n__rollbook::validate_config(self, {argument}, {}, info)\n",
            literal(&registry.name)
        ),
    };
    let title = "Finds all mistakes of this config and of those in it, and builds nothing.";
    format!(
        "{}///\n/// # Errors\n///\n/// Everything that is wrong.\n\
         pub fn validate(self{parameter}) -> __rollbook::Result<Valid, __rollbook::ValidateError> {{\n{}}}\n",
        docs(title, None),
        indent(&body, 1)
    )
}

/// `Config::build`: both steps.
fn builds(registry: &Registry) -> String {
    let empty = enabled(registry).next().is_none();
    let argument = if registry.context.is_some() {
        "context"
    } else {
        ""
    };
    let wait = if registry.asynchronous.is_some() {
        ".await"
    } else {
        ""
    };
    let body = match empty {
        true => "match self {}\n".to_owned(),
        false => format!(
            "let info = self.kind().info();\n__rollbook::validated!(match self.validate({argument}) {{\n    \
             Ok(valid) => valid.build({argument}){wait},\n    \
             __rollbook::Err(error) => __rollbook::Err(__rollbook::invalid(error, {}, info)),\n}})\n",
            literal(&registry.name)
        ),
    };
    let title = "Validates the config, and builds the module.";
    match registry.asynchronous {
        Some(_) => async_build::function(registry, "build", title, &body, !empty),
        None => {
            let function = build::function(registry, "build", title, &body, !empty);
            format!("#[allow(unused_variables)]\n{function}")
        }
    }
}

/// `rollbook::Validate` of `Config`.
fn implements(registry: &Registry) -> String {
    let empty = enabled(registry).next().is_none();
    let (of, parameter) = match (&registry.context, empty) {
        (None, _) => ("()", "(): &()"),
        (Some(_), false) => ("Context", "context: &Context"),
        (Some(_), true) => ("Context", "_: &Context"),
    };
    let problems = if empty { "_" } else { "problems" };
    let body = if empty {
        "match self {}\n".to_owned()
    } else {
        let arms = block("match self", enabled(registry), |module| {
            arm(registry, module)
        });
        format!(
            "let info = self.kind().info();\n\
             __rollbook::validate_module(problems, {}, info, |problems| {})\n",
            literal(&registry.name),
            arms.trim_end()
        )
    };
    let function = format!(
        "type Valid = Valid;\n\nfn validate(self, {parameter}, {problems}: &mut __rollbook::Problems) \
         -> __rollbook::Option<Valid> {{\n{}}}\n",
        indent(&body, 1)
    );
    format!(
        "impl __rollbook::Validate<{of}> for Config {{\n{}}}\n",
        indent(&function, 1)
    )
}

fn arm(registry: &Registry, module: &Module) -> String {
    let Module { variant, boxed, .. } = module;
    let place = place(&module.place);
    let (of, argument) = match registry.context {
        Some(_) => ("Context", "context"),
        None => ("()", "&()"),
    };
    let (config, hold) = match boxed {
        true => (
            "*config",
            format!("|valid| Valid::{variant}(__rollbook::Box::new(valid))"),
        ),
        false => ("config", format!("Valid::{variant}")),
    };
    format!(
        "Self::{variant}(config) => {{\n    \
         let way = (&&&__rollbook::Check::<{}, {}, {of}>::OF).way(); // {place}\n    \
         way.validate({config}, {argument}, problems) // {place}\n        .map({hold})\n}}",
        config_alias(module),
        source_alias(registry, module),
    )
}
