//! From a config to its module in a registry with `async = true`: one future, which holds those of the modules.

use super::enums::{as_it_is, matched};
use super::names::{
    argument, config, config_alias, constructor, enabled, is_as_it_is, is_empty, source_alias,
};
use super::writer::Writer;
use crate::model::{Asynchronous, BuildFunction, Module, Registry};

/// The async function of the enum that builds, without its documentation.
pub(super) fn function(
    out: &mut Writer,
    registry: &Registry,
    name: &str,
    parameter: &str,
    body: impl FnOnce(&mut Writer),
) {
    let send = if is_local(registry) {
        ""
    } else {
        " + __rollbook::Send"
    };
    // Without it, editions before 2024 let the future borrow nothing.
    let lifetime = registry.context.as_ref().map_or("", |_| " + use<'_>");
    let result = "__rollbook::Result<Module, __rollbook::BuildError>";
    writeln!(
        out,
        "#[allow(unused_variables)]\npub fn {name}(self{parameter})"
    );
    let head = format!("-> impl __rollbook::Future<Output = {result}>{send}{lifetime}");
    out.block(head, |out| {
        out.nest("__rollbook::asynchronous!(async move {", "})", body);
    });
}

/// The body of the function that makes the module.
pub(super) fn construct(out: &mut Writer, registry: &Registry) {
    if !is_empty(registry) {
        imports(out, registry);
    }
    matched(out, "self", registry, |out, module| {
        arm(out, registry, module)
    });
}

/// The traits whose methods are called below.
fn imports(out: &mut Writer, registry: &Registry) {
    out.line("use __rollbook::{Choose as _, ReturnedKind as _};");
    if is_local(registry) {
        out.line("use __rollbook::ChooseLocal as _;");
    }
}

/// How a module is made: the config is the module, or a conversion or a function makes it.
fn arm(out: &mut Writer, registry: &Registry, module: &Module) {
    let Module { variant, place, .. } = module;
    if is_as_it_is(module) {
        return as_it_is(out, module);
    }
    let (config, constructor) = (config(module), constructor("Module", module, "module"));
    out.block(format_args!("Self::{variant}(config) =>"), |out| {
        let future = if let Some(function) = &module.build {
            let argument = argument(registry);
            writeln!(
                out,
                "let module = {function}({config}{argument}); // {place}"
            );
            returned(out, &format!("types::{variant}"));
            outcome(registry).to_owned()
        } else {
            let (context, of) = match registry.context {
                Some(_) => ("context", "Context"),
                None => ("&()", "()"),
            };
            let more = if is_local(registry) { "&" } else { "" };
            let source = source_alias(registry, module);
            let choice = format!("__rollbook::Choice::<types::{variant}, {source}, {of}>");
            writeln!(out, "let way = ({more}&&&&{choice}::OF).way(); // {place}");
            format!("way.build({config}, {context})")
        };
        let future = match module.closes_cycle {
            true => format!("__rollbook::Box::pin({future})"),
            false => future,
        };
        let info = format!("\"{}\", Kind::{variant}.info()", registry.name);
        writeln!(out, "let module = {future}.await; // {place}");
        let built = format!("__rollbook::built::<types::{variant}>(module, {info})");
        writeln!(out, "let module = {built}; // {place}");
        writeln!(out, "module.map({constructor})");
    });
}

/// The call of a build function: `module` is what it gives.
pub(super) fn around(out: &mut Writer, registry: &Registry, function: &BuildFunction) {
    let BuildFunction { path, place, .. } = function;
    imports(out, registry);
    writeln!(
        out,
        "let module = {path}(self{}); // {place}",
        argument(registry)
    );
    returned(out, "Module");
    writeln!(out, "let module = {}.await; // {place}", outcome(registry));
}

/// Chooses whether the value `module` is awaited.
fn returned(out: &mut Writer, of: &str) {
    let returned = format!("__rollbook::returned::<{of}, _>(&module)");
    writeln!(out, "let returned = (&&&&{returned}).kind();");
}

/// The future of what a function returned.
fn outcome(registry: &Registry) -> &'static str {
    match is_local(registry) {
        true => "returned.outcome_local(module)",
        false => "returned.outcome(module)",
    }
}

fn is_local(registry: &Registry) -> bool {
    registry.asynchronous == Some(Asynchronous::Local)
}

/// What a task needs to carry the future to another thread: a line for each module.
pub(super) fn sendable(out: &mut Writer, registry: &Registry) {
    if is_local(registry) || (is_empty(registry) && registry.context.is_none()) {
        return;
    }
    writeln!(out);
    out.nest("const _: () = {", "};", |out| {
        if registry.context.is_some() {
            writeln!(
                out,
                "__rollbook::shareable::<Context>(); // {}",
                registry.place
            );
        }
        for module in enabled(registry) {
            let Module { variant, place, .. } = module;
            let (config, source) = (config_alias(module), source_alias(registry, module));
            writeln!(
                out,
                "__rollbook::sendable::<types::{variant}, {config}>(); // {place}"
            );
            if source != config {
                writeln!(
                    out,
                    "__rollbook::sendable::<types::{variant}, {source}>(); // {place}"
                );
            }
        }
    });
}
