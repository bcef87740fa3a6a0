//! A config file as a tree in which each value knows its place, whatever its format.

use std::ops::Range;

use jsonc_parser::ast::Value as Json;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::manifest::{DEEPEST, parse};
use crate::source::Span;

/// A value, and the bytes that it stands on.
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
    TooDeep(Range<usize>),
}

/// # Errors
///
/// What is not TOML, or nested too deep.
pub(super) fn toml(text: &str) -> Result<Node, Fault> {
    let parsed = parse(text);
    if !parsed.errors.is_empty() {
        return Err(Fault::Toml(parsed.errors));
    }
    match parsed.too_deep {
        Some(range) => Err(Fault::TooDeep(range)),
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

/// # Errors
///
/// What is not JSON, a key that a table has twice, or what is nested too deep.
pub(super) fn json(text: &str) -> Result<Node, Fault> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &strict);
    match parsed {
        Ok(parsed) => match parsed.value {
            Some(value) => json_value(&value, 0),
            None => Err(Fault::Json(0..text.len(), "the file is empty".to_owned())),
        },
        Err(error) => {
            let range = error.range();
            let what = error.kind().to_string();
            if what.starts_with("Maximum nesting depth") {
                return Err(Fault::TooDeep(range.start..range.start + 1));
            }
            // Messages start with a small letter here.
            let mut letters = what.chars();
            let first = letters.next().map(|first| first.to_ascii_lowercase());
            let what = first.into_iter().chain(letters).collect();
            Err(Fault::Json(range.start..range.end, what))
        }
    }
}

fn json_value(value: &Json<'_>, depth: usize) -> Result<Node, Fault> {
    let range = value.range();
    let range = range.start..range.end;
    if depth == DEEPEST && matches!(value, Json::Object(_) | Json::Array(_)) {
        return Err(Fault::TooDeep(range.start..range.start + 1));
    }
    let value = match value {
        Json::Object(object) => Value::Table(json_entries(object, depth)?),
        Json::Array(list) => {
            let items = list.elements.iter();
            let items = items.map(|item| json_value(item, depth + 1));
            Value::List(items.collect::<Result<_, _>>()?)
        }
        Json::StringLit(text) => Value::Text(text.value.clone().into_owned()),
        Json::NumberLit(_) => Value::Other("a number"),
        Json::BooleanLit(_) => Value::Other("a boolean"),
        Json::NullKeyword(_) => Value::Other("null"),
    };
    Ok(Node { value, range })
}

fn json_entries(
    object: &jsonc_parser::ast::Object<'_>,
    depth: usize,
) -> Result<Vec<(String, Node)>, Fault> {
    let mut seen = std::collections::HashMap::new();
    let mut entries = Vec::new();
    for property in &object.properties {
        let range = property.name.range();
        let range = range.start..range.end;
        let key = property.name.as_str().to_owned();
        if let Some(first) = seen.insert(key.clone(), range.clone()) {
            return Err(Fault::Twice(key, first, range));
        }
        entries.push((key, json_value(&property.value, depth + 1)?));
    }
    Ok(entries)
}
