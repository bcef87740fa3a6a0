//! The constants behind the look-ups: scopes, modules, and one table of names a registry.

use std::collections::{BTreeMap, HashMap};

use rollbook::hash::words;
use rollbook::table::{Candidate, EMPTY, Range, SHARED, Slot};

use super::hash::{Perfect, perfect};
use super::text::{indent, literal, place};
use crate::model::{Model, Module, Registry};

/// The constant that holds a registry's tables.
pub(super) fn name(registry: &Registry) -> String {
    // In its own case: `model` and `Model` are two registries.
    registry.name.clone()
}

pub(super) fn tables(model: &Model) -> String {
    let mut body = String::from(
        "use super::__rollbook::Info;\n\
         use super::__rollbook::generated::{\n    Candidate, Data, EMPTY, NO_SCOPE, Range, ScopeInfo, Slot, Table,\n};\n\n\
         pub static SCOPES: &[ScopeInfo] = &[\n",
    );
    for scope in &model.scopes {
        let parent = scope
            .parent
            .map_or_else(|| "NO_SCOPE".to_owned(), |parent| parent.to_string());
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
    for registry in &model.registries {
        body.push_str(&data(model, registry));
    }
    format!(
        "\n#[doc(hidden)]\n#[allow(dead_code, unused_imports, unreachable_pub, missing_docs, non_upper_case_globals, \
         clippy::unreadable_literal, clippy::too_many_lines)]\nmod tables {{\n{}}}\n",
        indent(&body, 1)
    )
}

fn data(model: &Model, registry: &Registry) -> String {
    let enabled = registry.modules.iter().filter(|module| module.enabled);
    let mut out = format!(
        "\npub static {}: Data = Data {{\n    name: {},\n    key: {},\n    tag_first: {},\n    scopes: SCOPES,\n    \
         enabled: {},\n    registries: REGISTRIES,\n    modules: &[\n",
        name(registry),
        literal(&registry.name),
        literal(&registry.key),
        literal(&format!("\0rollbook\0{}", registry.key)),
        enabled.count(),
    );
    for module in &registry.modules {
        out.push_str(&format!("        {},\n", info(model, module)));
    }
    out.push_str("    ],\n");
    out.push_str(&indent(&table(model, registry), 1));
    out.push_str("};\n");
    out
}

fn info(model: &Model, module: &Module) -> String {
    let mut out = format!(
        "Info::new({}, {}, {}, {}, {})",
        literal(&module.name),
        module.scope,
        literal(&model.scopes[module.scope].name),
        literal(&module.type_path),
        literal(&place(&module.place)),
    );
    if !module.aliases.is_empty() {
        let aliases = module.aliases.iter().map(|alias| literal(alias));
        let aliases = aliases.collect::<Vec<_>>().join(", ");
        out.push_str(&format!(".aliases(&[{aliases}])"));
    }
    let parts = [
        ("doc", &module.doc),
        ("deprecated", &module.deprecated),
        ("feature", &module.feature),
    ];
    for (method, text) in parts {
        if let Some(text) = text {
            out.push_str(&format!(".{method}({})", literal(text)));
        }
    }
    out
}

/// What a key leads to: a module, with the scopes that see it there.
type Entry = (u16, Range);

/// All keys of a registry: bare names, and `scope.Name` where that always means the module. They are in the order of
/// their bytes, so the table does not depend on the manifest's.
fn keys(model: &Model, registry: &Registry) -> BTreeMap<String, Vec<Entry>> {
    let mut keys = BTreeMap::<String, Vec<Entry>>::new();
    let mut counts = HashMap::<&str, usize>::new();
    for scope in &model.scopes {
        *counts.entry(&scope.name).or_default() += 1;
    }
    let canonical = (0..model.scopes.len())
        .map(|scope| canonical_range(model, scope, &counts))
        .collect::<Vec<_>>();
    for (index, module) in registry.modules.iter().enumerate() {
        let scope = &model.scopes[module.scope];
        let index = index as u16;
        for name in std::iter::once(&module.name).chain(&module.aliases) {
            let own = range(module.scope, scope.end);
            keys.entry(name.clone()).or_default().push((index, own));
            if let Some(everywhere) = canonical[module.scope] {
                let name = format!("{}.{name}", scope.name);
                keys.entry(name).or_default().push((index, everywhere));
            }
        }
    }
    keys
}

/// The model holds at most as many scopes and modules as fit.
fn range(start: usize, end: usize) -> Range {
    Range {
        start: start as u16,
        count: (end - start) as u16,
    }
}

/// From which scopes `scope.Name` always means that scope's own module: the whole tree, for a root or its child whose
/// name no other scope has. The rest is walked at run time.
fn canonical_range(model: &Model, scope: usize, counts: &HashMap<&str, usize>) -> Option<Range> {
    let info = &model.scopes[scope];
    if model.scopes.len() == 1 || counts[info.name.as_str()] > 1 {
        return None;
    }
    let root = info.parent.unwrap_or(scope);
    if model.scopes[root].parent.is_some() {
        return None;
    }
    Some(range(root, model.scopes[root].end))
}

/// The table of names of one registry.
pub(super) struct NameTable {
    pub(super) perfect: Perfect,
    pub(super) slots: Vec<Slot>,
    pub(super) ranges: Vec<Range>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) text: String,
}

pub(super) fn name_table(model: &Model, registry: &Registry) -> NameTable {
    let keys = keys(model, registry);
    let names = keys.keys().map(String::as_str).collect::<Vec<_>>();
    let entries = keys.values().collect::<Vec<_>>();
    let mut table = NameTable {
        perfect: perfect(&names),
        slots: Vec::new(),
        ranges: Vec::new(),
        candidates: Vec::new(),
        text: String::new(),
    };
    for slot in &table.perfect.slots {
        let Some(index) = *slot else {
            table.slots.push(EMPTY);
            table.ranges.push(NOWHERE);
            continue;
        };
        let (name, group) = (names[index], entries[index]);
        let (first, second) = words(name.as_bytes());
        let offset = table.text.len();
        if name.len() > 16 {
            table.text.push_str(name);
        }
        let (entry, range) = match group.as_slice() {
            [(module, range)] => (*module, *range),
            several => {
                let first = table.candidates.len() as u16;
                table.candidates.extend(candidates(several));
                (first | SHARED, NOWHERE)
            }
        };
        table.ranges.push(range);
        let (offset, length) = (offset as u32, name.len() as u16);
        let slot = Slot::new(first, second, offset, length, entry);
        table.slots.push(slot);
    }
    if model.scopes.len() == 1 {
        table.ranges.clear();
    }
    table
}

const NOWHERE: Range = Range::new(0, 0);

/// Deepest scope first: of nested ranges the one that starts last.
fn candidates(group: &[Entry]) -> impl Iterator<Item = Candidate> {
    let mut sorted = group.to_vec();
    sorted.sort_by_key(|(_, range)| std::cmp::Reverse(range.start));
    let last = sorted.len() - 1;
    let numbered = sorted.into_iter().enumerate();
    numbered.map(move |(index, (module, range))| Candidate::new(module, range, index == last))
}

fn table(model: &Model, registry: &Registry) -> String {
    let table = name_table(model, registry);
    let pilots = table.perfect.pilots.chunks(8).map(|line| {
        let line = line.iter().map(|pilot| format!("{pilot:#010x}"));
        line.collect::<Vec<_>>().join(", ")
    });
    let slots = table.slots.iter().map(|slot| {
        let Slot {
            first,
            second,
            offset,
            length,
            entry,
        } = slot;
        if *length == 0 {
            return "EMPTY".to_owned();
        }
        format!("Slot::new({first:#018x}, {second:#018x}, {offset}, {length}, {entry})")
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
        format!("Candidate::new({module}, {range}, {last})")
    });
    format!(
        "table: Table {{\n    seed: {:#018x},\n    level: {},\n    shift: {},\n{}{}{}{}    text: {},\n}},\n",
        table.perfect.seed,
        table.perfect.level,
        table.perfect.shift,
        list("pilots", pilots),
        list("slots", slots),
        list("ranges", ranges),
        list("candidates", candidates),
        literal(&table.text),
    )
}

fn range_text(range: &Range) -> String {
    let Range { start, count } = range;
    format!("Range::new({start}, {count})")
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
