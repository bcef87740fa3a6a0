//! The parents of scopes: each is known, none is below itself, and no two of its children have one name.

use std::collections::HashMap;

use crate::diagnostics::{Problem, Problems, messages, name, quoted};
use crate::manifest::ScopeEntry;

/// The parent of each; a scope whose parent is unknown goes on as a root.
pub(super) fn parents(
    entries: &[ScopeEntry],
    index: &HashMap<&str, usize>,
    problems: &mut Problems,
) -> Vec<Option<usize>> {
    let mut parents = Vec::with_capacity(entries.len());
    for entry in entries {
        let parent = entry.parent.as_ref().and_then(|parent| {
            let found = index.get(parent.value.as_str());
            if found.is_none() {
                let others = || others(entries, entry);
                let similar = problems.similar(&parent.value, others());
                let known = others().collect::<Vec<_>>();
                let problem = Problem::new(&messages::UNKNOWN_PARENT, parent.span, "no such scope")
                    .with("name", name(&parent.value))
                    .with("scope", name(&entry.key.value))
                    .with("declare", quoted(&parent.value))
                    .with_similar(&parent.value, &similar)
                    .with_any("known", &known);
                problems.add(problem);
            }
            found.copied()
        });
        parents.push(parent);
    }
    parents
}

/// What could be the parent of an entry.
fn others<'a>(entries: &'a [ScopeEntry], entry: &'a ScopeEntry) -> impl Iterator<Item = &'a str> {
    // Enough to choose from, and to list.
    let keys = entries
        .iter()
        .take(1000)
        .map(|other| other.key.value.as_str());
    keys.filter(|key| *key != entry.key.value)
}

/// Makes a root of one scope of each cycle.
pub(super) fn cut_cycles(
    entries: &[ScopeEntry],
    parents: &mut [Option<usize>],
    problems: &mut Problems,
) {
    /// Enough places to see what goes round.
    const SHOWN: usize = 4;
    // In which walk each was reached; walks count from 1.
    let mut reached = vec![0; entries.len()];
    for start in 0..entries.len() {
        let mut at = start;
        while reached[at] == 0 {
            reached[at] = start + 1;
            match parents[at] {
                Some(parent) => at = parent,
                None => break,
            }
        }
        if reached[at] != start + 1 || parents[at].is_none() {
            continue;
        }
        let mut cycle = vec![at];
        let mut next = parents[at];
        while let Some(member) = next.filter(|member| *member != at) {
            cycle.push(member);
            next = parents[member];
        }
        cycle.sort_unstable();
        let places = cycle.iter().filter_map(|member| {
            let entry = &entries[*member];
            Some((
                entry.parent.as_ref()?.span,
                format!("above {}", name(&entry.key.value)),
            ))
        });
        let mut places = places.take(SHOWN);
        let first = &entries[cycle[0]].key;
        let (span, label) = places.next().unwrap_or((first.span, String::new()));
        let keys = cycle
            .iter()
            .map(|member| entries[*member].key.value.as_str());
        let keys = keys.collect::<Vec<_>>();
        let problem = Problem::new(&messages::PARENT_CYCLE, span, label)
            .with("name", name(&first.value))
            .with_any("cycle", &keys);
        let problem = match cycle.len() {
            1 => problem.with("another", "another scope"),
            _ => problem,
        };
        let problem = places.fold(problem, |problem, (span, label)| problem.and(span, label));
        problems.add(problem);
        parents[cycle[0]] = None;
    }
}

/// Two children of one parent must not have one name; two roots are trees of their own.
pub(super) fn siblings(entries: &[ScopeEntry], parents: &[Option<usize>], problems: &mut Problems) {
    let mut seen = HashMap::new();
    for (entry, parent) in entries.iter().zip(parents) {
        let Some(parent) = parent else {
            continue;
        };
        let given = entry.name.as_ref().unwrap_or(&entry.key);
        if let Some(first) = seen.insert((parent, given.value.as_str()), given.span) {
            let below = name(&entries[*parent].key.value);
            let problem = Problem::new(&messages::SAME_NAME_SIBLINGS, given.span, "again")
                .and(first, "first")
                .with("name", name(&given.value))
                .with("where", format!("both children of {below}"));
            problems.add(problem);
        }
    }
}
