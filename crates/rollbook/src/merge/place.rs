//! Moves a parsed document to its offset.

use toml::Spanned;
use toml::de::DeValue;

use super::{Key, Node, Table};

/// The same table with every place `offset` bytes further on.
pub(crate) fn moved(table: Table<'_>, offset: usize) -> Table<'_> {
    if offset == 0 {
        return table;
    }
    let entries = table.into_iter();
    entries
        .map(|(key, value)| (key_moved(key, offset), node_moved(value, offset)))
        .collect()
}

fn key_moved(key: Key<'_>, offset: usize) -> Key<'_> {
    let span = key.span();
    Spanned::new(span.start + offset..span.end + offset, key.into_inner())
}

/// The same for a value.
#[must_use]
pub fn node_moved(node: Node<'_>, offset: usize) -> Node<'_> {
    let span = node.span();
    let value = match node.into_inner() {
        DeValue::Table(table) => DeValue::Table(moved(table, offset)),
        DeValue::Array(list) => {
            let items = list.into_iter();
            DeValue::Array(items.map(|item| node_moved(item, offset)).collect())
        }
        value => value,
    };
    Spanned::new(span.start + offset..span.end + offset, value)
}
