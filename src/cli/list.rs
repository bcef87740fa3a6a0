//! `list`: every module with its arguments, from the registry.

use converters::registry::{Scope, converter, transform, writer};
use serde::Serialize;

use super::Printing;

#[derive(Serialize)]
struct Listed {
    scope: &'static str,
    registry: &'static str,
    name: &'static str,
    doc: &'static str,
    arguments: &'static [&'static str],
}

pub(crate) fn list(printing: &Printing) -> anyhow::Result<()> {
    let mut modules = Vec::new();
    for scope in Scope::ALL {
        let scope = *scope;
        let own = converter::from(scope);
        modules.extend(own.iter().map(|(name, kind)| {
            listed(
                scope,
                "converter",
                name,
                kind.info().doc,
                own.arguments(kind),
            )
        }));
        let own = transform::from(scope);
        modules.extend(own.iter().map(|(name, kind)| {
            listed(
                scope,
                "transform",
                name,
                kind.info().doc,
                own.arguments(kind),
            )
        }));
        let own = writer::from(scope);
        modules.extend(own.iter().map(|(name, kind)| {
            listed(scope, "writer", name, kind.info().doc, own.arguments(kind))
        }));
    }
    printing.result(&modules, || table(&modules))
}

fn listed(
    scope: Scope,
    registry: &'static str,
    name: &'static str,
    doc: &'static str,
    arguments: &'static [&'static str],
) -> Listed {
    Listed {
        scope: scope.name(),
        registry,
        name,
        doc,
        arguments,
    }
}

fn table(modules: &[Listed]) -> String {
    let mut out = String::new();
    let mut scope = "";
    for module in modules {
        if module.scope != scope {
            scope = module.scope;
            out.push_str(&format!("{scope}\n"));
        }
        let Listed {
            registry,
            name,
            doc,
            arguments,
            ..
        } = module;
        out.push_str(&format!("  {registry:<10} {name:<20} {doc}\n"));
        if !arguments.is_empty() {
            out.push_str(&format!("  {:<31} {}\n", "", arguments.join(", ")));
        }
    }
    out
}
