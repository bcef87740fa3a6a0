//! From a config to its module: `build`, `construct`, and the traits of building.

use super::async_build;
use super::enums::{as_it_is, matched};
use super::names::{
    argument, config, constructor, enabled, is_as_it_is, is_empty, source, source_and_context,
};
use super::writer::Writer;
use crate::model::{Asynchronous, BuildFunction, Model, Module, Registry};

pub(super) fn build(out: &mut Writer, model: &Model, registry: &Registry) {
    let construct = |out: &mut Writer| match registry.asynchronous {
        None => matched(out, "self", registry, |out, module| {
            arm(out, registry, module)
        }),
        Some(_) => async_build::construct(out, registry),
    };
    // An empty match does not use the context, and neither do modules that are their own configs.
    let made = enabled(registry).any(|module| !is_as_it_is(module));
    out.block(format_args!("impl {}", source(registry)), |out| {
        let title = "Builds the module.";
        if !is_wrapped(registry) {
            return function(out, registry, "build", title, made, construct);
        }
        function(out, registry, "build", title, !is_empty(registry), |out| {
            wrapped(out, model, registry);
        });
        writeln!(out);
        let title = "Builds the module without the build function of its registry or scope: for that function to call.";
        function(out, registry, "construct", title, made, construct);
    });
    writeln!(out);
    traits(out, registry);
    if registry.asynchronous.is_some() {
        async_build::sendable(out, registry);
    }
}

/// The macros that implement the traits of building.
fn traits(out: &mut Writer, registry: &Registry) {
    let (suffix, context) = (suffix(registry), source_and_context(registry));
    let place = match registry.asynchronous {
        None => String::new(),
        Some(_) => format!(" // {}", registry.place),
    };
    writeln!(out, "__rollbook::builds{suffix}!({context});{place}");
    let of_scopes = registry.scope_builds.iter().map(|(_, function)| function);
    let mut functions = of_scopes.chain(&registry.build);
    // Such a function takes the configs of any crate.
    if functions.any(|function| function.generic) {
        writeln!(out, "__rollbook::constructs{suffix}!({context});{place}");
    }
}

/// How the macros that implement the traits of building end.
pub(super) fn suffix(registry: &Registry) -> &'static str {
    match registry.asynchronous {
        None => "",
        Some(Asynchronous::Anywhere) => "_async",
        Some(Asynchronous::Local) => "_local",
    }
}

/// A function of the enum that builds. `used`: whether the body uses the context.
pub(super) fn function(
    out: &mut Writer,
    registry: &Registry,
    name: &str,
    title: &str,
    used: bool,
    body: impl FnOnce(&mut Writer),
) {
    let parameter = match (registry.context.is_some(), used) {
        (false, _) => "",
        (true, true) => ", context: &Context",
        (true, false) => ", _context: &Context",
    };
    fallible(out, title, "What the module's constructor fails with.");
    if registry.asynchronous.is_some() {
        return async_build::function(out, registry, name, parameter, body);
    }
    let head = format!(
        "pub fn {name}(self{parameter}) -> __rollbook::Result<Module, __rollbook::BuildError>"
    );
    out.block(head, body);
}

/// The documentation of a function that fails.
pub(super) fn fallible(out: &mut Writer, title: &str, errors: &str) {
    out.docs(title);
    out.line("///\n/// # Errors\n///");
    out.docs(errors);
}

/// How a module is made: the config is the module, or a conversion or a function makes it.
fn arm(out: &mut Writer, registry: &Registry, module: &Module) {
    let Module { variant, place, .. } = module;
    if is_as_it_is(module) {
        return as_it_is(out, module);
    }
    let (config, argument) = (config(module), argument(registry));
    let from = format!("\"{}\", Kind::{variant}.info()", registry.name);
    let constructor = constructor("Module", module, "module");
    out.block(format_args!("Self::{variant}(config) =>"), |out| {
        // Short lines: rustc cuts long ones, and the place is at their end.
        if let Some(function) = &module.build {
            writeln!(
                out,
                "let module = {function}({config}{argument}); // {place}"
            );
            let built = format!("__rollbook::built::<types::{variant}>(module, {from})");
            writeln!(out, "let module = {built}; // {place}");
            return writeln!(out, "module.map({constructor})");
        }
        let (function, types) = match registry.context {
            None => ("construct", "_"),
            Some(_) => ("construct_in", "_, _"),
        };
        write!(out, "__rollbook::{function}::<types::{variant}, {types}>");
        writeln!(out, "({config}{argument}, {from}) // {place}");
        writeln!(out, "    .map({constructor})");
    });
}

fn is_wrapped(registry: &Registry) -> bool {
    registry.build.is_some() || !registry.scope_builds.is_empty()
}

/// The build function of the nearest scope that has one, else the registry's.
fn wrapped(out: &mut Writer, model: &Model, registry: &Registry) {
    if is_empty(registry) {
        return out.line("match self {}");
    }
    let nearest = |module: &Module| {
        let mut scopes = model.upwards(module.scope);
        let of_scope = scopes.find_map(|at| {
            let mut known = registry.scope_builds.iter();
            known.find(|(scope, _)| *scope == at)
        });
        of_scope
            .map(|(_, function)| function)
            .or(registry.build.as_ref())
    };
    // The modules of each function, in the order in which the functions come first.
    let mut groups: Vec<(Option<&BuildFunction>, Vec<&str>)> = Vec::new();
    for module in enabled(registry) {
        let function = nearest(module);
        match groups.iter_mut().find(|(known, _)| *known == function) {
            Some((_, variants)) => variants.push(&module.variant),
            None => groups.push((function, vec![&module.variant])),
        }
    }
    out.line("let kind = self.kind();");
    if let [(function, _)] = groups.as_slice() {
        return around(out, registry, *function);
    }
    out.block("match kind", |out| {
        for (function, variants) in groups {
            let patterns = variants.join("\n| Kind::");
            out.block(format_args!("Kind::{patterns} =>"), |out| {
                around(out, registry, function);
            });
        }
    });
}

/// A build function, or none, around a module's own way.
fn around(out: &mut Writer, registry: &Registry, function: Option<&BuildFunction>) {
    let argument = argument(registry);
    let wait = match registry.asynchronous {
        None => "",
        Some(_) => ".await",
    };
    let Some(function) = function else {
        return writeln!(
            out,
            "self.construct({}){wait}",
            argument.trim_start_matches(", ")
        );
    };
    let BuildFunction { path, place, .. } = function;
    let info = format!("\"{}\", kind.info()", registry.name);
    if registry.asynchronous.is_some() {
        async_build::around(out, registry, function);
        return writeln!(out, "__rollbook::wrapped(module, {info}) // {place}");
    }
    writeln!(
        out,
        "__rollbook::wrapped({path}(self{argument}), {info}) // {place}"
    );
}
