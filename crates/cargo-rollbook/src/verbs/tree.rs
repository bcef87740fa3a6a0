//! `tree`: the scopes with their modules.

use anyhow::Result;
use rollbook_build::Catalog;
use serde_json::{Value, json};

use crate::Outcome;
use crate::args::{Common, Format};
use crate::package::package;
use crate::show::{print, print_names};

pub(crate) fn run(common: &Common, registry: Option<&str>) -> Result<Outcome> {
    let catalog = package(common)?.catalog()?;
    let only = registry.map(|name| catalog.registry(name)).transpose()?;
    let roots = children(&catalog, None);
    let out = match common.message_format {
        Format::Json => {
            let roots = roots.iter().map(|scope| value(&catalog, *scope, only));
            format!("{:#}\n", Value::Array(roots.collect()))
        }
        _ => {
            let mut out = String::new();
            for scope in roots {
                out.push_str(&format!("{}\n", name(&catalog, scope)));
                below(&catalog, scope, only, "", &mut out);
            }
            out
        }
    };
    match common.message_format {
        Format::Json => print(&out),
        _ => print_names(&out),
    }
    Ok(Outcome::Good)
}

fn children(catalog: &Catalog, of: Option<usize>) -> Vec<usize> {
    let all = catalog.scopes.iter().enumerate();
    all.filter(|(_, scope)| scope.parent == of)
        .map(|(index, _)| index)
        .collect()
}

fn name(catalog: &Catalog, scope: usize) -> String {
    let own = if scope == catalog.own_scope {
        " (own)"
    } else {
        ""
    };
    format!("{}{own}", catalog.scopes[scope].name)
}

/// Registries with the names of a scope's own modules.
fn modules(catalog: &Catalog, scope: usize, only: Option<usize>) -> Vec<(String, Vec<String>)> {
    let registries = catalog.registries.iter().enumerate();
    let registries = registries.filter(|(index, _)| only.is_none_or(|only| only == *index));
    let found = registries.map(|(_, registry)| {
        let own = registry
            .modules
            .iter()
            .filter(|module| module.scope == scope);
        let names = own.map(|module| match module.enabled {
            true => module.name.clone(),
            false => format!("{} (off)", module.name),
        });
        (registry.name.clone(), names.collect::<Vec<_>>())
    });
    found.filter(|(_, names)| !names.is_empty()).collect()
}

fn below(catalog: &Catalog, scope: usize, only: Option<usize>, indent: &str, out: &mut String) {
    let modules = modules(catalog, scope, only);
    let children = children(catalog, Some(scope));
    let count = modules.len() + children.len();
    let corner = |index: usize| {
        if index + 1 == count {
            ("└── ", "    ")
        } else {
            ("├── ", "│   ")
        }
    };
    for (index, (registry, names)) in modules.iter().enumerate() {
        out.push_str(&format!(
            "{indent}{}{registry}: {}\n",
            corner(index).0,
            names.join(", ")
        ));
    }
    for (index, child) in children.into_iter().enumerate() {
        let (start, rest) = corner(modules.len() + index);
        out.push_str(&format!("{indent}{start}{}\n", name(catalog, child)));
        below(catalog, child, only, &format!("{indent}{rest}"), out);
    }
}

fn value(catalog: &Catalog, scope: usize, only: Option<usize>) -> Value {
    let entry = &catalog.scopes[scope];
    let modules = modules(catalog, scope, only).into_iter();
    let modules = modules.map(|(registry, names)| (registry, Value::from(names)));
    let children = children(catalog, Some(scope));
    let children = children
        .into_iter()
        .map(|child| value(catalog, child, only));
    json!({
        "scope": entry.name,
        "doc": entry.doc,
        "place": entry.place,
        "modules": modules.collect::<serde_json::Map<_, _>>(),
        "children": children.collect::<Vec<_>>(),
    })
}
