//! `explain`: how a name is looked up, scope by scope.

use anyhow::Result;
use rollbook_build::{Catalog, Explanation, RegistryEntry};
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Common, Format};
use crate::package::{Package, package};
use crate::show::{full_name, notes, print, print_names};

pub(crate) fn run(
    common: &Common,
    name: &str,
    from: Option<&str>,
    registry: Option<&str>,
) -> Result<Outcome> {
    let catalog = package(common)?.catalog()?;
    let scope = Package::scope(&catalog, from)?;
    let only = registry.map(|name| catalog.registry(name)).transpose()?;
    let mut all = Vec::new();
    for (index, registry) in catalog.registries.iter().enumerate() {
        if only.is_none_or(|only| only == index) {
            all.extend(
                catalog
                    .explain(index, scope, name)
                    .map(|found| (registry, found)),
            );
        }
    }
    // Without `--registry`, those that have nothing to say are left out, unless none has.
    let found = |(_, found): &(&RegistryEntry, Explanation)| found.module.is_some();
    let helps = |(_, found): &(&RegistryEntry, Explanation)| found.helps;
    let any = all.iter().any(found);
    if any && only.is_none() {
        all.retain(found);
    } else if only.is_none() && all.iter().any(helps) {
        all.retain(helps);
    }
    let from = &catalog.scopes[scope].name;
    match common.message_format {
        Format::Json => {
            let list = all
                .iter()
                .map(|(registry, found)| value(&catalog, registry, found));
            print(&format!("{:#}\n", Value::Array(list.collect())));
        }
        format => {
            let text = all.iter().map(|(registry, found)| match format {
                Format::Short => short(&catalog, registry, found, name),
                _ => human(&catalog, registry, found, name, from),
            });
            let between = if format == Format::Short { "" } else { "\n" };
            print_names(&text.collect::<Vec<_>>().join(between));
        }
    }
    Ok(if any { Outcome::Good } else { Outcome::Bad })
}

fn human(
    catalog: &Catalog,
    registry: &RegistryEntry,
    found: &Explanation,
    name: &str,
    from: &str,
) -> String {
    let mut out = format!("{} `{name}` as seen from `{from}`\n", registry.name);
    let mut taken = false;
    for (index, step) in found.steps.iter().enumerate() {
        let scope = &catalog.scopes[step.scope].name;
        let what = match step
            .module
            .map(|module| (module, &registry.modules[module]))
        {
            // Nothing is hidden there.
            None if taken => continue,
            None => match step.reserved.map(|index| &registry.reserved[index]) {
                Some(entry) => format!("`{}` was removed, {}", step.name, entry.place),
                None => format!("no `{}`", step.name),
            },
            Some((module, entry)) => {
                let state = if !taken && found.module == Some(module) {
                    taken = true;
                    "this one"
                } else if taken {
                    "hidden by the one before"
                } else {
                    "not in this build"
                };
                let notes = notes(entry);
                let notes = if notes.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", notes.join("; "))
                };
                format!("{}, {}{notes}: {state}", entry.type_path, entry.place)
            }
        };
        out.push_str(&format!("  {}. {scope}: {what}\n", index + 1));
    }
    if let Some(advice) = &found.advice {
        out.push_str(&format!("  {advice}\n"));
    }
    let fallback = registry.fallback.filter(|_| found.module.is_none());
    if let Some(fallback) = fallback.map(|index| &registry.modules[index]) {
        let name = full_name(catalog, fallback);
        out.push_str(&format!(
            "  a config with this name is a `{name}`, the fallback\n"
        ));
    }
    out
}

fn short(catalog: &Catalog, registry: &RegistryEntry, found: &Explanation, name: &str) -> String {
    match found.module.map(|module| &registry.modules[module]) {
        Some(module) => {
            let scope = &catalog.scopes[module.scope].name;
            format!(
                "{} {name} = {scope}.{} {}\n",
                registry.name, module.name, module.place
            )
        }
        None => format!("{} {name} = nothing\n", registry.name),
    }
}

fn value(catalog: &Catalog, registry: &RegistryEntry, found: &Explanation) -> Value {
    let full = |module: usize| {
        let module = &registry.modules[module];
        format!("{}.{}", catalog.scopes[module.scope].name, module.name)
    };
    let steps = found.steps.iter().map(|step| {
        json!({
            "scope": catalog.scopes[step.scope].name,
            "name": step.name,
            "module": step.module.map(full),
            "reserved": step.reserved.map(|index| registry.reserved[index].note.as_str()),
        })
    });
    json!({
        "registry": registry.name,
        "steps": steps.collect::<Vec<_>>(),
        "module": found.module.map(full),
        "place": found.module.map(|module| registry.modules[module].place.as_str()),
        "advice": found.advice,
        "fallback": registry.fallback.filter(|_| found.module.is_none()).map(full),
    })
}
