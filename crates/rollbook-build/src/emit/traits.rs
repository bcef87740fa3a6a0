//! The traits of a registry: for its enum of modules, or checked for each module.

use super::names::enabled;
use super::writer::Writer;
use crate::model::{Listed, Module, Registry};

pub(super) fn traits(out: &mut Writer, registry: &Registry) {
    for known in &registry.traits {
        writeln!(out);
        match registry.dispatch {
            true => dispatch(out, known, registry),
            false => check(out, known, registry),
        }
    }
    for Listed { path, place } in &registry.impls {
        writeln!(out, "\n{path}! {{ [Module] [self::each] }} // {place}");
    }
    writeln!(out);
}

/// The trait for the enum, by the macro that `#[rollbook::dispatch]` exported beside it.
fn dispatch(out: &mut Writer, known: &Listed, registry: &Registry) {
    let Listed { path, place } = known;
    let Some((home, _)) = path.rsplit_once("::") else {
        return;
    };
    out.nest("const _: () = {", "};", |out| {
        out.line("use self::{Module, types};");
        out.line("#[allow(unused_imports, clippy::wildcard_imports)]");
        writeln!(out, "use {home}::*;");
        // rustc says that there is no macro of this name, if the trait has no attribute.
        let dispatch = "write_rollbook_dispatch_above_the_trait";
        writeln!(out, "use {path} as {dispatch}; // {place}");
        out.nest(
            format_args!("{dispatch}! {{ // or `dispatch = false` at {place}"),
            "}",
            |out| {
                let advice = "list the supertraits, too: `trait = [...]`";
                writeln!(out, "[{path}] [Module] // {advice} at {place}");
                let (boxed, plain) =
                    enabled(registry).partition::<Vec<_>, _>(|module| module.boxed);
                modules(out, &plain);
                out.line(";");
                modules(out, &boxed);
            },
        );
    });
}

fn modules(out: &mut Writer, modules: &[&Module]) {
    for Module { variant, place, .. } in modules {
        writeln!(out, "{variant} = types::{variant}, // {place}");
    }
}

/// Each module has the trait, also if the enum gets it by hand.
fn check(out: &mut Writer, known: &Listed, registry: &Registry) {
    let Listed { path, place } = known;
    out.nest("const _: () = {", "};", |out| {
        writeln!(
            out,
            "const fn implements<T: ?Sized + {path}>() {{}} // {place}"
        );
        for Module { variant, place, .. } in enabled(registry) {
            writeln!(out, "implements::<types::{variant}>(); // {place}");
        }
    });
}
