//! A config file as a tree in which each value knows its place, whatever its format.

use std::ops::Range;

use rollbook::__private::build::{DEEPEST, toml_tree};
use rollbook::__private::merge::{self, JsonFault, Place, is_null};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Span;

/// A value, and where it is written.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) span: Span,
}

#[derive(Debug)]
pub(super) enum Value {
    Table(Vec<Entry>),
    List(Vec<Node>),
    Text(String),
    /// Anything else, called by its name in messages.
    Other(&'static str),
}

/// A key of a table with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Span,
    pub(super) node: Node,
}

impl Node {
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
                .find(|known| known.key == key)
                .map(|entry| &entry.node),
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
    /// By the format's own rules, in rollbook's words or the parser's.
    Json(Range<usize>, String),
    Toml(Vec<toml::de::Error>),
    /// The same key again.
    Twice(String, Range<usize>, Range<usize>),
    /// Where, and the limit.
    TooDeep(Range<usize>, usize),
}

/// A file as it was parsed, its places those of its text or of a space of many texts.
#[derive(Debug)]
pub(super) struct Tree<'f>(Spanned<DeValue<'f>>);

/// # Errors
///
/// What is not TOML, or nested too deep.
pub(super) fn toml(text: &str) -> Result<Tree<'_>, Fault> {
    let parsed = toml_tree::parse(text);
    if !parsed.errors.is_empty() {
        return Err(Fault::Toml(parsed.errors));
    }
    match parsed.too_deep {
        Some(range) => Err(Fault::TooDeep(range, DEEPEST)),
        None => {
            let place = parsed.table.span();
            let table = DeValue::Table(parsed.table.into_inner());
            Ok(Tree(Spanned::new(place, table)))
        }
    }
}

/// # Errors
///
/// What is not JSON, a key that an object has twice, or what is nested too deep.
pub(super) fn json(text: &str) -> Result<Tree<'_>, Fault> {
    merge::json(text).map(Tree).map_err(|fault| match fault {
        JsonFault::Syntax(range, what) => Fault::Json(range, what),
        JsonFault::Twice(key, first, again) => Fault::Twice(key, first, again),
        JsonFault::TooDeep(range, limit) => Fault::TooDeep(range, limit),
    })
}

impl<'f> Tree<'f> {
    /// The same with its places `offset` bytes further on.
    pub(super) fn moved(self, offset: usize) -> Self {
        Self(merge::node_moved(self.0, offset))
    }

    pub(super) fn value(&self) -> &DeValue<'f> {
        self.0.get_ref()
    }

    /// `at` says where a place is.
    pub(super) fn node(&self, at: &dyn Fn(Place) -> Span) -> Node {
        node(&self.0, at)
    }
}

pub(super) fn table(table: &DeTable<'_>, span: Span, at: &dyn Fn(Place) -> Span) -> Node {
    let mut entries = table.iter().collect::<Vec<_>>();
    // toml sorts by key; messages come in the order of the text.
    entries.sort_by_key(|(_, value)| value.span().start);
    let entries = entries.into_iter().map(|(key, value)| Entry {
        key_span: at(key.span()),
        key: key.get_ref().clone().into_owned(),
        node: node(value, at),
    });
    Node {
        value: Value::Table(entries.collect()),
        span,
    }
}

fn node(value: &Spanned<DeValue<'_>>, at: &dyn Fn(Place) -> Span) -> Node {
    let span = at(value.span());
    let value = match value.get_ref() {
        DeValue::Table(entries) => return table(entries, span, at),
        DeValue::Array(list) => Value::List(list.iter().map(|item| node(item, at)).collect()),
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        value if is_null(value) => Value::Other("null"),
        DeValue::Integer(_) => Value::Other("an integer"),
        DeValue::Float(_) => Value::Other("a float"),
        DeValue::Boolean(_) => Value::Other("a boolean"),
        DeValue::Datetime(_) => Value::Other("a date"),
    };
    Node { value, span }
}
