//! `list`: the modules, by registry.

use anyhow::Result;
use rollbook_build::{Catalog, ModuleEntry, RegistryEntry};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Common, Format};
use crate::package::package;
use crate::show::{full_name, in_scope, notes, print, print_names, registry_notes};

pub(crate) fn run(common: &Common, registry: Option<&str>) -> Result<Outcome> {
    let catalog = package(common)?.catalog()?;
    let only = registry.map(|name| catalog.registry(name)).transpose()?;
    let mut out = String::new();
    let mut list = Vec::new();
    for (index, registry) in catalog.registries.iter().enumerate() {
        if only.is_some_and(|only| only != index) {
            continue;
        }
        match common.message_format {
            Format::Human => {
                if !out.is_empty() {
                    out.push('\n');
                }
                let count = registry.modules.len();
                out.push_str(&format!("{} ({count})", registry.name));
                let notes = registry_notes(&catalog, registry).join("; ");
                if !notes.is_empty() {
                    out.push_str(&format!(": {notes}"));
                }
                out.push('\n');
                out.push_str(&table(&catalog, &registry.modules));
                for entry in &registry.reserved {
                    let name = in_scope(&catalog, entry.scope, &entry.name);
                    out.push_str(&format!("  ({name} was removed: {})\n", entry.note));
                }
            }
            Format::Short => {
                for module in &registry.modules {
                    out.push_str(&format!(
                        "{} {}\n",
                        registry.name,
                        full_name(&catalog, module)
                    ));
                }
            }
            Format::Json => {
                let modules = 0..registry.modules.len();
                list.extend(modules.map(|index| entry(&catalog, registry, index)));
            }
        }
    }
    match common.message_format {
        Format::Json => print(&format!("{:#}\n", Value::Array(list))),
        _ => print_names(&out),
    }
    Ok(Outcome::Good)
}

fn table(catalog: &Catalog, modules: &[ModuleEntry]) -> String {
    let width = |part: &dyn Fn(&ModuleEntry) -> String| {
        let widths = modules.iter().map(|module| part(module).chars().count());
        widths.max().unwrap_or_default()
    };
    let name = |module: &ModuleEntry| full_name(catalog, module);
    let place = |module: &ModuleEntry| module.place.clone();
    let (names, places) = (width(&name), width(&place));
    let rows = modules.iter().map(|module| {
        let notes = notes(module);
        let notes = if notes.is_empty() {
            String::new()
        } else {
            format!("  ({})", notes.join("; "))
        };
        let (name, place) = (name(module), place(module));
        format!(
            "  {name:names$}  {place:places$}  {}{notes}\n",
            module.type_path
        )
    });
    rows.collect()
}

fn entry(catalog: &Catalog, registry: &RegistryEntry, index: usize) -> Value {
    let module = &registry.modules[index];
    let roles = [
        ("sequence", registry.sequence),
        ("fallback", registry.fallback),
        ("default", registry.default),
    ];
    let roles = roles.into_iter().filter(|(_, role)| *role == Some(index));
    let defaults = module.defaults.iter();
    let defaults = defaults.map(|(key, value)| (key.clone(), Value::from(value.as_str())));
    json!({
        "registry": registry.name,
        "key": (!registry.external).then_some(&registry.key),
        "content": registry.content,
        "tagging": if registry.external { "external" } else { "internal" },
        "roles": roles.map(|(role, _)| role).collect::<Vec<_>>(),
        "scope": catalog.scopes[module.scope].name,
        "name": module.name,
        "aliases": module.aliases,
        "type": module.type_path,
        "config": module.config,
        "nests": module.nests,
        "defaults": defaults.collect::<serde_json::Map<_, _>>(),
        "feature": module.feature,
        "enabled": module.enabled,
        "deprecated": module.deprecated,
        "doc": module.doc,
        "place": module.place,
        "package": catalog.packages[module.package],
    })
}
