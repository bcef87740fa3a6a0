//! `graph`: scopes, crates, and which modules hold modules of which registry, as a drawing.

use std::collections::BTreeSet;

use anyhow::Result;
use rollbook::printable;
use rollbook_build::Catalog;

use crate::Outcome;
use crate::args::{Common, GraphFormat};
use crate::package::package;
use crate::show::{full_name, print};

pub(crate) fn run(common: &Common, format: GraphFormat) -> Result<Outcome> {
    let graph = graph(&package(common)?.catalog()?);
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
            for nested in &module.nests {
                if let Ok(nested) = catalog.registry(nested) {
                    edges.push((first + index, first + nested, full_name(catalog, module)));
                }
            }
        }
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
            Kind::Crate => ("component", "crate"),
            Kind::Scope => ("oval", "scope"),
            Kind::Registry => ("box", "registry"),
        };
        out.push_str(&format!(
            "  n{index} [shape={shape}, label=\"{what} {}\"];\n",
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
