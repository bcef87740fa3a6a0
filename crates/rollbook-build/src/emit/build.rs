//! From a config to its module: `build`, `construct`, and `rollbook::Build`.

use super::enums::{enabled, source, source_and_context};
use super::text::{block, docs, indent, place};
use crate::model::{Asynchronous, BuildFunction, Model, Module, Registry};

/// The documentation of `construct`.
pub(super) const CONSTRUCT: &str = "Builds the module without the build function of its registry or scope: for that function to call.";

pub(super) fn build(model: &Model, registry: &Registry) -> String {
    let made = enabled(registry).any(|module| module.config.is_some() || module.build.is_some());
    let argument = if registry.context.is_some() {
        ", context"
    } else {
        ""
    };
    let mut out = format!("impl {} {{\n", source(registry));
    let wrapped = wrapped(model, registry, &|function| {
        around(registry, function, argument)
    });
    let constructs = construct(registry, argument);
    let body = wrapped.as_ref().unwrap_or(&constructs);
    let used = made || (wrapped.is_some() && enabled(registry).next().is_some());
    let builds = function(registry, "build", "Builds the module.", body, used);
    out.push_str(&indent(&builds, 1));
    if wrapped.is_some() {
        let constructs = function(registry, "construct", CONSTRUCT, &constructs, made);
        out.push_str(&indent(&format!("\n{constructs}"), 1));
    }
    out.push_str("}\n\n");
    let context = source_and_context(registry);
    out.push_str(&format!("__rollbook::builds!({context});\n"));
    if is_generic(registry) {
        out.push_str(&format!("__rollbook::constructs!({context});\n"));
    }
    out
}

/// How the macros that implement the traits of building end.
pub(super) fn suffix(registry: &Registry) -> &'static str {
    match registry.asynchronous {
        None => "",
        Some(Asynchronous::Anywhere) => "_async",
        Some(Asynchronous::Local) => "_local",
    }
}

/// A function of the enum that builds. `used`: an empty match does not use the
/// context, and neither do modules that are their own configs.
pub(super) fn function(
    registry: &Registry,
    name: &str,
    title: &str,
    body: &str,
    used: bool,
) -> String {
    let parameter = match (registry.context.is_some(), used) {
        (false, _) => "",
        (true, true) => ", context: &Context",
        (true, false) => ", _context: &Context",
    };
    format!(
        "{}///\n/// # Errors\n///\n/// What the module's constructor fails with.\n\
         pub fn {name}(self{parameter}) -> __rollbook::Result<Module, __rollbook::BuildError> {{\n{}}}\n",
        docs(title, None),
        indent(body, 1)
    )
}

/// Whether a build function takes the configs of any crate.
pub(super) fn is_generic(registry: &Registry) -> bool {
    let of_scopes = registry.scope_builds.iter().map(|(_, function)| function);
    let mut functions = of_scopes.chain(&registry.build);
    functions.any(|function| function.generic)
}

/// How a module is made: the config is the module, or a conversion or a function makes it.
fn construct(registry: &Registry, argument: &str) -> String {
    if enabled(registry).next().is_none() {
        return "match self {}\n".to_owned();
    }
    block("match self", enabled(registry), |module| {
        arm(registry, module, argument)
    })
}

/// The arm of a module that is its own config, and is not changed.
pub(super) fn as_it_is(module: &Module) -> Option<String> {
    let variant = &module.variant;
    (module.config.is_none() && module.build.is_none())
        .then(|| format!("Self::{variant}(config) => Ok(Module::{variant}(config)),"))
}

/// The config in an arm, out of its box.
pub(super) fn config(module: &Module) -> &'static str {
    if module.boxed { "*config" } else { "config" }
}

/// What makes a variant of a `Result` with a module.
pub(super) fn hold(module: &Module) -> String {
    let variant = &module.variant;
    if module.boxed {
        format!("map(|module| Module::{variant}(__rollbook::Box::new(module)))")
    } else {
        format!("map(Module::{variant})")
    }
}

fn arm(registry: &Registry, module: &Module, argument: &str) -> String {
    if let Some(arm) = as_it_is(module) {
        return arm;
    }
    let Module { variant, build, .. } = module;
    let (config, hold) = (config(module), hold(module));
    let from = format!("\"{}\", Kind::{variant}.info()", registry.name);
    let place = place(&module.place);
    // Short lines: rustc cuts long ones, and the place is at their end.
    let built = match build {
        Some(function) => format!(
            "let module = {function}({config}{argument}); // {place}\n    \
             let module = __rollbook::built::<types::{variant}>(module, {from}); // {place}\n    module"
        ),
        None if argument.is_empty() => {
            format!(
                "__rollbook::construct::<types::{variant}, _>({config}, {from}) // {place}\n        "
            )
        }
        None => format!(
            "__rollbook::construct_in::<types::{variant}, _, _>({config}{argument}, {from}) // {place}\n        "
        ),
    };
    format!("Self::{variant}(config) => {{\n    {built}.{hold}\n}}")
}

/// A build function, or none, around a module's own way.
fn around(registry: &Registry, function: Option<&BuildFunction>, argument: &str) -> String {
    match function {
        None => format!("self.construct({})", argument.trim_start_matches(", ")),
        Some(function) => format!(
            "__rollbook::wrapped({}(self{argument}), \"{}\", kind.info()) // {}",
            function.path,
            registry.name,
            place(&function.place)
        ),
    }
}

/// The build function of the nearest scope that has one, else the registry's. `call` writes what builds by it.
pub(super) fn wrapped(
    model: &Model,
    registry: &Registry,
    call: &dyn Fn(Option<&BuildFunction>) -> String,
) -> Option<String> {
    let nearest = |module: &Module| -> Option<&BuildFunction> {
        let at = |scope| {
            let of_scopes = registry.scope_builds.iter();
            of_scopes
                .clone()
                .find_map(|(known, function)| (*known == scope).then_some(function))
        };
        let nearest = model.upwards(module.scope).find_map(at);
        nearest.or(registry.build.as_ref())
    };
    if registry.build.is_none() && registry.scope_builds.is_empty() {
        return None;
    }
    if enabled(registry).next().is_none() {
        return Some("match self {}\n".to_owned());
    }
    // The modules of each function, in the order in which the functions come first.
    let mut groups: Vec<(Option<&BuildFunction>, Vec<&str>)> = Vec::new();
    for module in enabled(registry) {
        let function = nearest(module);
        match groups.iter_mut().find(|(known, _)| *known == function) {
            Some((_, variants)) => variants.push(&module.variant),
            None => groups.push((function, vec![&module.variant])),
        }
    }
    if let [(function, _)] = groups.as_slice() {
        return Some(format!("let kind = self.kind();\n{}\n", call(*function)));
    }
    let mut body = String::from("let kind = self.kind();\nmatch kind {\n");
    for (function, variants) in groups {
        let patterns = variants.iter().map(|variant| format!("Kind::{variant}"));
        let patterns = patterns.collect::<Vec<_>>().join("\n    | ");
        body.push_str(&format!(
            "    {patterns} => {{\n{}    }}\n",
            indent(&call(function), 2)
        ));
    }
    body.push_str("}\n");
    Some(body)
}
