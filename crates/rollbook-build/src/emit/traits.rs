//! The traits of a registry: for its enum of modules, or checked for each module.

use super::enums::enabled;
use super::text::place;
use crate::model::{Listed, Module, Registry};

pub(super) fn traits(registry: &Registry) -> String {
    let mut out = String::new();
    for known in &registry.traits {
        out.push_str(&match registry.dispatch {
            true => dispatch(known, registry),
            false => check(known, registry),
        });
    }
    for Listed { path, place: at } in &registry.impls {
        let at = place(at);
        out.push_str(&format!("\n{path}! {{ [Module] [self::each] }} // {at}\n"));
    }
    out
}

/// The trait for the enum, by the macro that `#[rollbook::dispatch]` exported beside it.
fn dispatch(known: &Listed, registry: &Registry) -> String {
    let path = known.path.as_str();
    let Some((home, _)) = path.rsplit_once("::") else {
        return String::new();
    };
    let line = |module: &Module| {
        let (variant, place) = (&module.variant, place(&module.place));
        format!("        {variant} = types::{variant}, // {place}\n")
    };
    let plain = enabled(registry).filter(|module| !module.boxed);
    let boxed = enabled(registry).filter(|module| module.boxed);
    format!(
        "\nconst _: () = {{\n    use self::{{Module, types}};\n    #[allow(unused_imports, clippy::wildcard_imports)]\n    \
         use {home}::*;\n    {path}! {{ // no such macro? #[rollbook::dispatch] on the trait, or `dispatch = false` at {}\n        \
         [{path}] [Module]\n{}        ;\n{}    }}\n}};\n",
        place(&known.place),
        plain.map(line).collect::<String>(),
        boxed.map(line).collect::<String>(),
    )
}

/// Each module has the trait, also if the enum gets it by hand.
fn check(known: &Listed, registry: &Registry) -> String {
    let (path, at) = (&known.path, place(&known.place));
    let lines = enabled(registry).map(|module| {
        let (variant, place) = (&module.variant, place(&module.place));
        format!("    implements::<types::{variant}>(); // {place}\n")
    });
    format!(
        "\nconst _: () = {{\n    const fn implements<T: ?Sized + {path}>() {{}} // {at}\n{}}};\n",
        lines.collect::<String>(),
    )
}
