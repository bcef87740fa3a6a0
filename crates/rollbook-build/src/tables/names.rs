//! The table of names of one registry: where each name lies, and from which scopes it means which module.

use std::collections::{BTreeMap, HashMap};

use rollbook::__private::build::{
    Candidate, EMPTY, ModuleId, NameSlot, Range, SHARED, ScopeId, input,
};

use super::hash::{Perfect, perfect};
use crate::model::{Model, Registry};

/// What a key leads to: a module, with the scopes that see it there.
type Entry = (ModuleId, Range);

/// All keys of a registry: bare names, and `scope.Name` if that always means the module. They are sorted by their
/// bytes, so the table does not depend on the order of the manifest.
fn keys(model: &Model, registry: &Registry) -> BTreeMap<String, Vec<Entry>> {
    let mut keys = BTreeMap::<String, Vec<Entry>>::new();
    let mut counts = HashMap::<&str, usize>::new();
    for scope in &model.scopes {
        *counts.entry(&scope.name).or_default() += 1;
    }
    let canonical = model
        .scope_ids()
        .map(|scope| canonical_range(model, scope, &counts))
        .collect::<Vec<_>>();
    let mut add = |id: ModuleId, scope_id: ScopeId, name: &String| {
        let scope = model.scope(scope_id);
        let own = range(scope_id, scope.end);
        keys.entry(name.clone()).or_default().push((id, own));
        if let Some(everywhere) = canonical[scope_id.index()] {
            let name = format!("{}.{name}", scope.name);
            keys.entry(name).or_default().push((id, everywhere));
        }
    };
    for (id, module) in registry.numbered() {
        // It has no name of its own: a config that is called so is unknown, too.
        if registry.fallback == Some(id) {
            continue;
        }
        for name in std::iter::once(&module.name).chain(&module.aliases) {
            add(id, module.scope, name);
        }
    }
    for (id, reserved) in registry.numbered_reserved() {
        add(id, reserved.scope, &reserved.name);
    }
    keys
}

fn range(start: ScopeId, end: usize) -> Range {
    let count = u16::try_from(end - start.index());
    Range {
        start: start.packed(),
        count: count.expect("the model limits scopes to what fits"),
    }
}

/// From which scopes `scope.Name` always means that scope's own module: the whole tree, for a root or its child whose
/// name no other scope has. The rest is walked at run time.
fn canonical_range(model: &Model, scope: ScopeId, counts: &HashMap<&str, usize>) -> Option<Range> {
    let info = model.scope(scope);
    if model.scopes.len() == 1 || counts[info.name.as_str()] > 1 {
        return None;
    }
    let root = info.parent.unwrap_or(scope);
    if model.scope(root).parent.is_some() {
        return None;
    }
    Some(range(root, model.scope(root).end))
}

/// The table of names of one registry.
pub(super) struct Names {
    pub(super) perfect: Perfect,
    /// Those of the shortest and of the longest name.
    pub(super) lengths: (u16, u16),
    pub(super) slots: Vec<NameSlot>,
    pub(super) ranges: Vec<Range>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) text: String,
}

pub(super) fn name_table(model: &Model, registry: &Registry) -> Names {
    let keys = keys(model, registry);
    let names = keys.keys().map(String::as_str).collect::<Vec<_>>();
    let entries = keys.values().collect::<Vec<_>>();
    let lengths = names.iter().map(|name| length(name));
    let mut table = Names {
        perfect: perfect(&names),
        lengths: (
            lengths.clone().min().unwrap_or(0),
            lengths.max().unwrap_or(0),
        ),
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
        let (first, second) = input(name.as_bytes(), table.perfect.method);
        let mut offset = 0;
        if name.len() > 16 {
            offset = table.text.len();
            table.text.push_str(name);
        }
        let (entry, range) = match group.as_slice() {
            [(module, range)] => (module.packed(), *range),
            several => {
                let first = u16::try_from(table.candidates.len()).ok();
                let first = first.filter(|first| first & SHARED == 0);
                table.candidates.extend(candidates(several));
                let first = first.expect("the model limits names to what 15 bits count");
                (first | SHARED, NOWHERE)
            }
        };
        table.ranges.push(range);
        table.slots.push(NameSlot {
            first,
            second,
            offset: u32::try_from(offset)
                .expect("the model limits the number of names and their length"),
            length: length(name),
            entry,
        });
    }
    if model.scopes.len() == 1 {
        table.ranges.clear();
    }
    table
}

fn length(name: &str) -> u16 {
    // `names::check` in the model refuses longer ones.
    u16::try_from(name.len()).expect("no name is longer than tables can say")
}

const NOWHERE: Range = Range { start: 0, count: 0 };

/// Deepest scope first: of nested ranges the one that starts last.
fn candidates(group: &[Entry]) -> impl Iterator<Item = Candidate> {
    let mut sorted = group.to_vec();
    sorted.sort_by_key(|(_, range)| std::cmp::Reverse(range.start));
    let last = sorted.len() - 1;
    let numbered = sorted.into_iter().enumerate();
    numbered.map(move |(index, (module, range))| Candidate {
        module: module.packed(),
        range,
        last: index == last,
    })
}
