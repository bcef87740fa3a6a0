//! The constants behind the look-ups: scopes, modules, and one table of names for each registry.

use rollbook::__private::build::{Data, NameSlot, NameTable, Place, Range, TAG_FIRST};

use super::names::enabled;
use super::text::literal;
use super::writer::Writer;
use crate::model::{Model, Module, Registry, Scope};

/// The constant that holds a registry's tables.
pub(super) fn name(registry: &Registry) -> String {
    // With a prefix, so that it hides no import.
    format!("of_{}", registry.name)
}

pub(super) fn tables(out: &mut Writer, model: &Model, tables: &[&Data]) {
    out.line("\n#[doc(hidden)]");
    out.line("#[allow(dead_code, unused_imports, unreachable_pub, missing_docs, non_upper_case_globals)]");
    out.line("#[allow(clippy::all, clippy::pedantic, clippy::nursery)]");
    out.block("mod tables", |out| {
        out.line("use super::__rollbook::*;\n");
        out.nest("pub static SCOPES: &[ScopeInfo] = &[", "];", |out| {
            for Scope {
                name, parent, end, ..
            } in &model.scopes
            {
                let parent = parent.map_or_else(
                    || "NO_SCOPE".to_owned(),
                    |parent| parent.packed().to_string(),
                );
                let name = literal(name);
                writeln!(
                    out,
                    "ScopeInfo {{ name: {name}, parent: {parent}, end: {end} }},"
                );
            }
        });
        let names = model.registries.iter();
        let names = names.map(|registry| format!("&{}", name(registry)));
        let names = names.collect::<Vec<_>>().join(", ");
        writeln!(out, "\npub static REGISTRIES: &[&Data] = &[{names}];");
        for (registry, data) in model.registries.iter().zip(tables) {
            writeln!(out);
            let head = format!("pub static {}: Data = Data {{", name(registry));
            out.nest(head, "};", |out| {
                self::data(out, model, registry, &data.table)
            });
        }
    });
}

fn data(out: &mut Writer, model: &Model, registry: &Registry, names: &NameTable) {
    writeln!(out, "name: {},", literal(&registry.name));
    writeln!(out, "key: {},", literal(&registry.key));
    writeln!(
        out,
        "tag_first: {},",
        literal(&format!("{TAG_FIRST}{}", registry.key))
    );
    out.line("scopes: SCOPES,");
    writeln!(out, "enabled: {},", enabled(registry).count());
    out.line("registries: REGISTRIES,");
    out.nest("modules: &[", "],", |out| {
        for module in &registry.modules {
            let info = info(model, module);
            match registry.is_fallback(module) {
                true => writeln!(out, "fallback({info}),"),
                false => writeln!(out, "{info},"),
            }
        }
        for entry in &registry.reserved {
            let (name, note) = (literal(&entry.name), literal(&entry.note));
            let (id, scope) = (entry.scope.packed(), &model.scope(entry.scope).name);
            let (scope, place) = (literal(scope), literal(&entry.place.to_string()));
            writeln!(out, "reserved({name}, {id}, {scope}, {place}, {note}),");
        }
    });
    table(out, names);
}

fn info(model: &Model, module: &Module) -> String {
    let mut out = format!(
        "info({}, {}, {}, {}, {})",
        literal(&module.name),
        module.scope.packed(),
        literal(&model.scope(module.scope).name),
        literal(&module.type_path),
        literal(&module.place.to_string()),
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
        ("feature_package", &module.feature_package),
    ];
    for (part, text) in parts {
        if let Some(text) = text {
            out = format!("with_{part}({out}, {})", literal(text));
        }
    }
    out
}

fn table(out: &mut Writer, table: &NameTable) {
    let slots = table.slots.iter().map(|slot| {
        let NameSlot {
            first,
            second,
            offset,
            length,
            entry,
        } = slot;
        match length {
            0 => "EMPTY".to_owned(),
            _ => format!("slot({first:#018x}, {second:#018x}, {offset}, {length}, {entry})"),
        }
    });
    let ranges = table.ranges.chunks(6);
    let ranges = ranges.map(|line| joined(line.iter().map(range)));
    let candidates = table.candidates.iter().map(|candidate| {
        let (module, last) = (candidate.module, candidate.last);
        format!("candidate({module}, {}, {last})", range(&candidate.range))
    });
    out.nest("table: NameTable {", "},", |out| {
        writeln!(out, "method: Method::{:?},", table.method);
        writeln!(out, "seed: {:#018x},", table.seed);
        writeln!(out, "lengths: {:?},", table.lengths);
        place(out, table.place);
        list(out, "slots", slots);
        list(out, "ranges", ranges);
        list(out, "candidates", candidates);
        writeln!(out, "text: {},", literal(table.text));
    });
}

fn place(out: &mut Writer, place: Place) {
    match place {
        Place::Anywhere | Place::Shifted(_) => writeln!(out, "place: Place::{place:?},"),
        Place::Listed(shift, list) => {
            out.nest(
                format_args!("place: Place::Listed({shift}, &["),
                "]),",
                |out| numbers(out, list),
            );
        }
        Place::Moved(pilots) => {
            out.nest("place: Place::Moved(&[", "]),", |out| numbers(out, pilots))
        }
    }
}

fn numbers(out: &mut Writer, numbers: &[impl ToString]) {
    for line in numbers.chunks(16) {
        writeln!(out, "{},", joined(line.iter().map(ToString::to_string)));
    }
}

fn range(range: &Range) -> String {
    format!("range({}, {})", range.start, range.count)
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn list(out: &mut Writer, field: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_none() {
        return writeln!(out, "{field}: &[],");
    }
    out.nest(format_args!("{field}: &["), "],", |out| {
        lines.for_each(|line| writeln!(out, "{line},"));
    });
}
