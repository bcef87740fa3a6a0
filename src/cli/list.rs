//! `list`: every module with its arguments, from the registry.

use converters::registry::{Scope, converter, transform, writer};
use rollbook::{Info, Listing};
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
        let listings = [
            converter::from(*scope).listing_with_arguments(),
            transform::from(*scope).listing_with_arguments(),
            writer::from(*scope).listing_with_arguments(),
        ];
        for listing in listings {
            modules.extend(
                listing
                    .modules()
                    .flat_map(|module| listed(&listing, module)),
            );
        }
    }
    printing.result(&modules, || table(&modules))
}

/// A module by its name, and by each alias.
fn listed(listing: &Listing, module: &'static Info) -> impl Iterator<Item = Listed> + use<> {
    let arguments = listing.arguments(module);
    let registry = listing.registry();
    let names = std::iter::once(module.name).chain(module.aliases.iter().copied());
    names.map(move |name| Listed {
        scope: module.scope,
        registry,
        name,
        doc: module.doc,
        arguments,
    })
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
