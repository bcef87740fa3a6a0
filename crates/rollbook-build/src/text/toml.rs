//! TOML as a tree that is safe to walk and to drop, however it is nested.
//!
//! The parser limits brackets and the parts of a key, but not their product: 12 kilobytes nest 6,400 tables, and
//! whatever walks those by calling itself, dropping them included, ends the stack.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// As deep as serde_json reads, and rollbook itself.
pub(crate) const DEEPEST: usize = 128;

/// A text as far as it is TOML, and the faults.
pub(crate) struct Parsed<'s> {
    /// Empty where it is too deep.
    pub(crate) table: Spanned<DeTable<'s>>,
    pub(crate) errors: Vec<Error>,
    /// The first value that lies too deep.
    pub(crate) too_deep: Option<Range<usize>>,
}

pub(crate) fn parse(text: &str) -> Parsed<'_> {
    // Not `DeTable::parse`: where it fails, it drops what it has read.
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = table.span();
    let mut table = table.into_inner();
    let too_deep = too_deep(&table);
    if too_deep.is_some() {
        take_apart(std::mem::take(&mut table));
    }
    Parsed {
        table: Spanned::new(span, table),
        errors,
        too_deep,
    }
}

/// Looked for level by level.
fn too_deep(table: &DeTable<'_>) -> Option<Range<usize>> {
    let holds_others =
        |value: &&Spanned<DeValue<'_>>| value.get_ref().is_table() || value.get_ref().is_array();
    let mut level = table.values().filter(holds_others).collect::<Vec<_>>();
    for _ in 1..DEEPEST {
        let mut below = Vec::new();
        for value in level {
            match value.get_ref() {
                DeValue::Table(table) => below.extend(table.values().filter(holds_others)),
                DeValue::Array(list) => below.extend(list.iter().filter(holds_others)),
                _ => {}
            }
        }
        level = below;
    }
    level.first().map(|value| value.span())
}

/// Drops a tree of any depth.
fn take_apart(table: DeTable<'_>) {
    let mut left = table
        .into_iter()
        .map(|(_, value)| value)
        .collect::<Vec<_>>();
    while let Some(value) = left.pop() {
        match value.into_inner() {
            DeValue::Table(table) => left.extend(table.into_iter().map(|(_, value)| value)),
            DeValue::Array(list) => left.extend(list),
            _ => {}
        }
    }
}
