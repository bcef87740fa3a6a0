//! The constants behind the look-ups: scopes, modules, and one table of names for each registry.

use rollbook::__private::build::{Candidate, Data, NameSlot, NameTable, Range, TAG_FIRST};

use super::text::{indent, literal, place};
use crate::model::{Model, Module, Registry};

/// The constant that holds a registry's tables.
pub(super) fn name(registry: &Registry) -> String {
    // With a prefix, so that it hides no import.
    format!("of_{}", registry.name)
}

pub(super) fn tables(model: &Model, tables: &[&Data]) -> String {
    let mut body = String::from(
        "use super::__rollbook::*;\n\n\
         pub static SCOPES: &[ScopeInfo] = &[\n",
    );
    for scope in &model.scopes {
        let parent = scope.parent.map_or_else(
            || "NO_SCOPE".to_owned(),
            |parent| parent.packed().to_string(),
        );
        body.push_str(&format!(
            "    ScopeInfo {{ name: {}, parent: {parent}, end: {} }},\n",
            literal(&scope.name),
            scope.end
        ));
    }
    body.push_str("];\n\n");
    let names = model
        .registries
        .iter()
        .map(|registry| format!("&{}", name(registry)))
        .collect::<Vec<_>>();
    body.push_str(&format!(
        "pub static REGISTRIES: &[&Data] = &[{}];\n",
        names.join(", ")
    ));
    for (registry, table) in model.registries.iter().zip(tables) {
        body.push_str(&data(model, registry, &table.table));
    }
    format!(
        "\n#[doc(hidden)]\n#[allow(dead_code, unused_imports, unreachable_pub, missing_docs, non_upper_case_globals)]\n\
         #[allow(clippy::all, clippy::pedantic, clippy::nursery)]\nmod tables {{\n{}}}\n",
        indent(&body, 1)
    )
}

fn data(model: &Model, registry: &Registry, names: &NameTable) -> String {
    let enabled = registry.modules.iter().filter(|module| module.enabled);
    let mut out = format!(
        "\npub static {}: Data = Data {{\n    name: {},\n    key: {},\n    tag_first: {},\n    scopes: SCOPES,\n    \
         enabled: {},\n    registries: REGISTRIES,\n    modules: &[\n",
        name(registry),
        literal(&registry.name),
        literal(&registry.key),
        literal(&format!("{TAG_FIRST}{}", registry.key)),
        enabled.count(),
    );
    for module in &registry.modules {
        let info = match (info(model, module), registry.is_fallback(module)) {
            (info, true) => format!("fallback({info})"),
            (info, false) => info,
        };
        out.push_str(&format!("        {info},\n"));
    }
    for entry in &registry.reserved {
        out.push_str(&format!(
            "        reserved({}, {}, {}, {}, {}),\n",
            literal(&entry.name),
            entry.scope.packed(),
            literal(&model.scope(entry.scope).name),
            literal(&place(&entry.place)),
            literal(&entry.note),
        ));
    }
    out.push_str("    ],\n");
    out.push_str(&indent(&table(names), 1));
    out.push_str("};\n");
    out
}

fn info(model: &Model, module: &Module) -> String {
    let mut out = format!(
        "info({}, {}, {}, {}, {})",
        literal(&module.name),
        module.scope.packed(),
        literal(&model.scope(module.scope).name),
        literal(&module.type_path),
        literal(&place(&module.place)),
    );
    if !module.aliases.is_empty() {
        let aliases = module.aliases.iter().map(|alias| literal(alias));
        let aliases = aliases.collect::<Vec<_>>().join(", ");
        out = format!("with_aliases({out}, &[{aliases}])");
    }
    let parts = [
        ("doc", &module.doc),
        ("deprecated", &module.deprecated),
        ("feature", &module.feature),
    ];
    for (part, text) in parts {
        if let Some(text) = text {
            out = format!("with_{part}({out}, {})", literal(text));
        }
    }
    out
}

fn table(table: &NameTable) -> String {
    let pilots = table.pilots.chunks(16).map(|line| {
        let line = line.iter().map(|pilot| pilot.to_string());
        line.collect::<Vec<_>>().join(", ")
    });
    let slots = table.slots.iter().map(|slot| {
        let NameSlot {
            first,
            second,
            offset,
            length,
            entry,
        } = slot;
        if *length == 0 {
            return "EMPTY".to_owned();
        }
        format!("slot({first:#018x}, {second:#018x}, {offset}, {length}, {entry})")
    });
    let ranges = table.ranges.chunks(6).map(|line| {
        let line = line.iter().map(range_text);
        line.collect::<Vec<_>>().join(", ")
    });
    let candidates = table.candidates.iter().map(|candidate| {
        let Candidate {
            module,
            range,
            last,
        } = candidate;
        let range = range_text(range);
        format!("candidate({module}, {range}, {last})")
    });
    format!(
        "table: NameTable {{\n    method: Method::{:?},\n    seed: {:#018x},\n    shift: {},\n    lengths: {:?},\n{}{}{}{}    \
         text: {},\n}},\n",
        table.method,
        table.seed,
        table.shift,
        table.lengths,
        list("pilots", pilots),
        list("slots", slots),
        list("ranges", ranges),
        list("candidates", candidates),
        literal(table.text),
    )
}

fn range_text(range: &Range) -> String {
    let Range { start, count } = range;
    format!("range({start}, {count})")
}

fn list(field: &str, lines: impl Iterator<Item = String>) -> String {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return format!("    {field}: &[],\n");
    }
    let mut out = format!("    {field}: &[\n");
    for line in lines {
        out.push_str(&format!("        {line},\n"));
    }
    out.push_str("    ],\n");
    out
}
