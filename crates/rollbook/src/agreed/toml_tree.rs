//! TOML as a tree that is safe to walk and to drop, however it is nested.
//!
//! The parser limits brackets and the parts of a key, but not their product: 12 kilobytes nest 6,400 tables, and
//! whatever walks those by calling itself, dropping them included, ends the stack.

use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::DEEPEST;

/// A text as far as it is TOML, and its faults.
pub struct Parsed<'s> {
    /// Empty if it is nested too deep.
    pub table: Spanned<DeTable<'s>>,
    /// What is not TOML.
    pub errors: Vec<Error>,
    /// The first value that is nested too deep.
    pub too_deep: Option<Range<usize>>,
}

/// Parses a text. Below the document, tables and lists are nested at most [`DEEPEST`] deep.
#[must_use]
pub fn parse(text: &str) -> Parsed<'_> {
    // Not `DeTable::parse`: if it fails, it drops what it has read.
    let (table, errors) = DeTable::parse_recoverable(text);
    let span = table.span();
    let mut table = table.into_inner();
    let too_deep = if may_be_deep(text) {
        too_deep(&table)
    } else {
        None
    };
    if too_deep.is_some() {
        take_apart(core::mem::take(&mut table));
    }
    Parsed {
        table: Spanned::new(span, table),
        errors,
        too_deep,
    }
}

/// Parses one value, as [`parse`] does a text. Returns no value if it is nested too deep.
#[cfg(feature = "merge")]
#[must_use]
pub fn parse_value(text: &str) -> (Option<Spanned<DeValue<'_>>>, Vec<Error>) {
    let (value, errors) = DeValue::parse_recoverable(text);
    let mut holder = DeTable::new();
    holder.insert(Spanned::new(0..0, "value".into()), value);
    if too_deep(&holder).is_some() {
        take_apart(holder);
        return (None, errors);
    }
    (holder.remove("value"), errors)
}

/// Whether a text can nest so deep: each level has at least one of these bytes of its own.
fn may_be_deep(text: &str) -> bool {
    let is = |byte: &u8, one: u8| u8::from(*byte == one);
    let opens = |byte: &u8| is(byte, b'.') + is(byte, b'[') + is(byte, b'{');
    // Piece by piece, in numbers of one byte: so the compiler counts many bytes at once.
    let pieces = text.as_bytes().chunks(128);
    let count = pieces.map(|piece| usize::from(piece.iter().map(opens).sum::<u8>()));
    count.sum::<usize>() > DEEPEST
}

/// The first value that is nested too deep, searched level by level.
fn too_deep(table: &DeTable<'_>) -> Option<Range<usize>> {
    let holds_others =
        |value: &&Spanned<DeValue<'_>>| value.get_ref().is_table() || value.get_ref().is_array();
    let mut level = table.values().filter(holds_others).collect::<Vec<_>>();
    for _ in 0..DEEPEST {
        if level.is_empty() {
            return None;
        }
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

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    #[test]
    fn as_deep_as_the_limit() {
        let check = |key: &str, expect| {
            // Each pair of braces nests two tables.
            let text = format!("{key} = {}1{}", "{ a.a = ".repeat(64), "}".repeat(64));
            assert_eq!(parse(&text).too_deep.is_some(), expect, "{key}");
        };
        check("x", false);
        check("x.y", true);
    }
}
