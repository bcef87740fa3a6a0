//! `docs`: a page of Markdown for each registry, for those who write configs.

use std::path::Path;

use anyhow::Result;
use rollbook_build::{Catalog, ModuleEntry, RegistryEntry};

use crate::Outcome;
use crate::args::Common;
use crate::package::package;
use crate::show::{full_name, print};
use crate::write::{Change, apply};

pub(crate) fn run(common: &Common, folder: Option<&Path>, check: bool) -> Result<Outcome> {
    let catalog = package(common)?.catalog()?;
    let pages = catalog
        .registries
        .iter()
        .map(|registry| (&registry.name, page(&catalog, registry)));
    let Some(folder) = folder else {
        let pages = pages.map(|(_, page)| page).collect::<Vec<_>>();
        print(&pages.join("\n"));
        return Ok(Outcome::Good);
    };
    let changes = pages.map(|(name, page)| {
        let path = folder.join(format!("{name}.md"));
        let before = std::fs::read_to_string(&path).ok();
        Change {
            path,
            before,
            after: page,
        }
    });
    apply(&changes.collect::<Vec<_>>(), check)
}

fn page(catalog: &Catalog, registry: &RegistryEntry) -> String {
    let mut out = format!(
        "# {}\n\n<!-- Made by `cargo rollbook docs`. -->\n",
        prose(&registry.name)
    );
    if let Some(doc) = &registry.doc {
        out.push_str(&format!("\n{}\n", doc.trim()));
    }
    out.push_str(&format!(
        "\nA config names {} in the key {}.\n",
        match registry.modules.len() {
            1 => "the one module below".to_owned(),
            count => format!("one of these {count} modules"),
        },
        code(&registry.key)
    ));
    if let Some(module) = registry.sequence.map(|index| &registry.modules[index]) {
        out.push_str(&format!(
            "A list of configs is a {}.\n",
            code(&full_name(catalog, module))
        ));
    }
    for module in &registry.modules {
        out.push_str(&section(catalog, registry, module));
    }
    out
}

fn section(catalog: &Catalog, registry: &RegistryEntry, module: &ModuleEntry) -> String {
    let name = full_name(catalog, module);
    let mut out = format!("\n## {}\n", prose(&name));
    if let Some(doc) = &module.doc {
        out.push_str(&format!("\n{}\n", doc.trim()));
    }
    let mut facts = Vec::new();
    if let Some(note) = &module.deprecated {
        facts.push(format!("**Deprecated:** {}", prose(note)));
    }
    if !module.aliases.is_empty() {
        let aliases = module
            .aliases
            .iter()
            .map(|alias| code(alias))
            .collect::<Vec<_>>();
        facts.push(format!("Also named {}", aliases.join(", ")));
    }
    if let Some(feature) = &module.feature {
        facts.push(format!("Needs the Cargo feature {}", code(feature)));
    }
    if !module.nests.is_empty() {
        let nests = module
            .nests
            .iter()
            .map(|nested| format!("[{}]({nested}.md)", code(nested)));
        facts.push(format!(
            "Holds modules of {}",
            nests.collect::<Vec<_>>().join(", ")
        ));
    }
    facts.push(format!("Type {}", code(&module.type_path)));
    if let Some(config) = &module.config {
        facts.push(format!("Its arguments are those of {}", code(config)));
    }
    facts.push(format!("Declared at {}", code(&module.place)));
    out.push('\n');
    for fact in facts {
        out.push_str(&format!("- {fact}\n"));
    }
    if !module.defaults.is_empty() {
        out.push_str("\n| argument | default |\n| --- | --- |\n");
        for (key, value) in &module.defaults {
            out.push_str(&format!("| {} | {} |\n", cell(key), cell(value)));
        }
    }
    let key = toml_edit::Key::new(&registry.key).to_string();
    out.push_str(&format!(
        "\n```toml\n{key} = {}\n```\n",
        toml_edit::Value::from(name.as_str())
    ));
    out
}

/// Text between backticks, with as many as it needs.
fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let mut ticks = String::from("`");
    while text.contains(&ticks) {
        ticks.push('`');
    }
    if ticks.len() > 1 {
        format!("{ticks} {text} {ticks}")
    } else {
        format!("`{text}`")
    }
}

fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// Text outside of code, where some signs mean something.
fn prose(text: &str) -> String {
    let mut out = String::new();
    for c in text.replace(['\n', '\r'], " ").chars() {
        if matches!(c, '<' | '>' | '*' | '_' | '[' | ']' | '#' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
