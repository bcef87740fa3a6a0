//! Words that several commands print.

use std::io::Write;

use rollbook::printable;
use rollbook_build::{Catalog, ModuleEntry, RegistryEntry};

/// Prints to standard output. It is not an error if the reader stops early, as `head` does.
pub(crate) fn print(text: &str) {
    print_bytes(text.as_bytes());
}

pub(crate) fn print_bytes(text: &[u8]) {
    let _ = std::io::stdout().lock().write_all(text);
}

/// Says how many problems a command leaves to be mended by hand.
pub(crate) fn left(problems: usize) {
    match problems {
        0 => {}
        1 => print("1 problem is left: see `cargo rollbook check`\n"),
        count => print(&format!(
            "{count} problems are left: see `cargo rollbook check`\n"
        )),
    }
}

/// Prints text that holds names. Characters that a terminal obeys, or that change the direction of the text, are escaped.
pub(crate) fn print_names(text: &str) {
    let lines = text.split('\n').map(printable);
    print(&lines.collect::<Vec<_>>().join("\n"));
}

/// An error with its causes, as Cargo prints its own.
pub(crate) fn error(error: &anyhow::Error, color: bool) {
    let (start, end) = if color {
        ("\u{1b}[1m\u{1b}[91m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let causes = error
        .chain()
        .map(|cause| cause.to_string().trim_end().to_owned());
    let causes = causes.collect::<Vec<_>>();
    let text = format!("{start}error{end}: {}\n", causes.join(": "));
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// A module with its scope, if there are several: `mmcls.ResNet`.
pub(crate) fn full_name(catalog: &Catalog, module: &ModuleEntry) -> String {
    in_scope(catalog, module.scope, &module.name)
}

/// A name with its scope, if there are several.
pub(crate) fn in_scope(catalog: &Catalog, scope: usize, name: &str) -> String {
    match catalog.scopes.len() {
        1 => name.to_owned(),
        _ => format!("{}.{name}", catalog.scopes[scope].name),
    }
}

/// What is shown of a registry besides its name: how a config is written, and which modules have a role.
pub(crate) fn registry_notes(catalog: &Catalog, registry: &RegistryEntry) -> Vec<String> {
    let mut notes = Vec::new();
    match &registry.content {
        _ if registry.external => notes.push("the name is the key of the arguments".to_owned()),
        Some(content) => notes.push(format!("arguments under `{content}`")),
        None => {}
    }
    if !registry.external && registry.key != "type" {
        notes.push(format!("name under `{}`", registry.key));
    }
    let roles = [
        ("a list is", registry.sequence),
        ("another name is", registry.fallback),
        ("the default is", registry.default),
    ];
    let modules = roles.into_iter().filter_map(|(what, role)| {
        let module = registry.modules.get(role?)?;
        Some(format!("{what} `{}`", full_name(catalog, module)))
    });
    notes.extend(modules);
    notes
}

/// What is shown of a module besides its name and type.
pub(crate) fn notes(module: &ModuleEntry) -> Vec<String> {
    let mut notes = Vec::new();
    if !module.aliases.is_empty() {
        notes.push(format!("also {}", module.aliases.join(", ")));
    }
    if let Some(feature) = &module.feature {
        let state = if module.enabled { "on" } else { "off" };
        notes.push(format!("feature {feature}, {state}"));
    }
    if let Some(note) = &module.deprecated {
        notes.push(format!("deprecated: {note}"));
    }
    notes
}
