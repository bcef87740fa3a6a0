//! `graph`: scopes, crates, and which modules hold modules of which registry, as a drawing.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use rollbook::printable;
use rollbook_build::{Arguments, Catalog, Shape};

use crate::Outcome;
use crate::args::{Common, GraphFormat};
use crate::package::package;
use crate::show::{full_name, print};

pub(crate) fn run(common: &Common, format: GraphFormat) -> Result<Outcome> {
    let graph = graph(&package(common)?.generator.described()?);
    print(&match format {
        GraphFormat::Mermaid => mermaid(&graph),
        GraphFormat::Dot => dot(&graph),
    });
    Ok(Outcome::Good)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Crate,
    Scope,
    Registry,
    Configs,
}

struct Graph {
    /// What it is, and its name.
    nodes: Vec<(Kind, String)>,
    /// From a node to a node, with the text of the arrow.
    edges: Vec<(usize, usize, String)>,
}

fn graph(catalog: &Catalog) -> Graph {
    let mut nodes = Vec::new();
    let mut edges = Vec::new();
    nodes.extend(
        catalog
            .scopes
            .iter()
            .map(|scope| (Kind::Scope, scope.name.clone())),
    );
    for (index, scope) in catalog.scopes.iter().enumerate() {
        edges.extend(scope.parent.map(|parent| (parent, index, String::new())));
    }
    let first = nodes.len();
    nodes.extend(
        catalog
            .registries
            .iter()
            .map(|registry| (Kind::Registry, registry.name.clone())),
    );
    let mut declared = BTreeSet::new();
    for (index, registry) in catalog.registries.iter().enumerate() {
        for module in &registry.modules {
            declared.insert((module.package, module.scope));
            let mut nests = module.nests.iter().map(String::as_str).collect();
            if let Some(arguments) = &module.arguments {
                held_in(arguments, &mut nests);
            }
            for nested in nests {
                if let Ok(nested) = catalog.registry(nested) {
                    edges.push((first + index, first + nested, full_name(catalog, module)));
                }
            }
        }
    }
    if !catalog.slots.is_empty() {
        let mut slots = BTreeMap::<_, Vec<_>>::new();
        for (path, registry) in &catalog.slots {
            slots.entry(*registry).or_default().push(path.as_str());
        }
        let slots = slots.into_iter();
        edges.extend(
            slots.map(|(registry, paths)| (nodes.len(), first + registry, paths.join(", "))),
        );
        nodes.push((Kind::Configs, "configs".to_owned()));
    }
    let first = nodes.len();
    nodes.extend(
        catalog
            .packages
            .iter()
            .map(|package| (Kind::Crate, package.clone())),
    );
    edges.extend(
        declared
            .into_iter()
            .map(|(package, scope)| (first + package, scope, "modules".to_owned())),
    );
    Graph { nodes, edges }
}

/// The registries whose modules some arguments hold.
fn held_in<'a>(arguments: &'a Arguments, nests: &mut BTreeSet<&'a str>) {
    for field in &arguments.fields {
        held(&field.shape, nests);
    }
}

fn held<'a>(shape: &'a Shape, nests: &mut BTreeSet<&'a str>) {
    match shape {
        Shape::Module(registry) => {
            nests.insert(registry);
        }
        Shape::Optional(of) | Shape::List { of, .. } | Shape::Map(of) => held(of, nests),
        Shape::Tuple(parts) => parts.iter().for_each(|part| held(part, nests)),
        Shape::Table(arguments) => held_in(arguments, nests),
        _ => {}
    }
}

/// Without what would end a label.
fn label(text: &str) -> String {
    printable(text).replace(|c| "\"\\|<>#;&".contains(c), "_")
}

fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("graph TD\n");
    for (index, (kind, name)) in graph.nodes.iter().enumerate() {
        let name = label(name);
        out.push_str(&match kind {
            Kind::Crate => format!("  n{index}[[\"crate {name}\"]]\n"),
            Kind::Scope => format!("  n{index}([\"scope {name}\"])\n"),
            Kind::Registry => format!("  n{index}[\"registry {name}\"]\n"),
            Kind::Configs => format!("  n{index}[/\"{name}\"/]\n"),
        });
    }
    for (from, to, text) in &graph.edges {
        out.push_str(&match label(text).as_str() {
            "" => format!("  n{from} --> n{to}\n"),
            text => format!("  n{from} -->|\"{text}\"| n{to}\n"),
        });
    }
    out
}

fn dot(graph: &Graph) -> String {
    let mut out = String::from("digraph registry {\n");
    for (index, (kind, name)) in graph.nodes.iter().enumerate() {
        let (shape, what) = match kind {
            Kind::Crate => ("component", "crate "),
            Kind::Scope => ("oval", "scope "),
            Kind::Registry => ("box", "registry "),
            Kind::Configs => ("note", ""),
        };
        out.push_str(&format!(
            "  n{index} [shape={shape}, label=\"{what}{}\"];\n",
            label(name)
        ));
    }
    for (from, to, text) in &graph.edges {
        out.push_str(&match label(text).as_str() {
            "" => format!("  n{from} -> n{to};\n"),
            text => format!("  n{from} -> n{to} [label=\"{text}\"];\n"),
        });
    }
    out.push_str("}\n");
    out
}
