//! A config file as a tree in which each value knows its place, whatever its format.

use std::ops::Range;

use rollbook::__private::build::{DEEPEST, toml_tree};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Span;

/// A value, and the range of its bytes.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) range: Range<usize>,
}

#[derive(Debug)]
pub(super) enum Value {
    Table(Vec<(String, Node)>),
    List(Vec<Node>),
    Text(String),
    /// Anything else, called by its name in messages.
    Other(&'static str),
}

impl Node {
    pub(super) fn span(&self, source: usize) -> Span {
        Span {
            source,
            start: self.range.start,
            end: self.range.end,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Table(entries) => entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, node)| node),
            _ => None,
        }
    }
}

impl Value {
    /// What messages call it.
    pub(super) fn called(&self) -> &'static str {
        match self {
            Self::Table(_) => "a table",
            Self::List(_) => "a list",
            Self::Text(_) => "a string",
            Self::Other(kind) => kind,
        }
    }
}

/// What makes a file unreadable.
#[derive(Debug)]
pub(super) enum Fault {
    /// By the format's own rules: in our words, or those of the parser.
    Json(Range<usize>, String),
    Toml(Vec<toml::de::Error>),
    /// The same key again.
    Twice(String, Range<usize>, Range<usize>),
    /// Where, and the limit.
    TooDeep(Range<usize>, usize),
}

/// # Errors
///
/// What is not TOML, or nested too deep.
pub(super) fn toml(text: &str) -> Result<Node, Fault> {
    let parsed = toml_tree::parse(text);
    if !parsed.errors.is_empty() {
        return Err(Fault::Toml(parsed.errors));
    }
    match parsed.too_deep {
        Some(range) => Err(Fault::TooDeep(range, DEEPEST)),
        None => Ok(toml_table(parsed.table.get_ref(), parsed.table.span())),
    }
}

fn toml_table(table: &DeTable<'_>, range: Range<usize>) -> Node {
    let entries = table.iter();
    let entries = entries.map(|(key, value)| {
        let key = key.get_ref().clone().into_owned();
        (key, toml_value(value))
    });
    let mut entries = entries.collect::<Vec<_>>();
    // toml sorts by key; messages come in the order of the text.
    entries.sort_by_key(|(_, node)| node.range.start);
    Node {
        value: Value::Table(entries),
        range,
    }
}

fn toml_value(value: &Spanned<DeValue<'_>>) -> Node {
    let range = value.span();
    let value = match value.get_ref() {
        DeValue::Table(table) => return toml_table(table, range),
        DeValue::Array(list) => Value::List(list.iter().map(toml_value).collect()),
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(_) => Value::Other("an integer"),
        DeValue::Float(_) => Value::Other("a float"),
        DeValue::Boolean(_) => Value::Other("a boolean"),
        DeValue::Datetime(_) => Value::Other("a date"),
    };
    Node { value, range }
}
