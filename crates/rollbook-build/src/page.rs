//! A page of Markdown for a registry, for those who write configs.

use crate::arguments::{Argument, Shape};
use crate::catalog::{Catalog, ModuleEntry, RegistryEntry};

impl Catalog {
    /// A page of Markdown about a registry: each module with its documentation, aliases, type, arguments and an
    /// [example](Self::example). `cargo rollbook docs` writes it.
    #[must_use]
    pub fn page(&self, registry: &RegistryEntry) -> String {
        let mut out = format!(
            "# {}\n\n<!-- Made by `cargo rollbook docs`. -->\n",
            prose(&registry.name)
        );
        if let Some(doc) = &registry.doc {
            out.push_str(&format!("\n{}\n", doc.trim()));
        }
        let count = match registry.modules.len() {
            1 => "the one module below".to_owned(),
            count => format!("one of these {count} modules"),
        };
        let form = match (&registry.content, registry.external) {
            (_, true) => format!(
                "A config is a table with one key, the name of {count}. The arguments are below that key. In YAML the name can be a tag, too: `!Name`."
            ),
            (Some(content), _) => format!(
                "A config names {count} in the key {}. The arguments are in a table under the key {}.",
                code(&registry.key),
                code(content)
            ),
            (None, _) => format!("A config names {count} in the key {}.", code(&registry.key)),
        };
        out.push_str(&format!("\n{form}\n"));
        for (what, role) in [
            ("A list of configs is a", registry.sequence),
            ("A config with another name is a", registry.fallback),
            ("The default is", registry.default),
        ] {
            if let Some(module) = role.map(|index| &registry.modules[index]) {
                out.push_str(&format!("{what} {}.\n", code(&self.full_name(module))));
            }
        }
        for module in &registry.modules {
            out.push_str(&section(self, registry, module));
        }
        out
    }
}

fn section(catalog: &Catalog, registry: &RegistryEntry, module: &ModuleEntry) -> String {
    let name = catalog.full_name(module);
    let mut out = format!("\n## {}\n", prose(&name));
    if let Some(doc) = &module.doc {
        out.push_str(&format!("\n{}\n", doc.trim()));
    }
    // The summary of the manifest may be the beginning of what the type says.
    let doc = module
        .arguments
        .as_ref()
        .and_then(|known| known.doc.as_deref());
    if let Some(doc) = doc.filter(|doc| module.doc.as_deref().map(str::trim) != Some(doc)) {
        out.push_str(&format!("\n{doc}\n"));
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
    out.push('\n');
    for fact in facts {
        out.push_str(&format!("- {fact}\n"));
    }
    match &module.arguments {
        Some(arguments) if !arguments.fields.is_empty() => {
            out.push_str("\n| argument | value | default | meaning |\n| --- | --- | --- | --- |\n");
            for field in &arguments.fields {
                out.push_str(&row(field));
            }
            if arguments.strict {
                out.push_str("\nAny other key is an error.\n");
            }
        }
        Some(_) => out.push_str("\nIt has no arguments.\n"),
        None if module.defaults.is_empty() => {}
        None => {
            out.push_str("\n| argument | default |\n| --- | --- |\n");
            for (key, value) in &module.defaults {
                out.push_str(&format!("| {} | {} |\n", cell(key), cell(value)));
            }
        }
    }
    out.push_str(&format!(
        "\n```toml\n{}```\n",
        catalog.example(registry, module)
    ));
    out
}

fn row(field: &Argument) -> String {
    let names = [&field.name].into_iter().chain(&field.aliases);
    let names = names.map(|name| cell(name)).collect::<Vec<_>>();
    let default = match (&field.default, field.required) {
        (Some(default), _) => cell(default),
        (None, true) => "required".to_owned(),
        (None, false) => String::new(),
    };
    let meaning = field.doc.as_deref().unwrap_or_default();
    let mut meaning = meaning.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Shape::Choice(choices) = inner(&field.shape) {
        for choice in choices {
            if let Some(doc) = &choice.doc {
                let doc = doc.split_whitespace().collect::<Vec<_>>().join(" ");
                meaning.push_str(&format!(" {}: {doc}", code(&choice.name)));
            }
        }
    }
    let columns = [
        names.join(", "),
        value(&field.shape, &field.type_text).replace('|', "\\|"),
        default,
        meaning.trim().replace('|', "\\|"),
    ];
    format!("| {} |\n", columns.join(" | "))
}

/// What an optional value is if it is there.
fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::Optional(inner) => self::inner(inner),
        shape => shape,
    }
}

/// What a config writes for a value, in words. `rust` is its type, for what has none.
fn value(shape: &Shape, rust: &str) -> String {
    match shape {
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Integer { min, max } => match (min, max) {
            (Some(min), Some(max)) => format!("integer, {min} to {max}"),
            (Some(min), None) => format!("integer, at least {min}"),
            (None, Some(max)) => format!("integer, at most {max}"),
            (None, None) => "integer".to_owned(),
        },
        Shape::Number => "number".to_owned(),
        Shape::Text => "string".to_owned(),
        Shape::Optional(inner) => value(inner, rust),
        Shape::List { of, length } => {
            let count = length.map_or_else(String::new, |length| format!(" of {length}"));
            match plain(of) {
                true => format!("list{count}: {}", value(of, rust)),
                false => format!("list{count}"),
            }
        }
        Shape::Tuple(parts) if parts.iter().all(plain) => {
            let parts = parts.iter().map(|part| value(part, rust));
            format!("list: {}", parts.collect::<Vec<_>>().join("; "))
        }
        Shape::Tuple(parts) => format!("list of {}", parts.len()),
        Shape::Map(of) if plain(of) => format!("table: {}", value(of, rust)),
        Shape::Map(_) => "table".to_owned(),
        Shape::Table(arguments) => {
            let names = arguments.fields.iter().map(|field| code(&field.name));
            match names.collect::<Vec<_>>() {
                names if names.is_empty() => "table".to_owned(),
                names => format!("table with {}", names.join(", ")),
            }
        }
        Shape::Choice(choices) => {
            let names = choices.iter().map(|choice| code(&choice.name));
            names.collect::<Vec<_>>().join(", ")
        }
        Shape::Module(registry) => format!("a [{}]({registry}.md)", prose(registry)),
        _ => code(rust),
    }
}

/// Whether it can be said in a word.
fn plain(shape: &Shape) -> bool {
    !matches!(shape, Shape::Any)
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
